import { Address, BigInt, Bytes } from "@graphprotocol/graph-ts";
import {
  CandidateElected,
  CandidateSupported,
  GuardianChallenged,
  RoundOpened,
  VacancyDeclared,
} from "../generated/Succession/Succession";
import {
  Challenge,
  SuccessionBallot,
  SuccessionCandidate,
  SuccessionRound,
  SuccessionSupport,
} from "../generated/schema";
import { stamp } from "./helpers/facts";
import { factId, numberId, pairId } from "./helpers/ids";
import { loadAccount, loadAgent } from "./helpers/load";
import { ZERO } from "./helpers/numbers";
import { loadOffice } from "./office/office";

export function handleGuardianChallenged(event: GuardianChallenged): void {
  const challenge = new Challenge(factId(event));
  challenge.epoch = numberId(event.params.epoch);
  challenge.by = loadAccount(event.params.by).id;
  challenge.madeAt = event.block.timestamp;
  challenge.snapshot = event.params.snapshot;
  challenge.threshold = event.params.threshold;
  challenge.save();
  const office = loadOffice();
  office.challenge = challenge.id;
  office.save();
}

export function handleVacancyDeclared(event: VacancyDeclared): void {
  const challenge = currentChallenge();
  if (challenge == null) return;
  challenge.vacantAt = event.block.timestamp;
  challenge.electableFrom = event.params.electableFrom;
  challenge.save();
}

export function handleRoundOpened(event: RoundOpened): void {
  const challenge = currentChallenge();
  if (challenge == null) return;
  const round = new SuccessionRound(numberId(event.params.round));
  round.number = event.params.round.toI32();
  round.challenge = challenge.id;
  round.openedAt = event.block.timestamp;
  round.endsAt = event.params.endsAt;
  round.save();
}

/** The wallet's units leave the candidate that they were for. */
export function handleCandidateSupported(event: CandidateSupported): void {
  const weight = event.params.weight;
  const round = numberId(event.params.round);
  const account = loadAccount(event.params.wallet);
  const previous = event.params.previous;
  if (previous != Address.zero()) changeVotes(round, previous, weight.neg());

  const support = new SuccessionSupport(pairId(round, account.id.toHexString()));
  support.candidate = changeVotes(round, event.params.candidate, weight);
  support.account = account.id;
  support.agent = loadAgent(event.params.agentId).id;
  support.weight = weight;
  support.save();

  const fact = new SuccessionBallot(factId(event));
  stamp(fact, event);
  fact.round = round;
  fact.account = account.id;
  fact.agent = support.agent;
  fact.candidate = event.params.candidate;
  fact.previous = previous == Address.zero() ? null : previous;
  fact.weight = weight;
  fact.save();
}

export function handleCandidateElected(event: CandidateElected): void {
  const round = SuccessionRound.load(numberId(event.params.round));
  if (round == null) return;
  round.electedAt = event.block.timestamp;
  round.elected = loadAccount(event.params.candidate).id;
  round.acceptableFrom = event.params.acceptableFrom;
  round.acceptableUntil = event.params.acceptableUntil;
  round.save();
}

function currentChallenge(): Challenge | null {
  const id = loadOffice().challenge;
  return id === null ? null : Challenge.load(id);
}

/** Adds `change`, in wei, to a candidate's votes. */
function changeVotes(round: string, address: Bytes, change: BigInt): string {
  const id = pairId(round, address.toHexString());
  let candidate = SuccessionCandidate.load(id);
  if (candidate == null) {
    candidate = new SuccessionCandidate(id);
    candidate.round = round;
    candidate.account = loadAccount(address).id;
    candidate.votes = ZERO;
  }
  candidate.votes = candidate.votes.plus(change);
  candidate.save();
  return id;
}
