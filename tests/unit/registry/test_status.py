"""What governance decides of an agent.

admit (operations), suspend, reinstate (critical)
├── caller is not in the role ── reverts AccessManagedUnauthorized
├── unknown ── reverts UnknownAgent
├── not in the status it leaves ── reverts WrongStatus
└── otherwise ── emits StatusChanged
    ├── admitted ── an agent of the cap, counted in its category
    ├── suspended ── no pay, no transfers, no units; the past stays; counted, modulo 256
    └── reinstated ── all of it again
retire (critical)
├── caller is not in the role ── reverts AccessManagedUnauthorized
├── office vacant ── reverts OfficeIsVacant
├── unknown ── reverts UnknownAgent; retired ── reverts WrongStatus
├── pending ── final, no share, no member less
└── otherwise ── final: former, no units, one member less, an emergency suspension ends
pauseBirths, pauseWalletRequests and their ends
├── caller ── as for every hold
└── a new guardian ── ends them
"""

from typing import Any

import pytest
from eth_abi import encode
from eth_utils import keccak

from tests.support.actors import actor, agent_actor
from tests.support.agents import govern, later_birth
from tests.support.contract import reverts
from tests.support.office import told, vacate
from tests.support.system import COHORT, DAY, FOR_EVER, ROAD, System, class_, reason

AGENT = agent_actor(1)
PENDING, ACTIVE, SUSPENDED, RETIRED = 1, 2, 3, 4
STEPS = ["admit", "suspend", "reinstate", "retire"]
PAUSES = {"births": "Births", "walletRequests": "WalletRequests"}


def decide(system: System, step: str, agent_id: int = 1) -> Any:
    return system.registry.fn(step)(agent_id, sender=system.guardian)


@pytest.mark.parametrize("step", STEPS)
def test_decision__not_in_the_role__reverts(sealed: System, step: str) -> None:
    """N9. STANDARD admits; suspending, reinstating and retiring is CRITICAL."""
    operations, critical = govern(sealed, AGENT)
    wrong = critical if step == "admit" else operations
    for caller in (sealed.guardian, sealed.registrar, AGENT, sealed.stranger):
        with reverts("AccessManagedUnauthorized", caller):
            sealed.registry.fn(step)(1, sender=caller)
    with reverts("AccessManagedUnauthorized", wrong):
        sealed.registry.fn(step)(1, sender=wrong)


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("unknown", [0, COHORT + 1])
def test_decision__unknown_agent__reverts(system: System, step: str, unknown: int) -> None:
    with reverts("UnknownAgent", unknown):
        decide(system, step, unknown)


def test_decision__wrong_status__reverts(system: System) -> None:
    later_birth(system, 4)
    decide(system, "suspend", 2)
    decide(system, "retire", 3)
    statuses = {COHORT + 1: PENDING, 1: ACTIVE, 2: SUSPENDED, 3: RETIRED}
    allowed = {
        ("admit", PENDING),
        ("suspend", ACTIVE),
        ("reinstate", SUSPENDED),
        ("retire", PENDING),
        ("retire", ACTIVE),
        ("retire", SUSPENDED),
    }
    for agent_id, status in statuses.items():
        for step in STEPS:
            if (step, status) not in allowed:
                with reverts("WrongStatus", agent_id, status):
                    decide(system, step, agent_id)


def test_admit__pending__emits_and_sets_a_member(system: System) -> None:
    agent_id = later_birth(system, 3)
    wallet = agent_actor(agent_id)
    receipt = decide(system, "admit", agent_id)
    assert told(receipt) == [
        ("Heartbeat", 1, system.rpc.now),
        ("StatusChanged", agent_id, PENDING, ACTIVE),
        ("WalletClassified", wallet.address, class_("none"), class_("agent"), 0),
    ]
    assert system.registry.isActive(agent_id)
    assert system.registry.membersOf(3) == 60
    assert system.cap.walletOf(wallet).voting
    assert system.treasury.entitlementOf(agent_id) == 0


def test_admit__wallet_became_a_humans_meanwhile__reverts(system: System) -> None:
    """N2, H9: whichever comes second is refused."""
    agent_id = later_birth(system, 3)
    system.cap.attest(b"holder".ljust(32, b"\0"), 2**39, sender=system.attestor)
    with reverts("WalletUnavailable", agent_actor(agent_id), class_("none")):
        system.link(agent_actor(agent_id), b"holder".ljust(32, b"\0"))
    decide(system, "admit", agent_id)
    with reverts("WalletUnavailable", agent_actor(agent_id), class_("agent")):
        system.link(agent_actor(agent_id), b"holder".ljust(32, b"\0"))


def test_suspend__active__sets_no_units_and_keeps_the_past(system: System) -> None:
    system.treasury.release(1, sender=system.stranger)
    paid, moment = system.token.balanceOf(AGENT), system.rpc.now
    receipt = decide(system, "suspend")
    assert told(receipt)[1:] == [
        ("StatusChanged", 1, ACTIVE, SUSPENDED),
        ("DelegateVotesChanged", AGENT.address, paid, 0),
    ]
    assert not system.registry.isActive(1)
    assert system.registry.payeeOf(1) == (AGENT.address, 2)
    assert system.cap.walletOf(AGENT).haltedUntil == FOR_EVER
    assert (system.token.unitsOf(AGENT), system.token.getVotes(AGENT)) == (0, 0)
    assert system.token.getPastVotes(AGENT, moment) == paid
    with reverts("TransferRefused", reason("SENDER_SUSPENDED"), AGENT, agent_actor(2), ROAD):
        system.token.transfer(agent_actor(2), ROAD, sender=AGENT, at=system.rpc.now + 400 * DAY)


def test_reinstate__suspended__sets_units_again(system: System) -> None:
    system.treasury.release(1, sender=system.stranger)
    paid = system.token.balanceOf(AGENT)
    decide(system, "suspend")
    receipt = decide(system, "reinstate")
    assert told(receipt)[1:] == [
        ("StatusChanged", 1, SUSPENDED, ACTIVE),
        ("DelegateVotesChanged", AGENT.address, 0, paid),
    ]
    assert system.registry.isActive(1)
    assert (system.token.unitsOf(AGENT), system.token.getVotes(AGENT)) == (paid, paid)
    system.token.transfer(agent_actor(2), ROAD, sender=AGENT)


def test_suspend__again_and_again__is_counted(system: System) -> None:
    for time in range(1, 4):
        decide(system, "suspend")
        assert system.registry.agent(1).suspensions == time
        decide(system, "reinstate")
        assert system.registry.agent(1).suspensions == time
    system.registry.emergencySuspend(1, sender=system.guardian)
    assert system.registry.agent(1).suspensions == 3


def test_suspend__256th_time__counts_from_zero(system: System) -> None:
    registry, rpc = system.registry.address, system.rpc
    slots = [int.from_bytes(keccak(encode(["uint256", "uint256"], [1, base]))) for base in range(64)]
    words = {slot: rpc.storage(registry, slot) for slot in slots}
    (slot,) = (slot for slot, word in words.items() if word % 2**160 == int(AGENT.address, 16))
    rpc.set_storage(registry, slot, words[slot] | 0xFF << 248)
    assert system.registry.agent(1) == {
        **system.registry.agent(2),
        "wallet": AGENT.address,
        "suspensions": 255,
    }
    decide(system, "suspend")
    assert system.registry.agent(1) == {
        **system.registry.agent(2),
        "wallet": AGENT.address,
        "status": SUSPENDED,
    }


def test_retire__office_vacant__reverts(system: System) -> None:
    """Before the hand over the role is the office's, and so nobody's."""
    vacate(system)
    with reverts("AccessManagedUnauthorized", system.guardian):
        decide(system, "retire")


def test_retire__office_vacant_under_governance__reverts(sealed: System) -> None:
    _, critical = govern(sealed, AGENT)
    vacate(sealed)
    with reverts("OfficeIsVacant"):
        sealed.registry.retire(1, sender=critical)
    assert sealed.registry.agent(1).status == ACTIVE
    sealed.guardianship.heartbeat(sender=sealed.guardian)
    sealed.registry.retire(1, sender=critical)


@pytest.mark.parametrize("before", [ACTIVE, SUSPENDED])
def test_retire__agent__emits_and_is_final(system: System, before: int) -> None:
    system.treasury.release(1, sender=system.stranger)
    paid = system.token.balanceOf(AGENT)
    if before == SUSPENDED:
        decide(system, "suspend")
    receipt = decide(system, "retire")
    votes = [("DelegateVotesChanged", AGENT.address, paid, 0)] if before == ACTIVE else []
    names = [name for name, *_ in told(receipt)]
    assert told(receipt)[1:-4] == [("StatusChanged", 1, before, RETIRED), *votes]
    assert names[-4:] == ["BookOpened", "WalletClassified", "BookMoved", "ShareForfeited"]
    assert system.registry.membersOf(0) == 9
    assert not system.registry.isActive(1)
    assert system.registry.payeeOf(1) == (AGENT.address, 4)
    assert system.cap.classOf(AGENT) == class_("former")
    assert system.cap.walletOf(AGENT).haltedUntil == 0
    assert system.token.unitsOf(AGENT) == 0
    assert system.registry.agentOf(AGENT) == 1
    system.token.transfer(agent_actor(2), ROAD, sender=AGENT)


def test_retire__pending__sets_retired_and_nothing_else(system: System) -> None:
    agent_id = later_birth(system, 4)
    receipt = decide(system, "retire", agent_id)
    assert told(receipt)[1:] == [("StatusChanged", agent_id, PENDING, RETIRED)]
    assert system.registry.membersOf(4) == 4
    assert system.treasury.rewardReserve() == 0


def test_retire__under_emergency_suspension__ends_that(system: System) -> None:
    system.treasury.release(1, sender=system.stranger)
    system.registry.emergencySuspend(1, sender=system.guardian)
    decide(system, "retire")
    system.token.transfer(agent_actor(2), ROAD, sender=AGENT)
    assert system.registry.payeeOf(1) == (AGENT.address, 4)


@pytest.mark.parametrize("scope", PAUSES)
def test_pause__not_the_guardian__reverts(newborn: System, scope: str) -> None:
    for caller in (newborn.registrar, newborn.recovery, newborn.stranger):
        with reverts("CallerNotGuardian", caller):
            newborn.registry.fn(f"pause{PAUSES[scope]}")(sender=caller)
        with reverts("AccessManagedUnauthorized", caller):
            newborn.registry.fn(f"unpause{PAUSES[scope]}")(sender=caller)


@pytest.mark.parametrize("scope", PAUSES)
def test_pause__guardian__emits_and_ends_by_lift_or_time(newborn: System, scope: str) -> None:
    name, nobody = scope.encode().ljust(32, b"\0"), bytes(32)
    pause, unpause = (newborn.registry.fn(f"{verb}{PAUSES[scope]}") for verb in ("pause", "unpause"))
    with reverts("NotHeld"):
        unpause(sender=newborn.guardian)
    receipt = pause(sender=newborn.guardian)
    now = newborn.rpc.now
    started = ("EmergencyStarted", name, nobody, 1, now + 3 * DAY, 11 * DAY)
    assert told(receipt) == [("Heartbeat", 1, now), started]
    assert newborn.registry.heldUntil(name, nobody) == now + 3 * DAY
    receipt = unpause(sender=newborn.guardian)
    lifted = ("EmergencyLifted", name, nobody, newborn.guardian.address)
    assert told(receipt) == [("Heartbeat", 1, newborn.rpc.now), lifted]
    assert newborn.registry.heldUntil(name, nobody) == newborn.rpc.now


@pytest.mark.parametrize("scope", PAUSES)
def test_unpause__critical_role__ends_it(sealed: System, scope: str) -> None:
    sealed.registry.fn(f"pause{PAUSES[scope]}")(sender=sealed.guardian)
    operations, critical = govern(sealed, AGENT)
    with reverts("AccessManagedUnauthorized", operations):
        sealed.registry.fn(f"unpause{PAUSES[scope]}")(sender=operations)
    sealed.registry.fn(f"unpause{PAUSES[scope]}")(sender=critical)


@pytest.mark.parametrize("scope", PAUSES)
def test_pause__new_guardian__ends_it(newborn: System, scope: str) -> None:
    newborn.guardianship.proposeRotation(actor("next"), sender=newborn.guardian)
    newborn.rpc.travel(7 * DAY)
    newborn.registry.fn(f"pause{PAUSES[scope]}")(sender=newborn.guardian)
    newborn.guardianship.acceptRotation(sender=actor("next"))
    assert newborn.registry.heldUntil(scope.encode().ljust(32, b"\0"), bytes(32)) == 0
