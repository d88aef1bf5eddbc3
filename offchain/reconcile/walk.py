"""A walk over all that the subgraph has stored, held against the chain's own views of the same block."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar, cast

from offchain.chain import Pinned
from offchain.protocol import Call
from offchain.subgraph.client import Snapshot
from offchain.subgraph.entity import Entity

E = TypeVar("E", bound=Entity)
Told = Mapping[str, Any]


@dataclass(frozen=True)
class Difference:
    """One field of one entity that is not what the chain says."""

    entity: str
    id: str
    field: str
    stored: Any
    chain: Any

    def __str__(self) -> str:
        return f"{self.entity} {self.id}: {self.field} is {self.chain!r}, the subgraph has {self.stored!r}"


class Walk:
    """Asks both sides, and keeps where they differ and how much was compared."""

    def __init__(self, pinned: Pinned, snapshot: Snapshot) -> None:
        self._pinned, self._snapshot = pinned, snapshot
        self._read: dict[type[Entity], dict[str, Any]] = {}
        self.differences: list[Difference] = []
        self.compared: Counter[str] = Counter()

    # --- Both sides ---

    @property
    def now(self) -> int:
        """Time of the block."""
        return self._pinned.block.timestamp

    @property
    def divisor(self) -> int:
        """By what every span of the protocol is divided."""
        return self._pinned.chain.protocol.divisor

    @property
    def contracts(self) -> Mapping[str, str]:
        """Address of every contract, by its name."""
        return self._pinned.chain.protocol.addresses

    def functions(self, contract: str) -> list[str]:
        """Signatures of a contract's functions that change state."""
        known = self._pinned.chain.protocol.functions(contract)
        return [signature for signature, (_, _, changes) in known.items() if changes]

    def all(self, kind: type[E]) -> dict[str, E]:
        """All entities of a type by their ids; read once."""
        if kind not in self._read:
            self._read[kind] = {one.id: one for one in self._snapshot.all(kind)}
        return cast(dict[str, E], self._read[kind])

    @property
    def read(self) -> Iterable[type[Entity]]:
        """The types that were read."""
        return self._read

    def call(self, contract: str, function: str, *arguments: Any) -> Any:
        """A view that always answers."""
        return self._pinned.call(contract, function, *arguments)

    def each(self, contract: str, function: str, arguments: Iterable[Any]) -> list[Any]:
        """A view for each argument, or tuple of arguments; None where it reverts."""
        lists = (one if isinstance(one, tuple) else (one,) for one in arguments)
        calls = [Call(contract, function, one) for one in lists]
        return self._pinned.call_all(calls, may_fail=True)

    # --- Comparing ---

    def same(self, one: Entity, told: Told, chain: Sequence[Any] | None) -> None:
        """What an entity tells against the chain's values, in the same order; None where it has nothing."""
        self.agree(type(one).__name__, one.id, told, chain)

    def agree(self, entity: str, key: str, told: Told, chain: Sequence[Any] | None) -> None:
        """The same of what has no entity, or of many together."""
        answers = [None] * len(told) if chain is None else chain
        for (field, stored), found in zip(told.items(), answers, strict=True):
            self.compared[entity] += 1
            if stored != found:
                self.differences.append(Difference(entity, key, field, stored, found))

    def known(self, kind: type[E], chain: Iterable[Any]) -> list[E]:
        """The entities of a type that the chain has too; what one side alone has is a difference."""
        stored, expected = self.all(kind), dict.fromkeys(map(str, chain))
        for key in stored | expected:
            self.agree(kind.__name__, key, {"existence": key in stored}, (key in expected,))
        return [stored[key] for key in expected if key in stored]
