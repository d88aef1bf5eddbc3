"""The genesis cohort.

birthBatch
├── caller is not the registrar ── reverts AccessManagedUnauthorized
├── bootstrap open ── reverts AccessManagedUnauthorized
├── registrar with a delay ── reverts AccessManagerNotScheduled, AccessManagerNotReady until it is due
├── births paused ── reverts Held
├── cohort complete ── reverts GenesisIsSealed
├── not the next free id ── reverts UnexpectedFirstId
├── no birth, 151 births, more than are left ── reverts BatchSizeOutOfRange
├── a wallet
│   ├── zero, an agent's, twice in the batch ── reverts WalletTaken
│   ├── of the office: guardian, recovery, successor, or about to be ── reverts WalletTaken
│   └── of a human, of the protocol ── reverts WalletUnavailable
├── a name is empty ── reverts NameZero
└── otherwise ── emits the births in the standard's order, sets agents and wallets
    └── the 1,250th ── emits GenesisSealed
after the genesis ── 10, 4, 1173, 59, 4 of each category
"""

import pytest
from eth_abi import encode
from eth_utils import keccak

from tests.support.actors import actor, agent_actor
from tests.support.agents import name_of
from tests.support.contract import reverts
from tests.support.office import told
from tests.support.rpc import Rpc
from tests.support.system import COHORT, DAY, ZERO, System, class_

WALLET_KEY = keccak(text="agentWallet")
COUNTS = [10, 4, 1173, 59, 4]


def births(first: int, count: int) -> list[tuple[str, bytes]]:
    return [(agent_actor(i).address, name_of(i)) for i in range(first, first + count)]


@pytest.mark.parametrize("caller", ["guardian", "deployer", "attestor", "stranger"])
def test_birth_batch__not_the_registrar__reverts(newborn: System, caller: str) -> None:
    """N9. The guardian holds the executors' roles, and not this one."""
    sender = getattr(newborn, caller)
    with reverts("AccessManagedUnauthorized", sender):
        newborn.registry.birthBatch(1, births(1, 1), sender=sender)


def test_birth_batch__bootstrap_open__reverts(rpc: Rpc, isolated: None) -> None:
    system = System(rpc, close=False)
    with reverts("AccessManagedUnauthorized", system.registrar):
        system.registry.birthBatch(1, births(1, 1), sender=system.registrar)


def test_birth_batch__registrar_with_a_delay__reverts_until_it_is_due(newborn: System) -> None:
    """A role may be given with a delay; then its member schedules the call, and makes it when it is due."""
    slow, registry = actor("slow registrar"), newborn.registry
    newborn.authority.grantRole(3, slow, 60, sender=newborn.guardian)
    newborn.rpc.travel(3 * DAY)
    data = bytes.fromhex(registry.calldata("birthBatch", 1, births(1, 1))[2:])
    operation = keccak(encode(["address", "address", "bytes"], [slow.address, registry.address, data]))
    with reverts("AccessManagerNotScheduled", operation):
        registry.birthBatch(1, births(1, 1), sender=slow)
    due = newborn.rpc.now + 61
    newborn.authority.schedule(registry, data, due, sender=slow)
    with reverts("AccessManagerNotReady", operation):
        registry.birthBatch(1, births(1, 1), sender=slow, at=due - 1)
    registry.birthBatch(1, births(1, 1), sender=slow, at=due)


@pytest.mark.parametrize("first", [0, 2, COHORT, 2**256 - 1])
def test_birth_batch__not_the_next_id__reverts(newborn: System, first: int) -> None:
    with reverts("UnexpectedFirstId", first, 1):
        newborn.registry.birthBatch(first, births(1, 2), sender=newborn.registrar)


def test_birth_batch__sent_twice__reverts(newborn: System) -> None:
    """N1."""
    newborn.birth(2)
    with reverts("UnexpectedFirstId", 1, 3):
        newborn.registry.birthBatch(1, births(1, 2), sender=newborn.registrar)
    assert newborn.registry.agentCount() == 2


@pytest.mark.parametrize("size", [0, 151])
def test_birth_batch__size__reverts(newborn: System, size: int) -> None:
    with reverts("BatchSizeOutOfRange", size, 1, 150):
        newborn.registry.birthBatch(1, births(1, size), sender=newborn.registrar)


@pytest.mark.parametrize("size", [1, 150])
def test_birth_batch__largest_and_smallest__sets_agents(newborn: System, size: int) -> None:
    newborn.registry.birthBatch(1, births(1, size), sender=newborn.registrar)
    assert newborn.registry.agentCount() == size
    assert newborn.registry.ownerOf(size) == agent_actor(size).address


def test_birth_batch__more_than_are_left__reverts(unsealed: System) -> None:
    """N1: the 1,251st."""
    with reverts("BatchSizeOutOfRange", 2, 1, 1):
        unsealed.registry.birthBatch(COHORT, births(COHORT, 2), sender=unsealed.registrar)
    assert not unsealed.registry.genesisSealed()


def test_birth_batch__last_one__emits_genesis_sealed(unsealed: System) -> None:
    receipt = unsealed.registry.birthBatch(COHORT, births(COHORT, 1), sender=unsealed.registrar)
    assert told(receipt)[-1] == ("GenesisSealed", unsealed.rpc.now)
    assert unsealed.registry.genesisSealed()
    with reverts("GenesisIsSealed"):
        unsealed.registry.birthBatch(COHORT + 1, births(COHORT + 1, 1), sender=unsealed.registrar)


def test_birth_batch__two__emits_in_the_standards_order(newborn: System) -> None:
    receipt = newborn.registry.birthBatch(1, births(1, 2), sender=newborn.registrar)
    expected = []
    for i in (1, 2):
        wallet = agent_actor(i).address
        expected += [
            ("AgentBorn", i, wallet, 0, name_of(i), 2),
            ("Transfer", ZERO, wallet, i),
            ("Registered", i, f"urn:blackroad:agent:{i}", wallet),
            ("MetadataSet", i, WALLET_KEY, "agentWallet", bytes.fromhex(wallet[2:])),
            ("WalletClassified", wallet, class_("none"), class_("agent"), 0),
        ]
    assert told(receipt) == expected


def test_birth_batch__agent__sets_everything(newborn: System) -> None:
    newborn.birth(11)
    for agent_id, category in ((1, 0), (10, 0), (11, 1)):
        agent, wallet = newborn.registry.agent(agent_id), agent_actor(agent_id).address
        assert agent == {
            "wallet": wallet,
            "category": category,
            "status": 2,
            "proven": False,
            "bornAt": newborn.rpc.now,
            "suspendedUntil": 0,
            "suspensions": 0,
        }
        assert newborn.registry.agentOf(wallet) == agent_id
        assert newborn.registry.isActive(agent_id)
        assert newborn.cap.walletOf(wallet).voting
    assert not newborn.registry.isActive(12)
    assert newborn.registry.agent(12).wallet == ZERO


@pytest.mark.parametrize("officer", ["guardian", "recovery", "successor"])
def test_birth_batch__officers_wallet__reverts(newborn: System, officer: str) -> None:
    wallet = getattr(newborn, officer).address
    with reverts("WalletTaken", wallet):
        newborn.registry.birthBatch(1, [*births(1, 1), (wallet, name_of(2))], sender=newborn.registrar)
    assert newborn.registry.agentCount() == 0


@pytest.mark.parametrize("office", ["proposeRotation", "proposeSuccessor", "proposeRecoveryAddress"])
def test_birth_batch__officer_to_be__reverts(newborn: System, office: str) -> None:
    candidate = actor("candidate")
    newborn.guardianship.fn(office)(candidate, sender=newborn.guardian)
    with reverts("WalletTaken", candidate):
        newborn.registry.birthBatch(1, [(candidate.address, name_of(1))], sender=newborn.registrar)


def test_birth_batch__recoverys_candidate__reverts(newborn: System) -> None:
    candidate = actor("candidate")
    newborn.guardianship.proposeRecovery(candidate, sender=newborn.recovery)
    with reverts("WalletTaken", candidate):
        newborn.registry.birthBatch(1, [(candidate.address, name_of(1))], sender=newborn.registrar)


def test_birth_batch__zero_or_agents_wallet__reverts(newborn: System) -> None:
    newborn.birth(1)
    for wallet in (ZERO, agent_actor(1).address):
        with reverts("WalletTaken", wallet):
            newborn.registry.birthBatch(2, [(wallet, name_of(2))], sender=newborn.registrar)


def test_birth_batch__same_wallet_twice__reverts(newborn: System) -> None:
    wallet = agent_actor(1).address
    with reverts("WalletTaken", wallet):
        batch = [(wallet, name_of(1)), (wallet, name_of(2))]
        newborn.registry.birthBatch(1, batch, sender=newborn.registrar)


def test_birth_batch__humans_wallet__reverts(newborn: System) -> None:
    """N2."""
    (wallet,) = newborn.human("holder")
    with reverts("WalletUnavailable", wallet, class_("human")):
        newborn.registry.birthBatch(1, [(wallet.address, name_of(1))], sender=newborn.registrar)


@pytest.mark.parametrize("contract", ["treasury", "vesting", "escrow"])
def test_birth_batch__contract_that_holds_road__reverts(newborn: System, contract: str) -> None:
    wallet = getattr(newborn, contract).address
    with reverts("WalletUnavailable", wallet, class_("protocol")):
        newborn.registry.birthBatch(1, [(wallet, name_of(1))], sender=newborn.registrar)


def test_birth_batch__no_name__reverts(newborn: System) -> None:
    batch = [*births(1, 1), (agent_actor(2).address, bytes(32))]
    with reverts("NameZero", 2):
        newborn.registry.birthBatch(1, batch, sender=newborn.registrar)


def test_birth_batch__paused__reverts_until_the_last_second(newborn: System) -> None:
    newborn.registry.pauseBirths(sender=newborn.guardian)
    until = newborn.rpc.now + 3 * DAY
    with reverts("Held", b"births".ljust(32, b"\0"), until):
        newborn.registry.birthBatch(1, births(1, 1), sender=newborn.registrar, at=until - 1)
    newborn.registry.birthBatch(1, births(1, 1), sender=newborn.registrar, at=until)


def test_categories__after_the_genesis__keep_the_table(sealed: System) -> None:
    """Invariant 41: ids consecutive from 1, categories by the table, wallet and agent inverse."""
    found = [0] * 5
    for agent_id in range(1, COHORT + 1):
        agent = sealed.registry.agent(agent_id)
        found[agent.category] += 1
        assert agent.wallet == agent_actor(agent_id).address
        assert sealed.registry.agentOf(agent.wallet) == agent_id
    assert found == COUNTS == [sealed.registry.membersOf(i) for i in range(5)]
    edges = {1: 0, 10: 0, 11: 1, 14: 1, 15: 2, 1187: 2, 1188: 3, 1246: 3, 1247: 4, 1250: 4}
    assert {i: sealed.registry.agent(i).category for i in edges} == edges
