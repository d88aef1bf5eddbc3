"""A system with the succession, and the ways through its stages; each step returns its time."""

import pytest

from .actors import Actor, agent_actor
from .contract import Contract, Receipt
from .holders import FLEET, pay
from .rpc import Rpc
from .system import DAY, FOR_EVER, ZERO, System

# Order of the enum in contracts/types.
STAGES = [
    "quiet", "challenged", "unanswered", "successor", "openable", "voting", "elected", "acceptance", "failed"
]  # fmt: skip
SILENCE, ANSWER, FORTNIGHT = 90 * DAY, 30 * DAY, 14 * DAY


def with_succession(rpc: Rpc, divisor: int = 1) -> System:
    """A closed bootstrap and fourteen agents, of whom nobody was paid."""
    system = System(rpc, divisor=divisor, succession=True)
    system.birth(FLEET)
    return system


@pytest.fixture(scope="session")
def lasting(rpc: Rpc) -> System:
    """A system with the succession, deployed once."""
    return with_succession(rpc)


@pytest.fixture
def unpaid(lasting: System, isolated: None) -> System:
    """Fourteen agents without units and a guardian who has just been heard of."""
    lasting.guardianship.heartbeat(sender=lasting.guardian)
    return lasting


@pytest.fixture
def office(unpaid: System) -> System:
    """Of a hundred units, P1 has 66, P2 33 and P3 one."""
    for agent_id, units in ((1, 66), (2, 33), (3, 1)):
        pay(unpaid, agent_actor(agent_id), units)
    return unpaid


def st(name: str) -> int:
    """A stage as the contract counts it."""
    return STAGES.index(name)


def stage(system: System, at: int | None = None) -> tuple[str, int]:
    """The stage, and when it ends by itself."""
    current, ends = system.succession.stage(at=at)
    return STAGES[current], ends


def challenge(system: System, at: int | None = None) -> int:
    """The silent guardian is challenged as early as possible."""
    time: int = system.succession.challengeableFrom() if at is None else at
    system.succession.challenge(sender=system.stranger, at=time)
    return time


def declare(system: System) -> int:
    """The office falls vacant as early as possible."""
    time = challenge(system) + ANSWER // system.divisor
    system.succession.declareVacancy(sender=system.stranger, at=time)
    return time


def open_round(system: System) -> int:
    """The agents elect as early as possible."""
    time = declare(system) + FORTNIGHT // system.divisor
    system.succession.openElection(sender=system.stranger, at=time)
    return time


def reopen(system: System) -> int:
    """The next round, as early as possible after one in which nobody was elected."""
    time: int = system.succession.round().openedAt + 2 * FORTNIGHT // system.divisor
    system.succession.openElection(sender=system.stranger, at=time)
    return time


def vote(system: System, agent_id: int, candidate: Actor, wallet: Actor | None = None) -> Receipt:
    """An agent votes with what its wallet of birth had, or another one."""
    wallet = wallet or agent_actor(agent_id)
    sender = system.registry.getAgentWallet(agent_id)
    receipt: Receipt = system.succession.vote(candidate, wallet, sender=sender)
    return receipt


def elect(system: System, candidate: Actor) -> int:
    """P1 and P2 elect a guardian in the first round."""
    open_round(system)
    vote(system, 1, candidate)
    vote(system, 2, candidate)
    return system.rpc.now


def take_over(system: System, candidate: Actor) -> int:
    """The elected candidate accepts as early as possible."""
    time = elect(system, candidate) + FORTNIGHT // system.divisor
    system.succession.acceptElection(sender=candidate, at=time)
    return time


# --- Holds that never end, as no guardian could make them ---


def hold_for_ever(system: System, contract: Contract, scope: str) -> None:
    """Lets a hold of everybody that was made in this epoch last."""
    name, nobody = scope.encode().ljust(32, b"\0"), bytes(32)
    end = contract.heldUntil(name, nobody)
    _rewrite(system, contract, contract.calldata("heldUntil", name, nobody), end, FOR_EVER)
    assert contract.heldUntil(name, nobody) == FOR_EVER


def hold_agent_for_ever(system: System, agent_id: int, way: str) -> None:
    """Lets an emergency suspension or a freeze of an agent last; the guardian is heard of."""
    wallet = system.registry.getAgentWallet(agent_id)
    if way == "freeze":
        system.token.freeze(wallet, sender=system.guardian)
        end = system.cap.walletOf(wallet).frozenUntil
    else:
        system.registry.emergencySuspend(agent_id, sender=system.guardian)
        end = system.registry.agent(agent_id).suspendedUntil
        last = 2**32 - 1
        _rewrite(system, system.registry, system.registry.calldata("agent", agent_id), end, last)
    _rewrite(system, system.cap, system.cap.calldata("walletOf", wallet), end, FOR_EVER)


def _rewrite(system: System, contract: Contract, data: str, old: int, new: int) -> None:
    """Writes another time where a contract's answer comes from; they have the same number of bytes."""
    query = {"from": ZERO, "to": contract.address, "data": data}
    found = system.rpc.request("eth_createAccessList", query, "latest")
    read = [(one["address"], int(slot, 16)) for one in found["accessList"] for slot in one["storageKeys"]]
    width = (new.bit_length() + 7) // 8
    for address, slot in read:
        word = system.rpc.storage(address, slot).to_bytes(32)
        if old.to_bytes(width) in word:
            changed = word.replace(old.to_bytes(width), new.to_bytes(width), 1)
            system.rpc.set_storage(address, slot, int.from_bytes(changed))
