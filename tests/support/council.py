"""The council as tests drive it: through the phases of an election, with agents that stand and vote."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import pytest
from eth_utils import function_signature_to_4byte_selector as selector_of
from eth_utils import keccak

from .actors import agent_actor
from .contract import Contract, Receipt
from .revm import Revm
from .rpc import Rpc
from .system import COHORT, DAY, System, artifact

COPILOT, FOUNDATION, ARCHETYPE, SPECIALIZED, SERVICE = range(5)
FIRST = [1, 11, 15, 1188, 1247]  # genesis agent of each category
SIZES = [10, 4, 1173, 59, 4]
SEATS = [5, 2, 12, 4, 2]
NOMINATION, CAMPAIGN, VOTING, REST = range(4)
OFFSETS = [0, 7, 21, 28]  # days from the opening of an election to each phase
QUARTER = 90
LISTED = 64


def vetoes() -> str:
    """Code in the place of Governance: it takes every veto but that of proposal 0, and tells of it."""
    veto, unknown = selector_of("vetoByCouncil(uint256)"), selector_of("GovernorNonexistentProposal(uint256)")
    topic = keccak(text="ProposalVetoedByCouncil(uint256)")
    code = bytes.fromhex("5f3560e01c63") + veto + bytes.fromhex("14601157" + "5f5ffd" + "5b")  # or revert
    code += bytes.fromhex("60043580" + "602557" + "63") + unknown + bytes.fromhex("5f526024601cfd")
    code += b"\x5b\x7f" + topic + bytes.fromhex("5f5fa200")
    return "0x" + code.hex()


def deploy_council(system: System) -> Contract:
    """A council, by the factory where that still deploys, and something that takes its vetoes."""
    system.rpc.set_code(system.peer("Governance"), vetoes())
    system.errors.add(artifact("Governance")[0])
    system.errors.names[system.peer("Governance")] = "Governance"
    if system.factory.closedAt():
        return system.create("AgentCouncil", system.factory)
    system.deploy_peer("AgentCouncil", system.factory)
    return system.at("AgentCouncil", system.peer("AgentCouncil"))


def ids_of(category: int, count: int | None = None) -> list[int]:
    """The first genesis agents of a category."""
    first = FIRST[category]
    return list(range(first, first + (SIZES[category] if count is None else count)))


@pytest.fixture(scope="session")
def polity() -> "Elections":
    """A council and its 1,250 agents in the first nomination; the guardian has the executors' roles."""
    system = System(Revm(), close=False)
    council = deploy_council(system)
    system.factory.closeBootstrap(sender=system.deployer)
    system.rpc.travel(1)
    system.birth(COHORT)
    return Elections(system, council)


@pytest.fixture
def elections(polity: "Elections") -> Iterator["Elections"]:
    """That council, undone afterwards."""
    snapshot = polity.rpc.snapshot()
    yield polity
    polity.rpc.revert(snapshot)


class Elections:
    """A council and its clock."""

    def __init__(self, system: System, council: Contract) -> None:
        self.system, self.council = system, council
        self.rpc: Rpc = system.rpc
        self.opened: int = system.factory.closedAt()

    # --- The clock ---

    def days(self, number: int) -> int:
        return number * DAY // self.system.divisor

    def time(self, election: int, phase: int) -> int:
        """When a phase begins."""
        return self.opened + self.days(QUARTER * election + OFFSETS[phase])

    def go(self, election: int, phase: int) -> None:
        """The next transaction is the first of this phase, or in the midst of it."""
        before = self.time(election, phase) - 1
        if self.rpc.now < before:
            self.rpc.travel_to(before)

    # --- Agents ---

    def stand(self, *agents: int) -> list[Receipt]:
        return [self.council.stand(sender=agent_actor(agent)) for agent in agents]

    def endorse(self, nominee: int, *by: int) -> list[Receipt]:
        return [self.council.endorse(nominee, sender=agent_actor(agent)) for agent in by]

    def vote(self, agent: int, *nominees: int) -> Receipt:
        receipt: Receipt = self.council.vote(nominees, sender=agent_actor(agent))
        return receipt

    # --- Elections ---

    def poll(self, election: int, ballots: Mapping[int, Iterable[int]], nominees: Iterable[int] = ()) -> None:
        """Everybody who is named stands, and `ballots` are cast by their agents; then the voting is over."""
        self.go(election, NOMINATION)
        self.stand(*sorted({*nominees, *(name for names in ballots.values() for name in names)}))
        self.go(election, VOTING)
        for agent, names in ballots.items():
            self.vote(agent, *names)
        self.go(election, REST)

    def finalise(self, category: int, at: int | None = None) -> Receipt:
        receipt: Receipt = self.council.finalise(category, sender=self.system.stranger, at=at)
        return receipt

    def fill(self, category: int, at: int | None = None) -> Receipt:
        receipt: Receipt = self.council.fillVacancy(category, sender=self.system.stranger, at=at)
        return receipt

    def elect(self, election: int, category: int, *winners: int) -> Receipt:
        """An election with exactly these winners, in this order of ranks."""
        self.poll(election, ladder(category, winners, self.council.openSeats(election, category)))
        return self.finalise(category)

    def holders(self, category: int) -> list[int]:
        """Whose each seat is; 0 where one is vacant."""
        return [seat.agentId for seat in self.council.seatsOf(category)]

    # --- Decisions ---

    def decide(self, step: str, agent: int) -> Any:
        """`suspend`, `reinstate`, `retire` or `admit`, by whoever has that role."""
        registry = self.system.registry
        return registry.fn(step)(agent, sender=self.system.officer(registry, step))

    def later_agents(self, category: int, count: int = 1) -> list[int]:
        """Later agents, born in the same second and admitted."""
        first, at = self.system.registry.agentCount() + 1, self.rpc.now + 1
        for number in range(first, first + count):
            name = f"P{number}".encode().ljust(32, b"\0")
            birth = (agent_actor(number), category, name)
            self.system.registry.birth(*birth, sender=self.system.registrar, at=at)
        for number in range(first, first + count):
            self.decide("admit", number)
        assert first > COHORT
        return list(range(first, first + count))


def ladder(category: int, winners: Iterable[int], most: int) -> dict[int, list[int]]:
    """Ballots of at most `most` names by which each of `winners` has more approvals than the next."""
    names, voters = list(winners), ids_of(category)
    ballots: dict[int, list[int]] = {}
    for place, name in enumerate(names):
        for voter in voters[: len(names) - place]:
            ballots.setdefault(voter, []).append(name)
    assert all(len(ballot) <= most for ballot in ballots.values())
    return ballots


def ballots_for(approvals: Mapping[int, int], voters: Iterable[int], most: int) -> dict[int, list[int]]:
    """Ballots of at most `most` names that give each nominee its number of approvals."""
    ballots: dict[int, list[int]] = {voter: [] for voter in voters}
    for name, count in approvals.items():
        free = sorted(ballots, key=lambda voter: len(ballots[voter]))[:count]
        assert len(free) == count, "too few voters"
        for voter in free:
            ballots[voter].append(name)
    assert all(len(names) <= most for names in ballots.values()), "too few voters"
    return {voter: names for voter, names in ballots.items() if names}
