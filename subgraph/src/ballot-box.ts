import { BallotSkipped } from "../generated/BallotBox/BallotBox";
import { BallotSkip } from "../generated/schema";
import { stamp } from "./helpers/facts";
import { factId, numberId } from "./helpers/ids";

export function handleBallotSkipped(event: BallotSkipped): void {
  const skip = new BallotSkip(factId(event));
  stamp(skip, event);
  skip.proposalId = numberId(event.params.proposalId);
  skip.voter = event.params.voter;
  skip.reason = event.params.reason;
  skip.save();
}
