"""Takes care of holds under confirmation: prolongs one for an open proposal, ends it when that is final.

All other holds end by themselves, without a call.
"""

from dataclasses import dataclass
from typing import Any

from eth_utils import function_signature_to_4byte_selector, keccak

from offchain.action import Action, Check, Plan
from offchain.context import Context
from offchain.jobs.proposals import ACTIVE, GOVERNANCE, PENDING, QUEUED, SUCCEEDED, listed
from offchain.jobs.scopes import CONTRACTS, word
from offchain.protocol import Call

CONFIRMATION = "EmergencyConfirmation"
CONFIRM = function_signature_to_4byte_selector("confirm(bytes32,bytes32)")
CONFIRM_LENGTH = 68
PROLONGED = "0x" + keccak(text="HoldProlonged(bytes32,bytes32,uint256)").hex()
OPEN = (PENDING, ACTIVE, SUCCEEDED, QUEUED)
BENIGN = frozenset(
    {"NotHeld", "ConfirmedTooLate", "ConfirmedTooRecently", "ProposalNotOpen", "ProposalOpen"}
    | {"HoldNotOver", "HoldNotProlonged"}
)


@dataclass(frozen=True)
class Confirmable:
    """A hold that an action of an open proposal confirms."""

    proposal: int
    action: int
    scope: bytes
    subject: bytes
    until: int
    prolonged_by: int
    """The proposal that prolonged it last, 0 if none has."""


@dataclass(frozen=True)
class Prolonged:
    """A hold that was prolonged and not ended."""

    scope: bytes
    subject: bytes
    state: int
    """Of the proposal that prolonged it."""


@dataclass(frozen=True)
class View:
    """Both, at one block."""

    now: int
    confirmable: tuple[Confirmable, ...]
    prolonged: tuple[Prolonged, ...]


def read(context: Context) -> View:
    """Proposals, and the holds that they are about."""
    target = context.protocol.addresses[CONFIRMATION].lower()
    named = [
        (one[0], number, data[4:36], data[36:68])
        for one, state in listed(context)
        if state in OPEN
        for number, (to, data) in enumerate(zip(one[1], one[3], strict=True))
        if to == target and len(data) == CONFIRM_LENGTH and data[:4] == CONFIRM
    ]
    known = [one for one in named if _contract(one[2])]
    until = context.pinned.call_all([Call(_contract(s), "heldUntil", (s, t)) for _, _, s, t in known])
    by = context.pinned.call_all([Call(CONFIRMATION, "proposalOf", (s, t)) for _, _, s, t in known])
    confirmable = [Confirmable(*one, held, last) for one, held, last in zip(known, until, by, strict=True)]
    return View(context.now, tuple(confirmable), _prolonged(context))


def plan(view: View) -> Plan:
    """Prolong what would end otherwise, end what is decided."""
    due = [one for one in view.confirmable if one.until > view.now and one.prolonged_by != one.proposal]
    prolongations = [
        Action(
            Call(CONFIRMATION, "prolong", (one.proposal, one.action)),
            (Check(Call(CONFIRMATION, "proposalOf", (one.scope, one.subject)), bool),),
            benign=BENIGN,
        )
        for one in due
    ]
    ends = [
        Action(
            Call(CONFIRMATION, "end", (one.scope, one.subject)),
            (Check(Call(CONFIRMATION, "proposalOf", (one.scope, one.subject)), lambda by: by == 0),),
            benign=BENIGN,
        )
        for one in view.prolonged
        if one.state not in OPEN
    ]
    return Plan((*prolongations, *ends), gauges=(("holds_prolonged", {}, float(len(view.prolonged))),))


def _prolonged(context: Context) -> tuple[Prolonged, ...]:
    """Prolongations by their events; the chain says which of them last."""
    last, first = context.pinned.block.number, context.protocol.first_block
    logs: list[Any] = context.chain.logs(CONFIRMATION, [PROLONGED], first, last)
    subjects = {(bytes.fromhex(log["topics"][1][2:]), bytes.fromhex(log["topics"][2][2:])) for log in logs}
    asked = sorted(subjects)
    by = context.pinned.call_all([Call(CONFIRMATION, "proposalOf", pair) for pair in asked])
    lasting = [(pair, proposal) for pair, proposal in zip(asked, by, strict=True) if proposal]
    states = context.each(GOVERNANCE, "state", [proposal for _, proposal in lasting])
    return tuple(Prolonged(*pair, state) for (pair, _), state in zip(lasting, states, strict=True))


def _contract(scope: bytes) -> str:
    """The contract that holds a scope's subjects; empty for a word that is no scope."""
    return next((contract for name, contract in CONTRACTS.items() if word(name) == scope), "")
