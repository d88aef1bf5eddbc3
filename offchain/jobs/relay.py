"""Relays what the guardian has signed: heartbeats and vetoes. It never signs for the guardian.

A message is what `ape run guardian sign-heartbeat --sign FILE` and `sign-veto` write, or

{"kind": "heartbeat", "deadline": 1…, "signature": "0x…"}
{"kind": "veto", "proposalId": "…", "reasonHash": "0x…", "deadline": 1…, "signature": "0x…"}
"""

from dataclasses import dataclass
from typing import Any

from eth_abi import decode

from offchain.action import Action, Check, Finding, Plan
from offchain.context import Context
from offchain.inbox import octets, read_inbox, whole
from offchain.jobs.proposals import CANCELED, DEFEATED, EXECUTED, EXPIRED, GOVERNANCE
from offchain.protocol import Call

OFFICE = "Guardianship"
HEARTBEAT, VETO = "heartbeatBySig(uint256,bytes)", "vetoBySig(uint256,bytes32,uint256,bytes)"
MAX_BYTES = 8_192
FINAL = (CANCELED, DEFEATED, EXPIRED, EXECUTED)
LATEST = 72 * 3_600  # seconds before a deadline in which it can have been signed, before the time divisor
BENIGN = frozenset({"GovernorUnexpectedProposalState", "InvalidSignature", "DeadlinePassed"})


@dataclass(frozen=True)
class Message:
    """One signed message."""

    function: str
    deadline: int
    signature: bytes
    proposal: int = 0
    reason: bytes = b""

    @property
    def call(self) -> Call:
        """The call that relays it."""
        if self.function == HEARTBEAT:
            return Call(OFFICE, HEARTBEAT, (self.deadline, self.signature))
        return Call(GOVERNANCE, VETO, (self.proposal, self.reason, self.deadline, self.signature))


@dataclass(frozen=True)
class View:
    """The messages, and what the chain says of them."""

    now: int
    last_seen: int
    span: int
    """Seconds before its deadline in which a message can have been signed."""
    states: dict[int, int | None]
    """Of the proposals to be vetoed; None for one that does not exist."""
    messages: tuple[tuple[Message, bool], ...]
    """Each with whether the contract would take it now."""


def parse(message: dict[str, Any]) -> Message:
    """A message; raises ValueError and the like."""
    function = {"heartbeat": HEARTBEAT, "veto": VETO}.get(message.get("kind", ""), message.get("function"))
    deadline, signature = whole(message["deadline"], 48), octets(message["signature"], MAX_BYTES)
    if function == HEARTBEAT:
        return Message(HEARTBEAT, deadline, signature)
    if function != VETO:
        raise ValueError("neither heartbeat nor veto")
    if "data" in message:
        types = VETO.partition("(")[2].removesuffix(")").split(",")
        proposal, reason, deadline, signature = decode(types, octets(message["data"], MAX_BYTES)[4:])
        return Message(VETO, deadline, signature, proposal, reason)
    reason = octets(message["reasonHash"], 32, 32)
    return Message(VETO, deadline, signature, whole(message["proposalId"]), reason)


def read(context: Context) -> View:
    """The inbox and the chain, on which each message is tried."""
    settings = context.settings
    found = read_inbox(settings.relay_inbox, parse, settings.request_seconds, context.log)
    messages = sorted(set(found), key=lambda one: (one.function != VETO, one.deadline, one.signature))
    ids = sorted({one.proposal for one in messages if one.function == VETO})
    states = context.pinned.call_all([Call(GOVERNANCE, "state", (one,)) for one in ids], may_fail=True)
    encoded = [(context.protocol.addresses[one.call.contract], one.call) for one in messages]
    tried = context.pinned.ask_all([(at, context.protocol.encode(call)) for at, call in encoded])
    return View(
        now=context.now,
        last_seen=context.call(OFFICE, "lastSeen"),
        span=LATEST // context.protocol.divisor,
        states=dict(zip(ids, states, strict=True)),
        messages=tuple((one, answer is not None) for one, answer in zip(messages, tried, strict=True)),
    )


def plan(view: View) -> Plan:
    """What the contracts take, vetoes first; what came too late, or is no good, is told."""
    actions: list[Action] = []
    late: list[str] = []
    bad: list[str] = []
    for one, is_taken in view.messages:
        if is_taken:
            actions.append(_action(one, view))
        elif not _is_over(one, view):
            name = f"{one.function.partition('By')[0]} with deadline {one.deadline}"
            (late if one.deadline < view.now else bad).append(name)
    in_time = Finding("guardian_messages_in_time", not late, f"too late: {', '.join(late)}", "high")
    good = Finding("guardian_messages_good", not bad, f"refused by the contract: {', '.join(bad)}", "high")
    return Plan(tuple(actions), (in_time, good))


def _is_over(message: Message, view: View) -> bool:
    """Whether it has nothing more to say: the guardian was heard of since, the proposal is final."""
    if message.function == HEARTBEAT:
        return view.last_seen >= message.deadline - view.span
    return view.states[message.proposal] in FINAL


def _action(message: Message, view: View) -> Action:
    check = Check(Call(OFFICE, "lastSeen"), lambda seen: seen > view.last_seen)
    if message.function == VETO:
        check = Check(Call(GOVERNANCE, "state", (message.proposal,)), lambda state: state == CANCELED)
    return Action(message.call, (check,), benign=BENIGN)
