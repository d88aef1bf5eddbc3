import { BigInt, ethereum } from "@graphprotocol/graph-ts";
import { Agent, Seat, SeatTerm } from "../../generated/schema";
import { stamp } from "../helpers/facts";
import { factId, numberId, pairId } from "../helpers/ids";
import { category } from "../helpers/enums";
import { loadElection, seatsOf } from "./plan";

/** Gives a seat to an agent, until a time. */
export function giveSeat(
  election: BigInt,
  kind: i32,
  agentId: BigInt,
  number: BigInt,
  until: BigInt,
  runnerUp: boolean,
  event: ethereum.Event,
): void {
  const name = category(kind);
  const agent = Agent.load(numberId(agentId));
  const seat = new Seat(pairId(name, numberId(number)));
  seat.category = name;
  seat.number = number.toI32();
  seat.agent = numberId(agentId);
  seat.holder = seat.agent;
  seat.until = until;
  seat.since = event.block.timestamp;
  seat.suspensions = agent == null ? 0 : agent.suspensions;
  seat.election = loadElection(election).id;
  seat.save();
  const term = new SeatTerm(factId(event));
  stamp(term, event);
  term.seat = seat.id;
  term.agent = seat.agent;
  term.election = seat.election;
  term.runnerUp = runnerUp;
  term.until = until;
  term.save();
}

/** Governance suspended or retired an agent: its seat is vacant for good. */
export function leaveSeat(agent: Agent): void {
  for (let number = 0; number < seatsOf(agent.category); number++) {
    const seat = Seat.load(pairId(agent.category, number.toString()));
    if (seat == null || seat.agent != agent.id) continue;
    seat.holder = null;
    seat.save();
  }
}
