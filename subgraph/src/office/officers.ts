// Who is successor and who can recover the office: changes that take effect by themselves after a delay.

import { Address, BigInt, Bytes, ethereum } from "@graphprotocol/graph-ts";
import {
  RecoveryAddressCancelled,
  RecoveryAddressProposed,
  SuccessorCancelled,
  SuccessorProposed,
} from "../../generated/Guardianship/Guardianship";
import { OfficerChange } from "../../generated/schema";
import { factId } from "../helpers/ids";
import { loadAccount } from "../helpers/load";
import { endChange, inForce, loadOffice } from "./office";

export function handleSuccessorProposed(event: SuccessorProposed): void {
  const office = loadOffice();
  const previous = inForce(office.successor, office.successorChange, event.block.timestamp);
  endChange(office.successorChange, event.block.timestamp);
  office.successor = previous;
  office.successorChange = propose(
    "SUCCESSOR", office.epoch, previous, event.params.successor, event.params.effectiveAt, event,
  );
  office.save();
}

export function handleSuccessorCancelled(event: SuccessorCancelled): void {
  const office = loadOffice();
  endChange(office.successorChange, event.block.timestamp);
  office.successorChange = null;
  office.save();
}

export function handleRecoveryAddressProposed(event: RecoveryAddressProposed): void {
  const office = loadOffice();
  const previous = inForce(office.recovery, office.recoveryChange, event.block.timestamp);
  endChange(office.recoveryChange, event.block.timestamp);
  office.recovery = previous;
  office.recoveryChange = propose(
    "RECOVERY", office.epoch, previous, event.params.recovery, event.params.effectiveAt, event,
  );
  office.save();
}

export function handleRecoveryAddressCancelled(event: RecoveryAddressCancelled): void {
  const office = loadOffice();
  endChange(office.recoveryChange, event.block.timestamp);
  office.recoveryChange = null;
  office.save();
}

function propose(
  officer: string,
  epoch: string,
  previous: Bytes | null,
  next: Address,
  effectiveAt: BigInt,
  event: ethereum.Event,
): Bytes {
  const change = new OfficerChange(factId(event));
  change.epoch = epoch;
  change.officer = officer;
  change.previous = previous;
  change.next = loadAccount(next).id;
  change.proposedAt = event.block.timestamp;
  change.effectiveAt = effectiveAt;
  change.save();
  return change.id;
}
