"""Calls that are never sent: whether the code lets through whom the rules say, and nobody else."""

from collections.abc import Mapping, Sequence
from typing import Any

from eth_abi import encode
from eth_utils import keccak, to_checksum_address

from deployment.abi import abi_type
from deployment.artifacts import EXECUTORS, errors_of
from deployment.chain import Chain
from deployment.findings import Findings
from deployment.inputs import Inputs
from deployment.rules import Row

STRANGER = to_checksum_address(keccak(text="blackroad stranger")[-20:])
SOMEBODY = to_checksum_address(keccak(text="blackroad somebody")[-20:])
REGISTRAR = 3  # an appointed role, where a role is asked for
# Where a valid call needs more than one sample of each type.
SAMPLES: dict[str, Sequence[Any]] = {"propose": ([SOMEBODY], [0], [b""], "text")}


def sample(parameter: Mapping[str, Any], guardian: str) -> Any:
    """A valid value of an ABI type: role and agent numbers that exist, empty lists, somebody's address."""
    kind = str(parameter["type"])
    if kind.endswith("]"):
        return []
    if kind == "tuple":
        return tuple(sample(part, guardian) for part in parameter["components"])
    if kind.startswith("uint"):
        return REGISTRAR if parameter["name"] == "roleId" else 1
    if kind.startswith("bytes"):
        return b"\1" * int(kind[5:] or 4)
    if parameter["name"] == "caller":  # of Guardianship.act: on whose behalf
        return guardian
    return {"address": SOMEBODY, "bool": True, "string": "text"}[kind]


def sample_call(row: Row, guardian: str) -> bytes:
    """Calldata of a function with valid values."""
    inputs = row.entry["inputs"]
    values = SAMPLES.get(row.function) or [sample(parameter, guardian) for parameter in inputs]
    return row.selector + encode([abi_type(parameter) for parameter in inputs], values)


def verify_rules(chain: Chain, findings: Findings, inputs: Inputs, addresses: Mapping[str, str]) -> None:
    """Ask every function as a stranger, as every account and as every executor, and look at the errors."""
    accounts = {**inputs.accounts, "a stranger": STRANGER}
    callers = {**accounts, **{name: addresses[name] for name in EXECUTORS.values()}}
    guardian = inputs.accounts["guardian"]
    asked = [(row, name) for row in inputs.rules for name in callers if row.rule.others]
    calls = [(callers[name], addresses[row.contract], sample_call(row, guardian)) for row, name in asked]
    errors = errors_of(inputs.artifacts)
    for (row, name), refusal in zip(asked, chain.refusals(calls), strict=True):
        met = errors[refusal[:4]]["name"] if refusal[:4] in errors else ""
        what = f"{row.contract}.{row.signature} by {name}"
        denied = f"refused with {row.rule.others}"
        if row.rule.allows(name, is_peer=name not in accounts):
            found = denied if met == row.rule.others else "let through"
            findings.equal("rules", what, "let through", found)
        else:
            refused = met in (row.rule.others, *row.rule.before)
            findings.equal("rules", what, denied, denied if refused else f"met with {met or 'no error'}")
