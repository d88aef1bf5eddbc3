"""The model of operating funds, from the events of a chain, fresh or old."""

from tests.models.funds import ETHER, GRANT, USD, Agent, Funds, Seat, Treasurer
from tests.models.replay import State
from tests.models.replay_funds import Books as Told
from tests.support import funds as support
from tests.support.funds import DOLLAR, TREASURERS, Payment, Till, word
from tests.support.system import ZERO, checksum

CENTRES = [word(name) for name in ("gpu", "backups", "grants", "partnerships")]
OUTSIDER = 7  # has nothing to do with council or board


def opened(till: Till) -> Funds:
    """The model of a till, whose centres get budgets in dollars and ether."""
    for centre in CENTRES:
        if not till.funds.budgetOf(centre, support.USD)[0]:
            till.decide(till.funds, "setBudget", centre, support.USD, 50_000 * DOLLAR)
    till.decide(till.funds, "setBudget", CENTRES[0], ETHER, 10_000 * DOLLAR)
    return funds_of(till)


def funds_of(till: Till) -> Funds:
    """The model of a till, from its events: of the council and the board, and of one agent more."""
    funds, council, system, now = till.funds, till.council, till.system, till.rpc.now
    told = told_of(till)
    seats = {
        seat.agentId: Seat(seat.until, seat.suspensions)
        for category in range(5)
        for seat in council.seatsOf(category)
        if seat.agentId
    }
    treasurers = [funds.treasurer(place) for place in range(len(TREASURERS))]
    crowd = {*seats, *(one.agentId for one in treasurers), funds.securityAgent(), OUTSIDER} - {0}
    bodies = {i: told.registry.agents[i] for i in sorted(crowd)}
    election = council.finalisedCount(0)
    model = Funds(
        guardian=system.guardianship.guardian(),
        agents={
            i: Agent(body.wallet, body.status, body.suspensions, body.suspended_until)
            for i, body in bodies.items()
        },
        seats=seats,
        treasurers=[Treasurer(t.agentId, t.until, t.suspensions, t.mandate) for t in treasurers],
        classes=told.classes,
        limits={(centre, unit_of(unit)): limit for (centre, unit), limit in told.limits.items()},
        dollar=told.dollar,
        balances={
            asset: held(till, asset, funds.address) for asset in (told.dollar, till.dollar.address, ETHER)
        },
        refused={ZERO, funds.address, system.treasury.address},
        security=(funds.securityAgent(), 1),
        spent={(centre, unit_of(unit), m): spent for (centre, unit, m), spent in told.spent.items()},
        days=told.days,
        used=set(told.used),
        votes=told.support,
        registered=told.payees,
        opened=system.factory.closedAt(),
        divisor=system.divisor,
        election=election,
        results_from=council.timesOf(election)[2],
    )
    for bill in unpaid(told):
        grant = model.classes.get(bill.centre) == GRANT
        for one, (wallet, mandate, approved) in told.approvals.get(funds.idOf(bill.fields), {}).items():
            lasts = funds.mandateOf(one, grant) == (wallet, mandate)
            key = model.key(one, now, grant) if lasts else None
            model.approvals.setdefault(bill, {})[one] = (key or (wallet, "ended"), not approved)
    return model


def held(till: Till, asset: str, account: str) -> int:
    """What an account has of an asset."""
    if asset == ETHER:
        return till.rpc.balance(account)
    return int.from_bytes(till.rpc.call(asset, till.dollar.calldata("balanceOf", account)))


def told_of(till: Till) -> Told:
    return Told(State(till.system.divisor)).read(till.system.events(till.funds))


def unpaid(told: Told) -> list[Payment]:
    """Bills that somebody has told, whose numbers are free."""
    bills = [Payment(*fields) for fields in told.payments.values()]
    return [
        bill.but(asset=checksum(bill.asset), payee=checksum(bill.payee))
        for bill in bills
        if bill.number not in told.used
    ]


def unit_of(unit: str) -> str:
    """What a budget is in, as the model calls it."""
    return USD if unit == support.USD else unit
