// The council's calendar and its seats: the libraries ElectionCalendar and SeatPlan.

import { BigInt } from "@graphprotocol/graph-ts";
import { Election, Race } from "../../generated/schema";
import { category } from "../helpers/enums";
import { numberId, pairId } from "../helpers/ids";
import { loadProtocol } from "../helpers/load";
import { ZERO } from "../helpers/numbers";
import { DAY, scaled } from "../helpers/time";

const QUARTER = DAY.times(BigInt.fromI32(90));
const CAMPAIGN_AFTER = DAY.times(BigInt.fromI32(7));
const VOTING_AFTER = DAY.times(BigInt.fromI32(21));
const SEATED_AFTER = DAY.times(BigInt.fromI32(28));

/** Seats of each category, by its number. */
const SEATS: i32[] = [5, 2, 12, 4, 2];

export function loadElection(number: BigInt): Election {
  const id = numberId(number);
  const found = Election.load(id);
  if (found != null) return found;
  const made = new Election(id);
  const start = loadProtocol().bootstrapClosedAt;
  made.number = number.toI32();
  made.opensAt = (start === null ? ZERO : start).plus(number.times(scaled(QUARTER)));
  made.campaignFrom = made.opensAt.plus(scaled(CAMPAIGN_AFTER));
  made.votingFrom = made.opensAt.plus(scaled(VOTING_AFTER));
  made.seatedFrom = made.opensAt.plus(scaled(SEATED_AFTER));
  made.save();
  return made;
}

export function loadRace(election: BigInt, kind: i32): Race {
  const name = category(kind);
  const id = pairId(numberId(election), name);
  const found = Race.load(id);
  if (found != null) return found;
  const made = new Race(id);
  made.election = loadElection(election).id;
  made.category = name;
  made.seats = openSeats(election.toI32(), SEATS[kind]);
  made.candidates = 0;
  made.listed = 0;
  made.voters = 0;
  made.winners = [];
  made.save();
  return made;
}

/** Seats of a category with this name. */
export function seatsOf(name: string): i32 {
  for (let kind = 0; kind < SEATS.length; kind++) {
    if (category(kind) == name) return SEATS[kind];
  }
  return 0;
}

/** The first election fills all seats; then an even one fills the even numbers, an odd one the odd. */
function openSeats(election: i32, seats: i32): i32 {
  if (election == 0) return seats;
  return election % 2 == 0 ? (seats + 1) / 2 : seats / 2;
}
