"""A deployment from a keyfile account, killed again and again, is the one that nobody disturbed.

ape run deploy --send, SIGKILL at random moments ── same contracts, agents and steps; nothing sent twice
"""

import copy
import random
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from eth_utils import keccak

from deployment.artifacts import PEERS
from deployment.book import read_book
from deployment.cohort import SIZE
from tests.networks.standin import BLOCK_SECONDS, StandIn

pytestmark = pytest.mark.xdist_group("killed")

LEAST_DEATHS = 20
TOLD_BY_THE_CHAIN = ("transaction", "block")  # differs from run to run
PEER_DEPLOYED = "0x" + keccak(text="PeerDeployed(bytes32,address,bytes32)").hex()
AGENT_BORN = "0x" + keccak(text="AgentBorn(uint256,address,uint8,bytes32,uint8)").hex()


@dataclass
class Outcome:
    """What a deployment left. How many births a transaction holds follows from measured gas, and differs."""

    contracts: dict[str, Any]
    steps: dict[str, Any]
    nonces: dict[str, int]
    peers: list[str]
    agents: list[tuple[str, ...]]


@pytest.fixture(scope="module")
def undisturbed(op_sepolia: StandIn) -> Outcome:
    """One run that nobody disturbs; undone."""
    rpc = op_sepolia.rpc()
    snapshot = rpc.request("evm_snapshot")
    code, output = op_sepolia.run(*op_sepolia.deploy("--send"))
    assert code == 0, output
    found = outcome(op_sepolia)
    assert rpc.request("evm_revert", snapshot)
    op_sepolia.book.unlink()
    return found


def test_deploy__killed_at_random_moments__keeps_the_undisturbed_result(
    op_sepolia: StandIn, undisturbed: Outcome
) -> None:
    chance, deaths = random.Random(51_49), 0
    while (code := live(op_sepolia, chance)) is None:
        deaths += 1
    assert code == 0
    assert deaths >= LEAST_DEATHS
    found = outcome(op_sepolia)
    assert found.contracts == undisturbed.contracts
    assert found.peers == undisturbed.peers
    assert len(found.peers) == len(PEERS)
    assert found.agents == undisturbed.agents
    assert len(found.agents) == SIZE
    assert sum(entry.get("agents", 0) for entry in found.steps.values()) == SIZE
    births = len(found.steps) - 1
    assert found.nonces == {"deployer": undisturbed.nonces["deployer"], "registrar": births}


def live(one: StandIn, chance: random.Random) -> int | None:
    """Run a deployment until it ends, or kill it a moment after some change of its book; its exit code."""
    process = one.start(*one.deploy("--send"))
    changes, seen = chance.randint(1, 3), content(one.book)
    while changes and process.poll() is None:
        time.sleep(0.005)
        if (now := content(one.book)) != seen:
            seen, changes = now, changes - 1
    try:
        process.communicate(timeout=chance.uniform(0, 2 * BLOCK_SECONDS))
    except subprocess.TimeoutExpired:
        process.kill()
        process.communicate()
        return None
    return process.returncode


def content(path: Path) -> bytes:
    return path.read_bytes() if path.exists() else b""


def outcome(one: StandIn) -> Outcome:
    rpc, data = one.rpc(), copy.deepcopy(read_book(one.book))
    assert "pending" not in data
    contracts, steps = data["contracts"], data["steps"]
    for entry in (*contracts.values(), *steps.values()):
        for key in TOLD_BY_THE_CHAIN:
            del entry[key]
    addresses = [contracts["Factory"]["address"], contracts["AgentRegistry"]["address"]]
    logs = rpc.logs(addresses)
    peers = [log["topics"][1] for log in logs if log["topics"][0] == PEER_DEPLOYED]
    agents = [(*log["topics"], log["data"]) for log in logs if log["topics"][0] == AGENT_BORN]
    nonces = {role: nonce(one, role) for role in ("deployer", "registrar")}
    return Outcome(contracts, steps, nonces, peers, agents)


def nonce(one: StandIn, role: str) -> int:
    return int(one.rpc().request("eth_getTransactionCount", one.address(role), "latest"), 16)
