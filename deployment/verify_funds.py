"""The operating funds: cost centres, budgets and assets, as deployed and as governance changed them since."""

from collections.abc import Iterable
from typing import Any

from eth_abi import decode
from eth_utils import to_checksum_address

from deployment.chain import Chain
from deployment.changes import topic
from deployment.findings import Findings
from deployment.inputs import Inputs

FUNDS = "OperatingFunds"
USD = to_checksum_address("0x" + f"{840:040x}")
SECURITY_AGENT = 4
LIFETIME = 30 * 86_400  # seconds; OperatingFunds.LIFETIME
CENTRE_ADDED = topic("CentreAdded(bytes32,uint8)")
BUDGET_SET = topic("BudgetSet(bytes32,address,uint256,uint256)")
ASSET_SET = topic("AssetSet(address,bool)")
DOLLAR_SET = topic("DollarSet(address,address)")
SECURITY_NAMED = topic("SecurityNamed(uint256,uint256,uint256)")


def verify_funds(
    chain: Chain, findings: Findings, inputs: Inputs, addresses: dict[str, str], entry: dict[str, Any]
) -> None:
    """Compare with the parameters and every later change by governance; `entry` is the book's."""
    funds, deployed = addresses[FUNDS], int(entry["block"])
    arguments = inputs.arguments(FUNDS, addresses["Factory"])
    classes = {centre: class_ for centre, class_, _ in arguments["firstCentres"]}
    limits = {(centre, str(USD)): limit for centre, _, limit in arguments["firstCentres"]}
    dollar, security, listed = arguments["firstDollar"], SECURITY_AGENT, dict[str, bool]()
    first_classes, first_limits = dict(classes), dict(limits)
    topics = [[CENTRE_ADDED, BUDGET_SET, ASSET_SET, DOLLAR_SET, SECURITY_NAMED]]
    for log in chain.logs(funds, topics, deployed + 1):
        kind, key, data = "0x" + bytes(log["topics"][0]).hex(), bytes(log["topics"][1]), bytes(log["data"])
        if kind == CENTRE_ADDED:
            classes[key] = int.from_bytes(data, "big")
        elif kind == BUDGET_SET:
            unit = _address(bytes(log["topics"][2]))
            limits[key, unit] = decode(["uint256", "uint256"], data)[1]
        elif kind == ASSET_SET:
            listed[_address(key)] = bool(int.from_bytes(data, "big"))
        elif kind == DOLLAR_SET:
            dollar = _address(bytes(log["topics"][2]))
        else:
            security = int.from_bytes(key, "big")

    found = chain.call(funds, "centres()", returns="bytes32[]")
    findings.followed("funds", "cost centres", list(first_classes), list(classes), list(found))
    for centre, class_ in classes.items():
        name = centre.rstrip(b"\0").decode()
        found = chain.call(funds, "classOf(bytes32)", centre, returns="uint8")
        findings.equal("funds", f"class of {name}", class_, found)
    for (centre, unit), limit in limits.items():
        name = centre.rstrip(b"\0").decode()
        found, _ = chain.call(funds, "budgetOf(bytes32,address)", centre, unit, returns="(uint256,uint256)")
        first = first_limits.get((centre, unit), 0)
        findings.followed("funds", f"budget of {name} in {unit}", first, limit, found)
    for asset, expected in listed.items():
        found = chain.call(funds, "isListed(address)", asset, returns="bool")
        findings.followed("funds", f"{asset} listed", first=False, expected=expected, found=found)
    found = to_checksum_address(chain.call(funds, "dollar()", returns="address"))
    findings.followed("funds", "dollar", arguments["firstDollar"], dollar, found)
    found = chain.call(funds, "securityAgent()", returns="uint256")
    findings.followed("funds", "security agent", SECURITY_AGENT, security, found)


def peer_endings(addresses: Iterable[str]) -> bytes:
    """The word by which the funds spare most payees a look-up: a bit for the last byte of each peer."""
    endings = 0
    for address in addresses:
        endings |= 1 << (int(address, 16) & 0xFF)
    return endings.to_bytes(32)


def _address(word: bytes) -> str:
    return to_checksum_address(word[-20:])
