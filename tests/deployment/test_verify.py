"""A finished deployment, which was killed many times on its way, and what verify says of it.

deploy_inputs: killed before sending, after mining, after noting, again and again | finished
verify: nothing | a permission moved, added | an unknown role granted, a role's admin or grant delay changed |
    another guardian, registrar, wallet or name than meant | other code | a book that lies | no book
after lawful changes: noted, no difference | a role that nobody holds | a change that no event tells
"""

import copy
from dataclasses import replace
from io import StringIO
from typing import Any

import ape
import pytest
from ape.api import AccountAPI
from rich.console import Console

from deployment import errors
from deployment.abi import calldata
from deployment.account import findings_table
from deployment.addresses import NOBODY, name_word
from deployment.artifacts import EXECUTORS, PEERS
from deployment.book import read_book
from deployment.census import Member, Wallet
from deployment.chain import Chain
from deployment.changes import closed_in
from deployment.cohort import SIZE
from deployment.deployer import BIRTH_GAS, CONFIRMATION_GAS, CONTRACTS_GAS
from deployment.findings import Findings
from deployment.inputs import Inputs
from deployment.system import System, deploy_inputs
from deployment.verify import verify
from deployment.verify_authority import verify_authority
from deployment.verify_economy import verify_economy
from deployment.verify_funds import USD
from scripts.roles import tell
from tests.deployment.conftest import History
from tests.deployment.reporters import Listener

pytestmark = pytest.mark.usefixtures("undone")
STRANGER = "0x976EA74026E726554dB657fA54763abd0C3a0aa9"
CANDIDATE = "0x14dC79964da2C08b23698B3D3cc7Ca32193d9955"
APPOINTED = "0x23618e81E3f5cdF7f54C3d65f7FBc0aBf5B21E8f"
HANDED_OVER_SLOT = 4  # of Authority


CONTRACTS = 23  # the deployer's transactions: 22 contracts and the close of the bootstrap


def test_deploy_inputs__killed_again_and_again__keeps_every_step_once(
    chain: Chain, inputs: Inputs, deployed: System, history: History
) -> None:
    data = deployed.book.data
    assert history.deaths > 10
    assert "pending" not in data
    assert deployed.book.path is not None
    assert read_book(deployed.book.path) == data
    assert data["contracts"].keys() == {"Factory", *PEERS}
    born = sum(entry["agents"] for step, entry in data["steps"].items() if step.startswith("birth"))
    assert born == SIZE
    sent = {role: chain.nonce(inputs.accounts[role]) - before for role, before in history.nonces.items()}
    assert sent == {"deployer": CONTRACTS, "registrar": len(data["steps"]) - 1}


def test_deploy_inputs__every_transaction__stays_below_the_bound(chain: Chain, deployed: System) -> None:
    """Also the one that deploys the largest contract."""
    data = deployed.book.data
    gas = {step: entry["gas"] for part in ("contracts", "steps") for step, entry in data[part].items()}
    assert len(gas) > CONTRACTS
    assert max(gas.values()) <= chain.gas_bound < 11_750_000  # 70 % of 16,777,216


def test_check_funds__what_is_asked_for__is_a_little_less_than_it_takes(deployed: System) -> None:
    data = deployed.book.data
    steps = {step: entry for part in ("contracts", "steps") for step, entry in data[part].items()}
    kinds = {"birth": BIRTH_GAS * SIZE, "confirm": CONFIRMATION_GAS * SIZE}
    used = {kind: sum(e["gas"] for step, e in steps.items() if step.startswith(kind)) for kind in kinds}
    used["contracts"] = sum(entry["gas"] for entry in data["contracts"].values())
    for kind, asked in {**kinds, "contracts": CONTRACTS_GAS}.items():
        assert 0.9 * used[kind] < asked <= used[kind], kind


def test_deploy_inputs__finished_deployment__keeps_chain_and_book(
    chain: Chain, inputs: Inputs, deployed: System
) -> None:
    path = deployed.book.path
    assert path is not None
    before, height = path.read_bytes(), chain.height
    listener = Listener()
    again = deploy_inputs(chain, inputs, path, listener)
    assert (path.read_bytes(), chain.height, listener.steps) == (before, height, [])
    assert again.contracts == deployed.contracts


def differences(chain: Chain, inputs: Inputs, system: System) -> list[str]:
    """What verify finds, but for the calls that end otherwise: see test_rules.py."""
    found = verify(chain, inputs, system.book.data).differences
    return [difference for difference in found if not difference.startswith("rules: ")]


def test_verify__as_deployed__keeps_silent(chain: Chain, inputs: Inputs, deployed: System) -> None:
    findings = verify(chain, inputs, deployed.book.data)
    assert findings.differences == []
    assert len(findings.checks) > 4_000
    findings.raise_differences()


def test_verify__agents_paid__keeps_silent(chain: Chain, inputs: Inputs, deployed: System) -> None:
    deployed.treasury.activate(sender=deployed.accounts["attestor"])
    deployed.treasury.releaseBatch([1, 2, 3], sender=deployed.accounts["attestor"])
    assert differences(chain, inputs, deployed) == []


def sending(chain: Chain, address: str) -> AccountAPI:
    """An address whose key nobody has, but which sends transactions of its own."""
    chain.provider.make_request("anvil_setBalance", [address, hex(10**20)])
    return ape.accounts.test_accounts.impersonate_account(address)


def acting(chain: Chain, system: System, name: str) -> AccountAPI:
    """A contract that does."""
    return sending(chain, system.contracts[name].address)


def travel(chain: Chain, days: int) -> None:
    """Let days pass."""
    chain.provider.make_request("evm_increaseTime", [days * 86_400])
    chain.provider.mine()


PLANTED: dict[str, tuple[str, tuple[Any, ...], list[str]]] = {
    "permission moved": (
        "setTargetFunctionRole",
        ("AgentRegistry", [calldata("admit(uint256)", 0)[:4]], 3),
        ["permissions: AgentRegistry.admit(uint256) is 3, not 1", "permissions: row"],
    ),
    "permission for a selector of no function": (
        "setTargetFunctionRole",
        ("AgentRegistry", [b"\xde\xad\xbe\xef"], 3),
        ["permissions: row"],
    ),
    "permission for a stranger's contract": (
        "setTargetFunctionRole",
        (STRANGER, [b"\0" * 4], 1),
        ["permissions: row"],
    ),
    "unknown role granted": ("grantRole", (77, STRANGER, 0), ["roles: members of unknown role 77"]),
    "role administered by another": ("setRoleAdmin", (4, 2), ["roles: admin of ATTESTOR is 2, not 1"]),
    "grant delay": ("setGrantDelay", (1, 5), ["roles: grant delay of OPERATIONS is 5, not 0"]),
    "role guardian": ("setRoleGuardian", (5, 2), ["roles: guardian of PROVISIONER is 2, not 0"]),
}


@pytest.mark.parametrize("case", PLANTED)
def test_verify__change_by_governance__emits_the_difference(
    case: str, chain: Chain, inputs: Inputs, deployed: System
) -> None:
    function, arguments, expected = PLANTED[case]
    target, *rest = arguments
    if target in deployed.contracts:
        target = deployed.contracts[target].address
    executor = acting(chain, deployed, "ConstitutionalExecutor")
    getattr(deployed.authority, function)(target, *rest, sender=executor)
    travel(chain, 30)
    found = differences(chain, inputs, deployed)
    assert len(found) == len(expected), found
    for difference, start in zip(found, expected, strict=True):
        assert difference.startswith(start)


def test_verify__lawful_changes__keeps_silent_and_notes_them(
    chain: Chain, inputs: Inputs, deployed: System
) -> None:
    """Another registrar, the successor in office, a lower cap, dearer and new resources, a budget, a URI."""
    operations, critical = (acting(chain, deployed, f"{name}Executor") for name in ("Operations", "Critical"))
    registrar, guardian, successor = (inputs.accounts[n] for n in ("registrar", "guardian", "successor"))
    deployed.authority.revokeRole(3, registrar, sender=operations)
    deployed.authority.grantRole(3, APPOINTED, 0, sender=operations)
    deployed.guardianship.proposeRotation(successor, sender=deployed.accounts["guardian"])
    deployed.cap.setHumanCap(40 * 10**24, sender=critical)
    name, _, cost, *_ = inputs.catalogue[0]
    uri = f"{inputs.parameters.contracts['AgentRegistry']['baseURI']}1"
    deployed.resources.setUnitCost(1, cost + 1, sender=operations)
    deployed.resources.register((name_word("tpu"), name_word("hour"), 7, 0, 5), sender=operations)
    deployed.funds.setBudget(name_word("gpu"), USD, 5, sender=critical)
    deployed.registry.setAgentURI(1, "ipfs://P1", sender=sending(chain, inputs.members[0].wallet.address))
    travel(chain, 7)
    deployed.guardianship.acceptRotation(sender=deployed.accounts["successor"])
    travel(chain, 1)  # nobody uses the office in the block in which it was accepted
    found = verify(chain, inputs, deployed.book.data)
    assert found.differences == []
    assert [str(line) for line in findings_table(found).renderables[2:]] == found.notes
    tell(Console(file=StringIO()), chain, inputs, deployed.book.data["contracts"]["Factory"])
    count = len(inputs.catalogue)
    assert found.notes == [
        f"roles: members of REGISTRAR was {{'{registrar}'}} and is {{'{APPOINTED}'}}",
        f"office: guardian was {guardian} and is {successor}",
        f"office: successor was {successor} and is {NOBODY}",
        "office: epoch was 1 and is 2",
        f"cap: humanCap was {50 * 10**24} and is {40 * 10**24}",
        f"funds: budget of gpu in {USD} was {100_000 * 10**6} and is 5",
        f"agents: tokenURI of P1 was {uri.encode()!r} and is {b'ipfs://P1'!r}",
        f"resources: number of resources was {count} and is {count + 1}",
        f"resources: unitCost of {name.rstrip(bytes(1)).decode()} was {cost} and is {cost + 1}",
    ]


def test_verify_authority__registrar_revoked__keeps_nobody_in_the_role(
    chain: Chain, inputs: Inputs, deployed: System
) -> None:
    """Its successor is appointed, and waits."""
    factory = deployed.factory.address
    addresses, after = inputs.addresses(factory), closed_in(chain, factory, 0)
    operations, findings = acting(chain, deployed, "OperationsExecutor"), Findings()
    deployed.authority.revokeRole(3, inputs.accounts["registrar"], sender=operations)
    deployed.authority.grantRole(3, APPOINTED, 0, sender=operations)
    now = verify_authority(chain, findings, inputs, addresses, 0, after)
    assert findings.differences == []
    assert now.accounts.keys() == inputs.accounts.keys() - {"registrar"}
    travel(chain, 3)
    now = verify_authority(chain, findings, inputs, addresses, 0, after)
    assert findings.differences == []
    assert now.accounts == {**inputs.accounts, "registrar": APPOINTED}


def replace_in_storage(chain: Chain, contract: str, old: bytes, new: bytes) -> None:
    """Change the first word of a contract's storage that has these bytes in it."""
    for slot in range(64):
        word = chain.provider.make_request("eth_getStorageAt", [contract, hex(slot), "latest"])
        changed = word.replace(old.hex(), new.hex())
        if changed != word:
            chain.provider.make_request("anvil_setStorageAt", [contract, hex(slot), changed])
            return
    raise AssertionError(f"{old.hex()} is nowhere")


def test_verify__changes_that_no_event_tells__emits_the_differences(
    chain: Chain, inputs: Inputs, deployed: System
) -> None:
    guardian, lower = inputs.accounts["guardian"], 40 * 10**24
    office, cap = deployed.guardianship.address, deployed.cap.address
    replace_in_storage(chain, office, bytes.fromhex(guardian[2:]), bytes.fromhex(CANDIDATE[2:]))
    replace_in_storage(chain, cap, (50 * 10**24).to_bytes(16), lower.to_bytes(16))
    findings, addresses = Findings(), inputs.addresses(deployed.factory.address)
    after = closed_in(chain, deployed.factory.address, 0)
    now = verify_authority(chain, findings, inputs, addresses, 0, after)
    verify_economy(chain, findings, now, addresses, after)
    assert findings.notes == []
    assert findings.differences == [
        f"office: guardian is {CANDIDATE}, not {guardian}",
        f"cap: humanCap is {lower}, not {50 * 10**24}",
    ]


def test_verify__not_handed_over__emits_the_difference(
    chain: Chain, inputs: Inputs, deployed: System
) -> None:
    """The guardian would have the executors' roles."""
    slot, word = hex(HANDED_OVER_SLOT), "0x" + "00" * 32
    chain.provider.make_request("anvil_setStorageAt", [deployed.authority.address, slot, word])
    lost = {
        name: f"roles: {name} has {role} is (False, 0), not (True, 0)" for role, name in EXECUTORS.items()
    }
    won = [f"roles: guardian has {role} is (True, 0), not (False, 0)" for role in EXECUTORS]
    assert set(differences(chain, inputs, deployed)) == {
        *lost.values(), *won, "office: handed over is False, not True",
    }  # fmt: skip


@pytest.mark.parametrize("role", ["guardian", "recovery", "successor"])
def test_verify__another_office_in_the_parameters__emits_the_difference(
    role: str, chain: Chain, inputs: Inputs, deployed: System
) -> None:
    other = replace(inputs, accounts={**inputs.accounts, role: "0x" + "0" * 39 + "1"})
    with pytest.raises(errors.VerificationFailed, match="arguments of Guardianship"):
        verify(chain, other, deployed.book.data).raise_differences()


@pytest.mark.parametrize("field", ["name", "wallet"])
def test_verify__another_census__emits_the_difference(
    field: str, chain: Chain, inputs: Inputs, deployed: System
) -> None:
    first, *rest = inputs.members
    changed = Member(replace(first.agent, name="impostor"), first.wallet)
    if field == "wallet":
        changed = Member(first.agent, Wallet(STRANGER))
    found = differences(chain, replace(inputs, members=[changed, *rest]), deployed)
    assert [difference[:22] for difference in found] == ["agents: birth of P1 is"]


def test_verify__other_code__emits_the_difference(chain: Chain, inputs: Inputs, deployed: System) -> None:
    code = bytearray(chain.code(deployed.escrow.address))
    code[40] ^= 1
    chain.provider.set_code(deployed.escrow.address, bytes(code))
    assert "code: HoldingsEscrow as compiled is False, not True" in differences(chain, inputs, deployed)


def test_verify__other_immutable__emits_the_difference(
    chain: Chain, inputs: Inputs, deployed: System
) -> None:
    token = bytes.fromhex(deployed.token.address[2:])
    code = chain.code(deployed.escrow.address).replace(token, b"\x99" * 20)
    chain.provider.set_code(deployed.escrow.address, code)
    found = differences(chain, inputs, deployed)
    assert any(difference.startswith("immutables: HoldingsEscrow.TOKEN is 0x9999") for difference in found)
    assert any("unexpected word in HoldingsEscrow" in difference for difference in found)


@pytest.mark.parametrize("key", ["address", "codeHash", "arguments"])
def test_verify__book_that_lies__emits_the_difference(
    key: str, chain: Chain, inputs: Inputs, deployed: System
) -> None:
    data = copy.deepcopy(deployed.book.data)
    data["contracts"]["ROAD_Token"][key] = "0x"
    found = verify(chain, inputs, data).differences
    assert len(found) == 1
    assert found[0].startswith("book: ")


def test_verify__empty_book__reverts(chain: Chain, inputs: Inputs) -> None:
    with pytest.raises(errors.BookError, match="nothing is deployed yet"):
        verify(chain, inputs, {"contracts": {}})
