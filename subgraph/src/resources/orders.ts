import { BigInt, ethereum } from "@graphprotocol/graph-ts";
import { Order, OrderStep, Resource, ServiceLine } from "../../generated/schema";
import { loadDay } from "../helpers/days";
import { stamp } from "../helpers/facts";
import { factId, numberId, pairId } from "../helpers/ids";
import { loadAllotment, loadFleet } from "./holdings";

const CLASSES = ["CRITICAL", "HIGH", "MEDIUM", "STANDARD"];
// By the contract's number; there is no order without a status.
const STATUSES = ["", "QUEUED", "ASSIGNED", "PROVISIONED", "FAILED", "RETRIED", "RELEASED"];

/** Parts of an order's id: queue, class and place. */
const QUEUE_SHIFT: u64 = 50;
const CLASS_SHIFT: u64 = 48;
const PLACE_MASK: u64 = (1 << 48) - 1;

export function orderStatus(number: i32): string {
  return STATUSES[number];
}

/** An order at the end of its line, and a step that says so. */
export function newOrder(number: BigInt, agentId: string, resource: Resource, amount: BigInt, event: ethereum.Event): Order {
  const order = new Order(numberId(number));
  order.number = number;
  order.agent = agentId;
  order.resource = resource.id;
  order.place = BigInt.fromU64(number.toU64() & PLACE_MASK);
  order.requested = amount;
  order.amount = amount;
  order.status = "QUEUED";
  order.requestedAt = event.block.timestamp;
  order.line = joinLine(number, order);
  order.save();
  resource.waiting++;
  const fleet = loadFleet();
  fleet.orderCount++;
  fleet.save();
  const day = loadDay(event);
  day.orders++;
  day.save();
  step(order, "REQUESTED", amount, event);
  return order;
}

/** One more, or one fewer, that is neither provisioned, released nor retried. */
export function countOpen(order: Order, change: i32): void {
  const allotment = loadAllotment(order.agent);
  allotment.openOrders += change;
  allotment.save();
  const fleet = loadFleet();
  fleet.openOrders += change;
  fleet.save();
}

/** Takes an order that waits out of its line. */
export function leaveLine(order: Order, resource: Resource): void {
  if (order.status != "QUEUED") return;
  resource.waiting--;
  const line = ServiceLine.load(order.line);
  if (line == null) return;
  line.waiting--;
  line.save();
}

export function step(order: Order, kind: string, amount: BigInt, event: ethereum.Event): void {
  const made = new OrderStep(factId(event));
  stamp(made, event);
  made.order = order.id;
  made.kind = kind;
  made.amount = amount;
  made.save();
}

function joinLine(number: BigInt, order: Order): string {
  const parts = number.toU64();
  const queue = <i32>(parts >> QUEUE_SHIFT);
  const kind = CLASSES[<i32>((parts >> CLASS_SHIFT) & 3)];
  const id = pairId(queue.toString(), kind);
  let line = ServiceLine.load(id);
  if (line == null) {
    line = new ServiceLine(id);
    line.queue = queue;
    line.class_ = kind;
    line.waiting = 0;
  }
  line.waiting++;
  line.last = order.id;
  line.save();
  return id;
}
