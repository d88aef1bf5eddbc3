"""What a main network is released on: conditions that are read, and the guardian's signature."""

import re
import time
from pathlib import Path
from typing import Any

import requests
from ape import accounts as ape_accounts
from eip712.messages import EIP712Message
from eth_abi import encode
from eth_pydantic_types import abi
from eth_utils import keccak

from deployment.chain import Chain
from deployment.errors import DeploymentError, NoAnswer, UnreadableFile
from deployment.inputs import Inputs
from deployment.record import code_hash_of
from deployment.signatures import AGREED, LENGTH, signer_in
from deployment.typed_data import domain_of, typed_data
from stages.conditions import Condition
from stages.report import newest, read_head

HARDWARE = ("ape_ledger", "ape_trezor")
KEEPERS_SECONDS = 2 * 3_600  # a keeper that succeeded less long ago is at work
SUBGRAPH_BLOCKS = 50  # behind the chain's head at most
PROBE_SECONDS = 20
META = {"query": "{ _meta { block { number } hasIndexingErrors } }"}
_SUCCESS = re.compile(r"^road_keeper_last_success_timestamp\S*\s+([0-9.e+]+)$", re.MULTILINE)

DOMAIN_NAME, DOMAIN_VERSION = "BlackRoad Release", "1"
DOMAIN_TYPE = "EIP712Domain(string name,string version,uint256 chainId)"
RELEASE_TYPE = "Release(bytes32 deployment)"


class ReleaseUnsigned(DeploymentError):
    """The guardian has not signed for this deployment."""


class Release(EIP712Message):
    """The guardian's word that a deployment is to be released."""

    deployment: abi.bytes32


def audited(inputs: Inputs, folder: Path) -> Condition:
    """The newest report passed, and is of this code."""
    sentence, path = "an audit report of this code is present", newest(folder)
    if path is None:
        return Condition(sentence, met=False, detail=f"no report in {folder.name}/")
    try:
        head = read_head(path)
    except UnreadableFile as error:
        return Condition(sentence, met=False, detail=error.message)
    if head.result != "passed":
        return Condition(sentence, met=False, detail=f"{path.name} is {head.result}")
    same = head.code == code_hash_of(inputs)
    return Condition(sentence, same, path.name if same else f"{path.name} is of other code")


def guarded(chain: Chain, guardian: str) -> Condition:
    """The office goes to a hardware wallet or a contract account."""
    sentence = "the guardian is on a hardware wallet or a contract account"
    if chain.code(guardian):
        return Condition(sentence, met=True, detail=f"{guardian} is a contract")
    for account in ape_accounts:
        if account.address == guardian and type(account).__module__.split(".")[0] in HARDWARE:
            return Condition(sentence, met=True, detail=f"{account.alias} is a hardware wallet's")
    return Condition(sentence, met=False, detail=f"{guardian} is neither, as far as this machine knows")


def keepers_at_work(metrics: Path | None) -> Condition:
    """The keepers' metrics tell of a recent success."""
    sentence = "the keepers' heartbeat is fresh"
    if metrics is None or not metrics.exists():
        return Condition(sentence, met=False, detail="no metrics of keepers: --keeper-metrics FILE")
    seen = max((float(value) for value in _SUCCESS.findall(metrics.read_text())), default=0)
    if not seen:
        return Condition(sentence, met=False, detail=f"{metrics.name} tells of no success")
    age = time.time() - seen
    return Condition(sentence, 0 <= age <= KEEPERS_SECONDS, f"last success {age:,.0f} seconds ago")


def subgraph_synced(chain: Chain, url: str | None) -> Condition:
    """The subgraph has indexed the test network's deployment up to its head."""
    sentence = "the subgraph is synced"
    if url is None:
        return Condition(sentence, met=False, detail="no endpoint of the subgraph: --subgraph URL")
    try:
        answer = requests.post(url, json=META, timeout=PROBE_SECONDS).json()
        meta = answer["data"]["_meta"]
        behind, broken = chain.height - int(meta["block"]["number"]), bool(meta["hasIndexingErrors"])
    except (requests.RequestException, KeyError, TypeError, ValueError):
        return Condition(sentence, met=False, detail="the endpoint does not answer as a subgraph does")
    detail = f"{behind} blocks behind" + (", with errors" if broken else "")
    return Condition(sentence, behind <= SUBGRAPH_BLOCKS and not broken, detail)


def release_digest(chain_id: int, deployment: str) -> bytes:
    """What the guardian signs, by EIP-712."""
    values = [keccak(text=DOMAIN_TYPE), keccak(text=DOMAIN_NAME), keccak(text=DOMAIN_VERSION), chain_id]
    domain = keccak(encode(["bytes32", "bytes32", "bytes32", "uint256"], values))
    message = encode(["bytes32", "bytes32"], [keccak(text=RELEASE_TYPE), bytes.fromhex(deployment[2:])])
    return keccak(b"\x19\x01" + domain + keccak(message))


def release_typed_data(chain_id: int, deployment: str) -> dict[str, Any]:
    """The same as wallets take it: the JSON of `eth_signTypedData_v4`."""
    domain = domain_of(DOMAIN_NAME, DOMAIN_VERSION, chain_id)
    return typed_data(Release.model_validate({"deployment": deployment, "eip712_domain": domain}))


def check_signed(chain: Chain, guardian: str, deployment: str, signature: bytes) -> None:
    """Hold the guardian's signature against the deployment, a contract's too. Raises ReleaseUnsigned."""
    digest = release_digest(chain.id, deployment)
    if chain.code(guardian):
        try:
            call = "isValidSignature(bytes32,bytes)"
            if chain.call(guardian, call, digest, signature, returns="bytes32") == AGREED:
                return
        except NoAnswer:
            pass
        raise ReleaseUnsigned(f"the contract {guardian} does not agree to deployment {deployment} (ERC-1271)")
    if len(signature) != LENGTH:
        raise ReleaseUnsigned(f"the signature has {len(signature)} bytes instead of {LENGTH}")
    signer = signer_in(signature, digest)
    if signer != guardian:
        found = f"{signer} signed" if signer else "it is no signature of a key"
        raise ReleaseUnsigned(f"not signed by the guardian {guardian} for deployment {deployment}: {found}")
