"""requestBySig, requestsBySig: requests that agents sign and anybody relays (invariant 11).

requestBySig
├── deadline passed ── reverts DeadlinePassed
├── not the wallet's signature: another's, another field, contract, chain ── reverts InvalidSignature
├── nonce used or ahead ── reverts InvalidAccountNonce; another key ── counts by itself
├── the agent is not active, and all else that request refuses ── reverts the same
└── good, of a key or of a contract ── as if the agent had called
requestsBySig
├── paused ── reverts Held
├── too little gas left ── reverts GasTooLow
└── good and bad ones ── the good ones are made, the others emit RequestSkipped
"""

from itertools import count
from typing import Any

import pytest
from eth_utils import function_signature_to_4byte_selector as selector_of

from tests.support.actors import actor, agent_actor
from tests.support.agents import AGREES, AGREES_IN_4_BYTES, BURNS_GAS, DISAGREES, REVERTS, obeys
from tests.support.contract import Receipt, Revert, reverts
from tests.support.office import told
from tests.support.resources import CPU, GPU, LAB, ORDINARY, PILOT, STANDARD, Fleet, order_id
from tests.support.rpc import Rpc, RpcError
from tests.support.system import DAY, System

CONTRACTS = count(600)  # code that an EVM of this process was given stays
NEW_WALLETS = map(agent_actor, count(6100))  # the same


def contract_wallet(fleet: Fleet, code: str) -> int:
    """An agent whose wallet is a contract."""
    agent = next(CONTRACTS)
    fleet.rpc.set_code(agent_actor(agent).address, code)
    return agent


def send(fleet: Fleet, *signed: tuple[Any, ...]) -> Receipt:
    receipt: Receipt = fleet.resources.requestsBySig(list(signed), sender=fleet.system.stranger)
    return receipt


def relay(fleet: Fleet, signed: tuple[Any, ...], at: int | None = None) -> Receipt:
    receipt: Receipt = fleet.resources.requestBySig(signed, sender=fleet.system.stranger, at=at)
    return receipt


def test_request_by_sig__good__emits_as_a_call_does(fleet: Fleet) -> None:
    receipt = relay(fleet, fleet.sign(ORDINARY, CPU, 500))
    assert told(receipt) == [("ResourceRequested", order_id(0, STANDARD, 1), ORDINARY, CPU, 500)]
    assert fleet.position(ORDINARY, CPU) == (500, 500, 1)
    assert fleet.resources.fn("nonces(address)")(agent_actor(ORDINARY)) == 1


def test_request_by_sig__deadline__until_its_second(fleet: Fleet) -> None:
    deadline = fleet.rpc.now + DAY
    signed = fleet.sign(ORDINARY, deadline=deadline)
    with reverts("DeadlinePassed", deadline):
        relay(fleet, signed, at=deadline + 1)
    relay(fleet, signed, at=deadline)


def test_request_by_sig__used__reverts(fleet: Fleet) -> None:
    signed = fleet.sign(ORDINARY)
    relay(fleet, signed)
    with reverts("InvalidAccountNonce", agent_actor(ORDINARY), 1):
        relay(fleet, signed)
    with reverts("InvalidAccountNonce", agent_actor(ORDINARY), 1):
        relay(fleet, fleet.sign(ORDINARY, nonce=2))


def test_request_by_sig__keys__count_by_themselves(fleet: Fleet) -> None:
    wallet = agent_actor(ORDINARY)
    for nonce in (7 << 64, 7 << 64 | 1, 9 << 64, 0, 1):
        relay(fleet, fleet.sign(ORDINARY, nonce=nonce))
    assert fleet.resources.fn("nonces(address,uint192)")(wallet, 7) == 7 << 64 | 2
    with reverts("InvalidAccountNonce", wallet, 9 << 64 | 1):
        relay(fleet, fleet.sign(ORDINARY, nonce=9 << 64))


@pytest.mark.parametrize("place", range(5))
def test_request_by_sig__field_changed__reverts(fleet: Fleet, place: int) -> None:
    changed: list[Any] = list(fleet.sign(ORDINARY, CPU, 5))
    changed[place] += 1
    with reverts("InvalidSignature", agent_actor(changed[0])):
        relay(fleet, tuple(changed))


def test_request_by_sig__not_of_the_wallet__reverts(fleet: Fleet) -> None:
    for signer in (agent_actor(PILOT), actor("stranger"), fleet.system.guardian):
        with reverts("InvalidSignature", agent_actor(ORDINARY)):
            relay(fleet, fleet.sign(ORDINARY, nonce=0, signer=signer))
    for unknown in (0, 1251, 2**256 - 1):
        with reverts("InvalidSignature", "0x" + "00" * 20):
            relay(fleet, fleet.sign(unknown, nonce=0))


@pytest.mark.parametrize("field", ["chainId", "verifyingContract", "name"])
def test_request_by_sig__another_domain__reverts(fleet: Fleet, field: str) -> None:
    values: dict[str, Any] = {
        "chainId": 10,
        "verifyingContract": fleet.system.registry.address,
        "name": "BlackRoad HumanCapEnforcement",
    }
    domain = fleet.system.domain("BlackRoad ResourceAllocation", fleet.resources) | {field: values[field]}
    signed = fleet.sign(ORDINARY, domain=domain)
    with reverts("InvalidSignature", agent_actor(ORDINARY)):
        relay(fleet, signed)


def test_request_by_sig__wallet_rotated_since__reverts(fleet: Fleet) -> None:
    signed, new = fleet.sign(ORDINARY), agent_actor(6000)
    fleet.system.rotate(ORDINARY, agent_actor(ORDINARY), new)
    with reverts("InvalidSignature", new):
        relay(fleet, signed)
    relay(fleet, fleet.sign(ORDINARY, signer=new))


def test_request_by_sig__what_a_call_would_not__reverts(fleet: Fleet) -> None:
    with reverts("AmountOutOfRange", GPU, 0, 1, 64_000):
        relay(fleet, fleet.sign(ORDINARY, GPU, 0))
    with reverts("ResourceUnknown", 77):
        relay(fleet, fleet.sign(ORDINARY, 77))
    fleet.silence(ORDINARY)
    with reverts("AgentNotAuthorized", agent_actor(ORDINARY)):
        relay(fleet, fleet.sign(ORDINARY))
    assert fleet.resources.fn("nonces(address)")(agent_actor(ORDINARY)) == 0


@pytest.mark.parametrize("used", [True, False])
def test_request_by_sig__rotated_to_a_contract_of_the_same_key__reverts(fleet: Fleet, used: bool) -> None:
    """Invariant 11: the new wallet's nonces begin anew, and its signatures are the old one's key's."""
    key, new = agent_actor(ORDINARY), next(NEW_WALLETS)
    signed = fleet.sign(ORDINARY, GPU, 500)
    if used:
        relay(fleet, signed)
    fleet.system.rotate(ORDINARY, key, new)
    fleet.rpc.set_code(new.address, obeys(key.address))
    with reverts("InvalidSignature", new):
        relay(fleet, signed)
    assert fleet.position(ORDINARY, GPU)[0] == 500 * used
    relay(fleet, fleet.sign(ORDINARY, GPU, 500, nonce=0))
    assert fleet.position(ORDINARY, GPU)[0] == 500 * (used + 1)


@pytest.mark.parametrize(
    ("code", "good"),
    [(AGREES, True), (AGREES_IN_4_BYTES, False), (DISAGREES, False), (REVERTS, False), (BURNS_GAS, False)],
)
def test_request_by_sig__wallet_is_a_contract__keeps_its_word(fleet: Fleet, code: str, good: bool) -> None:
    agent = contract_wallet(fleet, code)
    signed = fleet.sign(agent, nonce=0, signer=agent_actor(PILOT))
    if good:
        relay(fleet, signed)
        return
    with reverts("InvalidSignature", agent_actor(agent)):
        relay(fleet, signed)


def test_requests_by_sig__good_and_bad__makes_the_good_ones(fleet: Fleet) -> None:
    """A duplicate, a forgery, a latecomer and a glutton harm nobody."""
    glutton = contract_wallet(fleet, BURNS_GAS)
    first = fleet.sign(ORDINARY, GPU, 3)
    batch = [
        first,
        first,
        fleet.sign(PILOT, signer=actor("stranger")),
        fleet.sign(PILOT, deadline=fleet.rpc.now - 1),
        fleet.sign(glutton),
        fleet.sign(PILOT, GPU, 64_001),
        fleet.sign(1200, LAB),
        fleet.sign(PILOT, CPU, 9),
    ]
    receipt = send(fleet, *batch)
    skipped = {event.args["reason"]: event.agentId for event in receipt.of("RequestSkipped")}
    expected = {
        "InvalidAccountNonce(address,uint256)": ORDINARY,
        "DeadlinePassed(uint256)": PILOT,
        "AmountOutOfRange(uint256,uint256,uint256,uint256)": PILOT,
        "InvalidSignature(address)": glutton,
    }
    assert skipped == {selector_of(error): agent for error, agent in expected.items()}
    assert [event.nonce for event in receipt.of("RequestSkipped")] == [0] * 5
    made = [(event.agentId, event.resource, event.amount) for event in receipt.of("ResourceRequested")]
    assert made == [(ORDINARY, GPU, 3), (1200, LAB, 1), (PILOT, CPU, 9)]
    assert [event.agentId for event in receipt.of("SeatGranted")] == [1200]


def test_requests_by_sig__nothing__changes_nothing(fleet: Fleet) -> None:
    assert told(send(fleet)) == []


def test_requests_by_sig__hundred__makes_all_in_order(fleet: Fleet) -> None:
    agents = range(100, 200)
    receipt = send(fleet, *[fleet.sign(agent, CPU, agent) for agent in agents])
    places = [order_id(0, STANDARD, place) for place in range(1, 101)]
    assert [event.orderId for event in receipt.of("ResourceRequested")] == places
    assert fleet.served() == places


def test_requests_by_sig__paused__reverts(fleet: Fleet) -> None:
    until = fleet.pause()
    with reverts("Held", b"allocations".ljust(32, b"\0"), until):
        send(fleet, fleet.sign(ORDINARY))


@pytest.fixture
def on_node(rpc: Rpc, isolated: None) -> Fleet:
    """A few agents on a node, which tells what a call does with little gas."""
    system = System(rpc, resources=True)
    system.birth(31)
    return Fleet(system)


def made_with(fleet: Fleet, gas: int, *signed: tuple[Any, ...]) -> int:
    """How many requests a relayer with so much gas makes; nothing is mined."""
    data = fleet.resources.calldata("requestsBySig", list(signed))
    call = {
        "from": fleet.system.stranger.address,
        "to": fleet.resources.address,
        "data": data,
        "gas": hex(gas),
    }
    try:
        return int(fleet.rpc.request("eth_call", call, "latest"), 16)
    except RpcError as error:
        raise fleet.system.errors.revert(error) from None


def test_requests_by_sig__too_little_gas__reverts(on_node: Fleet) -> None:
    """Whatever gas a relayer gives, all good requests are made or none."""
    signed = [on_node.sign(agent, CPU, 7) for agent in range(1, 9)]
    refused = 0
    for gas in range(150_000, 1_100_000, 25_000):
        try:
            assert made_with(on_node, gas, *signed) == len(signed)
        except Revert as error:
            left, needed = error.values
            assert (error.name, needed) == ("GasTooLow", 320_000)
            assert left < needed
            refused += 1
    assert 10 < refused < 38


def test_requests_by_sig__gas_left__is_told(on_node: Fleet) -> None:
    signed = on_node.sign(PILOT)
    with pytest.raises(Revert) as met:
        made_with(on_node, 250_000, signed)
    cost = 250_000 - met.value.values[0]
    for gas in (100_000, 320_000 + cost - 1):
        with reverts("GasTooLow", gas - cost, 320_000):
            made_with(on_node, gas, signed)
    assert made_with(on_node, 320_000 + cost, signed) == 1
