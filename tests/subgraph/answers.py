"""What the chain says to each question of subgraph/README.md, beside what the subgraph answered."""

from collections.abc import Callable
from typing import Any

from eth_utils import decode_hex

from tests.subgraph.played import numbers
from tests.support.contract import Contract, Event
from tests.support.standing import Standing
from tests.support.system import identity_of

Data = dict[str, Any]
CANCELED, EXECUTED = 2, 7  # states of OpenZeppelin's governor
CATEGORIES = ("COPILOT", "FOUNDATION", "ARCHETYPE", "SPECIALIZED", "SERVICE")
CLASSES = ("STANDARD", "CRITICAL", "AMENDMENT")
STATUSES = ("NONE", "QUEUED", "ASSIGNED", "PROVISIONED")
GUARDIAN_VETOES = ("ProposalVetoed", "ProposalsVetoedUpTo")
PEOPLE = "asker"  # by this name the tests know the human who holds ROAD


def happened(system: Standing, contract: Contract, *names: str) -> list[Event]:
    """Events of a contract by these names, in their order."""
    events = map(system.errors.event, system.rpc.logs([contract.address]))
    return [one for one in events if one.name in names]


def same(found: Any, expected: Any) -> None:
    """Equal, and not for want of anything."""
    assert found
    assert found == expected


# --- A human can always say no ---


def vetoes(system: Standing, data: Data) -> None:
    told = happened(system, system.governance, *GUARDIAN_VETOES)
    found = [(one["guardian"]["id"], one["reasonHash"]) for one in data["vetos"]]
    same(sorted(found), sorted((one.guardian.lower(), "0x" + one.reasonHash.hex()) for one in told))
    taken = [one for veto in data["vetos"] for one in veto["proposals"]]
    same({system.governance.state(int(one["id"])) for one in taken}, {CANCELED})


def open_(system: Standing, data: Data) -> None:
    found = data["chamber"]["open"]
    same(
        [system.governance.proposalDetailsAt(one["index"])[0] for one in found],
        [int(one["id"]) for one in found],
    )
    for one in found:
        deadline = system.governance.proposalDeadline(int(one["id"]))
        assert (deadline, CLASSES[system.ballots.classOf(int(one["id"]))]) == (
            int(one["deadline"]),
            one["class"],
        )
    last = system.governance.proposalCount() - 1
    assert last in {one["index"] for one in found}


def guardian(system: Standing, data: Data) -> None:
    office = data["office"]
    same(office["guardian"]["id"], system.guardianship.guardian().lower())
    assert (office["vacant"], int(office["lastSeen"])) == (
        system.guardianship.vacant(),
        system.guardianship.lastSeen(),
    )
    epochs = [(one["number"], int(one["startedAt"])) for one in data["guardianEpoches"]]
    last = system.guardianship.epoch()
    same(epochs, [(number, system.guardianship.startedAt(number)) for number in range(1, last + 1)])


def holds(system: Standing, data: Data) -> None:
    places = {one.address.lower(): one for one in vars(system).values() if isinstance(one, Contract)}
    found = [
        places[one["contract"]].heldUntil(one["scope"].encode().ljust(32, b"\0"), decode_hex(one["subject"]))
        for one in data["brakes"]
    ]
    same([int(one["until"]) for one in data["brakes"]], found)
    assert {action["kind"] for one in data["brakes"] for action in one["actions"]} >= {"STARTED"}


# --- Agents run the day ---


def executed(system: Standing, data: Data) -> None:
    found = {int(one["id"]): one for one in data["proposals"]}
    every = (
        system.governance.proposalDetailsAt(index)[0] for index in range(system.governance.proposalCount())
    )
    same(set(found), {one for one in every if system.governance.state(one) == EXECUTED})
    for number, one in found.items():
        targets, _, calldatas, _ = system.governance.proposalDetails(number)
        acts = [(act["target"], act["calldata"]) for act in one["actions"]]
        assert acts == [(a.lower(), "0x" + b.hex()) for a, b in zip(targets, calldatas, strict=True)]
        assert one["class"] == CLASSES[system.ballots.classOf(number)]
        assert one["class"] == "STANDARD" or one["guardian"] == "FOR"


def tallies(system: Standing, data: Data) -> None:
    assert any(int(one["dissent"]) for one in data["proposals"])
    for one in data["proposals"]:
        tally = system.ballots.tallyOf(int(one["id"]))
        units = numbers(one, "unitsFor", "unitsAgainst", "unitsAbstain")
        assert units == (tally.inFavour, tally.against, tally.abstaining)
        scaled = numbers(one, "scaledAgainst", "scaledFor", "scaledAbstain")
        assert scaled == tuple(system.ballots.scaledVotesOf(int(one["id"])))
        agents = sum(int(ballot["weight"]) for ballot in one["ballots"] if ballot["agent"])
        assert agents == sum(units)


def permissions(system: Standing, data: Data) -> None:
    rows = [(one["target"], one["selector"], int(one["role"]["number"])) for one in data["permissions"]]
    same(
        [system.authority.getTargetFunctionRole(a, decode_hex(b)) for a, b, _ in rows],
        [role for *_, role in rows],
    )
    assert len(data["permissionChanges"]) == 20


def fleet(system: Standing, data: Data) -> None:
    totals = data["categoryTotals"]
    same(sum(one["born"] for one in totals), system.registry.agentCount())
    members = {one["category"]: one["active"] + one["suspended"] for one in totals}
    same(members, {name: system.registry.membersOf(number) for number, name in enumerate(CATEGORIES)})
    seated = [int(one["holder"]["id"]) for one in data["seats"] if int(one["until"]) > system.rpc.now]
    assert sorted(seated) == sorted(system.council.members())


def life(system: Standing, data: Data) -> None:
    agent = data["agent"]
    assert agent["wallets"][-1]["id"] == system.wallet_of(600).lower()
    changes = [one for one in happened(system, system.registry, "StatusChanged") if one.agentId == 600]
    assert len([one for one in agent["statuses"] if one["previous"]]) == len(changes) > 0
    assert (agent["status"] == "ACTIVE") == system.registry.isActive(600)


# --- No human holds more than 5 % ---


def humans(system: Standing, data: Data) -> None:
    supply, cap = numbers(data["protocol"], "supply", "humanCap")
    assert (supply, cap) == (system.token.totalSupply(), system.cap.humanCap())
    number = system.cap.numberOf(identity_of(PEOPLE))
    (one,) = [one for one in data["humans"] if one["number"] == number]
    same(int(one["holdings"]), system.cap.holdingsOf(identity_of(PEOPLE)))
    assert sum(system.token.balanceOf(wallet) for wallet in one["wallets"]) == int(one["holdings"])


def decisions(system: Standing, data: Data) -> None:
    moves = happened(system, system.cap, "BookMoved")
    found = [(int(one["amount"]), one["head"]) for one in reversed(data["capDecisions"])]
    same(found, [(one.amount, "0x" + one.head.hex()) for one in moves][-100:])
    assert data["capDecisions"][0]["head"] == "0x" + system.cap.head().hex()
    assert data["capDecisions"][0]["number"] == len(moves)


def classes(system: Standing, data: Data) -> None:
    balances = {one["class"]: int(one["balance"]) for one in data["classTotals"]}
    same(sum(balances.values()), system.token.totalSupply())
    holders = (system.vesting, system.treasury, system.escrow)
    assert balances["PROTOCOL"] == sum(system.token.balanceOf(one) for one in holders)


# --- Every grant ---


def resources(system: Standing, data: Data) -> None:
    catalogue = system.resources.resources()
    found = [numbers(one, "unitCost", "capacity", "granted") for one in data["resources"]]
    same(found, [(one.unitCost, one.capacity, one.granted) for one in catalogue])
    assert int(data["fleet"]["committedCost"]) == system.resources.committedCost()


def waiting(system: Standing, data: Data) -> None:
    found = [int(one["number"]) for one in data["orders"]]
    same({STATUSES[system.resources.order(one).status] for one in found}, {"QUEUED"})
    for queue in {one >> 50 for one in found}:
        heads, ends = system.resources.linesOf(queue)
        first = next(head for head, end in zip(heads, ends, strict=True) if head < end)
        assert min(one for one in found if one >> 50 == queue) == first


def served(system: Standing, data: Data) -> None:
    for one in data["orders"]:
        there = system.resources.order(int(one["number"]))
        assert (STATUSES[there.status], there.agentId) == ("PROVISIONED", int(one["agent"]["id"]))
        assert (there.amount, there.requestedAt) == numbers(one, "amount", "requestedAt")
        steps = {step["kind"] for step in one["steps"]}
        assert steps in ({"REQUESTED", "ASSIGNED", "PROVISIONED"}, {"REQUESTED", "SEATED"})
    assert len(data["orders"]) == 100


def held(system: Standing, data: Data) -> None:
    amounts = [one for one in system.resources.holdingsOf(1) if one]
    same(sorted(int(one["held"]) for one in data["allotment"]["holdings"]), sorted(amounts))
    assert int(data["allotment"]["committedCost"]) == system.resources.committedCostOfAgent(1)


# --- The treasury ---


def owed(system: Standing, data: Data) -> None:
    protocol = data["protocol"]
    same(int(protocol["outstanding"]), system.treasury.outstanding())
    assert int(protocol["rewardReserve"]) == system.treasury.rewardReserve()
    assert int(protocol["guardianPaid"]) == system.vesting.released()
    for name in ("released", "forfeited", "rewarded"):
        assert sum(int(one[name]) for one in data["categoryTotals"]) == int(protocol[name])


def pay(system: Standing, data: Data) -> None:
    agent = data["agent"]
    releases = [one for one in happened(system, system.treasury, "Released") if one.agentId == 1]
    same([int(one["amount"]) for one in agent["releases"]], [one.amount for one in releases])
    assert int(agent["released"]) == system.treasury.releasedOf(1)
    assert int(agent["entitlement"]) == system.treasury.entitlementOf(1)


def bills(system: Standing, data: Data) -> None:
    paid = happened(system, system.funds, "Paid")
    found = [(int(one["number"]["id"]), int(one["amount"]), one["month"]) for one in data["payments"]]
    same(sorted(found), sorted((one.number, one.amount, one.month) for one in paid))
    for one in data["payments"]:
        (event,) = [event for event in paid if event.number == int(one["number"]["id"])]
        assert len(one["board"]) + one["byGuardian"] == event.board.bit_count() > 0


def budgets(system: Standing, data: Data) -> None:
    set_ = happened(system, system.funds, "BudgetSet")
    last = {(one.centre.rstrip(b"\0").decode(), one.unit.lower()): one.current for one in set_}
    found = {(one["centre"]["name"], one["unit"]["id"]): int(one["limit"]) for one in data["budgets"]}
    same(found, {budget: limit for budget, limit in last.items() if limit})
    assert any(month["payments"] for one in data["budgets"] for month in one["months"])


def days(system: Standing, data: Data) -> None:
    moved = happened(system, system.token, "Transfer")
    same(sum(one["transfers"] for one in data["days"]), len(moved))
    assert sum(int(one["volume"]) for one in data["days"]) == sum(one.value for one in moved)
    last = data["days"][-1]
    assert int(last["startsAt"]) <= system.rpc.now
    assert sum(one["proposals"] for one in data["days"]) == system.governance.proposalCount()


ANSWERS: dict[str, Callable[[Standing, Data], None]] = {
    "Vetoes": vetoes, "Open": open_, "Guardian": guardian, "Holds": holds, "Executed": executed,
    "Tallies": tallies, "Permissions": permissions, "Fleet": fleet, "Life": life, "Humans": humans,
    "Decisions": decisions, "Classes": classes, "Resources": resources, "Waiting": waiting, "Served": served,
    "Held": held, "Owed": owed, "Pay": pay, "Bills": bills, "Budgets": budgets, "Days": days,
}  # fmt: skip
