import { BigInt, Bytes } from "@graphprotocol/graph-ts";
import {
  GuardianChanged,
  GuardianReturned,
  Heartbeat as HeartbeatEvent,
  OfficeVacated,
} from "../generated/Guardianship/Guardianship";
import { Handover, Heartbeat, Office } from "../generated/schema";
import { endWithEpoch } from "./emergencies/holds";
import { endEpoch } from "./governance/chamber";
import { loadDay } from "./helpers/days";
import { stamp } from "./helpers/facts";
import { factId, numberId } from "./helpers/ids";
import { loadAccount } from "./helpers/load";
import { endChange, endHandover, inForce, loadEpoch, loadOffice, see } from "./office/office";

export {
  handleRecoveryAddressCancelled,
  handleRecoveryAddressProposed,
  handleSuccessorCancelled,
  handleSuccessorProposed,
} from "./office/officers";
export {
  handleRecoveryConfirmed,
  handleRecoveryContested,
  handleRecoveryProposed,
  handleRotationCancelled,
  handleRotationProposed,
} from "./office/handovers";

/** Whatever was pending is void, and an office that the new guardian held beside is empty. */
export function handleGuardianChanged(event: GuardianChanged): void {
  const time = event.block.timestamp;
  const current = loadAccount(event.params.current).id;
  const office = loadOffice();
  const last = loadEpoch(office.epoch);
  if (last.number > 0) {
    last.endedAt = time;
    last.save();
  }
  const epoch = loadEpoch(numberId(event.params.epoch));
  epoch.guardian = current;
  epoch.startedAt = time;
  epoch.lastSeen = time;
  epoch.save();

  settleHandover(office.rotation, current, time);
  settleHandover(office.recoveryHandover, current, time);
  settleOfficers(office, current, time);
  office.guardian = current;
  office.epoch = epoch.id;
  office.vacant = false;
  office.rotation = null;
  office.recoveryHandover = null;
  see(office, time);
  office.save();
  endWithEpoch(event);
  endEpoch(time);
}

export function handleHeartbeat(event: HeartbeatEvent): void {
  const office = loadOffice();
  see(office, event.params.at);
  office.save();
  const epoch = loadEpoch(numberId(event.params.epoch));
  epoch.heartbeats += 1;
  epoch.lastSeen = event.params.at;
  epoch.save();

  const day = loadDay(event);
  day.heartbeats += 1;
  day.save();

  const fact = new Heartbeat(factId(event));
  stamp(fact, event);
  fact.epoch = epoch.id;
  fact.save();
}

export function handleOfficeVacated(event: OfficeVacated): void {
  const office = loadOffice();
  office.vacant = true;
  office.save();
  const epoch = loadEpoch(numberId(event.params.epoch));
  epoch.vacatedAt = event.block.timestamp;
  epoch.save();
}

export function handleGuardianReturned(event: GuardianReturned): void {
  const office = loadOffice();
  office.vacant = false;
  office.save();
  const epoch = loadEpoch(numberId(event.params.epoch));
  epoch.returnedAt = event.block.timestamp;
  epoch.save();
}

/** No event says by which way the new guardian came: it is its own proposal that was ready. */
function settleHandover(id: Bytes | null, guardian: Bytes, time: BigInt): void {
  const handover: Handover | null = id === null ? null : Handover.load(id);
  if (handover == null) return;
  const taken =
    handover.candidate == guardian && handover.readyAt.le(time) && handover.status != "CONTESTED";
  endHandover(id, taken ? "ACCEPTED" : "VOID", time);
}

function settleOfficers(office: Office, guardian: Bytes, time: BigInt): void {
  const successor = inForce(office.successor, office.successorChange, time);
  const recovery = inForce(office.recovery, office.recoveryChange, time);
  endChange(office.successorChange, time);
  endChange(office.recoveryChange, time);
  office.successor = otherThan(successor, guardian);
  office.recovery = otherThan(recovery, guardian);
  office.successorChange = null;
  office.recoveryChange = null;
}

function otherThan(officer: Bytes | null, guardian: Bytes): Bytes | null {
  return officer !== null && officer.equals(guardian) ? null : officer;
}
