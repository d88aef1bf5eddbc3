"""A Safe of two of three owners takes the office and uses it, from the files that the desk writes.

--safe: a Transaction Builder file, whose transaction the Safe executes | the hash is the Safe's own |
    another kind of contract ── no hash
checksum: the builder's own | another one if anything but the name changes
"""

import json
from dataclasses import dataclass
from typing import Any

import pytest
from eth_account import Account
from eth_account.signers.local import LocalAccount
from eth_typing import Hash32
from eth_utils import keccak

from bench.alternatives.safe import BUILD
from office.safe import checksum
from tests.office.cases import WHY, voting
from tests.office.conftest import Office
from tests.support.agents import REVERTS
from tests.support.contract import Contract
from tests.support.system import DAY, ZERO

OWNERS, NEEDED = 3, 2
FIXED = (0, 0, 0, 0, ZERO, ZERO)  # a plain call, nothing refunded

# As Safe's own builder wrote and signed it off: published with the contracts of a protocol on Ethereum.
BUILT: dict[str, Any] = {
    "version": "1.0",
    "chainId": "1",
    "createdAt": 1713949623894,
    "meta": {
        "name": "Transactions Batch",
        "description": "",
        "txBuilderVersion": "1.16.5",
        "createdFromSafeAddress": "0xcdd57D11476c22d265722F68390b036f3DA48c21",
        "createdFromOwnerAddress": "",
        "checksum": "0x37b66d67757452f835ebc6540e283e27544d1414409577963593e7e535ce3ad9",
    },
    "transactions": [
        {
            "to": "0x9f26d4C958fD811A1F59B01B86Be7dFFc9d20761",
            "value": "0",
            "data": None,
            "contractMethod": {
                "inputs": [
                    {"internalType": kind, "name": name, "type": kind}
                    for kind, name in (
                        ("address", "target"), ("uint256", "value"), ("bytes", "data"),
                        ("bytes32", "predecessor"), ("bytes32", "salt"), ("uint256", "delay"),
                    )
                ],
                "name": "schedule",
                "payable": False,
            },
            "contractInputsValues": {
                "target": "0x9FFDF407cDe9a93c47611799DA23924Af3EF764F",
                "value": "0",
                "data": "0x3beb5517" + "61ff310ac15a517a846da08ac9f9abf2a0f9a2bf".rjust(64, "0")
                + f"{2_000:064x}{5_000:064x}",
                "predecessor": "0x0",
                "salt": "0x0",
                "delay": "259200",
            },
        }
    ],
}  # fmt: skip


@dataclass
class Safe:
    """A deployed Safe with its owners."""

    contract: Contract
    owners: list[LocalAccount]

    def execute(self, office: Office, batch: dict[str, Any]) -> bytes:
        """Execute the file's transaction as the builder does; the answer is the hash that was signed."""
        (one,) = batch["transactions"]
        call = (one["to"], int(one["value"]), bytes.fromhex(one["data"][2:]), *FIXED)
        digest: bytes = self.contract.getTransactionHash(*call, self.contract.nonce())
        signed = [bytes(one.unsafe_sign_hash(Hash32(digest)).signature) for one in self.owners[:NEEDED]]
        self.contract.execTransaction(*call, b"".join(signed), sender=office.system.stranger)
        return digest


@pytest.fixture(scope="module")
def code() -> dict[str, Any]:
    """Safe 1.5.0, compiled."""
    return BUILD.run()


@pytest.fixture
def safe(office: Office, code: dict[str, Any]) -> Safe:
    """A Safe to which the office is to be passed, seven days ago."""
    system = office.system
    owners = [Account.from_key(keccak(text=f"owner {number}")) for number in range(OWNERS)]
    owners.sort(key=lambda owner: int(owner.address, 16))
    single = system.rpc.transact(system.stranger.address, None, "0x" + code["Safe"].bytecode)
    argument = single["contractAddress"][2:].rjust(64, "0")
    proxy = system.rpc.transact(system.stranger.address, None, "0x" + code["SafeProxy"].bytecode + argument)
    contract = Contract(system.rpc, system.errors, "Safe", proxy["contractAddress"], code["Safe"].abi)
    names = [owner.address for owner in owners]
    contract.setup(names, NEEDED, ZERO, b"", ZERO, ZERO, 0, ZERO, sender=system.stranger)
    system.guardianship.proposeRotation(contract, sender=system.guardian)
    system.rpc.travel(7 * DAY)
    return Safe(contract, owners)


def written(office: Office, safe: Safe, name: str, *words: str) -> tuple[str, dict[str, Any]]:
    """What is shown and written of an act."""
    file = office.file(f"{name}.json")
    shown = office.run(*words, "--safe", file)
    batch: dict[str, Any] = json.loads(file.read_text())
    assert set(batch) == {"version", "chainId", "createdAt", "meta", "transactions"}
    assert (batch["version"], batch["chainId"]) == ("1.0", "31337")
    assert batch["meta"]["createdFromSafeAddress"] == safe.contract.address
    assert batch["meta"]["checksum"] == checksum(batch)
    return shown, batch


def test_safe__office_passed_to_it__votes_vetoes_and_pauses(office: Office, safe: Safe) -> None:
    system = office.system
    shown, batch = written(office, safe, "accept", "accept-rotation")
    assert f"hash to sign 0x{safe.execute(office, batch).hex()}" in shown
    assert system.guardianship.guardian() == safe.contract.address
    voting(office)
    shown, batch = written(office, safe, "vote", "vote", "0", "for", "--reason", WHY)
    assert f"by {safe.contract.address} (guardian), epoch 2" in shown
    assert "nonce 1, if nothing else is executed before" in shown
    method = batch["transactions"][0]["contractMethod"]
    assert [parameter["name"] for parameter in method["inputs"]] == ["proposalId", "support", "reason"]
    assert batch["transactions"][0]["contractInputsValues"]["reason"] == WHY
    assert f"hash to sign 0x{safe.execute(office, batch).hex()}" in shown
    proposal = system.governance.proposalDetailsAt(0)[0]
    assert system.governance.hasVoted(proposal, safe.contract)
    shown, batch = written(office, safe, "pause", "pause", "transfers")
    safe.execute(office, batch)
    assert system.token.paused()
    shown, batch = written(office, safe, "veto", "veto", "0", "--reason", WHY)
    safe.execute(office, batch)
    assert system.governance.state(proposal) == 2


def test_safe__another_kind_of_contract__keeps_the_hash_unknown(office: Office) -> None:
    office.system.rpc.set_code(office.system.guardian.address, REVERTS)
    shown = office.run("heartbeat", "--safe", office.file("batch.json"))
    assert "hash to sign unknown: the contract does not tell a nonce as a Safe does" in shown


def test_checksum__of_the_builder__keeps_it() -> None:
    assert checksum(BUILT) == BUILT["meta"]["checksum"]
    assert checksum({**BUILT, "meta": {**BUILT["meta"], "name": "another"}}) == BUILT["meta"]["checksum"]
    assert checksum({**BUILT, "chainId": "10"}) != BUILT["meta"]["checksum"]
