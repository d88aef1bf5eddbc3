"""The catalogue of resources is read, refused where it is wrong, and read back from the chain.

load_catalogue: as committed | no resource, a key too many, a name or unit that is too long, a bad number
verify_resources: as deployed (test_verify.py) | a change by governance ── noted | no event ── differs
"""

from pathlib import Path

import pytest
import yaml

from deployment import errors
from deployment.catalogue import CATALOGUE, load_catalogue
from deployment.chain import Chain
from deployment.findings import Findings
from deployment.inputs import Inputs
from deployment.system import System
from deployment.verify_resources import verify_resources
from deployment.yaml_file import load_yaml
from tests.deployment.test_verify import acting

SEATS = {b"research-lab": 500, b"communication-lab": 400, b"history-building": 300, b"family-building": 600}
GOOD = {"unit": "GiB", "unitCost": 1, "capacity": 0, "maxAmount": 5}


def test_load_catalogue__as_committed__keeps_all_of_the_specification() -> None:
    catalogue = {terms[0].rstrip(b"\0"): terms[1:] for terms in load_catalogue()}
    assert {name: terms[2] for name, terms in catalogue.items() if terms[2]} == SEATS
    assert len(catalogue) == 14 + len(SEATS)
    assert {terms[0].rstrip(b"\0") for terms in catalogue.values()} >= {
        b"milli-CPU", b"milli-GPU", b"MiB", b"GiB", b"Mbit/s", b"endpoint", b"instance", b"seat",
    }  # fmt: skip


REFUSALS: dict[str, tuple[str, object, str]] = {
    "no resource": ("gold", 5, "gold"),
    "long name": ("x" * 33, GOOD, "x" * 33),
    "long unit": ("gold", {**GOOD, "unit": "y" * 33}, "gold.unit"),
    "no unit": ("gold", {**GOOD, "unit": ""}, "gold.unit"),
    "text": ("gold", {**GOOD, "unitCost": "1"}, "gold.unitCost"),
    "negative": ("gold", {**GOOD, "capacity": -1}, "gold.capacity"),
    "too large": ("gold", {**GOOD, "unitCost": 2**64}, "gold.unitCost"),
    "nothing to ask for": ("gold", {**GOOD, "maxAmount": 0}, "gold.maxAmount"),
    "unknown key": ("gold", {**GOOD, "colour": 1}, "gold.colour"),
}


@pytest.mark.parametrize("case", REFUSALS)
def test_load_catalogue__something_wrong__reverts_naming_the_key(case: str, tmp_path: Path) -> None:
    name, resource, key = REFUSALS[case]
    path = tmp_path / "resources.yaml"
    path.write_text(yaml.safe_dump({**load_yaml(CATALOGUE), name: resource}))
    with pytest.raises(errors.ParameterError) as caught:
        load_catalogue(path)
    assert caught.value.key == key


@pytest.mark.usefixtures("undone")
def test_verify_resources__catalogue_changed__follows_governance_and_no_file(
    chain: Chain, inputs: Inputs, deployed: System
) -> None:
    before = chain.height
    executor = acting(chain, deployed, "OperationsExecutor")
    deployed.resources.setUnitCost(1, 5, sender=executor)
    deployed.resources.setCapacity(15, 450, sender=executor)
    deployed.resources.register((b"tpu".ljust(32, b"\0"), bytes(32), 1, 0, 1), sender=executor)
    addresses = {"ResourceAllocation": deployed.resources.address}
    lawful, unexplained = Findings(), Findings()
    verify_resources(chain, lawful, inputs, addresses, before)
    assert lawful.differences == []
    assert lawful.notes == [
        "resources: number of resources was 18 and is 19",
        "resources: unitCost of cpu was 30000 and is 5",
        "resources: capacity of research-lab was 500 and is 450",
    ]
    verify_resources(chain, unexplained, inputs, addresses, chain.height)
    assert unexplained.differences == [
        "resources: number of resources is 19, not 18",
        "resources: unitCost of cpu is 5, not 30000",
        "resources: capacity of research-lab is 450, not 500",
    ]
    assert unexplained.notes == []
