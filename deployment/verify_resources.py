"""The catalogue of resources on the chain against the file that it was deployed from."""

from deployment.chain import Chain
from deployment.findings import Findings
from deployment.inputs import Inputs

RESOURCES = "((bytes32,bytes32,uint64,uint64,uint64,uint64)[])"
FIELDS = ("name", "unit", "unitCost", "capacity", "maxAmount")


def verify_resources(chain: Chain, findings: Findings, inputs: Inputs, addresses: dict[str, str]) -> None:
    """Compare every resource; what governance has changed since shows as a difference."""
    (found,) = chain.call(addresses["ResourceAllocation"], "resources()", returns=RESOURCES)
    findings.equal("resources", "number of resources", len(inputs.catalogue), len(found))
    for terms, resource in zip(inputs.catalogue, found, strict=False):
        name = terms[0].rstrip(b"\0").decode()
        for field, expected, value in zip(FIELDS, terms, resource, strict=False):
            findings.equal("resources", f"{field} of {name}", expected, value)
