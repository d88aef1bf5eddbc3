"""What our governance costs: a STANDARD proposal with one action, made and decided by agents."""

from web3.contract.contract import ContractFunction

from bench.chain import wallets
from bench.measurement import Measurement
from bench.proposals import FOR, Proposal
from bench.system import BATCH, DAY, System

VOTERS = range(401, 401 + BATCH)
"""Agents whose signed ballots come in one batch."""
FIRST, PERSON, SIGNER, PROPOSER, OTHER = range(501, 506)
"""Agents of the voters' group of 256: the first votes before all others, two make proposals."""
LONELY = 513
"""The first voter of the next group."""
DISCUSSION = VOTING = DELAY = 7 * DAY
NO_REASON = bytes(32)


def governance(system: System) -> dict[str, Measurement]:
    """Take one proposal all the way, and one to a veto."""
    chain = system.chain
    # Paid once, each voter has one checkpoint.
    paid = (*VOTERS, FIRST, PERSON, SIGNER, PROPOSER, OTHER, LONELY)
    chain.send(system.treasury.functions.releaseBatch(paid), system.anyone)
    vetoed, measured = (_proposal(system, agent_id) for agent_id in (OTHER, PROPOSER))
    chain.send(vetoed.propose(), system.wallet(OTHER))
    results = {"propose": chain.measure("proposal", measured.propose(), system.wallet(PROPOSER))}
    chain.travel(DISCUSSION + 1)
    results |= _votes(system, measured)
    chain.send(_batch(system, vetoed), system.anyone)
    chain.travel(VOTING)
    return results | _outcomes(system, measured, vetoed)


def _votes(system: System, proposal: Proposal) -> dict[str, Measurement]:
    """Measure ballots in the ways in which they can come."""
    chain = system.chain
    chain.send(proposal.vote(), system.wallet(FIRST))
    signed = proposal.vote_by_sig(system.key(SIGNER), _nonce(proposal))
    return {
        "vote": chain.measure("vote", proposal.vote(), system.wallet(PERSON)),
        "vote_first": chain.measure("vote, first of its group", proposal.vote(), system.wallet(LONELY)),
        "signature": chain.measure("signed vote, alone", signed, system.anyone),
        "signatures": chain.measure(
            f"signed vote, {BATCH} at once", _batch(system, proposal), system.anyone, BATCH
        ),
    }


def _outcomes(system: System, executed: Proposal, vetoed: Proposal) -> dict[str, Measurement]:
    """Measure what becomes of two proposals that have succeeded."""
    chain, governor = system.chain, system.governance
    by_id = governor.get_function_by_signature("queue(uint256)")(vetoed.id)
    veto = governor.functions.veto(vetoed.id, NO_REASON)
    results = {
        "queue": chain.measure("queueing", executed.queue(), system.anyone),
        "queue_by_id": chain.measure("queueing by id", by_id, system.anyone),
        "veto": chain.measure("veto", veto, system.accounts["guardian"]),
    }
    chain.travel(DELAY)
    return results | {"execute": chain.measure("execution", executed.execute(), system.anyone)}


def _proposal(system: System, agent_id: int) -> Proposal:
    """Return an agent's proposal, with the description as our governor completes it."""
    proposer = system.wallet(agent_id)
    description = f"Proposal {agent_id}: a registrar more#proposer={proposer.lower()}"
    return Proposal(system.governance, system.authority, wallets(f"registrar {agent_id}", 1)[0], description)


def _batch(system: System, proposal: Proposal) -> ContractFunction:
    """Return the call that relays the ballots of all voters."""
    keys = [system.key(agent_id) for agent_id in VOTERS]
    ballots = [(key.address, FOR, proposal.sign(key, _nonce(proposal))) for key in keys]
    return system.ballots.functions.castVotesBySig(proposal.id, ballots)


def _nonce(proposal: Proposal) -> int:
    """Return a voter's first nonce for a proposal: each proposal has nonces of its own."""
    return proposal.id % 2**192 << 64
