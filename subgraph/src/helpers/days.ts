import { BigInt, ethereum } from "@graphprotocol/graph-ts";
import { Day } from "../../generated/schema";
import { numberId } from "./ids";
import { loadProtocol } from "./load";
import { ZERO } from "./numbers";

const SECONDS = BigInt.fromI32(86400);

/** Number of the event's day since 1970, UTC. */
export function dayNumber(event: ethereum.Event): BigInt {
  return event.block.timestamp.div(SECONDS);
}

/** The event's day; a new one begins where the protocol stands. */
export function loadDay(event: ethereum.Event): Day {
  const number = dayNumber(event);
  const found = Day.load(numberId(number));
  if (found != null) return found;
  const protocol = loadProtocol();
  const made = new Day(numberId(number));
  made.startsAt = number.times(SECONDS);
  made.transfers = 0;
  made.volume = ZERO;
  made.released = ZERO;
  made.rewarded = ZERO;
  made.guardianPaid = ZERO;
  made.births = 0;
  made.capDecisions = 0;
  made.heartbeats = 0;
  made.emergencies = 0;
  made.permissionChanges = 0;
  made.holders = protocol.holders;
  made.votingUnits = protocol.votingUnits;
  return made;
}
