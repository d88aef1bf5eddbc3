"""From success to execution (invariants 16, 17, 18; G15, G19, G22).

queue
├── not Succeeded ── reverts GovernorUnexpectedProposalState; more than 14 days later it is Expired
├── an action has become graver than the proposal ── reverts ClassRaised
└── otherwise, by anyone, by id or by content ── emits, eta is now + the delay of the class
    ├── STANDARD 7 days, AMENDMENT 30 days
    └── CRITICAL 14 days up to 33 % of D against, 45 days from 67 % on, linear between, rounded down
execute
├── not queued ── reverts GovernorNotQueuedProposal
├── a second early ── reverts DelayNotOver
├── 14 days after the eta and a second ── reverts GovernorUnexpectedProposalState, Expired
├── an action has become graver ── reverts ClassRaised; as grave again ── can be executed
├── ether that is not what the actions spend ── reverts ValueMismatch
├── an action reverts ── nothing is done; can be tried again
├── again, or by its own action ── reverts GovernorUnexpectedProposalState
├── an action that executes another proposal of its class ── reverts ExecutionUnderWay
└── otherwise, by anyone ── each action by the executor of the class that it has now
"""

from typing import Any

import pytest

from tests.support.actors import Actor, actor, agent_actor
from tests.support.agents import REVERTS
from tests.support.chamber import endow, seat
from tests.support.contract import Contract, reverts, selector
from tests.support.governance import (
    AGAINST,
    AMENDMENT,
    CRITICAL,
    FOR,
    STANDARD,
    STATES,
    Action,
    Proposal,
    action,
    appoint,
    execute,
    label_role,
    pass_,
    propose,
    queue,
    set_human_cap,
    to_end,
    to_eta,
    to_voting,
    vote,
    waits,
)
from tests.support.office import told
from tests.support.system import DAY, ROAD, System

M = 10**6 * ROAD
FLOOR = 122_500_000 * ROAD
TARGET, NEW = actor("a contract").address, actor("registrar to be")
SUCCEEDED = (1 << STATES.index("Succeeded")).to_bytes(32)
EXECUTABLE = (1 << STATES.index("Succeeded") | 1 << STATES.index("Queued")).to_bytes(32)


def map_to(system: System, contract: Contract, function: str, role: int) -> None:
    """What an AMENDMENT does: gives a function to another role."""
    selected = selector(contract.functions[function])
    system.authority.setTargetFunctionRole(contract, [selected], role, sender=system.constitutional)


def approved(system: System, actions: Any, proposer: Actor | None = None) -> Proposal:
    proposal = propose(system, proposer or system.guardian, actions)
    pass_(proposal)
    return proposal


def queued(system: System, actions: Any) -> Proposal:
    proposal = approved(system, actions)
    queue(proposal)
    to_eta(proposal)
    return proposal


# --- The delay ---


@pytest.mark.parametrize(("make", "days"), [(appoint, 7), (set_human_cap, 14), (label_role, 30)])
def test_queue__no_dissent__waits_as_its_class(assembly: System, make: Any, days: int) -> None:
    arguments = (NEW,) if make is appoint else ()
    proposal = make(assembly, assembly.guardian, *arguments)
    pass_(proposal)
    time = assembly.rpc.now + 1000
    receipt = queue(proposal, at=time)
    assert told(receipt) == [("ProposalQueued", proposal.id, time + days * DAY)]
    assert (proposal.state, proposal.eta, waits(proposal)) == ("Queued", time + days * DAY, days * DAY)
    assert assembly.governance.expiryOf(proposal.id) == proposal.eta + 14 * DAY


# Units against, all units; the delay beyond 14 days, in seconds.
GROWTH = 31 * DAY
DISSENT = [
    (0, FLOOR, 0),
    (FLOOR * 33 // 100, FLOOR, 0),
    (FLOOR * 33 // 100 + 1, FLOOR, 0),
    (FLOOR * 33 // 100 + FLOOR * 34 // 100 // GROWTH + 1, FLOOR, 1),
    (FLOOR * 50 // 100, FLOOR, GROWTH // 2),
    (FLOOR * 67 // 100 - 1, FLOOR, GROWTH - 1),
    (FLOOR * 67 // 100, FLOOR, GROWTH),
    (FLOOR, FLOOR, GROWTH),
    (490 * M * 33 // 100, 490 * M, 0),
    (245 * M, 490 * M, GROWTH // 2),
    (490 * M * 67 // 100 - 1, 490 * M, GROWTH - 1),
    (490 * M * 67 // 100, 490 * M, GROWTH),
    (40 * M, 40 * M, 0),  # all there is, and less than a third of the floor
]


@pytest.mark.parametrize(("against", "total", "more"), DISSENT)
def test_queue__dissent__grows_a_critical_delay(chamber: System, against: int, total: int, more: int) -> None:
    """Invariant 17: 14 to 45 days."""
    endow(chamber, {1: against, 2: total - against})
    proposal = set_human_cap(chamber, chamber.guardian)
    to_voting(proposal)
    if against:
        vote(proposal, AGAINST, agent_actor(1))
    vote(proposal, FOR, chamber.guardian)
    to_end(proposal)
    assert chamber.ballots.delayOf(proposal.id) == 14 * DAY + more
    queue(proposal)
    assert waits(proposal) == 14 * DAY + more


@pytest.mark.parametrize(("make", "days"), [(appoint, 7), (label_role, 30)])
def test_queue__dissent__grows_no_other_delay(chamber: System, make: Any, days: int) -> None:
    endow(chamber, {1: 67 * M, 2: 33 * M})
    proposal = make(chamber, chamber.guardian, *((NEW,) if make is appoint else ()))
    to_voting(proposal)
    for agent_id, support in ((1, AGAINST if make is appoint else FOR), (2, AGAINST)):
        vote(proposal, support, agent_actor(agent_id))
    vote(proposal, FOR, chamber.guardian)
    to_end(proposal)
    queue(proposal)
    assert waits(proposal) == days * DAY


# --- When ---


@pytest.mark.parametrize("state", ["Pending", "Active", "Canceled", "Defeated", "Queued", "Executed"])
def test_queue__not_succeeded__reverts(assembly: System, state: str) -> None:
    proposal = appoint(assembly, assembly.guardian, NEW)
    if state == "Active":
        to_voting(proposal)
    elif state == "Canceled":
        assembly.governance.veto(proposal.id, bytes(32), sender=assembly.guardian)
    elif state == "Defeated":
        to_end(proposal)
    elif state != "Pending":
        pass_(proposal)
        queue(proposal)
        if state == "Executed":
            to_eta(proposal)
            execute(proposal)
    with reverts("GovernorUnexpectedProposalState", proposal.id, STATES.index(state), SUCCEEDED):
        queue(proposal)


def test_queue__14_days_after_success__is_the_last_moment(assembly: System) -> None:
    proposal = appoint(assembly, assembly.guardian, NEW)
    pass_(proposal)
    last = proposal.deadline + 14 * DAY
    assert assembly.governance.expiryOf(proposal.id) == last
    for time in (last + 1, last + 400 * DAY):
        assert proposal.state_at(time) == "Expired"
        with reverts("GovernorUnexpectedProposalState", proposal.id, STATES.index("Expired"), SUCCEEDED):
            queue(proposal, at=time)
    queue(proposal, at=last)
    assert proposal.state_at(last + 1) == "Queued"


@pytest.mark.parametrize(("make", "days"), [(appoint, 7), (set_human_cap, 14), (label_role, 30)])
def test_execute__from_the_eta__for_14_days(assembly: System, make: Any, days: int) -> None:
    """G19, invariant 17: a second early, in time, a second late."""
    proposal = make(assembly, assembly.guardian, *((NEW,) if make is appoint else ()))
    pass_(proposal)
    queue(proposal)
    eta, last = proposal.eta, proposal.eta + 14 * DAY
    for time in (assembly.rpc.now + 1, eta - 1):
        with reverts("DelayNotOver", proposal.id, eta):
            execute(proposal, at=time)
    with reverts("GovernorUnexpectedProposalState", proposal.id, STATES.index("Expired"), EXECUTABLE):
        execute(proposal, at=last + 1)
    snapshot = assembly.rpc.snapshot()
    for time in (eta, last):
        execute(proposal, at=time)
        assert [proposal.state_at(time + later) for later in (0, 30 * DAY)] == ["Executed"] * 2
        assembly.rpc.revert(snapshot)
        snapshot = assembly.rpc.snapshot()


def test_execute__not_queued__reverts(assembly: System) -> None:
    """G2, G20: no way round the delay."""
    proposal = approved(assembly, [(assembly.cap, "setHumanCap", 40 * M)])
    with reverts("GovernorNotQueuedProposal", proposal.id):
        execute(proposal)
    queue(proposal)
    with reverts("DelayNotOver", proposal.id, proposal.eta):
        execute(proposal)


def test_execute__twice__reverts(assembly: System) -> None:
    """G19."""
    proposal = queued(assembly, [(assembly.cap, "setHumanCap", 40 * M)])
    execute(proposal)
    with reverts("GovernorUnexpectedProposalState", proposal.id, STATES.index("Executed"), EXECUTABLE):
        execute(proposal)


# --- The class, again ---


@pytest.mark.parametrize("role", [0, 2, 3, 7])
def test_queue__an_action_became_graver__reverts(assembly: System, role: int) -> None:
    """X7: also where the function was only unmapped."""
    proposal = approved(assembly, [(assembly.registry, "admit", 7)])
    map_to(assembly, assembly.registry, "admit", role)
    with reverts("ClassRaised", proposal.id, STANDARD, CRITICAL):
        queue(proposal)
    assert proposal.state == "Succeeded"
    map_to(assembly, assembly.registry, "admit", 1)
    queue(proposal)


def test_execute__an_action_became_graver__reverts(assembly: System) -> None:
    """X7."""
    grant = (assembly.authority, "grantRole", 3, NEW, 0)
    proposal = queued(assembly, [grant])
    assembly.authority.setRoleAdmin(3, 2, sender=assembly.constitutional)
    with reverts("ClassRaised", proposal.id, STANDARD, AMENDMENT):
        execute(proposal)
    assert proposal.state == "Queued"
    assembly.authority.setRoleAdmin(3, 1, sender=assembly.constitutional)
    execute(proposal)


def test_execute__one_action_of_many_became_graver__does_nothing(assembly: System) -> None:
    grant = (assembly.authority, "grantRole", 3, NEW, 0)
    cancel_merge = (assembly.cap, "cancelMerge", bytes(32))
    proposal = queued(assembly, [grant, cancel_merge])
    map_to(assembly, assembly.cap, "cancelMerge", 2)
    with reverts("ClassRaised", proposal.id, STANDARD, CRITICAL):
        execute(proposal)
    assert assembly.authority.hasRole(3, NEW, at=assembly.rpc.now + 4 * DAY) == (False, 0)


def test_execute__an_action_became_routine__is_made_by_operations(assembly: System) -> None:
    """X7: with the rights that it needs now, after all that its class at the time asked for."""
    proposal = queued(assembly, [(assembly.cap, "setHumanCap", 40 * M)])
    map_to(assembly, assembly.cap, "setHumanCap", 1)
    assert [e[0] for e in told(execute(proposal))] == ["CapChanged", "ProposalExecuted"]


def test_execute__graver_within_its_class__is_made_by_its_executor(assembly: System) -> None:
    """An AMENDMENT passes as the gravest there is."""
    label = (assembly.authority, "labelRole", 3, "registrar")
    grant = (assembly.authority, "grantRole", 3, NEW, 0)
    proposal = queued(assembly, [label, grant])
    assembly.authority.setRoleAdmin(3, 0, sender=assembly.constitutional)
    assert [e[0] for e in told(execute(proposal))] == ["RoleLabel", "RoleGranted", "ProposalExecuted"]


def test_execute__mixed__each_action_by_the_executor_of_its_class(assembly: System) -> None:
    """Invariant 16: all three act, and none with another's rights."""
    proposal = queued(
        assembly,
        [
            (assembly.authority, "labelRole", 3, "registrar"),
            (assembly.cap, "setHumanCap", 40 * M),
            (assembly.authority, "grantRole", 3, NEW, 0),
        ],
    )
    assert assembly.ballots.classOf(proposal.id) == AMENDMENT
    names = [e[0] for e in told(execute(proposal))]
    assert names == ["RoleLabel", "CapChanged", "RoleGranted", "ProposalExecuted"]


def test_execute__table_changed_by_an_earlier_action__is_read_anew(assembly: System) -> None:
    """The constitution may make a function routine and use it in one proposal; operations make the call."""
    selected = selector(assembly.cap.functions["setHumanCap"])
    remap = (assembly.authority, "setTargetFunctionRole", assembly.cap.address, [selected], 1)
    proposal = queued(assembly, [remap, (assembly.cap, "setHumanCap", 40 * M)])
    execute(proposal)
    assert assembly.cap.humanCap() == 40 * M


# --- Who ---


@pytest.mark.parametrize("who", ["stranger", "deployer", "guardian", "agent"])
def test_queue_and_execute__by_anyone__emit(assembly: System, who: str) -> None:
    caller = agent_actor(9) if who == "agent" else getattr(assembly, who)
    proposal = approved(assembly, [(assembly.authority, "grantRole", 3, NEW, 0)], agent_actor(1))
    queue(proposal, sender=caller)
    to_eta(proposal)
    receipt = execute(proposal, sender=caller)
    assert told(receipt) == [
        ("RoleGranted", 3, NEW.address, 0, assembly.rpc.now + 3 * DAY, True),
        ("ProposalExecuted", proposal.id),
    ]


# --- Ether ---


@pytest.mark.parametrize(("sent", "fits"), [(0, False), (2, False), (3, True), (4, False), (10**18, False)])
def test_execute__ether__exactly_what_the_actions_spend(assembly: System, sent: int, fits: bool) -> None:
    """G22: nothing is left over, nothing is stuck."""
    other = actor("another contract").address
    proposal = queued(assembly, [Action(TARGET, b"", 1), Action(other, b"", 2)])
    for one in (TARGET, other):
        assembly.rpc.fund(one, 0)
    if not fits:
        with reverts("ValueMismatch", sent, 3):
            execute(proposal, value=sent)
        return
    execute(proposal, value=sent)
    holders = (TARGET, other, assembly.governance.address, assembly.critical.address)
    assert [assembly.rpc.balance(one) for one in holders] == [1, 2, 0, 0]


def test_execute__ether_for_none__reverts(assembly: System) -> None:
    proposal = queued(assembly, [(assembly.cap, "setHumanCap", 40 * M)])
    with reverts("ValueMismatch", 1, 0):
        execute(proposal, value=1)
    execute(proposal)


def test_execute__more_ether_than_there_is__reverts(assembly: System) -> None:
    proposal = queued(assembly, [Action(TARGET, b"", 2**256 - 1), Action(TARGET, b"", 1)])
    with reverts("Panic", 0x11):
        execute(proposal)


# --- What the actions do ---


def test_execute__an_action_reverts__does_nothing_and_can_be_tried_again(assembly: System) -> None:
    """K10: nothing is half done."""
    proposal = queued(assembly, [(assembly.cap, "setHumanCap", 40 * M), Action(TARGET, b"1234")])
    assembly.rpc.set_code(TARGET, REVERTS)
    with reverts("FailedCall"):
        execute(proposal)
    assert (proposal.state, assembly.cap.humanCap()) == ("Queued", 50 * M)
    assembly.rpc.set_code(TARGET, "0x00")
    execute(proposal)
    assert (proposal.state, assembly.cap.humanCap()) == ("Executed", 40 * M)


def executes(system: System, proposal_id: int) -> str:
    """Code that executes a proposal, and reverts as that does."""
    data = bytes.fromhex(system.governance.calldata("execute(uint256)", proposal_id)[2:])
    words = data.ljust(64, b"\0")
    stored = f"7f{words[:32].hex()}5f527f{words[32:].hex()}602052"
    call = f"5f5f6024 5f5f73{system.governance.address[2:].lower()}5af1".replace(" ", "")
    code = f"{stored}{call}3d5f5f3e"
    jump = len(code) // 2 + 6
    return f"0x{code}60{jump:02x}573d5ffd5b00"


def test_execute__re_entered_by_its_own_action__reverts(assembly: System) -> None:
    """G19: it is executed before its actions are called."""
    proposal = queued(assembly, [Action(TARGET, b"1234")])
    assembly.rpc.set_code(TARGET, executes(assembly, proposal.id))
    with reverts("GovernorUnexpectedProposalState", proposal.id, STATES.index("Executed"), EXECUTABLE):
        execute(proposal)
    assert proposal.state == "Queued"


def test_execute__another_of_its_class_by_an_action__reverts(assembly: System) -> None:
    """Else whoever is paid by the inner one could be its own proposer."""
    seat(assembly, 1)
    inner = propose(assembly, agent_actor(1), [(assembly.cap, "setHumanCap", 40 * M)])
    outer = propose(assembly, assembly.guardian, [Action(TARGET, b"1234")])
    to_voting(outer)
    for one in (inner, outer):
        vote(one, FOR, assembly.guardian)
    to_end(outer)
    for one in (inner, outer):
        queue(one)
    to_eta(outer)
    assembly.rpc.set_code(TARGET, executes(assembly, inner.id))
    with reverts("ExecutionUnderWay", assembly.guardian):
        execute(outer)
    execute(inner)
    with reverts("GovernorUnexpectedProposalState", inner.id, STATES.index("Executed"), EXECUTABLE):
        execute(outer)


def test_execute__another_of_another_class_by_an_action__has_its_own_proposer(assembly: System) -> None:
    """What anybody may do an action may do too, under the rights of the other proposal's class."""
    inner = appoint(assembly, agent_actor(1), NEW)
    outer = propose(assembly, assembly.guardian, [Action(TARGET, b"1234")])
    to_voting(outer)
    for one in (inner, outer):
        vote(one, FOR, assembly.guardian)
    to_end(outer)
    for one in (inner, outer):
        queue(one)
    to_eta(outer)
    assembly.rpc.set_code(TARGET, executes(assembly, inner.id))
    names = [e[0] for e in told(execute(outer))]
    assert names == ["RoleGranted", "ProposalExecuted", "ProposalExecuted"]


def test_execute__the_governors_own_functions__by_the_constitution_only(assembly: System) -> None:
    """G15: relay is gone, and nothing else of the governor listens to an executor."""
    relay = action(assembly.governance, "relay", TARGET, 0, b"")
    proposal = queued(assembly, [relay])
    assert assembly.ballots.classOf(proposal.id) == AMENDMENT
    with reverts("RelayUnavailable"):
        execute(proposal)
