// Events of ResourceAllocation that are about what there is, and not about who gets it.

import { BigInt, ethereum } from "@graphprotocol/graph-ts";
import {
  CapacityChanged,
  MaxAmountChanged,
  ResourceRegistered,
  UnitCostChanged,
} from "../../generated/ResourceAllocation/ResourceAllocation";
import { Resource, ResourceChange } from "../../generated/schema";
import { stamp } from "../helpers/facts";
import { factId, numberId } from "../helpers/ids";
import { ZERO, textOf } from "../helpers/numbers";
import { changeUnitCost, loadFleet } from "./holdings";

export function handleResourceRegistered(event: ResourceRegistered): void {
  const resource = new Resource(numberId(event.params.resource));
  resource.number = event.params.resource.toI32();
  resource.name = textOf(event.params.name);
  resource.unit = textOf(event.params.unit);
  resource.unitCost = event.params.unitCost;
  resource.capacity = event.params.capacity;
  resource.maxAmount = event.params.maxAmount;
  resource.granted = ZERO;
  resource.committedCost = ZERO;
  resource.waiting = 0;
  resource.save();
  const fleet = loadFleet();
  fleet.resourceCount = resource.number;
  fleet.save();
}

export function handleUnitCostChanged(event: UnitCostChanged): void {
  const resource = Resource.load(numberId(event.params.resource));
  if (resource == null) return;
  changeUnitCost(resource, event.params.current.minus(event.params.previous));
  resource.save();
  changed(resource, "UNIT_COST", event.params.previous, event.params.current, event);
}

export function handleCapacityChanged(event: CapacityChanged): void {
  const resource = Resource.load(numberId(event.params.resource));
  if (resource == null) return;
  resource.capacity = event.params.current;
  resource.save();
  changed(resource, "CAPACITY", event.params.previous, event.params.current, event);
}

export function handleMaxAmountChanged(event: MaxAmountChanged): void {
  const resource = Resource.load(numberId(event.params.resource));
  if (resource == null) return;
  resource.maxAmount = event.params.current;
  resource.save();
  changed(resource, "MAX_AMOUNT", event.params.previous, event.params.current, event);
}

function changed(resource: Resource, term: string, previous: BigInt, current: BigInt, event: ethereum.Event): void {
  const change = new ResourceChange(factId(event));
  stamp(change, event);
  change.resource = resource.id;
  change.term = term;
  change.previous = previous;
  change.current = current;
  change.save();
}
