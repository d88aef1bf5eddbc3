"""Succession: the last challenge, its rounds, and whom the agents' units are for."""

from offchain.reconcile.values import NOBODY, number
from offchain.reconcile.walk import Walk
from offchain.subgraph.guardian import (
    Challenge,
    Office,
    SuccessionCandidate,
    SuccessionRound,
    SuccessionSupport,
)

SUCCESSION = "Succession"


def compare(walk: Walk) -> None:
    """Everything of the subject."""
    last = None
    for office in walk.all(Office).values():
        last = walk.all(Challenge).get(office.challenge or "")
        told = {
            "made_at": last.made_at if last else 0,
            "vacant_at": (last.vacant_at if last else None) or 0,
            "threshold": last.threshold if last else 0,
        }
        walk.agree("Challenge", "last", told, walk.call(SUCCESSION, "challenged"))
    count = walk.call(SUCCESSION, "roundCount")
    for one in walk.known(SuccessionRound, range(1, count + 1)):
        # A new challenge makes the chain forget the rounds of the one before.
        if one.number == count and last and one.challenge == last.id:
            told = {"opened_at": one.opened_at, "elected_at": one.elected_at or 0}
            walk.same(one, {**told, "elected": one.elected or NOBODY}, walk.call(SUCCESSION, "round"))
    _votes(walk)


def _votes(walk: Walk) -> None:
    candidates, supports = walk.all(SuccessionCandidate), list(walk.all(SuccessionSupport).values())
    pairs = [(number(one.round), one.account) for one in candidates.values()]
    for one, votes in zip(candidates.values(), walk.each(SUCCESSION, "votesOf", pairs), strict=True):
        given = sum(support.weight for support in supports if support.candidate == one.id)
        walk.same(one, {"votes": one.votes, "supports": given}, (votes, votes))
    pairs = [(number(candidates[one.candidate].round), one.account) for one in supports]
    for support, candidate in zip(supports, walk.each(SUCCESSION, "supportOf", pairs), strict=True):
        walk.same(support, {"candidate": candidates[support.candidate].account}, (candidate,))
