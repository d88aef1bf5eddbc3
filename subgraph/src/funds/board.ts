import { BigInt, ethereum } from "@graphprotocol/graph-ts";
import { SecurityNamed, TreasurerElected, TreasurerSupported } from "../../generated/OperatingFunds/OperatingFunds";
import { Agent, BoardTerm, TreasurerSupport } from "../../generated/schema";
import { stamp } from "../helpers/facts";
import { factId, numberId } from "../helpers/ids";
import { loadAgent } from "../helpers/load";
import { SECURITY_PLACE, loadPlace } from "./places";

export function handleTreasurerElected(event: TreasurerElected): void {
  const params = event.params;
  fill(params.place.toI32(), params.agentId, params.mandate, params.until, event);
}

export function handleSecurityNamed(event: SecurityNamed): void {
  fill(SECURITY_PLACE, event.params.agentId, event.params.mandate, null, event);
}

export function handleTreasurerSupported(event: TreasurerSupported): void {
  const params = event.params;
  const place = loadPlace(params.place.toI32());
  place.save();
  const support = new TreasurerSupport(factId(event));
  stamp(support, event);
  support.place = place.id;
  support.mandate = params.mandate.toI32();
  support.agent = numberId(params.agentId);
  support.by = numberId(params.by);
  support.wallet = loadAgent(params.by).wallet;
  support.supporters = params.supporters.toI32();
  support.needed = params.needed.toI32();
  support.save();
}

function fill(number: i32, agentId: BigInt, mandate: BigInt, until: BigInt | null, event: ethereum.Event): void {
  const agent = Agent.load(numberId(agentId));
  const place = loadPlace(number);
  place.agent = numberId(agentId);
  place.holder = place.agent;
  place.mandate = mandate.toI32();
  place.until = until;
  place.since = event.block.timestamp;
  place.suspensions = agent == null ? 0 : agent.suspensions;
  place.save();
  const term = new BoardTerm(factId(event));
  stamp(term, event);
  term.place = place.id;
  term.agent = place.agent;
  term.mandate = place.mandate;
  term.until = until;
  term.save();
}
