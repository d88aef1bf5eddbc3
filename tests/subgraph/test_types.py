"""Every type of the schema is read whole: as many as Graph Node has, each by its id, too."""

import pytest

from offchain.subgraph.agents import Agent
from tests.keepers.support.classes import CLASSES
from tests.subgraph.entities import everything
from tests.subgraph.played import Played
from tests.subgraph.reconciling import head, snapshot_of

pytestmark = pytest.mark.xdist_group("subgraph of the story")


def test_all__each_type_of_the_schema__is_read_whole(told: Played) -> None:
    snapshot = snapshot_of(told, head(told))
    stored = everything(told.node)
    assert stored.keys() == {kind.plural for kind in CLASSES.values()}
    for kind in CLASSES.values():
        ids = [one["id"] for one in stored[kind.plural]]
        assert [one.id for one in snapshot.all(kind)] == ids
        if ids:
            first = snapshot.find(kind, ids[0])
            assert first is not None
            assert first.id == ids[0]
    assert snapshot.find(Agent, "0") is None
