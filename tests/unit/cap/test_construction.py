"""What the cap knows from its first block, and what it refuses to be built with.

construction
├── grace period outside 7 to 90 days ── reverts GracePeriodOutOfRange
├── unverified wallets on a main network ── reverts UnverifiedAllowedOnMainNetwork
├── a guardian's identity ── opens its book, which counts the wallet only once it leaves the office
├── no identity ── opens none
└── otherwise ── emits the cap and the four first classes
views of what does not exist ── are zero
"""

from collections.abc import Iterator

import pytest

from tests.support.actors import actor
from tests.support.contract import reverts
from tests.support.rpc import Rpc
from tests.support.system import CAP, DAY, GUARDIAN_IDENTITY, ZERO, System, class_, identity_of

NOTHING = b"\0" * 32
MAIN_NETWORKS = [1, 10, 8453, 42161]


@pytest.fixture
def network(rpc: Rpc, isolated: None) -> Iterator[None]:
    """The node's chain id is put back."""
    yield
    rpc.request("anvil_setChainId", rpc.chain_id)


@pytest.mark.parametrize("grace", [0, 7 * DAY - 1, 90 * DAY + 1, 2**256 - 1])
def test_construction__grace_out_of_range__reverts(fleet: System, grace: int) -> None:
    with reverts("GracePeriodOutOfRange", grace, 7 * DAY, 90 * DAY):
        fleet.create("HumanCapEnforcement", fleet.factory, grace, False, NOTHING)


@pytest.mark.parametrize("grace", [7 * DAY, 90 * DAY])
def test_construction__grace_at_its_walls__sets(fleet: System, grace: int) -> None:
    cap = fleet.create("HumanCapEnforcement", fleet.factory, grace, False, NOTHING)
    assert cap.GRACE_PERIOD() == grace


@pytest.mark.parametrize("chain_id", MAIN_NETWORKS)
def test_construction__unverified_on_a_main_network__reverts(
    fleet: System, network: None, chain_id: int
) -> None:
    fleet.rpc.request("anvil_setChainId", chain_id)
    with reverts("UnverifiedAllowedOnMainNetwork", chain_id):
        fleet.create("HumanCapEnforcement", fleet.factory, 30 * DAY, True, NOTHING)
    fleet.create("HumanCapEnforcement", fleet.factory, 30 * DAY, False, NOTHING)


@pytest.mark.parametrize("chain_id", [2, 11, 8454, 42162, 11155111, 421614])
def test_construction__unverified_on_a_test_network__sets(
    fleet: System, network: None, chain_id: int
) -> None:
    fleet.rpc.request("anvil_setChainId", chain_id)
    cap = fleet.create("HumanCapEnforcement", fleet.factory, 30 * DAY, True, NOTHING)
    assert cap.UNVERIFIED_ALLOWED() is True


def test_construction__no_identity_of_the_guardian__opens_no_book(fleet: System) -> None:
    cap = fleet.create("HumanCapEnforcement", fleet.factory, 30 * DAY, False, NOTHING)
    assert cap.bookCount() == 0
    wallet = cap.walletOf(fleet.guardian)
    assert (wallet["class"], wallet.book) == (class_("guardian"), 0)


def test_construction__emits_cap_rules_and_classes(fleet: System) -> None:
    cap = fleet.cap
    logs = [fleet.errors.event(log) for log in fleet.rpc.logs([cap.address])]
    first = [(e.name, *e.args.values()) for e in logs if e.name != "EIP712DomainChanged"][:8]
    protocol = [fleet.treasury.address, fleet.escrow.address, fleet.vesting.address]
    assert first == [
        ("AuthorityUpdated", fleet.authority.address),
        ("CapChanged", 0, CAP),
        ("RulesSet", 30 * DAY, False),
        *(("WalletClassified", one, class_("none"), class_("protocol"), 0) for one in protocol),
        ("BookOpened", 1, GUARDIAN_IDENTITY, 0),
        ("WalletClassified", fleet.guardian.address, class_("none"), class_("guardian"), 1),
    ]
    assert (cap.bookCount(), cap.head()) == (1, NOTHING)
    assert cap.walletsOf(GUARDIAN_IDENTITY) == [fleet.guardian.address]
    assert cap.identityOf(fleet.guardian) == GUARDIAN_IDENTITY


def test_construction__constants__are_those_of_the_specification(fleet: System) -> None:
    cap = fleet.cap
    assert (cap.humanCap(), cap.MIN_HUMAN_CAP()) == (50_000_000 * 10**18, 1_000_000 * 10**18)
    assert (cap.MAX_WALLETS(), cap.MAX_TRACKED()) == (8, 32)
    assert (cap.MIN_GRACE(), cap.GRACE_PERIOD(), cap.MAX_GRACE()) == (7 * DAY, 30 * DAY, 90 * DAY)
    assert (cap.UNVERIFIED_ALLOWED(), cap.TIME_DIVISOR(), cap.version()) == (False, 1, "1.0.0")
    wired = ["token", "escrow", "registry", "treasury", "guardianship", "factory"]
    for short in wired:
        assert cap.fn(short.upper())() == getattr(fleet, short).address
    assert (cap.authority(), cap.isConsumingScheduledOp()) == (fleet.authority.address, b"\0" * 4)
    _, name, version, chain_id, contract, _, _ = cap.eip712Domain()
    assert (name, version) == ("BlackRoad HumanCapEnforcement", "1")
    assert (chain_id, contract) == (fleet.rpc.chain_id, cap.address)


def test_views__what_does_not_exist__is_zero(fleet: System) -> None:
    cap, unknown = fleet.cap, identity_of("unknown")
    nobody = actor("nobody")
    assert (cap.numberOf(unknown), cap.holdingsOf(unknown), cap.excessOf(unknown)) == (0, 0, 0)
    assert (cap.walletsOf(unknown), cap.identityOf(nobody)) == ([], NOTHING)
    assert set(cap.bookOf(unknown).values()) <= {0}
    assert set(cap.mergeOf(unknown).values()) == {0}
    assert set(cap.walletOf(nobody).values()) <= {0}
    assert cap.classOf(ZERO) == class_("none")
