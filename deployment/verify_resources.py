"""The catalogue of resources on the chain, as it was deployed and as governance changed it since."""

from typing import Any

from deployment.chain import Chain
from deployment.changes import changes
from deployment.findings import Findings
from deployment.inputs import Inputs

RESOURCES = "((bytes32,bytes32,uint64,uint64,uint64,uint64)[])"
FIELDS = ("name", "unit", "unitCost", "capacity", "maxAmount")
REGISTERED = "ResourceRegistered(uint256,bytes32,bytes32,uint64,uint64,uint64)"
CHANGED = {
    "UnitCostChanged(uint256,uint256,uint256)": "unitCost",
    "CapacityChanged(uint256,uint256,uint256)": "capacity",
    "MaxAmountChanged(uint256,uint256,uint256)": "maxAmount",
}


def verify_resources(
    chain: Chain, findings: Findings, inputs: Inputs, addresses: dict[str, str], after: int
) -> None:
    """Compare every resource with the deployment's file and the events behind the block `after`."""
    contract = addresses["ResourceAllocation"]
    first = [dict(zip(FIELDS, terms, strict=True)) for terms in inputs.catalogue]
    expected = _replayed(chain, first, contract, after)
    (found,) = chain.call(contract, "resources()", returns=RESOURCES)
    findings.followed("resources", "number of resources", len(first), len(expected), len(found))
    for number, (terms, resource) in enumerate(zip(expected, found, strict=False)):
        name = terms["name"].rstrip(b"\0").decode(errors="replace")
        before = first[number] if number < len(first) else terms
        for field, value in zip(FIELDS, resource, strict=False):
            findings.followed("resources", f"{field} of {name}", before[field], terms[field], value)


def _replayed(chain: Chain, first: list[dict[str, Any]], contract: str, after: int) -> list[dict[str, Any]]:
    """The terms of all resources, in the order of their numbers."""
    resources = [dict(terms) for terms in first]
    for change in changes(chain, contract, (REGISTERED, *CHANGED), after):
        if change.event == REGISTERED:
            values = (*change.words[1:3], *map(change.number, range(3, 6)))
            resources.append(dict(zip(FIELDS, values, strict=True)))
        else:
            resources[change.number(0) - 1][CHANGED[change.event]] = change.number(2)
    return resources
