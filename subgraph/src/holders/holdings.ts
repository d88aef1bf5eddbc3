// Balances, classes and voting units of accounts, and the totals that follow from them.

import { BigInt, Bytes, ethereum } from "@graphprotocol/graph-ts";
import { Account, ClassDay, ClassTotal } from "../../generated/schema";
import { dayNumber, loadDay } from "../helpers/days";
import { numberId, pairId } from "../helpers/ids";
import { loadAccount, loadProtocol } from "../helpers/load";
import { ZERO, min } from "../helpers/numbers";

function loadClassTotal(name: string): ClassTotal {
  const found = ClassTotal.load(name);
  if (found != null) return found;
  const made = new ClassTotal(name);
  made.class_ = name;
  made.holders = 0;
  made.balance = ZERO;
  return made;
}

/** Adds to a class's total, and to what it is at the end of the day. */
function count(name: string, holders: i32, balance: BigInt, event: ethereum.Event): void {
  const total = loadClassTotal(name);
  total.holders += holders;
  total.balance = total.balance.plus(balance);
  total.save();
  const day = new ClassDay(pairId(name, numberId(dayNumber(event))));
  day.startsAt = loadDay(event).startsAt;
  day.class_ = name;
  day.holders = total.holders;
  day.balance = total.balance;
  day.save();
}

/** The smaller of balance and ceiling, of a wallet that votes. */
export function refreshUnits(account: Account): void {
  account.units = account.voting ? min(account.balance, account.ceiling) : ZERO;
}

/** Adds `change`, in wei, which may be negative. */
export function changeBalance(address: Bytes, change: BigInt, event: ethereum.Event): void {
  const account = loadAccount(address);
  const before = account.balance.isZero() ? 0 : 1;
  account.balance = account.balance.plus(change);
  refreshUnits(account);
  account.save();
  const holders = (account.balance.isZero() ? 0 : 1) - before;
  count(account.class_, holders, change, event);
  if (holders == 0) return;
  const protocol = loadProtocol();
  protocol.holders += holders;
  protocol.save();
}

/** Moves what the account holds from one class's total to another's; the caller saves the account. */
export function changeClass(account: Account, name: string, event: ethereum.Event): void {
  if (account.class_ == name) return;
  if (!account.balance.isZero()) {
    count(account.class_, -1, account.balance.neg(), event);
    count(name, 1, account.balance, event);
  }
  account.class_ = name;
}

/** What the treasury paid an agent raises the ceiling of its wallet; a retired one's stays. */
export function raiseCeiling(address: Bytes, amount: BigInt): void {
  const account = loadAccount(address);
  if (account.class_ != "AGENT") return;
  account.ceiling = account.ceiling.plus(amount);
  refreshUnits(account);
  account.save();
}

/** Gives or takes a wallet's voting units. */
export function changeVoting(address: Bytes, voting: boolean): void {
  const account = loadAccount(address);
  account.voting = voting;
  refreshUnits(account);
  account.save();
}
