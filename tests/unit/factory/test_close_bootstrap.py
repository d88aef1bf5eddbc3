"""The last act of the deployer, which looks at everything it leaves.

closeBootstrap
├── not the deployer ── reverts CallerNotDeployer
├── twice ── reverts BootstrapAlreadyClosed
├── a required contract is missing ── reverts PeerMissing
├── a contract of another factory, governance's included ── reverts PeerMiswired(FACTORY)
├── a contract with another divisor ── reverts DivisorMismatch
├── an immutable that names another contract, or that isn't there ── reverts PeerMiswired
│   └── of a contract of governance that is not deployed ── asked nothing
├── the deployer is guardian, recovery address, successor, registrar, … ── reverts DeployerHoldsOffice   (D4)
├── an officer is a contract of the protocol ── reverts PeerHoldsOffice
└── otherwise ── emits BootstrapClosed
"""

from typing import Any

import pytest
from eth_utils import function_signature_to_4byte_selector as selector_of

from tests.support.actors import Actor, actor
from tests.support.contract import reverts
from tests.support.office import told
from tests.support.rpc import Rpc
from tests.support.stub import stub
from tests.support.system import GOVERNANCE, NAMES, PEER_OF, ZERO, System, artifact, peer_name

# By which contracts each getter is answered: from the ABIs.
LINKS = [
    (short, entry["name"])
    for short, name in NAMES.items()
    for entry in artifact(name)[0]
    if entry["type"] == "function" and entry["name"] in PEER_OF
]
# The same of the contracts that a deployment may leave out.
OPTIONAL_LINKS = [
    (name, entry["name"])
    for name in GOVERNANCE
    for entry in artifact(name)[0]
    if entry["type"] == "function" and entry["name"] in PEER_OF
]


@pytest.fixture(scope="module")
def deployed(rpc: Rpc) -> System:
    return System(rpc, close=False)


@pytest.fixture
def opened(deployed: System, isolated: None) -> System:
    """Everything is deployed and the bootstrap open."""
    return deployed


def answers(system: System, short: str) -> dict[str, Any]:
    """What the contract answers to the factory."""
    right: dict[str, Any] = {"FACTORY()": system.factory.address, "TIME_DIVISOR()": system.divisor}
    for contract, getter in LINKS:
        if contract == short:
            right[f"{getter}()"] = system.peer(PEER_OF[getter])
    return right


def test_close_bootstrap__not_the_deployer__reverts(opened: System) -> None:
    for caller in (opened.stranger, opened.guardian, opened.recovery, opened.registrar):
        with reverts("CallerNotDeployer", caller):
            opened.factory.closeBootstrap(sender=caller)


def test_close_bootstrap__complete__emits(opened: System) -> None:
    time = opened.rpc.now + 100
    receipt = opened.factory.closeBootstrap(sender=opened.deployer, at=time)
    assert told(receipt) == [("BootstrapClosed", time, opened.divisor)]
    assert opened.factory.closedAt() == time


def test_close_bootstrap__twice__reverts(opened: System) -> None:
    opened.factory.closeBootstrap(sender=opened.deployer)
    with reverts("BootstrapAlreadyClosed", opened.rpc.now):
        opened.factory.closeBootstrap(sender=opened.deployer)


def test_close_bootstrap__a_contract_is_missing__reverts(
    opened: System, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each of the eight is, in its turn, the first that is missing."""
    factory = opened.create("Factory", opened.deployer, 1)
    monkeypatch.setattr(opened, "factory", factory)
    for name in NAMES.values():
        with reverts("PeerMissing", peer_name(name)):
            factory.closeBootstrap(sender=opened.deployer)
        opened.deploy_peer(name, factory, *opened.arguments.get(name, (None,))[1:])
    factory.closeBootstrap(sender=opened.deployer)


@pytest.mark.parametrize("short", NAMES)
def test_close_bootstrap__built_for_another_factory__reverts(opened: System, short: str) -> None:
    other = opened.create("Factory", opened.deployer, 1)
    opened.rpc.set_code(
        getattr(opened, short).address, stub({**answers(opened, short), "FACTORY()": other.address})
    )
    with reverts("PeerMiswired", peer_name(NAMES[short]), selector_of("FACTORY()"), other, opened.factory):
        opened.factory.closeBootstrap(sender=opened.deployer)


def test_close_bootstrap__really_built_for_another_factory__reverts(rpc: Rpc, isolated: None) -> None:
    theirs = System(rpc)

    class Careless(System):
        def deploy_peer(self, name: str, *args: Any, contract: str | None = None) -> Any:
            return super().deploy_peer(name, *((theirs.factory,) if name == "HoldingsEscrow" else args))

    system = Careless(rpc, close=False)
    found = (selector_of("FACTORY()"), theirs.factory, system.factory)
    with reverts("PeerMiswired", peer_name("HoldingsEscrow"), *found):
        system.factory.closeBootstrap(sender=system.deployer)


@pytest.mark.parametrize("name", GOVERNANCE)
def test_close_bootstrap__governance_of_another_factory__reverts(opened: System, name: str) -> None:
    other = opened.create("Factory", opened.deployer, 1)
    opened.deploy_peer(name, other, contract="GuardianVesting")
    with reverts("PeerMiswired", peer_name(name), selector_of("FACTORY()"), other, opened.factory):
        opened.factory.closeBootstrap(sender=opened.deployer)


@pytest.mark.parametrize("short", NAMES)
def test_close_bootstrap__another_divisor__reverts(opened: System, short: str) -> None:
    opened.rpc.set_code(getattr(opened, short).address, stub({**answers(opened, short), "TIME_DIVISOR()": 2}))
    with reverts("DivisorMismatch", peer_name(NAMES[short]), 2, 1):
        opened.factory.closeBootstrap(sender=opened.deployer)


@pytest.mark.parametrize(("short", "getter"), LINKS, ids=[f"{s}.{g}" for s, g in LINKS])
def test_close_bootstrap__an_immutable_names_another__reverts(
    opened: System, short: str, getter: str
) -> None:
    """Every getter by which a contract of the protocol names another one, as the ABIs have them."""
    expected = opened.peer(PEER_OF[getter])
    for wrong in (opened.stranger.address, opened.factory.address, ZERO):
        code = stub({**answers(opened, short), f"{getter}()": wrong})
        opened.rpc.set_code(getattr(opened, short).address, code)
        with reverts("PeerMiswired", peer_name(NAMES[short]), selector_of(f"{getter}()"), wrong, expected):
            opened.factory.closeBootstrap(sender=opened.deployer)
    missing = {k: v for k, v in answers(opened, short).items() if k != f"{getter}()"}
    opened.rpc.set_code(getattr(opened, short).address, stub(missing))
    with reverts("PeerMiswired", peer_name(NAMES[short]), selector_of(f"{getter}()"), ZERO, expected):
        opened.factory.closeBootstrap(sender=opened.deployer)


@pytest.mark.parametrize(("name", "getter"), OPTIONAL_LINKS, ids=[f"{n}.{g}" for n, g in OPTIONAL_LINKS])
def test_close_bootstrap__an_immutable_of_governance_names_another__reverts(
    opened: System, name: str, getter: str
) -> None:
    expected, address = opened.peer(PEER_OF[getter]), opened.peer(name)
    opened.deploy_stand_in(name, **{getter: opened.stranger.address})
    wrong = (peer_name(name), selector_of(f"{getter}()"), opened.stranger, expected)
    with reverts("PeerMiswired", *wrong):
        opened.factory.closeBootstrap(sender=opened.deployer)
    silent: dict[str, Any] = {"FACTORY()": opened.factory.address, "TIME_DIVISOR()": opened.divisor}
    silent |= {f"{g}()": opened.peer(peer) for g, peer in PEER_OF.items() if g != getter}
    opened.rpc.set_code(address, stub(silent))
    with reverts("PeerMiswired", peer_name(name), selector_of(f"{getter}()"), ZERO, expected):
        opened.factory.closeBootstrap(sender=opened.deployer)


def test_close_bootstrap__one_contract_of_governance__asks_the_others_nothing(opened: System) -> None:
    opened.deploy_peer("Succession", opened.factory)
    receipt = opened.factory.closeBootstrap(sender=opened.deployer)
    assert told(receipt) == [("BootstrapClosed", opened.rpc.now, opened.divisor)]


@pytest.mark.parametrize(
    ("office", "role"),
    [
        ("guardian", 0),
        ("recovery", 0),
        ("successor", 0),
        ("registrar", 3),
        ("attestor", 4),
        ("provisioner", 5),
    ],
)
def test_close_bootstrap__the_deployer_holds_an_office__reverts(
    rpc: Rpc, isolated: None, monkeypatch: pytest.MonkeyPatch, office: str, role: int
) -> None:
    """D1 (equal roles) and D4."""

    def cast(name: str) -> Actor:
        return actor("deployer" if name == office else name)

    monkeypatch.setattr("tests.support.system.actor", cast)
    system = System(rpc, close=False)
    with reverts("DeployerHoldsOffice", system.deployer, role):
        system.factory.closeBootstrap(sender=system.deployer)


@pytest.mark.parametrize("office", ["guardian", "recovery", "successor"])
def test_close_bootstrap__an_officer_is_a_contract_of_the_protocol__reverts(
    rpc: Rpc, isolated: None, monkeypatch: pytest.MonkeyPatch, office: str
) -> None:
    """D1: nobody could ever act for it."""

    class Careless(System):
        def deploy_peer(self, name: str, *args: Any, contract: str | None = None) -> Any:
            if name == "Guardianship":
                officers = {n: getattr(self, n) for n in ("guardian", "recovery", "successor")}
                args = (self.factory, *{**officers, office: self.treasury}.values())
            return super().deploy_peer(name, *args, contract=contract)

    system = Careless(rpc, close=False)
    with reverts("PeerHoldsOffice", system.treasury):
        system.factory.closeBootstrap(sender=system.deployer)
