"""A local Anvil with the chain id of a public network, and the commands on it: all but the URL is real."""

import json
import os
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml
from eth_account import Account

from deployment.parameters import FOLDER, ROOT
from deployment.yaml_file import load_yaml
from tests.support.rpc import Rpc

BLOCK_SECONDS = 0.25
PASSPHRASE = "a passphrase that nobody may print"
ROLES = ("deployer", "guardian", "recovery", "successor", "registrar", "attestor", "provisioner")
KEYFILES = ("deployer", "registrar", "guardian")
XPUB_SEED = "test test test test test test test test test test test junk"  # Anvil's own
CHOICES = {
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
def standin(network: str, folder: Path, *flags: str) -> Iterator[StandIn]:
    """Run a stand-in, with funded accounts, and end it."""
    port = free_port()
    chain_id = CHOICES[network][2]
    command = ["anvil", "--port", str(port), "--chain-id", str(chain_id), "--silent"]
    if "--no-mining" not in flags:
        command += ["--block-time", str(BLOCK_SECONDS)]
    with (folder / "anvil.log").open("w") as log:
        node = subprocess.Popen([*command, *flags], cwd=ROOT, stdout=log, stderr=log)
    try:
        keys = {role: Account.create().key for role in ROLES}
        one = StandIn(network, f"http://127.0.0.1:{port}", folder, keys)
        rpc = wait_for(one, node)
        assert rpc.chain_id == chain_id
        write_keyfiles(one)
        write_parameters(one)
        for role in ROLES:
            rpc.fund(one.address(role), 10**20)
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


def write_parameters(one: StandIn, **changes: Any) -> None:
    """The network's own file, filled in."""
    data = load_yaml(FOLDER / f"{one.network}.yaml")
    data["accounts"] = {role: one.address(role) for role in ROLES}
    data["census"]["wallets"] = {"file": str(one.folder / "wallets.csv")}
    one.parameters.write_text(yaml.safe_dump({**data, **changes}))
