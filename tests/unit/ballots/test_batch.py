"""Ballots that agents signed, relayed together (invariant 23, K17).

castVotesBySig
├── too little gas left for a ballot ── reverts GasTooLow: no estimate settles for skipping good ones
├── nobody in it ── counts none
├── a bad one ── emits BallotSkipped with the error's selector, and goes on
│   ├── forged, of another chain, contract, proposal, nonce, support
│   ├── a duplicate, one that was relayed by itself meanwhile, one who voted by call
│   ├── no agent, the guardian, an old wallet, suspended by governance, without units
│   ├── a voter's contract that disagrees, reverts, burns its gas or answers with a flood
│   └── not Active, or no such proposal: all of them
└── a good one ── emits VoteCast; in whatever order and company the same are counted
"""

from dataclasses import replace
from itertools import permutations
from typing import Any

import pytest
from eth_utils import keccak

from tests.support.actors import Actor, actor, agent_actor
from tests.support.agents import AGREES, BURNS_GAS, DISAGREES, REVERTS
from tests.support.contract import Revert, reverts
from tests.support.governance import (
    ABSTAIN,
    AGAINST,
    FOR,
    SMALL_SHARE,
    Proposal,
    appoint,
    ballot,
    governance_domain,
    sign_ballot,
    to_end,
    to_voting,
    vote,
    vote_by_sig,
)
from tests.support.office import told
from tests.support.rpc import RpcError
from tests.support.system import System

Ballot = tuple[str, int, bytes]
P1, P2, P3, P4, P5 = map(agent_actor, range(1, 6))
FLOODS = "0x61ffff5ff3"  # answers with 64 kB of nothing

LOOPS = "0x5b5f56"


def selector(error: str) -> bytes:
    return keccak(text=error)[:4]


INVALID = selector("GovernorInvalidSignature(address)")
NOT_ENTITLED = selector("VoterNotEntitled(address)")
VOTED = selector("AlreadyVoted(address,uint256)")
NO_UNITS = selector("NoVotingUnits(address,uint256)")
WRONG_STATE = selector("GovernorUnexpectedProposalState(uint256,uint8,bytes32)")
UNKNOWN = selector("GovernorNonexistentProposal(uint256)")


@pytest.fixture
def proposal(assembly: System) -> Proposal:
    return appoint(assembly, agent_actor(14), actor("registrar to be"))


@pytest.fixture
def voting(proposal: Proposal) -> Proposal:
    to_voting(proposal)
    return proposal


def relay(proposal: Proposal, *ballots: Ballot) -> Any:
    system = proposal.system
    return system.ballots.castVotesBySig(proposal.id, list(ballots), sender=system.stranger)


def cast(proposal: Proposal, support: int, voter: Actor) -> tuple[Any, ...]:
    return ("VoteCast", voter.address, proposal.id, support, SMALL_SHARE, "")


def skipped(proposal: Proposal, voter: Any, error: bytes) -> tuple[Any, ...]:
    return ("BallotSkipped", proposal.id, getattr(voter, "address", voter), error)


def answer(proposal: Proposal, *ballots: Ballot) -> int:
    """How many a call says it counted."""
    system = proposal.system
    data = system.ballots.calldata("castVotesBySig", proposal.id, list(ballots))
    return int.from_bytes(system.rpc.call(system.ballots.address, data))


def test_batch__good_ones__emits_each(voting: Proposal) -> None:
    ballots = [ballot(voting, s, v) for s, v in ((FOR, P1), (AGAINST, P2), (ABSTAIN, P3))]
    assert answer(voting, *ballots) == 3
    receipt = relay(voting, *ballots)
    assert told(receipt) == [cast(voting, FOR, P1), cast(voting, AGAINST, P2), cast(voting, ABSTAIN, P3)]
    tally = voting.system.ballots.tallyOf(voting.id)
    assert (tally.inFavour, tally.against, tally.abstaining) == (SMALL_SHARE,) * 3


def test_batch__nobody__counts_none(voting: Proposal) -> None:
    assert answer(voting) == 0
    assert told(relay(voting)) == []


def bad_ones(proposal: Proposal) -> dict[str, tuple[Ballot, bytes]]:
    """A bad ballot of each kind, and the error that it meets."""
    system, domain = proposal.system, governance_domain(proposal.system)
    right = sign_ballot(proposal, FOR, P4)
    forged = {
        "another's": sign_ballot(proposal, FOR, P4, signer=P5),
        "other chain": sign_ballot(proposal, FOR, P4, domain={**domain, "chainId": 1}),
        "other contract": sign_ballot(
            proposal, FOR, P4, domain={**domain, "verifyingContract": system.ballots.address}
        ),
        "other nonce": sign_ballot(proposal, FOR, P4, nonce=1),
        "other support": sign_ballot(proposal, AGAINST, P4),
        "empty": b"",
        "long": right + b"\0" * 1000,
        "zero": bytes(65),
    }
    found = {name: ((P4.address, FOR, signature), INVALID) for name, signature in forged.items()}
    for name, voter in (("guardian", system.guardian), ("stranger", system.stranger)):
        found[name] = (ballot(proposal, FOR, voter), NOT_ENTITLED)
    found["no such support"] = (ballot(proposal, 3, P4), selector("SupportUnknown(uint8)"))
    return found


KINDS = [
    "another's", "other chain", "other contract", "other nonce", "other support", "empty", "long", "zero",
    "guardian", "stranger", "no such support",
]  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
def test_batch__a_bad_one__is_passed_over(voting: Proposal, kind: str) -> None:
    """G26."""
    bad, error = bad_ones(voting)[kind]
    ballots = [ballot(voting, FOR, P1), bad, ballot(voting, AGAINST, P2)]
    assert answer(voting, *ballots) == 2
    receipt = relay(voting, *ballots)
    assert told(receipt) == [cast(voting, FOR, P1), skipped(voting, bad[0], error), cast(voting, AGAINST, P2)]


def test_batch__every_kind_in_any_order__counts_the_good_ones(voting: Proposal) -> None:
    bad = [one for one, _ in bad_ones(voting).values()]
    good = [ballot(voting, FOR, P1), ballot(voting, AGAINST, P2), ballot(voting, ABSTAIN, P3)]
    system = voting.system
    for order in permutations(good):
        mixed = [*bad[:4], order[0], *bad[4:8], order[1], order[2], *bad[8:], order[0]]
        snapshot = system.rpc.snapshot()
        relay(voting, *mixed)
        tally = system.ballots.tallyOf(voting.id)
        assert (tally.inFavour, tally.against, tally.abstaining) == (SMALL_SHARE,) * 3
        system.rpc.revert(snapshot)


def test_batch__duplicates__count_once(voting: Proposal) -> None:
    one = ballot(voting, FOR, P1)
    receipt = relay(voting, one, one, ballot(voting, FOR, P2), one)
    again = skipped(voting, P1, INVALID)
    assert told(receipt) == [cast(voting, FOR, P1), again, cast(voting, FOR, P2), again]
    assert told(relay(voting, one)) == [again]


def test_batch__two_ballots_signed_for_each_nonce__count_once(voting: Proposal) -> None:
    """G4: a voter that signs twice votes once."""
    second = (P1.address, AGAINST, sign_ballot(voting, AGAINST, P1, nonce=1))
    receipt = relay(voting, ballot(voting, FOR, P1), second)
    assert told(receipt) == [cast(voting, FOR, P1), skipped(voting, P1, VOTED)]


@pytest.mark.parametrize("way", ["call", "relay"])
def test_batch__voted_meanwhile__is_passed_over(voting: Proposal, way: str) -> None:
    """Whoever front-runs a batch with one of its ballots stops nothing."""
    ballots = [ballot(voting, FOR, P1), ballot(voting, FOR, P2)]
    if way == "call":
        vote(voting, AGAINST, P1)
    else:
        vote_by_sig(voting, FOR, P1)
    error = VOTED if way == "call" else INVALID
    assert told(relay(voting, *ballots)) == [skipped(voting, P1, error), cast(voting, FOR, P2)]


def test_batch__who_may_not_vote__is_passed_over(proposal: Proposal) -> None:
    system = proposal.system
    system.token.transfer(system.guardian, SMALL_SHARE, sender=P3)
    to_voting(proposal)
    system.registry.suspend(1, sender=system.critical)
    system.rotate(2, P2, actor("next wallet"))
    ballots = [ballot(proposal, FOR, v) for v in (P1, P2, P3, actor("next wallet"), P4)]
    assert told(relay(proposal, *ballots)) == [
        skipped(proposal, P1, NOT_ENTITLED),
        skipped(proposal, P2, NOT_ENTITLED),
        skipped(proposal, P3, NO_UNITS),
        skipped(proposal, actor("next wallet"), NO_UNITS),
        cast(proposal, FOR, P4),
    ]


def test_batch__not_active__passes_over_all(proposal: Proposal) -> None:
    ballots = [ballot(proposal, FOR, P1), ballot(proposal, FOR, P2)]
    all_skipped = [skipped(proposal, v, WRONG_STATE) for v in (P1, P2)]
    assert told(relay(proposal, *ballots)) == all_skipped
    to_end(proposal)
    assert told(relay(proposal, *ballots)) == all_skipped


def test_batch__no_such_proposal__passes_over_all(proposal: Proposal) -> None:
    system, one = proposal.system, ballot(replace(proposal, id=7), FOR, P1)
    receipt = system.ballots.castVotesBySig(7, [one], sender=system.stranger)
    assert told(receipt) == [("BallotSkipped", 7, P1.address, UNKNOWN)]


@pytest.mark.parametrize(
    ("code", "error"),
    [
        (DISAGREES, INVALID),
        (REVERTS, INVALID),
        (FLOODS, INVALID),
        (BURNS_GAS, bytes(4)),
        ("0x5b5f56", bytes(4)),
    ],
    ids=["disagrees", "reverts", "floods", "burns its gas", "never ends"],
)
def test_batch__a_voters_contract_misbehaves__spends_only_its_own_gas(
    voting: Proposal, code: str, error: bytes
) -> None:
    """Each ballot has 300,000 gas, so ten bad ones don't stop the good one behind them."""
    system = voting.system
    bad = [agent_actor(i) for i in range(3, 13)]
    for one in bad:
        system.rpc.set_code(one.address, code)
    ballots = [ballot(voting, FOR, one) for one in bad]
    receipt = relay(voting, ballot(voting, FOR, P1), *ballots, ballot(voting, FOR, P2))
    assert told(receipt) == [
        cast(voting, FOR, P1),
        *(skipped(voting, one, error) for one in bad),
        cast(voting, FOR, P2),
    ]
    assert receipt.gas_used < 12 * 320_000


def test_batch__a_voters_contract_agrees__counts(voting: Proposal) -> None:
    """ERC-1271, with as long a signature as it likes."""
    voting.system.rpc.set_code(P1.address, AGREES)
    receipt = relay(voting, (P1.address, FOR, bytes(5000)), ballot(voting, FOR, P2))
    assert told(receipt) == [cast(voting, FOR, P1), cast(voting, FOR, P2)]


def simulated(proposal: Proposal, gas: int | None, *ballots: Ballot) -> Any:
    """How many a call with so much gas counts; the gas that the node estimates where none is given."""
    system = proposal.system
    data = system.ballots.calldata("castVotesBySig", proposal.id, list(ballots))
    transaction = {"from": system.stranger.address, "to": system.ballots.address, "data": data}
    try:
        if gas is None:
            return int(system.rpc.request("eth_estimateGas", transaction), 16)
        return int(system.rpc.request("eth_call", {**transaction, "gas": hex(gas)}, "latest"), 16)
    except RpcError as error:
        raise system.errors.revert(error) from None


def test_batch__too_little_gas__reverts(voting: Proposal) -> None:
    """Whatever gas a relayer gives, all good ballots count or none; an estimate is enough for all."""
    ballots = [ballot(voting, FOR, agent_actor(i)) for i in range(1, 15)]
    enough = simulated(voting, None, *ballots)
    assert simulated(voting, enough, *ballots) == 14
    refused = 0
    for gas in range(200_000, enough, 25_000):
        try:
            assert simulated(voting, gas, *ballots) == 14
        except Revert as error:
            left, needed = error.values
            assert (error.name, needed) == ("GasTooLow", 320_000)
            assert left < needed
            refused += 1
    assert refused > 20


def test_batch__gas_left__is_told(voting: Proposal) -> None:
    """What the call itself costs before the first ballot is the same whatever it is given."""
    one = ballot(voting, FOR, P1)
    with pytest.raises(Revert) as refused:
        simulated(voting, 250_000, one)
    cost = 250_000 - refused.value.values[0]
    assert 21_000 < cost < 40_000
    for gas in (100_000, 300_000, 320_000 + cost - 1):
        with reverts("GasTooLow", gas - cost, 320_000):
            simulated(voting, gas, one)
    assert simulated(voting, 320_000 + cost, one) == 1
