"""ERC-20: one supply, and every movement through one funnel.

construction ── emits two mints and nothing else; name, symbol, decimals, clock, version, wiring
transfer
├── to zero ── reverts ERC20InvalidReceiver
├── more than the balance ── reverts ERC20InsufficientBalance
├── from zero (nobody's call) ── reverts ERC20InvalidSender
├── to oneself, or of nothing ── emits Transfer, changes nothing
└── otherwise ── emits Transfer and BookMoved
transferFrom
├── allowance too low ── reverts ERC20InsufficientAllowance
├── from zero ── reverts ERC20InvalidApprover
├── allowance infinite ── keeps it
└── otherwise ── spends it, to the last wei
approve
├── to zero ── reverts ERC20InvalidSpender
└── otherwise ── sets
setAuthority ── reverts Unavailable for everybody
"""

import pytest
from eth_abi import encode
from eth_utils import keccak

from tests.support.actors import Actor, agent_actor
from tests.support.contract import Revert, reverts
from tests.support.holders import paid_agent, rich_human, tried
from tests.support.office import told
from tests.support.system import CAP, NAMES, ROAD, ZERO, System, identity_of, reason

MAX = 2**256 - 1


@pytest.fixture
def holder(fleet: System) -> Actor:
    return rich_human(fleet, "holder", 100 * ROAD)[0]


@pytest.fixture
def small_holder(fleet: System) -> Actor:
    return rich_human(fleet, "small holder", ROAD)[0]


def test_construction__emits_two_mints(fleet: System) -> None:
    logs = fleet.rpc.logs([fleet.token.address])
    events = [fleet.errors.event(log) for log in logs]
    told_of = [(e.name, *e.args.values()) for e in events if e.name != "EIP712DomainChanged"]
    assert told_of == [
        ("AuthorityUpdated", fleet.authority.address),
        ("Transfer", ZERO, fleet.vesting.address, 510_000_000 * ROAD),
        ("Transfer", ZERO, fleet.treasury.address, 490_000_000 * ROAD),
    ]
    assert fleet.token.totalSupply() == 10**27


def test_views__say_what_the_token_is(fleet: System) -> None:
    token = fleet.token
    assert (token.fn("name")(), token.symbol(), token.decimals()) == ("BlackRoad", "ROAD", 18)
    assert (token.version(), token.TIME_DIVISOR()) == ("1.0.0", 1)
    assert (token.CLOCK_MODE(), token.clock()) == ("mode=timestamp", fleet.rpc.now)
    wired = {"CAP": "cap", "TREASURY": "treasury", "GUARDIANSHIP": "guardianship", "FACTORY": "factory"}
    for getter, short in {**wired, "authority": "authority"}.items():
        assert token.fn(getter)() == getattr(fleet, short).address
    assert token.isConsumingScheduledOp() == b"\0" * 4
    kind = b"EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"
    named = [keccak(kind), keccak(b"BlackRoad"), keccak(b"1"), fleet.rpc.chain_id, token.address]
    words = ["bytes32", "bytes32", "bytes32", "uint256", "address"]
    assert token.DOMAIN_SEPARATOR() == keccak(encode(words, named))
    _, name, version, chain_id, contract, _, _ = token.eip712Domain()
    assert (name, version, chain_id, contract) == ("BlackRoad", "1", fleet.rpc.chain_id, token.address)


def test_set_authority__reverts_for_everybody(fleet: System) -> None:
    selector = bytes.fromhex("7a9e5e4b")
    for contract in (fleet.token, fleet.cap):
        for caller in (fleet.guardian, fleet.authority, fleet.stranger):
            with reverts("Unavailable", selector):
                contract.setAuthority(fleet.stranger, sender=caller)


def test_transfer__to_zero__reverts(fleet: System, holder: Actor) -> None:
    """T12."""
    for amount in (0, 1, MAX):
        with reverts("ERC20InvalidReceiver", ZERO):
            fleet.token.transfer(ZERO, amount, sender=holder)


def test_transfer__from_zero__reverts(fleet: System, holder: Actor) -> None:
    for amount in (0, 1):
        refusal = tried(fleet, ZERO, holder, amount)
        assert isinstance(refusal, Revert)
        assert (refusal.name, refusal.values) == ("ERC20InvalidSender", (ZERO,))


@pytest.mark.parametrize("address", [*range(1, 10), 0xDEAD])
def test_transfer__to_a_precompile_or_a_grave__reverts(fleet: System, holder: Actor, address: int) -> None:
    """T12."""
    to = f"0x{address:040x}"
    refused = fleet.rpc.call(fleet.token.address, fleet.token.calldata("explain", holder, to, 1))
    assert int.from_bytes(refused) == reason("RECIPIENT_UNKNOWN")
    failure = tried(fleet, holder, to, 1)
    assert failure is not None
    assert failure.values[0] == reason("RECIPIENT_UNKNOWN")


@pytest.mark.parametrize("short", ["token", "cap", "registry", "guardianship", "authority", "factory"])
def test_transfer__to_a_contract_that_holds_nothing__reverts(
    fleet: System, holder: Actor, short: str
) -> None:
    """T12."""
    to = getattr(fleet, short)
    with reverts("TransferRefused", reason("RECIPIENT_UNKNOWN"), holder, to, ROAD):
        fleet.token.transfer(to, ROAD, sender=holder)


def test_transfer__more_than_the_balance__reverts(fleet: System, holder: Actor, small_holder: Actor) -> None:
    for amount in (100 * ROAD + 1, MAX):
        with reverts("ERC20InsufficientBalance", holder, 100 * ROAD, amount):
            fleet.token.transfer(small_holder, amount, sender=holder)
    fleet.token.transfer(small_holder, 100 * ROAD, sender=holder)
    assert fleet.token.balanceOf(holder) == 0
    with reverts("ERC20InsufficientBalance", holder, 0, 1):
        fleet.token.transfer(small_holder, 1, sender=holder)


def test_transfer__between_humans__emits_and_moves_the_books(
    fleet: System, holder: Actor, small_holder: Actor
) -> None:
    source, target = (fleet.cap.numberOf(identity_of(n)) for n in ("holder", "small holder"))
    receipt = fleet.token.transfer(small_holder, 40 * ROAD, sender=holder)
    assert told(receipt) == [
        ("Transfer", holder.address, small_holder.address, 40 * ROAD),
        ("BookMoved", source, target, 40 * ROAD, 0, fleet.cap.head()),
    ]
    assert (fleet.token.balanceOf(holder), fleet.token.balanceOf(small_holder)) == (60 * ROAD, 41 * ROAD)
    assert fleet.cap.holdingsOf(identity_of("holder")) == 60 * ROAD
    assert fleet.cap.holdingsOf(identity_of("small holder")) == 41 * ROAD


def test_transfer__to_oneself__changes_nothing(fleet: System, holder: Actor) -> None:
    """T5, invariants 7 and 12."""
    agent = paid_agent(fleet, 1, 100 * ROAD)
    fleet.token.delegate(agent_actor(2), sender=agent)
    for one in (holder, agent):
        before = (fleet.token.balanceOf(one), fleet.token.unitsOf(one), fleet.cap.head())
        for amount in (0, 1, 100 * ROAD):
            receipt = fleet.token.transfer(one, amount, sender=one)
            assert told(receipt) == [("Transfer", one.address, one.address, amount)]
        assert (fleet.token.balanceOf(one), fleet.token.unitsOf(one), fleet.cap.head()) == before
        with reverts("ERC20InsufficientBalance", one, 100 * ROAD, 100 * ROAD + 1):
            fleet.token.transfer(one, 100 * ROAD + 1, sender=one)
    assert fleet.token.getVotes(agent_actor(2)) == 100 * ROAD


def test_transfer__of_nothing__changes_nothing(fleet: System, holder: Actor) -> None:
    """T6: no new human, no vote, no link of the chain."""
    before = (fleet.cap.head(), fleet.cap.bookCount())
    for to in (agent_actor(1), fleet.stranger, fleet.guardian, fleet.escrow, fleet.token):
        receipt = fleet.token.transfer(to, 0, sender=holder)
        assert told(receipt) == [("Transfer", holder.address, to.address, 0)]
        assert fleet.cap.walletOf(to).book in (0, 1)
    assert (fleet.cap.head(), fleet.cap.bookCount()) == before


def test_transfer_from__allowance__is_spent_to_the_last_wei(
    fleet: System, holder: Actor, small_holder: Actor
) -> None:
    spender = fleet.stranger
    with reverts("ERC20InsufficientAllowance", spender, 0, 1):
        fleet.token.transferFrom(holder, small_holder, 1, sender=spender)
    receipt = fleet.token.approve(spender, 10, sender=holder)
    assert told(receipt) == [("Approval", holder.address, spender.address, 10)]
    with reverts("ERC20InsufficientAllowance", spender, 10, 11):
        fleet.token.transferFrom(holder, small_holder, 11, sender=spender)
    fleet.token.transferFrom(holder, small_holder, 9, sender=spender)
    with reverts("ERC20InsufficientAllowance", spender, 1, 2):
        fleet.token.transferFrom(holder, small_holder, 2, sender=spender)
    fleet.token.transferFrom(holder, small_holder, 1, sender=spender)
    assert fleet.token.allowance(holder, spender) == 0
    assert fleet.token.balanceOf(small_holder) == ROAD + 10


def test_transfer_from__infinite_allowance__keeps_it(
    fleet: System, holder: Actor, small_holder: Actor
) -> None:
    fleet.token.approve(fleet.stranger, MAX, sender=holder)
    fleet.token.transferFrom(holder, small_holder, ROAD, sender=fleet.stranger)
    assert fleet.token.allowance(holder, fleet.stranger) == MAX


def test_transfer_from__zero__reverts(fleet: System, holder: Actor) -> None:
    with reverts("ERC20InvalidApprover", ZERO):
        fleet.token.transferFrom(ZERO, holder, 0, sender=fleet.stranger)
    with reverts("ERC20InsufficientAllowance", fleet.stranger, 0, 1):
        fleet.token.transferFrom(ZERO, holder, 1, sender=fleet.stranger)


def test_approve__to_zero__reverts(fleet: System, holder: Actor) -> None:
    with reverts("ERC20InvalidSpender", ZERO):
        fleet.token.approve(ZERO, 1, sender=holder)


def test_approve__by_a_contract_of_the_protocol__nobody_can(fleet: System) -> None:
    """The treasury, the vesting and the escrow give no allowance to anybody."""
    for short in NAMES:
        for spender in (fleet.guardian, fleet.stranger, fleet.cap):
            assert fleet.token.allowance(getattr(fleet, short), spender) == 0
    with reverts("ERC20InsufficientAllowance", fleet.guardian, 0, CAP):
        fleet.token.transferFrom(fleet.treasury, fleet.guardian, CAP, sender=fleet.guardian)
