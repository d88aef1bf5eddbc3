// What the attestor says of humans, and merges of two that are one.

import { BigInt } from "@graphprotocol/graph-ts";
import {
  IdentityAttested,
  IdentitySuspended,
  MergeCancelled,
  MergeRequested,
  Merged,
} from "../../generated/HumanCapEnforcement/HumanCapEnforcement";
import { Attestation, Human, Identity, IdentitySuspension, Merge } from "../../generated/schema";
import { stamp } from "../helpers/facts";
import { factId } from "../helpers/ids";
import { loadAccount, loadHuman, loadHumanOf } from "../helpers/load";
import { ZERO } from "../helpers/numbers";
import { mergeWallets } from "./books";

export function handleIdentityAttested(event: IdentityAttested): void {
  const human = loadHumanOf(event.params.identity);
  human.validUntil = event.params.validUntil;
  human.save();

  const fact = new Attestation(factId(event));
  stamp(fact, event);
  fact.identity = event.params.identity;
  fact.human = human.id;
  fact.previousValidUntil = event.params.previousValidUntil;
  fact.validUntil = event.params.validUntil;
  fact.save();
}

export function handleIdentitySuspended(event: IdentitySuspended): void {
  const human = loadHumanOf(event.params.identity);
  human.suspended = event.params.suspended;
  human.save();

  const fact = new IdentitySuspension(factId(event));
  stamp(fact, event);
  fact.identity = event.params.identity;
  fact.human = human.id;
  fact.suspended = event.params.suspended;
  fact.save();
}

export function handleMergeRequested(event: MergeRequested): void {
  const from = loadHumanOf(event.params.from);
  const merge = new Merge(factId(event));
  merge.from = from.id;
  merge.into = loadHumanOf(event.params.into).id;
  merge.requestedAt = event.block.timestamp;
  merge.readyAt = event.params.readyAt;
  merge.status = "PENDING";
  merge.save();
  from.merge = merge.id;
  from.save();
}

export function handleMergeCancelled(event: MergeCancelled): void {
  const from = loadHumanOf(event.params.from);
  const merge = pendingOf(from);
  if (merge == null) return;
  merge.cancelledBy = loadAccount(event.params.by).id;
  end(merge, from, "CANCELLED", event.block.timestamp);
  from.save();
}

export function handleMerged(event: Merged): void {
  const from = loadHuman(event.params.fromNumber);
  const into = loadHuman(event.params.intoNumber);
  const merge = pendingOf(from);
  if (merge != null) end(merge, from, "MERGED", event.block.timestamp);
  mergeWallets(from, into);
  into.linked += from.linked;
  if (from.suspended) into.suspended = true;
  into.identities = into.identities.concat(from.identities);
  for (let i = 0; i < from.identities.length; i++) {
    const identity = new Identity(from.identities[i]);
    identity.human = into.id;
    identity.save();
  }
  clear(from);
  from.mergedInto = into.id;
  from.mergedAt = event.block.timestamp;
  from.save();
  into.save();
}

/** The book that is merged into another one is deleted. */
function clear(human: Human): void {
  human.holdings = ZERO;
  human.overSince = ZERO;
  human.validUntil = ZERO;
  human.suspended = false;
  human.linked = 0;
  human.identities = [];
}

function pendingOf(human: Human): Merge | null {
  const id = human.merge;
  return id === null ? null : Merge.load(id);
}

/** The caller saves the human. */
function end(merge: Merge, human: Human, status: string, time: BigInt): void {
  merge.status = status;
  merge.endedAt = time;
  merge.save();
  human.merge = null;
}
