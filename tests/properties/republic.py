"""A small system under governance, with unequal agents and a council; its model; what can be proposed."""

from typing import Any

from eth_utils import function_signature_to_4byte_selector as selector_of
from eth_utils import keccak

from tests.models.actions import CONSTITUTION, GRAVE, OPERATIONS, Act, Key
from tests.models.governance import OPEN, Republic
from tests.models.replay import State
from tests.models.replay_governance import recall
from tests.support.actors import Actor, actor, agent_actor
from tests.support.holders import pay
from tests.support.system import DAY, ROAD, YEAR, System, identity_of

from .economy import modelled

# Units of each agent at the start: below F together; ties; just enough to propose, one wei less, and none.
MILLION = 10**6 * ROAD
SHARES = {
    1: 30 * MILLION, 2: 20 * MILLION, 3: 10 * MILLION, 4: 10 * MILLION, 5: 2 * MILLION, 6: ROAD, 7: ROAD - 1,
    8: 0, 9: 0, 10: 5 * MILLION, 11: 20 * MILLION, 12: 8 * MILLION, 13: MILLION // 2, 14: 3 * MILLION,
}  # fmt: skip
AGENTS = list(SHARES)
COPILOTS, FOUNDATION = [1, 2, 3, 4, 5], [11, 12]
DONOR = actor("human donor 0")
SPARE = [actor(f"new wallet {i}") for i in range(8)]
HEIRS = [actor("guardian"), actor("heir 0"), actor("heir 1")]
KEYS: dict[str, Actor] = {
    one.address: one for one in [*map(agent_actor, AGENTS), *SPARE, *HEIRS, DONOR, actor("stranger")]
}
SINK = "0x000000000000000000000000000000000051Ac5B"
EMPTY = "0x00000000000000000000000000000000000E111d"
MERGERS = [identity_of(f"merging {i}") for i in range(3)]
BODY = [  # targets of an AMENDMENT
    "authority", "governance", "classifier", "guardianship", "succession",
    "operations", "critical", "constitutional",
]  # fmt: skip
UNMODELLED = ("resources", "funds")
TABLE = {
    ("cap", "setHumanCap(uint256)"): GRAVE,
    ("cap", "cancelMerge(bytes32)"): OPERATIONS,
    ("registry", "suspend(uint256)"): GRAVE,
    ("registry", "reinstate(uint256)"): GRAVE,
    ("registry", "admit(uint256)"): OPERATIONS,
}


def found(system: System) -> System:
    """Pays the agents, seats a council and leaves merges to be cancelled, on a system without agents."""
    system.birth(len(AGENTS))
    system.confirm(*AGENTS)
    for number, share in SHARES.items():
        if share:
            pay(system, agent_actor(number), share)
    pay(system, system.guardian, 100 * MILLION)
    furnish(system, 40 * MILLION)
    elect(system)
    return system


def furnish(system: System, gift: int) -> None:
    """A human to whom the guardian gives something, merges to be cancelled, and targets of proposals."""
    (donor,) = system.human("donor")
    assert donor is DONOR
    system.token.transfer(donor, gift, sender=system.guardian)
    for identity in MERGERS:
        system.cap.attest(identity, system.rpc.now + 10 * YEAR, sender=system.attestor)
        system.cap.requestMerge(identity, identity_of("donor"), sender=system.attestor)
    system.rpc.set_code(SINK, "0x00")
    for one in (
        system.stranger.address,
        *(system.peer(n) for n in ("CriticalExecutor", "ConstitutionalExecutor")),
    ):
        system.rpc.fund(one)


def elect(system: System) -> None:
    """Seats of the copilots and of the foundation, by the council's first election."""
    start, days = system.factory.closedAt(), DAY // system.divisor
    for number in (*COPILOTS, *FOUNDATION):
        system.council.stand(sender=agent_actor(number))
    system.rpc.travel_to(start + 21 * days)
    for members in (COPILOTS, FOUNDATION):
        system.council.vote(members, sender=agent_actor(members[0]))
    system.rpc.travel_to(start + 28 * days)
    for category in range(2):
        system.council.finalise(category, sender=system.stranger)


def republic_of(system: System) -> Republic:
    """The model of a system, from its events and the votes of the past."""
    logs = system.events(system.governance)
    told = State(system.divisor).read(logs)
    model = modelled(Republic, system, told, AGENTS)
    model.constitution = frozenset(getattr(system, short).address for short in BODY)
    model.authority = system.authority.address
    model.executors = (system.operations.address, system.critical.address, system.constitutional.address)
    for category in range(5):
        seats = system.council.seatsOf(category)
        model.seats |= {seat.agentId: seat.until for seat in seats if seat.agentId in AGENTS}

    def units(time: int) -> tuple[dict[str, int], int]:
        wallets = [one.wallet for one in model.agents.values()]
        votes = {wallet: system.token.getPastVotes(wallet, time) for wallet in wallets}
        return votes, system.token.getPastTotalSupply(time)

    agents = {wallet: i for i, body in told.agents.items() for wallet in (*body.left, body.wallet)}
    recall(model, logs, agents, units, system.rpc.now)
    model.note(system.rpc.now)
    open_acts = [act for p in model.proposals.values() if p.state in OPEN for act in p.acts]
    for target, selector in [*(key_of(system, *place) for place in TABLE), *(act.key for act in open_acts)]:
        model.table[target, selector] = system.authority.getTargetFunctionRole(target, selector)
    return model


def veto_what_matters(system: System) -> None:
    """Of a chain's own proposals stay those whose actions change nothing that the model knows."""
    places = [getattr(system, short).address for short in UNMODELLED]
    for proposal in republic_of(system).proposals.values():
        if proposal.state in OPEN and any(act.target not in places for act in proposal.acts):
            system.governance.veto(proposal.id, bytes(32), sender=system.guardian)


def key_of(system: System, short: str, signature: str) -> Key:
    return getattr(system, short).address, selector_of(signature)


class Catalogue:
    """Actions by what they are meant to do."""

    def __init__(self, system: System) -> None:
        self.system = system

    def act(
        self, short: str, function: str, *args: Any, does: str, told: tuple[Any, ...] = (), value: int = 0
    ) -> Act:
        contract = getattr(self.system, short)
        data = bytes.fromhex(contract.calldata(function, *args)[2:])
        return Act(contract.address, data, value, does, told)

    # --- STANDARD, as the table stands ---

    def cancel_merge(self, which: int) -> Act:
        return self.act("cap", "cancelMerge", MERGERS[which], does="cancel_merge", told=(MERGERS[which],))

    def appoint(self, role: int, account: str) -> Act:
        return self.act("authority", "grantRole", role, account, 0, does="appoint", told=(role, account))

    def dismiss(self, role: int, account: str) -> Act:
        return self.act("authority", "revokeRole", role, account, does="dismiss", told=(role, account))

    # --- CRITICAL ---

    def set_cap(self, millions: int) -> Act:
        cap = millions * MILLION
        return self.act("cap", "setHumanCap", cap, does="set_cap", told=(cap,))

    def judge(self, number: int, suspend: bool) -> Act:
        name = "suspend" if suspend else "reinstate"
        return self.act("registry", name, number, does=name, told=(number,))

    def call_unknown(self, value: int) -> Act:
        return Act(SINK, selector_of("anything()"), value, "receive")

    def payment(self, value: int, to: str) -> Act:
        return Act(to, b"", value, "receive")

    # --- AMENDMENT ---

    def remap(self, key: Key, role: int, wrapped: bool) -> Act:
        call = self.system.authority.calldata("setTargetFunctionRole", key[0], [key[1]], role)
        if not wrapped:
            return Act(self.system.authority.address, bytes.fromhex(call[2:]), 0, "remap", (key, role))
        return self.act("authority", "multicall", [bytes.fromhex(call[2:])], does="remap", told=(key, role))

    def label(self, text: str) -> Act:
        return self.act("authority", "labelRole", 6, text, does="label")

    # --- What fails when it is executed ---

    def failing(self) -> dict[str, Act]:
        system = self.system
        grant = bytes.fromhex(system.authority.calldata("grantRole", 3, SINK, 0)[2:])
        cancel = self.cancel_merge(0)
        return {
            "relay": self.act("governance", "relay", SINK, 0, b"", does="refuse", told=("RelayUnavailable",)),
            "wrapped appointment": self.act(
                "authority",
                "multicall",
                [grant],
                does="refuse",
                told=("AccessManagerUnauthorizedAccount", "executor", OPERATIONS),
            ),
            "close a target": self.act(
                "authority",
                "setTargetClosed",
                system.cap,
                True,
                does="refuse",
                told=("Unavailable", selector_of("setTargetClosed(address,bool)")),
            ),
            "plant an admin": self.act(
                "authority",
                "grantRole",
                CONSTITUTION,
                SINK,
                0,
                does="refuse",
                told=("RoleNotGranted", CONSTITUTION),
            ),
            "appointment with value": Act(system.authority.address, grant, 1, "refuse", ("FailedCall",)),
            "appointment cut short": Act(system.authority.address, grant[:20], 0, "refuse", ("FailedCall",)),
            "routine with value": Act(cancel.target, cancel.data, 1, "refuse", ("FailedCall",)),
            "routine cut short": Act(cancel.target, cancel.data[:3], 0, "refuse", ("FailedCall",)),
            "call of nothing": Act(EMPTY, grant, 1, "refuse", ("AddressEmptyCode", EMPTY)),
            "seen for the guardian": self.act(
                "guardianship",
                "act",
                system.guardian,
                does="refuse",
                told=("TargetRefused", system.guardianship.address),
            ),
            "unknown function": Act(system.token.address, keccak(text="x")[:4], 0, "refuse", ("FailedCall",)),
            "spend": self.act(
                "token",
                "transfer",
                system.guardian,
                1,
                does="refuse",
                told=("ERC20InsufficientBalance", "executor", 0, 1),
            ),
            "veto": self.act(
                "governance",
                "vetoByCouncil",
                1,
                does="refuse",
                told=("CallerNotPeer", "executor", system.council.address),
            ),
        }
