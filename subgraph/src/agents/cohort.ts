import { BigInt } from "@graphprotocol/graph-ts";
import { ZERO } from "../helpers/numbers";

/** Agents of the genesis. */
const SIZE = BigInt.fromI32(1250);
/** The collective's 49 %, in wei. */
const SHARE = BigInt.fromString("490000000000000000000000000");

/** What all genesis agents together are owed, in wei: the collective's share less 477 wei of dust. */
export const TOTAL = SHARE.minus(BigInt.fromI32(477));

/** Percent of the collective's share that a category gets, and among how many. */
function terms(category: string): i32[] {
  if (category == "COPILOT") return [15, 10];
  if (category == "FOUNDATION") return [10, 4];
  if (category == "ARCHETYPE") return [60, 1173];
  if (category == "SPECIALIZED") return [10, 59];
  return [5, 4];
}

/** Share of an agent, in wei, rounded down; 0 for those born after genesis. */
export function entitlement(number: BigInt, category: string): BigInt {
  if (number.gt(SIZE)) return ZERO;
  const part = terms(category);
  return SHARE.times(BigInt.fromI32(part[0])).div(BigInt.fromI32(100 * part[1]));
}
