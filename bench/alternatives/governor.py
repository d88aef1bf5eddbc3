"""What OpenZeppelin's Governor with a TimelockController costs.

Votes are ERC20Votes on the clock of blocks. Every voter has delegated to itself, and so has one checkpoint;
when a ballot is measured another voter has voted for the same proposal before.
"""

from eth_typing import ChecksumAddress
from eth_utils.address import to_canonical_address
from web3.contract import Contract

from bench.chain import Chain, wallets
from bench.compile import Artifact
from bench.measurement import Measurement
from bench.proposals import Proposal, voters

DELAY = 2 * 86_400
"""Of the timelock, in seconds."""
PERIOD = 50
"""Of the voting, in blocks, as the contract has it."""
VOTES = 10**26
NOBODY = ChecksumAddress("0x" + "00" * 20)  # type: ignore[arg-type]


def measure(chain: Chain, artifacts: dict[str, Artifact]) -> dict[str, Measurement]:
    """Measure every operation, by the key under which the table looks it up."""
    token = chain.deploy(artifacts["PlainVotes"])
    first, person, signer = voters("plain voter", 3)
    for voter in (first, person, signer):
        chain.send(token.functions.transfer(voter.address, VOTES))
        chain.send(token.functions.delegate(voter.address), voter.address)
    timelock, governor = _govern(chain, artifacts, token)
    authority = chain.deploy(artifacts["PlainAuthority"], timelock.address)
    vetoed, measured = (
        Proposal(governor, authority, grantee, f"Proposal {number}: a registrar more")
        for number, grantee in enumerate(wallets("grantee", 2), start=1)
    )
    chain.send(vetoed.propose(), first.address)
    results = {"oz_propose": chain.measure("OpenZeppelin: propose", measured.propose(), person.address)}
    for proposal in (vetoed, measured):
        chain.send(proposal.vote(), first.address)
    results["oz_first_signature"] = chain.measure(
        "OpenZeppelin: castVoteBySig, the voter's first", vetoed.vote_by_sig(signer, nonce=0)
    )
    results["oz_vote"] = chain.measure("OpenZeppelin: castVote", measured.vote(), person.address)
    results["oz_signature"] = chain.measure(
        "OpenZeppelin: castVoteBySig", measured.vote_by_sig(signer, nonce=1)
    )
    chain.mine(PERIOD)
    results["oz_queue"] = chain.measure("OpenZeppelin: queue", measured.queue())
    chain.send(vetoed.queue())
    results["oz_cancel"] = chain.measure(
        "OpenZeppelin: TimelockController.cancel", timelock.functions.cancel(_operation(timelock, vetoed))
    )
    chain.travel(DELAY)
    results["oz_execute"] = chain.measure("OpenZeppelin: execute", measured.execute())
    return results


def _govern(chain: Chain, artifacts: dict[str, Artifact], token: Contract) -> tuple[Contract, Contract]:
    """Deploy a timelock in which the governor proposes, the deployer cancels too, and anybody executes."""
    timelock = chain.deploy(artifacts["PlainTimelock"], DELAY, chain.deployer)
    governor = chain.deploy(artifacts["PlainGovernor"], token.address, timelock.address)
    roles = timelock.functions
    for role, account in (
        (roles.PROPOSER_ROLE(), governor.address),
        (roles.CANCELLER_ROLE(), governor.address),
        (roles.CANCELLER_ROLE(), chain.deployer),
        (roles.EXECUTOR_ROLE(), NOBODY),
    ):
        chain.send(roles.grantRole(role.call(), account))
    return timelock, governor


def _operation(timelock: Contract, proposal: Proposal) -> bytes:
    """Return the timelock's id of a queued proposal, whose salt is the governor's."""
    *actions, description_hash = proposal.key
    governor = to_canonical_address(proposal.governor.address).ljust(32, b"\0")
    salt = bytes(a ^ b for a, b in zip(governor, description_hash, strict=True))
    operation: bytes = timelock.functions.hashOperationBatch(*actions, bytes(32), salt).call()
    return operation
