"""Humans: the book of each over all its wallets, against the cap."""

from offchain.reconcile.values import number, raw
from offchain.reconcile.walk import Walk
from offchain.subgraph.humans import Human, Identity, Merge
from offchain.subgraph.wallets import Protocol

CAP = "HumanCapEnforcement"


def compare(walk: Walk) -> None:
    """Everything of the subject."""
    humans = {one.id: one for one in walk.known(Human, range(1, walk.call(CAP, "bookCount") + 1))}
    for protocol in walk.all(Protocol).values():
        told = {
            "human_cap": protocol.human_cap,
            "grace_period": protocol.grace_period,
            "unverified_allowed": protocol.unverified_allowed,
            "head": raw(protocol.head),
            "book_count": protocol.book_count,
        }
        views = ("humanCap", "GRACE_PERIOD", "UNVERIFIED_ALLOWED", "head", "bookCount")
        walk.same(protocol, told, [walk.call(CAP, view) for view in views])
        _books(walk, humans, protocol)
    for one in humans.values():
        if one.merged_into:
            left = {"identities": one.identities, "wallets": one.wallets, "holdings": one.holdings}
            walk.same(one, left, ((), (), 0))


def _books(walk: Walk, humans: dict[str, Human], protocol: Protocol) -> None:
    """By every identity, whichever human's it is by now."""
    identities, merges = list(walk.all(Identity).values()), walk.all(Merge)
    views = ("numberOf", "walletsOf", "excessOf", "rebalanceableAt", "bookOf", "mergeOf")
    asked = [walk.each(CAP, view, [raw(one.id) for one in identities]) for view in views]
    for identity, number_, wallets, excess, due, book, pending in zip(identities, *asked, strict=True):
        walk.same(identity, {"human": number(identity.human)}, (number_,))
        one = humans.get(identity.human)
        if one is None:
            continue
        told = {
            "identities": identity.id in one.identities,
            "wallets": one.wallets,
            "excess": max(0, one.holdings - protocol.human_cap),
            "rebalanceable_at": max(one.over_since, protocol.cap_lowered_at) + protocol.grace_period,
        }
        walk.same(one, told, (True, wallets, excess, due))
        told = {
            "holdings": one.holdings,
            "over_since": one.over_since,
            "valid_until": one.valid_until,
            "linked": one.linked,
            "suspended": one.suspended,
        }
        walk.same(one, told, book)
        merge = merges.get(one.merge or "")
        told = {"merge": number(merge.into) if merge else 0, "ready_at": merge.ready_at if merge else 0}
        walk.same(one, told, pending)
