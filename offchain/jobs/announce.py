"""Tells of proposals that are made and queued, with their calls decoded, in time for a no."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from eth_utils import keccak

from deployment.explain import call_of
from deployment.proposals import CLASSES, CREATED, OPEN, STATES, times, titled
from offchain.action import Gauge, News, Plan
from offchain.chain import block_at
from offchain.context import Context
from offchain.exits import EndpointsError
from offchain.glossary import Glossary
from offchain.jobs.proposals import GOVERNANCE, listed

BOX = "BallotBox"
MADE = "0x" + keccak(text=CREATED).hex()
SEVERITIES = {"STANDARD": "info", "CRITICAL": "high", "AMENDMENT": "high"}
UNTITLED = "no endpoint gives its title"
SHOWN = 1_000  # characters of one call
SAME_SECOND = 16  # blocks that a rollup may make in one second


@dataclass(frozen=True)
class Proposal:
    """One that can still be vetoed."""

    index: int
    id: int
    proposal_class: str
    state: str
    times: str
    proposer: str
    title: str
    calls: tuple[str, ...]


def read(context: Context) -> list[Proposal]:
    """All that are not final, at one block."""
    every = [(place, one, STATES[state]) for place, (one, state) in enumerate(listed(context))]
    open_ = [(place, one, state) for place, one, state in every if state in OPEN]
    ids = [one[0] for _, one, _ in open_]
    known, delay = Glossary(context), context.call(GOVERNANCE, "votingDelay")
    columns = [
        context.each(contract, function, ids)
        for contract, function in (
            (BOX, "classOf"), (GOVERNANCE, "proposalProposer"), (GOVERNANCE, "proposalSnapshot"),
            (GOVERNANCE, "proposalDeadline"), (GOVERNANCE, "proposalEta"), (GOVERNANCE, "expiryOf"),
        )
    ]  # fmt: skip
    titles = _titles(context, {one: snapshot - delay for one, snapshot in zip(ids, columns[2], strict=True)})
    return [
        Proposal(
            index=place,
            id=one[0],
            proposal_class=CLASSES[class_],
            state=state,
            times=times(state, snapshot, deadline, eta, expiry),
            proposer=known.name_of(proposer),
            title=titles[one[0]] or UNTITLED,
            calls=tuple(call_of(known, *call) for call in zip(*one[1:4], strict=True)),
        )
        for (place, one, state), class_, proposer, snapshot, deadline, eta, expiry in zip(
            open_, *columns, strict=True
        )
    ]


def plan(proposals: Sequence[Proposal]) -> Plan:
    """News of each when it is made, and again when it is queued and the time of its execution is known."""
    news = tuple(News(_about(one), SEVERITIES[one.proposal_class], _words(one)) for one in proposals)
    counts = [one.proposal_class for one in proposals]
    gauges: list[Gauge] = [("open_proposals", {"class": name}, float(counts.count(name))) for name in CLASSES]
    return Plan(gauges=tuple(gauges), news=news, report=tuple(f"{one.about}: {one.text}" for one in news))


def _about(proposal: Proposal) -> str:
    """By its id: a reorg can give a number to another one."""
    queued = ", queued" if proposal.state == "Queued" else ""
    return f"proposal {proposal.index}, id {proposal.id}{queued}"


def _words(proposal: Proposal) -> str:
    head = f"{proposal.proposal_class} “{proposal.title}” by {proposal.proposer}; {proposal.times}"
    return "\n".join([head, *(f"  action {place}: {_cut(one)}" for place, one in enumerate(proposal.calls))])


def _cut(text: str) -> str:
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}… ({len(text):,} characters in all)"


def _titles(context: Context, made: Mapping[int, int]) -> dict[int, str]:
    """Titles by id, of proposals and when they were made. What was found before is remembered."""
    known = {int(one): title for one, title in context.remembered.get("titles", {}).items()}
    found = {one: known.get(one) or _title(context, one, at) for one, at in made.items()}
    context.remembered["titles"] = {one: title for one, title in found.items() if title}
    return found


def _title(context: Context, proposal: int, made: int) -> str:
    """A title, which only an event has; empty where no endpoint gives it: no reason to be silent."""
    last = context.pinned.block.number
    try:
        first = _block_of(context, made)
        logs = context.chain.logs(GOVERNANCE, [MADE], first, min(first + SAME_SECOND, last))
    except EndpointsError:
        return ""
    return dict(titled(bytes.fromhex(log["data"][2:])) for log in logs).get(proposal, "")


def _block_of(context: Context, timestamp: int) -> int:
    """Number of the first block that is not older."""
    first, last = context.protocol.first_block, context.pinned.block.number
    while first < last:
        middle = (first + last) // 2
        block = context.chain.endpoints.read(partial(block_at, which=middle))
        first, last = (middle + 1, last) if block.timestamp < timestamp else (first, middle)
    return first
