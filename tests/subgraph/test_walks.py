"""Whatever happens on the chain, the subgraph and plain Python's reading of the logs say what it says.

Acts at random on the story's chain, each by a seed; the chain goes on from one example to the next.
"""

from collections import Counter
from random import Random

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from tests.properties.depth import WALK, WALK_DEEP, Depth
from tests.subgraph.acts import act, settle
from tests.subgraph.played import Played
from tests.subgraph.reconciling import head, reconciled, snapshot_of
from tests.subgraph.replayed import compare

pytestmark = pytest.mark.xdist_group("subgraph of the story")

LEAST_USEFUL = 0.2  # of all acts: the others are refused, as they must be


@pytest.mark.parametrize(
    "depth", [WALK, pytest.param(WALK_DEEP, marks=pytest.mark.deep)], ids=["gate", "deep"]
)
def test_walk__acts_at_random__subgraph_says_what_the_chain_says(told: Played, depth: Depth) -> None:
    done, taken = Counter[str](), Counter[str]()
    settle(told.system)

    # A shorter example would begin on another chain: it is told whole, by the acts that it took.
    @settings(depth.settings, phases=[Phase.generate])
    @given(seed=st.integers(0, 2**32))
    def walk(seed: int) -> None:
        random, acts = Random(seed), list[str]()
        for _ in range(depth.steps):
            name, went_through = act(told.system, random.getrandbits(32))
            acts.append(name)
            taken[name] += 1
            done[name] += went_through
        number = head(told)
        found = reconciled(told, number)
        assert list(map(str, found.differences)) == [], f"after {acts}"
        compare(told.system, snapshot_of(told, number))

    walk()
    assert done.total() >= LEAST_USEFUL * taken.total()
