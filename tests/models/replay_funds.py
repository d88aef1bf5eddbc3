"""Rebuilds budgets, approvals, the board and what was paid from raw logs; see `replay`."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from .replay import ACTIVE, State, known_by, tell

PAYMENT = "(bytes32,address,address,uint256,uint256,uint256,bytes32)"
EVENTS = f"""
Received(address* from, uint256 amount)
CentreAdded(bytes32* centre, uint8 class)
BudgetSet(bytes32* centre, address* unit, uint256 previous, uint256 current)
AssetSet(address* asset, bool listed)
DollarSet(address* previous, address* current)
EmergencyPayeeSet(address* payee, bool registered)
PaymentProposed(bytes32* id, uint256* number, address* by, {PAYMENT} payment)
PaymentApproved(bytes32* id, uint256* approver, address* wallet, uint96 mandate)
ApprovalWithdrawn(bytes32* id, uint256* approver, address* wallet, uint96 mandate)
Paid(bytes32* id, bytes32* centre, address* payee, address asset, uint256 amount, uint256 number, \
bytes32 memo, uint256 month, uint256 spent, uint256 board)
GrantSupported(bytes32* id, uint256[] members)
PaidInEmergency(address* payee, address* asset, uint256* day, uint256 amount, uint256 spent, bytes32 memo)
TreasurerSupported(uint256* place, uint256* agentId, uint256* by, uint256 mandate, \
uint256 supporters, uint256 needed)
TreasurerElected(uint256* place, uint256* agentId, uint256* previous, uint256 mandate, uint256 until)
SecurityNamed(uint256* agentId, uint256* previous, uint256 mandate)
"""
KNOWN = known_by(EVENTS)
USD, ZERO = "0x" + f"{840:040x}", "0x" + "00" * 20


@dataclass
class Treasurer:
    """Who was elected, until when, how often the place was filled, and suspensions of the agent by then."""

    agent: int
    until: int
    mandate: int
    suspensions: int


@dataclass
class Books:
    """Everything that the events of registry, office and funds say."""

    registry: State = field(default_factory=State)
    classes: dict[bytes, int] = field(default_factory=dict)
    limits: dict[tuple[bytes, str], int] = field(default_factory=dict)
    spent: dict[tuple[bytes, str, int], int] = field(default_factory=dict)
    listed: set[str] = field(default_factory=set)
    dollar: str = ZERO
    payees: set[str] = field(default_factory=set)
    payments: dict[bytes, tuple[Any, ...]] = field(default_factory=dict)
    approvals: dict[bytes, dict[int, tuple[str, int, bool]]] = field(default_factory=dict)
    used: dict[int, bytes] = field(default_factory=dict)
    days: dict[int, int] = field(default_factory=dict)
    treasurers: dict[int, Treasurer] = field(default_factory=dict)
    support: dict[tuple[int, int], tuple[int, str]] = field(default_factory=dict)
    security: int = 0

    def read(self, logs: Iterable[dict[str, Any]]) -> "Books":
        """In the order of the chain: a treasurer is elected as it is at that moment."""
        tell(logs, KNOWN, self._apply, self.registry)
        return self

    def _apply(self, name: str, e: dict[str, Any]) -> None:
        match name:
            case "CentreAdded":
                self.classes[e["centre"]] = e["class"]
            case "BudgetSet":
                self.limits[e["centre"], e["unit"]] = e["current"]
            case "AssetSet" if e["listed"]:
                self.listed.add(e["asset"])
            case "AssetSet":
                self.listed.discard(e["asset"])
                self.limits = {key: limit for key, limit in self.limits.items() if key[1] != e["asset"]}
            case "DollarSet":
                self.dollar = e["current"]
            case "EmergencyPayeeSet":
                (self.payees.add if e["registered"] else self.payees.discard)(e["payee"])
            case "PaymentProposed":
                self.payments[e["id"]] = e["payment"]
            case "PaymentApproved" | "ApprovalWithdrawn":
                word = (e["wallet"], e["mandate"], name == "PaymentApproved")
                self.approvals.setdefault(e["id"], {})[e["approver"]] = word
            case "Paid":
                unit = USD if e["asset"] == self.dollar else e["asset"]
                self.spent[e["centre"], unit, e["month"]] = e["spent"]
                self.used[e["number"]] = e["id"]
            case "PaidInEmergency":
                self.days[e["day"]] = e["spent"]
            case "TreasurerSupported":
                self.support[e["place"], e["by"]] = (e["agentId"], self.registry.agents[e["by"]].wallet)
            case "TreasurerElected":
                suspensions = self.registry.agents[e["agentId"]].suspensions
                self.treasurers[e["place"]] = Treasurer(e["agentId"], e["until"], e["mandate"], suspensions)
                self.support = {key: one for key, one in self.support.items() if key[0] != e["place"]}
            case "SecurityNamed":
                self.security = e["agentId"]

    def is_treasurer(self, place: int, now: int) -> bool:
        """Whether whom the council elected is one still, an emergency suspension apart."""
        one = self.treasurers[place]
        agent = self.registry.agents[one.agent]
        return agent.status == ACTIVE and agent.suspensions == one.suspensions and now < one.until
