"""What the owners of a Safe sign: a file for Safe's Transaction Builder, and the hash on their devices."""

import json
from collections.abc import Mapping
from typing import Any

from eth_abi import encode
from eth_utils import keccak

from deployment.abi import readable, values_of
from deployment.addresses import NOBODY
from deployment.chain import Chain
from deployment.errors import NoAnswer
from office.act import Act, notice_of
from office.desk import Desk

VERSION = "1.0"  # of the file's format
BUILDER = "1.18.0"  # the Transaction Builder that the file is for
DOMAIN = b"EIP712Domain(uint256 chainId,address verifyingContract)"
SAFE_TX = (
    b"SafeTx(address to,uint256 value,bytes data,uint8 operation,uint256 safeTxGas,uint256 baseGas,"
    b"uint256 gasPrice,address gasToken,address refundReceiver,uint256 nonce)"
)


def batch_of(desk: Desk, act: Act, safe: str) -> dict[str, Any]:
    """A batch file with one transaction."""
    entry = desk.entry_of(act.contract, act.data)
    if entry is None:
        raise ValueError(f"the ABI has no {act.name}")
    pairs = zip(entry["inputs"], values_of(entry, act.data), strict=True)
    method = {
        "inputs": [_input(parameter) for parameter in entry["inputs"]],
        "name": act.function,
        "payable": entry["stateMutability"] == "payable",
    }
    transaction = {
        "to": desk.addresses[act.contract],
        "value": "0",
        "data": "0x" + act.data.hex(),
        "contractMethod": method,
        "contractInputsValues": {parameter["name"]: _text(value) for parameter, value in pairs},
    }
    batch: dict[str, Any] = {
        "version": VERSION,
        "chainId": str(desk.chain.id),
        "createdAt": desk.now * 1_000,
        "meta": {
            "name": act.name,
            "description": notice_of(desk, act.contract, act.signature),
            "txBuilderVersion": BUILDER,
            "createdFromSafeAddress": safe,
            "createdFromOwnerAddress": "",
        },
        "transactions": [transaction],
    }
    batch["meta"]["checksum"] = checksum(batch)
    return batch


def checksum(batch: dict[str, Any]) -> str:
    """The builder's checksum of a batch file: of everything but its name, in the order of the keys."""
    meta = {key: value for key, value in batch["meta"].items() if key != "checksum"}
    return "0x" + keccak(text=_serialized({**batch, "meta": {**meta, "name": None}})).hex()


def safe_nonce(chain: Chain, safe: str) -> int | None:
    """Number of the Safe's next transaction; None where the contract is of another kind."""
    try:
        return int(chain.call(safe, "nonce()", returns="uint256"))
    except NoAnswer:
        return None


def safe_hash(chain_id: int, safe: str, to: str, data: bytes, nonce: int) -> bytes:
    """The EIP-712 hash of a plain call that refunds nobody."""
    domain = keccak(encode(["bytes32", "uint256", "address"], [keccak(DOMAIN), chain_id, safe]))
    kinds = [
        "bytes32",
        "address",
        "uint256",
        "bytes32",
        "uint8",
        *["uint256"] * 3,
        "address",
        "address",
        "uint256",
    ]
    values = [keccak(SAFE_TX), to, 0, keccak(data), 0, 0, 0, 0, NOBODY, NOBODY, nonce]
    return keccak(b"\x19\x01" + domain + keccak(encode(kinds, values)))


def _serialized(value: Any) -> str:
    """JSON as the builder hashes it: each object is the list of its keys, then its values."""
    if isinstance(value, list):
        return "[" + ",".join(map(_serialized, value)) + "]"
    if isinstance(value, dict):
        keys = sorted(value)
        listed = json.dumps(keys, ensure_ascii=False, separators=(",", ":"))
        return "{" + listed + "".join(_serialized(value[key]) + "," for key in keys) + "}"
    return json.dumps(value, ensure_ascii=False)


def _input(parameter: Mapping[str, Any]) -> dict[str, Any]:
    """A parameter as the builder knows it."""
    plain: dict[str, Any] = {key: parameter[key] for key in ("internalType", "name", "type")}
    if parameter.get("components"):
        plain["components"] = [_input(part) for part in parameter["components"]]
    return plain


def _text(value: Any) -> str:
    """An argument as the builder's form takes it."""
    plain = readable(value)
    return plain if isinstance(plain, str) else json.dumps(plain)
