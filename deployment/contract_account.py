"""Who speaks for an address: a contract's code, or a key."""

from deployment.chain import Chain

DELEGATED = bytes.fromhex("ef0100")  # EIP-7702: the account lends itself a contract's code


def is_contract_account(chain: Chain, address: str) -> bool:
    """Whether a contract signs for an address (ERC-1271); one with delegated code still has its key."""
    code = chain.code(address)
    return bool(code) and not code.startswith(DELEGATED)
