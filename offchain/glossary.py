"""What functions, addresses and agents are called, where somebody else's calls are put into words."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from eth_abi.grammar import ABIType, TupleType, parse
from eth_utils import function_signature_to_4byte_selector, to_checksum_address

from offchain.context import Context

NOBODY = "0x" + "00" * 20


class Glossary:
    """Of one deployment, at one block."""

    def __init__(self, context: Context) -> None:
        self._context, protocol = context, context.protocol
        self._contracts = {address: name for name, address in protocol.addresses.items()}
        accounts = {to_checksum_address(address): name for name, address in protocol.accounts.items()}
        guardian = to_checksum_address(context.call("Guardianship", "guardian"))
        self._names = {**accounts, guardian: "guardian", **self._contracts}

    def contract_at(self, address: str) -> str | None:
        """Name of the contract of the protocol that stands there."""
        return self._contracts.get(to_checksum_address(address))

    def entry_of(self, contract: str, data: bytes) -> Mapping[str, Any] | None:
        """The ABI's entry of the function that a call is for; None where the contract has none."""
        for signature, (names, *_) in self._context.protocol.functions(contract).items():
            if function_signature_to_4byte_selector(signature) == data[:4]:
                name, _, types = signature.partition("(")
                return {"name": name, "inputs": _parameters(_types("(" + types), names)}
        return None

    def name_of(self, address: str) -> str:
        """An address with whose it is, where that is known."""
        address = to_checksum_address(address)
        if address not in self._names:
            agent_id = self._context.call("AgentRegistry", "agentOf", address) if address != NOBODY else 0
            self._names[address] = f"wallet of {self.agent_name(agent_id)}" if agent_id else ""
        name = self._names[address]
        return f"{address} ({name})" if name else address

    def agent_name(self, agent_id: int) -> str:
        """An agent by its number."""
        return f"P{agent_id}"


@cache
def _types(listed: str) -> tuple[ABIType, ...]:
    return tuple(parse(listed).components) if listed != "()" else ()


def _parameters(types: Sequence[ABIType], names: Sequence[Any]) -> list[dict[str, Any]]:
    """Parameters as an ABI has them."""
    found = []
    for kind, name in zip(types, names, strict=True):
        whole = str(kind.to_type_str())  # type: ignore[no-untyped-call]
        if isinstance(kind, TupleType):
            own, members = name
            suffix = whole[whole.rindex(")") + 1 :]
            components = _parameters(kind.components, members)
            found.append({"name": own, "type": "tuple" + suffix, "components": components})
        else:
            found.append({"name": name, "type": whole})
    return found
