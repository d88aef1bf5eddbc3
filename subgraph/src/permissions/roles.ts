import { BigInt, ethereum } from "@graphprotocol/graph-ts";
import { PermissionChange, Role } from "../../generated/schema";
import { loadDay } from "../helpers/days";
import { stamp } from "../helpers/facts";
import { factId, numberId } from "../helpers/ids";
import { ZERO } from "../helpers/numbers";

/** A role exists without an event; it is administered by the constitution until that changes. */
export function loadRole(number: BigInt): Role {
  const id = numberId(number);
  const found = Role.load(id);
  if (found != null) return found;
  const made = new Role(id);
  made.number = number;
  made.label = "";
  made.admin = ZERO;
  made.guardian = ZERO;
  made.grantDelay = ZERO;
  made.grantDelaySince = ZERO;
  made.save();
  return made;
}

/** A change of the authority; the caller says what it is of and saves it. */
export function newChange(kind: string, event: ethereum.Event): PermissionChange {
  const fact = new PermissionChange(factId(event));
  stamp(fact, event);
  fact.kind = kind;
  const day = loadDay(event);
  day.permissionChanges += 1;
  day.save();
  return fact;
}
