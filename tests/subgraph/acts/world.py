"""The chain on which somebody does something at random: who and what there is to choose from."""

from collections.abc import Callable, Sequence
from random import Random
from typing import Any, TypeVar

from tests.support.actors import Actor, actor
from tests.support.contract import Contract
from tests.support.standing import Standing
from tests.support.system import COHORT, DAY, HOUR, ROAD, identity_of

T = TypeVar("T")
AGENTS = (1, 2, 3, 4, 11, 12, 700, 701, 1188, 1189, 1247, 1248)  # few, so that acts meet
PEOPLE = [actor(f"walker {i}") for i in range(8)]
IDENTITIES = [identity_of(f"walker {i}") for i in range(4)]
BODIES = [actor(f"later body {i}") for i in range(64)]
HEIRS = [actor(f"heir {i}") for i in range(4)]
PENDING, ACTIVE, SUSPENDED = 1, 2, 3
MOSTLY = 0.9  # of all choices fit
SPANS = (HOUR, DAY, 3 * DAY, 8 * DAY, 15 * DAY, 31 * DAY, 92 * DAY)


class World:
    """Chooses by a generator that a seed makes."""

    def __init__(self, system: Standing, random: Random) -> None:
        self.system, self.random = system, random

    @property
    def now(self) -> int:
        return self.system.rpc.now

    def pick(self, choices: Sequence[T]) -> T:
        return self.random.choice(choices)

    def agent(self, *statuses: int) -> int:
        """One of the few, or of those who were born on the way; mostly of these statuses, active."""
        registry = self.system.registry
        everybody = [*AGENTS, *range(COHORT + 1, int(registry.agentCount()) + 1)]
        fit = [one for one in everybody if registry.agent(one).status in (statuses or (ACTIVE,))]
        one: int = self.pick(fit if fit and self.random.random() < MOSTLY else everybody)
        return one

    def wallet(self) -> str:
        """An agent's wallet."""
        return self.system.wallet_of(self.agent())

    def somebody(self) -> str:
        """Whoever may hold ROAD, or not."""
        people = [self.pick(PEOPLE).address for _ in range(2)]
        return self.pick([self.wallet(), *people, self.guardian()])

    def guardian(self) -> str:
        return str(self.system.guardianship.guardian())

    def body(self) -> Actor:
        """A wallet that no agent ever had, while there are any."""
        free = [one for one in BODIES if not self.system.registry.agentEverOf(one)]
        return self.pick(free or BODIES)

    def amount(self, most: int) -> int:
        return max(1, self.pick((most, most // 2, most // 10, ROAD)))

    def decide(self, contract: Contract, function: str, *args: Any) -> Any:
        """What a proposal would do, done by the executor that has the role."""
        return contract.fn(function)(*args, sender=self.system.officer(contract, function))


Act = Callable[[World], Any]
