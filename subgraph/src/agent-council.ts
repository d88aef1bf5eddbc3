import { BigInt } from "@graphprotocol/graph-ts";
import {
  BallotCast,
  CaretakerApproved,
  Displaced,
  ElectionFinalised,
  Endorsed,
  Seated,
  Stood,
  VacancyFilled,
} from "../generated/AgentCouncil/AgentCouncil";
import { Agent, Candidacy, CaretakerApproval, Displacement, Endorsement } from "../generated/schema";
import { castBallot } from "./council/ballots";
import { loadRace } from "./council/plan";
import { giveSeat } from "./council/seats";
import { stamp } from "./helpers/facts";
import { factId, numberId, pairId } from "./helpers/ids";

/** Nominees on the list at most. */
const MAX_LISTED = 64;

export function handleStood(event: Stood): void {
  const race = loadRace(event.params.election, event.params.category);
  const agent = Agent.load(numberId(event.params.agentId));
  const candidacy = new Candidacy(candidacyId(event.params.election, event.params.agentId));
  candidacy.race = race.id;
  candidacy.agent = numberId(event.params.agentId);
  candidacy.listed = event.params.listed;
  candidacy.place = 0;
  candidacy.endorsements = 0;
  candidacy.approvals = 0;
  candidacy.rank = 0;
  candidacy.stoodAt = event.block.timestamp;
  candidacy.suspensions = agent == null ? 0 : agent.suspensions;
  race.candidates++;
  // Whoever comes onto a list that is full takes the place of the one that Displaced names.
  if (event.params.listed && race.listed < MAX_LISTED) candidacy.place = ++race.listed;
  race.save();
  candidacy.save();
}

export function handleEndorsed(event: Endorsed): void {
  const candidacy = Candidacy.load(candidacyId(event.params.election, event.params.agentId));
  if (candidacy == null) return;
  candidacy.endorsements = event.params.endorsements.toI32();
  candidacy.save();
  const endorsement = new Endorsement(factId(event));
  stamp(endorsement, event);
  endorsement.candidacy = candidacy.id;
  endorsement.by = numberId(event.params.by);
  endorsement.save();
}

export function handleDisplaced(event: Displaced): void {
  const gone = Candidacy.load(candidacyId(event.params.election, event.params.agentId));
  const come = Candidacy.load(candidacyId(event.params.election, event.params.by));
  if (gone == null || come == null) return;
  gone.listed = false;
  gone.save();
  come.listed = true;
  come.place = gone.place;
  come.save();
  const displacement = new Displacement(factId(event));
  stamp(displacement, event);
  displacement.candidacy = gone.id;
  displacement.by = come.id;
  displacement.save();
}

export function handleBallotCast(event: BallotCast): void {
  const approves: string[] = [];
  for (let i = 0; i < event.params.nominees.length; i++) {
    approves.push(candidacyId(event.params.election, event.params.nominees[i]));
  }
  const race = loadRace(event.params.election, event.params.category);
  castBallot(race, candidacyId(event.params.election, event.params.agentId), numberId(event.params.agentId), approves, event);
}

export function handleElectionFinalised(event: ElectionFinalised): void {
  const race = loadRace(event.params.election, event.params.category);
  const winners: string[] = [];
  for (let i = 0; i < event.params.winners.length; i++) {
    winners.push(numberId(event.params.winners[i]));
    const candidacy = Candidacy.load(candidacyId(event.params.election, event.params.winners[i]));
    if (candidacy == null) continue;
    candidacy.rank = i + 1;
    candidacy.save();
  }
  race.winners = winners;
  race.finalisedAt = event.block.timestamp;
  race.save();
}

export function handleSeated(event: Seated): void {
  const params = event.params;
  giveSeat(params.election, params.category, params.agentId, params.seat, params.until, false, event);
}

export function handleVacancyFilled(event: VacancyFilled): void {
  const params = event.params;
  giveSeat(params.election, params.category, params.agentId, params.seat, params.until, true, event);
}

export function handleCaretakerApproved(event: CaretakerApproved): void {
  const approval = new CaretakerApproval(factId(event));
  stamp(approval, event);
  approval.proposalId = numberId(event.params.proposalId);
  approval.proposal = approval.proposalId;
  approval.agent = numberId(event.params.agentId);
  approval.lastSeen = event.params.lastSeen;
  approval.approvals = event.params.approvals.toI32();
  approval.needed = event.params.needed.toI32();
  approval.save();
}

/** Id of what an agent does in an election: its candidacy, its ballot. */
function candidacyId(election: BigInt, agentId: BigInt): string {
  return pairId(numberId(election), numberId(agentId));
}
