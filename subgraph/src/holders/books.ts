// The books of humans, and which wallets they count.

import { BigInt, Bytes } from "@graphprotocol/graph-ts";
import { Account, Human } from "../../generated/schema";
import { numberId } from "../helpers/ids";
import { loadAccount, loadHuman } from "../helpers/load";
import { ZERO } from "../helpers/numbers";

/** The human of a book; null for number 0, which stands for what is not counted. */
export function humanId(number: BigInt): string | null {
  return number.isZero() ? null : numberId(number);
}

/** Adds `change` to a book, and notes when it rose above the cap. */
export function changeHoldings(human: Human, change: BigInt, cap: BigInt, time: BigInt): void {
  const before = human.holdings;
  human.holdings = before.plus(change);
  if (human.holdings.le(cap)) human.overSince = ZERO;
  else if (before.le(cap)) human.overSince = time;
}

/** The wallet joins the end of a book's list and leaves the one that it was in; the caller saves the account. */
export function moveWallet(account: Account, number: BigInt): void {
  const next = humanId(number);
  const left = account.human;
  if (left == next) return;
  if (left !== null) {
    const human = loadHuman(BigInt.fromString(left));
    human.wallets = without(human.wallets, account.id);
    human.save();
  }
  if (next !== null) {
    const human = loadHuman(number);
    human.wallets = human.wallets.concat([account.id]);
    human.save();
  }
  account.human = next;
}

/** Counts the wallets of class HUMAN, of which a human may link 8; before the wallet moves. */
export function changeLinked(number: BigInt, change: i32): void {
  const human = loadHuman(number);
  human.linked += change;
  human.save();
}

/** Wallets of one human are another's from here on, in the order in which they were linked. */
export function mergeWallets(from: Human, into: Human): void {
  for (let i = 0; i < from.wallets.length; i++) {
    const account = loadAccount(from.wallets[i]);
    account.human = into.id;
    account.save();
  }
  into.wallets = into.wallets.concat(from.wallets);
  from.wallets = [];
}

function without(wallets: Bytes[], address: Bytes): Bytes[] {
  const kept: Bytes[] = [];
  for (let i = 0; i < wallets.length; i++) {
    if (wallets[i] != address) kept.push(wallets[i]);
  }
  return kept;
}
