"""What humans hold, what is granted, and what is paid."""

from eth_utils import decode_hex

from tests.subgraph.answers.reading import Data, happened, same
from tests.subgraph.played import numbers
from tests.support.standing import Standing
from tests.support.system import identity_of

STATUSES = ("NONE", "QUEUED", "ASSIGNED", "PROVISIONED")
PEOPLE = "asker"  # by this name the tests know the human who holds ROAD


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
    known = {(one.centre, one.unit.lower()) for one in happened(system, system.funds, "BudgetSet")}
    known = {one for one in known if one[1] != system.funds.dollar().lower()}  # which tells the dollars
    limits = {one: system.funds.budgetOf(*one)[0] for one in known}
    found = {
        (decode_hex(one["centre"]["id"]), one["unit"]["id"]): int(one["limit"]) for one in data["budgets"]
    }
    same(found, {budget: limit for budget, limit in limits.items() if limit})
    assert any(month["payments"] for one in data["budgets"] for month in one["months"])


def days(system: Standing, data: Data) -> None:
    moved = happened(system, system.token, "Transfer")
    same(sum(one["transfers"] for one in data["days"]), len(moved))
    assert sum(int(one["volume"]) for one in data["days"]) == sum(one.value for one in moved)
    last = data["days"][-1]
    assert int(last["startsAt"]) <= system.rpc.now
    assert sum(one["proposals"] for one in data["days"]) == system.governance.proposalCount()
