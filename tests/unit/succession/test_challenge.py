"""Whoever misses the guardian says so; ninety days of silence are needed, and one heartbeat ends it.

challenge
├── bootstrap open ── reverts BootstrapOpen
├── a challenge is in force, at whatever stage ── reverts WrongStage
├── guardian heard of less than 90 days ago ── reverts ChallengeTooEarly   (invariant 25)
└── otherwise ── emits GuardianChallenged: the snapshot is the second before, 67 % of its units elect
    ├── the guardian acts, or signs a heartbeat ── void; the next needs 90 days of silence   (invariant 26)
    ├── another guardian is seated ── void
    └── somebody else acts ── in force
"""

import pytest

from tests.support.actors import actor, agent_actor
from tests.support.contract import reverts
from tests.support.holders import pay
from tests.support.office import sign_heartbeat, told
from tests.support.rpc import Rpc
from tests.support.succession import (
    ANSWER,
    FORTNIGHT,
    SILENCE,
    challenge,
    declare,
    elect,
    open_round,
    st,
    stage,
    vote,
    with_succession,
)
from tests.support.system import DAY, HOUR, System

NEXT = actor("next guardian")


def test_challenge__bootstrap_open__reverts(rpc: Rpc, isolated: None) -> None:
    system = System(rpc, close=False, succession=True)
    with reverts("BootstrapOpen"):
        system.succession.challenge(sender=system.stranger, at=rpc.now + SILENCE)


def test_challenge__guardian_heard_of__reverts(office: System) -> None:
    """G11, invariant 25."""
    seen = office.guardianship.lastSeen()
    assert office.succession.challengeableFrom() == seen + SILENCE
    for time in (office.rpc.now + 1, seen + SILENCE - 1):
        with reverts("ChallengeTooEarly", seen, seen + SILENCE):
            office.succession.challenge(sender=office.stranger, at=time)


@pytest.mark.parametrize("late", [0, 1, 1000 * DAY], ids=["at", "after", "long after"])
@pytest.mark.parametrize("who", ["stranger", "successor", "recovery", "deployer"])
def test_challenge__silent__emits(office: System, who: str, late: int) -> None:
    time = office.guardianship.lastSeen() + SILENCE + late
    caller = getattr(office, who)
    receipt = office.succession.challenge(sender=caller, at=time)
    assert told(receipt) == [("GuardianChallenged", 1, caller.address, time - 1, 67)]
    assert office.succession.challenged() == {"madeAt": time, "vacantAt": 0, "threshold": 67}
    assert stage(office) == ("challenged", time + ANSWER)
    assert not office.guardianship.vacant()


def test_challenge__by_the_silent_guardian__is_no_sign_of_life(office: System) -> None:
    """Invariant 26: it asks this contract nothing of its office."""
    time = office.guardianship.lastSeen() + SILENCE
    office.succession.challenge(sender=office.guardian, at=time)
    assert office.guardianship.lastSeen() == time - SILENCE
    assert stage(office)[0] == "challenged"


def test_challenge__paid_in_the_second_before_or_in_the_same__counts_the_former(office: System) -> None:
    """Invariant 27: the snapshot is one second before the challenge."""
    time = office.guardianship.lastSeen() + SILENCE
    office.token.transfer(agent_actor(4), 100, sender=office.treasury, at=time - 1)
    assert office.succession.challenge(sender=office.stranger, at=time).events[0].threshold == 134
    pay(office, agent_actor(5), 1000)
    assert office.succession.challenged().threshold == 134


@pytest.mark.parametrize("reached", ["challenged", "unanswered", "successor", "voting", "elected"])
def test_challenge__in_force__reverts(office: System, reached: str) -> None:
    """One at a time."""
    if reached in ("challenged", "unanswered"):
        time = challenge(office)
        office.rpc.travel_to(time + (ANSWER if reached == "unanswered" else 1))
    elif reached == "successor":
        declare(office)
    elif reached == "voting":
        open_round(office)
    else:
        elect(office, NEXT)
    with reverts("WrongStage", st(reached), st("quiet")):
        office.succession.challenge(sender=office.stranger)


@pytest.mark.parametrize("way", ["heartbeat", "signature", "power"])
@pytest.mark.parametrize("wait", [0, ANSWER, 200 * DAY], ids=["at once", "when it is over", "later"])
def test_challenge__answered__is_void(office: System, way: str, wait: int) -> None:
    """G11, invariant 26: also when the 30 days are over, as long as nobody declared the office vacant."""
    time = challenge(office) + 1 + wait
    if way == "heartbeat":
        office.guardianship.heartbeat(sender=office.guardian, at=time)
    elif way == "signature":
        proof = sign_heartbeat(office, time + HOUR)
        office.guardianship.heartbeatBySig(time + HOUR, proof, sender=office.stranger, at=time)
    else:
        office.token.pause(sender=office.guardian, at=time)
    assert stage(office) == ("quiet", 0)
    with reverts("WrongStage", st("quiet"), st("unanswered")):
        office.succession.declareVacancy(sender=office.stranger, at=time + ANSWER)
    with reverts("ChallengeTooEarly", time, time + SILENCE):
        office.succession.challenge(sender=office.stranger, at=time + SILENCE - 1)
    receipt = office.succession.challenge(sender=office.stranger, at=time + SILENCE)
    assert told(receipt) == [("GuardianChallenged", 1, office.stranger.address, time + SILENCE - 1, 67)]


def test_challenge__answered_in_the_same_second__is_void(office: System) -> None:
    time = challenge(office)
    office.guardianship.heartbeat(sender=office.guardian, at=time)
    assert office.guardianship.lastSeen() == time == office.succession.challenged().madeAt
    assert stage(office) == ("quiet", 0)


def test_challenge__a_rotation_that_was_pending__is_void(office: System) -> None:
    """The guardian had passed the office on before it fell silent: its candidate accepts."""
    office.guardianship.proposeRotation(NEXT, sender=office.guardian)
    challenge(office)
    office.guardianship.acceptRotation(sender=NEXT)
    assert stage(office) == ("quiet", 0)
    assert office.succession.challengeableFrom() == office.rpc.now + SILENCE


@pytest.mark.parametrize("reached", ["challenged", "successor", "voting", "elected", "acceptance"])
def test_challenge__recovery__is_void(office: System, reached: str) -> None:
    """Invariant 25: its own recovery address replaces a silent guardian at any stage."""
    if reached == "challenged":
        challenge(office)
    elif reached == "successor":
        declare(office)
    elif reached == "voting":
        open_round(office)
    else:
        elect(office, actor("elected"))
    office.guardianship.proposeRecovery(NEXT, sender=office.recovery)
    ready = office.rpc.now + FORTNIGHT
    office.guardianship.acceptRecovery(sender=NEXT, at=ready)
    assert (office.guardianship.guardian(), office.guardianship.epoch()) == (NEXT.address, 2)
    assert stage(office) == ("quiet", 0)
    with reverts("WrongStage", st("quiet"), st("openable")):
        office.succession.openElection(sender=office.stranger, at=ready + 100 * DAY - 1)
    assert challenge(office) == ready + SILENCE


@pytest.mark.parametrize("act", ["cancel", "pay", "vote"])
def test_challenge__somebody_else_acts__stays_in_force(office: System, act: str) -> None:
    """Invariant 26."""
    office.guardianship.proposeSuccessor(NEXT, sender=office.guardian)
    open_round(office)
    if act == "cancel":
        office.guardianship.proposeRecovery(NEXT, sender=office.recovery)
        office.guardianship.cancelRecovery(sender=office.recovery)
    elif act == "pay":
        pay(office, agent_actor(7), 1)
    else:
        vote(office, 1, NEXT)
    assert stage(office)[0] == "voting"


def test_challenge__a_guardian_who_acts_every_ninety_days__is_never_challenged(office: System) -> None:
    """Invariant 25: the last second of each span is soon enough."""
    for _ in range(8):
        time = office.guardianship.lastSeen() + SILENCE - 1
        with reverts("ChallengeTooEarly", time - SILENCE + 1, time + 1):
            office.succession.challenge(sender=office.stranger, at=time)
        office.guardianship.heartbeat(sender=office.guardian, at=time)
    assert office.succession.challenged().madeAt == 0


@pytest.mark.parametrize("divisor", [1, 360, 86400])
def test_challenge__another_divisor__counts_in_its_days(rpc: Rpc, isolated: None, divisor: int) -> None:
    """Invariant 51: the same story, from the silence to the acceptance in a second round."""
    system, day = with_succession(rpc, divisor), DAY // divisor
    pay(system, agent_actor(1), 100)
    system.guardianship.heartbeat(sender=system.guardian)
    seen, succession = system.guardianship.lastSeen(), system.succession
    assert succession.challengeableFrom() == seen + 90 * day
    assert challenge(system) == seen + 90 * day
    assert stage(system) == ("challenged", seen + 120 * day)
    succession.declareVacancy(sender=system.stranger, at=seen + 120 * day)
    assert stage(system) == ("successor", seen + 134 * day)
    succession.openElection(sender=system.stranger, at=seen + 134 * day)
    assert stage(system) == ("voting", seen + 148 * day)
    assert stage(system, at=seen + 148 * day) == ("failed", seen + 162 * day)
    succession.openElection(sender=system.stranger, at=seen + 162 * day)
    succession.vote(NEXT, agent_actor(1), sender=agent_actor(1), at=seen + 163 * day)
    assert stage(system) == ("elected", seen + 177 * day)
    assert stage(system, at=seen + 177 * day) == ("acceptance", seen + 191 * day)
    assert stage(system, at=seen + 191 * day) == ("failed", seen + 205 * day)
    assert stage(system, at=seen + 205 * day) == ("openable", 0)
    succession.acceptElection(sender=NEXT, at=seen + 191 * day - 1)
    assert system.guardianship.guardian() == NEXT.address
