"""What is said of a call, whoever wrote it, and in the network's own time.

call_of: known | unknown function, target | payment | arguments that cannot be decoded
titles: what a terminal would obey is not printed | markup is not followed | long ones are cut | no UTF-8 |
    a node that gives no old events: vote and veto go on without
times: scaled by the network's divisor | a hold's end is never later than said, also where the budget ends it
budget: a lifted hold is charged a day at least
"""

from typing import Any

import pytest
import requests
from eth_abi import encode
from web3.exceptions import BlockNotFound, Web3RPCError

from deployment.explain import call_of
from deployment.words import amount, printable, span, when
from office.desk import Desk
from office.errors import ActRefused
from office.holds import budget_left, hold_words, lift, pause, scope_word
from office.offices import rotate
from office.proposals import proposal_of, words_of
from tests.office.conftest import Office
from tests.support.actors import agent_actor
from tests.support.contract import selector
from tests.support.governance import to_voting
from tests.support.system import DAY

HOUR = 3_600


def test_call_of__calls__keeps_them_apart(office: Office) -> None:
    system, desk = office.system, office.desk
    known = bytes.fromhex(system.registry.calldata("suspend", 7)[2:])
    assert call_of(desk, system.registry.address, 0, known) == "AgentRegistry.suspend(agentId = P7 scribe)"
    assert call_of(desk, system.registry.address.lower(), 0, known).startswith("AgentRegistry.suspend(")
    assert call_of(desk, system.token.address, 0, known) == (
        f"unknown call of {system.token.address} (ROAD_Token): 0x{known.hex()}"
    )
    stranger = system.stranger.address
    assert (
        call_of(desk, stranger, 10**18, known) == f"unknown call of {stranger}: 0x{known.hex()}, with 1 ETH"
    )
    assert call_of(desk, stranger, 10**18, b"") == f"payment to {stranger}, with 1 ETH"
    wallet, name = agent_actor(3).address, b"P3".ljust(32, b"\0")
    births = bytes.fromhex(system.registry.calldata("birthBatch", 1, [(wallet, name)])[2:])
    assert call_of(desk, system.registry.address, 0, births) == (
        f"AgentRegistry.birthBatch(firstId = 1, births = [(wallet = {wallet} (wallet of P3 atlas), "
        f"name = 0x{name.hex()})])"
    )
    for spoiled in (known[:-1], known + b"\1", known[:4]):
        assert call_of(desk, system.registry.address, 0, spoiled) == (
            f"AgentRegistry.suspend with arguments that cannot be decoded: 0x{spoiled.hex()}"
        )


def test_words_of__hostile_title__keeps_it_harmless(office: Office) -> None:
    title = "\x1b[2J[red]harmless[/red]\u202e" + "x" * 700 + "\nsecond line"
    office.proposal(agent_actor(3), title)
    said = words_of(office.desk, proposal_of(office.desk, "0"))[0]
    assert said.startswith("Proposal #0 “ [2J[red]harmless[/red] xxx")
    assert "second line" not in said
    assert "…”, STANDARD, by " in said
    shown = office.run("veto", "0", "--reason", "[bold]no[/bold]")
    for part in ("[2J[red]harmless[/red]", "reason: “[bold]no[/bold]”"):
        assert part in shown
    assert not {"\x1b", "\u202e"} & set(shown)
    assert "[red]harmless[/red]" in office.run("status")


def test_veto__texts_that_are_no_utf8__emits_it_all_the_same(office: Office) -> None:
    system, maker = office.system, agent_actor(3)
    bad = b"\xff\xfe"
    reward = selector(system.treasury.functions["reward"]) + encode(
        ["uint256", "uint256", "bytes"], [1, 1, bad]
    )
    kinds = ["address[]", "uint256[]", "bytes[]", "bytes"]
    made = encode(kinds, [[system.treasury.address], [0], [reward], bad])
    data = "0x" + (selector(system.governance.functions["propose"]) + made).hex()
    system.rpc.transact(maker.address, system.governance.address, data)
    shown = office.run("status") + office.send("veto", "0", "--reason", "unreadable")
    assert f"“\ufffd\ufffd”, STANDARD, by {maker.address} (wallet of P3 atlas)" in shown
    assert f"AgentTreasury.reward with arguments that cannot be decoded: 0x{reward.hex()}" in shown
    assert "ProposalVetoed" in [event.name for event in office.events(system.governance)]


@pytest.mark.parametrize(
    "trouble",
    [
        Web3RPCError("query returned more than 10000 results"),
        BlockNotFound("pruned"),
        ValueError("history has been pruned"),
        requests.HTTPError("413"),
        requests.ReadTimeout("read timed out"),
        None,
    ],
    ids=lambda one: type(one).__name__,
)
@pytest.mark.parametrize(
    ("words", "event"),
    [(("veto", "0", "--reason", "no"), "ProposalVetoed"), (("vote", "0", "against"), "VoteCast")],
)
def test_act__node_gives_no_old_events__emits_it_all_the_same(
    office: Office,
    words: tuple[str, ...],
    event: str,
    trouble: Exception | None,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def no_logs(*_: Any) -> list[Any]:
        if trouble is not None:
            raise trouble
        return []

    proposal = office.proposal(agent_actor(3), "a title")
    to_voting(proposal)
    monkeypatch.setattr("deployment.chain.Chain.logs", no_logs)
    shown = office.send(*words)
    assert "“title unknown: the node gives no old events”, STANDARD, by " in shown
    assert event in [one.name for one in office.events(office.system.governance)]


def test_title__another_mistake__reverts(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    def wrong(*_: Any) -> list[Any]:
        raise KeyError("a mistake of the program's")

    office.proposal(agent_actor(3))
    monkeypatch.setattr("deployment.chain.Chain.logs", wrong)
    with pytest.raises(KeyError):
        proposal_of(office.desk, "0")


def test_proposal_of__number_or_id__keeps_the_same(office: Office) -> None:
    office.proposal(agent_actor(3))
    made = office.proposal(agent_actor(4))
    for text in ("1", str(made.id), hex(made.id)):
        found = proposal_of(office.desk, text)
        assert (found.index, found.id, found.proposer) == (1, made.id, agent_actor(4).address)


def test_hold_words__budget_nearly_spent__keeps_the_end_before_what_is_said(office: Office) -> None:
    system = office.system
    for hours in (72, 72, 72, 72):
        system.token.pause(sender=system.guardian)
        system.rpc.travel(hours * HOUR)
    words = hold_words(office.desk, "all", "ROAD_Token", scope_word("transfers"))
    assert words[1] == "2.0 days are left of the budget of 14.0 days in any 90.0 days"
    system.token.pause(sender=system.guardian)
    until = system.token.heldUntil(scope_word("transfers"), bytes(32))
    assert until == pytest.approx(system.rpc.now + 2 * DAY, abs=10)
    assert words[0].startswith("stops all until 20")
    said = [when(time) for time in range(until, until + DAY + 10)]
    assert any(one in words[0] for one in said)
    assert words_end(office.desk) == ["it is stopped already, until " + when(until) + ": this prolongs that"]


def test_lift_words__fourteen_short_holds__keeps_nothing_of_the_budget(office: Office) -> None:
    system = office.system
    for day in range(14):
        system.token.pause(sender=system.guardian)
        system.rpc.travel(60)
        assert lift(office.desk, "transfers").words[1] == (
            "its budget is charged 24.0 hours at least, however short it was; only time above that goes back"
        )
        system.token.unpause(sender=system.guardian)
        left = budget_left(office.desk, "ROAD_Token", scope_word("transfers"), bytes(32))
        assert left == (13 - day) * DAY
        system.rpc.travel(DAY)
    with pytest.raises(ActRefused, match=r"EmergencyBudgetSpent\(used=1209600, budget=1209600\)"):
        office.run("pause", "transfers")


def words_end(desk: Desk) -> list[str]:
    """What is said of a hold that runs."""
    return list(pause(desk, "transfers").words[2:])


def test_desk__divisor__scales_what_is_said(office: Office) -> None:
    desk = office.desk
    desk.divisor = 144
    (stops, budget) = pause(desk, "births").words
    assert when(desk.now + 3 * DAY // 144) in stops
    assert budget.endswith("of the budget of 2.3 hours in any 15.0 hours")
    assert when(desk.now + 7 * DAY // 144) in rotate(desk, office.system.stranger.address).words[0]


def test_words__numbers__keeps_them_exact() -> None:
    assert [amount(0), amount(1), amount(10**18), amount(51 * 10**24 + 5)] == [
        "0 ROAD", "0.000000000000000001 ROAD", "1 ROAD", "51,000,000.000000000000000005 ROAD",
    ]  # fmt: skip
    assert [span(0), span(60), span(61), span(7_200), span(86_401)] == [
        "0 seconds", "60 seconds", "1.0 minutes", "2.0 hours", "1.0 days",
    ]  # fmt: skip
    assert when(1_798_977_600) == "2027-01-03 12:00:00 UTC"
    assert when(2**255) == f"{2**255} (no date)"
    assert printable("a\tb\x07") == "a b "
