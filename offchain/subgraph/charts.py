"""Days, for charts."""

from offchain.subgraph.entity import Entity
from offchain.subgraph.values import BigInt
from offchain.subgraph.wallets import WalletClass


class ClassDay(Entity):
    """Accounts and holdings of one class of wallets at the end of one day (UTC)."""

    starts_at: BigInt
    class_: WalletClass
    holders: int
    balance: BigInt


class Day(Entity):
    """What happened on one day (UTC), and where things stood at its end."""

    starts_at: BigInt
    transfers: int
    volume: BigInt
    released: BigInt
    rewarded: BigInt
    guardian_paid: BigInt
    births: int
    cap_decisions: int
    heartbeats: int
    emergencies: int
    permission_changes: int
    proposals: int
    ballots: int
    orders: int
    payments: int
    holders: int
    voting_units: BigInt
