// What the ballots of a proposal mean: the libraries VoteWeights, VoteCount, VoteScale, Dissent and ExecutionDelay.

import { BigInt } from "@graphprotocol/graph-ts";
import { Proposal } from "../../generated/schema";
import { ZERO, max, min } from "../helpers/numbers";
import { DAY, scaled } from "../helpers/time";

const GUARDIAN_WEIGHT = BigInt.fromI32(51);
const COLLECTIVE_WEIGHT = BigInt.fromI32(49);
const HUNDRED = BigInt.fromI32(100);
/** 122,500,000 ROAD, in wei. */
const FLOOR = BigInt.fromString("122500000000000000000000000");
/** One percent of 1e18. */
const PERCENT = BigInt.fromI64(10_000_000_000_000_000);
const AMENDMENT_MAJORITY = BigInt.fromI32(67);
/** Percent against from which the delay grows, and how many more make it longest. */
const DISSENT_FROM = BigInt.fromI32(33);
const DISSENT_SPAN = BigInt.fromI32(34);

/** Works out everything that follows from the units, the guardian's ballot, the class and the total. */
export function recount(proposal: Proposal): void {
  const total = proposal.total;
  const whole = total === null ? FLOOR : max(total, FLOOR);
  countVotes(proposal, GUARDIAN_WEIGHT.times(whole).div(COLLECTIVE_WEIGHT));
  countParts(proposal, whole);
  const needed = quorum(proposal.class_, whole);
  if (total !== null) proposal.quorum = needed;
  proposal.quorumReached = proposal.unitsFor.plus(proposal.unitsAbstain).ge(needed);
  proposal.passes = passes(proposal, whole);
  proposal.dissent = HUNDRED.times(PERCENT).times(proposal.unitsAgainst).div(whole);
  proposal.delay = scaled(delay(proposal, whole));
}

/** Units that must be for it or abstain, rounded up. */
function quorum(kind: string, whole: BigInt): BigInt {
  const percent = kind == "AMENDMENT" ? 40 : 10;
  return whole.times(BigInt.fromI32(percent)).plus(BigInt.fromI32(99)).div(HUNDRED);
}

function countVotes(proposal: Proposal, weight: BigInt): void {
  proposal.votesFor = proposal.unitsFor.plus(guardians(proposal, "FOR", weight));
  proposal.votesAgainst = proposal.unitsAgainst.plus(guardians(proposal, "AGAINST", weight));
  proposal.votesAbstain = proposal.unitsAbstain.plus(guardians(proposal, "ABSTAIN", weight));
}

function countParts(proposal: Proposal, whole: BigInt): void {
  const weight = GUARDIAN_WEIGHT.times(PERCENT);
  const collective = COLLECTIVE_WEIGHT.times(PERCENT);
  proposal.scaledFor = collective.times(proposal.unitsFor).div(whole).plus(guardians(proposal, "FOR", weight));
  proposal.scaledAgainst = collective.times(proposal.unitsAgainst).div(whole).plus(guardians(proposal, "AGAINST", weight));
  proposal.scaledAbstain = collective.times(proposal.unitsAbstain).div(whole).plus(guardians(proposal, "ABSTAIN", weight));
}

/** The guardian's weight where it stands on a side. */
function guardians(proposal: Proposal, side: string, weight: BigInt): BigInt {
  const ballot = proposal.guardian;
  return ballot !== null && ballot == side ? weight : ZERO;
}

/** Decided on raw integers, as the contract does: both sides are multiplied by the denominator. */
function passes(proposal: Proposal, whole: BigInt): boolean {
  const weight = GUARDIAN_WEIGHT.times(whole);
  const inFavour = COLLECTIVE_WEIGHT.times(proposal.unitsFor).plus(guardians(proposal, "FOR", weight));
  const against = COLLECTIVE_WEIGHT.times(proposal.unitsAgainst).plus(guardians(proposal, "AGAINST", weight));
  if (inFavour.le(against)) return false;
  const ballot = proposal.guardian;
  const byGuardian = ballot !== null && ballot == "FOR";
  if (proposal.class_ == "STANDARD") return byGuardian || proposal.quorumReached;
  if (!byGuardian || proposal.class_ == "CRITICAL") return byGuardian;
  const cast = proposal.unitsFor.plus(proposal.unitsAgainst).plus(proposal.unitsAbstain);
  return proposal.quorumReached && HUNDRED.times(proposal.unitsFor).ge(AMENDMENT_MAJORITY.times(cast));
}

/** Seconds between queueing and execution, before they are scaled. */
function delay(proposal: Proposal, whole: BigInt): BigInt {
  if (proposal.class_ == "STANDARD") return DAY.times(BigInt.fromI32(7));
  if (proposal.class_ == "AMENDMENT") return DAY.times(BigInt.fromI32(30));
  const beyond = HUNDRED.times(proposal.unitsAgainst).minus(DISSENT_FROM.times(whole));
  const growth = DAY.times(BigInt.fromI32(31));
  const grown = min(growth, max(ZERO, growth.times(beyond).div(DISSENT_SPAN.times(whole))));
  return DAY.times(BigInt.fromI32(14)).plus(grown);
}
