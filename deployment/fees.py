"""What a unit of gas costs, and how much may be offered for it at most."""

from dataclasses import dataclass

from deployment.chain import Chain
from deployment.errors import FeeAboveLimit

GWEI = 10**9
BUMP_NUMERATOR, BUMP_DENOMINATOR = 9, 8  # nodes take a replacement from a tenth more on
REPLACING_TIP = GWEI // 100  # at least, of a replacement: a node may ask for more than it suggests


@dataclass(frozen=True)
class Fees:
    """Of an EIP-1559 transaction, in wei a unit of gas."""

    most: int
    tip: int


def current_fees(chain: Chain, limit: int) -> Fees:
    """Twice the base fee and the tip: enough for half a dozen full blocks. Raises FeeAboveLimit.

    Where twice the base fee is above the limit and the base fee itself is not, the limit is offered.
    """
    base, tip = chain.base_fee, chain.tip
    if base + tip > limit:
        raise FeeAboveLimit(base + tip, limit)
    return _offered(base, tip, limit)


def above_limit(chain: Chain, limit: int) -> FeeAboveLimit | None:
    """Why nothing is sent now, if a unit of gas costs more than the limit."""
    try:
        current_fees(chain, limit)
    except FeeAboveLimit as reason:
        return reason
    return None


def fees_within(chain: Chain, limit: int) -> Fees:
    """Current fees, or the limit where they are above it: to be shown, or sent when gas costs less again."""
    return _offered(chain.base_fee, chain.tip, limit)


def replacing_fees(chain: Chain, limit: int, replaced: Fees) -> Fees:
    """Current fees, and at least an eighth above those of a transaction that is replaced.

    Raises FeeAboveLimit.
    """
    now = current_fees(chain, limit)
    tip = max(now.tip, _bumped(replaced.tip), REPLACING_TIP)
    fees = Fees(max(now.most, _bumped(replaced.most), tip), tip)
    if fees.most > limit:
        raise FeeAboveLimit(fees.most, limit)
    return fees


def _offered(base: int, tip: int, limit: int) -> Fees:
    return Fees(min(2 * base + tip, limit), min(tip, limit))


def _bumped(fee: int) -> int:
    return fee * BUMP_NUMERATOR // BUMP_DENOMINATOR + 1
