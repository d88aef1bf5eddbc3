"""Payments to the agents: the clock's start, and releases in batches sized from measured gas."""

from collections.abc import Sequence

from ape.api import AccountAPI
from eth_abi import decode
from eth_utils import function_signature_to_4byte_selector

from deployment.abi import calldata
from deployment.chain import Chain
from deployment.changes import topic
from deployment.cohort import QUARTERS, SIZE
from deployment.events import Reporter
from deployment.sender import Sender, sender_for
from deployment.system import System

MAX_RELEASES = 250  # AgentTreasury.MAX_BATCH
QUARTER = 90 * 86_400  # seconds, before the time divisor
RELEASE_SKIPPED = "ReleaseSkipped(uint256,bytes4,uint8)"
PROBLEMS = ("AgentNotPayable(uint256)", "WalletNotProven(uint256,address)", "NothingToRelease(uint256)")


def activated_at(chain: Chain, treasury: str) -> int:
    """When the agents' vesting clock started; 0 before."""
    return int(chain.call(treasury, "activatedAt()", returns="uint256"))


def activate(sender: Sender, treasury: str, account: AccountAPI, reporter: Reporter) -> None:
    """Start the agents' vesting clock, unless it runs already."""
    reporter.phase("activation", 1)
    if not activated_at(sender.chain, treasury):
        sender.send("activate", account, treasury, calldata("activate()"))
    reporter.progress(1)


def releasable(chain: Chain, treasury: str) -> dict[int, int]:
    """What each genesis agent has vested and not received, in wei; those without anything are left out."""
    ids = range(1, SIZE + 1)
    due = chain.call_all([(treasury, "releasableOf(uint256)", [i]) for i in ids], "uint256")
    return {agent_id: amount for agent_id, amount in zip(ids, due, strict=True) if amount}


def release_all(
    sender: Sender, treasury: str, account: AccountAPI, reporter: Reporter, agents: Sequence[int]
) -> dict[int, str]:
    """Pay agents what they have vested; the answer is whoever was passed over, with the reason."""
    chain, left = sender.chain, agents
    total, first_block, quarter = len(left), chain.height + 1, _quarter(chain, treasury)
    reporter.phase("release", total)
    while left:
        size, data = sender.fitting("release", account, treasury, _batch, left, MAX_RELEASES)
        step = f"release quarter {quarter} {left[0]:04}-{left[size - 1]:04}"
        sender.send(step, account, treasury, data, agents=size)
        left = left[size:]
        reporter.progress(total - len(left))
    names = {function_signature_to_4byte_selector(problem): problem for problem in PROBLEMS}
    skipped = {}
    for log in chain.logs(treasury, [topic(RELEASE_SKIPPED)], first_block):
        reason, _ = decode(["bytes4", "uint8"], bytes(log["data"]))
        agent_id = int.from_bytes(bytes(log["topics"][1]), "big")
        skipped[agent_id] = names.get(reason, "0x" + reason.hex())
    return skipped


def first_payday(chain: Chain, system: System, reporter: Reporter) -> dict[int, str]:
    """Start the clock of a new deployment and pay all agents their first quarter; answers as release_all."""
    sender = sender_for(chain, system.book, reporter, system.inputs)
    treasury, keeper = system.treasury.address, system.accounts["registrar"]
    activate(sender, treasury, keeper, reporter)
    return release_all(sender, treasury, keeper, reporter, list(releasable(sender.chain, treasury)))


def _quarter(chain: Chain, treasury: str) -> int:
    """How many quarters have vested."""
    begun = activated_at(chain, treasury)
    divisor = chain.call(treasury, "TIME_DIVISOR()", returns="uint256")
    return int(min(QUARTERS, 1 + (chain.timestamp - begun) * divisor // QUARTER)) if begun else 0


def _batch(ids: Sequence[int]) -> bytes:
    return calldata("releaseBatch(uint256[])", ids)
