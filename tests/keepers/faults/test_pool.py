"""Transactions that wait, vanish, are overtaken or revert, and blocks that are taken back.

the pool
├── nobody mines it: both fees rise by an eighth, under the ceiling, and one of the attempts is mined
├── the base fee rises: it follows; above the ceiling it waits until it falls
├── the ceiling is reached while it waits: the same bytes again, never another nonce
├── another transaction of the key takes the nonce: it pays with the next one
├── a later nonce waits already: nothing is held up
└── the journal is lost while one waits: nobody is paid twice
a block
└── is taken back, 1 to 5 deep, with or without the transaction in its successor: paid once, confirmed again
the contract
├── payments are held between simulation and block: nothing is lost
├── somebody else pays first: a success
├── one agent is frozen, before or between: the others are paid
├── it reverts again and again: exit 70 after three
└── gas estimates lie: smaller batches, or nothing
"""

import json
import sqlite3
import threading
from collections.abc import Callable
from typing import Any

import pytest
from eth_account.typed_transactions import TypedTransaction
from eth_utils import to_checksum_address
from hexbytes import HexBytes

from offchain.courier import ORACLE
from offchain.jobs import release
from tests.keepers.support.pay import FEW, assert_paid, assert_unpaid, due, paid, run_until_paid
from tests.keepers.support.proxy import Answer, Proxy, before, on, result
from tests.keepers.support.world import World
from tests.support.actors import actor, agent_actor
from tests.support.rpc import Rpc
from tests.support.stub import stub
from tests.support.system import DAY, HOUR

SEND = "eth_sendRawTransaction"
GWEI = 10**9


def later(world: World, seconds: float, *requests: tuple[Any, ...]) -> threading.Timer:
    """Ask the node for something after a while."""
    rpc = Rpc(world.node.uri)
    timer = threading.Timer(seconds, lambda: [rpc.request(*request) for request in requests])
    timer.start()
    return timer


def _asked(world: World, method: str, times: int) -> Callable[[], bool]:
    """Whether a method was asked for so often."""
    return lambda: world.proxy.asked[method] >= times


def test_pool__nobody_mines__raises_both_fees(world: World) -> None:
    world.rpc.request("evm_setAutomine", False)
    mine = Rpc(world.node.uri)
    raised = lambda *_: mine.request("evm_mine") if len(set(world.proxy.sent)) == 3 else None  # noqa: E731
    world.proxy.fail(before("eth_getTransactionReceipt", raised, times=10**6))
    result = world.run("release")
    assert result.code == 0
    assert result.summary["bumps"] >= 2
    assert len(set(world.proxy.sent)) == result.summary["bumps"] + 1
    assert_paid(world)


def test_pool__transaction_is_dropped__sends_it_again(world: World) -> None:
    world.rpc.request("evm_setAutomine", False)
    world.configure(fees={"bump_seconds": 30, "rebroadcast_seconds": 0.3})
    later(world, 0.8, ("anvil_dropAllTransactions",))
    later(world, 2.0, ("evm_mine",))
    assert world.run("release").code == 0
    assert len(set(world.proxy.sent)) == 1
    assert_paid(world)


def test_pool__base_fee_rises__follows(world: World) -> None:
    world.rpc.request("anvil_setNextBlockBaseFeePerGas", hex(4 * GWEI))
    result = world.run("release")
    assert result.code == 0
    assert result.summary["bumps"] >= 1
    assert_paid(world)


def test_pool__base_fee_above_the_ceiling__waits_until_it_falls(world: World) -> None:
    world.configure(fees={"bump_seconds": 0.3, "rebroadcast_seconds": 0.2, "max_gwei": 5.0})
    world.rpc.request("anvil_setNextBlockBaseFeePerGas", hex(20 * GWEI))
    world.rpc.request("evm_mine")
    asked = "eth_maxPriorityFeePerGas"
    world.proxy.fail(before(asked, lambda _: world.rpc.request("evm_mine"), times=10**6))
    result = world.run("release")
    assert result.code == 0
    assert_paid(world)
    assert result.lines("fee ceiling reached")
    metrics = (world.folder / "state/metrics/road_keeper_release.prom").read_text()
    assert 'road_keeper_fee_ceiling_reached{keeper="release"} 1.0' in metrics


def test_pool__stays_above_the_ceiling__ends_with_the_deadline(world: World) -> None:
    world.configure(fees={"max_gwei": 0.5})
    world.rpc.request("anvil_setNextBlockBaseFeePerGas", hex(20 * GWEI))
    world.rpc.request("evm_mine")
    assert world.run("release", until=_asked(world, "eth_maxPriorityFeePerGas", 5)).code == 124
    assert_unpaid(world)


def test_pool__waits_at_the_ceiling__sends_the_same_bytes_again(world: World) -> None:
    world.configure(fees={"bump_seconds": 0.1, "rebroadcast_seconds": 0.1, "max_gwei": 5.0})
    world.rpc.request("anvil_setNextBlockBaseFeePerGas", hex(4 * GWEI))
    world.rpc.request("evm_mine")
    world.rpc.request("evm_setAutomine", False)
    result = world.run("release", until=_asked(world, SEND, 5))
    assert (result.code, result.summary["open_intents"]) == (124, 1)
    assert result.lines("fee ceiling reached")
    assert len(set(world.proxy.sent)) == 1
    world.rpc.request("evm_mine")
    world.rpc.request("evm_setAutomine", True)
    run_until_paid(world)


def _takes_nonce(world: World) -> None:
    fields = {"from": world.keys["payouts"]["address"], "to": actor("stranger").address, "value": "0x1"}
    world.rpc.request("eth_sendTransaction", fields)


def test_pool__another_transaction_takes_the_nonce__pays_with_the_next(world: World) -> None:
    world.proxy.fail(before(SEND, lambda _: _takes_nonce(world)))
    result = world.run("release")
    assert result.code == 0
    assert result.lines("nonce used elsewhere")
    assert_paid(world)


def _leave_waiting(world: World, nonce: int) -> None:
    """Somebody has sent by hand with a nonce that is too high."""
    account = actor("keeper payouts").account
    fields = {
        "type": 2, "chainId": world.rpc.chain_id, "nonce": nonce, "gas": 21_000,
        "to": actor("stranger").address, "value": 1, "maxFeePerGas": 10 * GWEI, "maxPriorityFeePerGas": GWEI,
    }  # fmt: skip
    world.rpc.request(SEND, "0x" + account.sign_transaction(fields).raw_transaction.hex())
    assert world.rpc.request("txpool_status")["queued"] == "0x1"


def test_pool__a_later_nonce_waits__is_not_held_up(world: World) -> None:
    _leave_waiting(world, 3)
    assert world.run("release").code == 0
    assert_paid(world)
    assert len(world.proxy.sent) == 1


def test_pool__gap_is_to_be_filled__sends_nothing_to_itself_up_to_it(world: World) -> None:
    payouts, stranger = world.keys["payouts"]["address"], actor("stranger").address
    _leave_waiting(world, 3)
    had = world.rpc.balance(stranger)
    shown = world.run("release", execute=False, fill_below=3)
    assert f"would send nothing from {payouts} to itself with nonces 0 to 2" in shown.out
    assert world.proxy.sent == []
    assert world.run("release", fill_below=3).code == 0
    assert_paid(world)
    *filled, payment = [TypedTransaction.from_bytes(HexBytes(raw)).as_dict() for raw in world.proxy.sent]
    assert [one["nonce"] for one in filled] == [0, 1, 2]
    assert {(to_checksum_address(one["to"]), one["value"], one["data"]) for one in filled} == {
        (payouts, 0, b"")
    }
    assert (world.rpc.balance(stranger), payment["nonce"]) == (had + 1, 4)
    assert world.rpc.request("txpool_status") == {"pending": "0x0", "queued": "0x0"}
    again = world.run("release", fill_below=3)
    assert (again.code, again.summary["due"], len(world.proxy.sent)) == (0, 0, 4)


def test_pool__gap_is_longer_than_the_budget__stops(world: World) -> None:
    world.schedule("release", max_gas=60_000)
    result = world.run("release", fill_below=100)
    assert (result.code, world.rpc.nonce(world.keys["payouts"]["address"])) == (71, 2)
    assert "the run's gas budget is spent" in result.summary["problem"]


def test_pool__journal_is_lost_while_one_waits__pays_once(world: World) -> None:
    world.rpc.request("evm_setAutomine", False)
    assert world.run("release", until=_asked(world, SEND, 1)).code == 124
    for path in (world.folder / "state/journals").iterdir():
        path.unlink()
    timer = later(world, 1.0, ("evm_mine",), ("evm_setAutomine", True))
    result = world.run("release")
    timer.join()
    assert result.code == 0
    run_until_paid(world)


def test_pool__run_ends_while_one_waits__next_run_goes_on(world: World) -> None:
    world.rpc.request("evm_setAutomine", False)
    first = world.run("release", until=_asked(world, SEND, 1))
    assert (first.code, first.summary["open_intents"]) == (124, 1)
    later(world, 0.5, ("evm_mine",), ("evm_setAutomine", True))
    second = world.run("release")
    assert (second.code, second.summary["open_intents"]) == (0, 0)
    assert second.lines("going on with")
    run_until_paid(world)


# --- Blocks that are taken back ---


@pytest.mark.parametrize("again", [False, True], ids=["gone", "included again"])
@pytest.mark.parametrize("depth", [1, 2, 3, 4, 5])
def test_reorg__takes_the_block_back__pays_once(world: World, depth: int, again: bool) -> None:
    world.configure(confirmations=6)
    struck = threading.Event()

    def reorg(proxy: Proxy, requests: list[dict[str, Any]]) -> None:
        if requests[0]["method"] != "eth_getTransactionReceipt" or struck.is_set():
            return
        if json.loads(proxy.forward(requests[0]))["result"] is None:
            return
        struck.set()
        if depth > 1:
            world.rpc.request("anvil_mine", depth - 1)
        included = [[proxy.sent[-1], 0]] if again else []
        world.rpc.request("anvil_reorg", depth, included)
        miner.start()

    over = threading.Event()
    rpc = Rpc(world.node.uri)
    miner = threading.Thread(
        target=lambda: [rpc.request("evm_mine") for _ in iter(lambda: over.wait(0.1), True)]
    )
    world.proxy.fail(reorg)
    result = world.run("release")
    over.set()
    miner.join()
    assert struck.is_set()
    assert result.code == 0
    assert_paid(world)
    assert len(set(world.proxy.sent)) == 1
    (mined,) = result.lines("mined")
    assert world.rpc.height >= mined["block"] + 6


@pytest.mark.parametrize("journal", ["kept", "lost"])
@pytest.mark.parametrize("depth", [1, 2, 3])
def test_reorg__deeper_than_confirmations__pays_all_batches(
    world: World, monkeypatch: pytest.MonkeyPatch, depth: int, journal: str
) -> None:
    """The last of three transactions is mined, and with it up to three blocks are taken back."""
    monkeypatch.setattr(release, "BATCH", 8)
    struck = threading.Event()

    def reorg(proxy: Proxy, requests: list[dict[str, Any]]) -> None:
        if len(proxy.sent) < 3 or requests[0]["method"] != "eth_getTransactionReceipt" or struck.is_set():
            return
        if json.loads(proxy.forward(requests[0]))["result"] is None:
            return
        struck.set()
        world.rpc.request("anvil_reorg", depth, [])
        if journal == "lost":
            for path in (world.folder / "state/journals").iterdir():
                database = sqlite3.connect(path)
                database.execute("DELETE FROM attempts WHERE intent < (SELECT MAX(intent) FROM attempts)")
                database.commit()
                database.close()

    world.proxy.fail(reorg)
    assert world.run("release").code == 0
    assert struck.is_set()
    run_until_paid(world)


def test_reorg__after_the_run__pays_with_the_same_bytes(world: World) -> None:
    snapshot = world.rpc.snapshot()
    assert world.run("release").code == 0
    world.rpc.revert(snapshot)
    assert_unpaid(world)
    run_until_paid(world)
    assert len(world.proxy.sent) == 2
    assert len(set(world.proxy.sent)) == 1


def test_reorg__receipt_is_of_a_block_that_is_gone__is_not_believed(world: World) -> None:
    def old(proxy: Proxy, request: dict[str, Any]) -> Answer:
        answer = json.loads(proxy.forward(request))
        if answer["result"]:
            answer["result"]["blockHash"] = "0x" + "33" * 32
        return Answer(json.dumps(answer).encode())

    world.proxy.fail(on("eth_getTransactionReceipt", old))
    result = world.run("release", until=_asked(world, "eth_getTransactionReceipt", 5))
    assert (result.code, result.summary["open_intents"]) == (124, 1)
    world.proxy.faults.clear()
    run_until_paid(world)


# --- The contract ---


def test_contract__held_between_simulation_and_block__pays_when_it_is_over(world: World) -> None:
    system = world.system
    world.proxy.fail(before(SEND, lambda _: system.treasury.pausePayments(sender=system.guardian)))
    result = world.run("release")
    assert (result.code, result.summary["not_due"]) == (0, 1)
    assert_unpaid(world)
    assert world.run("release").summary["due"] == 0
    world.rpc.travel(72 * HOUR)
    run_until_paid(world)


def test_contract__held_between_batches__pays_the_rest_later(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(release, "BATCH", 6)
    system = world.system
    world.proxy.fail(_third_send(lambda: system.treasury.pausePayments(sender=system.guardian)))
    result = world.run("release")
    assert (result.code, result.summary["done"], result.summary["not_due"]) == (0, 2, 2)
    assert paid(world)[:12] == due(world)[:12]
    assert paid(world)[12:] == [0] * 12
    world.rpc.travel(72 * HOUR)
    run_until_paid(world)


def _third_send(act: Any) -> Any:
    sends = iter(range(1, 4))
    return before(SEND, lambda _: act() if next(sends) == 3 else None, times=3)


def test_contract__somebody_else_pays_first__is_a_success(world: World) -> None:
    system = world.system
    everybody = list(range(1, FEW + 1))
    world.proxy.fail(before(SEND, lambda _: system.treasury.releaseBatch(everybody, sender=system.stranger)))
    result = world.run("release")
    assert (result.code, result.summary["done"], result.summary["refused"]) == (0, 1, 0)
    assert_paid(world)


def test_contract__somebody_else_pays_before_simulation__sends_nothing(world: World) -> None:
    system = world.system
    everybody = list(range(1, FEW + 1))
    act = before("eth_estimateGas", lambda _: system.treasury.releaseBatch(everybody, sender=system.stranger))
    world.proxy.fail(act)
    result = world.run("release")
    assert (result.code, result.summary["not_due"]) == (0, 1)
    assert world.proxy.sent == []


@pytest.mark.parametrize("moment", ["before", "between"])
def test_contract__one_agent_is_frozen__pays_the_others(world: World, moment: str) -> None:
    system, frozen = world.system, agent_actor(5)
    if moment == "before":
        system.token.freeze(frozen, sender=system.guardian)
    else:
        world.proxy.fail(before(SEND, lambda _: system.token.freeze(frozen, sender=system.guardian)))
    assert world.run("release").code == 0
    expected = [0 if number == 5 else amount for number, amount in enumerate(due(world), 1)]
    assert paid(world) == expected
    world.rpc.travel(72 * HOUR + DAY)
    run_until_paid(world)


def test_contract__reverts_again_and_again__exits_after_three(world: World) -> None:
    system = world.system

    def spoil(proxy: Proxy, request: dict[str, Any]) -> Answer:
        system.treasury.pausePayments(sender=system.guardian)
        content = proxy.forward(request)
        digest = json.loads(content)["result"]
        while world.rpc.request("eth_getTransactionReceipt", digest) is None:
            pass
        system.treasury.unpausePayments(sender=system.guardian)
        return Answer(content)

    world.proxy.fail(on(SEND, spoil))
    result = world.run("release")
    assert (result.code, len(world.proxy.sent)) == (70, 3)
    assert "3 transactions reverted" in result.summary["problem"]
    world.proxy.faults.clear()
    run_until_paid(world)


def test_contract__estimate_is_huge__sends_nothing(world: World) -> None:
    world.proxy.fail(on("eth_estimateGas", result(hex(30_000_000))))
    answer = world.run("release")
    assert (answer.code, answer.summary["refused"]) == (0, 1)
    assert answer.lines("too large")
    assert world.proxy.sent == []


def test_contract__estimate_is_tiny__exits_with_endpoints(world: World) -> None:
    world.proxy.fail(on("eth_estimateGas", result(hex(21_000))))
    assert world.run("release").code == 69
    assert world.proxy.sent == []


def test_contract__estimate_is_too_low__pays_in_smaller_batches(world: World) -> None:
    world.proxy.fail(on("eth_estimateGas", result(hex(200_000))), times=1)
    assert world.run("release").code == 0
    assert len(world.proxy.sent) == 2
    assert_paid(world)


def test_contract__estimate_and_simulation_lie__pays_all_in_the_end(world: World) -> None:
    world.proxy.fail(on("eth_estimateGas", result(hex(700_000))), times=1)
    generous = on("eth_call", lambda p, r: Answer(b'{"id":%d,"result":"0x%064x"}' % (r["id"], 7)))
    world.proxy.fail(
        lambda p, r: generous(p, r) if "gas" in (r[0].get("params") or [{}])[0] else None, times=1
    )
    assert world.run("release").code == 0
    assert len(world.proxy.sent) == 3  # one that ran out of gas, and its halves
    assert_paid(world)


# --- Money ---


@pytest.mark.parametrize("wei", [0, 10**17])
def test_funds__too_little_for_two_runs__starts_nothing(world: World, wei: int) -> None:
    world.rpc.fund(world.keys["payouts"]["address"], wei)  # the second pays for what is due, and no more
    result = world.run("release")
    assert (result.code, result.summary["result"]) == (71, "funds")
    assert f"has {wei} wei; two runs may take" in result.summary["problem"]
    assert world.proxy.sent == []


def test_funds__op_stack_asks_for_more_than_there_is__sends_nothing(world: World) -> None:
    world.rpc.set_code(ORACLE, stub({"getL1Fee(bytes)": 10**30}))
    result = world.run("release")
    assert result.code == 71
    assert world.proxy.sent == []


def test_funds__gas_budget_of_the_run_is_spent__stops(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(release, "BATCH", 6)
    world.schedule("release", max_gas=1_000_000)
    result = world.run("release")
    assert result.code == 71
    assert "the run's gas budget is spent" in result.summary["problem"]
    assert result.summary["done"] == 1


def test_funds__gas_budget_of_the_day_is_spent__stops(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(release, "BATCH", 6)
    world.configure(max_gas_per_day=1_000_000)
    results = [world.run("release") for _ in range(2)]
    assert [result.code for result in results] == [71, 71]
    assert "the day's gas budget of 1,000,000 is spent" in results[1].summary["problem"]
    assert [result.summary["done"] for result in results] == [1, 0]
