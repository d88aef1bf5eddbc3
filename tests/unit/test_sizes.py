"""Every contract leaves a kibibyte of what EIP-170 allows a contract's code.

code
├── more than 24,576 - 1,024 bytes ── fails
└── at most ── passes
"""

from pathlib import Path

import ape
import pytest

LIMIT = 24_576 - 1_024
SOURCES = Path(ape.project.path) / "contracts"
NAMES = sorted(path.stem for folder in (SOURCES, SOURCES / "executors") for path in folder.glob("*.sol"))


def size_of(name: str) -> int:
    """Bytes of code as deployed; an abstract contract has none."""
    code = ape.project.get_contract(name).contract_type.runtime_bytecode
    return len(bytes.fromhex((code.bytecode or "0x").removeprefix("0x"))) if code else 0


def test_code__contracts__are_found() -> None:
    assert {"Factory", "Governance", "AgentCouncil", "CriticalExecutor"} <= set(NAMES)
    assert [name for name in NAMES if size_of(name) == 0] == ["ProposalExecutor"]


@pytest.mark.parametrize("name", NAMES)
def test_code__size__leaves_a_kibibyte(name: str) -> None:
    assert size_of(name) <= LIMIT
