"""An agent's next wallet: ceiling, units and delegation follow in the same call; the balance does not.

rotation
├── units leave the old wallet, the ceiling goes with the agent; the new one's units grow with its balance
├── whom the agent chose it keeps; itself becomes the new wallet
├── votes that others gave to the old wallet stay there until they choose again
├── old wallet ── sends, has no votes, receives nothing
├── there and back ── no unit is made
└── suspended by the guardian ── the halt follows; pending votes and total as before
"""

import pytest

from tests.support.actors import Actor, actor, agent_actor
from tests.support.contract import reverts
from tests.support.holders import paid_agent, pay, rich_human
from tests.support.system import ROAD, System, class_, reason

PAID = 100 * ROAD
OTHER = agent_actor(2)


@pytest.fixture
def agent(fleet: System) -> Actor:
    return paid_agent(fleet, 1, PAID)


@pytest.fixture
def next_wallet() -> Actor:
    return actor("next wallet")


def total(system: System) -> int:
    system.rpc.travel(1)
    units: int = system.token.getPastTotalSupply(system.rpc.now - 1)
    return units


def test_rotation__paid_agent__carries_ceiling_and_room(
    fleet: System, agent: Actor, next_wallet: Actor
) -> None:
    receipt = fleet.rotate(1, agent, next_wallet)
    assert [e.args for e in receipt.of("DelegateChanged")] == [
        {
            "delegator": next_wallet.address,
            "fromDelegate": next_wallet.address,
            "toDelegate": next_wallet.address,
        }
    ]
    votes = [(e.delegate, e.previousVotes, e.newVotes) for e in receipt.of("DelegateVotesChanged")]
    assert votes == [(agent.address, PAID, 0)]
    token = fleet.token
    assert (token.ceilingOf(agent), token.ceilingOf(next_wallet)) == (0, PAID)
    assert (token.unitsOf(agent), token.unitsOf(next_wallet), total(fleet)) == (0, 0, 0)
    assert fleet.cap.classOf(agent) == class_("former")
    # The old wallet hands the balance over; each wei of it counts again, and none besides.
    token.transfer(next_wallet, 60 * ROAD, sender=agent)
    assert (token.getVotes(next_wallet), total(fleet)) == (60 * ROAD, 60 * ROAD)
    token.transfer(next_wallet, 40 * ROAD, sender=agent)
    rich = rich_human(fleet, "rich", PAID)[0]
    token.transfer(next_wallet, PAID, sender=rich)
    assert (token.getVotes(next_wallet), total(fleet)) == (PAID, PAID)
    pay(fleet, next_wallet, ROAD)
    assert (token.unitsOf(next_wallet), token.ceilingOf(next_wallet)) == (PAID + ROAD, PAID + ROAD)


def test_rotation__old_wallet__sends_and_does_not_receive(
    fleet: System, agent: Actor, next_wallet: Actor
) -> None:
    fleet.rotate(1, agent, next_wallet)
    with reverts("TransferRefused", reason("RECIPIENT_FORMER"), next_wallet, agent, 1):
        pay(fleet, next_wallet, 1)
        fleet.token.transfer(agent, 1, sender=next_wallet)
    with reverts("DelegatorNotAgent", agent):
        fleet.token.delegate(OTHER, sender=agent)
    fleet.token.transfer(OTHER, PAID, sender=agent)
    assert fleet.token.unitsOf(OTHER) == 0


def test_rotation__delegated_to_another__keeps_the_choice(
    fleet: System, agent: Actor, next_wallet: Actor
) -> None:
    fleet.token.delegate(OTHER, sender=agent)
    fleet.rotate(1, agent, next_wallet)
    assert fleet.token.delegates(next_wallet) == OTHER.address
    assert fleet.token.getVotes(OTHER) == 0
    fleet.token.transfer(next_wallet, PAID, sender=agent)
    assert (fleet.token.getVotes(OTHER), fleet.token.getVotes(next_wallet)) == (PAID, 0)


def test_rotation__chosen_by_others__their_votes_stay_behind(
    fleet: System, agent: Actor, next_wallet: Actor
) -> None:
    other_agent = paid_agent(fleet, 2, PAID)
    fleet.token.delegate(agent, sender=other_agent)
    fleet.rotate(1, agent, next_wallet)
    assert (fleet.token.getVotes(agent), fleet.token.getVotes(next_wallet)) == (PAID, 0)
    assert total(fleet) == PAID
    fleet.token.delegate(next_wallet, sender=other_agent)
    assert (fleet.token.getVotes(agent), fleet.token.getVotes(next_wallet)) == (0, PAID)


def test_rotation__there_and_on__makes_no_unit(fleet: System, agent: Actor, next_wallet: Actor) -> None:
    fleet.rotate(1, agent, next_wallet)
    fleet.token.transfer(next_wallet, PAID, sender=agent)
    third = actor("third wallet")
    fleet.rotate(1, next_wallet, third)
    fleet.token.transfer(third, PAID, sender=next_wallet)
    assert (fleet.token.unitsOf(third), fleet.token.ceilingOf(third), total(fleet)) == (PAID, PAID, PAID)
    with reverts("WalletTaken", agent):
        fleet.rotate(1, third, agent)


def test_rotation__suspended_by_the_guardian__carries_the_halt(
    fleet: System, agent: Actor, next_wallet: Actor
) -> None:
    fleet.registry.emergencySuspend(1, sender=fleet.guardian)
    halted = fleet.cap.walletOf(agent).haltedUntil
    fleet.rotate(1, agent, next_wallet)
    assert fleet.cap.walletOf(next_wallet).haltedUntil == halted
    pay(fleet, next_wallet, ROAD)
    with reverts("TransferRefused", reason("SENDER_SUSPENDED"), next_wallet, OTHER, 1):
        fleet.token.transfer(OTHER, 1, sender=next_wallet)
    with reverts("TransferRefused", reason("SENDER_SUSPENDED"), agent, OTHER, 1):
        fleet.token.transfer(OTHER, 1, sender=agent)
    assert fleet.token.unitsOf(next_wallet) == ROAD
    fleet.token.transfer(OTHER, ROAD, sender=next_wallet, at=halted)
    fleet.token.transfer(OTHER, PAID, sender=agent)


def test_rotation__suspension_lifted_after_it__leaves_the_old_wallet_to_the_end(
    fleet: System, agent: Actor, next_wallet: Actor
) -> None:
    """Lifting frees the agent's present wallet; the one that it left stays halted until its end."""
    fleet.registry.emergencySuspend(1, sender=fleet.guardian)
    fleet.registry.confirmSuspension(1, True, sender=fleet.peer("EmergencyConfirmation"))
    fleet.rotate(1, agent, next_wallet)
    fleet.registry.liftSuspension(1, sender=fleet.guardian)
    assert fleet.cap.walletOf(next_wallet).haltedUntil == 0
    until = fleet.cap.walletOf(agent).haltedUntil
    with reverts("TransferRefused", reason("SENDER_SUSPENDED"), agent, next_wallet, PAID):
        fleet.token.transfer(next_wallet, PAID, sender=agent, at=until - 1)
    fleet.token.transfer(next_wallet, PAID, sender=agent, at=until)


def test_rotation__to_a_wallet_in_use__reverts(fleet: System, agent: Actor) -> None:
    """H9, N2: neither a human's wallet, nor one that holds, nor an officer's."""
    human, former = rich_human(fleet, "human", 0, ROAD)
    fleet.cap.unlink(former, sender=fleet.attestor)
    with reverts("WalletUnavailable", human, class_("human")):
        fleet.rotate(1, agent, human)
    with reverts("WalletNotEmpty", former, ROAD):
        fleet.rotate(1, agent, former)
    for officer in (fleet.guardian, fleet.successor, fleet.recovery, OTHER):
        with reverts("WalletTaken", officer):
            fleet.rotate(1, agent, officer)
