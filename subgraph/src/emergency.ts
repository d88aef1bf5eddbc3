// Holds of every contract that can be held; their events are the same.

import {
  EmergencyConfirmed,
  EmergencyLifted,
  EmergencyStarted,
} from "../generated/AgentRegistry/AgentRegistry";
import { confirm, engage, lift, loadBrake } from "./helpers/brakes";
import { loadDay } from "./helpers/days";
import { numberId } from "./helpers/ids";
import { record, showHold } from "./helpers/holds";
import { loadAccount } from "./helpers/load";
import { textOf } from "./helpers/numbers";

export function handleEmergencyStarted(event: EmergencyStarted): void {
  const brake = loadBrake(event.address, textOf(event.params.scope), event.params.subject);
  engage(brake, event.block.timestamp);
  brake.until = event.params.until;
  brake.budgetLeft = event.params.budgetLeft;
  brake.epoch = numberId(event.params.epoch);
  brake.save();
  showHold(brake);
  record(brake, "STARTED", event, null);

  const day = loadDay(event);
  day.emergencies += 1;
  day.save();
}

export function handleEmergencyLifted(event: EmergencyLifted): void {
  const brake = loadBrake(event.address, textOf(event.params.scope), event.params.subject);
  lift(brake, event.block.timestamp);
  brake.save();
  showHold(brake);
  record(brake, "LIFTED", event, loadAccount(event.params.by).id);
}

export function handleEmergencyConfirmed(event: EmergencyConfirmed): void {
  const brake = loadBrake(event.address, textOf(event.params.scope), event.params.subject);
  confirm(brake, event.block.timestamp);
  brake.until = event.params.until;
  brake.save();
  showHold(brake);
  record(brake, "CONFIRMED", event, null);
}
