"""Holders of the offices, followed through everything that Guardianship lets happen to them.

a change: waits | in force | cancelled | replaced | into an empty place
a new guardian: drops what waits | keeps what is in force | leaves the place that it had
"""

from collections.abc import Callable
from dataclasses import replace

import pytest

from deployment.addresses import NOBODY
from deployment.chain import Chain
from deployment.changes import closed_in
from deployment.findings import Findings
from deployment.inputs import Inputs
from deployment.verify_office import OFFICES, verify_office
from tests.support.actors import actor
from tests.support.system import DAY, System

NEW, OTHER = actor("somebody new"), actor("somebody else")


def named(system: System) -> None:
    system.guardianship.proposeSuccessor(NEW, sender=system.guardian)


def in_force(system: System) -> None:
    named(system)
    system.rpc.travel(14 * DAY)


def cancelled(system: System) -> None:
    named(system)
    system.guardianship.cancelSuccessor(sender=system.recovery)
    system.rpc.travel(14 * DAY)


def replaced(system: System) -> None:
    in_force(system)
    system.guardianship.proposeSuccessor(OTHER, sender=system.guardian)
    system.rpc.travel(DAY)


def rotated(system: System) -> None:
    """While another recovery address waits."""
    system.guardianship.proposeRecoveryAddress(OTHER, sender=system.guardian)
    system.guardianship.proposeRotation(NEW, sender=system.guardian)
    system.rpc.travel(7 * DAY)
    system.guardianship.acceptRotation(sender=NEW)
    system.rpc.travel(30 * DAY)


def rotated_later(system: System) -> None:
    """When another recovery address is in force."""
    system.guardianship.proposeRecoveryAddress(OTHER, sender=system.guardian)
    system.rpc.travel(30 * DAY)
    system.guardianship.proposeRotation(NEW, sender=system.guardian)
    system.rpc.travel(7 * DAY)
    system.guardianship.acceptRotation(sender=NEW)


def recovered(system: System) -> None:
    """By the recovery address for itself."""
    system.guardianship.proposeRecovery(system.recovery, sender=system.recovery)
    system.rpc.travel(14 * DAY)
    system.guardianship.acceptRecovery(sender=system.recovery)


def recovered_and_named(system: System) -> None:
    recovered(system)
    system.rpc.travel(1)
    system.guardianship.proposeRecoveryAddress(NEW, sender=system.recovery)


WAYS: dict[str, tuple[Callable[[System], None], dict[str, str]]] = {
    "nothing": (lambda _: None, {}),
    "a change waits": (named, {}),
    "a change is in force": (in_force, {"successor": NEW.address}),
    "a change was cancelled": (cancelled, {}),
    "a change waits after another": (replaced, {"successor": NEW.address}),
    "a guardian drops what waits": (rotated, {"guardian": NEW.address}),
    "a guardian keeps what is in force": (
        rotated_later,
        {"guardian": NEW.address, "recovery": OTHER.address},
    ),
    "a guardian leaves its place": (recovered, {"guardian": "recovery", "recovery": NOBODY}),
    "an empty place is filled": (recovered_and_named, {"guardian": "recovery", "recovery": NEW.address}),
}


def first_of(system: System) -> dict[str, str]:
    """Who held the offices first."""
    return {role: str(getattr(system, role).address) for role in OFFICES}


def addresses_of(system: System) -> dict[str, str]:
    """Where the office stands, and who knows whether governance is in its own."""
    return {"Guardianship": system.guardianship.address, "Authority": system.authority.address}


@pytest.mark.parametrize("way", WAYS)
def test_verify_office__each_way__keeps_silent_and_notes_it(
    way: str, chain: Chain, inputs: Inputs, assembly: System
) -> None:
    go, changed = WAYS[way]
    first, after = first_of(assembly), closed_in(chain, assembly.factory.address, 0)
    go(assembly)
    findings = Findings()
    now = verify_office(chain, findings, replace(inputs, accounts=first), addresses_of(assembly), after)
    assert findings.differences == []
    expected = {role: first.get(holder, holder) for role, holder in changed.items()}
    assert now == {role: one for role, one in {**first, **expected}.items() if one != NOBODY}
    epoch = ["epoch"] if "guardian" in changed else []
    assert [note.split()[1] for note in findings.notes] == [*(r for r in OFFICES if r in changed), *epoch]


def test_verify_office__vacant__emits_the_difference(chain: Chain, inputs: Inputs, assembly: System) -> None:
    """Nothing unlawful, and nothing to go on with."""
    first, after = first_of(assembly), closed_in(chain, assembly.factory.address, 0)
    assembly.rpc.travel_to(assembly.guardianship.lastSeen() + 90 * DAY)
    assembly.succession.challenge(sender=assembly.stranger)
    assembly.rpc.travel(30 * DAY)
    assembly.succession.declareVacancy(sender=assembly.stranger)
    findings = Findings()
    verify_office(chain, findings, replace(inputs, accounts=first), addresses_of(assembly), after)
    assert findings.differences == ["office: vacant is True, not False"]
