"""The guardian's word for a release.

release_of ── what is deployed and where changes it, the commit too | the fee's limit does not
show_release ── says in plain words what is signed
signature_in ── none, no hexadecimal ── reverts | else ── its bytes
check_signed ── the guardian's key, with delegated code too, or contract ── passes
    anybody else's, another release, no answer of the contract's ── reverts
deployment_hash ── anything that is deployed changes it | the fee's limit does not
parameters of a main network ── reserved unless released | then the file alone counts
code_hash_of ── code and permissions change it | parameters do not
"""

import io
from dataclasses import replace
from typing import Any

import pytest
from eth_account import Account
from eth_account.messages import encode_typed_data
from rich.console import Console

from deployment.chain import Chain
from deployment.errors import ParameterError, ReservedNetwork
from deployment.inputs import Inputs
from deployment.parameters import FOLDER, MAIN_NETWORKS, Parameters, load_parameters, parameters_for_chain
from deployment.record import code_hash_of, deployment_hash
from deployment.typed_data import typed_data
from stages.release import (
    Release,
    ReleaseUnsigned,
    check_signed,
    release_of,
    show_release,
    signature_in,
)
from tests.support.actors import actor
from tests.support.agents import AGREES, AGREES_IN_4_BYTES, DISAGREES, REVERTS

GUARDIAN, OTHER = actor("guardian"), actor("stranger")
COMMIT = "c" * 40


@pytest.fixture(scope="session")
def release(inputs: Inputs) -> Release:
    """What the guardian signs, in the test's own guardian's hands."""
    return release_of(replace(inputs, accounts={**inputs.accounts, "guardian": GUARDIAN.address}), COMMIT)


def signed(release: Release, key: Any = GUARDIAN) -> bytes:
    """What a wallet answers to the printed JSON."""
    message = encode_typed_data(full_message=typed_data(release))
    return bytes(Account.sign_message(message, key.account.key).signature)


def test_show_release__words__tell_what_is_signed(inputs: Inputs, release: Release) -> None:
    printed = io.StringIO()
    show_release(Console(file=printed, width=200), release)
    rows = dict(line.strip("│ ").split("│", 1) for line in printed.getvalue().splitlines() if "│" in line)
    told = {name.strip(): text.strip() for name, text in rows.items()}
    assert told.pop("hash to sign").startswith("0x")
    assert told == {
        "chain id": "31337",
        "network": "local",
        "commit": COMMIT,
        **inputs.accounts,
        "guardian": GUARDIAN.address,
        "hash of the code": code_hash_of(inputs),
        "hash of the whole": typed_data(release)["message"]["deployment"],
    }


def test_check_signed__guardians_key__passes(chain: Chain, release: Release, undone: None) -> None:
    check_signed(chain, release, signed(release))
    chain.provider.set_code(GUARDIAN.address, f"0xef0100{OTHER.address[2:]}")
    check_signed(chain, release, signed(release))


def test_check_signed__another_signature__reverts(chain: Chain, inputs: Inputs, release: Release) -> None:
    guardian = f"not signed by the guardian {GUARDIAN.address} for this release: "
    accounts = {**inputs.accounts, "guardian": GUARDIAN.address}
    later = release_of(replace(inputs, accounts=accounts), "d" * 40)
    for signature, problem in [
        (signed(release, OTHER), f"{guardian}{OTHER.address} signed"),
        (bytes(65), f"{guardian}it is no signature of a key"),
        (b"", "the signature has 0 bytes instead of 65"),
    ]:
        with pytest.raises(ReleaseUnsigned) as caught:
            check_signed(chain, release, signature)
        assert caught.value.message == problem
    with pytest.raises(ReleaseUnsigned, match="for this release: 0x"):
        check_signed(chain, release, signed(later))


def test_check_signed__guardians_contract__follows_its_answer(
    chain: Chain, release: Release, undone: None
) -> None:
    chain.provider.set_code(GUARDIAN.address, AGREES)
    check_signed(chain, release, b"")
    for code in (DISAGREES, AGREES_IN_4_BYTES, REVERTS):
        chain.provider.set_code(GUARDIAN.address, code)
        with pytest.raises(ReleaseUnsigned) as caught:
            check_signed(chain, release, signed(release))
        assert caught.value.message == (
            f"the contract {GUARDIAN.address} does not agree to this release (ERC-1271)"
        )


def test_signature_in__text__sets_its_bytes_or_reverts() -> None:
    assert signature_in("0x0aFF") == signature_in("0aff") == b"\x0a\xff"
    for text, problem in [
        (None, "no signature of the guardian's: --signature"),
        ("0xzz", "the signature '0xzz' is no hexadecimal"),
        ("0x123", "the signature '0x123' is no hexadecimal"),
    ]:
        with pytest.raises(ReleaseUnsigned) as caught:
            signature_in(text)
        assert caught.value.message == problem


def permitted(inputs: Inputs, **changes: Any) -> Inputs:
    """The same with another table of permissions."""
    return replace(inputs, permissions=replace(inputs.permissions, **changes))


def less_guarded(inputs: Inputs) -> list[Inputs]:
    """The same with a function of another role, of no role, and with roles of other numbers."""
    table, roles = inputs.permissions.table, inputs.permissions.roles
    first, *_ = table
    moved = {**table, first: "REGISTRAR"}
    missing = {key: role for key, role in table.items() if key != first}
    return [
        permitted(inputs, table=moved),
        permitted(inputs, table=missing),
        permitted(inputs, roles={**roles, "REGISTRAR": roles["ATTESTOR"], "ATTESTOR": roles["REGISTRAR"]}),
        permitted(inputs, roles={**roles, "OPERATOR": 77}),  # of no function's
    ]


def recompiled(inputs: Inputs) -> Inputs:
    """The same with other code of one contract."""
    artifacts = {**inputs.artifacts, "Advice": replace(inputs.artifacts["Governance"], name="Advice")}
    return replace(inputs, artifacts=artifacts)


def test_code_hash_of__code_and_permissions__sets_another(inputs: Inputs) -> None:
    first = code_hash_of(inputs)
    slower = inputs.parameters.model_copy(update={"time_divisor": 2})
    assert code_hash_of(replace(inputs, parameters=slower)) == first
    for changed in (*less_guarded(inputs), recompiled(inputs)):
        assert code_hash_of(changed) != first


def test_deployment_hash__what_is_deployed__sets_another(inputs: Inputs) -> None:
    first = deployment_hash(inputs)
    accounts = {**inputs.accounts, "guardian": OTHER.address}
    members = [replace(inputs.members[0], wallet=inputs.members[1].wallet), *inputs.members[1:]]
    cheaper = inputs.parameters.model_copy(update={"max_fee_gwei": 1})
    slower = inputs.parameters.model_copy(update={"time_divisor": 2})
    assert deployment_hash(inputs) == first
    assert deployment_hash(replace(inputs, parameters=cheaper)) == first
    for changed in (
        replace(inputs, accounts=accounts),
        replace(inputs, members=members),
        replace(inputs, catalogue=inputs.catalogue[1:]),
        replace(inputs, centres=inputs.centres[1:]),
        replace(inputs, parameters=slower),
        *less_guarded(inputs),
        recompiled(inputs),
    ):
        assert deployment_hash(changed) != first


@pytest.mark.parametrize("chain_id", MAIN_NETWORKS)
def test_parameters__of_a_main_network__reverts_unless_released(parameters_file: Any, chain_id: int) -> None:
    accounts = {
        role: actor(role).address for role in load_parameters(FOLDER / "local.yaml").accounts.model_dump()
    }

    def spoil(data: dict[str, Any]) -> None:
        data |= {"chain_id": chain_id, "accounts": accounts}
        data["census"]["wallets"] = {"file": "census/wallets.csv"}

    path = parameters_file(spoil, "local")
    with pytest.raises(ReservedNetwork):
        parameters_for_chain(chain_id, path)
    released: Parameters = parameters_for_chain(chain_id, path, released=True)
    assert released.network == MAIN_NETWORKS[chain_id]

    def hurry(data: dict[str, Any]) -> None:
        spoil(data)
        data["time_divisor"] = 360

    path = parameters_file(hurry, "local")
    with pytest.raises(ParameterError, match="360 on a main network, which has full time"):
        parameters_for_chain(chain_id, path, released=True)


def test_parameters__of_a_main_network__keep_the_environment_out(
    parameters_file: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The variables may be left from the test network's deployment."""
    path = parameters_file()
    expected = load_parameters(path)
    monkeypatch.setenv("BLACKROAD_ACCOUNTS__GUARDIAN", OTHER.address)
    monkeypatch.setenv("BLACKROAD_MAX_FEE_GWEI", "7")
    assert load_parameters(path).accounts.guardian == OTHER.address
    released = load_parameters(path, released=True)
    assert (released.accounts, released.max_fee_gwei) == (expected.accounts, expected.max_fee_gwei)
