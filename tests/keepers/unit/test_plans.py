"""What the jobs decide, from views that are made by hand.

release: whoever can be paid, in batches of 110; nobody while payments are held
proposals: executions before queueings; none that spends ether
ballots: one of each voter, batches of one proposal each
elections: a count, else a vacancy; nothing before the end of the voting
rebalance: after the grace period, a call for each eight wallets
holds: prolonged once, ended when the proposal is final
vesting: not while vacant, not below the least
relay: vetoes first, what is taken; late and refused ones told
succession: calls at a half and at four fifths; declares, opens
provision: confirmations, failures, then what waits
budget: a finding from four fifths on
watch: one finding for each sentence
"""

import pytest

from offchain.action import Plan
from offchain.chain import Block
from offchain.jobs import (
    ballots,
    budget,
    elections,
    holds,
    indexer,
    proposals,
    provision,
    rebalance,
    reconcile,
    relay,
    release,
    succession,
    vesting,
)
from offchain.provisioners import Verdict
from offchain.subgraph.freshness import Lag

NOW = 1_800_000_000


def calls(plan: Plan) -> list[tuple[str, object]]:
    """Function and first argument of each action."""
    return [(one.call.function.partition("(")[0], one.call.arguments[:1]) for one in plan.actions]


def broken(plan: Plan) -> set[str]:
    """Names of findings that do not hold."""
    return {finding.name for finding in plan.findings if not finding.ok}


def gauge(plan: Plan, name: str, **labels: str) -> float:
    """A figure."""
    (value,) = [value for one, known, value in plan.gauges if (one, known) == (name, labels)]
    return value


# --- Release ---


def owed(count: int, **changes: object) -> release.View:
    ids = range(1, count + 1)
    values = {
        "active": True, "held": False, "owed": dict.fromkeys(ids, 10**18),
        "standing": dict.fromkeys(ids, "payable"), "refusal": dict.fromkeys(ids, 0), **changes,
    }  # fmt: skip
    return release.View(**values)  # type: ignore[arg-type]


def test_release__everybody_is_owed__pays_in_batches() -> None:
    plan = release.plan(owed(1_250))
    sizes = [action.size for action in plan.actions]
    assert (sizes, sum(sizes)) == ([110] * 11 + [40], 1_250)
    assert [len(action.checks) for action in plan.actions] == sizes
    assert gauge(plan, "owed_road") == 1_250


@pytest.mark.parametrize("changes", [{"held": True}, {"active": False}])
def test_release__payments_are_held_or_not_begun__pays_nobody(changes: dict[str, object]) -> None:
    plan = release.plan(owed(10, **changes))
    assert plan.actions == ()
    assert broken(plan) == ({"payments_open"} if "held" in changes else set())


def test_release__some_cannot_be_paid__are_counted_by_reason() -> None:
    standing = {1: "payable", 2: "suspended", 3: "unproven", 4: "retired", 5: "payable", 6: "unknown"}
    plan = release.plan(owed(6, standing=standing, refusal={1: 0, 2: 6, 3: 0, 4: 0, 5: 5, 6: 7}))
    assert plan.actions[0].call.arguments == ([1, 4],)
    counts = {
        reason: gauge(plan, "unpayable_agents", reason=reason)
        for reason in ("suspended", "unproven", "refused")
    }
    assert counts == {"suspended": 1, "unproven": 1, "refused": 2}


def test_action__halves__have_the_items_and_their_checks() -> None:
    (action,) = release.plan(owed(7)).actions
    first, second = action.halves()
    assert (first.call.arguments, second.call.arguments) == (([1, 2, 3],), ([4, 5, 6, 7],))
    assert first.checks + second.checks == action.checks


# --- Proposals ---


def test_proposals__due_ones__execute_before_queueing() -> None:
    view = proposals.View(
        NOW,
        (
            proposals.Proposal(1, proposals.SUCCEEDED, 0, 0),
            proposals.Proposal(2, proposals.QUEUED, NOW + 1, 0),
            proposals.Proposal(3, proposals.QUEUED, NOW, 0),
            proposals.Proposal(4, proposals.QUEUED, NOW, 5),
        ),
    )
    plan = proposals.plan(view)
    assert calls(plan) == [("execute", (3,)), ("queue", (1,))]
    assert broken(plan) == {"proposals_without_ether"}


# --- Ballots ---


def test_ballots__of_many_proposals__are_batched_by_proposal() -> None:
    many = [ballots.Ballot(7, 1, f"0x{number:040x}", b"s") for number in range(200)]
    again = ballots.Ballot(7, 0, many[3].voter, b"later")
    other = ballots.Ballot(8, 1, many[3].voter, b"s")
    plan = ballots.plan(ballots.View((*many, again, other), 4))
    assert [(one.call.arguments[0], one.size) for one in plan.actions] == [(7, 90), (7, 90), (7, 20), (8, 1)]
    assert gauge(plan, "ballots_rejected") == 4


@pytest.mark.parametrize(
    "change",
    [
        {"proposalId": "-1"},
        {"proposalId": 1 << 256},
        {"proposalId": True},
        {"support": 3},
        {"voter": "0x12"},
        {"signature": "0xzz"},
        {"signature": "0x" + "00" * 5_000},
        {"signature": None},
    ],
)
def test_ballots__unusable_message__is_refused(change: dict[str, object]) -> None:
    good = {"proposalId": "12", "support": 1, "voter": "0x" + "11" * 20, "signature": "0x" + "22" * 65}
    assert ballots.parse(good).proposal == 12
    with pytest.raises((ValueError, TypeError)):
        ballots.parse({**good, **change})


# --- Elections ---


def test_elections__over_and_vacant__count_before_filling() -> None:
    polls = (
        elections.Poll(0, NOW, 5),
        elections.Poll(0, NOW + 1, 2),
        elections.Poll(1, NOW + 1, 1),
        elections.Poll(1, NOW + 1, 0),
        elections.Poll(2, NOW - 60, 0),
    )
    plan = elections.plan(elections.View(NOW, polls))
    assert calls(plan) == [("finalise", (0,)), ("fillVacancy", (2,)), ("finalise", (4,))]
    assert gauge(plan, "election_waits_seconds") == 60


# --- Rebalancing ---


def test_rebalance__after_the_grace_period__calls_for_each_eight_wallets() -> None:
    above = (
        rebalance.Human(b"a" * 32, 5, NOW, 17),
        rebalance.Human(b"b" * 32, 5, NOW + 1, 1),
        rebalance.Human(b"c" * 32, 5, NOW - 1, 1),
    )
    plan = rebalance.plan(rebalance.View(NOW, above))
    assert calls(plan) == [("rebalance", (b"a" * 32,))] * 3 + [("rebalance", (b"c" * 32,))]
    assert gauge(plan, "humans_above_cap") == 3


# --- Holds ---


def test_holds__running_and_decided__are_prolonged_once_and_ended() -> None:
    scope, subject = b"s" * 32, b"t" * 32
    confirmable = (
        holds.Confirmable(1, 0, scope, subject, NOW + 1, 0),
        holds.Confirmable(2, 3, scope, subject, NOW, 0),
        holds.Confirmable(3, 0, scope, subject, NOW + 1, 3),
    )
    prolonged = (
        holds.Prolonged(scope, subject, proposals.ACTIVE),
        holds.Prolonged(subject, scope, proposals.CANCELED),
    )
    plan = holds.plan(holds.View(NOW, confirmable, prolonged))
    assert calls(plan) == [("prolong", (1,)), ("end", (subject,))]


# --- The guardian's affairs ---


@pytest.mark.parametrize(
    ("releasable", "vacant", "sent"), [(99, False, 0), (100, False, 1), (100, True, 0), (0, False, 0)]
)
def test_vesting__worth_it_and_in_office__is_released(releasable: int, vacant: bool, sent: int) -> None:
    assert len(vesting.plan(vesting.View(releasable, 0, vacant, 100)).actions) == sent


def test_relay__messages__vetoes_first_and_the_rest_is_told() -> None:
    beat = relay.Message(relay.HEARTBEAT, NOW + 5, b"1")
    veto = relay.Message(relay.VETO, NOW + 5, b"2", 7, bytes(32))
    late = relay.Message(relay.HEARTBEAT, NOW - 1, b"3")
    forged = relay.Message(relay.VETO, NOW + 5, b"4", 7, bytes(32))
    done = relay.Message(relay.VETO, NOW - 1, b"5", 8, bytes(32))
    messages = ((veto, True), (beat, True), (late, False), (forged, False), (done, False))
    view = relay.View(NOW, NOW - 10**6, 1_000, {7: proposals.ACTIVE, 8: proposals.CANCELED}, messages)
    plan = relay.plan(view)
    assert calls(plan) == [("vetoBySig", (7,)), ("heartbeatBySig", (NOW + 5,))]
    assert broken(plan) == {"guardian_messages_in_time", "guardian_messages_good"}


def test_relay__heard_of_since__an_old_heartbeat_is_no_matter() -> None:
    late = relay.Message(relay.HEARTBEAT, NOW - 1, b"3")
    plan = relay.plan(relay.View(NOW, NOW - 900, 1_000, {}, ((late, False),)))
    assert (plan.actions, broken(plan)) == ((), set())


@pytest.mark.parametrize(
    ("silence", "names"),
    [
        (49, set()),
        (50, {"guardian_heard_within_50_percent"}),
        (80, {"guardian_heard_within_50_percent", "guardian_heard_within_80_percent"}),
    ],
)
def test_succession__guardian_is_silent__calls_people(silence: int, names: set[str]) -> None:
    view = succession.View(NOW, NOW - silence, NOW - silence + 100, 0, False, 0)
    assert broken(succession.plan(view)) == names


@pytest.mark.parametrize(
    ("stage", "sent"),
    [
        ("quiet", []),
        ("challenged", []),
        ("unanswered", ["declareVacancy"]),
        ("openable", ["openElection"]),
        ("voting", []),
    ],
)
def test_succession__stage__takes_what_is_due(stage: str, sent: list[str]) -> None:
    plan = succession.plan(succession.View(NOW, NOW, NOW + 100, succession.STAGES.index(stage), False, 0))
    assert [name for name, _ in calls(plan)] == sent
    assert ("office_undisputed" in broken(plan)) == (stage != "quiet")


# --- Machines and money ---


def test_provision__verdicts_and_a_queue__decide_before_taking() -> None:
    verdicts = {
        5: Verdict("done"),
        6: Verdict("failed", "no room"),
        7: Verdict("pending"),
        8: Verdict("done"),
    }
    plan = provision.plan(provision.View((1, 2, 3, 4), 250, verdicts, (15,)))
    assert [one.call.arguments for one in plan.actions] == [([5, 8],), (6, "no room"), (100,), (15, 100)]
    assert calls(plan)[2:] == [("process", (100,)), ("fillSeats", (15,))]
    assert (gauge(plan, "orders_waiting"), gauge(plan, "orders_pending")) == (250, 1)


def test_budget__nearly_spent__is_told() -> None:
    lines = (
        budget.Line("gpu", "usd", 100, 79.9),
        budget.Line("nodes", "usd", 100, 80),
        budget.Line("gas", "eth", 0, 1),
    )
    plan = budget.plan(budget.View(2026 * 12 + 12, lines, (("cpu", 12.5),)))
    assert broken(plan) == {"budget_nodes_usd", "budget_gas_eth"}
    assert plan.report[0] == "budgets of 2026-12"
    assert gauge(plan, "committed_cost_usd", resource="cpu") == 12.5


@pytest.mark.parametrize(
    ("seconds", "failed", "same", "names"),
    [
        (600, False, True, set()),
        (601, False, True, {"subgraph_follows"}),
        (0, True, True, {"subgraph_sound"}),
        (0, False, False, {"subgraph_same_chain"}),
    ],
)
def test_indexer__lags_or_failed__is_told(seconds: int, failed: bool, same: bool, names: set[str]) -> None:
    lag = Lag(Block(7, "0x07", NOW), Block(8, "0x08", NOW + seconds), failed, same)
    plan = indexer.plan(indexer.View(lag, 600))
    assert broken(plan) == names
    assert gauge(plan, "subgraph_lag_seconds") == seconds


@pytest.mark.parametrize(
    ("differences", "comparisons", "names"),
    [
        ((), 130, set()),
        ((), 129, {"subgraph_walked"}),
        (("Agent 1: wallet",), 130, {"subgraph_is_the_chain"}),
    ],
)
def test_reconcile__differs_or_did_not_look__is_told(
    differences: tuple[str, ...], comparisons: int, names: set[str]
) -> None:
    plan = reconcile.plan(reconcile.View(7, differences, comparisons, 130))
    assert broken(plan) == names
    assert gauge(plan, "subgraph_differences") == len(differences)
    assert plan.report[0] == f"block 7: {comparisons} comparisons, {len(differences)} differences"
    assert plan.report[1:] == differences
