"""Votes and vetoes."""

from eth_utils import keccak

from deployment.explain import SUPPORT
from deployment.words import amount, printable
from office.act import Act, guardian_act
from office.desk import Desk
from office.hexadecimal import from_hex
from office.proposals import Proposal, proposal_count, proposal_of, read_proposals, words_of

DECIDES = {
    "STANDARD": "the guardian's vote weighs 51 of 100 and decides; without it the agents decide",
    "CRITICAL": "it passes only with the guardian's vote for it",
    "AMENDMENT": "it passes only with the guardian's vote and 67 % of the agents' votes, of 40 % at least",
}


def vote(desk: Desk, proposal: str, support: str, reason: str, params: str) -> Act:
    """Vote for or against PROPOSAL (its number or id), or abstain."""
    found = proposal_of(desk, proposal)
    words = (
        *words_of(desk, found),
        f"the vote counts {SUPPORT.index(support)} ({support}); it cannot be changed",
        DECIDES[found.proposal_class],
        f"agents so far: {amount(found.in_favour)} for, {amount(found.against)} against",
    )
    number = SUPPORT.index(support)
    if params:
        signature = "castVoteWithReasonAndParams(uint256,uint8,string,bytes)"
        return guardian_act(
            desk, "Governance", signature, found.id, number, reason, from_hex(params, "bytes"), words=words
        )
    if reason:
        signature = "castVoteWithReason(uint256,uint8,string)"
        return guardian_act(desk, "Governance", signature, found.id, number, reason, words=words)
    return guardian_act(desk, "Governance", "castVote(uint256,uint8)", found.id, number, words=words)


def veto(desk: Desk, proposal: str, reason: str) -> Act:
    """Veto PROPOSAL (its number or id) for good."""
    found = proposal_of(desk, proposal)
    words = (*words_of(desk, found), *veto_words(found, reason))
    return guardian_act(
        desk, "Governance", "veto(uint256,bytes32)", found.id, keccak(text=reason), words=words
    )


def veto_up_to(desk: Desk, proposal: str, reason: str) -> Act:
    """Veto PROPOSAL and every one before it that is not final."""
    last = proposal_of(desk, proposal)
    taken = [one for one in read_proposals(desk, range(last.index + 1)) if one.is_open]
    words = (
        f"cancels {len(taken)} of the proposals 0 to {last.index} for good, in whatever state they are",
        *(f"{one.name}, {one.proposal_class}, {one.state}" for one in taken),
        reason_words(reason),
    )
    return guardian_act(
        desk, "Governance", "vetoUpTo(uint256,bytes32)", last.index, keccak(text=reason), words=words
    )


def veto_words(proposal: Proposal, reason: str) -> tuple[str, ...]:
    """What a veto does."""
    return (
        f"cancels proposal #{proposal.index} for good; its maker can make another one",
        reason_words(reason),
    )


def reason_words(reason: str) -> str:
    """What of a reason stands on the chain."""
    return f"reason: “{printable(reason)}”: only its keccak-256 stands on the chain, so publish the text"


def open_proposals(desk: Desk) -> list[Proposal]:
    """Proposals that are not final."""
    return [one for one in read_proposals(desk, range(proposal_count(desk))) if one.is_open]
