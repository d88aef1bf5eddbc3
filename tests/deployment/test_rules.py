"""The contracts' own rules are read against their ABIs, and asked of the chain.

load_rules: as committed | a function without a rule, with two | a view, an unknown function or contract |
    an unknown error or account | a role where the rule has none beside it, none where it has one
verify_rules: as deployed | code that lets everybody through, code that refuses everybody
tell: prints the matrix | fails on a difference
"""

from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
import yaml
from rich.console import Console

from deployment import errors
from deployment.artifacts import EXECUTORS
from deployment.chain import Chain
from deployment.findings import Findings
from deployment.inputs import Inputs
from deployment.matrix import read_matrix
from deployment.probes import verify_rules
from deployment.rules import RULES, load_rules
from deployment.system import System
from deployment.yaml_file import load_yaml
from scripts.roles import tell

pytestmark = pytest.mark.usefixtures("undone")
Spoil = Callable[[dict[str, Any]], Any]

GUARDIAN = "the guardian"


def add(rule: str, contract: str, function: str) -> Spoil:
    """Put a function under a rule."""
    return lambda data: data[rule]["functions"].setdefault(contract, []).append(function)


def drop(rule: str, contract: str, function: str) -> Spoil:
    """Take a function out of a rule."""
    return lambda data: data[rule]["functions"][contract].remove(function)


REFUSALS: dict[str, tuple[Spoil, str]] = {
    "no rule": (drop(GUARDIAN, "ROAD_Token", "pause"), r"ROAD_Token\.pause.*stands in no rule"),
    "two rules": (add("anyone", "ROAD_Token", "pause"), "'pause' stands under .* already"),
    "a view": (add(GUARDIAN, "ROAD_Token", "balanceOf"), r"balanceOf.*no function that changes state"),
    "unknown function": (add(GUARDIAN, "ROAD_Token", "mint"), r"mint.*no function that changes state"),
    "unknown contract": (add(GUARDIAN, "Casino", "play"), "no contract has this name"),
    "unknown error": (lambda data: data[GUARDIAN].update(others="NotYou"), "no contract has the error"),
    "unknown account": (lambda data: data[GUARDIAN].update(may=["emperor"]), "neither an account nor"),
    "unknown key": (lambda data: data[GUARDIAN].update(colour=1), "must have may and functions"),
    "no functions": (lambda data: data[GUARDIAN].pop("functions"), "must have may and functions"),
    "a role beside": (add(GUARDIAN, "AgentRegistry", "admit"), "has the role OPERATIONS in permissions"),
    "no role beside": (
        lambda data: data[GUARDIAN].update(beside_role=True), r"has no role in permissions\.yaml",
    ),
}  # fmt: skip


def test_load_rules__as_committed__keeps_every_function_once(inputs: Inputs) -> None:
    keys = [(row.contract, row.selector) for row in inputs.rules]
    assert len(keys) == len(set(keys)) > 150
    assert {row.contract for row in inputs.rules} >= set(EXECUTORS.values())


@pytest.mark.parametrize("case", REFUSALS)
def test_load_rules__something_wrong__reverts_naming_it(case: str, inputs: Inputs, tmp_path: Path) -> None:
    spoil, words = REFUSALS[case]
    data = load_yaml(RULES)
    spoil(data)
    path = tmp_path / "rules.yaml"
    path.write_text(yaml.safe_dump(data))
    with pytest.raises(errors.ParameterError, match=words):
        load_rules(inputs.artifacts, inputs.permissions, path)


def rule_differences(chain: Chain, inputs: Inputs, system: System) -> list[str]:
    """What the chain's code says against the rules."""
    findings = Findings()
    addresses = {name: contract.address for name, contract in system.contracts.items()}
    verify_rules(chain, findings, inputs, addresses)
    assert len(findings.checks) > 1_000
    return findings.differences


def test_verify_rules__as_deployed__keeps_silent(chain: Chain, inputs: Inputs, deployed: System) -> None:
    assert rule_differences(chain, inputs, deployed) == []


def test_verify_rules__code_that_lets_everybody_through__emits_each(
    chain: Chain, inputs: Inputs, deployed: System
) -> None:
    chain.provider.set_code(deployed.contracts["Advice"].address, b"\0")
    found = rule_differences(chain, inputs, deployed)
    callers = [*inputs.accounts, "a stranger", *EXECUTORS.values()]
    start = "rules: Advice.advise(uint256,uint8,string) by"
    words = "is met with no error, not refused with AdviserNotEntitled"
    assert found == [f"{start} {caller} {words}" for caller in callers]


def test_verify_rules__code_that_refuses_the_guardian__emits_it(
    chain: Chain, inputs: Inputs, deployed: System
) -> None:
    """A guardian who rotated away is no guardian any more."""
    guardianship, attestor = deployed.guardianship, deployed.accounts["attestor"]
    guardianship.proposeRotation(attestor.address, sender=deployed.accounts["guardian"])
    chain.provider.make_request("evm_increaseTime", [7 * 86_400 + 1])
    chain.provider.mine()
    guardianship.acceptRotation(sender=attestor)
    chain.provider.make_request("evm_increaseTime", [1])
    chain.provider.mine()
    found = rule_differences(chain, inputs, deployed)
    pause = "rules: ROAD_Token.pause() by"
    assert f"{pause} guardian is refused with CallerNotGuardian, not let through" in found
    assert f"{pause} attestor is met with no error, not refused with CallerNotGuardian" in found


def test_verify_rules__registrar_revoked__emits_its_functions(
    chain: Chain, inputs: Inputs, deployed: System
) -> None:
    deployed.authority.renounceRole(3, inputs.accounts["registrar"], sender=deployed.accounts["registrar"])
    found = rule_differences(chain, inputs, deployed)
    refused = "by registrar is refused with AccessManagedUnauthorized, not let through"
    assert len(found) == 6  # register has three overloads
    assert all(line.startswith("rules: AgentRegistry.") and line.endswith(refused) for line in found)


def told(chain: Chain, inputs: Inputs, system: System) -> str:
    """What `ape run roles` prints."""
    console = Console(file=StringIO(), width=400)
    tell(console, chain, inputs, system.book.contracts["Factory"])
    assert isinstance(console.file, StringIO)
    return console.file.getvalue()


def test_tell__as_deployed__prints_every_function(chain: Chain, inputs: Inputs, deployed: System) -> None:
    text = told(chain, inputs, deployed)
    for row in inputs.rules:
        assert row.signature in text
    for role, name in EXECUTORS.items():
        assert f"{deployed.contracts[name].address} ({name})" in text
        assert f"{role} {inputs.permissions.roles[role]}" in text
    for office in ("guardian", "recovery", "successor", "registrar", "attestor", "provisioner"):
        assert inputs.accounts[office] in text
    assert inputs.accounts["deployer"] not in text


def test_read_matrix__permission_moved__tells_the_chains(
    chain: Chain, inputs: Inputs, deployed: System
) -> None:
    address = deployed.contracts["ConstitutionalExecutor"].address
    chain.provider.make_request("anvil_setBalance", [address, hex(10**20)])
    chain.provider.make_request("anvil_impersonateAccount", [address])
    (row,) = [row for row in inputs.rules if (row.contract, row.function) == ("AgentRegistry", "admit")]
    data = deployed.authority.setTargetFunctionRole.encode_input(deployed.registry.address, [row.selector], 3)
    sent = {"from": address, "to": deployed.authority.address, "data": "0x" + bytes(data).hex()}
    chain.provider.make_request("eth_sendTransaction", [sent])
    addresses = {name: contract.address for name, contract in deployed.contracts.items()}
    matrix = read_matrix(chain, inputs, addresses, deployed.book.contracts["Factory"]["block"])
    (line,) = [line for line in matrix.lines if line.row == row]
    assert line.needs == "role OPERATIONS, in the table REGISTRAR"
    with pytest.raises(errors.VerificationFailed, match=r"AgentRegistry\.admit\(uint256\) is 3, not 1"):
        told(chain, inputs, deployed)
