"""People and agents with keys, named by their role."""

from functools import cache
from typing import Any

from eth_account import Account
from eth_account.messages import encode_typed_data
from eth_utils import keccak


class Actor:
    """An account whose key follows from its name."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.account = Account.from_key(keccak(text=f"blackroad test actor {name}"))
        self.address: str = self.account.address

    def __repr__(self) -> str:
        return f"<{self.name} {self.address}>"

    def sign(self, domain: dict[str, Any], types: dict[str, str], message: dict[str, Any]) -> bytes:
        """EIP-712 signature; `types` is {"Link": "address wallet,bytes32 identity,…"}."""
        ((primary, fields),) = types.items()
        members = [dict(zip(("type", "name"), f.split(), strict=True)) for f in fields.split(",")]
        signable = encode_typed_data(domain, {primary: members}, message)
        return bytes(self.account.sign_message(signable).signature)


@cache
def actor(name: str) -> Actor:
    return Actor(name)


def agent_actor(agent_id: int) -> Actor:
    """The wallet that the tests give a genesis agent."""
    return actor(f"agent {agent_id}")
