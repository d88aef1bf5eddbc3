import { BigInt } from "@graphprotocol/graph-ts";
import { loadProtocol } from "./load";

/** Seconds of a day. */
export const DAY = BigInt.fromI32(86400);

/** A span of the specification as this network counts it, rounded down. */
export function scaled(span: BigInt): BigInt {
  return span.div(loadProtocol().timeDivisor);
}
