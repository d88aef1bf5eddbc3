"""The authority's table: which role each function needs, and who has a role."""

from eth_utils import function_signature_to_4byte_selector

from offchain.reconcile.values import number, raw
from offchain.reconcile.walk import Walk
from offchain.subgraph.authority import Permission, Role, RoleMember, ScheduledCall

AUTHORITY = "Authority"


def compare(walk: Walk) -> None:
    """Everything of the subject."""
    _functions(walk)
    _roles(walk)
    _members(walk)
    _calls(walk)


def _functions(walk: Walk) -> None:
    """Every row of the table, and every function of every contract: what stands in no row needs role 0."""
    told = {(one.target, raw(one.selector)): number(one.role) for one in walk.all(Permission).values()}
    for contract, place in walk.contracts.items():
        for signature in walk.functions(contract):
            told.setdefault((place.lower(), function_signature_to_4byte_selector(signature)), 0)
    found = walk.each(AUTHORITY, "getTargetFunctionRole", told)
    for ((target, selector), role), needed in zip(told.items(), found, strict=True):
        walk.agree("Permission", f"{target}-0x{selector.hex()}", {"role": role}, (needed,))


def _roles(walk: Walk) -> None:
    roles = list(walk.all(Role).values())
    views = ("getRoleAdmin", "getRoleGuardian", "getRoleGrantDelay")
    asked = [walk.each(AUTHORITY, view, [one.number for one in roles]) for view in views]
    for one, admin, guardian, delay in zip(roles, *asked, strict=True):
        walk.same(one, {"admin": one.admin, "guardian": one.guardian}, (admin, guardian))
        if one.grant_delay_since <= walk.now:
            walk.same(one, {"grant_delay": one.grant_delay}, (delay,))


def _members(walk: Walk) -> None:
    """A delay that takes effect later is what the chain calls pending."""
    members = list(walk.all(RoleMember).values())
    access = walk.each(AUTHORITY, "getAccess", [(number(one.role), one.account) for one in members])
    for one, (since, delay, pending, effect) in zip(members, access, strict=True):
        told = {"granted": one.granted, "since": one.since, "execution_delay": one.execution_delay}
        walk.same(one, told, (since > 0, since, pending if effect else delay))


def _calls(walk: Walk) -> None:
    """The chain knows the last schedule of an operation, until it is made, cancelled or out of date."""
    calls = list(walk.all(ScheduledCall).values())
    lifetime = walk.call(AUTHORITY, "expiration")
    asked = [
        walk.each(AUTHORITY, v, [raw(one.operation) for one in calls]) for v in ("getSchedule", "getNonce")
    ]
    for one, schedule, nonce in zip(calls, *asked, strict=True):
        if one.nonce < nonce:
            continue
        over = one.executed_at or one.cancelled_at or one.schedule + lifetime <= walk.now
        told = {"schedule": 0 if over else one.schedule, "nonce": one.nonce}
        walk.same(one, told, (schedule, nonce))
