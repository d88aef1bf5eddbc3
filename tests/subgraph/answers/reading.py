"""Events of the chain, and comparisons that say something."""

from typing import Any

from tests.support.contract import Contract, Event
from tests.support.standing import Standing

Data = dict[str, Any]


def happened(system: Standing, contract: Contract, *names: str) -> list[Event]:
    """Events of a contract by these names, in their order."""
    events = map(system.errors.event, system.rpc.logs([contract.address]))
    return [one for one in events if one.name in names]


def same(found: Any, expected: Any) -> None:
    """Equal, and not for want of anything."""
    assert found
    assert found == expected
