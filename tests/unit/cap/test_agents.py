"""What the registry tells the cap: an agent's wallet, its votes, its halt, its end.

enrolAgent
├── a human's, a venue's, the guardian's wallet ── reverts WalletUnavailable
├── former with a balance ── reverts WalletNotEmpty
└── unused, or emptied ── agent, voting, in no book
rotateAgent ── class, halt, freeze and ceiling go on; the old wallet is former in a book of its own
retireAgent ── former in a book of its own, whose excess shows; may receive from the treasury alone
setHaltedUntil, setVoting ── change that field alone
"""

import pytest

from tests.support.actors import Actor, actor, agent_actor
from tests.support.contract import reverts
from tests.support.holders import paid_agent, pay, rich_human
from tests.support.office import told
from tests.support.system import CAP, ROAD, ZERO, System, class_, identity_of, reason

AGENT, FORMER, NONE = class_("agent"), class_("former"), class_("none")
NEXT = actor("next wallet")


def enrol(system: System, wallet: Actor) -> list[tuple[object, ...]]:
    """As the registry does at a birth."""
    rows: list[tuple[object, ...]] = told(system.cap.enrolAgent(wallet, sender=system.registry))
    return rows


def test_enrol__in_use__reverts(fleet: System) -> None:
    """H9, N2."""
    human, left = rich_human(fleet, "human", 0, ROAD)
    fleet.cap.unlink(left, sender=fleet.attestor)
    venue = actor("venue")
    fleet.cap.setVenue(venue, True, sender=fleet.guardian)
    used = {human: "human", venue: "venue", fleet.guardian: "guardian", agent_actor(1): "agent"}
    for wallet, kind in used.items():
        with reverts("WalletUnavailable", wallet, class_(kind)):
            fleet.cap.enrolAgent(wallet, sender=fleet.registry)
    with reverts("WalletUnavailable", fleet.treasury, class_("protocol")):
        fleet.cap.enrolAgent(fleet.treasury, sender=fleet.registry)
    with reverts("WalletUnavailable", ZERO, NONE):
        fleet.cap.enrolAgent(ZERO, sender=fleet.registry)
    with reverts("WalletNotEmpty", left, ROAD):
        fleet.cap.enrolAgent(left, sender=fleet.registry)


def test_enrol__unused__is_an_agent(fleet: System) -> None:
    assert enrol(fleet, NEXT) == [("WalletClassified", NEXT.address, NONE, AGENT, 0)]
    wallet = fleet.cap.walletOf(NEXT)
    assert tuple(wallet.values()) == (AGENT, True, 0, 0, 0, 0)


def test_enrol__emptied_wallet_of_a_human__leaves_its_list(fleet: System) -> None:
    wallet = rich_human(fleet, "human", ROAD)[0]
    fleet.cap.unlink(wallet, sender=fleet.attestor)
    fleet.token.transfer(fleet.guardian, ROAD, sender=wallet)
    assert enrol(fleet, wallet) == [
        ("WalletClassified", wallet.address, FORMER, NONE, 0),
        ("WalletClassified", wallet.address, NONE, AGENT, 0),
    ]
    assert fleet.cap.walletsOf(identity_of("human")) == []


def test_rotate__funded__keeps_the_old_balance_counted(fleet: System) -> None:
    agent = paid_agent(fleet, 1, CAP + ROAD)
    receipt = fleet.rotate(1, agent, NEXT)
    own = fleet.cap.identityOf(agent)
    number = fleet.cap.numberOf(own)
    caps = [row for row in told(receipt) if row[0] in ("WalletClassified", "BookOpened", "BookMoved")]
    assert caps == [
        ("WalletClassified", NEXT.address, NONE, AGENT, 0),
        ("BookOpened", number, own, 2**40 - 1),
        ("WalletClassified", agent.address, AGENT, FORMER, number),
        ("BookMoved", 0, number, CAP + ROAD, 3, fleet.cap.head()),
    ]
    assert fleet.cap.excessOf(own) == ROAD
    old, new = fleet.cap.walletOf(agent), fleet.cap.walletOf(NEXT)
    assert (old["class"], old.voting, old.ceiling) == (FORMER, False, 0)
    assert (new["class"], new.voting, new.ceiling, new.book) == (AGENT, True, CAP + ROAD, 0)
    fleet.token.transfer(NEXT, CAP + ROAD, sender=agent)
    assert fleet.cap.holdingsOf(own) == 0


def test_rotate__empty__leaves_nothing(fleet: System) -> None:
    fleet.rotate(1, agent_actor(1), NEXT)
    assert tuple(fleet.cap.walletOf(agent_actor(1)).values()) == (NONE, False, 0, 0, 0, 0)


def test_retire__rich__shows_the_excess(fleet: System) -> None:
    """T8: never silent. It may be rebalanced like a human's."""
    agent = paid_agent(fleet, 1, CAP + ROAD)
    receipt = fleet.registry.retire(1, sender=fleet.guardian)
    own = fleet.cap.identityOf(agent)
    assert receipt.of("BookMoved")[0].amount == CAP + ROAD
    assert (fleet.cap.classOf(agent), fleet.cap.excessOf(own)) == (FORMER, ROAD)
    fleet.rpc.travel(30 * 86400)
    fleet.cap.rebalance(own, sender=fleet.stranger)
    assert fleet.escrow.escrowedOf(agent) == ROAD
    fleet.escrow.withdraw(agent_actor(2), ROAD, sender=agent)
    assert fleet.token.unitsOf(agent_actor(2)) == 0


def test_retire__from_whom__the_treasury_alone(fleet: System) -> None:
    agent = paid_agent(fleet, 1)
    fleet.registry.retire(1, sender=fleet.guardian)
    former = reason("RECIPIENT_FORMER")
    for sender in (fleet.vesting, agent_actor(2)):
        pay(fleet, agent_actor(2), 1)
        with reverts("TransferRefused", former, sender, agent, 1):
            fleet.token.transfer(agent, 1, sender=sender)
    pay(fleet, agent, ROAD)
    assert (fleet.token.unitsOf(agent), fleet.token.ceilingOf(agent)) == (0, 100 * ROAD)


@pytest.mark.parametrize("how", ["emergency", "governance"])
def test_retire__while_suspended__may_send(fleet: System, how: str) -> None:
    agent = paid_agent(fleet, 1)
    if how == "emergency":
        fleet.registry.emergencySuspend(1, sender=fleet.guardian)
    else:
        fleet.registry.suspend(1, sender=fleet.guardian)
    with reverts("TransferRefused", reason("SENDER_SUSPENDED"), agent, fleet.guardian, 1):
        fleet.token.transfer(fleet.guardian, 1, sender=agent)
    fleet.registry.retire(1, sender=fleet.guardian)
    fleet.token.transfer(fleet.guardian, 100 * ROAD, sender=agent)
    assert fleet.cap.holdingsOf(fleet.cap.identityOf(agent)) == 0


def test_set_halted_until__ends_at_its_second(fleet: System) -> None:
    agent = paid_agent(fleet, 1)
    end = fleet.rpc.now + 100
    before = fleet.cap.walletOf(agent)
    assert told(fleet.cap.setHaltedUntil(agent, end, sender=fleet.registry)) == []
    assert fleet.cap.walletOf(agent) == before | {"haltedUntil": end}
    with reverts("TransferRefused", reason("SENDER_SUSPENDED"), agent, fleet.guardian, 1):
        fleet.token.transfer(fleet.guardian, 1, sender=agent, at=end - 1)
    fleet.token.transfer(fleet.guardian, 1, sender=agent, at=end)


def test_set_voting__again__changes_nothing(fleet: System) -> None:
    """Units are given and taken once, whoever asks how often."""
    agent = paid_agent(fleet, 1)
    for voting, votes in ((True, 100), (False, 0), (False, 0), (True, 100), (True, 100)):
        fleet.cap.setVoting(agent, voting, sender=fleet.registry)
        assert fleet.token.getVotes(agent) == votes * ROAD
    fleet.rpc.travel(1)
    assert fleet.token.getPastTotalSupply(fleet.rpc.now - 1) == 100 * ROAD
