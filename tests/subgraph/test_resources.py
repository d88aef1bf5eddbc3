"""Resources, orders and what agents hold, as the store has them and as ResourceAllocation answers.

the story's machines and seats ── catalogue, holdings, costs, orders, lines
orders
├── of an agent that is not active at its turn ── failed, and in a new place once retried
├── failed by the provisioner ── held still
└── released in part ── go on with the rest
batches ── what was passed over
terms
├── a unit cost that changes ── changes what is committed already
└── a capacity that rises ── seats those who wait
"""

from typing import Any

import pytest

from tests.subgraph.played import Played, numbers
from tests.support.system import DAY

pytestmark = pytest.mark.xdist_group("subgraph of the story")

GPU, LAB = 2, 15
LINES = ("CRITICAL", "HIGH", "MEDIUM", "STANDARD")
STATUSES = ("NONE", "QUEUED", "ASSIGNED", "PROVISIONED", "FAILED", "RETRIED", "RELEASED")
TERMS = ("unitCost", "capacity", "maxAmount", "granted")


def check(told: Played) -> None:
    """Everything of both sides."""
    check_catalogue(told)
    check_orders(told)
    check_holdings(told)


def check_catalogue(told: Played) -> None:
    resources = told.system.resources
    found = told.every("resources", f"number name unit committedCost {' '.join(TERMS)}")
    catalogue = resources.resources()
    assert len(found) == len(catalogue)
    for one in found:
        there = catalogue[one["number"] - 1]
        assert one["name"].encode() == there.name.rstrip(b"\0")
        assert one["unit"].encode() == there.unit.rstrip(b"\0")
        assert numbers(one, *TERMS) == tuple(getattr(there, term) for term in TERMS)
        assert int(one["committedCost"]) == resources.committedCostOfResource(one["number"])
    fleet = told.one("fleet", "fleet", "committedCost resourceCount")
    assert int(fleet["committedCost"]) == resources.committedCost()
    assert fleet["resourceCount"] == resources.resourceCount()


def check_orders(told: Played) -> None:
    resources = told.system.resources
    orders = told.every("orders", "number agent { id } resource { number } amount requestedAt status")
    for one in orders:
        there = resources.order(int(one["id"]))
        assert there.agentId == int(one["agent"]["id"])
        assert there.resource == one["resource"]["number"]
        assert STATUSES[there.status] == one["status"]
        assert (there.amount, there.requestedAt) == numbers(one, "amount", "requestedAt")
    waiting = [one for one in orders if one["status"] == "QUEUED"]
    lines = {one["id"]: one for one in told.every("serviceLines", "waiting last { number }")}
    for queue in {line.split("-")[0] for line in lines}:
        heads, ends = resources.linesOf(int(queue))
        for name, head, end in zip(LINES, heads, ends, strict=True):
            if f"{queue}-{name}" not in lines:
                assert head == end
                continue
            line = lines[f"{queue}-{name}"]
            assert int(line["last"]["number"]) == end - 1
            mine = sorted(int(one["number"]) for one in waiting if int(one["number"]) >> 48 == end >> 48)
            assert line["waiting"] == len(mine)
            assert head == (mine[0] if mine else end)


def check_holdings(told: Played) -> None:
    resources = told.system.resources
    allotments = told.every(
        "allotments",
        "committedCost openOrders holdings(first: 100) { resource { number } held seat { number } }",
    )
    for one in allotments:
        agent = int(one["id"])
        assert int(one["committedCost"]) == resources.committedCostOfAgent(agent)
        assert one["openOrders"] == resources.openOrdersOf(agent)
        held: dict[int, Any] = {h["resource"]["number"]: h for h in one["holdings"]}
        told_held = [
            int(held[n]["held"]) if n in held else 0 for n in range(1, resources.resourceCount() + 1)
        ]
        assert told_held == list(resources.holdingsOf(agent))
        for number, holding in held.items():
            seat = int(holding["seat"]["number"]) if holding["seat"] else 0
            assert seat == resources.seatOf(agent, number)


def capacity(told: Played, number: int) -> int:
    return int(told.system.resources.resource(number).capacity)


def ask(told: Played, agent: int, number: int, amount: int) -> int:
    receipt = told.system.resources.request(number, amount, sender=told.system.wallet_of(agent))
    return int(receipt.of("ResourceRequested")[0].orderId)


def test_resources__of_the_story__are_the_chains(told: Played) -> None:
    check(told)


def test_orders__that_fail_and_are_retried__take_a_new_place(told: Played) -> None:
    system = told.system
    idle, failing, leaving = ask(told, 300, GPU, 4000), ask(told, 301, GPU, 5000), ask(told, 302, GPU, 6000)
    system.registry.suspend(300, sender=system.critical)
    system.resources.process(10, sender=system.provisioner)
    system.resources.fail(failing, "no rack", sender=system.provisioner)
    system.resources.release(leaving, 1000, sender=system.wallet_of(302))
    check(told)
    assert told.one("order", str(idle), "failure")["failure"] == "agent not active"
    system.registry.reinstate(300, sender=system.critical)
    for order, agent in ((idle, 300), (failing, 301)):
        system.resources.retry(order, sender=system.wallet_of(agent))
    system.resources.release(leaving, 5000, sender=system.wallet_of(302))
    check(told)
    assert told.one("order", str(idle), "status retriedAs { status }") == {
        "status": "RETRIED",
        "retriedAs": {"status": "QUEUED"},
    }


def test_batches__with_bad_entries__tell_what_was_passed_over(told: Played) -> None:
    system = told.system
    done = ask(told, 303, GPU, 1000)
    system.resources.confirmBatch([done, 1 << 60], sender=system.provisioner)
    nonce = 1 << 200
    junk = (303, GPU, 1, nonce, system.rpc.now + DAY, b"")
    system.resources.requestsBySig([junk], sender=system.stranger)
    skips = {one["orderId"]: one["status"] for one in told.every("provisioningSkips", "orderId status")}
    assert (skips[str(done)], skips[str(1 << 60)]) == ("QUEUED", None)
    asked = told.every("requestSkips", "agentId nonce")
    assert ("303", str(nonce)) in [(one["agentId"], one["nonce"]) for one in asked]


def test_terms__that_change__change_what_is_committed(told: Played) -> None:
    system = told.system
    resources, cost = system.resources, system.resources.resource(GPU).unitCost
    resources.setUnitCost(GPU, cost + 7, sender=system.operations)
    resources.setMaxAmount(GPU, 12_345, sender=system.operations)
    resources.setCapacity(LAB, capacity(told, LAB) + 2, sender=system.operations)
    check(told)
    resources.fillSeats(LAB, 250, sender=system.stranger)
    check(told)
    changes = told.every("resourceChanges", "term previous current")
    assert {"UNIT_COST", "CAPACITY", "MAX_AMOUNT"} <= {one["term"] for one in changes}
