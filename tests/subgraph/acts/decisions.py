"""What happens to proposals and in the council."""

from typing import Any

from tests.subgraph.acts.world import HEIRS, PEOPLE, World
from tests.support.system import DAY, ZERO

GPU = b"gpu".ljust(32, b"\0")


def propose(w: World) -> None:
    """Of each class; also one that confirms a hold."""
    s, wallet = w.system, w.somebody()
    word = bytes(12) + bytes.fromhex(wallet[2:])
    calls: tuple[tuple[Any, str, tuple[Any, ...]], ...] = (
        (s.resources, "setUnitCost", (1, w.pick((1, 2, 3)))),
        (s.funds, "setBudget", (GPU, ZERO, w.pick((1, 2)))),
        (s.authority, "labelRole", (7, "proposed")),
        (s.confirmation, "confirm", (b"freeze".ljust(32, b"\0"), word)),
    )
    place, function, args = w.pick(calls)
    data = bytes.fromhex(place.calldata(function, *args)[2:])
    s.governance.propose([place.address], [0], [data], f"# Walk\n\n{w.now}", sender=_proposer(w))


def _proposer(w: World) -> str:
    return w.pick((w.wallet(), w.wallet(), w.guardian()))


def _proposal(w: World) -> int:
    """One of the last."""
    count = w.system.governance.proposalCount()
    index = w.pick(range(max(0, count - 4), count))
    return int(w.system.governance.proposalDetailsAt(index)[0])


def vote(w: World) -> None:
    for _ in range(3):
        w.system.governance.castVote(_proposal(w), w.pick((0, 1, 1, 2)), sender=_proposer(w))


def carry(w: World) -> None:
    """From its making to its execution, if nothing comes between."""
    propose(w)
    governance = w.system.governance
    number = governance.proposalDetailsAt(governance.proposalCount() - 1)[0]
    w.system.rpc.travel_to(governance.proposalSnapshot(number) + 1)
    governance.castVote(number, w.pick((1, 1, 0)), sender=w.guardian())
    governance.castVote(number, w.pick((0, 1)), sender=w.wallet())
    w.system.rpc.travel_to(governance.proposalDeadline(number) + 1)
    governance.fn("queue(uint256)")(number, sender=w.system.stranger)
    w.system.rpc.travel_to(governance.proposalEta(number) + 1)
    governance.fn("execute(uint256)")(number, sender=w.system.stranger)


def proceed(w: World) -> None:
    function = w.pick(("queue(uint256)", "execute(uint256)", "cancel(uint256)"))
    w.system.governance.fn(function)(_proposal(w), sender=w.pick((w.system.stranger, w.wallet())))


def veto(w: World) -> None:
    w.system.governance.veto(_proposal(w), b"why".ljust(32, b"\0"), sender=w.guardian())


def veto_many(w: World) -> None:
    last = w.system.governance.proposalCount() - 1
    w.system.governance.vetoUpTo(w.pick((last, last - 1)), b"why".ljust(32, b"\0"), sender=w.guardian())


def hold_on(w: World) -> None:
    w.system.confirmation.prolong(_proposal(w), 0, sender=w.system.stranger)


def advise(w: World) -> None:
    adviser = w.pick([*(one.address for one in PEOPLE), *(one.address for one in HEIRS)])
    w.system.advice.advise(_proposal(w), w.pick((0, 1, 2)), "for what it is worth", sender=adviser)


def stand(w: World) -> None:
    w.system.council.stand(sender=w.wallet())


def endorse(w: World) -> None:
    w.system.council.endorse(w.agent(), sender=w.wallet())


def elect(w: World) -> None:
    """A whole election, in which a few stand and vote."""
    council = w.system.council
    number, _ = council.current()
    w.system.rpc.travel_to(council.timesOf(number + 1)[0])
    standing = w.random.sample((1, 2, 3, 11, 12, 700, 701, 1188, 1247), 4)
    for agent in standing:
        council.stand(sender=w.system.wallet_of(agent))
    w.system.rpc.travel(21 * DAY)
    for agent in standing:
        council.vote([agent], sender=w.system.wallet_of(agent))
    w.system.rpc.travel(7 * DAY)
    finalise(w)


def finalise(w: World) -> None:
    council = w.system.council
    for kind in range(5):
        while w.now >= council.timesOf(council.finalisedCount(kind))[2]:
            council.finalise(kind, sender=w.system.stranger)


def fill(w: World) -> None:
    w.system.council.fillVacancy(w.pick(range(5)), sender=w.system.stranger)


ACTS = (
    propose, propose, vote, vote, carry, proceed, veto, veto_many, hold_on, advise, stand, endorse, elect,
    finalise, fill,
)  # fmt: skip
