"""Proposals as the tests make, vote and execute them, on systems that the real governance rules."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from .actors import Actor, agent_actor
from .contract import Contract, Receipt
from .holders import pay
from .rpc import Rpc
from .system import COHORT, ROAD, System

AGAINST, FOR, ABSTAIN = range(3)
STANDARD, CRITICAL, AMENDMENT = range(3)
# Order of OpenZeppelin's ProposalState.
STATES = ["Pending", "Active", "Canceled", "Defeated", "Succeeded", "Queued", "Expired", "Executed"]

BALLOT = {"Ballot": "uint256 proposalId,uint8 support,address voter,uint256 nonce"}
RELEASES = 125  # agents that one transaction pays
BATCH = 100  # ballots that one transaction casts

SEATED = range(1, 15)  # agents of the small system: ten copilots and the foundation
SMALL_SHARE = 10_000_000 * ROAD  # units of each of them: more than F in all
# Copilots, foundation, specialized, service and some archetypes: more than 40 % of what a quarter pays.
ELECTORS = (*range(1, 31), *range(1188, 1251))


@pytest.fixture(scope="session")
def constitution(rpc: Rpc) -> System:
    """1,250 agents who were paid their first quarter, and governance in office. Leave it untouched."""
    system = System(rpc, governed=True)
    system.birth(COHORT)
    system.confirm(*range(1, COHORT + 1))
    system.treasury.activate(sender=system.stranger)
    release(system, range(1, COHORT + 1))
    return system


@pytest.fixture
def governed(constitution: System, rpc: Rpc) -> Iterator[System]:
    """The whole system under governance, as if nobody had touched it."""
    snapshot = rpc.snapshot()
    yield constitution
    rpc.revert(snapshot)


@pytest.fixture(scope="session")
def small_constitution(rpc: Rpc) -> System:
    """Fourteen agents with ten million units each, and governance in office. Leave it untouched."""
    return small_system(rpc)


@pytest.fixture
def assembly(small_constitution: System, rpc: Rpc) -> Iterator[System]:
    """The small system under governance, as if nobody had touched it."""
    snapshot = rpc.snapshot()
    yield small_constitution
    rpc.revert(snapshot)


def small_system(rpc: Any, *, divisor: int = 1) -> System:
    """Fourteen agents with ten million units each, deployed in a second."""
    system = System(rpc, divisor=divisor, governed=True)
    system.birth(len(SEATED))
    system.confirm(*SEATED)
    for agent_id in SEATED:
        pay(system, agent_actor(agent_id), SMALL_SHARE)
    return system


def release(system: System, ids: Iterable[int]) -> None:
    """Pays agents what has vested."""
    waiting = list(ids)
    for start in range(0, len(waiting), RELEASES):
        system.treasury.releaseBatch(waiting[start : start + RELEASES], sender=system.stranger)


# --- Making one ---


@dataclass(frozen=True)
class Action:
    """One call of a proposal."""

    target: str
    data: bytes
    value: int = 0


def action(contract: Contract, function: str, *args: Any, value: int = 0) -> Action:
    """The call of a contract's function."""
    return Action(contract.address, bytes.fromhex(contract.calldata(function, *args)[2:]), value)


@dataclass(frozen=True)
class Proposal:
    """A proposal that was made, and what the governor calls it."""

    system: System
    id: int
    proposer: Actor
    actions: tuple[Action, ...]
    description: str  # as the governor keeps it
    receipt: Receipt

    @property
    def lists(self) -> tuple[list[str], list[int], list[bytes]]:
        """Targets, values and calldatas."""
        return (
            [a.target for a in self.actions],
            [a.value for a in self.actions],
            [a.data for a in self.actions],
        )

    @property
    def state(self) -> str:
        """Name of its state now."""
        return self.state_at(self.system.rpc.now)

    def state_at(self, time: int) -> str:
        """Name of its state, as if in a block at `time`."""
        number: int = self.system.governance.state(self.id, at=time)
        return STATES[number]

    @property
    def snapshot(self) -> int:
        """The last second of the discussion, whose units count."""
        return int(self.system.governance.proposalSnapshot(self.id))

    @property
    def deadline(self) -> int:
        """The last second of the voting."""
        return int(self.system.governance.proposalDeadline(self.id))

    @property
    def eta(self) -> int:
        """The first second of execution; 0 before it is queued."""
        return int(self.system.governance.proposalEta(self.id))


Actions = list[Action] | list[tuple[Any, ...]]  # or (contract, function, argument, …)


def propose(
    system: System, proposer: Actor, actions: Actions, description: str = "why", *, at: int | None = None
) -> Proposal:
    """Makes a proposal of calls, each an Action or (contract, function, argument, …)."""
    made = tuple(a if isinstance(a, Action) else action(*a) for a in actions)
    receipt = system.governance.propose(
        [a.target for a in made],
        [a.value for a in made],
        [a.data for a in made],
        description,
        sender=proposer,
        at=at,
    )
    (created,) = receipt.of("ProposalCreated")
    return Proposal(system, created.proposalId, proposer, made, created.description, receipt)


def set_human_cap(system: System, proposer: Actor, *, road: int = 40_000_000, why: str = "why") -> Proposal:
    """A CRITICAL proposal that can be executed."""
    return propose(system, proposer, [(system.cap, "setHumanCap", road * ROAD)], why)


def appoint(system: System, proposer: Actor, to: Any, *, role: int = 3, why: str = "why") -> Proposal:
    """A STANDARD proposal that can be executed: a new registrar."""
    return propose(system, proposer, [(system.authority, "grantRole", role, to, 0)], why)


def label_role(system: System, proposer: Actor, label: str = "registrar", *, why: str = "why") -> Proposal:
    """An AMENDMENT that can be executed."""
    return propose(system, proposer, [(system.authority, "labelRole", 3, label)], why)


# --- Voting on it ---


def vote(proposal: Proposal, support: int, *voters: Actor, at: int | None = None) -> list[Receipt]:
    """Casts ballots by the voters' own calls."""
    governance = proposal.system.governance
    return [governance.castVote(proposal.id, support, sender=v, at=at) for v in voters]


def sign_ballot(
    proposal: Proposal,
    support: int,
    voter: Actor,
    *,
    signer: Actor | None = None,
    nonce: int | None = None,
    domain: dict[str, Any] | None = None,
) -> bytes:
    """A voter's signature under a ballot.

    Each proposal has nonces of its own, counted from 0; the default is the voter's next one.
    """
    governance = proposal.system.governance
    if nonce is None:
        nonce = governance.fn("nonces(address,uint192)")(voter, proposal.id % 2**192)
    else:
        nonce += proposal.id % 2**192 << 64
    message = {"proposalId": proposal.id, "support": support, "voter": voter.address, "nonce": nonce}
    return (signer or voter).sign(domain or governance_domain(proposal.system), BALLOT, message)


def governance_domain(system: System) -> dict[str, Any]:
    """EIP-712 domain of the governor."""
    return {**system.domain("BlackRoad Governance", system.governance), "version": "1.0.0"}


def vote_by_sig(proposal: Proposal, support: int, voter: Actor, *, at: int | None = None) -> Receipt:
    """Relays one signed ballot, as every OpenZeppelin governor takes it."""
    signature = sign_ballot(proposal, support, voter)
    receipt: Receipt = proposal.system.governance.castVoteBySig(
        proposal.id, support, voter, signature, sender=proposal.system.stranger, at=at
    )
    return receipt


def ballot(proposal: Proposal, support: int, voter: Actor) -> tuple[str, int, bytes]:
    """A SignedBallot of a first vote, whose nonce is not asked for."""
    return (voter.address, support, sign_ballot(proposal, support, voter, nonce=0))


def vote_in_batches(proposal: Proposal, support: int, ids: Iterable[int]) -> int:
    """Relays the signed ballots of agents who have not signed one before; returns how many there were."""
    ballots = [ballot(proposal, support, agent_actor(i)) for i in ids]
    for start in range(0, len(ballots), BATCH):
        batch = ballots[start : start + BATCH]
        proposal.system.ballots.castVotesBySig(proposal.id, batch, sender=proposal.system.stranger)
    return len(ballots)


# --- Its phases ---


def to_voting(proposal: Proposal) -> None:
    """Travels to the first second of the voting."""
    _until(proposal.system, proposal.snapshot + 1)


def to_end(proposal: Proposal) -> None:
    """Travels to the first second after the voting."""
    _until(proposal.system, proposal.deadline + 1)


def to_eta(proposal: Proposal) -> None:
    """Travels to the first second of the execution."""
    _until(proposal.system, proposal.eta)


def _until(system: System, time: int) -> None:
    if system.rpc.now < time:
        system.rpc.travel_to(time)


def pass_(proposal: Proposal, *, electors: Iterable[int] | None = None) -> None:
    """Votes for it as its class needs, and travels to the end of the voting.

    The guardian decides; an AMENDMENT needs the agents too: `electors`, by default all of a small system,
    and enough of the whole one.
    """
    system = proposal.system
    to_voting(proposal)
    if electors is None and system.ballots.classOf(proposal.id) == AMENDMENT:
        electors = SEATED if system.registry.agentCount() == len(SEATED) else ELECTORS
    vote_in_batches(proposal, FOR, electors or ())
    vote(proposal, FOR, system.guardian)
    to_end(proposal)
    assert proposal.state == "Succeeded"


def queue(proposal: Proposal, *, sender: Any = None, at: int | None = None) -> Receipt:
    """Queues it, by anyone."""
    sender = sender or proposal.system.stranger
    receipt: Receipt = proposal.system.governance.fn("queue(uint256)")(proposal.id, sender=sender, at=at)
    return receipt


def execute(proposal: Proposal, *, sender: Any = None, at: int | None = None, value: int = 0) -> Receipt:
    """Executes it, by anyone."""
    sender = sender or proposal.system.stranger
    receipt: Receipt = proposal.system.governance.fn("execute(uint256)")(
        proposal.id, sender=sender, at=at, value=value
    )
    return receipt


def cancel(proposal: Proposal, *, sender: Any = None, at: int | None = None) -> Receipt:
    """Cancels it, by its proposer."""
    sender = sender or proposal.proposer
    receipt: Receipt = proposal.system.governance.fn("cancel(uint256)")(proposal.id, sender=sender, at=at)
    return receipt


def enact(proposal: Proposal) -> Receipt:
    """Passes it, queues it, and executes it when its delay is over."""
    pass_(proposal)
    queue(proposal)
    to_eta(proposal)
    return execute(proposal)


def enacted(system: System, proposer: Actor, actions: Actions, description: str = "why") -> Receipt:
    """Makes a proposal and takes it all the way."""
    return enact(propose(system, proposer, actions, description))


def waits(proposal: Proposal) -> int:
    """Seconds between its queueing and its execution, for a proposal that was just queued."""
    return proposal.eta - proposal.system.rpc.now
