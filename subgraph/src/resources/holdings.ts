import { BigInt } from "@graphprotocol/graph-ts";
import { Allotment, Fleet, Holding, Resource } from "../../generated/schema";
import { pairId } from "../helpers/ids";
import { ZERO } from "../helpers/numbers";

const FLEET = "fleet";

export function loadFleet(): Fleet {
  const found = Fleet.load(FLEET);
  if (found != null) return found;
  const made = new Fleet(FLEET);
  made.resourceCount = 0;
  made.committedCost = ZERO;
  made.orderCount = 0;
  made.openOrders = 0;
  return made;
}

export function loadAllotment(agent: string): Allotment {
  const found = Allotment.load(agent);
  if (found != null) return found;
  const made = new Allotment(agent);
  made.agent = agent;
  made.committedCost = ZERO;
  made.openOrders = 0;
  return made;
}

export function loadHolding(agent: string, resource: Resource): Holding {
  const id = pairId(agent, resource.id);
  const found = Holding.load(id);
  if (found != null) return found;
  const made = new Holding(id);
  made.agent = agent;
  made.allotment = agent;
  made.resource = resource.id;
  made.held = ZERO;
  return made;
}

/** What an agent holds of a resource changes, and with it what is committed. */
export function changeHeld(holding: Holding, resource: Resource, change: BigInt): void {
  holding.held = holding.held.plus(change);
  resource.granted = resource.granted.plus(change);
  const cost = change.times(resource.unitCost);
  resource.committedCost = resource.committedCost.plus(cost);
  commit(holding.agent, cost);
  const fleet = loadFleet();
  fleet.committedCost = fleet.committedCost.plus(cost);
  fleet.save();
}

/** Everything held of a resource costs more, or less, by so much a unit. */
export function changeUnitCost(resource: Resource, change: BigInt): void {
  resource.unitCost = resource.unitCost.plus(change);
  const holdings = resource.holdings.load();
  for (let i = 0; i < holdings.length; i++) commit(holdings[i].agent, holdings[i].held.times(change));
  const cost = resource.granted.times(change);
  resource.committedCost = resource.committedCost.plus(cost);
  const fleet = loadFleet();
  fleet.committedCost = fleet.committedCost.plus(cost);
  fleet.save();
}

function commit(agent: string, cost: BigInt): void {
  const allotment = loadAllotment(agent);
  allotment.committedCost = allotment.committedCost.plus(cost);
  allotment.save();
}
