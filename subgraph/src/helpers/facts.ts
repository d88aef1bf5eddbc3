import { Entity, Value, ethereum } from "@graphprotocol/graph-ts";

/** Writes what every fact says of its event. */
export function stamp(fact: Entity, event: ethereum.Event): void {
  fact.setBigInt("block", event.block.number);
  fact.setBigInt("timestamp", event.block.timestamp);
  fact.setBytes("transaction", event.transaction.hash);
  fact.set("logIndex", Value.fromI32(event.logIndex.toI32()));
}
