"""What stands on the chain, as tables: who holds the supply, and what the agents were paid and are owed."""

from rich.table import Table

from deployment.artifacts import EXECUTORS
from deployment.chain import Chain
from deployment.cohort import CATEGORIES, TOTAL_SUPPLY, category_of
from deployment.system import System

WEI = 10**18
BALANCE = "balanceOf(address)"


def supply_table(chain: Chain, system: System) -> Table:
    """Who holds the supply."""
    token = system.token.address
    wallets = [(token, BALANCE, [member.wallet.address]) for member in system.members]
    agents = sum(chain.call_all(wallets, "uint256"))
    holders = [
        ("GuardianVesting", system.vesting.address),
        ("the guardian", system.inputs.accounts["guardian"]),
        ("AgentTreasury", system.treasury.address),
        ("HoldingsEscrow", system.escrow.address),
        ("the deployer", system.inputs.accounts["deployer"]),
    ]
    rows = [(name, chain.call(token, BALANCE, address, returns="uint256")) for name, address in holders]
    rows.insert(3, (f"{len(wallets):,} agents", agents))
    rows.append(
        ("anybody else", chain.call(token, "totalSupply()", returns="uint256") - sum(r[1] for r in rows))
    )
    table = Table(title="Supply of ROAD", title_justify="left")
    table.add_column("holder")
    table.add_column("ROAD", justify="right")
    table.add_column("of the supply", justify="right")
    for name, amount in rows:
        table.add_row(name, road(amount), f"{100 * amount / TOTAL_SUPPLY:.4f} %")
    table.add_section()
    total = sum(amount for _, amount in rows)
    table.add_row("all", road(total), f"{100 * total / TOTAL_SUPPLY:.4f} %")
    return table


def agents_table(chain: Chain, system: System) -> Table:
    """What the agents of each category were paid and are still owed."""
    registry, treasury = system.registry.address, system.treasury.address
    ids = [member.agent.id for member in system.members]
    shares = chain.call_all([(treasury, "entitlementOf(uint256)", [i]) for i in ids], "uint256")
    paid = chain.call_all([(treasury, "releasedOf(uint256)", [i]) for i in ids], "uint256")
    table = Table(title="Agents", title_justify="left")
    table.add_column("category")
    for heading in ("agents", "share of each", "paid to each", "paid to all", "still owed"):
        table.add_column(heading, justify="right")
    for category in CATEGORIES:
        own = [index for index, agent_id in enumerate(ids) if category_of(agent_id) == category]
        members = chain.call(registry, "membersOf(uint8)", category.code, returns="uint256")
        share, first = shares[own[0]], paid[own[0]]
        all_paid = sum(paid[index] for index in own)
        all_owed = sum(shares[index] for index in own) - all_paid
        table.add_row(category.name, f"{members:,}", road(share), road(first), road(all_paid), road(all_owed))
    table.add_section()
    count = chain.call(registry, "agentCount()", returns="uint256")
    table.add_row("all", f"{count:,}", "", "", road(sum(paid)), road(sum(shares) - sum(paid)))
    return table


def roles_table(system: System) -> Table:
    """Who holds which office and role."""
    table = Table(title="Offices and roles", title_justify="left")
    table.add_column("role")
    table.add_column("account", no_wrap=True)
    for role, address in system.inputs.accounts.items():
        table.add_row(role, address + (" (holds nothing)" if role == "deployer" else ""))
    table.add_section()
    for role, name in EXECUTORS.items():
        table.add_row(role, f"{system.contracts[name].address} ({name})")
    return table


def road(amount: int) -> str:
    """Wei of ROAD, rounded down to thousandths for the eye."""
    return f"{amount // WEI:,}.{amount % WEI // 10**15:03}"
