"""Only agents delegate, and only to agents; to zero means to oneself (T14).

delegate
├── the caller is no agent ── reverts DelegatorNotAgent
├── to somebody that is no agent ── reverts DelegateeNotAgent
├── to zero, to itself ── its own votes
├── to another agent ── votes move once, units and total stay
└── A to B, B to C ── one step: nothing is passed on
delegateBySig
├── after the expiry ── reverts VotesExpiredSignature
├── used, or another nonce ── reverts InvalidAccountNonce
├── of another message, chain or contract ── signs for nobody: reverts DelegatorNotAgent
├── high s, v out of range ── reverts ECDSAInvalidSignatureS, ECDSAInvalidSignature
├── by a human ── reverts DelegatorNotAgent
└── otherwise ── as by its own call, once (invariant 11)
"""

from typing import Any

import pytest
from eth_account import Account
from eth_account.messages import encode_typed_data

from tests.support.actors import Actor, actor, agent_actor
from tests.support.contract import reverts
from tests.support.holders import FAR, paid_agent, rich_human, sign_delegation
from tests.support.office import told
from tests.support.system import ROAD, ZERO, System

PAID = 100 * ROAD
N = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141
OTHER = agent_actor(3)


@pytest.fixture
def agent(fleet: System) -> Actor:
    return paid_agent(fleet, 1, PAID)


@pytest.fixture
def other_agent(fleet: System) -> Actor:
    return paid_agent(fleet, 2, PAID)


def votes(system: System, *agents: Actor) -> list[int]:
    return [system.token.getVotes(one) // ROAD for one in agents]


def test_delegate__caller_no_agent__reverts(fleet: System, agent: Actor) -> None:
    human = rich_human(fleet, "human", ROAD)[0]
    for caller in (human, fleet.guardian, fleet.stranger, fleet.treasury, fleet.vesting):
        for delegatee in (agent, ZERO, caller):
            with reverts("DelegatorNotAgent", caller):
                fleet.token.delegate(delegatee, sender=caller)


def test_delegate__to_no_agent__reverts(fleet: System, agent: Actor) -> None:
    human = rich_human(fleet, "human", ROAD)[0]
    for delegatee in (human, fleet.guardian, fleet.stranger, fleet.treasury, fleet.token):
        with reverts("DelegateeNotAgent", delegatee):
            fleet.token.delegate(delegatee, sender=agent)
    assert votes(fleet, agent) == [100]


def test_delegate__to_one_that_left__reverts(fleet: System, agent: Actor, other_agent: Actor) -> None:
    """Neither a retired agent nor a wallet that its agent has left can be chosen."""
    fleet.registry.retire(2, sender=fleet.guardian)
    next_wallet = actor("next wallet")
    fleet.rotate(3, OTHER, next_wallet)
    for gone in (other_agent, OTHER):
        with reverts("DelegateeNotAgent", gone):
            fleet.token.delegate(gone, sender=agent)
    with reverts("DelegatorNotAgent", other_agent):
        fleet.token.delegate(agent, sender=other_agent)
    fleet.token.delegate(next_wallet, sender=agent)
    assert votes(fleet, agent, next_wallet) == [0, 100]


@pytest.mark.parametrize("oneself", [ZERO, agent_actor(1).address], ids=["zero", "itself"])
def test_delegate__to_zero_or_itself__keeps_its_votes(
    fleet: System, agent: Actor, other_agent: Actor, oneself: Any
) -> None:
    receipt = fleet.token.delegate(oneself, sender=agent)
    assert told(receipt) == [("DelegateChanged", agent.address, agent.address, agent.address)]
    fleet.token.delegate(other_agent, sender=agent)
    receipt = fleet.token.delegate(oneself, sender=agent)
    assert told(receipt) == [
        ("DelegateChanged", agent.address, other_agent.address, agent.address),
        ("DelegateVotesChanged", other_agent.address, 2 * PAID, PAID),
        ("DelegateVotesChanged", agent.address, 0, PAID),
    ]
    assert (fleet.token.delegates(agent), votes(fleet, agent)) == (agent.address, [100])


def test_delegate__to_another__moves_votes_once(fleet: System, agent: Actor, other_agent: Actor) -> None:
    receipt = fleet.token.delegate(other_agent, sender=agent)
    assert told(receipt) == [
        ("DelegateChanged", agent.address, agent.address, other_agent.address),
        ("DelegateVotesChanged", agent.address, PAID, 0),
        ("DelegateVotesChanged", other_agent.address, PAID, 2 * PAID),
    ]
    assert told(fleet.token.delegate(other_agent, sender=agent)) == [
        ("DelegateChanged", agent.address, other_agent.address, other_agent.address)
    ]
    assert (votes(fleet, agent, other_agent), fleet.token.unitsOf(agent)) == ([0, 200], PAID)
    fleet.rpc.travel(1)
    assert fleet.token.getPastTotalSupply(fleet.rpc.now - 1) == 2 * PAID


def test_delegate__chain_and_circle__one_step(fleet: System, agent: Actor, other_agent: Actor) -> None:
    fleet.token.delegate(other_agent, sender=agent)
    fleet.token.delegate(OTHER, sender=other_agent)
    assert votes(fleet, agent, other_agent, OTHER) == [0, 100, 100]
    fleet.token.delegate(agent, sender=other_agent)
    assert votes(fleet, agent, other_agent, OTHER) == [100, 100, 0]


def test_delegated_units__follow_pay_and_spending(fleet: System, agent: Actor, other_agent: Actor) -> None:
    fleet.token.delegate(OTHER, sender=agent)
    fleet.token.delegate(OTHER, sender=other_agent)
    paid_agent(fleet, 1, 10 * ROAD)
    assert votes(fleet, OTHER) == [210]
    # Between two agents with one delegatee nothing changes but what has no room.
    receipt = fleet.token.transfer(other_agent, 30 * ROAD, sender=agent)
    assert told(receipt)[1:] == [("DelegateVotesChanged", OTHER.address, 210 * ROAD, 180 * ROAD)]
    human = rich_human(fleet, "human", 0)[0]
    fleet.token.transfer(human, 30 * ROAD, sender=other_agent)
    assert votes(fleet, OTHER) == [180]
    fleet.token.transfer(human, 30 * ROAD, sender=other_agent)
    assert votes(fleet, agent, other_agent, OTHER) == [0, 0, 150]


def test_delegate_by_sig__emits_once(fleet: System, agent: Actor, other_agent: Actor) -> None:
    """Invariant 11."""
    signed = sign_delegation(fleet, agent, other_agent)
    receipt = fleet.token.delegateBySig(other_agent, 0, FAR, *signed, sender=fleet.stranger)
    assert told(receipt)[0] == ("DelegateChanged", agent.address, agent.address, other_agent.address)
    assert (votes(fleet, agent, other_agent), fleet.token.nonces(agent)) == ([0, 200], 1)
    with reverts("InvalidAccountNonce", agent, 1):
        fleet.token.delegateBySig(other_agent, 0, FAR, *signed, sender=fleet.stranger)


def test_delegate_by_sig__future_nonce__reverts(fleet: System, agent: Actor) -> None:
    signed = sign_delegation(fleet, agent, OTHER, nonce=1)
    with reverts("InvalidAccountNonce", agent, 0):
        fleet.token.delegateBySig(OTHER, 1, FAR, *signed, sender=fleet.stranger)


def test_delegate_by_sig__expiry__is_inclusive(fleet: System, agent: Actor) -> None:
    expiry = fleet.rpc.now + 100
    signed = sign_delegation(fleet, agent, OTHER, expiry)
    with reverts("VotesExpiredSignature", expiry):
        fleet.token.delegateBySig(OTHER, 0, expiry, *signed, sender=fleet.stranger, at=expiry + 1)
    fleet.token.delegateBySig(OTHER, 0, expiry, *signed, sender=fleet.stranger, at=expiry)


@pytest.mark.parametrize("change", [{"chainId": 1}, {"verifyingContract": ZERO}, {"name": "ROAD"}])
def test_delegate_by_sig__of_another_domain__reverts(fleet: System, agent: Actor, change: Any) -> None:
    """Invariant 11: the signature is then that of an address that nobody has."""
    domain = fleet.domain("BlackRoad", fleet.token) | change
    signed = sign_delegation(fleet, agent, OTHER, domain=domain)
    recovered = recover(fleet, OTHER, signed)
    assert recovered != agent.address
    with reverts("DelegatorNotAgent", recovered):
        fleet.token.delegateBySig(OTHER, 0, FAR, *signed, sender=fleet.stranger)


def test_delegate_by_sig__of_a_human__reverts(fleet: System, agent: Actor) -> None:
    human = rich_human(fleet, "human", ROAD)[0]
    signed = sign_delegation(fleet, human, agent)
    with reverts("DelegatorNotAgent", human):
        fleet.token.delegateBySig(agent, 0, FAR, *signed, sender=fleet.stranger)
    assert fleet.token.nonces(human) == 0


def test_delegate_by_sig__malleable__reverts(fleet: System, agent: Actor) -> None:
    v, r, s = sign_delegation(fleet, agent, OTHER)
    high = (N - int.from_bytes(s)).to_bytes(32)
    with reverts("ECDSAInvalidSignatureS", high):
        fleet.token.delegateBySig(OTHER, 0, FAR, 55 - v, r, high, sender=fleet.stranger)
    for wrong in (0, 1, 26, 29, 255):
        with reverts("ECDSAInvalidSignature"):
            fleet.token.delegateBySig(OTHER, 0, FAR, wrong, r, s, sender=fleet.stranger)


def recover(system: System, delegatee: Actor, signed: tuple[int, bytes, bytes]) -> str:
    """Whose signature the token takes it for."""
    fields = ("delegatee address", "nonce uint256", "expiry uint256")
    members = [dict(zip(("name", "type"), f.split(), strict=True)) for f in fields]
    message = {"delegatee": delegatee.address, "nonce": 0, "expiry": FAR}
    signable = encode_typed_data(system.domain("BlackRoad", system.token), {"Delegation": members}, message)
    v, r, s = signed
    return str(Account.recover_message(signable, (v, int.from_bytes(r), int.from_bytes(s))))
