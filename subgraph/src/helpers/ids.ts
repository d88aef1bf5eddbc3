// Every id is made here. Numbers that people know are decimal strings; facts are named by their place in the chain.

import { Address, BigInt, Bytes, ethereum } from "@graphprotocol/graph-ts";

/** Id of the one `Protocol`. */
export const PROTOCOL = "blackroad";

/** Id of a fact: hash of the transaction and number of the log in its block, 4 bytes little-endian. */
export function factId(event: ethereum.Event): Bytes {
  return event.transaction.hash.concatI32(event.logIndex.toI32());
}

/** Id of whatever people know by its number: an agent, a human, a proposal, a round. */
export function numberId(number: BigInt): string {
  return number.toString();
}

/** Id of what belongs to two others, such as a role's member. */
export function pairId(first: string, second: string): string {
  return first + "-" + second;
}

/** Id of an account, from the word in which a hold names it. */
export function accountOfWord(word: Bytes): Bytes {
  return Address.fromUint8Array(word.subarray(12));
}

/** Id of an agent, from the word in which a hold names it. */
export function agentOfWord(word: Bytes): string {
  return BigInt.fromUnsignedBytes(Bytes.fromUint8Array(word.slice().reverse())).toString();
}
