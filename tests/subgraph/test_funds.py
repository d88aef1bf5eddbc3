"""Budgets, payments and the board, as the store has them and as OperatingFunds answers.

the story's bills ── centres, budgets, months, numbers, treasurers
payments
├── approved and withdrawn on chain ── who counts
├── made ── board, budget; others with the number lapse
├── of a grant ── the members of the council who approved
└── in an emergency ── the day
assets
├── struck off ── take their budgets along
└── made the dollar ── lose what was booked under them before
the board
├── a treasurer suspended by governance ── is one no more
└── the security agent suspended and reinstated ── is one again
"""

from typing import Any

import pytest

from tests.subgraph.assembling import assembled
from tests.subgraph.played import Played, numbers
from tests.support.system import DAY

pytestmark = pytest.mark.xdist_group("subgraph of the story")

CLASSES = ("NONE", "OPERATIONAL", "GRANT", "PARTNERSHIP")
ZERO, USD = "0x" + "00" * 20, "0x" + f"{840:040x}"
PAYEE = "0x" + "b111e5".rjust(40, "0")
GPU = b"gpu".ljust(32, b"\0")
SENTINEL, TREASURERS = 4, 3


def check(told: Played) -> None:
    """Everything of both sides."""
    funds = told.system.funds
    centres = told.every("costCentres", "name class")
    assert {bytes.fromhex(one["id"][2:]) for one in centres} == set(funds.centres())
    for one in centres:
        assert one["class"] == CLASSES[funds.classOf(bytes.fromhex(one["id"][2:]))]
    check_budgets(told)
    check_assets(told)
    check_payments(told)
    check_board(told)


def check_budgets(told: Played) -> None:
    funds, month = told.system.funds, told.system.funds.currentMonth()
    for one in told.every("budgets", "centre { id } unit { id } limit spent month months { month spent }"):
        if one["unit"]["id"] == funds.dollar().lower():
            continue  # asked by the token, the contract tells the dollars
        spent = int(one["spent"]) if one["month"] == month else 0
        centre = bytes.fromhex(one["centre"]["id"][2:])
        assert (int(one["limit"]), spent) == funds.budgetOf(centre, one["unit"]["id"])
    day = told.every("emergencyDays", "spent")
    today = next((int(one["spent"]) for one in day if int(one["id"]) == told.system.rpc.now // DAY), 0)
    assert funds.emergencyLeftToday() == funds.EMERGENCY_LIMIT() - today


def check_assets(told: Played) -> None:
    funds = told.system.funds
    for one in told.every("assets", "listed"):
        assert one["listed"] == funds.isListed(one["id"])
    dollar = told.one("funds", "funds", "dollar { id }")["dollar"]
    assert (dollar["id"] if dollar else ZERO) == funds.dollar().lower()
    for one in told.every("emergencyPayees", "registered"):
        assert one["registered"] == funds.isEmergencyPayee(one["id"])


def check_payments(told: Played) -> None:
    funds = told.system.funds
    for one in told.every("paymentNumbers", "made { id } payments { status }"):
        assert funds.isUsed(int(one["id"])) == (one["made"] is not None)
        statuses = {payment["status"] for payment in one["payments"]}
        assert statuses <= ({"PAID", "LAPSED"} if one["made"] else {"PROPOSED"})
    for one in told.every("payments", f"{TERMS} deadline status approvals {{ {APPROVAL} }}"):
        if one["deadline"] is None or one["centre"]["class"] == "GRANT":
            continue  # signed alone; or approved by members who are no officers
        terms = payment_of(one)
        assert "0x" + funds.idOf(terms).hex() == one["id"]
        counted = [approval for approval in one["approvals"] if counts(told, approval)]
        board, _, guardian = funds.approvalsOf(terms)
        assert (len(counted), any(approval["agent"] is None for approval in counted)) == (board, guardian)


TERMS = "centre { id class } asset { id } payee amount number { id } memo"
APPROVAL = "agent { id } wallet { id } mandate withdrawn"


def payment_of(one: dict[str, Any]) -> tuple[Any, ...]:
    """A payment as the contract takes it."""
    amount, deadline = numbers(one, "amount", "deadline")
    centre, memo = (bytes.fromhex(word[2:]) for word in (one["centre"]["id"], one["memo"]))
    return centre, one["asset"]["id"], one["payee"], amount, int(one["number"]["id"]), deadline, memo


def counts(told: Played, approval: dict[str, Any]) -> bool:
    """Whether it is its approver's last word still: the wallet and mandate that the chain knows."""
    approver = int(approval["agent"]["id"]) if approval["agent"] else 0
    wallet, mandate = told.system.funds.mandateOf(approver, False)
    same = (approval["wallet"]["id"], int(approval["mandate"])) == (wallet.lower(), mandate)
    return same and not approval["withdrawn"]


def check_board(told: Played) -> None:
    funds, now = told.system.funds, told.system.rpc.now
    places = {one["number"]: one for one in told.every("boardPlaces", f"number {PLACE}")}
    for number in range(TREASURERS):
        there, one = funds.treasurer(number), places[number]
        assert there.agentId == int(one["agent"]["id"])
        assert (there.until, there.mandate) == numbers(one, "until", "mandate")
        assert there.suspensions == one["suspensions"]
        holds = one["holder"] is not None and now < int(one["until"])
        assert holds == funds.isOnBoard(there.agentId)
    security = places[SENTINEL]
    assert funds.securityAgent() == int(security["agent"]["id"])
    assert funds.isOnBoard(funds.securityAgent()) == (security["holder"] is not None)


PLACE = "agent { id } holder { id } until mandate suspensions"


def bill(told: Played, number: int, asset: str, amount: int) -> tuple[Any, ...]:
    deadline = told.system.rpc.now + 20 * DAY
    return GPU, asset, PAYEE, amount, number, deadline, b"bill".ljust(32, b"\0")


def board(told: Played) -> list[int]:
    """Treasurers and the security agent."""
    funds = told.system.funds
    return [funds.treasurer(place).agentId for place in range(TREASURERS)] + [funds.securityAgent()]


def elect(told: Played) -> None:
    """Has the council elect a treasurer wherever there is none."""
    system, funds, members = told.system, told.system.funds, assembled(told)
    free = [member for member in members if not funds.isOnBoard(member)]
    for place in range(TREASURERS):
        if funds.isOnBoard(funds.treasurer(place).agentId):
            continue
        agent = free.pop()
        for member in members[: len(members) // 2 + 1]:
            funds.supportTreasurer(place, agent, sender=system.wallet_of(member))


def test_funds__of_the_story__are_the_chains(told: Played) -> None:
    check(told)
    assert [one["status"] for one in told.every("payments", "status")] == ["PAID"]


def test_payments__approved_on_chain__are_made_once(told: Played) -> None:
    system, funds = told.system, told.system.funds
    elect(told)
    dollar = funds.dollar()
    first, second = bill(told, 77, dollar, 1_000_000), bill(told, 77, dollar, 2_000_000)
    approvers = board(told)
    for approver in approvers:
        funds.approve(first, sender=system.wallet_of(approver))
    funds.approve(second, sender=system.wallet_of(approvers[0]))
    funds.withdraw(first, sender=system.wallet_of(approvers[0]))
    funds.approve(first, sender=system.guardianship.guardian())
    check(told)
    funds.pay(first, [], sender=system.stranger)
    check(told)
    made = told.one(
        "payment", "0x" + funds.idOf(first).hex(), "status board { id } byGuardian steps { kind }"
    )
    assert (made["status"], made["byGuardian"]) == ("PAID", True)
    assert {int(one["id"]) for one in made["board"]} == set(approvers[1:])
    assert sorted(one["kind"] for one in made["steps"]) == sorted(
        ["PROPOSED", *["APPROVED"] * 5, "WITHDRAWN", "PAID"]
    )
    assert told.one("payment", "0x" + funds.idOf(second).hex(), "status")["status"] == "LAPSED"


def test_payments__of_a_grant__tell_the_members(told: Played) -> None:
    system, funds, centre = told.system, told.system.funds, b"a grant".ljust(32, b"\0")
    elect(told)
    funds.addCentre(centre, CLASSES.index("GRANT"), sender=system.critical)
    funds.setBudget(centre, ZERO, 10**18, sender=system.critical)
    system.rpc.transact(system.stranger.address, funds.address, "0x", value=10**18)
    grant = centre, *bill(told, 79, ZERO, 10**17)[1:]
    members, officers = system.council.members(), board(told)
    for approver in {*members[:13], *officers}:
        funds.approve(grant, sender=system.wallet_of(approver))
    funds.pay(grant, [], sender=system.stranger)
    check(told)
    made = told.one("payment", "0x" + funds.idOf(grant).hex(), "status supports { members { id } }")
    (support,) = made["supports"]
    seated = {approver for approver in {*members[:13], *officers} if approver in members}
    assert {int(one["id"]) for one in support["members"]} == seated
    ether = told.one("funds", "funds", "etherReceived etherPaid")
    assert numbers(ether, "etherReceived", "etherPaid") == (10**18, 10**17)


def test_payments__in_an_emergency__are_on_their_day(told: Played) -> None:
    system, funds = told.system, told.system.funds
    funds.setEmergencyPayee(PAYEE, True, sender=system.operations)
    funds.payInEmergency(PAYEE, 3_000_000, b"e" * 32, sender=system.guardianship.guardian())
    check(told)
    assert told.one("emergencyPayee", PAYEE, "payments { amount }")["payments"] == [{"amount": "3000000"}]


def test_assets__that_come_and_go__take_their_budgets_along(told: Played) -> None:
    system, funds, dollar = told.system, told.system.funds, told.system.funds.dollar()
    funds.setBudget(GPU, ZERO, 10**18, sender=system.critical)
    funds.setDollar(ZERO, sender=system.critical)
    check(told)
    funds.setAsset(dollar, True, sender=system.critical)
    funds.setBudget(GPU, dollar, 5_000_000, sender=system.critical)
    elect(told)
    payment = bill(told, 78, dollar, 4_000_000)
    for approver in board(told)[:3]:
        funds.approve(payment, sender=system.wallet_of(approver))
    funds.pay(payment, [], sender=system.stranger)
    check(told)
    funds.setAsset(dollar, False, sender=system.critical)
    check(told)
    funds.setDollar(dollar, sender=system.critical)
    check(told)


def test_board__suspended_by_governance__ends_a_treasurers_term_alone(told: Played) -> None:
    system = told.system
    elect(told)
    for agent in (board(told)[0], SENTINEL):
        system.registry.suspend(agent, sender=system.critical)
        check(told)
        system.registry.reinstate(agent, sender=system.critical)
        check(told)
    places = {one["number"]: one["holder"] for one in told.every("boardPlaces", "number holder { id }")}
    assert places[0] is None
    assert places[SENTINEL] == {"id": str(SENTINEL)}
