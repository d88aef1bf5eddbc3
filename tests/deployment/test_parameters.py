"""Parameters are refused before the first transaction, by file and key.

A file: as committed | something not filled in | unknown key, key twice, no YAML | bad address |
    same account twice | development accounts off a local chain | no or two sources of wallets |
    too large a divisor
Arguments: a name too many, too few | a type that is not the ABI's | an unknown $name |
    a contract too many, too few
Permissions: unknown role, contract, function | a function with two roles
A chain: main network | unknown | another than the file's
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from deployment import errors
from deployment.chain import Chain
from deployment.inputs import Inputs, load_inputs
from deployment.parameters import FOLDER, NETWORKS, load_parameters, parameters_for_chain
from deployment.permissions import load_permissions

GUARDIAN = "0x70997970C51812dc3A010C7d01b50e0d17dc79C8"


def test_load_parameters__local_file__sets_divisor_of_main_networks() -> None:
    assert load_parameters(FOLDER / "local.yaml").time_divisor == 1


@pytest.mark.parametrize("network", [name for name in NETWORKS.values() if name != "local"])
def test_load_parameters__public_file_as_committed__reverts_naming_the_key(network: str) -> None:
    with pytest.raises(errors.ParameterError, match=r"accounts\.deployer: is not filled in") as caught:
        load_parameters(FOLDER / f"{network}.yaml")
    assert caught.value.key == "accounts.deployer"


def test_load_parameters__key_in_the_environment__keeps_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BLACKROAD_ACCOUNTS__GUARDIAN", GUARDIAN)
    assert load_parameters(FOLDER / "local.yaml").accounts.guardian == GUARDIAN


def put(*keys: str, value: Any) -> Callable[[dict[str, Any]], None]:
    """Set a key somewhere in the parameters."""

    def spoil(data: dict[str, Any]) -> None:
        for key in keys[:-1]:
            data = data[key]
        data[keys[-1]] = value

    return spoil


REFUSALS: dict[str, tuple[Callable[[dict[str, Any]], None], str, str]] = {
    "not filled in": (put("accounts", "guardian", value=None), "accounts.guardian", "not filled in"),
    "missing": (lambda data: data["accounts"].pop("guardian"), "accounts.guardian", "required"),
    "unknown": (put("accounts", "emperor", value=GUARDIAN), "accounts.emperor", "not permitted"),
    "unknown at the top": (put("colour", value=1), "colour", "not permitted"),
    "bad checksum": (put("accounts", "guardian", value=GUARDIAN.lower()), "accounts.guardian", "checksum"),
    "zero": (put("accounts", "guardian", value="0x" + "00" * 20), "accounts.guardian", "zero address"),
    "number": (put("accounts", "guardian", value=7), "accounts.guardian", "string"),
    "twice": (put("accounts", "guardian", value="test:0"), "accounts", "same account"),
    "no agents": (put("census", "agents", value=None), "census", "exactly one of agents and names"),
    "agents and names": (put("census", "names", value=[]), "census", "exactly one of agents and names"),
    "no wallets": (put("census", "wallets", value={}), "census.wallets", "exactly one"),
    "two wallets": (put("census", "wallets", "xpub", value="xpub"), "census.wallets", "exactly one"),
    "divisor 0": (put("time_divisor", value=0), "time_divisor", "greater than or equal to 1"),
    "divisor too large": (put("time_divisor", value=450), "time_divisor", "576 seconds of 72 hours"),
    "divisor uneven": (put("time_divisor", value=7), "time_divisor", "does not divide a day"),
    "chain 5": (put("chain_id", value=5), "chain_id", "none of"),
}


@pytest.mark.parametrize("case", REFUSALS)
def test_load_parameters__something_wrong__reverts_naming_the_key(
    case: str, parameters_file: Callable[..., Path]
) -> None:
    spoil, key, words = REFUSALS[case]
    with pytest.raises(errors.ParameterError, match=words) as caught:
        load_parameters(parameters_file(spoil))
    assert caught.value.key == key


def test_load_parameters__development_account_on_a_public_network__reverts(
    parameters_file: Callable[..., Path],
) -> None:
    with pytest.raises(errors.ParameterError, match="development account"):
        load_parameters(parameters_file(put("chain_id", value=11_155_111)))


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("a: 1\na: 2", None, "stands twice"),
        ("a: [", 1, "no YAML"),
        ("- 1", None, "no keys"),
        ("", None, "no keys"),
    ],
)
def test_load_parameters__broken_file__reverts(
    tmp_path: Path, text: str, line: int | None, words: str
) -> None:
    path = tmp_path / "broken.yaml"
    path.write_text(text)
    with pytest.raises(errors.UnreadableFile, match=words):
        load_parameters(path)


@pytest.mark.parametrize("chain_id", [1, 10, 42_161])
def test_parameters_for_chain__main_network__reverts(
    chain_id: int, parameters_file: Callable[..., Path]
) -> None:
    with pytest.raises(errors.ReservedNetwork, match="main network"):
        parameters_for_chain(chain_id)
    with pytest.raises(errors.ReservedNetwork):
        parameters_for_chain(chain_id, FOLDER / "local.yaml")


def test_parameters_for_chain__unknown_chain__reverts() -> None:
    with pytest.raises(errors.UnknownNetwork, match="chain id 5"):
        parameters_for_chain(5)


def test_parameters_for_chain__file_of_another_chain__reverts() -> None:
    with pytest.raises(
        errors.WrongChain, match="is for chain id 31337, but the node is on chain id 11155111"
    ):
        parameters_for_chain(11_155_111, FOLDER / "local.yaml")


ARGUMENTS: dict[str, tuple[Callable[[dict[str, Any]], None], str, str]] = {
    "too many": (put("contracts", "Factory", "owner", value=GUARDIAN), "Factory.owner", "no such parameter"),
    "too few": (lambda data: data["contracts"]["Factory"].pop("deployer"), "Factory.deployer", "is missing"),
    "renamed": (
        put("contracts", "AgentRegistry", value={"factory": "$Factory", "baseUri": "x"}),
        "AgentRegistry.baseUri", "no such parameter; it has factory, baseURI",
    ),
    "empty": (
        put("contracts", "AgentRegistry", "baseURI", value=None), "AgentRegistry.baseURI", "not filled in",
    ),
    "text for number": (
        put("contracts", "HumanCapEnforcement", "gracePeriod", value="30 days"),
        "HumanCapEnforcement.gracePeriod", "is no uint256",
    ),
    "negative": (
        put("contracts", "HumanCapEnforcement", "gracePeriod", value=-1),
        "HumanCapEnforcement.gracePeriod", "is no uint256",
    ),
    "number for bool": (
        put("contracts", "HumanCapEnforcement", "unverifiedAllowed", value=1),
        "HumanCapEnforcement.unverifiedAllowed", "is no bool",
    ),
    "short bytes": (
        put("contracts", "HumanCapEnforcement", "guardianIdentity", value="0x00"),
        "HumanCapEnforcement.guardianIdentity", "has 1 bytes and must be a bytes32",
    ),
    "no address": (
        put("contracts", "GuardianVesting", "factory", value="Factory"),
        "GuardianVesting.factory", "is no address",
    ),
    "unknown reference": (
        put("contracts", "GuardianVesting", "factory", value="$factory"),
        "GuardianVesting.factory", "unknown",
    ),
    "contract too many": (put("contracts", "Bank", value={}), "Bank", "no contract of the deployment"),
    "contract too few": (lambda data: data["contracts"].pop("AgentTreasury"), "AgentTreasury", "is missing"),
}  # fmt: skip


@pytest.mark.parametrize("case", ARGUMENTS)
def test_load_inputs__arguments_unlike_the_abi__reverts_naming_the_key(
    case: str, parameters_file: Callable[..., Path], chain: Chain
) -> None:
    spoil, key, words = ARGUMENTS[case]
    with pytest.raises(errors.ParameterError, match=words) as caught:
        load_inputs(chain, parameters_file(spoil))
    assert caught.value.key == f"contracts.{key}"


@pytest.mark.parametrize(
    ("permissions", "words"),
    [
        ("KING: {ROAD_Token: [pause]}", "no such role"),
        ("CRITICAL: {Bank: [pause]}", "no contract that the authority manages"),
        ("CRITICAL: {GuardianVesting: [release]}", "no contract that the authority manages"),
        ("CRITICAL: {ROAD_Token: [mint]}", "has no function 'mint'"),
        ("{CRITICAL: {ROAD_Token: [unpause]}, OPERATIONS: {ROAD_Token: [unpause]}}", "has the role CRITICAL"),
    ],
)
def test_load_permissions__table_unlike_the_abi__reverts(
    tmp_path: Path, inputs: Inputs, permissions: str, words: str
) -> None:
    path = tmp_path / "permissions.yaml"
    names = ["CONSTITUTION", "OPERATIONS", "CRITICAL", "REGISTRAR", "ATTESTOR", "PROVISIONER", "OPERATOR"]
    roles = "{" + ", ".join(f"{name}: {number}" for number, name in enumerate(names)) + "}"
    indented = permissions if permissions.startswith("{") else f"{{{permissions}}}"
    path.write_text(f"roles: {roles}\npermissions: {indented}\n")
    with pytest.raises(errors.ParameterError, match=words):
        load_permissions(inputs.artifacts, path)
