import { Bytes, ethereum } from "@graphprotocol/graph-ts";
import {
  HoldConfirmed,
  HoldEnded,
  HoldProlonged,
} from "../generated/EmergencyConfirmation/EmergencyConfirmation";
import { Brake, HoldConfirmation } from "../generated/schema";
import { stamp } from "./helpers/facts";
import { brakeId, factId, numberId } from "./helpers/ids";
import { textOf } from "./helpers/numbers";

export function handleHoldProlonged(event: HoldProlonged): void {
  const proposal = numberId(event.params.proposalId);
  setProposal(event.params.scope, event.params.subject, proposal);
  record("PROLONGED", event.params.scope, event.params.subject, proposal, event);
}

export function handleHoldEnded(event: HoldEnded): void {
  const proposal = numberId(event.params.proposalId);
  setProposal(event.params.scope, event.params.subject, null);
  record("ENDED", event.params.scope, event.params.subject, proposal, event);
}

export function handleHoldConfirmed(event: HoldConfirmed): void {
  record("CONFIRMED", event.params.scope, event.params.subject, null, event);
}

function setProposal(scope: Bytes, subject: Bytes, proposal: string | null): void {
  const brake = Brake.load(brakeId(textOf(scope), subject));
  if (brake == null) return;
  brake.proposal = proposal;
  brake.save();
}

function record(
  kind: string,
  scope: Bytes,
  subject: Bytes,
  proposal: string | null,
  event: ethereum.Event,
): void {
  const name = textOf(scope);
  const fact = new HoldConfirmation(factId(event));
  stamp(fact, event);
  const brake = Brake.load(brakeId(name, subject));
  fact.brake = brake == null ? null : brake.id;
  fact.scope = name;
  fact.subject = subject;
  fact.kind = kind;
  fact.proposal = proposal;
  fact.save();
}
