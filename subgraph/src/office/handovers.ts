// Proposals to pass the office to a new key: the guardian's own, and those of the recovery address.

import { Address, BigInt, Bytes, ethereum } from "@graphprotocol/graph-ts";
import {
  RecoveryConfirmed,
  RecoveryContested,
  RecoveryProposed,
  RotationCancelled,
  RotationProposed,
} from "../../generated/Guardianship/Guardianship";
import { Handover } from "../../generated/schema";
import { factId } from "../helpers/ids";
import { loadAccount } from "../helpers/load";
import { endHandover, loadOffice } from "./office";

export function handleRotationProposed(event: RotationProposed): void {
  const office = loadOffice();
  endHandover(office.rotation, "VOID", event.block.timestamp);
  const handover = propose(office.epoch, event.params.candidate, event.params.readyAt, event);
  handover.byRecovery = false;
  handover.save();
  office.rotation = handover.id;
  office.save();
}

export function handleRecoveryProposed(event: RecoveryProposed): void {
  const office = loadOffice();
  endHandover(office.recoveryHandover, "VOID", event.block.timestamp);
  const handover = propose(office.epoch, event.params.candidate, event.params.readyAt, event);
  handover.byRecovery = true;
  if (event.params.arbiter != Address.zero()) handover.arbiter = loadAccount(event.params.arbiter).id;
  handover.save();
  office.recoveryHandover = handover.id;
  office.save();
}

export function handleRecoveryContested(event: RecoveryContested): void {
  setStatus(loadOffice().recoveryHandover, "CONTESTED");
}

export function handleRecoveryConfirmed(event: RecoveryConfirmed): void {
  setStatus(loadOffice().recoveryHandover, "CONFIRMED");
}

export function handleRotationCancelled(event: RotationCancelled): void {
  const office = loadOffice();
  if (event.params.byRecovery) {
    endHandover(office.recoveryHandover, "CANCELLED", event.block.timestamp);
    office.recoveryHandover = null;
  } else {
    endHandover(office.rotation, "CANCELLED", event.block.timestamp);
    office.rotation = null;
  }
  office.save();
}

function propose(epoch: string, candidate: Address, readyAt: BigInt, event: ethereum.Event): Handover {
  const handover = new Handover(factId(event));
  handover.epoch = epoch;
  handover.candidate = loadAccount(candidate).id;
  handover.proposedAt = event.block.timestamp;
  handover.readyAt = readyAt;
  handover.status = "PENDING";
  return handover;
}

function setStatus(id: Bytes | null, status: string): void {
  const handover: Handover | null = id === null ? null : Handover.load(id);
  if (handover == null) return;
  handover.status = status;
  handover.save();
}
