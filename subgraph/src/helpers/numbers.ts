import { BigInt, Bytes } from "@graphprotocol/graph-ts";

export const ZERO = BigInt.zero();
export const ONE = BigInt.fromI32(1);

export function min(a: BigInt, b: BigInt): BigInt {
  return a.lt(b) ? a : b;
}

export function max(a: BigInt, b: BigInt): BigInt {
  return a.gt(b) ? a : b;
}

/** Text that is left-aligned in a word, as names of agents, contracts and scopes are. */
export function textOf(word: Bytes): string {
  let length = word.length;
  while (length > 0 && word[length - 1] == 0) length--;
  return Bytes.fromUint8Array(word.subarray(0, length)).toString();
}
