"""Agents' signatures are held against the registry before the first transaction, then relayed.

still_unproven: unknown id | deadline passed | another length, signer, deadline, s, v | a contract
relay_file: a bad line, no funds, dry run ── sends nothing | good ── proves, skips the proven |
    again ── nothing | refused on the chain only ── told with its reason | the public network's book on a fork
to_sign: as the registry hashes it | no such agent
"""

import io
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import click
import pytest
from eth_account import Account
from eth_account.messages import encode_typed_data
from rich.console import Console

from deployment import errors
from deployment.abi import calldata
from deployment.book import Book
from deployment.chain import Chain
from deployment.confirmations import Confirmation, domain_separator, sign_confirmation
from deployment.deployer import Deployer
from deployment.events import Silent
from deployment.inputs import Inputs
from deployment.relay import AGENT, MAX_BYTES, batches
from deployment.system import signers_of
from scripts.confirm import registry_of, relay_file, to_sign
from tests.support.agents import AGREES, AGREES_IN_4_BYTES, DISAGREES, REVERTS

pytestmark = pytest.mark.usefixtures("undone")
BORN, PROVEN, DAY = 6, 5, 86_400
ORDER = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141
AGREES_WITH_NOBODY_ELSE = "0x631626ba7e60e01b331502" + "5f5260205ff3"  # only a call without a sender


@dataclass
class World:
    """A deployment with a few agents, of which one is proven."""

    chain: Chain
    inputs: Inputs
    book: Book
    folder: Path

    def sign(self, agent_id: int, deadline: int | None = None, by: int | None = None) -> Confirmation:
        """An agent's confirmation, signed with the key of the agent `by`."""
        member = self.inputs.members[agent_id - 1]
        until = self.chain.timestamp + DAY if deadline is None else deadline
        digest = domain_separator(self.chain.id, registry_of(self.book))
        if by is None:
            return sign_confirmation(digest, member, until)
        return agent_id, until, sign_confirmation(digest, self.inputs.members[by - 1], until)[2]

    def relay(self, *signed: Confirmation, send: bool = True) -> str:
        """Relay a file of these; the answer is what was printed."""
        path, out = self.folder / "signatures.csv", io.StringIO()
        rows = [f"{agent_id},{deadline},0x{signature.hex()}\n" for agent_id, deadline, signature in signed]
        path.write_text("id,deadline,signature\n" + "".join(rows))
        relayer = signers_of(self.inputs)["registrar"]
        console = Console(file=out, width=200)
        relay_file(console, self.chain, self.inputs, self.book, path, relayer, send)
        return out.getvalue()

    def proven(self) -> list[int]:
        """Ids of the agents that are proven."""
        calls = [(registry_of(self.book), "agent(uint256)", [i]) for i in range(1, BORN + 1)]
        return [i for i, agent in enumerate(self.chain.call_all(calls, AGENT), start=1) if agent[3]]

    def set_code(self, agent_id: int, code: str) -> None:
        """Make an agent's wallet a contract."""
        self.chain.provider.set_code(self.inputs.members[agent_id - 1].wallet.address, code)


@pytest.fixture(scope="module")
def world(chain: Chain, inputs: Inputs, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """Six agents born, the fifth proven."""
    snapshot = chain.provider.snapshot()
    folder = tmp_path_factory.mktemp("confirm")
    book, signers = Book.empty(folder / "local.json", chain, {}), signers_of(inputs)
    deployer = Deployer(chain, inputs, book, Silent(), signers)
    registry = deployer.deploy_contracts()["AgentRegistry"]
    births = [(member.wallet.address, member.agent.name_word) for member in inputs.members[:BORN]]
    data = calldata("birthBatch(uint256,(address,bytes32)[])", 1, births)
    deployer.sender.send("birth", signers["registrar"], registry, data, agents=BORN)
    made = World(chain, inputs, book, folder)
    made.relay(made.sign(PROVEN))
    yield made
    chain.provider.restore(snapshot)


def high(signed: Confirmation) -> Confirmation:
    """The other signature of the same key: OpenZeppelin refuses it."""
    signature = signed[2]
    s = ORDER - int.from_bytes(signature[32:64], "big")
    return *signed[:2], signature[:32] + s.to_bytes(32, "big") + bytes([55 - signature[64]])


REFUSED: dict[str, tuple[Callable[[World], Confirmation], str | None, type[errors.FileError], str]] = {
    "not born": (lambda w: w.sign(7), None, errors.UnknownId, "id 7 is not one of 1 to 6, which are born"),
    "zero": (lambda w: (0, 2**255, b""), None, errors.UnknownId, "id 0 is not one of 1 to 6, which are born"),
    "late": (lambda w: w.sign(2, w.chain.timestamp - 1), None, errors.RefusedSignature, "of P2 has passed"),
    "64 bytes": (
        lambda w: (*w.sign(2)[:2], w.sign(2)[2][:64]), None, errors.MalformedRow,
        "signature of P2 has 64 bytes instead of 65",
    ),
    "another's key": (lambda w: w.sign(2, by=3), None, errors.RefusedSignature, "wallet of P2, for this"),
    "another deadline": (
        lambda w: (2, w.sign(2)[1] + 1, w.sign(2)[2]), None, errors.RefusedSignature, "signed",
    ),
    "upper s": (lambda w: high(w.sign(2)), None, errors.RefusedSignature, "it is no signature of a key"),
    "v of 0": (
        lambda w: (*w.sign(2)[:2], w.sign(2)[2][:64] + b"\0"), None, errors.RefusedSignature, "no signature",
    ),
    "zeros": (lambda w: (*w.sign(2)[:2], bytes(64) + b"\x1b"), None, errors.RefusedSignature, "no signature"),
    "contract refuses": (lambda w: w.sign(2), DISAGREES, errors.RefusedSignature, "not agree (ERC-1271)"),
    "contract reverts": (lambda w: w.sign(2), REVERTS, errors.RefusedSignature, "not agree (ERC-1271)"),
    "contract short": (lambda w: w.sign(2), AGREES_IN_4_BYTES, errors.RefusedSignature, "does not agree"),
}  # fmt: skip


@pytest.mark.parametrize("kind", REFUSED)
def test_relay_file__one_refused_between_good__reverts_before_anything_is_sent(
    world: World, kind: str
) -> None:
    make, code, error, problem = REFUSED[kind]
    if code is not None:
        world.set_code(2, code)
    rows, height = [world.sign(4), make(world), world.sign(1)], world.chain.height
    with pytest.raises(errors.FileError) as caught:
        world.relay(*rows)
    assert (type(caught.value), caught.value.line) == (error, 3)
    assert problem in caught.value.problem
    assert world.chain.height == height


def test_relay_file__good_and_proven__sets_the_good_and_keeps_the_rest(world: World) -> None:
    world.set_code(6, AGREES)  # takes whatever is signed, of any length
    rows = [world.sign(4), (6, world.chain.timestamp + DAY, b""), world.sign(PROVEN, 1), world.sign(1)]
    height = world.chain.height
    plan = world.relay(*rows, send=False)
    assert "To relay: 3 in 1 transactions" in plan
    assert "Nothing was sent" in plan
    assert (world.chain.height, world.proven()) == (height, [PROVEN])
    assert "Relayed: 3. Skipped: 1, proven already." in world.relay(*rows)
    assert (world.chain.height, world.proven()) == (height + 1, [1, 4, PROVEN, 6])
    assert world.book.steps["confirm 0001-0006"]["agents"] == 3
    assert "Relayed: 0. Skipped: 4, proven already." in world.relay(*rows)
    assert world.chain.height == height + 1


def test_relay_file__refused_on_the_chain_only__emits_skipped_and_sets_the_rest(world: World) -> None:
    world.set_code(2, AGREES_WITH_NOBODY_ELSE)
    told = world.relay(world.sign(1), world.sign(2), world.sign(3))
    assert "Relayed: 2. Skipped: 0, proven already." in told
    assert "P2 was passed over by the registry: InvalidSignature" in told
    assert world.proven() == [1, 3, PROVEN]


def test_relay_file__public_networks_book_on_a_fork__reverts_before_anything_is_sent(
    world: World, forked: Path
) -> None:
    public, height = replace(world, book=Book(forked, world.book.data)), world.chain.height
    assert "To relay: 1 in 1 transactions" in public.relay(world.sign(1), send=False)
    with pytest.raises(errors.ForkedNetwork):
        public.relay(world.sign(1))
    assert (world.chain.height, forked.exists()) == (height, False)


def test_relay_file__relayer_without_funds__reverts_before_anything_is_sent(world: World) -> None:
    world.chain.provider.set_balance(world.inputs.accounts["registrar"], 0)
    height = world.chain.height
    with pytest.raises(errors.UnfundedAccount, match="relayer"):
        world.relay(world.sign(1))
    assert world.chain.height == height


def test_batches__long_signatures__keeps_calldata_below_its_bound(world: World) -> None:
    deployer = Deployer(world.chain, world.inputs, world.book, Silent(), signers_of(world.inputs))
    signed = [(agent_id, 2**40, bytes(MAX_BYTES // 4)) for agent_id in range(1, BORN + 1)]
    relayer = deployer.signers["registrar"]
    made = list(batches(deployer.sender, relayer, registry_of(world.book), signed))
    assert [batch.size for batch in made] == [3, 3]
    assert all(len(batch.data) < MAX_BYTES for batch in made)


def test_to_sign__any_agent__keeps_the_registrys_digest(world: World) -> None:
    text = to_sign(world.chain, registry_of(world.book), 3, None)
    message = encode_typed_data(full_message=json.loads(text))
    signed = Account.sign_message(message, world.inputs.members[2].wallet.key)
    deadline = int(json.loads(text)["message"]["deadline"])
    assert deadline == world.chain.timestamp + 30 * DAY
    assert bytes(signed.signature) == world.sign(3, deadline)[2]


def test_to_sign__no_such_agent__reverts(world: World) -> None:
    with pytest.raises(click.BadParameter, match="the registry has no agent 7"):
        to_sign(world.chain, registry_of(world.book), BORN + 1, None)
