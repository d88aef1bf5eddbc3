"""Queries of the subgraph: one at a time, or whole types page by page at one block."""

import json
import re
from collections.abc import Callable, Mapping
from functools import reduce
from typing import Any, TypeVar

from tenacity import RetryCallState, Retrying, retry_if_exception, stop_after_attempt, wait_exponential_jitter

from offchain.chain import Block
from offchain.log import HIDDEN
from offchain.post import Fault, Post
from offchain.subgraph.entity import Entity, Part
from offchain.subgraph.errors import (
    BlockNotIndexed,
    BlockReorganised,
    IndexingFailed,
    MalformedAnswer,
    QueryRefused,
    SubgraphUnreachable,
)
from offchain.subgraph.values import Bytes

E = TypeVar("E", bound=Entity)
Filter = Mapping[str, Any]
Blocks = Callable[[str | int], Block]
"""A block of the chain, by number or as `latest`."""
PAGE = 1000  # entities that Graph Node gives at most
PER_SECOND = 25.0  # requests
LONGEST_PAUSE = 5.0  # seconds between two attempts, unless the server asks for more
MOST_PATIENCE = 60.0  # seconds: who asks for more is not waited for
# Without an alias: of a subgraph that failed Graph Node answers what is called _meta alone.
HEAD = "_meta { hasIndexingErrors block { number hash } }"
EXISTS = f"query ($block: Block_height!) {{ {HEAD} there: _meta(block: $block) {{ deployment }} }}"
FAILED = "indexing_error"  # Graph Node's word beside the answer of a subgraph that failed
_KEYS = re.compile(r"(?<=[/?=&])[^/?=&]{16,}")  # parts of a URL as long as keys are
_BACKOFF = wait_exponential_jitter(multiplier=0.2, max=LONGEST_PAUSE, jitter=0.2)


class Place(Part):
    """A block as Graph Node names it. Its own word for the time does not count, and is not asked for."""

    number: int
    hash: Bytes


class Meta(Part):
    """How far the subgraph is."""

    has_indexing_errors: bool
    block: Place


class Subgraph:
    """A deployed subgraph behind a URL. `token` goes along as a bearer's; `seconds` is for one attempt."""

    def __init__(
        self, url: str, *, token: str | None = None, seconds: float = 30.0, attempts: int = 4
    ) -> None:
        self._post = Post(url, seconds=seconds, per_second=PER_SECOND, token=token)
        self._attempts = attempts
        self._secrets = [*filter(None, [token]), *_KEYS.findall(url.partition("://")[2])]

    def query(self, text: str, **variables: Any) -> dict[str, Any]:
        """The data of one answer.

        Raises SubgraphUnreachable, QueryRefused, IndexingFailed and MalformedAnswer.
        """
        data, errors = self._ask(text, variables)
        if FAILED in errors:
            raise IndexingFailed
        if errors:
            raise QueryRefused("; ".join(errors))
        return data

    def meta(self) -> Meta:
        """How far it is; one that failed answers too."""
        data, errors = self._ask(f"{{ {HEAD} }}", {})
        if errors not in ([], [FAILED]):
            raise QueryRefused("; ".join(errors))
        return Meta.read(data.get("_meta"))

    def at(self, block: Block, chain: Blocks) -> "Snapshot":
        """The subgraph as it was after a block of the chain.

        Raises IndexingFailed, BlockNotIndexed and BlockReorganised.
        """
        snapshot = Snapshot(self, block, chain)
        snapshot.query(EXISTS)
        return snapshot

    def _ask(self, text: str, variables: Mapping[str, Any]) -> tuple[dict[str, Any], list[str]]:
        """Data and messages of the errors; what did not arrive is sent again, what is refused is not."""
        body = json.dumps({"query": text, "variables": variables}).encode()
        attempts = Retrying(
            retry=retry_if_exception(_passes),
            stop=stop_after_attempt(self._attempts),
            wait=_pause,
            reraise=True,
        )
        try:
            answer = attempts(self._post.exchange, body)
        except Fault as fault:
            raise SubgraphUnreachable(fault, self._attempts if _passes(fault) else 1) from None
        if not isinstance(answer, dict) or not answer.keys() & {"data", "errors"}:
            raise MalformedAnswer("answer", "neither data nor errors")
        data, errors = answer.get("data") or {}, answer.get("errors") or []
        if not isinstance(data, dict) or not isinstance(errors, list):
            raise MalformedAnswer("answer", "data or errors of another type")
        said = [str(one.get("message") if isinstance(one, dict) else one) for one in errors]
        return data, [reduce(_hidden, self._secrets, one) for one in said]  # a gateway may quote its key


class Snapshot:
    """The subgraph after one block: all that is read belongs together.

    Graph Node takes the hash of a block that was left for the block that took its place. So each answer also
    says where the subgraph is, and counts only if the chain leads from the pinned block to there.
    """

    def __init__(self, subgraph: Subgraph, block: Block, chain: Blocks) -> None:
        self.subgraph, self.block, self._chain = subgraph, block, chain
        self._descendants: set[Place] = set()

    def all(self, kind: type[E], where: Filter | None = None) -> list[E]:
        """All entities of a type, or those that a filter of Graph Node lets through, by id."""
        text = (
            f"query ($block: Block_height!, $where: {kind.__name__}_filter!) {{ {HEAD} rows: {kind.plural}("
            f"block: $block, where: $where, orderBy: id, orderDirection: asc, first: {PAGE}) "
            f"{{ {kind.selection()} }} }}"
        )
        found: list[E] = []
        while True:
            bounds = [dict(where)] if where else []
            if found:
                bounds.append({"id_gt": found[-1].id})
            page = self.query(text, where={"and": bounds} if bounds else {}).get("rows")
            if not isinstance(page, list):
                raise MalformedAnswer(kind.plural, "no list")
            found += map(kind.read, page)
            if len(page) < PAGE:
                return found

    def find(self, kind: type[E], key: str) -> E | None:
        """One entity by its id; None where there is none."""
        text = (
            f"query ($block: Block_height!, $id: ID!) {{ {HEAD} row: {kind.singular}(block: $block, id: $id) "
            f"{{ {kind.selection()} }} }}"
        )
        row = self.query(text, id=key).get("row")
        return None if row is None else kind.read(row)

    def query(self, text: str, **variables: Any) -> dict[str, Any]:
        """A query of one's own, which has the block as `$block: Block_height!`.

        Raises BlockNotIndexed and BlockReorganised where the subgraph has not that block, or not any more.
        """
        try:
            data = self.subgraph.query(text, block={"hash": self.block.hash}, **variables)
        except QueryRefused:
            self._follow(self.subgraph.meta())
            raise
        self._follow(Meta.read(data.pop("_meta", None)) if HEAD in text else self.subgraph.meta())
        return data

    def _follow(self, meta: Meta) -> None:
        """The subgraph's last block comes after the pinned one, by the chain."""
        head = meta.block
        if meta.has_indexing_errors:
            raise IndexingFailed(head.number)
        if head.number < self.block.number:
            raise BlockNotIndexed(self.block.number, head.number)
        if head not in self._descendants:
            self._check(head.number, head.hash)
        self._check(self.block.number, self.block.hash)
        self._descendants.add(head)

    def _check(self, number: int, block_hash: str) -> None:
        if self._chain(number).hash != block_hash:
            raise BlockReorganised(number, block_hash)


def _passes(error: BaseException) -> bool:
    """Whether a fault may be over at the next attempt: not what a server says of the request itself."""
    if not isinstance(error, Fault) or error.retry_after > MOST_PATIENCE:
        return False
    return error.kind == "http 429" or not error.kind.startswith("http 4")


def _hidden(text: str, secret: str) -> str:
    return text.replace(secret, HIDDEN)


def _pause(state: RetryCallState) -> float:
    fault = state.outcome.exception() if state.outcome else None
    asked = fault.retry_after if isinstance(fault, Fault) else 0.0
    return max(asked, _BACKOFF(state))
