// Holds of every contract that can be held. Their events are the same, and so are read here without the types that are
// generated for one of them.

import { BigInt, ethereum } from "@graphprotocol/graph-ts";
import { Brake } from "../../generated/schema";
import { loadDay } from "../helpers/days";
import { numberId } from "../helpers/ids";
import { loadAccount } from "../helpers/load";
import { ZERO, textOf } from "../helpers/numbers";
import { confirm, engage, lift, loadBrake } from "./brakes";
import { record, showHold } from "./holds";

/** EmergencyStarted(bytes32 scope, bytes32 subject, uint256 epoch, uint256 until, uint256 budgetLeft) */
export function handleEmergencyStarted(event: ethereum.Event): void {
  const brake = brakeOf(event);
  engage(brake, event.block.timestamp);
  brake.epoch = numberId(numberAt(event, 2));
  brake.until = numberAt(event, 3);
  brake.budgetLeft = numberAt(event, 4);
  brake.save();
  showHold(brake, brake.until);
  record(brake, "STARTED", event, null);

  const day = loadDay(event);
  day.emergencies += 1;
  day.save();
}

/** EmergencyLifted(bytes32 scope, bytes32 subject, address by) */
export function handleEmergencyLifted(event: ethereum.Event): void {
  const brake = brakeOf(event);
  lift(brake, event.block.timestamp);
  brake.save();
  showHold(brake, ZERO);
  record(brake, "LIFTED", event, loadAccount(event.parameters[2].value.toAddress()).id);
}

/** EmergencyConfirmed(bytes32 scope, bytes32 subject, uint256 until) */
export function handleEmergencyConfirmed(event: ethereum.Event): void {
  const brake = brakeOf(event);
  confirm(brake, event.block.timestamp);
  brake.until = numberAt(event, 2);
  brake.save();
  showHold(brake, brake.until);
  record(brake, "CONFIRMED", event, null);
}

function brakeOf(event: ethereum.Event): Brake {
  const scope = event.parameters[0].value.toBytes();
  return loadBrake(event.address, textOf(scope), event.parameters[1].value.toBytes());
}

function numberAt(event: ethereum.Event, place: i32): BigInt {
  return event.parameters[place].value.toBigInt();
}
