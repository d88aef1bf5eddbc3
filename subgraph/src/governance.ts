import { BigInt, Bytes, ethereum } from "@graphprotocol/graph-ts";
import {
  ProposalCanceled,
  ProposalClassified,
  ProposalCreated,
  ProposalExecuted,
  ProposalExtended,
  ProposalQueued,
  VoteCast,
  VoteCastWithParams,
} from "../generated/Governance/Governance";
import { Ballot, Proposal, ProposalAction, ProposalStep } from "../generated/schema";
import { cancel, close, expiryOf, open, settleTotal } from "./governance/chamber";
import { recount } from "./governance/count";
import { proposalClass, support } from "./governance/enums";
import { noteProposal } from "./governance/proposers";
import { titleOf } from "./governance/text";
import { loadDay } from "./helpers/days";
import { stamp } from "./helpers/facts";
import { factId, numberId, pairId } from "./helpers/ids";
import { loadAccount, loadProtocol } from "./helpers/load";
import { ZERO } from "./helpers/numbers";

export {
  handleProposalVetoed,
  handleProposalVetoedByCouncil,
  handleProposalsVetoedUpTo,
} from "./governance/vetoes";

export function handleProposalCreated(event: ProposalCreated): void {
  const now = event.block.timestamp;
  const account = loadAccount(event.params.proposer);
  const proposal = new Proposal(numberId(event.params.proposalId));
  noteProposal(account, proposal, now);
  proposal.index = 0;
  proposal.class_ = proposalClass(0);
  proposal.proposerAccount = account.id;
  proposal.title = titleOf(event.params.description);
  proposal.description = event.params.description;
  proposal.createdAt = now;
  proposal.snapshot = event.params.voteStart;
  proposal.deadline = event.params.voteEnd;
  proposal.extended = false;
  proposal.status = "PROPOSED";
  proposal.unitsFor = ZERO;
  proposal.unitsAgainst = ZERO;
  proposal.unitsAbstain = ZERO;
  proposal.ballotCount = 0;
  proposal.expiry = expiryOf(proposal);
  recount(proposal);
  proposal.save();
  open(proposal, now);
  for (let i = 0; i < event.params.targets.length; i++) {
    const action = new ProposalAction(pairId(proposal.id, i.toString()));
    action.proposal = proposal.id;
    action.index = i;
    action.target = event.params.targets[i];
    action.value = event.params.values[i];
    action.calldata = event.params.calldatas[i];
    action.save();
  }
  step(proposal, "CREATED", null, event);
  const day = loadDay(event);
  day.proposals++;
  day.save();
}

/** Follows ProposalCreated in the same transaction. */
export function handleProposalClassified(event: ProposalClassified): void {
  const proposal = Proposal.load(numberId(event.params.proposalId));
  if (proposal == null) return;
  proposal.index = event.params.index.toI32();
  proposal.class_ = proposalClass(event.params.class_);
  recount(proposal);
  proposal.save();
}

export function handleProposalExtended(event: ProposalExtended): void {
  const proposal = Proposal.load(numberId(event.params.proposalId));
  if (proposal == null) return;
  proposal.deadline = event.params.extendedDeadline;
  proposal.extended = true;
  proposal.expiry = expiryOf(proposal);
  proposal.save();
  step(proposal, "EXTENDED", proposal.deadline, event);
}

export function handleProposalQueued(event: ProposalQueued): void {
  const proposal = Proposal.load(numberId(event.params.proposalId));
  if (proposal == null) return;
  proposal.status = "QUEUED";
  proposal.queuedAt = event.block.timestamp;
  proposal.eta = event.params.etaSeconds;
  proposal.expiry = expiryOf(proposal);
  proposal.save();
  step(proposal, "QUEUED", proposal.eta, event);
}

export function handleProposalExecuted(event: ProposalExecuted): void {
  const proposal = Proposal.load(numberId(event.params.proposalId));
  if (proposal == null) return;
  proposal.status = "EXECUTED";
  proposal.executedAt = event.block.timestamp;
  close(proposal);
  proposal.save();
  step(proposal, "EXECUTED", null, event);
}

/** Its proposer's doing, unless a veto follows in the same transaction. */
export function handleProposalCanceled(event: ProposalCanceled): void {
  const proposal = Proposal.load(numberId(event.params.proposalId));
  if (proposal == null) return;
  cancel(proposal, "PROPOSER", event.block.timestamp);
  proposal.save();
  step(proposal, "CANCELED", null, event);
}

export function handleVoteCast(event: VoteCast): void {
  const params = event.params;
  count(params.proposalId, params.voter, params.support, params.weight, params.reason, null, event);
}

export function handleVoteCastWithParams(event: VoteCastWithParams): void {
  const params = event.params;
  count(params.proposalId, params.voter, params.support, params.weight, params.reason, params.params, event);
}

function count(
  proposalId: BigInt,
  voter: Bytes,
  side: i32,
  weight: BigInt,
  reason: string,
  params: Bytes | null,
  event: ethereum.Event,
): void {
  const proposal = Proposal.load(numberId(proposalId));
  if (proposal == null) return;
  const account = loadAccount(voter);
  const ballot = new Ballot(factId(event));
  stamp(ballot, event);
  ballot.proposal = proposal.id;
  ballot.voter = account.id;
  ballot.agent = account.agent;
  ballot.support = support(side);
  ballot.weight = weight;
  ballot.reason = reason;
  ballot.params = params;
  ballot.save();
  settleTotal(proposal, loadProtocol().votingUnits);
  proposal.ballotCount++;
  if (account.agent === null) proposal.guardian = ballot.support;
  else if (ballot.support == "FOR") proposal.unitsFor = proposal.unitsFor.plus(weight);
  else if (ballot.support == "AGAINST") proposal.unitsAgainst = proposal.unitsAgainst.plus(weight);
  else proposal.unitsAbstain = proposal.unitsAbstain.plus(weight);
  recount(proposal);
  proposal.save();
  const day = loadDay(event);
  day.ballots++;
  day.save();
}

function step(proposal: Proposal, kind: string, until: BigInt | null, event: ethereum.Event): void {
  const made = new ProposalStep(factId(event));
  stamp(made, event);
  made.proposal = proposal.id;
  made.kind = kind;
  made.until = until;
  made.save();
}
