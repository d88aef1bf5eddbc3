"""The stages of the rollout on a stand-in, in order, each begun too early, done and repeated.

testnet ── plan, act, again ── the plan sends nothing; again sends nothing
audit ── before the deployment ── refused; parts left out ── incomplete; head names code and deployment
mainnet ── refused; every condition told with its state; a test network ── refused
distribute, onboard ── before their predecessor ── refused; plan, act, again
verify ── the book alone; sources ── compile to the code
secrets ── in no output and no file
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import yaml
from eth_account import Account
from eth_account.messages import encode_typed_data

from deployment.book import read_book
from deployment.census import Member
from deployment.cohort import SIZE
from deployment.confirmations import domain_separator, sign_confirmation
from tests.networks.standin import PASSPHRASE, StandIn, agents_wallets, standin

pytestmark = pytest.mark.xdist_group("rollout")

SECRET = "s3cr3t-k3y-0f-th3-3ndp01nt"
SEATED = 12  # agents that ask for a seat
DAY = 86_400
REFUSED, DONE = 1, 0


@dataclass
class Rollout:
    """What every command printed, by name, with its exit code."""

    one: StandIn
    told: dict[str, tuple[int, str]] = field(default_factory=dict)
    nonces: dict[str, int] = field(default_factory=dict)

    def stage(self, name: str, *arguments: str, **environment: str) -> None:
        """Run a stage; `name` begins with its own, and may go on to tell it from others."""
        self.run(name, "rollout", name.split(" ")[0], "--book", str(self.one.book), *arguments, **environment)

    def run(self, name: str, *arguments: str, **environment: str) -> None:
        self.told[name] = self.one.run("run", *arguments, **environment)
        self.nonces[name] = sum(
            int(self.one.rpc().request("eth_getTransactionCount", self.one.address(role), "latest"), 16)
            for role in ("deployer", "registrar")
        )

    def refused(self, name: str, *sentences: str) -> None:
        code, text = self.told[name]
        assert code == REFUSED, text
        for sentence in sentences:
            assert sentence in words(text)

    def done(self, name: str, *sentences: str) -> None:
        code, text = self.told[name]
        assert code == DONE, text
        for sentence in sentences:
            assert sentence in words(text)


def words(text: str) -> str:
    """What was printed, whatever its lines and tables."""
    return " ".join(text.replace("│", " ").split())


@pytest.fixture(scope="module")
def rollout(folder: Path) -> Iterator[Rollout]:
    """All stages, in order."""
    with standin("arbitrum-sepolia", folder) as one:
        yield rolled_out(Rollout(one))


def rolled_out(rollout: Rollout) -> Rollout:
    one = rollout.one
    parameters = ("--parameters", str(one.parameters))
    rollout.stage("audit too early", "--only", "verify")
    rollout.stage("testnet plan", *parameters)
    rollout.stage("testnet", *parameters, "--send")
    rollout.stage("testnet again", *parameters, "--send")
    rollout.run("verify", "verify", "--book", str(one.book))
    audits = ("--folder", str(one.folder / "audits"))
    rollout.stage("audit", "--only", "verify", "--only", "matrix", *audits)
    rollout.stage("onboard too early")
    confirm = ("confirm", "--book", str(one.book), "--signatures", str(write_confirmations(one)))
    rollout.run("confirm", *confirm, "--send")
    rollout.stage("distribute plan")
    rollout.stage("distribute", "--send")
    rollout.stage("distribute again", "--send")
    rollout.stage("onboard typed data", "--typed-data", "7", "--building", "family-building")
    requests = ("--requests", str(write_requests(rollout)))
    rollout.stage("onboard plan", *requests)
    rollout.stage("onboard", *requests, "--send")
    rollout.stage("onboard again", *requests, "--send")
    rollout.run("sources", "sources", "--book", str(one.book), "--no-check")
    rollout.stage("mainnet here", *parameters)
    return rollout


def address_of(one: StandIn, contract: str) -> str:
    return str(read_book(one.book)["contracts"][contract]["address"])


def write_confirmations(one: StandIn) -> Path:
    """Every agent signs that its wallet is its own."""
    domain = domain_separator(one.rpc().chain_id, address_of(one, "AgentRegistry"))
    path, deadline, rows = one.folder / "confirmations.csv", one.rpc().now + DAY, ["id,deadline,signature"]
    for number, wallet in enumerate(agents_wallets(), start=1):
        member: Any = Member(type("Agent", (), {"id": number}), wallet)  # type: ignore[arg-type]
        rows.append(f"{number},{deadline},0x{sign_confirmation(domain, member, deadline)[2].hex()}")
    path.write_text("\n".join(rows) + "\n")
    return path


def write_requests(rollout: Rollout) -> Path:
    """Some agents sign the JSON that the stage prints, each for itself."""
    told = rollout.told["onboard typed data"][1]
    data = json.loads(told[told.index("{") :])
    path, rows = rollout.one.folder / "requests.csv", ["id,building,nonce,deadline,signature"]
    for number, wallet in enumerate(agents_wallets()[:SEATED], start=1):
        data["message"] |= {"agentId": number, "wallet": wallet.address}
        signed = Account.sign_message(encode_typed_data(full_message=data), wallet.key).signature
        message = data["message"]
        rows.append(f"{number},family-building,{message['nonce']},{message['deadline']},0x{signed.hex()}")
    path.write_text("\n".join(rows) + "\n")
    return path


def test_testnet__plan__keeps_the_chain(rollout: Rollout) -> None:
    rollout.done("testnet plan", "Plan, rehearsed on a private chain", "cost, ETH", "closeBootstrap")
    rollout.done("testnet plan", "birth 0001-", "deployer", "needs about, ETH", "Nothing was sent")
    assert rollout.nonces["testnet plan"] == 0


def test_testnet__acts__sets_a_verified_deployment(rollout: Rollout) -> None:
    rollout.done("testnet", "Deployed and verified", "governance is in office met")
    rollout.done("testnet", "the registry is sealed met")
    rollout.done("testnet again", "Deployed and verified")
    assert rollout.nonces["testnet again"] == rollout.nonces["testnet"] > 0


def test_book__of_a_deployment__has_what_verify_needs(rollout: Rollout) -> None:
    """Without the parameters' file, which the network's own in this checkout does not fill in."""
    rollout.done("verify", "Everything is as")
    data = read_book(rollout.one.book)
    assert data["chain"]["id"] == 421_614
    assert set(data["compiler"]) == {"name", "version", "evmVersion", "optimizer"}
    assert len(data["commit"].removesuffix("-dirty")) == 40
    for entry in data["contracts"].values():
        assert set(entry) == {"address", "transaction", "block", "gas", "nonce", "arguments", "codeHash"}
    assert len(data["parameters"]["census"]["wallets"]["addresses"]) == SIZE


def test_sources__of_a_deployment__sets_a_file_for_each_contract(rollout: Rollout) -> None:
    rollout.done("sources")
    folder = rollout.one.book.with_name("book-sources")
    index = json.loads((folder / "index.json").read_text())
    contracts = read_book(rollout.one.book)["contracts"]
    assert {name: entry["address"] for name, entry in index.items()} == {
        name: entry["address"] for name, entry in contracts.items()
    }
    assert all((folder / entry["file"]).exists() for entry in index.values())


def test_audit__before_the_deployment__reverts(rollout: Rollout) -> None:
    rollout.refused("audit too early", "book.json: cannot be read as an address book")


def test_audit__with_parts_left_out__sets_an_incomplete_report(rollout: Rollout) -> None:
    rollout.done("audit", "incomplete")
    (report,) = (rollout.one.folder / "audits").glob("*-arbitrum-sepolia.md")
    head = yaml.safe_load(report.read_text().split("---\n")[1])
    assert head["result"] == "incomplete"
    assert {"date", "commit", "network", "code", "deployment"} <= head.keys()
    assert "rewardExceptionally" in report.read_text()


def test_distribute__acts__pays_everybody_once(rollout: Rollout) -> None:
    rollout.done("distribute plan", "Nothing was sent")
    rollout.done("distribute", "first shares are paid met 0 agents can be paid and are not; 0 are held")
    rollout.done("distribute again", "first shares are paid met")
    paid = [int(log["data"], 16) for log in releases(rollout)]
    assert len(paid) == SIZE


def releases(rollout: Rollout) -> list[dict[str, Any]]:
    from eth_utils import keccak

    topic = "0x" + keccak(text="Released(uint256,address,uint256)").hex()
    logs = rollout.one.rpc().logs([address_of(rollout.one, "AgentTreasury")])
    return [log for log in logs if log["topics"][0] == topic]


def test_onboard__before_the_distribution__reverts(rollout: Rollout) -> None:
    rollout.refused("onboard too early", "onboard cannot begin", "the agents' clock runs: not activated")


def test_onboard__acts__seats_whoever_asked(rollout: Rollout) -> None:
    rollout.done("onboard plan", f"{SEATED} requests to relay", "Nothing was sent")
    rollout.done("onboard", f"whoever asked has a seat or waits for one met {SEATED} agents")
    rollout.done("onboard again", f"Seats: {SEATED} agents have one or wait for it; 0 requests to relay")
    assert rollout.nonces["onboard again"] == rollout.nonces["onboard"]
    rows = rollout.one.book.with_name("book-handles.csv").read_text().splitlines()
    assert len(rows) == SIZE + 1
    assert rows[1].startswith("1,@cece_blackroad,copilot,0x")


def test_mainnet__on_a_test_network__reverts(rollout: Rollout) -> None:
    rollout.refused("mainnet here", "mainnet cannot begin", "the chain is a main network: chain id 421614")


def test_mainnet__on_a_main_network__reverts_with_every_condition(rollout: Rollout, tmp_path: Path) -> None:
    """The test network's book and node are the stand-in's."""
    with standin("mainnet", tmp_path) as main:
        data = yaml.safe_load(main.parameters.read_text())
        main.parameters.write_text(yaml.safe_dump({**data, "time_divisor": 1}))
        proven = ("--testnet", rollout.one.choice, "--testnet-book", str(rollout.one.book))
        code, text = main.run(
            "run", "rollout", "mainnet", "--parameters", str(main.parameters), *proven, "--release", "--send",
            ARBITRUM_SEPOLIA_RPC=rollout.one.uri,
        )  # fmt: skip
        assert code == REFUSED
        for sentence in (
            f"guardian {main.address('guardian')}",
            "hash of the whole 0x",
            "it was proven on a test network met arbitrum-sepolia",
            "an audit report of this code is present not met",
            "verify finds no difference met",
            "the registry is sealed met",
            "governance is in office met",
            "the guardian is on a hardware wallet or a contract account not met",
            "the keepers' heartbeat is fresh not met",
            "the subgraph is synced not met",
            "mainnet is reserved",
            "a release cannot begin; not met:",
        ):
            assert sentence in words(text)
        assert int(main.rpc().request("eth_getTransactionCount", main.address("deployer"), "latest"), 16) == 0


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("", "put its URL into the environment variable ARBITRUM_SEPOLIA_RPC"),
        (f"http://127.0.0.1:1/{SECRET}", "the node for arbitrum:sepolia fails: no connection"),
        (f"nonsense://{SECRET}", "the node for arbitrum:sepolia fails"),
    ],
)
def test_deploy__without_a_node__reverts_and_tells_no_secret(
    rollout: Rollout, url: str, sentence: str
) -> None:
    code, text = rollout.one.run(*rollout.one.deploy(), ARBITRUM_SEPOLIA_RPC=url)
    assert code == REFUSED
    assert sentence in words(text)
    assert SECRET not in text


def test_deploy__another_chain_behind_the_url__reverts(rollout: Rollout, tmp_path: Path) -> None:
    with standin("op-sepolia", tmp_path) as other:
        code, text = rollout.one.run(*rollout.one.deploy("--send"), ARBITRUM_SEPOLIA_RPC=other.uri)
    assert code == REFUSED
    assert "is on chain id 11155420, not 421614: check its URL" in words(text)


def test_outputs__of_all_stages__keep_the_secrets(rollout: Rollout) -> None:
    one = rollout.one
    secrets = [PASSPHRASE, *(key.hex() for key in one.keys.values())]
    texts = [text for _, text in rollout.told.values()]
    texts += [path.read_text() for path in one.folder.glob("*.*") if path.is_file()]
    texts += [path.read_text() for path in one.folder.glob("*/*.*") if path.parent.name != "ape"]
    assert len(texts) > 20
    for secret in secrets:
        assert not any(secret in text for text in texts)
    assert not any(one.uri in text for text in texts)
