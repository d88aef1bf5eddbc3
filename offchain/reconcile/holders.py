"""Accounts: ROAD, voting units and votes, and what the escrow keeps for each."""

from collections import Counter
from typing import get_args

from offchain.reconcile.values import number
from offchain.reconcile.walk import Walk
from offchain.subgraph.wallets import Account, ClassTotal, Protocol, WalletClass

TOKEN, CAP, ESCROW, REGISTRY = "ROAD_Token", "HumanCapEnforcement", "HoldingsEscrow", "AgentRegistry"
CLASSES = get_args(WalletClass)
VIEWS = (
    (TOKEN, "balanceOf"),
    (TOKEN, "unitsOf"),
    (TOKEN, "getVotes"),
    (TOKEN, "delegates"),
    (ESCROW, "escrowedOf"),
    (REGISTRY, "agentOf"),
)


def compare(walk: Walk) -> None:
    """Everything of the subject."""
    accounts = list(walk.all(Account).values())
    wallets = [one.id for one in accounts]
    answers = [walk.each(contract, view, wallets) for contract, view in VIEWS]
    for one, wallet, *found in zip(accounts, walk.each(CAP, "walletOf", wallets), *answers, strict=True):
        kind, voting, book, frozen, _, ceiling = wallet
        told = {
            "class": CLASSES.index(one.class_),
            "voting": one.voting,
            "human": number(one.human),
            "frozen_until": one.frozen_until,
            "ceiling": one.ceiling,
            "balance": one.balance,
            "units": one.units,
            "votes": one.votes,
            "delegate": one.delegate,
            "escrowed": one.escrowed,
            "agent": number(one.agent),
        }
        walk.same(one, told, (kind, voting, book, frozen, ceiling, *found))
    _totals(walk, accounts)
    _sums(walk, balances=answers[0], units=answers[1])


def _totals(walk: Walk, accounts: list[Account]) -> None:
    """The chain has no view of a class; its accounts are the chain's."""
    holders = Counter(one.class_ for one in accounts if one.balance)
    for one in walk.all(ClassTotal).values():
        balance = sum(account.balance for account in accounts if account.class_ == one.class_)
        told = {"holders": one.holders, "balance": one.balance}
        walk.same(one, told, (holders[one.class_], balance))


def _sums(walk: Walk, balances: list[int], units: list[int]) -> None:
    """What the accounts hold on the chain is all there is: none is missing."""
    supply = walk.call(TOKEN, "totalSupply")
    walk.agree("Account", "all", {"balances": sum(balances)}, (supply,))
    kept = walk.call(TOKEN, "balanceOf", walk.contracts[ESCROW])
    for one in walk.all(Protocol).values():
        told = {
            "supply": one.supply,
            "voting_units": one.voting_units,
            "holders": one.holders,
            "escrowed": one.escrowed,
        }
        walk.same(one, told, (supply, sum(units), sum(map(bool, balances)), kept))
