"""Agents: who they are, which wallets they have, and what they were and are to be paid."""

from collections import Counter
from typing import get_args

from offchain.reconcile.values import NOBODY, month_of, number, protocol_time, raw
from offchain.reconcile.walk import Walk
from offchain.subgraph.agents import (
    Agent,
    AgentMetadata,
    AgentStatus,
    AgentWallet,
    Category,
    CategoryTotal,
    RewardMonth,
    WalletRequest,
)
from offchain.subgraph.wallets import Protocol

REGISTRY, TREASURY = "AgentRegistry", "AgentTreasury"
CATEGORIES = get_args(Category)
STATUSES = ("NONE", *get_args(AgentStatus))
SUSPENSIONS = 256  # the chain's count goes round
NO_REQUEST = {"wallet_request": NOBODY, "ready_at": 0}
PAY = ("entitlement", "released", "forfeited", "rewarded")


def compare(walk: Walk) -> None:
    """Everything of the subject."""
    agents = walk.known(Agent, range(1, walk.call(REGISTRY, "agentCount") + 1))
    _lives(walk, agents)
    _pay(walk, agents)
    _wallets(walk)
    _metadata(walk)
    _categories(walk, agents)
    _months(walk)


def _lives(walk: Walk, agents: list[Agent]) -> None:
    requests = walk.all(WalletRequest)
    views = ("tokenURI", "agent", "walletRequest")
    asked = [walk.each(REGISTRY, view, [one.number for one in agents]) for view in views]
    for one, uri, found, request in zip(agents, *asked, strict=True):
        told = {
            "wallet": one.wallet,
            "category": CATEGORIES.index(one.category),
            "status": STATUSES.index(one.status),
            "proven": one.proven,
            "born_at": one.born_at,
            "suspended_until": one.suspended_until,
            "suspensions": one.suspensions % SUSPENSIONS,
        }
        walk.same(one, told, found)
        walk.same(one, {"uri": one.uri}, (uri,))
        pending = requests.get(one.wallet_request or "")
        asks = {"wallet_request": pending.wallet, "ready_at": pending.ready_at} if pending else NO_REQUEST
        walk.same(one, asks, request)


def _pay(walk: Walk, agents: list[Agent]) -> None:
    """What is owed follows the clock; of a retired agent, what it left unvested is not owed."""
    views = ("vestedOf", "entitlementOf", "releasedOf", "rewardedOf", "releasableOf")
    asked = [walk.each(TREASURY, view, [one.number for one in agents]) for view in views]
    for one, vested, *found in zip(agents, *asked, strict=True):
        due = one.entitlement - one.forfeited if one.status == "RETIRED" else vested
        told = {"entitlement": one.entitlement, "released": one.released, "rewarded": one.rewarded}
        walk.same(one, {**told, "owed": due - one.released}, found)
    left = sum(one.entitlement - one.released - one.forfeited for one in agents)
    walk.agree("Agent", "all", {"outstanding": left}, (walk.call(TREASURY, "outstanding"),))
    for protocol in walk.all(Protocol).values():
        told = {part: getattr(protocol, part) for part in PAY[1:]}
        walk.same(protocol, told, [sum(getattr(one, part) for one in agents) for part in PAY[1:]])


def _wallets(walk: Walk) -> None:
    wallets = list(walk.all(AgentWallet).values())
    views = ("agentEverOf", "agentOf")
    asked = [walk.each(REGISTRY, view, [one.account for one in wallets]) for view in views]
    for one, *found in zip(wallets, *asked, strict=True):
        agent = number(one.agent)
        walk.same(one, {"agent": agent, "until": 0 if one.until else agent}, found)


def _metadata(walk: Walk) -> None:
    entries = list(walk.all(AgentMetadata).values())
    found = walk.each(REGISTRY, "getMetadata", [(number(one.agent), one.key) for one in entries])
    for one, value in zip(entries, found, strict=True):
        walk.same(one, {"value": raw(one.value)}, (value,))


def _categories(walk: Walk, agents: list[Agent]) -> None:
    """The chain counts the members alone; the rest are sums of agents, which are the chain's."""
    standing = Counter((one.category, one.status) for one in agents)
    for one in walk.known(CategoryTotal, dict.fromkeys(agent.category for agent in agents)):
        mine = [agent for agent in agents if agent.category == one.category]
        members = walk.call(REGISTRY, "membersOf", CATEGORIES.index(one.category))
        walk.same(one, {"members": one.active + one.suspended, "born": one.born}, (members, len(mine)))
        told = {status.lower(): getattr(one, status.lower()) for status in get_args(AgentStatus)}
        walk.same(one, told, [standing[one.category, status] for status in get_args(AgentStatus)])
        walk.same(one, {p: getattr(one, p) for p in PAY}, [sum(getattr(a, p) for a in mine) for p in PAY])


def _months(walk: Walk) -> None:
    """What was given in this month of the protocol's time."""
    activated = walk.call(TREASURY, "activatedAt")
    if not activated:
        return
    month = str(month_of(protocol_time(walk.now, activated, walk.divisor)))
    one = walk.all(RewardMonth).get(month)
    given = walk.call(TREASURY, "MONTHLY_REWARDS") - walk.call(TREASURY, "rewardLeftThisMonth")
    walk.agree("RewardMonth", month, {"ordinary": one.ordinary if one else 0}, (given,))
