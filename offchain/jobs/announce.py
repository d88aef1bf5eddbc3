"""Tells of proposals that are made and queued, with their calls decoded, in time for a no."""

from collections.abc import Sequence
from dataclasses import dataclass

from eth_utils import keccak

from deployment.explain import call_of
from deployment.proposals import CLASSES, CREATED, OPEN, STATES, times, titled
from offchain.action import Gauge, News, Plan
from offchain.chain import SAFE_LAG
from offchain.context import Context
from offchain.glossary import Glossary
from offchain.jobs.proposals import GOVERNANCE, listed

BOX = "BallotBox"
MADE = "0x" + keccak(text=CREATED).hex()
SEVERITIES = {"STANDARD": "info", "CRITICAL": "high", "AMENDMENT": "high"}
UNTITLED = "no endpoint gives its title"
SHOWN = 1_000  # characters of one call


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
    known, titles = Glossary(context), _titles(context, ids)
    columns = [
        context.each(contract, function, ids)
        for contract, function in (
            (BOX, "classOf"), (GOVERNANCE, "proposalProposer"), (GOVERNANCE, "proposalSnapshot"),
            (GOVERNANCE, "proposalDeadline"), (GOVERNANCE, "proposalEta"), (GOVERNANCE, "expiryOf"),
        )
    ]  # fmt: skip
    return [
        Proposal(
            index=place,
            id=one[0],
            proposal_class=CLASSES[class_],
            state=state,
            times=times(state, snapshot, deadline, eta, expiry),
            proposer=known.name_of(proposer),
            title=titles.get(one[0], UNTITLED),
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


def _titles(context: Context, ids: Sequence[int]) -> dict[int, str]:
    """Titles by id, which only events have. What was read is remembered; where one is missing all is read."""
    until, first = context.pinned.block.number, context.protocol.first_block
    found = {int(one): title for one, title in context.remembered.get("titles", {}).items()}
    start = max(first, int(context.remembered.get("titles_until", 0)) - SAFE_LAG)
    for begin in dict.fromkeys((start, first)):
        if set(ids) <= set(found):
            break
        logs = context.chain.logs(GOVERNANCE, [MADE], begin, until)
        found |= dict(titled(bytes.fromhex(log["data"][2:])) for log in logs)
    context.remembered["titles"] = {one: title for one, title in found.items() if one in ids}
    context.remembered["titles_until"] = until
    return found
