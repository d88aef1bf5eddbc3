"""Who makes which proposal, how many, and how large (invariants 20, 21).

propose
├── more than 16 actions, or 8,192 bytes of calldata ── reverts TooManyActions, CalldataTooLong
├── STANDARD
│   ├── the guardian, an active agent with 1 ROAD of units ── emits
│   └── a wei less, suspended, retired, no agent ── reverts ProposerNotEntitled
├── CRITICAL, AMENDMENT
│   ├── the guardian, a seated member of the council ── emits
│   └── everybody else, a member under suspension ── reverts ProposerNotEntitled
├── the proposer's last one is Pending or Active ── reverts ProposalStillLive, to the second
├── three in 12 hours ── reverts TooManyProposals, to the second; vetoed and withdrawn ones count
│   └── also from the agent's next wallet, and for a guardian who comes back to the office
├── the description names another proposer ── reverts GovernorRestrictedProposer
├── the same again ── reverts GovernorUnexpectedProposalState
└── otherwise ── the description ends with the proposer, so that the id is nobody else's
admit ── the governor alone
"""

from typing import Any

import pytest
from eth_utils import keccak

from tests.support.actors import Actor, actor, agent_actor
from tests.support.chamber import seat
from tests.support.contract import reverts
from tests.support.governance import (
    AMENDMENT,
    CRITICAL,
    FOR,
    STANDARD,
    Action,
    Proposal,
    action,
    appoint,
    cancel,
    label_role,
    propose,
    queue,
    set_human_cap,
    to_end,
    to_voting,
    vote,
)
from tests.support.office import told, vacate
from tests.support.system import DAY, HOUR, ROAD, System

P1, P2 = agent_actor(1), agent_actor(2)
NEW, GONE = actor("next wallet"), actor("somebody")
REASON = bytes(32)
CLASSES = [STANDARD, CRITICAL, AMENDMENT]


def make(system: System, class_: int, proposer: Actor, why: str = "why") -> Proposal:
    if class_ == STANDARD:
        return appoint(system, proposer, GONE, why=why)
    return (set_human_cap if class_ == CRITICAL else label_role)(system, proposer, why=why)


@pytest.mark.parametrize("class_", CLASSES)
def test_propose__the_guardian__emits(assembly: System, class_: int) -> None:
    guardian = assembly.guardian
    receipt = make(assembly, class_, guardian).receipt
    events = told(receipt)
    assert [e[0] for e in events] == ["ProposalCreated", "Heartbeat", "ProposalClassified"]
    assert events[-1] == ("ProposalClassified", receipt.events[0].proposalId, 0, class_)
    assert receipt.events[0].proposer == guardian.address


@pytest.mark.parametrize("class_", CLASSES)
def test_propose__an_agent__makes_standard_ones(assembly: System, class_: int) -> None:
    if class_ == STANDARD:
        receipt = make(assembly, class_, P1).receipt
        assert [e[0] for e in told(receipt)] == ["ProposalCreated", "ProposalClassified"]
        return
    with reverts("ProposerNotEntitled", P1, class_):
        make(assembly, class_, P1)


@pytest.mark.parametrize("class_", CLASSES)
def test_propose__a_member_of_the_council__makes_all(assembly: System, class_: int) -> None:
    seat(assembly, 1)
    proposal = make(assembly, class_, P1)
    assert assembly.ballots.classOf(proposal.id) == class_
    if class_ != STANDARD:
        with reverts("ProposerNotEntitled", P2, class_):
            make(assembly, class_, P2)


@pytest.mark.parametrize("class_", CLASSES)
@pytest.mark.parametrize(
    "who", ["stranger", "registrar", "recovery", "critical", "treasury", "council", "human"]
)
def test_propose__nobody__reverts(assembly: System, class_: int, who: str) -> None:
    caller = assembly.human("somebody")[0] if who == "human" else getattr(assembly, who)
    with reverts("ProposerNotEntitled", caller, class_):
        make(assembly, class_, caller)
    assert assembly.governance.proposalCount() == 0


@pytest.mark.parametrize(
    ("units", "entitled"), [(ROAD - 1, False), (ROAD, True), (ROAD + 1, True), (0, False)]
)
def test_propose__units__one_road(assembly: System, units: int, entitled: bool) -> None:
    assembly.token.transfer(assembly.guardian, 10_000_000 * ROAD - units, sender=P1)
    if entitled:
        make(assembly, STANDARD, P1)
        return
    with reverts("ProposerNotEntitled", P1, STANDARD):
        make(assembly, STANDARD, P1)


def test_propose__road_from_others__is_no_unit(assembly: System) -> None:
    """X1: nor are units that somebody delegated."""
    assembly.birth(1)
    poor = agent_actor(15)
    assembly.token.transfer(poor, 1_000 * ROAD, sender=P1)
    assembly.token.delegate(poor, sender=P2)
    with reverts("ProposerNotEntitled", poor, STANDARD):
        make(assembly, STANDARD, poor)


@pytest.mark.parametrize("decision", ["suspend", "retire", "emergencySuspend"])
def test_propose__stopped_agent__reverts(assembly: System, decision: str) -> None:
    seat(assembly, 1)
    sender = assembly.guardian if decision == "emergencySuspend" else assembly.critical
    assembly.registry.fn(decision)(1, sender=sender)
    for class_ in CLASSES:
        with reverts("ProposerNotEntitled", P1, class_):
            make(assembly, class_, P1)


def test_propose__member_without_units__makes_grave_ones_only(assembly: System) -> None:
    seat(assembly, 1)
    assembly.token.transfer(assembly.guardian, 10_000_000 * ROAD, sender=P1)
    with reverts("ProposerNotEntitled", P1, STANDARD):
        make(assembly, STANDARD, P1)
    make(assembly, CRITICAL, P1)


def test_propose__old_wallet__reverts(assembly: System) -> None:
    assembly.rotate(1, P1, NEW)
    with reverts("ProposerNotEntitled", P1, STANDARD):
        make(assembly, STANDARD, P1)


def test_propose__vacant_office__reverts(assembly: System) -> None:
    vacate(assembly)
    for class_ in CLASSES:
        with reverts("ProposerNotEntitled", assembly.guardian, class_):
            make(assembly, class_, assembly.guardian)


def test_propose__in_the_block_of_acceptance__reverts(assembly: System) -> None:
    """Invariant 28."""
    assembly.guardianship.proposeRotation(NEW, sender=assembly.guardian)
    time = assembly.rpc.now + 7 * DAY
    assembly.guardianship.acceptRotation(sender=NEW, at=time)
    actions = [(assembly.cap, "setHumanCap", 7)]
    with reverts("ProposerNotEntitled", NEW, CRITICAL):
        propose(assembly, NEW, actions, at=time)
    with reverts("ProposerNotEntitled", assembly.guardian, CRITICAL):
        propose(assembly, assembly.guardian, actions, at=time)
    propose(assembly, NEW, actions, at=time + 1)


# --- One at a time ---


def test_propose__last_one_live__reverts_to_the_second(assembly: System) -> None:
    """Pending to the snapshot, Active to the deadline."""
    first = make(assembly, STANDARD, P1)
    for time in (assembly.rpc.now + 1, first.snapshot, first.snapshot + 1, first.deadline):
        with reverts("ProposalStillLive", P1, first.id):
            propose(assembly, P1, [(assembly.registry, "admit", 7)], at=time)
    propose(assembly, P1, [(assembly.registry, "admit", 7)], at=first.deadline + 1)


@pytest.mark.parametrize("state", ["Canceled", "vetoed", "vetoed at once", "Succeeded", "Queued"])
def test_propose__last_one_not_live__emits(assembly: System, state: str) -> None:
    first = make(assembly, STANDARD, P1)
    if state == "Canceled":
        cancel(first)
    elif state == "vetoed":
        assembly.governance.veto(first.id, REASON, sender=assembly.guardian)
    elif state == "vetoed at once":
        assembly.governance.vetoUpTo(0, REASON, sender=assembly.guardian)
    else:
        to_voting(first)
        vote(first, FOR, assembly.guardian)
        to_end(first)
        if state == "Queued":
            queue(first)
    make(assembly, STANDARD, P1, "second")


def test_propose__an_extended_vote__is_live(assembly: System) -> None:
    first = make(assembly, STANDARD, P1)
    end = first.deadline
    vote(first, FOR, assembly.guardian, at=end)
    with reverts("ProposalStillLive", P1, first.id):
        propose(assembly, P1, [(assembly.registry, "admit", 7)], at=end + 2 * DAY)
    propose(assembly, P1, [(assembly.registry, "admit", 7)], at=end + 2 * DAY + 1)


def test_propose__others__are_not_in_the_way(assembly: System) -> None:
    """Invariant 20: each has its own throttle."""
    for proposer in (P1, P2, assembly.guardian):
        make(assembly, STANDARD, proposer)


# --- Three in twelve hours ---


def withdrawn(system: System, proposer: Actor, at: int, why: str, how: str = "cancel") -> None:
    """Makes a proposal at a time, and gets rid of it a second later."""
    proposal = propose(system, proposer, [(system.authority, "grantRole", 3, GONE, 0)], why, at=at)
    if how == "cancel":
        cancel(proposal, at=at + 1)
    else:
        system.governance.veto(proposal.id, REASON, sender=system.guardian, at=at + 1)


@pytest.mark.parametrize("how", ["cancel", "veto"])
@pytest.mark.parametrize("who", ["agent", "guardian"])
def test_propose__a_fourth_in_twelve_hours__reverts(assembly: System, who: str, how: str) -> None:
    """G24: any window of 12 hours, those withdrawn or vetoed included."""
    proposer = P1 if who == "agent" else assembly.guardian
    start = assembly.rpc.now + 10
    times = [start, start + HOUR, start + 5 * HOUR]
    for time in times:
        withdrawn(assembly, proposer, time, f"{time}", how)
    for time in (times[2] + 2, start + 12 * HOUR - 1):
        with reverts("TooManyProposals", proposer, start + 12 * HOUR):
            withdrawn(assembly, proposer, time, "fourth", how)
    withdrawn(assembly, proposer, start + 12 * HOUR, "fourth", how)
    with reverts("TooManyProposals", proposer, times[1] + 12 * HOUR):
        withdrawn(assembly, proposer, times[1] + 12 * HOUR - 1, "fifth", how)
    withdrawn(assembly, proposer, times[1] + 12 * HOUR, "fifth", how)
    with reverts("TooManyProposals", proposer, times[2] + 12 * HOUR):
        withdrawn(assembly, proposer, times[1] + 12 * HOUR + 2, "sixth", how)


def test_propose__from_the_next_wallet__is_the_same_agent(assembly: System) -> None:
    """Invariant 21, X5: a wallet is no proposer, an agent is."""
    start = assembly.rpc.now + 10
    for i in range(2):
        withdrawn(assembly, P1, start + 10 * i, f"{i}")
    assembly.rotate(1, P1, NEW)
    assembly.token.transfer(NEW, 10_000_000 * ROAD, sender=P1)
    third = make(assembly, STANDARD, NEW)
    with reverts("ProposalStillLive", NEW, third.id):
        make(assembly, STANDARD, NEW, "fourth")
    cancel(third)
    with reverts("TooManyProposals", NEW, start + 12 * HOUR):
        make(assembly, STANDARD, NEW, "fourth")


def test_propose__guardian_back_in_office__has_still_one_live(assembly: System) -> None:
    """Invariant 21: a new epoch is a new guardian, but not where it is the old one."""
    guardian, office = assembly.guardian, assembly.guardianship
    office.proposeRotation(NEW, sender=guardian)
    ready = assembly.rpc.now + 7 * DAY
    first = propose(assembly, guardian, [(assembly.registry, "admit", 7)], at=ready - 10)
    office.acceptRotation(sender=NEW, at=ready)
    make(assembly, STANDARD, NEW)
    office.proposeRotation(guardian, sender=NEW)
    office.acceptRotation(sender=guardian, at=assembly.rpc.now + 7 * DAY)
    assembly.rpc.travel(1)
    assert first.state == "Active"
    with reverts("ProposalStillLive", guardian, first.id):
        make(assembly, STANDARD, guardian)


# --- How large ---


@pytest.mark.parametrize("count", [1, 15, 16])
def test_propose__up_to_16_actions__emits(assembly: System, count: int) -> None:
    proposal = propose(assembly, P1, [(assembly.registry, "admit", i) for i in range(count)])
    assert len(assembly.governance.proposalDetails(proposal.id)[0]) == count


@pytest.mark.parametrize("count", [17, 100, 1000])
def test_propose__more_actions__reverts(assembly: System, count: int) -> None:
    """G18: by its name, before so much is stored that the gas ends."""
    for proposer in (P1, assembly.guardian, assembly.stranger):
        with reverts("TooManyActions", count, 16):
            propose(assembly, proposer, [(assembly.registry, "admit", i) for i in range(count)])


@pytest.mark.parametrize("parts", [[8192], [4096, 4096], [0, 8192]])
def test_propose__calldata__8192_bytes_in_all(assembly: System, parts: list[int]) -> None:
    target = assembly.registry.address
    selector = action(assembly.registry, "admit", 7).data[:4]
    largest = [Action(target, selector.ljust(length, b"\0") if length else b"") for length in parts]
    propose(assembly, assembly.guardian, [*largest])
    with reverts("CalldataTooLong", 8193, 8192):
        propose(assembly, assembly.guardian, [*largest, Action(target, b"\0")])


@pytest.mark.parametrize("length", [8193, 100_000])
def test_propose__more_calldata__reverts(assembly: System, length: int) -> None:
    """G18."""
    with reverts("CalldataTooLong", length, 8192):
        propose(assembly, P1, [Action(assembly.registry.address, bytes(length))])


def test_propose__the_largest__can_be_executed_in_one_transaction(assembly: System) -> None:
    """G18: what is admitted fits a block's limit for a transaction."""
    target = assembly.registry.address
    largest = [Action(target, b"\xff" * 512) for _ in range(16)]
    proposal = propose(assembly, assembly.guardian, largest)
    assert proposal.receipt.gas_used < 10_000_000
    to_voting(proposal)
    vote(proposal, FOR, assembly.guardian)
    to_end(proposal)
    assert queue(proposal).gas_used < 2_000_000


# --- Whose ---


def test_propose__description__ends_with_the_proposer(assembly: System) -> None:
    suffix = f"#proposer={P1.address.lower()}"
    for i, text in enumerate(["why", "", "#proposer=0x1234", f"#proposer={P2.address} and more"]):
        proposal = propose(
            assembly, P1, [(assembly.registry, "admit", 7)], text, at=assembly.rpc.now + 12 * HOUR
        )
        assert proposal.description == text + suffix
        assert assembly.governance.proposalDetailsAt(i)[4] == keccak(text=text + suffix)
        cancel(proposal)


@pytest.mark.parametrize("case", [str, str.lower])
def test_propose__description_that_names_the_proposer__is_kept(assembly: System, case: Any) -> None:
    text = f"why#proposer={case(P1.address)}"
    proposal = propose(assembly, P1, [(assembly.registry, "admit", 7)], text)
    assert proposal.description == text


def test_propose__description_of_somebody_else__reverts(assembly: System) -> None:
    """G9, G16, invariant 20: nobody takes the id of a proposal that another is about to make."""
    actions = [(assembly.registry, "admit", 7)]
    for named in (P1.address, P1.address.lower(), "0x" + "00" * 20, "0x" + "ff" * 20):
        with reverts("GovernorRestrictedProposer", P2):
            propose(assembly, P2, actions, f"why#proposer={named}")
    front_run = propose(assembly, P2, actions, "why")
    cancel(front_run)
    mine = propose(assembly, P1, actions, "why")
    assert (mine.id != front_run.id, mine.state) == (True, "Pending")


def test_propose__the_same_again__reverts(assembly: System) -> None:
    first = make(assembly, STANDARD, P1)
    cancel(first)
    with reverts("GovernorUnexpectedProposalState", first.id, 2, bytes(32)):
        make(assembly, STANDARD, P1)
    make(assembly, STANDARD, P1, "why again")


def test_propose__returns__the_id(assembly: System) -> None:
    """What a tool simulates before it sends."""
    act = action(assembly.registry, "admit", 7)
    data = assembly.governance.calldata("propose", [act.target], [0], [act.data], "why")
    simulated = int.from_bytes(assembly.rpc.call(assembly.governance.address, data, P1.address))
    assert propose(assembly, P1, [act]).id == simulated


def test_admit__another_caller__reverts(assembly: System) -> None:
    for caller in (assembly.guardian, P1, assembly.ballots, assembly.constitutional):
        with reverts("CallerNotPeer", caller, assembly.governance):
            assembly.admission.admit(7, P1, [], [], [], sender=caller)
