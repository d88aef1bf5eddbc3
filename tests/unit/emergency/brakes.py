"""The eight things that the guardian may hold, as one kind of thing."""

from dataclasses import dataclass
from typing import Any

from tests.support.actors import Actor
from tests.support.contract import Contract, Receipt
from tests.support.system import System


@dataclass(frozen=True)
class Kind:
    """A scope, and the functions that hold, lift and confirm it."""

    scope: str
    contract: str
    hold: str
    lift: str
    confirm: str = ""


BRAKES = [
    Kind("transfers", "token", "pause", "unpause"),
    Kind("freeze", "token", "freeze", "unfreeze", "confirmFreeze"),
    Kind("births", "registry", "pauseBirths", "unpauseBirths"),
    Kind("walletRequests", "registry", "pauseWalletRequests", "unpauseWalletRequests"),
    Kind("suspension", "registry", "emergencySuspend", "liftSuspension", "confirmSuspension"),
    Kind("links", "cap", "pauseLinks", "unpauseLinks"),
    Kind("payments", "treasury", "pausePayments", "unpausePayments"),
    Kind("allocations", "resources", "pauseAllocations", "unpauseAllocations"),
]


class Brake:
    """One scope and subject of one system."""

    def __init__(self, system: System, kind: Kind, subject: Actor | int) -> None:
        self.system, self.kind, self._subject = system, kind, subject
        self.contract: Contract = getattr(system, kind.contract)
        self.args: list[Any] = [subject] if kind.confirm else []

    @property
    def scope(self) -> bytes:
        return self.kind.scope.encode().ljust(32, b"\0")

    @property
    def subject(self) -> bytes:
        """The wallet or the agent's id as 32 bytes; zero where everybody is meant."""
        if not self.kind.confirm:
            return b"\0" * 32
        if isinstance(self._subject, int):
            return self._subject.to_bytes(32)
        return bytes(12) + bytes.fromhex(self._subject.address[2:])

    def hold(self, at: int | None = None, sender: Any = None) -> Receipt:
        sender = sender or self.system.guardianship.guardian()
        receipt: Receipt = self.contract.fn(self.kind.hold)(*self.args, sender=sender, at=at)
        return receipt

    def lift(self, at: int | None = None, sender: Any = None) -> Receipt:
        sender = sender or self.system.guardianship.guardian()
        receipt: Receipt = self.contract.fn(self.kind.lift)(*self.args, sender=sender, at=at)
        return receipt

    def confirm(self, opened: bool, at: int | None = None, sender: Any = None) -> Receipt:
        sender = sender or self.system.peer("EmergencyConfirmation")
        function = self.contract.fn(self.kind.confirm)
        receipt: Receipt = function(*self.args, opened, sender=sender, at=at)
        return receipt

    def until(self, at: int | None = None) -> int:
        end: int = self.contract.heldUntil(self.scope, self.subject, at=at)
        return end

    def left(self, at: int | None = None) -> int:
        seconds: int = self.contract.emergencyBudgetLeft(self.scope, self.subject, at=at)
        return seconds

    def held(self, at: int) -> bool:
        """Whether it works, as those see it who are stopped; for everybody's scopes, as `heldUntil` says."""
        if self.kind.scope == "transfers":
            return bool(self.contract.paused(at=at))
        if self.kind.scope == "freeze":
            return bool(at < self.system.cap.walletOf(self._subject).frozenUntil)
        if self.kind.scope == "suspension":
            wallet = self.system.registry.getAgentWallet(self._subject)
            halted = bool(at < self.system.cap.walletOf(wallet).haltedUntil)
            assert halted == (not self.contract.isActive(self._subject, at=at))
            assert halted == (self._subject in self.contract.suspendedAgents(at=at))
            return halted
        return at < self.until(at)
