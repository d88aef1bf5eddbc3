"""News of proposals: each is told once when it is made and once when it is queued, with its calls in words.

made: class, proposer, title, times, every call with names and units; louder where it is grave
├── a call of an unknown function or contract, or with other bytes than its arguments: said as such
├── a hostile title: harmless; a title that no log has: said as such
└── told again: not while it is known; after the memory was lost; where no messenger was reached
queued: told with the time of its execution; final: no more
"""

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from eth_abi import encode

from tests.keepers.support.proxy import on, refused, result
from tests.keepers.support.web import serving
from tests.keepers.support.world import World, metrics_of
from tests.support.actors import agent_actor
from tests.support.governance import (
    Action,
    Proposal,
    action,
    execute,
    label_role,
    pass_,
    propose,
    queue,
    set_human_cap,
    to_eta,
)
from tests.support.system import ROAD

PROPOSER = agent_actor(1)


class Town:
    """A world whose keepers tell somebody, and what was heard."""

    def __init__(self, world: World, heard: list[Any]) -> None:
        self.world, self.heard = world, heard

    def news(self) -> list[tuple[str, str]]:
        """What a run tells: kind of the message, text."""
        before = len(self.heard)
        assert self.world.run("announce").code == 0
        return [(one["type"], one["message"]) for one in self.heard[before:]]


@pytest.fixture
def town(republic: World) -> Iterator[Town]:
    heard: list[Any] = []
    with serving({}, heard=heard) as url:
        republic.configure(notify=[url.replace("http://", "json://")])
        yield Town(republic, heard)


def _when(timestamp: int) -> str:
    return f"{datetime.fromtimestamp(timestamp, UTC):%Y-%m-%d %H:%M:%S} UTC"


def _head(proposal: Proposal, severity: str, text: str) -> str:
    voting = f"voting from {_when(proposal.snapshot + 1)} to {_when(proposal.deadline)}"
    return f"[{severity}] proposal 0, id {proposal.id}: {text}; {voting}"


def test_announce__proposal_is_made__is_told_once_with_its_calls(town: Town) -> None:
    system = town.world.system
    assert town.news() == []
    calls = [
        (system.treasury, "reward", 7, 1_500 * ROAD, "work"),
        (system.authority, "grantRole", 3, agent_actor(2), 0),
    ]
    made = propose(system, PROPOSER, calls, "Reward P7\nfor its work")
    account = f"{agent_actor(2).address} (wallet of P2)"
    ((kind, text),) = town.news()
    assert kind == "info"
    assert text.splitlines() == [
        _head(made, "info", f"STANDARD “Reward P7” by {PROPOSER.address} (wallet of P1)"),
        "  action 0: AgentTreasury.reward(agentId = P7, amount = 1,500 ROAD, reason = “work”)",
        f"  action 1: Authority.grantRole(roleId = 3, account = {account}, executionDelay = 0)",
    ]
    figures = metrics_of(town.world, "announce")
    counts = {"STANDARD": 1.0, "CRITICAL": 0.0, "AMENDMENT": 0.0}
    for name, count in counts.items():
        assert f'road_keeper_open_proposals{{class="{name}",keeper="announce"}} {count}' in figures
    assert town.news() == []


@pytest.mark.parametrize(("make", "grave"), [(set_human_cap, "CRITICAL"), (label_role, "AMENDMENT")])
def test_announce__proposal_is_grave__is_told_louder(town: Town, make: Any, grave: str) -> None:
    system = town.world.system
    made = make(system, system.guardian, why="Grave")
    town.world.rpc.request("anvil_mine", 40)
    ((kind, text),) = town.news()
    assert kind == "failure"
    assert text.startswith(_head(made, "high", f"{grave} “Grave” by {system.guardian.address} (guardian)"))


def test_announce__calls_that_nobody_knows__are_told_as_such(town: Town) -> None:
    system = town.world.system
    stranger, treasury = system.stranger.address, system.treasury
    reward = Action(treasury.address, bytes.fromhex(treasury.calldata("reward", 7, ROAD, "")[2:]) + b"\0")
    unknown = Action(treasury.address, b"\x12\x34\x56\x78" + encode(["uint256"], [9]))
    paid = Action(stranger, b"", 10**18)
    propose(system, system.guardian, [reward, unknown, paid], "\x1b[2J[high] proposal 9\u202e")
    ((_, text),) = town.news()
    head, *calls = text.splitlines()
    assert "“ [2J[high] proposal 9 ” by" in head
    assert calls == [
        "  action 0: AgentTreasury.reward with arguments that cannot be decoded: 0x" + reward.data.hex(),
        f"  action 1: unknown call of {treasury.address} (AgentTreasury): 0x{unknown.data.hex()}",
        f"  action 2: payment to {stranger}, with 1 ETH",
    ]


def test_announce__long_or_structured_call__is_readable(town: Town) -> None:
    system = town.world.system
    propose(system, PROPOSER, [(system.treasury, "reward", 7, ROAD, "x" * 500)], "why")
    terms = (b"gpu".ljust(32, b"\0"), b"hour".ljust(32, b"\0"), 1, 2, 3)
    long = Action(system.stranger.address, b"\1" * 3_000)
    propose(system, system.guardian, [long, action(system.resources, "register", terms)], "why")
    ((_, text),) = town.news()
    assert "“" + "x" * 500 + "”" in text
    assert "01… (6,0" in text
    assert len(text) < 3_500
    assert f"ResourceAllocation.register(terms = (name = 0x{terms[0].hex()}, unit = 0x" in text
    assert text.endswith("unitCost = 1, capacity = 2, maxAmount = 3))")


@pytest.mark.parametrize("logs", [result([]), refused(-32000, "no old logs here")])
def test_announce__logs_are_missing__is_told_without_a_title(town: Town, logs: Any) -> None:
    town.world.rpc.request("anvil_mine", 40)
    town.world.proxy.fail(on("eth_getLogs", logs))
    set_human_cap(town.world.system, town.world.system.guardian)
    ((_, text),) = town.news()
    assert "CRITICAL “no endpoint gives its title” by" in text
    assert "HumanCapEnforcement.setHumanCap(newCap = 40,000,000 ROAD)" in text


def test_announce__state_is_lost__is_told_again(town: Town) -> None:
    set_human_cap(town.world.system, town.world.system.guardian)
    assert len(town.news()) == 1
    shutil.rmtree(town.world.folder / "state")
    assert len(town.news()) == 1
    assert town.news() == []


def test_announce__nobody_was_reached__is_told_by_the_next_run(town: Town) -> None:
    urls = town.world.settings["notify"]
    town.world.configure(notify=["json://127.0.0.1:9/nobody"])
    set_human_cap(town.world.system, town.world.system.guardian)
    assert town.news() == []
    town.world.configure(notify=["json://127.0.0.1:9/nobody", *urls])
    assert len(town.news()) == 1
    assert town.news() == []


def test_announce__run_fails_in_between__is_not_told_again(town: Town) -> None:
    set_human_cap(town.world.system, town.world.system.guardian)
    assert len(town.news()) == 1
    town.world.proxy.fail(on("eth_chainId", result("0x1")))
    assert town.world.run("announce").code == 76
    town.world.proxy.faults.clear()
    ((_, text),) = town.news()
    assert text == "[info] exit identity: over, after 1 run(s)"


def test_announce__queued_and_executed__is_told_with_its_time_and_then_no_more(town: Town) -> None:
    made = set_human_cap(town.world.system, town.world.system.guardian)
    assert len(town.news()) == 1
    pass_(made)
    assert town.news() == []
    queue(made)
    ((_, text),) = town.news()
    assert text.startswith(f"[high] proposal 0, id {made.id}, queued: CRITICAL “why” by")
    assert f"can be executed from {_when(made.eta)} to " in text
    to_eta(made)
    execute(made)
    assert town.news() == []
