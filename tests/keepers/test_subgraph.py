"""The subgraph's client in front of a server that answers as one wishes.

an answer
├── as the schema says: numbers as int, bytes in lower case, other entities by their ids
└── anything else (missing, unknown, of another type): refused, with entity and field
a page
├── of 1,000 entities: the next one is asked for, from the last id on, with the caller's filter
└── all at one block, by its hash
a fault
├── of the transport: asked again, a few times, and as late as the server asks
├── of the request: told at once
└── of the query: Graph Node's words, and no second try
no error and no log names the URL or the token
lag: by the chain's clock and numbers, one beyond the limit is refused
a block
├── that the subgraph has not yet: refused
└── that the chain has left, or that leads to where the subgraph is no more: refused, between two pages too
"""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from offchain.chain import Block
from offchain.exits import ConfigError
from offchain.log import Log
from offchain.settings import Settings
from offchain.subgraph.authority import RoleMember
from offchain.subgraph.client import PAGE, Snapshot, Subgraph
from offchain.subgraph.connect import subgraph_of
from offchain.subgraph.errors import (
    BlockNotIndexed,
    BlockReorganised,
    IndexingFailed,
    MalformedAnswer,
    QueryRefused,
    SubgraphBehind,
    SubgraphError,
    SubgraphUnreachable,
    SubgraphUnset,
)
from offchain.subgraph.freshness import Limit, current, lag
from offchain.subgraph.wallets import Transfer

from .support.gateway import Gateway, at, data, refused, told
from .support.proxy import Answer

TOKEN = "token-of-a-gateway"
HASHES = [f"0x{number:064x}" for number in range(100)]
BLOCKS = [Block(number, HASHES[number], 1_800_000_000 + 12 * number) for number in range(100)]
HEAD, AT = BLOCKS[-1], BLOCKS[50]
TRANSFER = {
    "id": "0xAB01", "block": "7", "timestamp": "1800000000", "transaction": "0xab", "logIndex": 1,
    "from": {"id": "0x00"}, "to": {"id": "0x01"}, "amount": str(10**27),
}  # fmt: skip


def chain(which: str | int) -> Block:
    return BLOCKS[-1 if which == "latest" else int(which)]


def client(gateway: Gateway, **options: Any) -> Subgraph:
    return Subgraph(f"{gateway.uri}/secret-path-of-a-gateway?secret=query", **options)


def page(rows: Any) -> Answer:
    """Rows of a subgraph that is at the chain's head."""
    return at(HEAD.number, HEAD.hash, rows=rows)


def transfers(*answers: Answer | dict[str, Any], where: dict[str, Any] | None = None) -> list[Transfer]:
    with Gateway(*answers) as gateway:
        return Snapshot(client(gateway), HEAD, chain).all(Transfer, where)


# --- Answers ---


def test_read__as_the_schema_says__is_typed() -> None:
    (found,) = transfers(page([TRANSFER]))
    assert found == Transfer.read(TRANSFER)
    assert (found.id, found.from_, found.amount, found.log_index) == ("0xab01", "0x00", 10**27, 1)
    with pytest.raises(ValueError, match="frozen"):
        found.amount = 0


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"amount": None}, "amount: None is no decimal number in a string"),
        ({"amount": 5}, "amount: 5 is no decimal number in a string"),
        ({"amount": "0x05"}, "amount: '0x05' is no decimal number in a string"),
        ({"amount": "05"}, "amount: '05' is no decimal number in a string"),
        ({"transaction": "ab"}, "transaction: 'ab' is no hex string of whole bytes"),
        ({"transaction": "0xabc"}, "transaction: '0xabc' is no hex string of whole bytes"),
        ({"logIndex": "1"}, "logIndex: Input should be a valid integer"),
        ({"logIndex": True}, "logIndex: Input should be a valid integer"),
        ({"from": "0x00"}, "from: '0x00' is no entity's id alone"),
        ({"from": None}, "from: None is no entity's id alone"),
        ({"other": 1}, "other: Extra inputs are not permitted"),
    ],
)
def test_read__anything_else__is_refused_with_its_field(changes: dict[str, Any], problem: str) -> None:
    with pytest.raises(MalformedAnswer) as found:
        transfers(page([TRANSFER | changes]))
    assert str(found.value) == f"the subgraph's Transfer 0xAB01: {problem}"


@pytest.mark.parametrize("field", [name for name in TRANSFER if name != "id"])
def test_read__a_field_is_missing__is_refused_with_its_name(field: str) -> None:
    row = {name: value for name, value in TRANSFER.items() if name != field}
    with pytest.raises(MalformedAnswer) as found:
        transfers(page([row]))
    assert str(found.value) == f"the subgraph's Transfer 0xAB01: {field}: Field required"


@pytest.mark.parametrize(
    ("answer", "problem"),
    [
        (told([]), "answer: neither data nor errors"),
        (told({}), "answer: neither data nor errors"),
        (told({"data": None}), "Meta: answer: Input should be a valid dictionary or instance of Meta"),
        (told({"data": [1]}), "answer: data or errors of another type"),
        (told({"errors": "many"}), "answer: data or errors of another type"),
        (data(rows=[]), "Meta: answer: Input should be a valid dictionary or instance of Meta"),
        (data(_meta={}, rows=[]), "Meta: hasIndexingErrors: Field required"),
        (page(None), "transfers: no list"),
        (page([None]), "Transfer: answer: Input should be a valid dictionary or instance of Transfer"),
    ],
)
def test_query__no_answer_of_graphql__is_refused(answer: Answer, problem: str) -> None:
    with pytest.raises(MalformedAnswer) as found:
        transfers(answer)
    assert str(found.value) == f"the subgraph's {problem}"


def test_selection__of_a_type__asks_for_ids_of_others_and_no_derived_list() -> None:
    assert RoleMember.selection() == "id role { id } account { id } granted since executionDelay"


# --- Pages ---


@pytest.mark.parametrize("count", [0, 1, PAGE - 1, PAGE, PAGE + 1, 2 * PAGE])
def test_all__any_number__is_whole_and_at_one_block(count: int) -> None:
    rows = [TRANSFER | {"id": f"0x{number:08x}"} for number in range(count)]
    pages = [page(rows[start : start + PAGE]) for start in range(0, count + 1, PAGE)]
    with Gateway(*pages) as gateway:
        found = Snapshot(client(gateway), HEAD, chain).all(Transfer, {"amount_gt": "1"})
    assert [one.id for one in found] == [row["id"] for row in rows]
    asked = [body["variables"] for body in gateway.bodies]
    assert [one["block"] for one in asked] == [{"hash": HEAD.hash}] * (count // PAGE + 1)
    filters: list[Any] = [{"and": [{"amount_gt": "1"}]}]
    filters += [
        {"and": [{"amount_gt": "1"}, {"id_gt": rows[PAGE * page - 1]["id"]}]}
        for page in range(1, count // PAGE + 1)
    ]
    assert [one["where"] for one in asked] == filters


# --- Faults ---

UNAVAILABLE = told("busy", 503, **{"Retry-After": "1"})


@pytest.mark.parametrize("fault", [Answer(None), told("", 500), told("", 429), Answer(b"<html>")])
def test_query__transport_fails_once__asks_again(fault: Answer) -> None:
    with Gateway(fault, data(rows=1)) as gateway:
        assert client(gateway).query("{ rows }") == {"rows": 1}
    assert len(gateway.bodies) == 2
    assert gateway.bodies[0] == gateway.bodies[1]


def test_query__server_asks_for_patience__has_it() -> None:
    began = time.monotonic()
    with Gateway(UNAVAILABLE, data(rows=1)) as gateway:
        assert client(gateway).query("{ rows }") == {"rows": 1}
    assert time.monotonic() - began >= 1


@pytest.mark.parametrize(
    ("fault", "kind", "times"),
    [
        (Answer(None), "RemoteDisconnected", 2),
        (told("", 500), "http 500", 2),
        (Answer(b'{"data": {}}', drip=0.1), "timeout", 2),
        (told("", 401), "http 401", 1),
        (told("", 404), "http 404", 1),
    ],
)
def test_query__transport_fails_for_good__says_how(fault: Answer, kind: str, times: int) -> None:
    with Gateway(fault) as gateway, pytest.raises(SubgraphUnreachable) as found:
        client(gateway, attempts=2, seconds=0.5).query("{ rows }")
    assert str(found.value) == f"the subgraph does not answer: 127.0.0.1: {kind}, {times} of {times} times"
    assert len(gateway.bodies) == times


def test_query__server_asks_for_an_hour__is_not_waited_for() -> None:
    with Gateway(told("busy", 429, **{"Retry-After": "3600"})) as gateway:
        with pytest.raises(SubgraphUnreachable) as found:
            client(gateway).query("{ rows }")
        assert len(gateway.bodies) == 1
    assert str(found.value) == "the subgraph does not answer: 127.0.0.1: http 429, 1 of 1 times"


def test_query__refused__is_not_asked_again() -> None:
    with Gateway(refused("Type `Query` has no field `rows`", "and more")) as gateway:
        with pytest.raises(QueryRefused) as found:
            client(gateway).query("{ rows }")
        assert len(gateway.bodies) == 1
    assert str(found.value) == "the subgraph refuses the query: Type `Query` has no field `rows`; and more"


def test_query__subgraph_has_failed__is_refused() -> None:
    with Gateway(refused("indexing_error", rows=1)) as gateway, pytest.raises(IndexingFailed) as found:
        client(gateway).query("{ rows }")
    assert str(found.value) == "the subgraph has indexing errors and stands still"


# --- Secrets ---

FAULTS: list[Answer] = [
    Answer(None), told("", 500), told("", 401), told("", 302, Location="/elsewhere"), Answer(b"no JSON"),
    told([]), refused(f"no key {TOKEN}"), refused("no secret-path-of-a-gateway"),
    data(rows=3), data(rows=[{}]), refused("indexing_error"),
]  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS)
def test_errors__whatever_fails__name_no_secret(fault: Answer) -> None:
    with Gateway(fault) as gateway, pytest.raises(SubgraphError) as found:
        Snapshot(client(gateway, token=TOKEN, attempts=1), HEAD, chain).all(Transfer)
    assert gateway.headers[0]["Authorization"] == f"Bearer {TOKEN}"
    seen: list[str] = []
    error: BaseException | None = found.value
    while error is not None:
        seen += [str(error), repr(error)]
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    assert "secret" not in "".join(seen)
    assert TOKEN not in "".join(seen)


def settings(folder: Path, **changes: Any) -> Settings:
    return Settings(book=folder / "book.json", state=folder, **changes)


def test_settings__url_and_token__are_used_and_hidden(tmp_path: Path, capsys: Any) -> None:
    (tmp_path / "token").write_text(f"{TOKEN}\n")
    (tmp_path / "token").chmod(0o600)
    log = Log()
    with Gateway(at(3, HASHES[3])) as gateway:
        url = f"{gateway.uri}/secret-path"
        named = settings(tmp_path, subgraph=SecretStr(url), subgraph_token_file=tmp_path / "token")
        assert subgraph_of(named, log).meta().block.number == 3
    assert gateway.headers[0]["Authorization"] == f"Bearer {TOKEN}"
    log.warning("subgraph", of=[url, TOKEN])
    assert "secret-path" not in capsys.readouterr().err
    assert TOKEN not in repr(named)


def test_settings__token_that_others_can_read__reverts(tmp_path: Path) -> None:
    (tmp_path / "token").write_text(TOKEN)
    (tmp_path / "token").chmod(0o644)
    named = settings(tmp_path, subgraph=SecretStr("http://x"), subgraph_token_file=tmp_path / "token")
    with pytest.raises(ConfigError, match=r"^.*/token has mode 0644: chmod 600 it$"):
        subgraph_of(named, Log())


def test_settings__no_subgraph__reverts(tmp_path: Path) -> None:
    with pytest.raises(SubgraphUnset) as found:
        subgraph_of(settings(tmp_path), Log())
    assert str(found.value) == "subgraph: not set; name the URL at which the subgraph is queried"


# --- Lag and block ---


@pytest.mark.parametrize(
    ("limit", "problem"),
    [
        (Limit(seconds=120), None),
        (Limit(seconds=119), "the subgraph is 120 seconds behind the chain, 119 are allowed"),
        (Limit(seconds=120, blocks=10), None),
        (Limit(seconds=120, blocks=9), "the subgraph is 10 blocks behind the chain, 9 are allowed"),
    ],
)
def test_current__ten_blocks_behind__is_refused_beyond_the_limit(limit: Limit, problem: str | None) -> None:
    with Gateway(at(HEAD.number - 10, HASHES[HEAD.number - 10])) as gateway:
        subgraph = client(gateway)
        if problem is None:
            assert current(subgraph, chain, limit).block == BLOCKS[HEAD.number - 10]
        else:
            with pytest.raises(SubgraphBehind) as found:
                current(subgraph, chain, limit)
            assert str(found.value) == problem


def test_current__subgraph_is_ahead_of_the_endpoint__is_at_the_endpoints_block() -> None:
    def growing(which: str | int) -> Block:
        return BLOCKS[AT.number] if which == "latest" else chain(which)

    with Gateway(at(AT.number + 5, HASHES[AT.number + 5])) as gateway:
        assert current(client(gateway), growing).block == AT
    assert gateway.bodies[-1]["variables"] == {"block": {"hash": AT.hash}}


def test_current__another_chains_block__reverts() -> None:
    with Gateway(at(50, HASHES[51])) as gateway:
        assert not lag(client(gateway), lambda _: BLOCKS[50]).same
        with pytest.raises(BlockReorganised) as found:
            current(client(gateway), lambda _: BLOCKS[50])
    assert (found.value.number, found.value.hash) == (50, HASHES[50])


def test_current__indexing_failed__reverts() -> None:
    with Gateway(at(50, HASHES[50], failed=True)) as gateway:
        assert lag(client(gateway), chain).failed
        with pytest.raises(IndexingFailed) as found:
            current(client(gateway), chain)
    assert str(found.value) == "the subgraph has indexing errors and stands still at block 50"


@pytest.mark.parametrize(
    ("answers", "problem"),
    [
        ([at(49, HASHES[49])], BlockNotIndexed(50, 49)),
        ([refused("not yet"), at(49, HASHES[49])], BlockNotIndexed(50, 49)),
        ([at(50, HASHES[51])], BlockReorganised(50, HASHES[51])),
        ([at(60, HASHES[61])], BlockReorganised(60, HASHES[61])),
        ([refused("no such block"), at(60, HASHES[61])], BlockReorganised(60, HASHES[61])),
        ([refused("no such field"), at(60, HASHES[60])], QueryRefused("no such field")),
        ([at(50, HASHES[50], failed=True)], IndexingFailed(50)),
    ],
)
@pytest.mark.parametrize("read", [lambda one: one.query("{ rows }"), lambda one: one.all(Transfer)])
def test_snapshot__of_a_block_that_is_not_there__says_why(
    read: Callable[[Snapshot], Any], answers: list[Answer], problem: SubgraphError
) -> None:
    with Gateway(*answers) as gateway, pytest.raises(type(problem)) as found:
        read(Snapshot(client(gateway), AT, chain))
    assert str(found.value) == str(problem)


def test_snapshot__chain_leaves_its_block_between_pages__reverts() -> None:
    left: list[Block] = []
    rows = [TRANSFER | {"id": f"0x{number:08x}"} for number in range(PAGE)]

    def leaving(which: str | int) -> Block:
        found = left[0] if left and which == AT.number else chain(which)
        if which == AT.number:
            left[:] = [Block(AT.number, "0x1234", AT.timestamp)]
        return found

    pages = at(60, HASHES[60], rows=rows), at(61, HASHES[61], rows=[])
    with Gateway(*pages) as gateway, pytest.raises(BlockReorganised) as found:
        Snapshot(client(gateway), AT, leaving).all(Transfer)
    assert (found.value.number, found.value.hash) == (AT.number, AT.hash)
