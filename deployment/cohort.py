"""The genesis cohort as the constitution has it; the same numbers stand in contracts/libraries/Cohort.sol."""

from dataclasses import dataclass

SIZE = 1_250
QUARTERS = 4
TOTAL_SUPPLY = 1_000_000_000 * 10**18
GUARDIAN_SHARE = 510_000_000 * 10**18
COLLECTIVE_SHARE = 490_000_000 * 10**18
HUMAN_CAP = 50_000_000 * 10**18


@dataclass(frozen=True)
class Category:
    """A category of agents and its slots; `code` is its number on the chain."""

    code: int
    name: str
    first: int
    last: int
    percent: int

    @property
    def size(self) -> int:
        """Number of its genesis agents."""
        return self.last - self.first + 1

    def vested(self, quarters: int) -> int:
        """Wei that one agent has vested after so many quarters, rounded down."""
        return COLLECTIVE_SHARE * self.percent // 100 * quarters // (QUARTERS * self.size)


CATEGORIES = (
    Category(0, "copilot", 1, 10, 15),
    Category(1, "foundation", 11, 14, 10),
    Category(2, "archetype", 15, 1_187, 60),
    Category(3, "specialized", 1_188, 1_246, 10),
    Category(4, "service", 1_247, 1_250, 5),
)

TOTAL_OWED = sum(category.vested(QUARTERS) * category.size for category in CATEGORIES)


def category_of(agent_id: int) -> Category:
    """Category of a genesis agent."""
    for category in CATEGORIES:
        if category.first <= agent_id <= category.last:
            return category
    raise ValueError(f"no genesis agent has the id {agent_id}")
