"""Cost centres are refused before the first transaction, and read back from the chain.

budgets.yaml: as committed | unknown class | a name twice, too long, none | no whole dollars
verify: as deployed | as governance changed them since | another budget, centre, asset or officer on the chain
"""

from pathlib import Path

import pytest
from eth_utils import keccak

from deployment import errors
from deployment.addresses import name_word
from deployment.budgets import load_centres
from deployment.chain import Chain
from deployment.inputs import Inputs
from deployment.system import System
from deployment.verify_funds import USD
from tests.deployment.test_verify import acting, differences

GPU = name_word("gpu")
BUDGETS_SLOT, DOLLAR_SLOT = 13, 8  # of OperatingFunds


def test_load_centres__as_committed__keeps_the_total() -> None:
    centres = load_centres()
    assert sum(dollars for _, _, dollars in centres) == 220_000 * 10**6
    assert [class_ for _, class_, _ in centres] == [1] * 10 + [2, 3]


@pytest.mark.parametrize(
    ("text", "key", "problem"),
    [
        ("luxury:\n  yachts: 1\n", "luxury", "no such class"),
        ("operational:\n  gpu: 1\ngrant:\n  gpu: 0\n", "grant.gpu", "another class"),
        (f"operational:\n  {'x' * 33}: 1\n", f"operational.{'x' * 33}", "1 to 32"),
        ("operational:\n  'gpü': 1\n", "operational.gpü", "ASCII"),
        ("operational:\n  gpu: 1.5\n", "operational.gpu", "whole dollars"),
        ("operational:\n  gpu: -1\n", "operational.gpu", "whole dollars"),
        ("operational:\n  gpu: true\n", "operational.gpu", "whole dollars"),
    ],
)
def test_load_centres__wrong__reverts_naming_the_key(
    tmp_path: Path, text: str, key: str, problem: str
) -> None:
    path = tmp_path / "budgets.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(errors.ParameterError, match=problem) as caught:
        load_centres(path)
    assert caught.value.key == key


@pytest.mark.usefixtures("undone")
def test_verify__changed_by_governance__keeps_silent(chain: Chain, inputs: Inputs, deployed: System) -> None:
    """Budgets, centres and the security agent are governance's to change, and its events tell of it."""
    critical, funds = acting(chain, deployed, "CriticalExecutor"), deployed.funds
    funds.setBudget(GPU, USD, 7, sender=critical)
    funds.addCentre(name_word("audits"), 1, sender=critical)
    funds.setBudget(name_word("audits"), "0x" + "00" * 20, 5, sender=critical)
    funds.nameSecurity(7, sender=critical)
    assert differences(chain, inputs, deployed) == []


@pytest.mark.usefixtures("undone")
def test_verify__budget_that_no_event_tells_of__emits_the_difference(
    chain: Chain, inputs: Inputs, deployed: System
) -> None:
    centre = keccak(GPU + BUDGETS_SLOT.to_bytes(32))
    slot = "0x" + keccak(bytes(12) + bytes.fromhex(USD[2:]) + centre).hex()
    word = "0x" + (8).to_bytes(32).hex()
    chain.provider.make_request("anvil_setStorageAt", [deployed.funds.address, slot, word])
    assert differences(chain, inputs, deployed) == [f"funds: budget of gpu in {USD} is 8, not 100000000000"]


@pytest.mark.usefixtures("undone")
def test_verify__dollar_that_no_event_tells_of__emits_the_difference(
    chain: Chain, inputs: Inputs, deployed: System
) -> None:
    slot, coin = hex(DOLLAR_SLOT), deployed.token.address
    word = "0x" + "00" * 12 + coin[2:]
    chain.provider.make_request("anvil_setStorageAt", [deployed.funds.address, slot, word])
    found = differences(chain, inputs, deployed)
    assert f"funds: dollar is {coin}, not 0x{'00' * 20}" in found
