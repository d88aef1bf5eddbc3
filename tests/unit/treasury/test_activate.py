"""The start of the agents' clock.

activate
├── bootstrap open ── reverts BootstrapOpen
├── one genesis agent missing ── reverts GenesisIncomplete
├── twice ── reverts AlreadyActivated
└── otherwise ── anyone; emits, sets; nobody need have confirmed, paused or vacant as all may be
"""

import pytest

from tests.support.contract import reverts
from tests.support.office import told, vacate
from tests.support.rpc import Rpc
from tests.support.system import System


def test_activate__bootstrap_open__reverts(rpc: Rpc, isolated: None) -> None:
    system = System(rpc, close=False)
    with reverts("BootstrapOpen"):
        system.treasury.activate(sender=system.deployer)


def test_activate__one_missing__reverts(unsealed: System) -> None:
    with reverts("GenesisIncomplete"):
        unsealed.treasury.activate(sender=unsealed.guardian)
    unsealed.birth(1)
    unsealed.treasury.activate(sender=unsealed.stranger)


@pytest.mark.parametrize("caller", ["stranger", "guardian", "deployer"])
def test_activate__sealed__emits_and_sets(sealed: System, caller: str) -> None:
    """X3: by anyone, confirmed or not."""
    receipt = sealed.treasury.activate(sender=getattr(sealed, caller))
    assert told(receipt) == [("Activated", sealed.rpc.now)]
    assert sealed.treasury.activatedAt() == sealed.rpc.now
    assert sealed.treasury.vestedOf(1) == sealed.treasury.entitlementOf(1) // 4


def test_activate__twice__reverts(system: System) -> None:
    started = system.treasury.activatedAt()
    with reverts("AlreadyActivated", started):
        system.treasury.activate(sender=system.stranger)
    assert system.treasury.activatedAt() == started


def test_activate__everything_held_and_nobody_in_office__sets(sealed: System) -> None:
    """X4: a silent guardian holds up no agent's clock."""
    vacate(sealed)
    assert sealed.guardianship.vacant()
    sealed.treasury.activate(sender=sealed.stranger)


def test_activate__paused__sets(sealed: System) -> None:
    for pause in (sealed.treasury.pausePayments, sealed.token.pause, sealed.registry.pauseBirths):
        pause(sender=sealed.guardian)
    sealed.treasury.activate(sender=sealed.stranger)
