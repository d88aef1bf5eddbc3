import { BigInt } from "@graphprotocol/graph-ts";
import { Account, Proposal, Proposer } from "../../generated/schema";
import { ZERO } from "../helpers/numbers";
import { scaled } from "../helpers/time";

/** Proposals that one may make in the window, and its seconds. */
const PROPOSALS = 3;
const WINDOW = BigInt.fromI32(12 * 3600);

/** Notes a proposal of an account: an agent is known by its number, whatever its wallet, a guardian by its address. */
export function noteProposal(account: Account, proposal: Proposal, now: BigInt): void {
  const agent = account.agent;
  const id = agent === null ? account.id.toHexString() : agent;
  let proposer = Proposer.load(id);
  if (proposer == null) {
    proposer = new Proposer(id);
    proposer.agent = agent;
    proposer.madeAt = [];
  }
  const madeAt = proposer.madeAt.concat([now]);
  if (madeAt.length > PROPOSALS) madeAt.shift();
  proposer.madeAt = madeAt;
  proposer.nextAt = madeAt.length < PROPOSALS ? ZERO : madeAt[0].plus(scaled(WINDOW));
  proposer.last = proposal.id;
  proposer.save();
  proposal.proposer = id;
}
