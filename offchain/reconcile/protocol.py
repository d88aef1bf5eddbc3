"""What is known of the protocol as a whole: clocks, reserves, vesting, and where its contracts stand."""

from offchain.reconcile.values import NOBODY, word
from offchain.reconcile.walk import Walk
from offchain.subgraph.wallets import Peer, Protocol

REGISTRY, TREASURY, FACTORY = "AgentRegistry", "AgentTreasury", "Factory"


def compare(walk: Walk) -> None:
    """Everything of the subject."""
    for one in walk.known(Protocol, ["blackroad"]):
        told = {
            "time_divisor": one.time_divisor,
            "bootstrap_closed_at": one.bootstrap_closed_at or 0,
            "genesis_sealed_at": one.genesis_sealed_at is not None,
            "governor": one.governor is not None,
            "activated_at": one.activated_at or 0,
            "outstanding": one.outstanding,
            "reward_reserve": one.reward_reserve,
            "guardian_paid": one.guardian_paid,
            "agent_count": one.agent_count,
        }
        views = (
            (FACTORY, "TIME_DIVISOR"),
            (FACTORY, "closedAt"),
            (REGISTRY, "genesisSealed"),
            ("Authority", "handedOver"),
            (TREASURY, "activatedAt"),
            (TREASURY, "outstanding"),
            (TREASURY, "rewardReserve"),
            ("GuardianVesting", "released"),
            (REGISTRY, "agentCount"),
        )
        walk.same(one, told, [walk.call(*view) for view in views])
    _peers(walk)


def _peers(walk: Walk) -> None:
    """Every contract of the address book, and every one that the factory deployed."""
    peers = list(walk.all(Peer).values())
    for one, place in zip(peers, walk.each(FACTORY, "peer", [word(p.id) for p in peers]), strict=True):
        walk.same(one, {"address": one.address}, (place,))
    told = {one.id: one.address for one in peers}
    for name, place in walk.contracts.items():
        if name != FACTORY:
            walk.agree("Peer", name, {"address": told.get(name, NOBODY)}, (place.lower(),))
