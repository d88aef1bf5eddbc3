import { CategoryTotal } from "../../generated/schema";
import { ZERO } from "../helpers/numbers";

export function loadCategoryTotal(name: string): CategoryTotal {
  const found = CategoryTotal.load(name);
  if (found != null) return found;
  const made = new CategoryTotal(name);
  made.category = name;
  made.born = 0;
  made.pending = 0;
  made.active = 0;
  made.suspended = 0;
  made.retired = 0;
  made.entitlement = ZERO;
  made.released = ZERO;
  made.forfeited = ZERO;
  made.rewarded = ZERO;
  return made;
}

/** Adds `change` to the number of agents with a status. */
export function countStatus(total: CategoryTotal, status: string, change: i32): void {
  if (status == "PENDING") total.pending += change;
  else if (status == "ACTIVE") total.active += change;
  else if (status == "SUSPENDED") total.suspended += change;
  else total.retired += change;
}
