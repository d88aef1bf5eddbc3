"""The arguments of a call, each with what it means."""

from collections.abc import Mapping
from typing import Any

from eth_abi.exceptions import DecodingError

from deployment.abi import readable
from office.act import entry_of, values_of
from office.desk import Desk
from office.words import amount, coins, printable, when

SUPPORT = ("against", "for", "abstain")  # Bravo's numbers
# Parameters that count wei of ROAD.
IN_ROAD = {"AgentTreasury": {"amount"}, "HumanCapEnforcement": {"newCap"}, "ROAD_Token": {"value"}}
TIMES = {"deadline", "validUntil", "validFrom"}


def arguments_of(desk: Desk, contract: str, data: bytes) -> list[tuple[str, str]]:
    """Names and meanings of the arguments of a call that our code has encoded."""
    entry = entry_of(desk, contract, data)
    if entry is None:
        return [("calldata", "0x" + data.hex())]
    parameters = zip(entry["inputs"], values_of(entry, data), strict=True)
    return [(p["name"] or p["type"], meaning(desk, contract, p, value)) for p, value in parameters]


def meaning(desk: Desk, contract: str, parameter: Mapping[str, Any], value: Any) -> str:
    """One value as a person reads it."""
    kind, name = str(parameter["type"]), str(parameter["name"])
    if kind.endswith("]"):
        one = {**parameter, "type": kind[: kind.rindex("[")]}
        return f"[{', '.join(meaning(desk, contract, one, part) for part in value)}]"
    if kind == "tuple":
        parts = zip(parameter["components"], value, strict=True)
        said = [f"{part['name']} = {meaning(desk, contract, part, inner)}" for part, inner in parts]
        return f"({', '.join(said)})"
    if kind == "address":
        return desk.name_of(value)
    if kind == "string":
        return f"“{printable(value)}”"
    return _number(desk, contract, name, value) if kind.startswith("uint") else str(readable(value))


def call_of(desk: Desk, to: str, value: int, data: bytes) -> str:
    """A call of somebody else's, as far as the protocol's ABIs know it."""
    paid = f", with {coins(value)}" if value else ""
    names = {address.lower(): name for name, address in desk.addresses.items()}
    contract = names.get(to.lower())
    entry = entry_of(desk, contract, data) if contract else None
    if contract is None or entry is None:
        return (
            f"unknown call of {desk.name_of(to)}: 0x{data.hex()}{paid}"
            if data
            else f"payment to {desk.name_of(to)}{paid}"
        )
    try:
        arguments = ", ".join(f"{name} = {text}" for name, text in arguments_of(desk, contract, data))
    except (DecodingError, ValueError):  # a text may be no UTF-8
        return f"{contract}.{entry['name']} with arguments that cannot be decoded: 0x{data.hex()}{paid}"
    return f"{contract}.{entry['name']}({arguments}){paid}"


def _number(desk: Desk, contract: str, name: str, value: int) -> str:
    if name == "agentId" and value:
        return desk.agent_name(value)
    if name == "support" and value < len(SUPPORT):
        return f"{value} ({SUPPORT[value]})"
    if name in TIMES:
        return when(value)
    return amount(value) if name in IN_ROAD.get(contract, ()) else str(value)
