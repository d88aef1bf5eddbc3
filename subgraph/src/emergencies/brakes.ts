// The guardian's emergency budget: 72 hours at a time, 14 days in any 90, each hold charged a day at least; all of it
// divided by the network's time divisor.

import { BigInt, Bytes } from "@graphprotocol/graph-ts";
import { Brake } from "../../generated/schema";
import { accountOfWord, agentOfWord, brakeId } from "../helpers/ids";
import { loadAccount } from "../helpers/load";
import { ZERO, max, min } from "../helpers/numbers";
import { DAY, scaled } from "../helpers/time";

/** Places for holds in the contract; one that is overwritten counts no more. */
const SPANS: i32 = 15;

function days(count: i32): BigInt {
  return scaled(DAY.times(BigInt.fromI32(count)));
}

export function loadBrake(contract: Bytes, scope: string, subject: Bytes): Brake {
  const id = brakeId(scope, subject);
  const found = Brake.load(id);
  if (found != null) return found;
  const made = new Brake(id);
  made.contract = contract;
  made.scope = scope;
  made.subject = subject;
  if (scope == "freeze") made.account = loadAccount(accountOfWord(subject)).id;
  if (scope == "suspension") made.agent = agentOfWord(subject);
  made.until = ZERO;
  made.startedAt = ZERO;
  made.confirmedAt = ZERO;
  made.budgetLeft = days(14);
  made.budgetAt = ZERO;
  made.spanStarts = [];
  made.spanEnds = [];
  return made;
}

function chargedUntil(start: BigInt, end: BigInt): BigInt {
  return max(end, start.plus(days(1)));
}

/** Seconds charged in the window that ends at `time`, by the first `count` holds. */
function used(starts: BigInt[], ends: BigInt[], count: i32, time: BigInt): BigInt {
  const from = time.minus(days(90));
  let total = ZERO;
  for (let i = 0; i < count; i++) {
    const begin = max(starts[i], from);
    const end = chargedUntil(starts[i], ends[i]);
    if (end.gt(begin)) total = total.plus(end.minus(begin));
  }
  return total;
}

function usedOf(brake: Brake, time: BigInt): BigInt {
  return used(brake.spanStarts, brake.spanEnds, brake.spanStarts.length, time);
}

function setBudget(brake: Brake, time: BigInt): void {
  const budget = days(14);
  brake.budgetLeft = budget.minus(min(budget, usedOf(brake, time)));
  brake.budgetAt = time;
}

/** A hold that is still being charged goes on from its beginning; else another one begins. */
export function engage(brake: Brake, time: BigInt): void {
  const starts = brake.spanStarts;
  const ends = brake.spanEnds;
  let last = starts.length - 1;
  if (last < 0 || time.gt(chargedUntil(starts[last], ends[last]))) {
    starts.push(time);
    ends.push(time);
    last += 1;
  }
  const budget = days(14);
  const others = used(starts, ends, last, time);
  ends[last] = min(time.plus(days(3)), starts[last].plus(budget.minus(min(budget, others))));
  if (starts.length > SPANS) {
    starts.shift();
    ends.shift();
  }
  brake.spanStarts = starts;
  brake.spanEnds = ends;
  if (time.ge(brake.until)) brake.startedAt = time;
  setBudget(brake, time);
}

/** Ends the hold; the time that was not used goes back into the budget. */
export function lift(brake: Brake, time: BigInt): void {
  const ends = brake.spanEnds;
  const last = ends.length - 1;
  if (last >= 0) ends[last] = min(ends[last], time);
  brake.spanEnds = ends;
  brake.until = time;
  setBudget(brake, time);
}

/** A proposal lets the hold last, at no cost to the budget. */
export function confirm(brake: Brake, time: BigInt): void {
  brake.confirmedAt = time;
  setBudget(brake, time);
}

/** What is held of one subject goes on for another; whichever has used more says how much is left. */
export function carry(source: Brake, target: Brake, time: BigInt): void {
  if (usedOf(source, time).gt(usedOf(target, time))) {
    target.spanStarts = source.spanStarts;
    target.spanEnds = source.spanEnds;
    target.epoch = source.epoch;
  }
  if (source.until.gt(target.until)) {
    target.until = source.until;
    target.startedAt = source.startedAt;
  }
  target.confirmedAt = max(source.confirmedAt, target.confirmedAt);
  setBudget(target, time);
}
