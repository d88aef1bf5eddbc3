// What changes proposals without an event of their own: units that move, a new guardian, a veto of many.

import { BigInt, Bytes } from "@graphprotocol/graph-ts";
import { Chamber, Proposal } from "../../generated/schema";
import { max } from "../helpers/numbers";
import { DAY, scaled } from "../helpers/time";
import { recount } from "./count";

const CHAMBER = "governance";
const GRACE = DAY.times(BigInt.fromI32(14));

export function loadChamber(): Chamber {
  const found = Chamber.load(CHAMBER);
  if (found != null) return found;
  const made = new Chamber(CHAMBER);
  made.proposalCount = 0;
  made.open = [];
  made.unsettled = [];
  made.vetoedUpTo = 0;
  return made;
}

/** Fixes N of the proposals whose snapshot is past. To be called before all agents' units change from `units`. */
export function settleTotals(units: BigInt, now: BigInt): void {
  const chamber = Chamber.load(CHAMBER);
  if (chamber == null || chamber.unsettled.length == 0) return;
  const kept: string[] = [];
  for (let i = 0; i < chamber.unsettled.length; i++) {
    const proposal = Proposal.load(chamber.unsettled[i]);
    if (proposal == null) continue;
    if (now.le(proposal.snapshot)) {
      kept.push(proposal.id);
      continue;
    }
    proposal.total = units;
    recount(proposal);
    proposal.save();
  }
  chamber.unsettled = kept;
  chamber.save();
}

/** Fixes N of a proposal that is voted on, where no unit has moved since its snapshot. */
export function settleTotal(proposal: Proposal, units: BigInt): void {
  if (proposal.total !== null) return;
  proposal.total = units;
  const chamber = loadChamber();
  chamber.unsettled = without(chamber.unsettled, proposal.id);
  chamber.save();
}

/** A new guardian: ballots of the last one are void where voting runs, and what it had passed is cancelled. */
export function endEpoch(now: BigInt): void {
  const proposals = openProposals(now);
  for (let i = 0; i < proposals.length; i++) {
    const proposal = proposals[i];
    if (proposal.guardian === null) continue;
    if (now.le(proposal.deadline)) {
      proposal.guardian = null;
      recount(proposal);
      proposal.save();
    } else if (proposal.class_ != "STANDARD") {
      cancel(proposal, "EPOCH", now);
      proposal.save();
    }
  }
}

/** The veto of all proposals up to an index that are not final. */
export function vetoUpTo(index: i32, veto: Bytes, now: BigInt): void {
  const proposals = openProposals(now);
  for (let i = 0; i < proposals.length; i++) {
    const proposal = proposals[i];
    if (proposal.index > index) continue;
    cancel(proposal, "VETO", now);
    proposal.veto = veto;
    proposal.save();
  }
  const chamber = loadChamber();
  chamber.vetoedUpTo = index + 1;
  chamber.save();
}

export function open(proposal: Proposal, now: BigInt): void {
  openProposals(now);
  const chamber = loadChamber();
  chamber.open = chamber.open.concat([proposal.id]);
  chamber.unsettled = chamber.unsettled.concat([proposal.id]);
  chamber.proposalCount++;
  chamber.save();
}

/** Forgets a proposal that nothing changes any more. */
export function close(proposal: Proposal): void {
  const chamber = loadChamber();
  chamber.open = without(chamber.open, proposal.id);
  chamber.save();
}

export function cancel(proposal: Proposal, by: string, now: BigInt): void {
  proposal.status = "CANCELED";
  proposal.canceledAt = now;
  proposal.canceledBy = by;
  close(proposal);
}

/** The last second in which what has passed can be queued, or executed. */
export function expiryOf(proposal: Proposal): BigInt {
  const eta = proposal.eta;
  const from = eta === null ? proposal.deadline : max(eta, proposal.deadline);
  return from.plus(scaled(GRACE));
}

/** Those that are neither final nor, by the clock, defeated or expired; the others are forgotten. */
function openProposals(now: BigInt): Proposal[] {
  const chamber = loadChamber();
  const found: Proposal[] = [];
  const ids: string[] = [];
  for (let i = 0; i < chamber.open.length; i++) {
    const proposal = Proposal.load(chamber.open[i]);
    if (proposal == null || isOver(proposal, now)) continue;
    found.push(proposal);
    ids.push(proposal.id);
  }
  if (ids.length < chamber.open.length) {
    chamber.open = ids;
    chamber.save();
  }
  return found;
}

function isOver(proposal: Proposal, now: BigInt): boolean {
  return now.gt(proposal.deadline) && (!proposal.passes || now.gt(proposal.expiry));
}

function without(ids: string[], gone: string): string[] {
  const kept: string[] = [];
  for (let i = 0; i < ids.length; i++) {
    if (ids[i] != gone) kept.push(ids[i]);
  }
  return kept;
}
