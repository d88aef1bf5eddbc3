"""Supply, who holds it, what is owed, and the cap."""

from deployment.artifacts import PEERS
from deployment.chain import Chain
from deployment.changes import changes
from deployment.cohort import CATEGORIES, COLLECTIVE_SHARE, GUARDIAN_SHARE, HUMAN_CAP, QUARTERS, TOTAL_SUPPLY
from deployment.findings import Findings
from deployment.inputs import Inputs

NONE, PROTOCOL, GUARDIAN = 0, 1, 2  # WalletClass
CAP_CHANGED = "CapChanged(uint256,uint256)"
PROTOCOL_WALLETS = ("AgentTreasury", "HoldingsEscrow", "GuardianVesting")


def verify_economy(
    chain: Chain, findings: Findings, inputs: Inputs, addresses: dict[str, str], after: int
) -> None:
    """Compare the numbers of the constitution; they hold at any time, before and after payments.

    Governance may have lowered the cap behind the block `after`. The guardian is who holds the office now.
    """
    token, treasury = addresses["ROAD_Token"], addresses["AgentTreasury"]
    vesting, cap = addresses["GuardianVesting"], addresses["HumanCapEnforcement"]
    findings.equal("supply", "total", TOTAL_SUPPLY, chain.call(token, "totalSupply()", returns="uint256"))

    paid = chain.call(vesting, "released()", returns="uint256")
    held = chain.call(token, "balanceOf(address)", vesting, returns="uint256")
    findings.equal("supply", "guardian's share, paid and held", GUARDIAN_SHARE, held + paid)

    ids = [member.agent.id for member in inputs.members]
    released = chain.call_all([(treasury, "releasedOf(uint256)", [i]) for i in ids], "uint256")
    rewarded = chain.call_all([(treasury, "rewardedOf(uint256)", [i]) for i in ids], "uint256")
    balance = chain.call(token, "balanceOf(address)", treasury, returns="uint256")
    accounted = balance + sum(released) + sum(rewarded)
    findings.true("supply", "collective's share paid and held", accounted >= COLLECTIVE_SHARE)
    owed = chain.call(treasury, "outstanding()", returns="uint256")
    reserve = chain.call(treasury, "rewardReserve()", returns="uint256")
    findings.true("supply", "treasury holds what it owes", balance >= owed + reserve)

    for category in CATEGORIES:
        found = chain.call(treasury, "entitlementOf(uint256)", category.first, returns="uint256")
        findings.equal("supply", f"entitlement of a {category.name}", category.vested(QUARTERS), found)

    lowered = [change.number(1) for change in changes(chain, cap, (CAP_CHANGED,), after)]
    expected = lowered[-1] if lowered else HUMAN_CAP
    found = chain.call(cap, "humanCap()", returns="uint256")
    findings.followed("cap", "humanCap", HUMAN_CAP, expected, found)
    findings.true("cap", f"humanCap of at most {HUMAN_CAP}", found <= HUMAN_CAP)
    for name in PEERS:
        expected = PROTOCOL if name in PROTOCOL_WALLETS else NONE
        found = chain.call(cap, "classOf(address)", addresses[name], returns="uint8")
        findings.equal("cap", f"class of {name}", expected, found)
    found = chain.call(cap, "classOf(address)", inputs.accounts["guardian"], returns="uint8")
    findings.equal("cap", "class of the guardian", GUARDIAN, found)
