"""Watches what must always hold and can be read: money, books, seats, holds, permissions, who has a role."""

from dataclasses import dataclass

from deployment.parameters import FOLDER
from deployment.yaml_file import load_yaml
from offchain.action import Finding, Plan
from offchain.context import Context
from offchain.jobs import watched
from offchain.jobs.watched import Books, Holds, Money, Permissions

TABLE = FOLDER / "permissions.yaml"
SUPPLY, COLLECTIVE, GUARDIAN_SHARE = 10**27, 489_999_999_999_999_999_999_999_523, 510_000_000 * 10**18
MAX_CAP = 50_000_000 * 10**18
SEATS = (5, 2, 12, 4, 2)
DAY = 86_400
SPAN, CONFIRMATION, BUDGET = 3 * DAY, 35 * DAY, 14 * DAY
MAX_SUSPENDED = 12
HUMAN_LIMITS = ((0.045, "warning"), (0.049, "high"))


@dataclass(frozen=True)
class View:
    """Everything at one block."""

    now: int
    divisor: int
    money: Money
    books: Books
    holds: Holds
    seats: tuple[tuple[int, ...], ...]
    """Agents in the seats of each category, 0 for a vacant one."""
    permissions: Permissions


def read(context: Context) -> View:
    """Ask for all of it."""
    rows = context.each("AgentCouncil", "seatsOf", range(len(SEATS)))
    return View(
        now=context.now,
        divisor=context.protocol.divisor,
        money=watched.read_money(context),
        books=watched.read_books(context),
        holds=watched.read_holds(context),
        seats=tuple(tuple(int(agent_id) for agent_id, _, _ in row) for row in rows),
        permissions=watched.read_permissions(context, load_yaml(TABLE)),
    )


def plan(view: View) -> Plan:
    """One finding for each sentence."""
    findings = (*_money(view.money), *_books(view.books), *_seats(view), *_holds(view), *_permissions(view))
    share = view.books.largest / SUPPLY
    return Plan(findings=findings, gauges=(("human_share_max", {}, share),))


def _money(money: Money) -> list[Finding]:
    owed = money.outstanding + money.reserve
    accounted = money.outstanding + money.released + money.reserve + money.rewarded
    vesting = money.vesting_balance + money.vesting_released
    return [
        Finding("supply", money.supply == SUPPLY, f"the supply is {money.supply}"),
        Finding("treasury_solvent", money.treasury >= owed, f"it holds {money.treasury} of {owed} owed"),
        Finding("shares_accounted", accounted == COLLECTIVE, f"owed, paid and kept are {accounted}"),
        Finding("guardian_share", vesting >= GUARDIAN_SHARE, f"held and paid are {vesting}"),
        Finding("guardian_has_no_units", money.guardian_units == 0, f"it has {money.guardian_units}"),
    ]


def _books(books: Books) -> list[Finding]:
    wrong = [one.hex() for one, (holdings, balances, _) in books.humans.items() if holdings != balances]
    above = [
        one.hex()
        for one, (holdings, _, excess) in books.humans.items()
        if excess != max(0, holdings - books.cap)
    ]
    share = books.largest / SUPPLY
    near = [
        Finding(f"human_share_below_{limit:.1%}", share < limit, f"one human has {share:.3%}", severity)
        for limit, severity in HUMAN_LIMITS
    ]
    return [
        Finding("human_cap", books.cap <= MAX_CAP, f"the cap is {books.cap}"),
        Finding("books_are_sums", not wrong, f"books differ from their wallets: {', '.join(wrong)}"),
        Finding("excess_is_told", not above, f"excess is wrong of {', '.join(above)}"),
        Finding("human_share_at_most_5%", books.largest <= MAX_CAP, f"one human has {share:.3%}", "high"),
        *near,
    ]


def _seats(view: View) -> list[Finding]:
    seated = [agent_id for row in view.seats for agent_id in row if agent_id]
    sizes = tuple(map(len, view.seats))
    return [
        Finding("seats", sizes == SEATS, f"the categories have {sizes} seats"),
        Finding("one_seat_each", len(seated) == len(set(seated)), "an agent has two seats"),
    ]


def _holds(view: View) -> list[Finding]:
    spans = {True: CONFIRMATION // view.divisor, False: SPAN // view.divisor}
    long = [
        name
        for name, (until, _, prolonged) in view.holds.scopes.items()
        if until > view.now + spans[prolonged]
    ]
    budgets = [name for name, (_, left, _) in view.holds.scopes.items() if left > BUDGET // view.divisor]
    held = [name for name, (until, _, _) in view.holds.scopes.items() if until > view.now]
    return [
        Finding("holds_end", not long, f"holds last too long: {', '.join(long)}"),
        Finding("hold_budgets", not budgets, f"more than 14 days are left: {', '.join(budgets)}"),
        Finding("suspensions", view.holds.suspended <= MAX_SUSPENDED, f"{view.holds.suspended} agents"),
        Finding("nothing_is_held", not held, f"held by the guardian: {', '.join(held)}", "warning"),
    ]


def _permissions(view: View) -> list[Finding]:
    table = view.permissions
    return [
        Finding("permissions", not table.differences, "; ".join(table.differences[:5])),
        Finding("executors", not table.executors, f"wrong roles: {', '.join(table.executors)}"),
        Finding("targets_open", not table.closed, f"closed: {', '.join(table.closed)}"),
        Finding("role_members", not table.members, "; ".join(table.members[:5]), "warning"),
    ]
