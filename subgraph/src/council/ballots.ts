import { ethereum } from "@graphprotocol/graph-ts";
import { Candidacy, CouncilBallot, CouncilBallotCast, Race } from "../../generated/schema";
import { stamp } from "../helpers/facts";
import { factId } from "../helpers/ids";

/** Replaces an agent's ballot, and counts the approvals anew. */
export function castBallot(race: Race, id: string, agent: string, approves: string[], event: ethereum.Event): void {
  let ballot = CouncilBallot.load(id);
  if (ballot == null) {
    ballot = new CouncilBallot(id);
    ballot.race = race.id;
    ballot.agent = agent;
    ballot.approves = [];
  }
  add(ballot.approves, -1);
  add(approves, 1);
  race.voters += (approves.length > 0 ? 1 : 0) - (ballot.approves.length > 0 ? 1 : 0);
  race.save();
  ballot.approves = approves;
  ballot.castAt = event.block.timestamp;
  ballot.save();
  const cast = new CouncilBallotCast(factId(event));
  stamp(cast, event);
  cast.ballot = id;
  cast.approves = approves;
  cast.save();
}

function add(candidacies: string[], change: i32): void {
  for (let i = 0; i < candidacies.length; i++) {
    const candidacy = Candidacy.load(candidacies[i]);
    if (candidacy == null) continue;
    candidacy.approvals += change;
    candidacy.save();
  }
}
