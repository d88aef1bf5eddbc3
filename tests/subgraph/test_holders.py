"""Wallets, humans and agents of the store are those of the chain, at the end of a long life.

agents ── wallet, category, status, proof, suspensions, requests, pay; every wallet that they ever had
accounts ── class, book, balance, ceiling, units, votes, delegate, freeze, escrow
humans ── holdings, verification, wallets in their order, identities, merges; decisions are one hash chain
totals ── of classes, categories and days are the sums of what they are totals of
"""

from collections import Counter, defaultdict
from typing import Any

import pytest
from eth_abi import encode
from eth_utils import decode_hex, keccak, to_checksum_address

from tests.models.vesting import agent_vested
from tests.subgraph.life import Entity, Life
from tests.support.system import COHORT, ZERO

pytestmark = pytest.mark.xdist_group("subgraph of a life")

CLASSES = ("NONE", "PROTOCOL", "GUARDIAN", "AGENT", "HUMAN", "FORMER", "VENUE")
CATEGORIES = ("COPILOT", "FOUNDATION", "ARCHETYPE", "SPECIALIZED", "SERVICE")
STATUSES = ("NONE", "PENDING", "ACTIVE", "SUSPENDED", "RETIRED")
CAUSES = ("TRANSFER", "LINK", "MERGE", "RECLASSIFICATION", "REBALANCE")


def address(reference: Entity | None) -> str:
    return to_checksum_address(reference["id"]) if reference else ZERO


def number(reference: Entity | None) -> int:
    return int(reference["id"]) if reference else 0


def test_agents__after_a_long_life__are_those_of_the_registry(lived: Life) -> None:
    registry, treasury = lived.system.registry, lived.system.treasury
    agents, requests = lived.all("agents"), lived.all("walletRequests")
    assert sorted(map(int, agents)) == list(range(1, registry.agentCount() + 1))
    for agent in agents.values():
        found, request = registry.agent(agent["number"]), registry.walletRequest(agent["number"])
        assert address(agent["wallet"]) == found.wallet
        assert agent["category"] == CATEGORIES[found.category]
        assert agent["status"] == STATUSES[found.status]
        assert (agent["proven"], int(agent["bornAt"])) == (found.proven, found.bornAt)
        assert (agent["suspensions"], int(agent["suspendedUntil"])) == (
            found.suspensions,
            found.suspendedUntil,
        )
        assert int(agent["released"]) == treasury.releasedOf(agent["number"])
        assert int(agent["rewarded"]) == treasury.rewardedOf(agent["number"])
        assert int(agent["forfeited"]) == lived.rebuilt.forfeited.get(agent["number"], 0)
        assert agent["uri"] == registry.tokenURI(agent["number"])
        pending = requests[agent["walletRequest"]["id"]] if agent["walletRequest"] else None
        asked = (address(pending["wallet"]), int(pending["readyAt"])) if pending else (ZERO, 0)
        assert asked == (request.newWallet, request.readyAt)


def test_agents__of_genesis__are_entitled_to_their_share(lived: Life) -> None:
    for agent in lived.all("agents").values():
        share = agent_vested(agent["number"], 4) if agent["number"] <= COHORT else 0
        assert int(agent["entitlement"]) == share


def test_agent_wallets__over_time__are_all_that_agents_ever_had(lived: Life) -> None:
    registry = lived.system.registry
    ever: dict[int, list[str]] = defaultdict(list)
    for wallet in sorted(lived.all("agentWallets").values(), key=lambda one: int(one["since"])):
        ever[number(wallet["agent"])].append(address(wallet["account"]))
        assert registry.agentEverOf(wallet["id"]) == number(wallet["agent"])
        assert (wallet["until"] is None) == (registry.agentOf(wallet["id"]) == number(wallet["agent"]))
    assert ever == {i: [*body.left, body.wallet] for i, body in lived.rebuilt.agents.items()}
    assert any(len(wallets) == 2 for wallets in ever.values())


def test_accounts__after_a_long_life__are_those_of_token_and_cap(lived: Life) -> None:
    token, cap, escrow = lived.system.token, lived.system.cap, lived.system.escrow
    for account in lived.all("accounts").values():
        wallet = to_checksum_address(account["id"])
        found = cap.walletOf(wallet)
        assert account["class"] == CLASSES[found["class"]]
        assert (number(account["human"]), account["voting"]) == (found.book, found.voting)
        assert (int(account["ceiling"]), int(account["frozenUntil"])) == (found.ceiling, found.frozenUntil)
        assert int(account["balance"]) == token.balanceOf(wallet)
        assert int(account["units"]) == token.unitsOf(wallet)
        assert int(account["votes"]) == token.getVotes(wallet)
        assert address(account["delegate"]) == token.delegates(wallet)
        assert int(account["escrowed"]) == escrow.escrowedOf(wallet)
        assert number(account["agent"]) == lived.system.registry.agentOf(wallet)


def test_humans__after_a_long_life__are_the_books_of_the_cap(lived: Life) -> None:
    cap = lived.system.cap
    humans = lived.all("humans")
    assert len(humans) == cap.bookCount() == lived.one("protocols")["bookCount"]
    for identity in lived.all("identities").values():
        human = humans[identity["human"]["id"]]
        word = decode_hex(identity["id"])
        book = cap.bookOf(word)
        assert human["number"] == cap.numberOf(word)
        seen = (book.holdings, book.overSince, book.validUntil, book.linked, book.suspended)
        times = (int(human[name]) for name in ("holdings", "overSince", "validUntil"))
        assert (*times, human["linked"], human["suspended"]) == seen
        assert list(map(to_checksum_address, human["wallets"])) == cap.walletsOf(word)
        merge = cap.mergeOf(word)
        assert (human["merge"] is None) == (merge.into == 0)


def test_humans__merged_into_another__keep_nothing(lived: Life) -> None:
    gone = [human for human in lived.all("humans").values() if human["mergedInto"]]
    assert len(gone) == 1
    for human in gone:
        assert (human["holdings"], human["linked"]) == ("0", 0)
        assert human["wallets"] == human["identities"] == []
        (merge,) = (one for one in lived.all("merges").values() if one["status"] == "MERGED")
        assert (merge["from"], merge["into"]) == ({"id": human["id"]}, human["mergedInto"])


def test_decisions__from_the_first__are_one_chain_that_ends_at_the_head(lived: Life) -> None:
    head = bytes(32)
    books: dict[int, int] = defaultdict(int)
    decisions = sorted(lived.all("capDecisions").values(), key=lambda one: one["number"])
    assert [one["number"] for one in decisions] == list(range(1, len(decisions) + 1))
    for one in decisions:
        source, target, amount = number(one["from"]), number(one["to"]), int(one["amount"])
        books[source] -= amount
        books[target] += amount
        link = [head, source, target, amount, CAUSES.index(one["cause"])]
        head = keccak(encode(["bytes32", "uint256", "uint256", "uint256", "uint8"], link))
        assert one["head"] == "0x" + head.hex()
        assert one["fromHoldings"] == (str(books[source]) if source else None)
        assert one["toHoldings"] == (str(books[target]) if target else None)
    assert head == lived.system.cap.head()
    assert {one["cause"] for one in decisions} == set(CAUSES) - {"LINK"}  # of wallets with a balance


def test_class_totals__of_all_accounts__are_their_sums(lived: Life) -> None:
    holders: Counter[str] = Counter()
    balances: Counter[str] = Counter()
    for account in lived.all("accounts").values():
        holders[account["class"]] += account["balance"] != "0"
        balances[account["class"]] += int(account["balance"])
    protocol = lived.one("protocols")
    for total in lived.all("classTotals").values():
        assert (total["holders"], int(total["balance"])) == (holders[total["id"]], balances[total["id"]])
    assert protocol["holders"] == holders.total()
    assert int(protocol["supply"]) == balances.total() == 10**27


def test_category_totals__of_all_agents__are_their_sums(lived: Life) -> None:
    for total in lived.all("categoryTotals").values():
        members = [one for one in lived.all("agents").values() if one["category"] == total["id"]]
        statuses = Counter(one["status"] for one in members)
        counted = [total[status.lower()] for status in STATUSES[1:]]
        assert (total["born"], counted) == (len(members), [statuses[status] for status in STATUSES[1:]])
        for part in ("entitlement", "released", "forfeited", "rewarded"):
            assert int(total[part]) == sum(int(one[part]) for one in members)


FACTS = {
    "transfers": "transfers", "capDecisions": "capDecisions", "heartbeats": "heartbeats",
    "permissionChanges": "permissionChanges",
}  # fmt: skip
AMOUNTS = {
    "volume": "transfers",
    "released": "releases",
    "rewarded": "rewards",
    "guardianPaid": "guardianPayments",
}


def test_days__of_all_facts__are_their_sums(lived: Life) -> None:
    days = lived.all("days")
    for name, plural in FACTS.items():
        counted = Counter(day_of(fact) for fact in lived.all(plural).values())
        assert {day: one[name] for day, one in days.items() if one[name]} == counted
    for name, plural in AMOUNTS.items():
        sums: Counter[str] = Counter()
        for fact in lived.all(plural).values():
            sums[day_of(fact)] += int(fact["amount"])
        assert {day: int(one[name]) for day, one in days.items() if int(one[name])} == sums
    last = max(days.values(), key=lambda one: int(one["startsAt"]))
    protocol = lived.one("protocols")
    assert (last["holders"], last["votingUnits"]) == (protocol["holders"], protocol["votingUnits"])


def day_of(fact: Entity) -> str:
    return str(int(fact["timestamp"]) // 86_400)


def test_protocol__after_a_long_life__is_what_the_contracts_say(lived: Life) -> None:
    system, protocol = lived.system, lived.one("protocols")
    now = system.rpc.now
    views: dict[str, Any] = {
        "timeDivisor": system.factory.TIME_DIVISOR(),
        "bootstrapClosedAt": system.factory.closedAt(),
        "votingUnits": system.token.getPastTotalSupply(now, at=now + 1),
        "humanCap": system.cap.humanCap(),
        "gracePeriod": system.cap.GRACE_PERIOD(),
        "activatedAt": system.treasury.activatedAt(),
        "outstanding": system.treasury.outstanding(),
        "rewardReserve": system.treasury.rewardReserve(),
        "guardianPaid": system.vesting.released(),
        "escrowed": system.token.balanceOf(system.escrow),
    }
    assert {name: int(protocol[name]) for name in views} == views
    assert protocol["head"] == "0x" + system.cap.head().hex()
