import {
  HandedOver,
  RoleAdminChanged,
  RoleGrantDelayChanged,
  RoleGranted,
  RoleGuardianChanged,
  RoleLabel,
  RoleRevoked,
  TargetAdminDelayUpdated,
  TargetFunctionRoleUpdated,
} from "../generated/Authority/Authority";
import { Permission, RoleMember } from "../generated/schema";
import { pairId } from "./helpers/ids";
import { loadAccount, loadProtocol } from "./helpers/load";
import { ZERO } from "./helpers/numbers";
import { loadRole, newChange } from "./permissions/roles";

export {
  handleOperationCanceled,
  handleOperationExecuted,
  handleOperationScheduled,
} from "./permissions/scheduled-calls";

export function handleRoleGranted(event: RoleGranted): void {
  const role = loadRole(event.params.roleId);
  const account = loadAccount(event.params.account);
  const id = pairId(role.id, account.id.toHexString());
  let member = RoleMember.load(id);
  if (member == null) {
    member = new RoleMember(id);
    member.role = role.id;
    member.account = account.id;
    member.since = event.params.since;
  }
  // For one that is a member already, the time is that of its new delay.
  if (event.params.newMember) member.since = event.params.since;
  member.granted = true;
  member.executionDelay = event.params.delay;
  member.save();

  const change = newChange("ROLE_GRANTED", event);
  change.role = role.id;
  change.account = account.id;
  change.delay = event.params.delay;
  change.since = event.params.since;
  change.save();
}

export function handleRoleRevoked(event: RoleRevoked): void {
  const role = loadRole(event.params.roleId);
  const account = loadAccount(event.params.account);
  const member = RoleMember.load(pairId(role.id, account.id.toHexString()));
  if (member != null) {
    member.granted = false;
    member.since = ZERO;
    member.executionDelay = ZERO;
    member.save();
  }
  const change = newChange("ROLE_REVOKED", event);
  change.role = role.id;
  change.account = account.id;
  change.save();
}

export function handleRoleLabel(event: RoleLabel): void {
  const role = loadRole(event.params.roleId);
  role.label = event.params.label;
  role.save();
  const change = newChange("ROLE_LABEL", event);
  change.role = role.id;
  change.label = event.params.label;
  change.save();
}

export function handleRoleAdminChanged(event: RoleAdminChanged): void {
  const role = loadRole(event.params.roleId);
  role.admin = event.params.admin;
  role.save();
  const change = newChange("ROLE_ADMIN", event);
  change.role = role.id;
  change.otherRole = event.params.admin;
  change.save();
}

export function handleRoleGuardianChanged(event: RoleGuardianChanged): void {
  const role = loadRole(event.params.roleId);
  role.guardian = event.params.guardian;
  role.save();
  const change = newChange("ROLE_GUARDIAN", event);
  change.role = role.id;
  change.otherRole = event.params.guardian;
  change.save();
}

export function handleRoleGrantDelayChanged(event: RoleGrantDelayChanged): void {
  const role = loadRole(event.params.roleId);
  role.grantDelay = event.params.delay;
  role.grantDelaySince = event.params.since;
  role.save();
  const change = newChange("GRANT_DELAY", event);
  change.role = role.id;
  change.delay = event.params.delay;
  change.since = event.params.since;
  change.save();
}

export function handleTargetFunctionRoleUpdated(event: TargetFunctionRoleUpdated): void {
  const role = loadRole(event.params.roleId);
  const target = event.params.target;
  const selector = event.params.selector;
  const permission = new Permission(pairId(target.toHexString(), selector.toHexString()));
  permission.target = target;
  permission.selector = selector;
  permission.role = role.id;
  permission.save();

  const change = newChange("FUNCTION_ROLE", event);
  change.role = role.id;
  change.target = target;
  change.selector = selector;
  change.save();
}

export function handleTargetAdminDelayUpdated(event: TargetAdminDelayUpdated): void {
  const change = newChange("TARGET_DELAY", event);
  change.target = event.params.target;
  change.delay = event.params.delay;
  change.since = event.params.since;
  change.save();
}

export function handleHandedOver(event: HandedOver): void {
  const protocol = loadProtocol();
  protocol.governor = event.params.governor;
  protocol.save();
  const change = newChange("HANDED_OVER", event);
  change.account = loadAccount(event.params.governor).id;
  change.save();
}
