"""What the actions of a proposal are and do: class from content, effect with the role of that class."""

from dataclasses import dataclass, field
from typing import Any

from eth_utils import keccak

from .economy import Economy
from .errors import Refused

STANDARD, CRITICAL, AMENDMENT = range(3)
CONSTITUTION, OPERATIONS, GRAVE = range(3)  # roles; the executor of each class has exactly one
ROLE = {STANDARD: OPERATIONS, CRITICAL: GRAVE, AMENDMENT: CONSTITUTION}
APPOINTED = (3, 4, 5, 6)  # roles that the operations role administers
APPOINTMENTS = [
    keccak(text=s)[:4] for s in ("grantRole(uint64,address,uint32)", "revokeRole(uint64,address)")
]

Key = tuple[str, bytes]  # target and selector


@dataclass(frozen=True)
class Act:
    """One action; `does` names what it is meant to do here, which its class never depends on."""

    target: str
    data: bytes
    value: int = 0
    does: str = "nothing"
    args: tuple[Any, ...] = ()

    @property
    def key(self) -> Key:
        return self.target, self.data[:4]

    def __deepcopy__(self, memo: Any) -> "Act":
        return self


@dataclass
class Actions(Economy):
    """The table of permissions, and what calls with the executors' roles change."""

    table: dict[Key, int] = field(default_factory=dict)
    constitution: frozenset[str] = frozenset()
    authority: str = ""
    executors: tuple[str, ...] = ()
    appointed: set[tuple[int, str]] = field(default_factory=set)
    seats: dict[int, int] = field(default_factory=dict)  # agent to end of its term

    def class_of(self, act: Act) -> int:
        """Of the content alone, by the table of this moment."""
        selector, words = act.data[:4], act.data[4:]
        appoints = act.target == self.authority and selector in APPOINTMENTS and len(words) >= 32
        if appoints and not act.value and int.from_bytes(words[:32]) in APPOINTED:
            return STANDARD
        if act.target in self.constitution:
            return AMENDMENT
        routine = not act.value and len(act.data) >= 4 and self.table.get(act.key) == OPERATIONS
        return STANDARD if routine else CRITICAL

    def perform(self, act: Act, now: int) -> int:
        """Does it by the executor of its class; returns that class."""
        by = self.class_of(act)
        getattr(self, f"_{act.does}")(act, by, now)
        return by

    def _restricted(self, act: Act, by: int) -> None:
        if self.table.get(act.key, CONSTITUTION) != ROLE[by]:
            raise Refused("AccessManagedUnauthorized", self.executors[by])

    # --- Effects ---

    def _nothing(self, act: Act, by: int, now: int) -> None:
        """What nothing here depends on."""
        self._restricted(act, by)

    def _set_cap(self, act: Act, by: int, now: int) -> None:
        self._restricted(act, by)
        self.set_cap(act.args[0], now)

    def _suspend(self, act: Act, by: int, now: int) -> None:
        self._restricted(act, by)
        self.suspend(act.args[0])

    def suspend(self, number: int) -> None:
        super().suspend(number)
        self.seats.pop(number, None)

    def _reinstate(self, act: Act, by: int, now: int) -> None:
        self._restricted(act, by)
        self.reinstate(act.args[0])

    def _cancel_merge(self, act: Act, by: int, now: int) -> None:
        self._restricted(act, by)
        self.cancel_merge(act.args[0])

    def _appoint(self, act: Act, by: int, now: int) -> None:
        assert by == STANDARD
        self.appointed.add(act.args)

    def _dismiss(self, act: Act, by: int, now: int) -> None:
        assert by == STANDARD
        self.appointed.discard(act.args)

    def _remap(self, act: Act, by: int, now: int) -> None:
        assert by == AMENDMENT
        key, role = act.args
        self.table[key] = role

    def _label(self, act: Act, by: int, now: int) -> None:
        assert by == AMENDMENT

    def _receive(self, act: Act, by: int, now: int) -> None:
        """Somebody who takes every call and all ether."""
        assert by == CRITICAL

    def _refuse(self, act: Act, by: int, now: int) -> None:
        """What nobody's executor may do, or nobody at all."""
        name, *values = act.args
        raise Refused(name, *(self.executors[by] if v == "executor" else v for v in values))
