"""The floor of a transaction: what its data, accounts, slots and logs cost, with all computing free.

Everything is read from what the transaction did (its input, the state before and after, its logs), nothing is
written by hand. The prices are Cancun's (EIP-2028, EIP-2929, EIP-2200, EIP-3529). Prague and Osaka have
the same for transactions whose execution costs more than their calldata (EIP-7623), as that of all here.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

TRANSACTION = 21_000
ZERO_BYTE = 4
NONZERO_BYTE = 16
COLD_ACCOUNT = 2_600
COLD_SLOT_READ = 2_100
SLOT_CREATED = 22_100
SLOT_CHANGED = 5_000
SLOT_CLEARED_REFUND = 4_800
MAX_REFUND_DIVISOR = 5
LOG = 375
LOG_TOPIC = 375
LOG_BYTE = 8

HIGHEST_PRECOMPILE = 0x1FF
"""Precompiles are always warm; all of them, P256VERIFY at 0x100 included, are below this address."""

State = Mapping[str, Mapping[str, Any]]
"""Accounts by address, as Anvil's prestate tracer gives them: `{address: {"storage": {slot: value}, …}}`."""


@dataclass(frozen=True)
class Floor:
    """The parts of a transaction's floor, in gas."""

    calldata: int
    accounts: int
    slots: int
    logs: int
    refund: int

    @property
    def total(self) -> int:
        """The whole floor, after the refund for cleared slots."""
        return TRANSACTION + self.calldata + self.accounts + self.slots + self.logs - self.refund


def calldata_gas(data: bytes) -> int:
    """Price of a transaction's input."""
    zeros = data.count(0)
    return zeros * ZERO_BYTE + (len(data) - zeros) * NONZERO_BYTE


def account_gas(touched: Iterable[str], warm: Iterable[str]) -> int:
    """Price of the accounts that were touched and are neither warm from the start nor precompiles."""
    always_warm = {address.lower() for address in warm}
    cold = {address.lower() for address in touched} - always_warm
    return COLD_ACCOUNT * sum(int(address, 16) > HIGHEST_PRECOMPILE for address in cold)


def slot_gas(touched: State, old: State, new: State) -> tuple[int, int]:
    """Price of every slot touched, once each and as if it was cold, and the refund for the cleared ones.

    `touched` has all slots that were read or written, with their values before; `old` and `new` are the two
    halves of the tracer's diff: a slot in neither kept its value, one that is only in `old` was cleared.
    """
    gas = refund = 0
    for address, account in touched.items():
        old_slots, new_slots = _storage(old, address), _storage(new, address)
        for slot, value in account.get("storage", {}).items():
            if slot not in old_slots and slot not in new_slots:
                gas += COLD_SLOT_READ
            elif int(value, 16) == 0:
                gas += SLOT_CREATED
            else:
                gas += SLOT_CHANGED
                refund += 0 if slot in new_slots else SLOT_CLEARED_REFUND
    return gas, refund


def log_gas(logs: Iterable[Mapping[str, Any]]) -> int:
    """Price of the logs of a receipt."""
    return sum(LOG + LOG_TOPIC * len(log["topics"]) + LOG_BYTE * len(bytes(log["data"])) for log in logs)


def floor_of(
    data: bytes,
    warm: Iterable[str],
    touched: State,
    diff: Mapping[str, State],
    logs: Iterable[Mapping[str, Any]],
) -> Floor:
    """Compute the floor of a transaction with input `data` and the accounts `warm` warm from its start."""
    calldata, accounts, log = calldata_gas(data), account_gas(touched, warm), log_gas(logs)
    slots, refund = slot_gas(touched, diff["pre"], diff["post"])
    spent = TRANSACTION + calldata + accounts + slots + log
    return Floor(calldata, accounts, slots, log, min(refund, spent // MAX_REFUND_DIVISOR))


def _storage(state: State, address: str) -> Mapping[str, str]:
    """Return the slots of one account, none when it is not in the state."""
    slots: Mapping[str, str] = state.get(address, {}).get("storage", {})
    return slots
