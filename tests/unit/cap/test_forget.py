"""An emptied wallet that its human has left gives up its place in the list; anyone may say so.

forget
├── no former wallet ── reverts WrongClass
├── not empty ── reverts WalletNotEmpty, also for one wei of dust
├── a retired agent's ── reverts WalletUnavailable: it may still be owed something
└── otherwise ── emits WalletClassified; the order of the others stays
"""

from typing import Any

from tests.support.actors import actor, agent_actor
from tests.support.contract import reverts
from tests.support.holders import paid_agent, pay, rich_human
from tests.support.office import told
from tests.support.system import ROAD, System, class_, identity_of


def test_forget__no_former_wallet__reverts(fleet: System) -> None:
    kinds: dict[Any, str] = {
        fleet.human("human")[0]: "human",
        agent_actor(1): "agent",
        fleet.guardian: "guardian",
        fleet.treasury: "protocol",
        actor("nobody"): "none",
    }
    for wallet, kind in kinds.items():
        with reverts("WrongClass", wallet, class_(kind), class_("former")):
            fleet.cap.forget(wallet, sender=fleet.stranger)


def test_forget__not_empty__reverts(fleet: System) -> None:
    wallet = rich_human(fleet, "human", ROAD)[0]
    fleet.cap.unlink(wallet, sender=fleet.attestor)
    for left in (ROAD, 1):
        fleet.token.transfer(fleet.guardian, fleet.token.balanceOf(wallet) - left, sender=wallet)
        with reverts("WalletNotEmpty", wallet, left):
            fleet.cap.forget(wallet, sender=fleet.stranger)


def test_forget__retired_agents__reverts(fleet: System) -> None:
    agent = paid_agent(fleet)
    fleet.registry.retire(1, sender=fleet.guardian)
    fleet.token.transfer(fleet.guardian, 100 * ROAD, sender=agent)
    with reverts("WalletUnavailable", agent, class_("former")):
        fleet.cap.forget(agent, sender=fleet.stranger)
    pay(fleet, agent, 1)


def test_forget__emptied__emits_and_keeps_the_order(fleet: System) -> None:
    wallets = rich_human(fleet, "human", 0, ROAD, 0, 0)
    identity = identity_of("human")
    gone = wallets[1]
    fleet.cap.unlink(gone, sender=fleet.attestor)
    fleet.token.transfer(fleet.guardian, ROAD, sender=gone)
    receipt = fleet.cap.forget(gone, sender=fleet.stranger)
    assert told(receipt) == [("WalletClassified", gone.address, class_("former"), class_("none"), 0)]
    assert fleet.cap.walletsOf(identity) == [w.address for w in wallets if w is not gone]
    assert fleet.cap.identityOf(gone) == b"\0" * 32
    with reverts("WrongClass", gone, class_("none"), class_("former")):
        fleet.cap.forget(gone, sender=fleet.stranger)


def test_forget__wallet_that_an_agent_left__is_free(fleet: System) -> None:
    """Its own book stays open and empty; the agent's next wallet is not concerned."""
    agent, next_wallet = paid_agent(fleet), actor("next wallet")
    fleet.rotate(1, agent, next_wallet)
    own = fleet.cap.identityOf(agent)
    fleet.token.transfer(next_wallet, 100 * ROAD, sender=agent)
    fleet.cap.forget(agent, sender=fleet.stranger)
    assert (fleet.cap.walletsOf(own), fleet.cap.holdingsOf(own)) == ([], 0)
    assert fleet.cap.classOf(next_wallet) == class_("agent")
