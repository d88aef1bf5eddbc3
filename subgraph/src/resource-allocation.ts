import { ethereum } from "@graphprotocol/graph-ts";
import {
  OrderAssigned,
  OrderFailed,
  OrderProvisioned,
  OrderReleased,
  OrderRetried,
  ProvisioningSkipped,
  RequestSkipped,
  ResourceRequested,
  SeatGranted,
} from "../generated/ResourceAllocation/ResourceAllocation";
import { Order, ProvisioningSkip, RequestSkip, Resource } from "../generated/schema";
import { stamp } from "./helpers/facts";
import { factId, numberId } from "./helpers/ids";
import { loadResourceDay, saveDay } from "./resources/days";
import { changeHeld, loadHolding } from "./resources/holdings";
import { countOpen, leaveLine, newOrder, orderStatus, step } from "./resources/orders";

export {
  handleCapacityChanged,
  handleMaxAmountChanged,
  handleResourceRegistered,
  handleUnitCostChanged,
} from "./resources/catalogue";
export { handleEmergencyConfirmed, handleEmergencyLifted, handleEmergencyStarted } from "./emergencies/holding";

export function handleResourceRequested(event: ResourceRequested): void {
  const resource = Resource.load(numberId(event.params.resource));
  if (resource == null) return;
  const agent = numberId(event.params.agentId);
  const order = newOrder(event.params.orderId, agent, resource, event.params.amount, event);
  countOpen(order, 1);
  const holding = loadHolding(agent, resource);
  if (isBuilding(resource)) holding.seat = order.id;
  else changeHeld(holding, resource, order.amount);
  holding.save();
  const day = loadResourceDay(resource, event);
  day.requested = day.requested.plus(order.amount);
  saveDay(day, resource);
}

export function handleSeatGranted(event: SeatGranted): void {
  const order = Order.load(numberId(event.params.orderId));
  const resource = Resource.load(numberId(event.params.resource));
  if (order == null || resource == null) return;
  const holding = loadHolding(order.agent, resource);
  changeHeld(holding, resource, order.amount);
  holding.save();
  provisioned(order, resource, "SEATED", event);
}

export function handleOrderAssigned(event: OrderAssigned): void {
  const order = Order.load(numberId(event.params.orderId));
  const resource = Resource.load(numberId(event.params.resource));
  if (order == null || resource == null) return;
  leaveLine(order, resource);
  order.status = "ASSIGNED";
  order.assignedAt = event.block.timestamp;
  order.save();
  step(order, "ASSIGNED", order.amount, event);
  saveDay(loadResourceDay(resource, event), resource);
}

export function handleOrderProvisioned(event: OrderProvisioned): void {
  const order = Order.load(numberId(event.params.orderId));
  const resource = Resource.load(numberId(event.params.resource));
  if (order == null || resource == null) return;
  provisioned(order, resource, "PROVISIONED", event);
}

export function handleOrderFailed(event: OrderFailed): void {
  const order = Order.load(numberId(event.params.orderId));
  if (order == null) return;
  const resource = Resource.load(order.resource);
  if (resource == null) return;
  leaveLine(order, resource);
  order.status = "FAILED";
  order.failedAt = event.block.timestamp;
  order.failure = event.params.reason;
  order.save();
  step(order, "FAILED", order.amount, event);
  const day = loadResourceDay(resource, event);
  day.failures++;
  saveDay(day, resource);
}

export function handleOrderRetried(event: OrderRetried): void {
  const order = Order.load(numberId(event.params.orderId));
  if (order == null) return;
  const resource = Resource.load(order.resource);
  if (resource == null) return;
  order.status = "RETRIED";
  order.retriedAs = numberId(event.params.newOrderId);
  order.save();
  const next = newOrder(event.params.newOrderId, order.agent, resource, order.amount, event);
  if (isBuilding(resource)) {
    const holding = loadHolding(order.agent, resource);
    holding.seat = next.id;
    holding.save();
  }
  saveDay(loadResourceDay(resource, event), resource);
}

export function handleOrderReleased(event: OrderReleased): void {
  const order = Order.load(numberId(event.params.orderId));
  const resource = Resource.load(numberId(event.params.resource));
  if (order == null || resource == null) return;
  const holding = loadHolding(order.agent, resource);
  // Of a building nothing is held before the seat is given.
  if (!isBuilding(resource) || order.status == "PROVISIONED") changeHeld(holding, resource, event.params.amount.neg());
  order.amount = event.params.left;
  if (order.amount.isZero()) {
    leaveLine(order, resource);
    if (order.status != "PROVISIONED") countOpen(order, -1);
    order.status = "RELEASED";
    order.releasedAt = event.block.timestamp;
    holding.seat = null;
  }
  order.save();
  holding.save();
  step(order, "RELEASED", event.params.amount, event);
  const day = loadResourceDay(resource, event);
  day.released = day.released.plus(event.params.amount);
  saveDay(day, resource);
}

export function handleRequestSkipped(event: RequestSkipped): void {
  const skip = new RequestSkip(factId(event));
  stamp(skip, event);
  skip.agentId = event.params.agentId;
  skip.nonce = event.params.nonce;
  skip.reason = event.params.reason;
  skip.save();
}

export function handleProvisioningSkipped(event: ProvisioningSkipped): void {
  const skip = new ProvisioningSkip(factId(event));
  stamp(skip, event);
  skip.orderId = numberId(event.params.orderId);
  if (event.params.status != 0) skip.status = orderStatus(event.params.status);
  skip.save();
}

function isBuilding(resource: Resource): boolean {
  return !resource.capacity.isZero();
}

function provisioned(order: Order, resource: Resource, kind: string, event: ethereum.Event): void {
  leaveLine(order, resource);
  countOpen(order, -1);
  order.status = "PROVISIONED";
  order.provisionedAt = event.block.timestamp;
  order.save();
  step(order, kind, order.amount, event);
  const day = loadResourceDay(resource, event);
  day.provisioned = day.provisioned.plus(order.amount);
  saveDay(day, resource);
}
