"""Several calls in one transaction, by a contract that is still under construction."""

from typing import Any

import rlp
from eth_utils import keccak, to_checksum_address

from .actors import Actor
from .rpc import RpcError
from .system import System

Call = tuple[str, str]  # whom, calldata in hex


def creation_code_of(calls: list[Call]) -> str:
    """Code that makes the calls and fails with the first one that does."""
    code = b""
    for to, data in calls:
        payload = bytes.fromhex(data.removeprefix("0x"))
        for offset in range(0, len(payload), 32):
            word = payload[offset : offset + 32].ljust(32, b"\0")
            code += b"\x7f" + word + b"\x61" + offset.to_bytes(2) + b"\x52"  # PUSH32, PUSH2, MSTORE
        code += bytes.fromhex("5f5f61") + len(payload).to_bytes(2) + bytes.fromhex("5f5f73")
        code += bytes.fromhex(to.removeprefix("0x")) + bytes.fromhex("5af1")  # GAS, CALL
        code += b"\x61" + (len(code) + 4 + 7).to_bytes(2) + b"\x57"  # PUSH2, JUMPI past the failure
        code += bytes.fromhex("3d5f5f3e3d5ffd5b")  # what the call reverted with
    return "0x" + (code + b"\x00").hex()


def next_contract(system: System, maker: Actor) -> str:
    """Address of the contract that `maker` creates next."""
    nonce = system.rpc.nonce(maker.address)
    return str(to_checksum_address(keccak(rlp.encode([bytes.fromhex(maker.address[2:]), nonce]))[12:]))


def construct(system: System, maker: Actor, calls: list[Call]) -> dict[str, Any]:
    """Creates a contract whose constructor makes the calls; raises what it reverts with."""
    try:
        return system.rpc.transact(maker.address, None, creation_code_of(calls))
    except RpcError as error:
        raise system.errors.revert(error) from None
