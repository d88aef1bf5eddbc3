"""Payments with their approvals, and the board of five that gives them."""

from collections import defaultdict
from typing import Any

from offchain.reconcile.values import number, raw
from offchain.reconcile.walk import Walk
from offchain.subgraph.agents import Agent
from offchain.subgraph.funds import (
    BoardPlace,
    Funds,
    Payment,
    PaymentApproval,
    PaymentNumber,
    TreasurerSupport,
)

FUNDS = "OperatingFunds"
TREASURERS, SECURITY = range(3), 4


def compare(walk: Walk) -> None:
    """Everything of the subject."""
    _numbers(walk)
    _approvals(walk)
    _treasurers(walk)
    _supports(walk)
    _board(walk)


def _numbers(walk: Walk) -> None:
    """One payment of a number is made, at most; the others with it lapse."""
    numbers = walk.all(PaymentNumber)
    used = walk.each(FUNDS, "isUsed", [int(key) for key in numbers])
    for one, is_used in zip(numbers.values(), used, strict=True):
        walk.same(one, {"made": one.made is not None}, (is_used,))
    for payment in walk.all(Payment).values():
        made = numbers[payment.number].made
        status = "PROPOSED" if made is None else "PAID" if made == payment.id else "LAPSED"
        walk.same(payment, {"status": payment.status}, (status,))
    made_numbers = sum(one.made is not None for one in numbers.values())
    for funds in walk.all(Funds).values():
        walk.same(funds, {"payment_count": funds.payment_count}, (made_numbers,))


def _approvals(walk: Walk) -> None:
    """Of a payment that was proposed on chain; the rest came with signatures, and is made."""
    payments = [one for one in walk.all(Payment).values() if one.deadline is not None]
    words, approvals = walk.all(PaymentApproval).values(), defaultdict(list)
    approvers = sorted({number(one.agent) for one in words})
    mandates = dict(
        zip(approvers, walk.each(FUNDS, "mandateOf", [(a, False) for a in approvers]), strict=True)
    )
    for word in words:
        # It counts while its approver is what it was, and has said nothing else since.
        if not word.withdrawn and (word.wallet, word.mandate) == mandates[number(word.agent)]:
            approvals[word.payment].append(word)
    asked = [walk.each(FUNDS, view, [(_terms(one),) for one in payments]) for view in ("idOf", "approvalsOf")]
    for one, found, (board, _, guardian) in zip(payments, *asked, strict=True):
        counted = approvals[one.id]
        told = {
            "id": raw(one.id),
            "board": len(counted),
            "guardian": any(word.agent is None for word in counted),
        }
        walk.same(one, told, (found, board, guardian))


def _terms(one: Payment) -> tuple[Any, ...]:
    """A payment as the contract takes it."""
    centre, memo = raw(one.centre or "00" * 32), raw(one.memo)
    return centre, one.asset, one.payee, one.amount, int(one.number), one.deadline, memo


def _treasurers(walk: Walk) -> None:
    for place in TREASURERS:
        one, told = (
            walk.all(BoardPlace).get(str(place)),
            {"agent": 0, "until": 0, "suspensions": 0, "mandate": 0},
        )
        if one:
            told = {
                "agent": number(one.agent),
                "until": one.until or 0,
                "suspensions": one.suspensions,
                "mandate": one.mandate,
            }
        walk.agree("BoardPlace", str(place), told, walk.call(FUNDS, "treasurer", place))
    security = walk.all(BoardPlace).get(str(SECURITY))
    named = {"agent": number(security.agent) if security else 0}
    walk.agree("BoardPlace", str(SECURITY), named, (walk.call(FUNDS, "securityAgent"),))


def _board(walk: Walk) -> None:
    """Whoever holds a place, in its term, and is not under emergency suspension."""
    places, agents = walk.all(BoardPlace).values(), walk.all(Agent)
    holders = {one.holder for one in places if one.holder and (one.until is None or walk.now < one.until)}
    named = [one.agent for one in places if one.agent]
    for key, sits in zip(named, walk.each(FUNDS, "isOnBoard", map(int, named)), strict=True):
        able = key in holders and agents[key].suspended_until <= walk.now
        walk.agree("BoardPlace", f"of agent {key}", {"sits": able}, (sits,))


def _supports(walk: Walk) -> None:
    """The last word of each member on a place since it was filled."""
    mandates = {one.id: one.mandate for one in walk.all(BoardPlace).values()}
    said = sorted(walk.all(TreasurerSupport).values(), key=lambda one: (one.block, one.log_index))
    last = {(one.place, one.by): one for one in said if one.mandate == mandates.get(one.place, 0)}
    found = walk.each(FUNDS, "supportOf", [(int(place), number(by)) for place, by in last])
    for one, agent in zip(last.values(), found, strict=True):
        walk.same(one, {"agent": number(one.agent)}, (agent,))
