"""Which mutants are tested: some of each file, and the same ones while it stays as it is."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from typing import TypeVar

from mutants.mutant import Mutant

T = TypeVar("T")


def shuffled(mutants: Iterable[Mutant], seed: int) -> list[Mutant]:
    """The same order everywhere, in which an edit of the source moves only the mutants that it makes."""
    return sorted(mutants, key=lambda mutant: hashlib.sha256(f"{seed} {mutant.id}".encode()).digest())


def quotas(sizes: Mapping[str, int], count: int, floor: int) -> dict[str, int]:
    """How many of each file: in proportion to its size, `floor` at least."""
    least = {name: min(size, floor) for name, size in sizes.items()}
    spare = {name: size - least[name] for name, size in sizes.items()}
    more = max(0, count - sum(least.values()))
    share = {name: more * size / max(1, sum(spare.values())) for name, size in spare.items()}
    return {name: min(size, least[name] + _up(share[name])) for name, size in sizes.items()}


def _up(number: float) -> int:
    return -int(-number // 1)


def interleaved(groups: Iterable[Sequence[T]]) -> list[T]:
    """A few of each in turn, so that a run that is broken off has seen something of everything."""
    places = [(place / len(group), one) for group in groups for place, one in enumerate(group)]
    return [one for _, one in sorted(places, key=lambda entry: entry[0])]
