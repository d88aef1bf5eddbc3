import { BigInt, Bytes, ethereum } from "@graphprotocol/graph-ts";
import { ProposalVetoed, ProposalVetoedByCouncil, ProposalsVetoedUpTo } from "../../generated/Governance/Governance";
import { Proposal, Veto } from "../../generated/schema";
import { stamp } from "../helpers/facts";
import { factId, numberId } from "../helpers/ids";
import { loadAccount } from "../helpers/load";
import { vetoUpTo } from "./chamber";

export function handleProposalVetoed(event: ProposalVetoed): void {
  const veto = newVeto("GUARDIAN", event);
  veto.guardian = loadAccount(event.params.guardian).id;
  veto.reasonHash = event.params.reasonHash;
  veto.save();
  vetoed(event.params.proposalId, veto.id);
}

export function handleProposalVetoedByCouncil(event: ProposalVetoedByCouncil): void {
  const veto = newVeto("COUNCIL", event);
  veto.save();
  vetoed(event.params.proposalId, veto.id);
}

export function handleProposalsVetoedUpTo(event: ProposalsVetoedUpTo): void {
  const veto = newVeto("GUARDIAN_UP_TO", event);
  veto.guardian = loadAccount(event.params.guardian).id;
  veto.reasonHash = event.params.reasonHash;
  veto.upTo = event.params.index.toI32();
  veto.save();
  vetoUpTo(event.params.index.toI32(), veto.id, event.block.timestamp);
}

function newVeto(kind: string, event: ethereum.Event): Veto {
  const veto = new Veto(factId(event));
  stamp(veto, event);
  veto.kind = kind;
  return veto;
}

function vetoed(proposalId: BigInt, veto: Bytes): void {
  const proposal = Proposal.load(numberId(proposalId));
  if (proposal == null) return;
  proposal.canceledBy = "VETO";
  proposal.veto = veto;
  proposal.save();
}
