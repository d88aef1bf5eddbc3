"""An agent's lost wallet: what the new one signs, the registrar's request, and the move 14 days later."""

import json
from typing import Any

import click
from eip712.messages import EIP712Message
from eth_pydantic_types import abi
from eth_utils import to_checksum_address
from rich.console import Console

from deployment.confirmations import DOMAIN_NAME, DOMAIN_VERSION
from deployment.permissions import load_permissions
from deployment.typed_data import domain_of, typed_data
from deployment.verify_authority import HAS_ROLE, ROLE_HELD, stored_members
from deployment.words import DAY, when
from office.act import Act
from office.desk import Desk
from office.errors import NobodysTurn
from office.hexadecimal import from_hex
from office.offices import REQUEST

REQUEST_DELAY = 14 * DAY  # AgentRegistry's, before the time divisor
LIFE = 30 * DAY  # that a signature lasts unless told otherwise; not divided
ROLE = "REGISTRAR"


class AgentWalletSet(EIP712Message):
    """The registry's: the new wallet agrees to be the agent's."""

    agentId: abi.uint256  # noqa: N815 - the names are the type's
    newWallet: abi.address  # noqa: N815
    owner: abi.address
    deadline: abi.uint256


def show_typed_data(desk: Desk, _console: Console, agent: str, wallet: str, deadline: int | None) -> None:
    """Print what the new WALLET of AGENT (7 or P7) has to sign (EIP-712)."""
    click.echo(json.dumps(to_sign(desk, agent, wallet, deadline or desk.now + LIFE), indent=2))


def to_sign(desk: Desk, agent: str, wallet: str, deadline: int) -> dict[str, Any]:
    """The JSON of `eth_signTypedData_v4`; `deadline` is in Unix time."""
    registry = desk.addresses["AgentRegistry"]
    domain = domain_of(DOMAIN_NAME.decode(), DOMAIN_VERSION.decode(), desk.chain.id, registry)
    values = {
        "agentId": desk.agent(agent),
        "newWallet": desk.address(wallet),
        "owner": desk.wallet(f"P{desk.agent(agent)}"),
        "deadline": deadline,
        "eip712_domain": domain,
    }
    return typed_data(AgentWalletSet.model_validate(values))


def request(desk: Desk, agent: str, wallet: str, deadline: int, signature: str, by: str | None) -> Act:
    """Ask for WALLET in the place of the lost one of AGENT (7 or P7); as the registrar."""
    agent_id, new = desk.agent(agent), desk.address(wallet)
    previous, _ = _pending(desk, agent_id)
    ready = when(desk.now + desk.scaled(REQUEST_DELAY))
    words = (
        f"{new} can become the wallet of {desk.agent_name(agent_id)} from {ready} on, if it is mined now",
        f"until then its present wallet {desk.wallet(f'P{agent_id}')} or the guardian can cancel it",
        "what the present wallet holds stays there",
        *([f"it replaces the request for {previous}"] if previous else []),
    )
    arguments = (agent_id, new, deadline, from_hex(signature, "signature"))
    called = "requestWallet(uint256,address,uint256,bytes)"
    return Act("AgentRegistry", called, arguments, _registrar(desk, by), words)


def complete(desk: Desk, agent: str, by: str | None) -> Act:
    """Move AGENT (7 or P7) to the wallet that was requested 14 days ago; as anybody."""
    agent_id = desk.agent(agent)
    wallet, ready = _pending(desk, agent_id)
    if wallet is None:
        raise NobodysTurn(f"no wallet is requested for {desk.agent_name(agent_id)}: use `request` first")
    words = (
        f"{wallet} is the wallet of {desk.agent_name(agent_id)}; possible from {when(ready)} on",
        "its votes, claims, freezes and seats follow; what the old wallet holds stays there",
    )
    caller = _registrar(desk, by)
    return Act("AgentRegistry", "completeWalletRequest(uint256)", (agent_id,), caller, words)


def _pending(desk: Desk, agent_id: int) -> tuple[str | None, int]:
    wallet, ready = desk.read("AgentRegistry", "walletRequest(uint256)", agent_id, returns=REQUEST)[0]
    return (to_checksum_address(wallet) if int(wallet, 16) else None), ready


def _registrar(desk: Desk, by: str | None) -> str:
    """Who was named, else the only registrar; raises NobodysTurn where that is not one account."""
    if by is not None:
        return desk.address(by)
    number, authority = load_permissions(desk.artifacts).roles[ROLE], desk.addresses["Authority"]
    members = sorted(stored_members(desk.chain, authority, desk.first).get(number, set()))
    held = desk.chain.call_all([(authority, HAS_ROLE, [number, one]) for one in members], ROLE_HELD)
    registrars = [one for one, (is_member, _) in zip(members, held, strict=True) if is_member]
    if len(registrars) != 1:
        listed = ", ".join(registrars) or "nobody"
        raise NobodysTurn(
            f"the role {ROLE} has {len(registrars)} members ({listed}): name who sends it, --by"
        )
    return registrars[0]
