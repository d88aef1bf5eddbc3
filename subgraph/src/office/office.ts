// The office of guardian, its epochs, and those who may come to hold it.

import { BigInt, Bytes } from "@graphprotocol/graph-ts";
import { Challenge, GuardianEpoch, Handover, Office, OfficerChange } from "../../generated/schema";
import { OFFICE } from "../helpers/ids";
import { ZERO } from "../helpers/numbers";

export function loadOffice(): Office {
  const found = Office.load(OFFICE);
  if (found != null) return found;
  const made = new Office(OFFICE);
  made.guardian = new Bytes(20);
  made.epoch = "0";
  made.vacant = false;
  made.lastSeen = ZERO;
  return made;
}

export function loadEpoch(id: string): GuardianEpoch {
  const found = GuardianEpoch.load(id);
  if (found != null) return found;
  const made = new GuardianEpoch(id);
  made.number = BigInt.fromString(id).toI32();
  made.guardian = new Bytes(20);
  made.startedAt = ZERO;
  made.heartbeats = 0;
  made.lastSeen = ZERO;
  made.paid = ZERO;
  return made;
}

/** Somebody in the office is heard of, which ends a challenge. The caller saves the office. */
export function see(office: Office, time: BigInt): void {
  office.lastSeen = time;
  const id = office.challenge;
  const challenge: Challenge | null = id === null ? null : Challenge.load(id);
  if (challenge == null || challenge.endedAt !== null) return;
  challenge.endedAt = time;
  challenge.save();
}

/** Ends a pending handing over. */
export function endHandover(id: Bytes | null, status: string, time: BigInt): void {
  const handover: Handover | null = id === null ? null : Handover.load(id);
  if (handover == null) return;
  handover.status = status;
  handover.endedAt = time;
  handover.save();
}

/** Who is successor or recovery address at `time`: the last change is in force from its time on, without a call. */
export function inForce(officer: Bytes | null, changeId: Bytes | null, time: BigInt): Bytes | null {
  const change: OfficerChange | null = changeId === null ? null : OfficerChange.load(changeId);
  return change != null && change.effectiveAt.le(time) ? change.next : officer;
}

/** Ends a change that has not taken effect. */
export function endChange(id: Bytes | null, time: BigInt): void {
  const change: OfficerChange | null = id === null ? null : OfficerChange.load(id);
  if (change == null || change.effectiveAt.le(time)) return;
  change.endedAt = time;
  change.save();
}
