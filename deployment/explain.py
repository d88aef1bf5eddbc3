"""The arguments of a call, each with what it means."""

from collections.abc import Mapping
from typing import Any, Protocol

from eth_abi.exceptions import DecodingError

from deployment.abi import readable, values_of
from deployment.words import amount, coins, printable, when

SUPPORT = ("against", "for", "abstain")  # Bravo's numbers
# Parameters that count wei of ROAD.
IN_ROAD = {"AgentTreasury": {"amount"}, "HumanCapEnforcement": {"newCap"}, "ROAD_Token": {"value"}}
TIMES = {"deadline", "validUntil", "validFrom"}


class Glossary(Protocol):
    """The contracts' functions, and what people call things."""

    def contract_at(self, address: str) -> str | None:
        """Name of the contract of the protocol that stands there."""

    def entry_of(self, contract: str, data: bytes) -> Mapping[str, Any] | None:
        """The ABI's entry of the function that a call is for; None where the contract has none."""

    def name_of(self, address: str) -> str:
        """An address with whose it is, where that is known."""

    def agent_name(self, agent_id: int) -> str:
        """An agent as people call it."""


def arguments_of(known: Glossary, contract: str, data: bytes) -> list[tuple[str, str]]:
    """Names and meanings of the arguments of a call that our code has encoded."""
    entry = known.entry_of(contract, data)
    if entry is None:
        return [("calldata", "0x" + data.hex())]
    parameters = zip(entry["inputs"], values_of(entry, data), strict=True)
    return [(p["name"] or p["type"], meaning(known, contract, p, value)) for p, value in parameters]


def meaning(known: Glossary, contract: str, parameter: Mapping[str, Any], value: Any) -> str:
    """One value as a person reads it."""
    kind, name = str(parameter["type"]), str(parameter["name"])
    if kind.endswith("]"):
        one = {**parameter, "type": kind[: kind.rindex("[")]}
        return f"[{', '.join(meaning(known, contract, one, part) for part in value)}]"
    if kind == "tuple":
        parts = zip(parameter["components"], value, strict=True)
        said = [f"{part['name']} = {meaning(known, contract, part, inner)}" for part, inner in parts]
        return f"({', '.join(said)})"
    if kind == "address":
        return known.name_of(value)
    if kind == "string":
        return f"“{printable(value)}”"
    return _number(known, contract, name, value) if kind.startswith("uint") else str(readable(value))


def call_of(known: Glossary, to: str, value: int, data: bytes) -> str:
    """A call of somebody else's, as far as the protocol's ABIs know it."""
    paid = f", with {coins(value)}" if value else ""
    contract = known.contract_at(to)
    entry = known.entry_of(contract, data) if contract else None
    if contract is None or entry is None:
        return (
            f"unknown call of {known.name_of(to)}: 0x{data.hex()}{paid}"
            if data
            else f"payment to {known.name_of(to)}{paid}"
        )
    try:
        arguments = ", ".join(f"{name} = {text}" for name, text in arguments_of(known, contract, data))
    except (DecodingError, ValueError):  # a text may be no UTF-8
        return f"{contract}.{entry['name']} with arguments that cannot be decoded: 0x{data.hex()}{paid}"
    return f"{contract}.{entry['name']}({arguments}){paid}"


def _number(known: Glossary, contract: str, name: str, value: int) -> str:
    if name == "agentId" and value:
        return known.agent_name(value)
    if name == "support" and value < len(SUPPORT):
        return f"{value} ({SUPPORT[value]})"
    if name in TIMES:
        return when(value)
    return amount(value) if name in IN_ROAD.get(contract, ()) else str(value)
