"""What OpenZeppelin's plain contracts and the usual ways of paying many recipients cost."""

from pathlib import Path

from eth_abi.abi import encode
from eth_typing import ChecksumAddress
from eth_utils.crypto import keccak

from bench.chain import Chain, wallets
from bench.compile import EVM_VERSION, Artifact, Build
from bench.measurement import Measurement

FOLDER = Path(__file__).parent
BUILD = Build(
    compiler="solc",
    evm_version=EVM_VERSION,
    folder=FOLDER,
    sources=tuple(sorted(source.name for source in FOLDER.glob("*.sol"))),
)
BATCH = 100
"""Recipients of one batch, ours as well."""
CLAIMANTS = 1_250
PAYMENT = 294_000_000 * 10**18 // 1_173 // 4
"""A quarter of an archetype agent's entitlement, in wei."""


def measure(chain: Chain, artifacts: dict[str, Artifact]) -> dict[str, Measurement]:
    """Measure every operation, by the key under which the table looks it up."""
    return {
        "votes_undelegated": transfer_of_votes(chain, artifacts, delegated=False),
        "votes_delegated": transfer_of_votes(chain, artifacts, delegated=True),
        "push_erc20": push_loop(chain, artifacts, "PlainERC20"),
        "push_votes": push_loop(chain, artifacts, "PlainVotes"),
        "merkle_claim": merkle_claim(chain, artifacts),
        "erc721_batch": mint_batch(chain, artifacts),
    }


def transfer_of_votes(chain: Chain, artifacts: dict[str, Artifact], delegated: bool) -> Measurement:
    """Measure a transfer of ERC20Votes between two holders.

    When delegated, both have delegated to themselves and have moved tokens since.
    """
    token = chain.deploy(artifacts["PlainVotes"])
    sender, recipient = wallets("voter", 2)
    for holder in (sender, recipient):
        chain.send(token.functions.transfer(holder, 10 * PAYMENT))
        if delegated:
            chain.send(token.functions.delegate(holder), holder)
    chain.send(token.functions.transfer(recipient, PAYMENT), sender)
    label = "ERC20Votes transfer, both sides delegated" if delegated else "ERC20Votes transfer, no delegates"
    return chain.measure(label, token.functions.transfer(recipient, PAYMENT), sender)


def push_loop(chain: Chain, artifacts: dict[str, Artifact], name: str) -> Measurement:
    """Pay the same list a second time by a loop of transfers; recipients of a token with votes vote."""
    token = chain.deploy(artifacts[name])
    loop = chain.deploy(artifacts["PushLoop"], token.address)
    chain.send(token.functions.transfer(loop.address, 10**27))
    recipients = wallets("recipient", BATCH)
    voting = name == "PlainVotes"
    if voting:
        for recipient in recipients:
            chain.send(token.functions.delegate(recipient), recipient)
    chain.send(loop.functions.pay(recipients, [PAYMENT] * BATCH))
    label = "push loop over ERC20Votes, voting recipients" if voting else "push loop over a plain ERC-20"
    return chain.measure(label, loop.functions.pay(recipients, [PAYMENT] * BATCH), items=BATCH)


def merkle_claim(chain: Chain, artifacts: dict[str, Artifact]) -> Measurement:
    """Claim as one of 1,250 agents that hold the token already, as they do from the second quarter on."""
    token = chain.deploy(artifacts["PlainERC20"])
    claimants = wallets("recipient", CLAIMANTS)
    root, proof = merkle_proof([_leaf(claimant) for claimant in claimants], index=0)
    claims = chain.deploy(artifacts["MerkleClaim"], token.address, root)
    chain.send(token.functions.transfer(claimants[0], PAYMENT))
    chain.send(token.functions.transfer(claims.address, 10**26))
    return chain.measure(
        "Merkle claim of a plain ERC-20", claims.functions.claim(PAYMENT, proof), claimants[0]
    )


def mint_batch(chain: Chain, artifacts: dict[str, Artifact]) -> Measurement:
    """Mint a batch of ERC-721 tokens to new owners, after a first token."""
    token = chain.deploy(artifacts["BatchERC721"])
    chain.send(token.functions.mintBatch(wallets("first owner", 1)))
    owners = wallets("owner", BATCH)
    return chain.measure("ERC-721 mint in a batch", token.functions.mintBatch(owners), items=BATCH)


def merkle_proof(leaves: list[bytes], index: int) -> tuple[bytes, list[bytes]]:
    """Compute the root over sorted pairs, and one leaf's proof; a node without partner moves up as it is."""
    proof: list[bytes] = []
    while len(leaves) > 1:
        partner = index ^ 1
        if partner < len(leaves):
            proof.append(leaves[partner])
        pairs = [leaves[start : start + 2] for start in range(0, len(leaves), 2)]
        leaves = [keccak(b"".join(sorted(pair))) if len(pair) == 2 else pair[0] for pair in pairs]
        index //= 2
    return leaves[0], proof


def _leaf(claimant: ChecksumAddress) -> bytes:
    """Compute the leaf that the contract computes for a claimant."""
    return keccak(keccak(encode(["address", "uint256"], [claimant, PAYMENT])))
