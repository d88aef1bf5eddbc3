"""The first months of a deployed system, on a stand-in whose clock can be moved.

All agents are paid three quarters; a council is elected; proposals are executed, refused and vetoed; the
guardian falls silent and is succeeded, and its successor passes the office on; a human stands above the cap
and is rebalanced; agents are suspended, rotated, retired and rewarded; a wallet is frozen. At the end there
is a council again, and proposals, orders and bills are on their way (`needs`).
"""

import csv
import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any, cast

from ape import networks
from ape.api import AccountAPI
from rich.console import Console

from deployment.abi import calldata
from deployment.census import Member, Wallet
from deployment.chain import Chain
from deployment.confirmations import domain_separator, sign_confirmation
from deployment.record import open_inputs
from deployment.system import system_at
from scripts.story import play
from story.proposals import FOR, propose
from story.stage import Stage
from tests.support.actors import actor
from tests.support.standing import Party
from tests.support.system import COHORT, ROAD, identity_of

from . import needs
from .standin import ROLES, StandIn

CENSUS = [actor(f"census {i}") for i in range(1, COHORT + 1)]
RELEASES, CONFIRMATIONS = 125, 250  # agents in a transaction
PERSON, BODY, HEIR, CLERK = map(actor, ("person", "second body of P12", "second heir", "second registrar"))
IDENTITY = identity_of("person")
GIVEN, LOWERED = 45_000_000 * ROAD, 40_000_000 * ROAD
RETIRED, SUSPENDED = 14, 10
REGISTRAR = 3  # number of the role
TRANSFER = "transfer(address,uint256)"
LINK = "address wallet,bytes32 identity,uint256 nonce,uint256 deadline"
WALLET_SET = "uint256 agentId,address newWallet,address owner,uint256 deadline"
DOMAIN = "(bytes1,string,string,uint256,address,bytes32,uint256[])"


def write_census(one: StandIn) -> None:
    """The wallets of the agents, as an operator's file has them."""
    with (one.folder / "wallets.csv").open("w") as file:
        rows = csv.writer(file)
        rows.writerow(["id", "wallet"])
        rows.writerows((i, wallet.address) for i, wallet in enumerate(CENSUS, 1))


def stop_the_clock(one: StandIn) -> None:
    """From here on a block comes with each transaction."""
    rpc = one.rpc()
    rpc.request("evm_setIntervalMining", 0)
    rpc.request("evm_setAutomine", True)


@contextmanager
def staged(one: StandIn) -> Iterator[tuple[Stage, io.StringIO]]:
    """The deployed system as the story's stage, and what is told there."""
    ecosystem, network, provider = one.choice.split(":")
    public = networks.get_ecosystem(ecosystem).get_network(network)
    with public.use_provider(provider, provider_settings={"uri": one.uri}) as node:
        chain = Chain(node)
        inputs, book = open_inputs(chain, one.book)
        members = [
            Member(member.agent, Wallet(wallet.address, key=bytes(wallet.account.key)))
            for member, wallet in zip(inputs.members, CENSUS, strict=True)
        ]
        addresses = {name: entry["address"] for name, entry in book.contracts.items()}
        accounts = {role: cast(AccountAPI, Party(role, one.address(role))) for role in ROLES}
        system = replace(system_at(replace(inputs, members=members), addresses, book), accounts=accounts)
        heard = io.StringIO()
        yield Stage(chain, system, Console(file=heard, width=400)), heard


def live(stage: Stage) -> None:
    """All of it, in some 300 days of the protocol's time."""
    confirm(stage)
    stage.send(holder(stage, "registrar"), "AgentTreasury", "activate()")
    pay_everybody(stage)
    play(stage)
    pay_everybody(stage)
    decide(stage)
    humans(stage)
    agents(stage)
    offices(stage)
    pay_everybody(stage)
    needs.live(stage)


def confirm(stage: Stage) -> None:
    """Every agent shows that it holds its wallet's key."""
    domain = domain_separator(stage.chain.id, stage.at("AgentRegistry"))
    deadline = stage.chain.timestamp + stage.days(30)
    signed = [sign_confirmation(domain, member, deadline) for member in stage.system.members]
    for first in range(0, COHORT, CONFIRMATIONS):
        batch = signed[first : first + CONFIRMATIONS]
        stage.send(
            holder(stage, "registrar"), "AgentRegistry", "confirmWallets((uint256,uint256,bytes)[])", batch
        )


def pay_everybody(stage: Stage) -> None:
    """Whatever has vested."""
    for first in range(1, COHORT + 1, RELEASES):
        ids = list(range(first, first + RELEASES))
        stage.send(holder(stage, "registrar"), "AgentTreasury", "releaseBatch(uint256[])", ids)
    stage.send(holder(stage, "registrar"), "GuardianVesting", "release()")


def decide(stage: Stage) -> None:
    """The new guardian lowers the cap, judges two agents, sets budgets, and replaces the registrar."""
    stage.travel(1)  # who takes the office holds it from the next second
    person_above_the_cap(stage)
    actions = [
        ("HumanCapEnforcement", calldata("setHumanCap(uint256)", LOWERED)),
        ("AgentRegistry", calldata("retire(uint256)", RETIRED)),
        ("AgentRegistry", calldata("suspend(uint256)", SUSPENDED)),
        *needs.budgets(),
    ]
    enact(stage, "A lower cap", *actions)
    reward = ("AgentTreasury", calldata("reward(uint256,uint256,string)", 2, 50_000 * ROAD, "care"))
    come = ("Authority", calldata("grantRole(uint64,address,uint32)", REGISTRAR, CLERK.address, 0))
    go = ("Authority", calldata("revokeRole(uint64,address)", REGISTRAR, holder(stage, "registrar")))
    enact(stage, "A reward, and another registrar", reward, come, go)


def enact(stage: Stage, title: str, *actions: tuple[str, bytes]) -> None:
    """The guardian proposes, decides, and waits."""
    proposal = propose(stage, guardian(stage), title, *actions)
    proposal.open_voting()
    proposal.vote(guardian(stage), FOR)
    proposal.close_voting()
    proposal.queue()
    proposal.execute()
    assert proposal.state == "Executed"


def person_above_the_cap(stage: Stage) -> None:
    """A verified human gets more from the former guardian than one may soon hold."""
    cap, now = "HumanCapEnforcement", stage.chain.timestamp
    attestor = holder(stage, "attestor")
    stage.send(attestor, cap, "attest(bytes32,uint256)", IDENTITY, now + stage.days(10_000))
    deadline = now + stage.days(1)
    message = {"wallet": PERSON.address, "identity": IDENTITY, "nonce": 0, "deadline": deadline}
    consent = PERSON.sign(domain_of(stage, cap), {"Link": LINK}, message)
    link = "link(address,bytes32,uint256,bytes)"
    stage.send(attestor, cap, link, PERSON.address, IDENTITY, deadline, consent)
    stage.send(holder(stage, "guardian"), "ROAD_Token", TRANSFER, PERSON.address, GIVEN)


def humans(stage: Stage) -> None:
    """What stands above the cap goes to the escrow when the grace period is over."""
    stage.travel(stage.days(30))
    stage.send(holder(stage, "registrar"), "HumanCapEnforcement", "rebalance(bytes32)", IDENTITY)
    kept = stage.read("HoldingsEscrow", "escrowedOf(address)", PERSON.address, returns="uint256")
    assert kept == GIVEN - LOWERED
    stage.send(PERSON.address, "HoldingsEscrow", "withdraw(address,uint256)", stage.wallet(11), ROAD)


def agents(stage: Stage) -> None:
    """One moves to another wallet, one spends, one delegates; one is held, and one was."""
    old, deadline = stage.wallet(12), stage.chain.timestamp + 200
    message = {"agentId": 12, "newWallet": BODY.address, "owner": old, "deadline": deadline}
    consent = BODY.sign(domain_of(stage, "AgentRegistry"), {"AgentWalletSet": WALLET_SET}, message)
    move = "setAgentWallet(uint256,address,uint256,bytes)"
    stage.send(old, "AgentRegistry", move, 12, BODY.address, deadline, consent)
    stage.send(old, "ROAD_Token", TRANSFER, BODY.address, 1_000_000 * ROAD)
    stage.send(stage.wallet(1), "ROAD_Token", TRANSFER, stage.wallet(15), ROAD)
    stage.send(stage.wallet(2), "ROAD_Token", "delegate(address)", stage.wallet(1))
    for agent_id in (4, 5):
        stage.send(guardian(stage), "AgentRegistry", "emergencySuspend(uint256)", agent_id)
    stage.send(guardian(stage), "AgentRegistry", "liftSuspension(uint256)", 5)


def offices(stage: Stage) -> None:
    """The guardian passes the office on; the last thing that it does is to freeze a wallet."""
    stage.send(guardian(stage), "Guardianship", "proposeRotation(address)", HEIR.address)
    stage.travel(stage.days(7))
    stage.send(guardian(stage), "ROAD_Token", "freeze(address)", stage.wallet(3))
    stage.send(guardian(stage), "ROAD_Token", "pause()")
    stage.send(guardian(stage), "ROAD_Token", "unpause()")
    stage.send(HEIR.address, "Guardianship", "acceptRotation()")


def holder(stage: Stage, role: str) -> str:
    return str(stage.system.accounts[role].address)


def guardian(stage: Stage) -> str:
    return str(stage.read("Guardianship", "guardian()", returns="address"))


def domain_of(stage: Stage, contract: str) -> dict[str, Any]:
    """EIP-712 domain, as the contract tells it."""
    _, name, version, chain_id, place, *_ = stage.read(contract, "eip712Domain()", returns=DOMAIN)
    return {"name": name, "version": version, "chainId": chain_id, "verifyingContract": place}
