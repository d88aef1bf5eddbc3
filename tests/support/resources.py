"""Resources as the tests ask for them: agents of every category, a provisioner, a guardian who governs."""

from collections.abc import Iterator
from typing import Any

import pytest

from .actors import Actor, agent_actor
from .contract import Receipt, Struct
from .council import ARCHETYPE, COPILOT, FOUNDATION, SERVICE, SPECIALIZED
from .revm import Revm
from .system import COHORT, DAY, System

CPU, GPU, MEMORY = 1, 2, 3
LAB, FAMILY = 15, 18
UNLIMITED = range(1, 15)
BUILDINGS = {15: 500, 16: 400, 17: 300, 18: 600}
QUEUED, ASSIGNED, PROVISIONED, FAILED, RETRIED, RELEASED = range(1, 7)
CRITICAL, HIGH, MEDIUM, STANDARD = range(4)
CLASS_OF = {COPILOT: CRITICAL, FOUNDATION: HIGH, SPECIALIZED: MEDIUM, ARCHETYPE: STANDARD, SERVICE: STANDARD}
OPEN_ORDERS, STEPS, BATCH = 32, 4, 250
NOT_ACTIVE = "agent not active"
REQUEST = {
    "Request": "uint256 agentId,address wallet,uint256 resource,uint256 amount,uint256 nonce,uint256 deadline"
}
# An agent of each class.
PILOT, FOUNDER, SPECIALIST, ORDINARY, SERVANT = 1, 11, 1188, 15, 1247


def order_id(queue: int, class_: int, place: int) -> int:
    """The id of an order by where it waits."""
    return queue << 50 | class_ << 48 | place


@pytest.fixture(scope="session")
def supplied() -> "Fleet":
    """1,250 agents and the whole catalogue; the guardian has the executors' roles."""
    system = System(Revm(), resources=True)
    system.birth(COHORT)
    return Fleet(system)


@pytest.fixture
def fleet(supplied: "Fleet") -> Iterator["Fleet"]:
    """That fleet, undone afterwards."""
    snapshot = supplied.rpc.snapshot()
    yield supplied
    supplied.rpc.revert(snapshot)


class Fleet:
    """ResourceAllocation and whoever uses it."""

    def __init__(self, system: System) -> None:
        self.system, self.rpc, self.resources = system, system.rpc, system.resources

    # --- Agents ---

    def ask(self, agent: int, resource: int = GPU, amount: int = 1, at: int | None = None) -> int:
        """An agent's request; the answer is the order's id."""
        return self.asked(agent, resource, amount, at).of("ResourceRequested")[0].orderId  # type: ignore[no-any-return]

    def asked(self, agent: int, resource: int = GPU, amount: int = 1, at: int | None = None) -> Receipt:
        receipt: Receipt = self.resources.request(resource, amount, sender=agent_actor(agent), at=at)
        return receipt

    def release(self, order: int, amount: int = 1, by: Any = None) -> Receipt:
        sender = by or agent_actor(self.resources.order(order).agentId)
        receipt: Receipt = self.resources.release(order, amount, sender=sender)
        return receipt

    def sign(
        self,
        agent: int,
        resource: int = GPU,
        amount: int = 1,
        *,
        nonce: int | None = None,
        deadline: int | None = None,
        signer: Actor | None = None,
        domain: dict[str, Any] | None = None,
    ) -> tuple[int, int, int, int, int, bytes]:
        """A signed request as the contract takes it, for the agent's wallet of now."""
        signer, wallet = signer or agent_actor(agent), self.system.registry.agent(agent).wallet
        nonce = self.resources.fn("nonces(address)")(signer) if nonce is None else nonce
        deadline = self.rpc.now + DAY if deadline is None else deadline
        message = dict(
            zip(
                ("agentId", "wallet", "resource", "amount", "nonce", "deadline"),
                (agent, wallet, resource, amount, nonce, deadline),
                strict=True,
            )
        )
        domain = domain or self.system.domain("BlackRoad ResourceAllocation", self.resources)
        return agent, resource, amount, nonce, deadline, signer.sign(domain, REQUEST, message)

    # --- The provisioner ---

    def process(self, most: int = 1, at: int | None = None) -> Receipt:
        receipt: Receipt = self.resources.process(most, sender=self.system.provisioner, at=at)
        return receipt

    def served(self, most: int = BATCH, at: int | None = None) -> list[int]:
        """The orders that the provisioner takes, in order."""
        return [event.orderId for event in self.process(most, at).of("OrderAssigned")]

    def confirm(self, *orders: int) -> Receipt:
        receipt: Receipt = self.resources.confirmBatch(orders, sender=self.system.provisioner)
        return receipt

    def fail(self, order: int, reason: str = "out of stock") -> Receipt:
        receipt: Receipt = self.resources.fail(order, reason, sender=self.system.provisioner)
        return receipt

    def retry(self, order: int, by: Any = None) -> Receipt:
        receipt: Receipt = self.resources.retry(order, sender=by or self.system.provisioner)
        return receipt

    # --- Buildings ---

    def fill(self, building: int, most: int = BATCH) -> Receipt:
        receipt: Receipt = self.resources.fillSeats(building, most, sender=self.system.stranger)
        return receipt

    def shrink(self, building: int, capacity: int) -> Receipt:
        """Governance decides how many seats a building has."""
        officer = self.system.officer(self.resources, "setCapacity")
        receipt: Receipt = self.resources.setCapacity(building, capacity, sender=officer)
        return receipt

    # --- Decisions ---

    def decide(self, step: str, agent: int) -> Any:
        """`suspend`, `reinstate` or `retire`, by whoever has that role."""
        registry = self.system.registry
        return registry.fn(step)(agent, sender=self.system.officer(registry, step))

    def silence(self, agent: int) -> Any:
        """An emergency suspension."""
        return self.system.registry.emergencySuspend(agent, sender=self.system.guardian)

    def pause(self) -> int:
        """The guardian's; the answer is its end."""
        receipt = self.resources.pauseAllocations(sender=self.system.guardian)
        return int(receipt.of("EmergencyStarted")[0].until)

    # --- Reading ---

    def status(self, order: int) -> int:
        return int(self.resources.order(order).status)

    def position(self, agent: int, resource: int) -> tuple[int, int, int]:
        """What the agent holds, what all hold, and the agent's open orders."""
        resources = self.resources
        return (
            resources.heldOf(agent, resource),
            resources.resource(resource).granted,
            resources.openOrdersOf(agent),
        )

    def order(self, order: int) -> Struct:
        found: Struct = self.resources.order(order)
        return found
