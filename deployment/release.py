"""Payments to the agents: the clock's start, and releases in batches sized from measured gas."""

from collections.abc import Sequence

from eth_abi import decode
from eth_utils import function_signature_to_4byte_selector

from deployment.abi import calldata
from deployment.events import Reporter
from deployment.sender import Sender
from deployment.system import System
from deployment.verify_authority import topic

MAX_RELEASES = 250  # AgentTreasury.MAX_BATCH
RELEASE_SKIPPED = "ReleaseSkipped(uint256,bytes4)"
PROBLEMS = ("AgentNotPayable(uint256)", "WalletNotProven(uint256,address)", "NothingToRelease(uint256)")


def activate(system: System, sender: Sender, reporter: Reporter) -> None:
    """Start the agents' vesting clock, unless it runs already."""
    treasury = system.treasury.address
    reporter.phase("activation", 1)
    if sender.chain.call(treasury, "activatedAt()", returns="uint256") == 0:
        sender.send("activate", system.accounts["registrar"], treasury, calldata("activate()"))
    reporter.progress(1)


def release_all(system: System, sender: Sender, reporter: Reporter) -> dict[int, str]:
    """Pay all agents what they have vested; the answer is whoever was passed over, with the reason."""
    chain, treasury, keeper = sender.chain, system.treasury.address, system.accounts["registrar"]
    ids = [member.agent.id for member in system.members]
    due = chain.call_all([(treasury, "releasableOf(uint256)", [i]) for i in ids], "uint256")
    left = [agent_id for agent_id, amount in zip(ids, due, strict=True) if amount]
    first_block = chain.height + 1
    reporter.phase("release", len(ids))
    while left:
        size, data = sender.fitting("release", keeper, treasury, _batch, left, MAX_RELEASES)
        sender.send(f"release {left[0]:04}-{left[size - 1]:04}", keeper, treasury, data, agents=size)
        left = left[size:]
        reporter.progress(len(ids) - len(left))
    names = {function_signature_to_4byte_selector(problem): problem for problem in PROBLEMS}
    skipped = {}
    for log in chain.logs(treasury, [topic(RELEASE_SKIPPED)], first_block):
        (reason,) = decode(["bytes4"], bytes(log["data"]))
        agent_id = int.from_bytes(bytes(log["topics"][1]), "big")
        skipped[agent_id] = names.get(reason, "0x" + reason.hex())
    return skipped


def _batch(ids: Sequence[int]) -> bytes:
    return calldata("releaseBatch(uint256[])", ids)
