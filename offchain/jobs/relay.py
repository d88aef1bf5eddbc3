"""Relays what the guardian has signed: heartbeats and vetoes. It never signs for the guardian.

{"kind": "heartbeat", "nonce": "…", "deadline": 1…, "signature": "0x…"}
{"kind": "veto", "proposalId": "…", "reasonHash": "0x…", "deadline": 1…, "signature": "0x…"}
"""

from dataclasses import dataclass
from typing import Any

from offchain.action import Action, Check, Finding, Plan
from offchain.context import Context
from offchain.inbox import octets, read_inbox, whole
from offchain.jobs.proposals import CANCELED, DEFEATED, EXECUTED, EXPIRED, GOVERNANCE
from offchain.protocol import Call

OFFICE = "Guardianship"
HEARTBEAT, VETO = "heartbeat", "veto"
MAX_SIGNATURE = 4_096
FINAL = (CANCELED, DEFEATED, EXPIRED, EXECUTED)
BENIGN = frozenset({"GovernorUnexpectedProposalState"})


@dataclass(frozen=True)
class Message:
    """One signed message."""

    kind: str
    deadline: int
    signature: bytes
    nonce: int = 0
    proposal: int = 0
    reason: bytes = b""


@dataclass(frozen=True)
class View:
    """The messages, and what the chain has of them already."""

    now: int
    nonce: int
    """The guardian's next."""
    last_seen: int
    states: dict[int, int | None]
    """Of the proposals to be vetoed; None for one that does not exist."""
    messages: tuple[Message, ...]


def parse(message: dict[str, Any]) -> Message:
    """A message; raises ValueError and the like."""
    deadline, signature = whole(message["deadline"], 48), octets(message["signature"], MAX_SIGNATURE)
    if message["kind"] == HEARTBEAT:
        return Message(HEARTBEAT, deadline, signature, nonce=whole(message["nonce"]))
    if message["kind"] != VETO:
        raise ValueError("neither heartbeat nor veto")
    reason = octets(message["reasonHash"], 32, 32)
    return Message(VETO, deadline, signature, proposal=whole(message["proposalId"]), reason=reason)


def read(context: Context) -> View:
    """The inbox and the chain."""
    settings = context.settings
    messages = read_inbox(settings.relay_inbox, parse, settings.request_seconds, context.log)
    ids = sorted({one.proposal for one in messages if one.kind == VETO})
    states = context.pinned.call_all([Call(GOVERNANCE, "state", (one,)) for one in ids], may_fail=True)
    guardian = context.call(OFFICE, "guardian")
    nonce, last_seen = context.call(OFFICE, "nonces", guardian), context.call(OFFICE, "lastSeen")
    return View(context.now, nonce, last_seen, dict(zip(ids, states, strict=True)), tuple(messages))


def plan(view: View) -> Plan:
    """What was not used and is not over, vetoes first; a message that came too late is told."""
    late, actions = [], []
    for one in sorted(set(view.messages), key=lambda one: (one.kind != VETO, one.nonce, one.deadline)):
        if one.kind == HEARTBEAT and one.nonce < view.nonce:
            continue
        if one.kind == VETO and view.states[one.proposal] in (*FINAL, None):
            continue
        if one.deadline < view.now:
            late.append(f"{one.kind} with deadline {one.deadline}")
        elif one.kind == VETO or one.nonce == view.nonce:
            actions.append(_veto(one) if one.kind == VETO else _heartbeat(one, view.last_seen))
    unused = Finding("guardian_messages_in_time", not late, f"not relayed: {', '.join(late)}", "high")
    return Plan(tuple(actions), (unused,))


def _veto(message: Message) -> Action:
    arguments = (message.proposal, message.reason, message.deadline, message.signature)
    check = Check(Call(GOVERNANCE, "state", (message.proposal,)), lambda state: state == CANCELED)
    return Action(Call(GOVERNANCE, "vetoBySig", arguments), (check,), benign=BENIGN)


def _heartbeat(message: Message, last_seen: int) -> Action:
    check = Check(Call(OFFICE, "lastSeen"), lambda seen: seen > last_seen)
    return Action(Call(OFFICE, "heartbeatBySig", (message.deadline, message.signature)), (check,))
