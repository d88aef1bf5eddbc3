"""Addresses that follow from names alone, and who may fill them.

constructor
├── deployer or divisor zero ── reverts ZeroParameter   (D1)
└── divisor that does not divide a day ── reverts DivisorUneven
deploy
├── not the deployer ── reverts CallerNotDeployer
├── unknown name ── reverts UnknownPeer
├── name taken, or the constructor reverts ── reverts DeploymentFailed
├── bootstrap closed ── reverts BootstrapAlreadyClosed
└── otherwise ── emits PeerDeployed at the predicted address, whatever the code, its arguments and the order
"""

import pytest
from eth_utils import keccak

from tests.support.contract import reverts
from tests.support.office import told
from tests.support.rpc import Rpc
from tests.support.system import DAY, GOVERNANCE, NAMES, ZERO, System, creation_code, peer_name

TAKEN = [{"type": "error", "name": "DeploymentFailed", "inputs": []}]  # solady's CREATE3


@pytest.fixture
def opened(rpc: Rpc, isolated: None) -> System:
    """Everything is deployed and the bootstrap open."""
    system = System(rpc, close=False)
    system.errors.add(TAKEN)
    return system


def code(name: str, *args: object) -> bytes:
    return bytes.fromhex(creation_code(name, *args)[2:])


def test_constructor__zero__reverts(newborn: System) -> None:
    """D1."""
    with reverts("ZeroParameter", "deployer"):
        newborn.create("Factory", ZERO, 1)
    with reverts("ZeroParameter", "timeDivisor"):
        newborn.create("Factory", newborn.deployer, 0)


@pytest.mark.parametrize("divisor", [7, 86_401, 172_800, 2**256 - 1])
def test_constructor__divisor_that_does_not_divide_a_day__reverts(newborn: System, divisor: int) -> None:
    with reverts("DivisorUneven", divisor):
        newborn.create("Factory", newborn.deployer, divisor)


@pytest.mark.parametrize("divisor", [1, 2, 3600, DAY])
def test_constructor__divisor_of_a_day__sets_it(newborn: System, divisor: int) -> None:
    factory = newborn.create("Factory", newborn.deployer, divisor)
    assert (factory.TIME_DIVISOR(), factory.DEPLOYER()) == (divisor, newborn.deployer.address)
    assert factory.closedAt() == 0


@pytest.mark.parametrize("who", ["stranger", "guardian", "recovery", "registrar"])
def test_deploy__not_the_deployer__reverts(opened: System, who: str) -> None:
    caller = getattr(opened, who)
    with reverts("CallerNotDeployer", caller):
        opened.factory.deploy(peer_name("Governance"), code("GuardianVesting", opened.factory), sender=caller)


@pytest.mark.parametrize("name", ["Treasury", "authority", "Authority ", "", "ROAD_Token2"])
def test_deploy__unknown_name__reverts(opened: System, name: str) -> None:
    with reverts("UnknownPeer", peer_name(name)):
        opened.factory.deploy(
            peer_name(name), code("GuardianVesting", opened.factory), sender=opened.deployer
        )


@pytest.mark.parametrize("name", NAMES.values())
def test_deploy__name_taken__reverts(opened: System, name: str) -> None:
    before = opened.rpc.code(opened.factory.peer(peer_name(name)))
    with reverts("DeploymentFailed"):
        opened.deploy_peer(name, opened.factory, contract="GuardianVesting")
    assert opened.rpc.code(opened.factory.peer(peer_name(name))) == before


def test_deploy__constructor_reverts__reverts(opened: System) -> None:
    """D1: a system with an empty office never comes to be."""
    with reverts("DeploymentFailed"):
        opened.deploy_peer("Governance", opened.factory, ZERO, ZERO, ZERO, contract="Guardianship")
    assert not opened.factory.isPeer(opened.factory.peer(peer_name("Governance")))


def test_deploy__bootstrap_closed__reverts(newborn: System) -> None:
    for name in ("Governance", "Authority"):
        with reverts("BootstrapAlreadyClosed", newborn.factory.closedAt()):
            newborn.deploy_peer(name, newborn.factory, contract="GuardianVesting")


@pytest.mark.parametrize("name", GOVERNANCE)
def test_deploy__free_name__emits(opened: System, name: str) -> None:
    address = opened.factory.peer(peer_name(name))
    assert not opened.factory.isPeer(address)
    receipt = opened.deploy_peer(name, opened.factory, contract="GuardianVesting")
    assert told(receipt) == [("PeerDeployed", peer_name(name), address, keccak(opened.rpc.code(address)))]
    assert opened.factory.isPeer(address)


def test_deploy__other_order_and_arguments__keeps_the_addresses(newborn: System) -> None:
    factory = newborn.create("Factory", newborn.deployer, 1)
    predicted = {name: factory.peer(peer_name(name)) for name in NAMES.values()}
    for name in reversed(list(NAMES.values())):
        receipt = factory.deploy(
            peer_name(name), code("GuardianVesting", newborn.factory), sender=newborn.deployer
        )
        assert receipt.events[0].peer == predicted[name]
    assert len(set(predicted.values())) == len(predicted)


def test_peer__other_factory__is_elsewhere(newborn: System) -> None:
    other = newborn.create("Factory", newborn.deployer, 1)
    for name in NAMES.values():
        assert other.peer(peer_name(name)) != newborn.factory.peer(peer_name(name))
        assert not other.isPeer(newborn.factory.peer(peer_name(name)))
