"""The floor of a transaction.

floor_of
├── calldata: 4 gas for a zero byte, 16 for another
├── accounts
│   ├── the sender, the target and the miner are warm
│   ├── precompiles are warm
│   └── each other account costs 2,600 once
├── slots
│   ├── unchanged, empty or not: 2,100
│   ├── empty before, full after: 22,100
│   ├── full before, another value after: 5,000
│   └── full before, empty after: 5,000, and 4,800 back
│       └── but never more than a fifth of the whole
└── logs: 375, 375 for each topic, 8 for each byte of data
"""

import pytest

from bench.floor import Floor, State, floor_of

TARGET = "0x" + "aa" * 20
SENDER = "0x" + "bb" * 20
MINER = "0x" + "00" * 20
OTHER = "0x" + "cc" * 20
P256VERIFY = "0x" + "00" * 18 + "0100"
FULL, CHANGED = "0x" + "00" * 31 + "01", "0x" + "00" * 31 + "02"
EMPTY = "0x" + "00" * 32
UNTOUCHED: dict[str, State] = {"pre": {}, "post": {}}


def floor_of_slots(before: dict[str, str], old: dict[str, str], new: dict[str, str]) -> Floor:
    """Compute the floor of a transaction that touched only slots of its target."""
    diff = {"pre": {TARGET: {"storage": old}}, "post": {TARGET: {"storage": new}}}
    return floor_of(b"", (TARGET,), {TARGET: {"storage": before}}, diff, ())


def test_floor_of__nothing_touched__sets_the_price_of_a_transaction() -> None:
    assert floor_of(b"", (), {}, UNTOUCHED, ()) == Floor(0, 0, 0, 0, 0)
    assert Floor(0, 0, 0, 0, 0).total == 21_000


def test_floor_of__calldata__sets_4_for_a_zero_byte_and_16_for_another() -> None:
    assert floor_of(b"\x00\x00\x01", (), {}, UNTOUCHED, ()).calldata == 2 * 4 + 16


def test_floor_of__warm_accounts__sets_nothing() -> None:
    touched: State = {TARGET: {}, SENDER: {}, MINER: {}, P256VERIFY: {}}
    assert (
        floor_of(b"", (SENDER, TARGET.upper().replace("X", "x"), MINER), touched, UNTOUCHED, ()).accounts == 0
    )


def test_floor_of__cold_account__sets_2600() -> None:
    assert floor_of(b"", (TARGET,), {TARGET: {}, OTHER: {}}, UNTOUCHED, ()).accounts == 2_600


@pytest.mark.parametrize(
    ("value", "old", "new", "gas"),
    [
        (EMPTY, {}, {}, 2_100),
        (FULL, {}, {}, 2_100),
        (EMPTY, {}, {"0x0": FULL}, 22_100),
        (FULL, {"0x0": FULL}, {"0x0": CHANGED}, 5_000),
    ],
)
def test_floor_of__slot_kept_filled_or_changed__sets_its_price(
    value: str, old: dict[str, str], new: dict[str, str], gas: int
) -> None:
    floor = floor_of_slots({"0x0": value}, old, new)
    assert (floor.slots, floor.refund) == (gas, 0)


def test_floor_of__slot_cleared__sets_its_price_and_gives_back() -> None:
    floor = floor_of_slots({"0x0": FULL}, {"0x0": FULL}, {})
    assert (floor.slots, floor.refund, floor.total) == (5_000, 4_800, 21_200)


def test_floor_of__many_slots_cleared__gives_back_a_fifth_at_most() -> None:
    slots = {hex(number): FULL for number in range(100)}
    floor = floor_of_slots(slots, slots, {})
    assert floor.refund == (21_000 + 100 * 5_000) // 5


def test_floor_of__logs__sets_their_price() -> None:
    log = {"topics": [b"", b"", b""], "data": b"\x00" * 32}
    assert floor_of(b"", (), {}, UNTOUCHED, (log, log)).logs == 2 * (375 + 3 * 375 + 8 * 32)
