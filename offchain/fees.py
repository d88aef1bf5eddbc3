"""What a unit of gas is offered: twice the base fee and a tip, raised by an eighth up to a ceiling."""

from dataclasses import dataclass

from offchain.settings import GWEI, Fees


@dataclass(frozen=True)
class Quote:
    """Fields of an EIP-1559 transaction, in wei."""

    max_fee: int
    tip: int


def ceiling(fees: Fees, *, urgent: bool) -> int:
    """Most that a job offers, in wei."""
    return int((fees.urgent_max_gwei if urgent else fees.max_gwei) * GWEI)


def quote(base_fee: int, suggested_tip: int, fees: Fees, most: int) -> Quote | None:
    """A first offer; None while the chain asks for more than the ceiling."""
    tip = min(max(suggested_tip, int(fees.min_tip_gwei * GWEI)), int(fees.max_tip_gwei * GWEI))
    if base_fee + tip > most:
        return None
    return Quote(min(2 * base_fee + tip, most), tip)


def raised(last: Quote, base_fee: int, most: int) -> Quote | None:
    """The next offer: an eighth more on both, as pools ask for a replacement; None at the ceiling."""
    tip = last.tip * 9 // 8 + 1
    max_fee = max(last.max_fee * 9 // 8 + 1, min(2 * base_fee + tip, most))
    return None if max_fee > most else Quote(max_fee, min(tip, max_fee))
