"""What a Safe of five owners, three of whom sign, costs for a payment."""

from eth_account.signers.local import LocalAccount
from eth_typing import ChecksumAddress
from eth_utils.address import to_checksum_address
from web3.contract import Contract
from web3.contract.contract import ContractFunction
from web3.types import Wei

from bench.chain import Chain, wallets
from bench.compile import EVM_VERSION, NODE_MODULES, Artifact, Build
from bench.measurement import Measurement
from bench.proposals import voters

SAFE = "@safe-global/safe-smart-account/contracts"
BUILD = Build(
    compiler="solc",
    evm_version=EVM_VERSION,
    folder=NODE_MODULES,
    sources=(f"{SAFE}/Safe.sol", f"{SAFE}/proxies/SafeProxy.sol"),
)
"""Its sources take any compiler from 0.7 on; with ours they cost 0.3 % more than the code in the package."""
OWNERS, NEEDED = 5, 3
NOBODY = to_checksum_address("0x" + "00" * 20)
BILL = 5_000 * 10**6
"""Of a payment, in millionths of a dollar."""
ETHER = 10**18
"""Of a payment in ether, in wei."""
CALL = 0
"""A plain call; nothing is refunded to whoever sends it."""


def measure(
    chain: Chain, artifacts: dict[str, Artifact], plain: dict[str, Artifact]
) -> dict[str, Measurement]:
    """Measure payments to somebody who was paid before, after the first of the Safe."""
    owners = sorted(voters("owner", OWNERS), key=lambda owner: int(owner.address, 16))
    code = chain.deploy(artifacts["Safe"])
    safe = chain.at(artifacts["Safe"], chain.deploy(artifacts["SafeProxy"], code.address).address)
    names = [owner.address for owner in owners]
    chain.send(safe.functions.setup(names, NEEDED, NOBODY, b"", NOBODY, NOBODY, 0, NOBODY))
    token = chain.deploy(plain["PlainDollar"])
    chain.send(token.functions.transfer(safe.address, 10 * BILL))
    chain.give(safe.address, Wei(10 * ETHER))
    payee = wallets("payee", 1)[0]
    transfer = bytes.fromhex(token.encode_abi("transfer", [payee, BILL])[2:])
    signers = owners[:NEEDED]
    results = {}
    for key, label, call in (
        ("safe_erc20", "ERC-20", (token.address, 0, transfer)),
        ("safe_ether", "ether", (payee, ETHER, b"")),
    ):
        chain.send(_execution(safe, signers, *call))
        results[key] = chain.measure(f"Safe: 3 of 5 send {label}", _execution(safe, signers, *call))
    return results


def _execution(
    safe: Contract, signers: list[LocalAccount], to: ChecksumAddress, value: int, data: bytes
) -> ContractFunction:
    """Return the next transaction of the Safe, signed by owners in the order of their addresses."""
    fixed = (to, value, data, CALL, 0, 0, 0, NOBODY, NOBODY)
    digest = safe.functions.getTransactionHash(*fixed, safe.functions.nonce().call()).call()
    signatures = b"".join(bytes(signer.unsafe_sign_hash(digest).signature) for signer in signers)
    return safe.functions.execTransaction(*fixed, signatures)
