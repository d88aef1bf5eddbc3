"""A local Anvil with the chain id of a public network, and the commands on it: all but the URL is real."""

import json
import os
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from eth_account import Account

from deployment.census import Wallet, wallets_from_mnemonic
from deployment.hdkeys import keys_from_mnemonic
from deployment.parameters import FOLDER, NETWORKS, ROOT
from deployment.yaml_file import load_yaml
from tests.support.rpc import Rpc

BLOCK_SECONDS = 0.2
PASSPHRASE = "a passphrase that nobody may print"
ROLES = ("deployer", "guardian", "recovery", "successor", "registrar", "attestor", "provisioner")
KEYFILES = ("deployer", "registrar", "guardian")
PHRASE = "test test test test test test test test test test test junk"  # Anvil's own
AGENTS_PATH = "m/44'/60'/1'/0"
CHOICES = {
    "mainnet": ("ethereum:mainnet:node", "ETHEREUM_MAINNET_RPC", 1),
    "sepolia": ("ethereum:sepolia:node", "ETHEREUM_SEPOLIA_RPC", 11_155_111),
    "op-sepolia": ("optimism:sepolia:node", "OPTIMISM_SEPOLIA_RPC", 11_155_420),
    "arbitrum-sepolia": ("arbitrum:sepolia:node", "ARBITRUM_SEPOLIA_RPC", 421_614),
}


@dataclass
class StandIn:
    """One network: its node, its parameters, its accounts, and where commands write."""

    network: str
    uri: str
    folder: Path
    keys: dict[str, bytes] = field(repr=False)

    @property
    def choice(self) -> str:
        return CHOICES[self.network][0]

    @property
    def book(self) -> Path:
        return self.folder / "book.json"

    @property
    def parameters(self) -> Path:
        return self.folder / "parameters.yaml"

    def address(self, role: str) -> str:
        return str(Account.from_key(self.keys[role]).address)

    def rpc(self) -> Rpc:
        return Rpc(self.uri)

    @property
    def environment(self) -> dict[str, str]:
        """What an operator would set."""
        return {
            **os.environ,
            CHOICES[self.network][1]: self.uri,
            "APE_DATA_FOLDER": str(self.folder / "ape"),
            **{f"APE_ACCOUNTS_{role}_PASSPHRASE": PASSPHRASE for role in KEYFILES},
        }

    def start(self, *arguments: str, **environment: str) -> subprocess.Popen[str]:
        """Start a command of ape's on this network."""
        return subprocess.Popen(
            ["ape", *arguments, "--network", self.choice],
            cwd=ROOT,
            env={**self.environment, **environment},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def run(self, *arguments: str, **environment: str) -> tuple[int, str]:
        """Run it to its end; the answer is its exit code and what it printed."""
        process = self.start(*arguments, **environment)
        output, _ = process.communicate(timeout=600)
        return process.returncode, output

    def deploy(self, *arguments: str) -> list[str]:
        """The arguments of a deployment to this network."""
        return ["run", "deploy", "--parameters", str(self.parameters), "--book", str(self.book), *arguments]


@contextmanager
def standin(network: str, folder: Path, block_seconds: float = BLOCK_SECONDS) -> Iterator[StandIn]:
    """Run a stand-in, with funded accounts, and end it."""
    port = free_port()
    chain_id = CHOICES[network][2]
    flags = ["--port", str(port), "--chain-id", str(chain_id), "--block-time", str(block_seconds), "--silent"]
    with (folder / "anvil.log").open("w") as log:
        node = subprocess.Popen(["anvil", *flags], cwd=ROOT, stdout=log, stderr=log)
    try:
        keys = dict(zip(ROLES, keys_from_mnemonic(PHRASE, "m/44'/60'/0'/0", len(ROLES)), strict=True))
        one = StandIn(network, f"http://127.0.0.1:{port}", folder, keys)
        rpc = wait_for(one, node)
        assert rpc.chain_id == chain_id
        write_keyfiles(one)
        write_wallets(one)
        write_parameters(one)
        yield one
    finally:
        node.terminate()
        node.wait(10)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(one: StandIn, node: subprocess.Popen[bytes]) -> Rpc:
    for _ in range(200):
        assert node.poll() is None, "the node ended"
        try:
            return one.rpc()
        except OSError:
            time.sleep(0.05)
    raise TimeoutError(one.uri)


def write_keyfiles(one: StandIn) -> None:
    """Accounts as `ape accounts import` writes them."""
    folder = one.folder / "ape" / "accounts"
    folder.mkdir(parents=True, exist_ok=True)
    for role in KEYFILES:
        keyfile = Account.encrypt(one.keys[role], PASSPHRASE, kdf="pbkdf2", iterations=1_000)
        (folder / f"{role}.json").write_text(json.dumps(keyfile))


def write_wallets(one: StandIn) -> None:
    """The agents' wallets, as the operator has them from the agents."""
    rows = [f"{number},{wallet.address}" for number, wallet in enumerate(agents_wallets(), start=1)]
    (one.folder / "wallets.csv").write_text("\n".join(["id,wallet", *rows, ""]))


@cache
def agents_wallets() -> list[Wallet]:
    """The agents' wallets with their keys, which only the agents have."""
    return wallets_from_mnemonic(PHRASE, AGENTS_PATH)


def write_parameters(one: StandIn, **changes: Any) -> None:
    """The network's own file, filled in."""
    data = load_yaml(FOLDER / f"{one.network if one.network in NETWORKS.values() else 'sepolia'}.yaml")
    data["chain_id"] = CHOICES[one.network][2]
    data["accounts"] = {role: one.address(role) for role in ROLES}
    data["census"]["wallets"] = {"file": str(one.folder / "wallets.csv")}
    one.parameters.write_text(yaml.safe_dump({**data, **changes}))
