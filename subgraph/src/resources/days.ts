import { BigInt, ethereum } from "@graphprotocol/graph-ts";
import { Resource, ResourceDay } from "../../generated/schema";
import { dayNumber } from "../helpers/days";
import { numberId, pairId } from "../helpers/ids";
import { ZERO } from "../helpers/numbers";
import { DAY } from "../helpers/time";

export function loadResourceDay(resource: Resource, event: ethereum.Event): ResourceDay {
  const number = dayNumber(event);
  const id = pairId(resource.id, numberId(number));
  const found = ResourceDay.load(id);
  if (found != null) return found;
  const made = new ResourceDay(id);
  made.resource = resource.id;
  made.startsAt = number.times(DAY);
  made.requested = ZERO;
  made.provisioned = ZERO;
  made.released = ZERO;
  made.failures = 0;
  return made;
}

/** Saves a day and its resource as they stand now. */
export function saveDay(day: ResourceDay, resource: Resource): void {
  resource.save();
  day.granted = resource.granted;
  day.waiting = resource.waiting;
  day.save();
}
