"""Each query of subgraph/README.md, put to the subgraph of the story, is answered as its chain answers.

the story, and what it leaves out: a human who holds ROAD, a wallet frozen at once, a proposal that is open
├── each query has an answer, which is the chain's (answers.py)
└── each of the five guarantees has queries, and each query an expectation
"""

import re

import pytest
from graphql import OperationDefinitionNode, parse

from indexer.paths import SUBGRAPH
from tests.subgraph.answers import ANSWERS, PEOPLE
from tests.subgraph.played import Played
from tests.support.system import ROAD

pytestmark = pytest.mark.xdist_group("subgraph of the story")

TEXT = (SUBGRAPH / "README.md").read_text(encoding="utf-8")
GUARANTEES = (
    "A human can always say no",
    "Agents run the day, and nothing dangerous passes as routine",
    "No human holds more than 5 %",
    "Every grant is recorded and served in order",
    "The treasury pays what it owes",
)


def queries(text: str) -> dict[str, str]:
    """The queries of a text by their names."""
    found = {}
    for query in re.findall(r"```graphql\n(.*?)```", text, re.DOTALL):
        (operation,) = parse(query).definitions
        assert isinstance(operation, OperationDefinitionNode)
        assert operation.name
        found[operation.name.value] = query
    return found


QUERIES = queries(TEXT)


@pytest.fixture(scope="module")
def asked(told: Played) -> Played:
    """The story's chain, with an answer to every question."""
    system = told.system
    first, second = system.human(PEOPLE, 2)
    for wallet, agent, amount in ((first, 81, 3), (second, 82, 2), (first, 83, 1)):
        system.token.transfer(wallet, amount * ROAD, sender=system.wallet_of(agent))
    system.token.freeze(second, sender=system.guardianship.guardian())
    cheaper = bytes.fromhex(system.resources.calldata("setUnitCost", 1, 1)[2:])
    acts = [system.resources.address], [0], [cheaper]
    system.governance.propose(*acts, "# What is open", sender=system.wallet_of(84))
    return told


@pytest.mark.parametrize("name", QUERIES)
def test_readme__each_query__is_answered_as_by_the_chain(asked: Played, name: str) -> None:
    asked.caught_up()
    ANSWERS[name](asked.system, asked.node.query(QUERIES[name]))


def test_readme__each_query__has_an_expectation() -> None:
    assert list(QUERIES) == list(ANSWERS)
    assert TEXT.count("```graphql") == len(QUERIES)


@pytest.mark.parametrize("guarantee", GUARANTEES)
def test_readme__each_guarantee__has_queries_with_a_sentence(guarantee: str) -> None:
    section = TEXT.split(f"\n## {guarantee}\n")[1].split("\n## ")[0]
    assert queries(section)
    for before in section.split("```graphql")[:-1]:
        assert before.split("```")[-1].strip()
