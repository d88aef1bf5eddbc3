"""Emergency holds, as the contracts name them."""

from offchain.context import Context

NOBODY = bytes(32)
PAYMENTS, TRANSFERS, LINKS, ALLOCATIONS = "payments", "transfers", "links", "allocations"
BIRTHS, WALLET_REQUESTS, FREEZE, SUSPENSION = "births", "walletRequests", "freeze", "suspension"
CONTRACTS = {
    TRANSFERS: "ROAD_Token",
    FREEZE: "ROAD_Token",
    LINKS: "HumanCapEnforcement",
    BIRTHS: "AgentRegistry",
    WALLET_REQUESTS: "AgentRegistry",
    SUSPENSION: "AgentRegistry",
    PAYMENTS: "AgentTreasury",
    ALLOCATIONS: "ResourceAllocation",
}


def word(scope: str) -> bytes:
    """A scope as the chain keeps it."""
    return scope.encode().ljust(32, b"\0")


def held(context: Context, contract: str, scope: str) -> bool:
    """Whether a hold that concerns everybody lasts."""
    return bool(context.call(contract, "heldUntil", word(scope), NOBODY) > context.now)
