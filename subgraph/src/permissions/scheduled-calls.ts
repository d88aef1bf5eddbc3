// Calls that members of roles with an execution delay announce.

import { BigInt, Bytes } from "@graphprotocol/graph-ts";
import { OperationCanceled, OperationExecuted, OperationScheduled } from "../../generated/Authority/Authority";
import { ScheduledCall } from "../../generated/schema";
import { numberId, pairId } from "../helpers/ids";
import { loadAccount } from "../helpers/load";

export function handleOperationScheduled(event: OperationScheduled): void {
  const call = new ScheduledCall(callId(event.params.operationId, event.params.nonce));
  call.operation = event.params.operationId;
  call.nonce = event.params.nonce;
  call.schedule = event.params.schedule;
  call.caller = loadAccount(event.params.caller).id;
  call.target = event.params.target;
  call.data = event.params.data;
  call.save();
}

export function handleOperationExecuted(event: OperationExecuted): void {
  const call = ScheduledCall.load(callId(event.params.operationId, event.params.nonce));
  if (call == null) return;
  call.executedAt = event.block.timestamp;
  call.save();
}

export function handleOperationCanceled(event: OperationCanceled): void {
  const call = ScheduledCall.load(callId(event.params.operationId, event.params.nonce));
  if (call == null) return;
  call.cancelledAt = event.block.timestamp;
  call.save();
}

function callId(operation: Bytes, nonce: BigInt): string {
  return pairId(operation.toHexString(), numberId(nonce));
}
