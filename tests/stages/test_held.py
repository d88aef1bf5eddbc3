"""Who is paid, who waits, and who is held back with which reason.

held_back ── paid, payable ── nobody | suspended, frozen, not confirmed ── with the treasury's reason
    payments are paused ── nobody: that is not about the agent
pay ── sends for those who can be paid alone; again ── sends nothing
paid ── somebody who could be paid waits ── not met | the others are held back, or have nothing due ── met
begun ── activated ── met, whoever waits | not ── not met
"""

import ape
import pytest

from deployment.book import Book
from deployment.chain import Chain
from deployment.events import Silent
from deployment.inputs import Inputs
from deployment.release import releasable
from deployment.sender import sender_for
from stages.conditions import begun, paid
from stages.held import by_reason, held_back, listed, pay
from tests.support.actors import agent_actor
from tests.support.system import COHORT, System

PAID, SUSPENDED, SILENCED, FROZEN, LATE, RETIRED = 1, 2, 3, 4, 5, 6
UNPROVEN = range(7, COHORT + 1)


@pytest.fixture
def payday(sealed: System) -> System:
    """The first payments were made; one agent retired before the clock ran, another was confirmed since."""
    system = sealed
    system.registry.retire(RETIRED, sender=system.guardian)
    system.treasury.activate(sender=system.stranger)
    system.confirm(PAID, SUSPENDED, SILENCED, FROZEN)
    system.registry.suspend(SUSPENDED, sender=system.guardian)
    system.registry.emergencySuspend(SILENCED, sender=system.guardian)
    system.token.freeze(agent_actor(FROZEN), sender=system.guardian)
    system.treasury.releaseBatch([PAID, *range(SUSPENDED, RETIRED)], sender=system.stranger)
    system.confirm(LATE)
    return system


def held(system: System, inputs: Inputs) -> tuple[list[int], dict[int, str]]:
    """Who is due something, and who of them is held back."""
    chain, treasury = Chain(ape.chain.provider), system.treasury.address
    due = list(releasable(chain, treasury))
    return due, held_back(chain, inputs, treasury, system.stranger.address, due)


def test_held_back__agents_of_every_kind__sets_their_reasons(payday: System, inputs: Inputs) -> None:
    due, back = held(payday, inputs)
    assert due == [SUSPENDED, SILENCED, FROZEN, LATE, *UNPROVEN]
    assert by_reason(back) == {
        "AgentNotPayable": [SUSPENDED, SILENCED],
        "TransferRefused RECIPIENT_FROZEN": [FROZEN],
        "WalletNotProven": [*UNPROVEN],
    }
    condition = paid(due, back)
    assert (condition.met, condition.detail) == (
        False,
        "1 agents can be paid and are not; 1,247 are held back",
    )
    payday.treasury.release(LATE, sender=payday.stranger)
    condition = paid(*held(payday, inputs))
    assert (condition.met, condition.detail) == (
        True,
        "0 agents can be paid and are not; 1,247 are held back",
    )


def test_held_back__payments_are_paused__keeps_everybody_waiting(payday: System, inputs: Inputs) -> None:
    payday.treasury.pausePayments(sender=payday.guardian)
    due, back = held(payday, inputs)
    assert back == {}
    assert not paid(due, back).met


def test_pay__agents_of_every_kind__sends_for_those_who_can_be_paid(payday: System, inputs: Inputs) -> None:
    chain, account = Chain(ape.chain.provider), ape.accounts.test_accounts[9]
    sender = sender_for(chain, Book.empty(None, chain, {}), Silent(), inputs)
    before = chain.nonce(account.address)
    for _ in range(2):
        pay(sender, inputs, payday.treasury.address, account, Silent())
    assert payday.treasury.releasableOf(LATE) == 0
    assert list(sender.book.steps) == [f"release quarter 1 {LATE:04}-{LATE:04}"]
    assert chain.nonce(account.address) == before + 1


def test_begun__activation__sets_whether_it_is_met(sealed: System) -> None:
    chain, treasury = Chain(ape.chain.provider), sealed.treasury.address
    condition = begun(chain, treasury)
    assert (condition.met, condition.detail) == (False, "not activated")
    sealed.treasury.activate(sender=sealed.stranger)
    condition = begun(chain, treasury)
    assert (condition.met, condition.detail) == (True, f"since {sealed.treasury.activatedAt()}")


def test_listed__many__keeps_the_first() -> None:
    assert listed([4]) == "P4"
    assert listed(range(1, 13)) == "P1, P2, P3, P4, P5, P6, P7, P8, P9, P10, P11, P12"
    assert listed([*UNPROVEN]).endswith("P17, P18 and 1,232 more")
