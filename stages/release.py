"""The guardian's word for a release: what it stands for, as a wallet shows it (EIP-712), and whose it is."""

from eip712.messages import EIP712Message, hash_message
from eth_pydantic_types import abi
from rich.console import Console

from deployment.chain import Chain
from deployment.contract_account import is_contract_account
from deployment.errors import DeploymentError
from deployment.inputs import Inputs
from deployment.record import code_hash_of, deployment_hash
from deployment.signatures import LENGTH, contract_agrees, signer_in
from deployment.typed_data import domain_of, typed_data
from office.review import add, sheet

DOMAIN_NAME, DOMAIN_VERSION = "BlackRoad Release", "1"
HEADINGS = {"code": "hash of the code", "deployment": "hash of the whole"}


class ReleaseUnsigned(DeploymentError):
    """The guardian has not signed for this deployment."""


class Release(EIP712Message):
    """The guardian's word that a deployment is to be released, with what a person can compare."""

    network: abi.string
    commit: abi.string
    guardian: abi.address
    recovery: abi.address
    successor: abi.address
    deployer: abi.address
    registrar: abi.address
    attestor: abi.address
    provisioner: abi.address
    code: abi.bytes32
    deployment: abi.bytes32


def release_of(inputs: Inputs, commit: str) -> Release:
    """What the guardian signs: code, and with it permissions, parameters, tables and agents."""
    domain = domain_of(DOMAIN_NAME, DOMAIN_VERSION, inputs.parameters.chain_id)
    values = {
        "network": inputs.parameters.network,
        "commit": commit,
        **inputs.accounts,
        "code": code_hash_of(inputs),
        "deployment": deployment_hash(inputs),
        "eip712_domain": domain,
    }
    return Release.model_validate(values)


def show_release(console: Console, release: Release) -> None:
    """Say in plain words what the guardian's signature would stand for."""
    struct = typed_data(release)
    table = sheet("What the guardian signs: this is deployed to this network, and to no other")
    add(table, "chain id", str(struct["domain"]["chainId"]))
    for name, value in struct["message"].items():
        add(table, HEADINGS.get(name, name), value)
    add(table, "hash to sign", "0x" + bytes(hash_message(release)).hex())
    console.print(table)


def signature_in(text: str | None) -> bytes:
    """The bytes of a signature as it is given on the command line. Raises ReleaseUnsigned."""
    if text is None:
        raise ReleaseUnsigned("no signature of the guardian's: --signature")
    try:
        return bytes.fromhex(text.removeprefix("0x"))
    except ValueError as error:
        raise ReleaseUnsigned(f"the signature {text!r} is no hexadecimal") from error


def check_signed(chain: Chain, release: Release, signature: bytes) -> None:
    """Hold the guardian's signature against the release, a contract's too. Raises ReleaseUnsigned."""
    guardian, digest = str(release.guardian), bytes(hash_message(release))
    if is_contract_account(chain, guardian):
        if not contract_agrees(chain, guardian, digest, signature):
            raise ReleaseUnsigned(f"the contract {guardian} does not agree to this release (ERC-1271)")
        return
    if len(signature) != LENGTH:
        raise ReleaseUnsigned(f"the signature has {len(signature)} bytes instead of {LENGTH}")
    signer = signer_in(signature, digest)
    if signer != guardian:
        found = f"{signer} signed" if signer else "it is no signature of a key"
        raise ReleaseUnsigned(f"not signed by the guardian {guardian} for this release: {found}")
