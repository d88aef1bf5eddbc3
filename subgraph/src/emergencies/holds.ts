// Where a hold shows besides its brake, and what is written of it.

import { BigInt, Bytes, ethereum } from "@graphprotocol/graph-ts";
import { Account, Agent, Brake, EmergencyAction } from "../../generated/schema";
import { stamp } from "../helpers/facts";
import { brakeId, factId, wordOf } from "../helpers/ids";
import { loadAccount } from "../helpers/load";
import { max } from "../helpers/numbers";
import { carry, loadBrake } from "./brakes";

/** What concerns everybody, and so ends with the guardian's epoch. */
const GENERAL = ["transfers", "births", "walletRequests", "links", "payments", "allocations"];

/** A freeze shows at the wallet, an emergency suspension at the agent; 0 once it is lifted. */
export function showHold(brake: Brake, until: BigInt): void {
  const frozen = brake.account;
  if (frozen !== null) {
    const account = loadAccount(frozen);
    account.frozenUntil = until;
    account.save();
  }
  const suspended = brake.agent;
  if (suspended !== null) {
    const agent = Agent.load(suspended);
    if (agent == null) return;
    agent.suspendedUntil = until;
    agent.save();
  }
}

export function record(brake: Brake, kind: string, event: ethereum.Event, by: Bytes | null): void {
  const fact = new EmergencyAction(factId(event).concat(Bytes.fromUTF8(brake.id)));
  stamp(fact, event);
  fact.brake = brake.id;
  fact.kind = kind;
  fact.until = brake.until;
  fact.budgetLeft = brake.budgetLeft;
  fact.by = by;
  fact.save();
}

/** A new guardian: what was held of everybody is over, and has cost what it was meant to last. */
export function endWithEpoch(event: ethereum.Event): void {
  for (let i = 0; i < GENERAL.length; i++) {
    const brake = Brake.load(GENERAL[i]);
    if (brake == null || brake.until.le(event.block.timestamp)) continue;
    brake.until = event.block.timestamp;
    brake.save();
    record(brake, "ENDED_WITH_EPOCH", event, null);
  }
}

/** A freeze follows an agent to its next wallet, which may have been frozen itself. */
export function carryFreeze(from: Account, to: Account, event: ethereum.Event): void {
  to.frozenUntil = max(from.frozenUntil, to.frozenUntil);
  const source = Brake.load(brakeId("freeze", wordOf(from.id)));
  if (source == null) return;
  const target = loadBrake(source.contract, "freeze", wordOf(to.id));
  carry(source, target, event.block.timestamp);
  target.save();
  record(target, "CARRIED", event, null);
}
