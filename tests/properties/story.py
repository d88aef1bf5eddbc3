"""One long life of the economy, hour by hour of the protocol's time, the same at every time divisor."""

from typing import Any

from tests.support.actors import Actor, actor, agent_actor
from tests.support.rpc import Rpc
from tests.support.system import CAP, COHORT, DAY, HOUR, ROAD, ZERO, System, identity_of, peer_name

QUARTER = 90 * 24
FIRST, SECOND, THIRD = (identity_of(name) for name in ("first", "second", "third"))
PEOPLE = [actor(f"wallet {i}") for i in range(8)]
HEIR = actor("heir 0")
LATER = [actor(f"body {i}") for i in range(3)]
SPARE = [actor(f"spare {i}") for i in range(3)]
VENUE = actor("venue")
ACTORS: list[Actor] = [*PEOPLE, HEIR, *LATER, *SPARE, VENUE]


class Story:
    """Acts stand at whole hours after the close of the bootstrap, so that no second counts."""

    def __init__(self, rpc: Rpc, divisor: int, **contracts: bool) -> None:
        self.system = System(rpc, divisor=divisor, **contracts)
        self.begun = self.system.factory.closedAt()
        self.hour = 10 * 24
        self.system.birth(COHORT)
        self.system.confirm(*range(3, COHORT + 1))
        self.confirmation = self.system.factory.peer(peer_name("EmergencyConfirmation"))
        rpc.fund(self.confirmation)

    def act(self, place: str, function: str, *args: Any, sender: Any = None, after: int = 1) -> Any:
        """Sends a transaction `after` hours."""
        self.wait(after)
        contract = getattr(self.system, place)
        return contract.fn(function)(*args, sender=sender or self.system.stranger)

    def wait(self, hours: int) -> None:
        self.hour += hours
        moment = self.begun + self.hour * HOUR // self.system.divisor
        if moment - 1 > self.system.rpc.now:
            self.system.rpc.travel_to(moment - 1)

    def guardian(self, place: str, function: str, *args: Any, after: int = 1) -> Any:
        office = self.system.guardianship.guardian()
        return self.act(place, function, *args, sender=office, after=after)

    def attestor(self, function: str, *args: Any, after: int = 1) -> Any:
        return self.act("cap", function, *args, sender=self.system.attestor, after=after)

    def link(self, wallet: Actor, identity: bytes) -> None:
        self.wait(1)
        self.system.link(wallet, identity)

    def pay_everybody(self) -> None:
        for first in range(1, COHORT + 1, 125):
            self.act("treasury", "releaseBatch", list(range(first, first + 125)))

    def send(self, sender: Any, to: Any, amount: int) -> None:
        self.act("token", "transfer", to, amount, sender=sender)

    # --- Chapters ---

    def tell(self) -> None:
        self.first_quarter()
        self.humans()
        self.emergencies()
        self.agents()
        self.offices()
        self.end()

    def first_quarter(self) -> None:
        self.act("treasury", "activate")
        self.act("vesting", "release")
        self.pay_everybody()
        self.act("registry", "confirmWallet", sender=agent_actor(2))
        self.act("treasury", "release", 2)
        self.act("token", "delegate", agent_actor(4), sender=agent_actor(3))
        self.act("token", "delegate", agent_actor(3), sender=agent_actor(5))
        self.send(agent_actor(6), agent_actor(7), 1_000 * ROAD)

    def humans(self) -> None:
        valid = self.system.rpc.now + 20 * 365 * DAY
        for identity in (FIRST, SECOND, THIRD):
            self.attestor("attest", identity, valid)
        for wallet, identity in zip(PEOPLE, [FIRST, FIRST, SECOND, SECOND, THIRD], strict=False):
            self.link(wallet, identity)
        guardian = self.system.guardian
        self.send(guardian, PEOPLE[0], 20_000_000 * ROAD)
        self.send(guardian, PEOPLE[2], 20_000_000 * ROAD)
        self.send(agent_actor(11), PEOPLE[3], 3_000_000 * ROAD)
        self.send(PEOPLE[0], PEOPLE[1], 5_000_000 * ROAD)
        self.guardian("cap", "setVenue", VENUE, True)
        self.send(PEOPLE[1], VENUE, 1_000_000 * ROAD)
        self.attestor("requestMerge", THIRD, SECOND)
        self.guardian("cap", "cancelMerge", THIRD)
        self.attestor("requestMerge", SECOND, FIRST)
        self.act("cap", "merge", SECOND, after=14 * 24)
        self.guardian("cap", "setHumanCap", CAP // 2)
        self.act("cap", "rebalance", FIRST, after=30 * 24)
        self.attestor("unlink", PEOPLE[3])
        self.attestor("setIdentitySuspended", THIRD, True)
        self.act("escrow", "withdraw", agent_actor(11), 1_000 * ROAD, sender=PEOPLE[0])
        self.guardian("cap", "setHumanCap", CAP)
        self.act("escrow", "withdraw", PEOPLE[2], 2_000 * ROAD, sender=PEOPLE[0])
        self.wait(1)
        deadline = self.system.rpc.now + DAY
        consent = self.system.sign_link(PEOPLE[5], FIRST, deadline)
        self.attestor("recover", PEOPLE[1], PEOPLE[5], deadline, consent)
        self.send(PEOPLE[3], agent_actor(12), self.system.token.balanceOf(PEOPLE[3]))
        self.act("cap", "forget", PEOPLE[3])
        self.guardian("cap", "setVenue", VENUE, False)

    def emergencies(self) -> None:
        self.guardian("token", "pause")
        self.guardian("token", "unpause")
        self.guardian("registry", "pauseBirths")
        self.guardian("treasury", "pausePayments")
        self.guardian("cap", "pauseLinks", after=73)
        self.guardian("token", "freeze", agent_actor(20))
        self.act("token", "confirmFreeze", agent_actor(20), True, sender=self.confirmation)
        self.guardian("token", "freeze", PEOPLE[2])
        self.guardian("token", "unfreeze", PEOPLE[2])
        for number in (21, 22, 23):
            self.guardian("registry", "emergencySuspend", number)
        self.guardian("registry", "liftSuspension", 21)
        self.act("registry", "confirmSuspension", 22, True, sender=self.confirmation)

    def agents(self) -> None:
        self.wait(QUARTER)
        self.pay_everybody()
        self.guardian("registry", "suspend", 30)
        self.guardian("registry", "suspend", 31)
        self.guardian("registry", "reinstate", 31)
        for number in (1, 1248, 500):
            self.guardian("registry", "retire", number)
        self.guardian("treasury", "reward", 8, 50_000 * ROAD, "care")
        self.guardian("treasury", "rewardExceptionally", 9, 500_000 * ROAD, "rescue")
        self.wait(1)
        self.system.rotate(4, agent_actor(4), SPARE[0])
        self.wait(1)
        self.system.rotate(20, agent_actor(20), SPARE[1])
        registrar = self.system.registrar
        for wallet, category in zip(LATER, (0, 3, 4), strict=True):
            self.act("registry", "birth", wallet, category, b"later".ljust(32, b"\0"), sender=registrar)
        self.guardian("registry", "admit", COHORT + 1)
        self.guardian("registry", "retire", COHORT + 3)
        self.act("registry", "confirmWallet", sender=LATER[0])
        self.guardian("treasury", "rewardExceptionally", COHORT + 1, ROAD, "first")
        self.wait(1)
        deadline = self.system.rpc.now + DAY
        for number, wallet in ((40, SPARE[2]), (41, actor("spare 3"))):
            consent = self.system.sign_wallet(number, wallet, deadline)
            self.act("registry", "requestWallet", number, wallet, deadline, consent, sender=registrar)
        self.act("registry", "cancelWalletRequest", 41, sender=agent_actor(41))
        self.act("registry", "completeWalletRequest", 40, after=14 * 24)

    def offices(self) -> None:
        self.guardian("guardianship", "proposeRotation", HEIR)
        self.guardian("registry", "pauseWalletRequests", after=6 * 24)
        self.act("guardianship", "acceptRotation", sender=HEIR, after=24)
        self.act("vesting", "release")
        self.guardian("registry", "emergencySuspend", 24)

    def end(self) -> None:
        self.wait(2 * QUARTER)
        self.pay_everybody()
        self.act("registry", "confirmWallet", sender=agent_actor(1))
        self.act("treasury", "release", 1)
        self.act("vesting", "release", after=3 * 365 * 24)
        self.act("token", "delegate", ZERO, sender=agent_actor(3))
        self.guardian("token", "pause")

    # --- The end of it ---

    def wallets(self) -> list[str]:
        system = self.system
        agents = [agent_actor(i).address for i in range(1, COHORT + 1)]
        places: list[Any] = [system.treasury, system.vesting, system.escrow, system.guardian]
        return [*agents, *(a.address for a in ACTORS), actor("spare 3").address, *(p.address for p in places)]

    def summary(self) -> dict[str, Any]:
        """Everything that time must not change."""
        token, cap, registry = self.system.token, self.system.cap, self.system.registry
        wallets = {
            w: (
                token.balanceOf(w),
                token.getVotes(w),
                token.unitsOf(w),
                cap.classOf(w),
                cap.walletOf(w).ceiling,
                registry.agentOf(w),
                self.system.escrow.escrowedOf(w),
            )
            for w in self.wallets()
        }
        agents = [registry.agent(i) for i in range(1, registry.agentCount() + 1)]
        return {
            "wallets": wallets,
            "agents": [(a.wallet, a.category, a.status, a.proven) for a in agents],
            "books": [cap.bookOf(h)[key] for h in (FIRST, SECOND, THIRD) for key in ("holdings", "linked")],
            "treasury": (self.system.treasury.outstanding(), self.system.treasury.rewardReserve()),
            "guardian": self.system.vesting.released(),
            "paused": token.paused(),
        }
