"""The compiled contracts, as Ape has them, and what must stand on the chain of them."""

import re
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from ape import project
from eth_utils import function_signature_to_4byte_selector, keccak
from ethpm_types import ContractType

from deployment.abi import selector_of
from deployment.parameters import ROOT

FACTORY = "Factory"
# In the order of deployment: a constructor finds what it calls.
PEERS = (
    "Authority",
    "Guardianship",
    "HumanCapEnforcement",
    "HoldingsEscrow",
    "ROAD_Token",
    "GuardianVesting",
    "AgentRegistry",
    "AgentTreasury",
    "Governance",
    "BallotBox",
    "ProposalClassifier",
    "ProposalAdmission",
    "OperationsExecutor",
    "CriticalExecutor",
    "ConstitutionalExecutor",
    "Succession",
    "AgentCouncil",
    "Advice",
    "EmergencyConfirmation",
    "ResourceAllocation",
    "OperatingFunds",
)
# The three through which governance acts, and their roles.
EXECUTORS = {
    "CONSTITUTION": "ConstitutionalExecutor",
    "OPERATIONS": "OperationsExecutor",
    "CRITICAL": "CriticalExecutor",
}
# Immutables by which the contracts know each other, by the getters' names.
GETTERS = {
    "FACTORY": FACTORY,
    "GUARDIANSHIP": "Guardianship",
    "authority": "Authority",
    "AUTHORITY": "Authority",
    "CAP": "HumanCapEnforcement",
    "ESCROW": "HoldingsEscrow",
    "TOKEN": "ROAD_Token",
    "token": "ROAD_Token",
    "REGISTRY": "AgentRegistry",
    "TREASURY": "AgentTreasury",
    "GOVERNANCE": "Governance",
    "BALLOTS": "BallotBox",
    "CLASSIFIER": "ProposalClassifier",
    "ADMISSION": "ProposalAdmission",
    "COUNCIL": "AgentCouncil",
    "FUNDS": "OperatingFunds",
}
# The compiler leaves a push of 32 zero bytes wherever the constructor writes an immutable.
_IMMUTABLE = re.compile(b"\x7f" + b"\0" * 32)


@dataclass(frozen=True)
class Artifact:
    """One compiled contract."""

    name: str
    type: ContractType

    @property
    def creation_code(self) -> bytes:
        """Bytecode that deploys it, without arguments."""
        return _bytecode(self.type.deployment_bytecode)

    @property
    def runtime_code(self) -> bytes:
        """Bytecode as deployed, zeros where immutables stand."""
        return _bytecode(self.type.runtime_bytecode)

    @cached_property
    def abi(self) -> list[dict[str, Any]]:
        """The ABI as plain data."""
        return [entry.model_dump(mode="json", by_alias=True) for entry in self.type.abi]

    @property
    def constructor_inputs(self) -> list[dict[str, Any]]:
        """Parameters of the constructor."""
        for entry in self.abi:
            if entry["type"] == "constructor":
                return list(entry["inputs"])
        return []

    @cached_property
    def functions(self) -> dict[bytes, str]:
        """Signatures of all external functions, by selector."""
        signatures = self.type.method_identifiers or {}
        return {function_signature_to_4byte_selector(signature): signature for signature in signatures}

    def overloads(self, name: str) -> list[bytes]:
        """Selectors of all functions called `name`."""
        return [
            selector for selector, signature in self.functions.items() if signature.startswith(name + "(")
        ]

    @property
    def is_managed(self) -> bool:
        """Whether the authority decides about some of its functions."""
        return bool(self.overloads("setAuthority"))

    def getters(self) -> dict[str, str]:
        """Names of the contracts that it knows, by getter."""
        return {getter: peer for getter, peer in GETTERS.items() if self.overloads(getter)}

    def immutables_in(self, code: bytes) -> set[bytes] | None:
        """Words that stand where the compiler left room for immutables; None if the rest differs."""
        expected = self.runtime_code
        if len(code) != len(expected):
            return None
        masked, words, end = bytearray(code), set(), 0
        for hole in _IMMUTABLE.finditer(expected):
            start, end = hole.start() + 1, hole.end()
            words.add(code[start:end])
            masked[start:end] = bytes(32)
        return words if bytes(masked) == expected else None


def load_artifact(name: str) -> Artifact:
    """Compile what has changed and return a contract."""
    return Artifact(name, project.get_contract(name).contract_type)


def load_artifacts() -> dict[str, Artifact]:
    """The factory and every contract that it deploys, by name, in the order of deployment."""
    return {name: load_artifact(name) for name in (FACTORY, *PEERS)}


def errors_of(artifacts: Mapping[str, Artifact]) -> dict[bytes, dict[str, Any]]:
    """ABI entries of all custom errors, by selector."""
    entries = [entry for artifact in artifacts.values() for entry in artifact.abi if entry["type"] == "error"]
    return {selector_of(entry): entry for entry in entries}


def compiler_settings() -> dict[str, Any]:
    """Compiler and settings of the contracts, as the address book keeps them."""
    for compiler in project.manifest.compilers or []:
        if FACTORY in (compiler.contractTypes or []):
            settings = compiler.settings or {}
            return {
                "name": compiler.name,
                "version": compiler.version,
                "evmVersion": settings.get("evmVersion"),
                "optimizer": settings.get("optimizer"),
            }
    return {}


def git_commit() -> str:
    """The checkout's commit, with `-dirty` if files differ from it."""
    command = ["git", "-C", str(ROOT), "describe", "--always", "--abbrev=40", "--dirty", "--exclude", "*"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
    return done.stdout.strip() or "unknown"


def code_hash(code: bytes) -> str:
    """Keccak-256 of deployed code, as EXTCODEHASH has it."""
    return "0x" + keccak(code).hex()


def _bytecode(part: Any) -> bytes:
    return bytes.fromhex(part.bytecode.removeprefix("0x"))
