// Places on the board that approves payments.

import { Agent, BoardPlace } from "../../generated/schema";
import { ZERO } from "../helpers/numbers";

/** Places of the guardian, which has no object, and of the security agent; treasurers have those before. */
export const GUARDIANS_PLACE = 3;
export const SECURITY_PLACE = 4;

/** The agent of a place, a treasurer's or the security agent's; null if it was never filled. */
export function agentOf(number: i32): string | null {
  const place = BoardPlace.load(number.toString());
  return place == null ? null : place.agent;
}

/** A suspension by governance or a retirement ends a treasurer's term for good; the security agent comes back. */
export function followStatus(agent: Agent): void {
  for (let number = 0; number <= SECURITY_PLACE; number++) {
    const place = BoardPlace.load(number.toString());
    if (place == null) continue;
    const last = place.agent;
    if (last === null || last != agent.id) continue;
    place.holder = number == SECURITY_PLACE && agent.status == "ACTIVE" ? last : null;
    place.save();
  }
}

export function loadPlace(number: i32): BoardPlace {
  const id = number.toString();
  const found = BoardPlace.load(id);
  if (found != null) return found;
  const made = new BoardPlace(id);
  made.number = number;
  made.mandate = 0;
  made.since = ZERO;
  made.suspensions = 0;
  return made;
}
