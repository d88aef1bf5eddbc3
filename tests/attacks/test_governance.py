"""Stories about proposals: disguise, haste, bought votes, floods, and a guardian who wants too much.

G1  units borrowed, bought or given for a vote
G2  everything in one block; G20 emergency powers in that block
G3  the same units twice, around the snapshot
G9  somebody else's proposal first; G16 one proposal in two systems
G10 the guardian alone; X3 before anybody was paid
G15 a dangerous act disguised as a routine one
G24 a flood of proposals, and a veto that costs the same for all of them
G26 a ballot of another system
G28 two clocks
X2  the opposition suspended a second before the snapshot
X6  closing a contract by proposal
X7  a function made routine while a proposal is under way
24  who else could change the authority
26  a proposal that speaks for a silent guardian
50  a stolen guardian's key and the recovery, against a queued proposal
"""

from typing import Any

import ape
import pytest

from tests.support.actors import Actor, actor, agent_actor
from tests.support.chamber import endow, seat, unpaid_system
from tests.support.contract import Revert, reverts
from tests.support.governance import (
    AGAINST,
    AMENDMENT,
    CRITICAL,
    FOR,
    SEATED,
    SMALL_SHARE,
    STATES,
    Action,
    action,
    appoint,
    ballot,
    cancel,
    execute,
    label_role,
    pass_,
    propose,
    queue,
    set_human_cap,
    small_system,
    to_end,
    to_eta,
    to_voting,
    vote,
)
from tests.support.holders import rich_human
from tests.support.rpc import Rpc
from tests.support.system import DAY, GOVERNING, HOUR, NAMES, ROAD, System

M = 10**6 * ROAD
P1, P2, P3 = map(agent_actor, (1, 2, 3))
THIEF, NEW = actor("a thief"), actor("the guardian's new key")
ALL = [agent_actor(i) for i in SEATED]
ACTIVE = (1 << STATES.index("Active")).to_bytes(32)
SUCCEEDED = (1 << STATES.index("Succeeded")).to_bytes(32)
REASON = bytes(32)


# --- Votes that nobody earned ---


def test_bought_votes__from_every_side__change_no_outcome(rpc: Rpc, isolated: None) -> None:
    """G1, X1, invariant 49: whoever gives what to whom, before or after the snapshot."""
    system = unpaid_system(rpc)
    endow(system, {1: 20 * M, 2: 19 * M, 3: M})
    system.vesting.release(sender=system.stranger)
    human = rich_human(system, "rich", 50 * M)[0]
    proposal = appoint(system, P1, system.stranger)
    system.token.transfer(P3, 40 * M, sender=system.guardian, at=proposal.snapshot - 1)
    system.token.transfer(P2, 30 * M, sender=human, at=proposal.snapshot)
    system.token.transfer(P3, 20 * M, sender=human, at=proposal.snapshot + 1)
    vote(proposal, FOR, P1)
    vote(proposal, AGAINST, P2, P3)
    to_end(proposal)
    tally = system.ballots.tallyOf(proposal.id)
    assert (tally.inFavour, tally.against, tally.total) == (20 * M, 20 * M, 40 * M)
    assert proposal.state == "Defeated"


def test_the_same_units__around_the_snapshot__count_once(assembly: System) -> None:
    """G3: in the second of the snapshot they are where they are at its end."""
    proposal = appoint(assembly, agent_actor(14), assembly.stranger)
    time = proposal.snapshot
    assembly.token.transfer(P2, SMALL_SHARE, sender=P1, at=time - 1)
    assembly.token.transfer(P1, SMALL_SHARE, sender=P2, at=time)
    assembly.token.transfer(P2, SMALL_SHARE, sender=P1, at=time + 1)
    vote(proposal, FOR, P1, P2)
    assert assembly.ballots.tallyOf(proposal.id).inFavour == 2 * SMALL_SHARE
    assembly.token.delegate(P3, sender=P2)
    vote(proposal, FOR, P3)
    assert assembly.ballots.tallyOf(proposal.id).inFavour == 3 * SMALL_SHARE


@pytest.mark.parametrize("suspended", [False, True])
def test_opposition__suspended_before_the_snapshot__has_its_say(assembly: System, suspended: bool) -> None:
    """X2, invariant 48: the outcome is the same, to the unit."""
    proposal = appoint(assembly, P1, assembly.stranger)
    if suspended:
        for i in range(3, 15):
            assembly.registry.emergencySuspend(i, sender=assembly.guardian, at=proposal.snapshot - 15 + i)
    to_voting(proposal)
    assembly.rpc.travel(1)
    vote(proposal, FOR, P1, P2)
    vote(proposal, AGAINST, P3, *ALL[3:])
    to_end(proposal)
    tally = assembly.ballots.tallyOf(proposal.id)
    assert (tally.inFavour, tally.against, tally.total) == (
        2 * SMALL_SHARE,
        12 * SMALL_SHARE,
        14 * SMALL_SHARE,
    )
    assert proposal.state == "Defeated"


def test_ballot__of_another_system__is_none(rpc: Rpc, isolated: None) -> None:
    """G26: the same agents' keys, the same contracts, the same chain."""
    one, other = small_system(rpc), small_system(rpc)
    actions = [Action(THIEF.address, b"1234")]
    here = propose(one, one.guardian, actions)
    there = propose(other, other.guardian, actions)
    assert here.id == there.id
    to_voting(there)
    stolen = ballot(here, FOR, P1)
    with reverts("GovernorInvalidSignature", P1):
        other.governance.castVoteBySig(there.id, FOR, P1, stolen[2], sender=THIEF)
    assert other.ballots.castVotesBySig(there.id, [stolen], sender=THIEF).events[0].name == "BallotSkipped"


def test_proposal__in_two_systems__lives_two_lives(rpc: Rpc, isolated: None) -> None:
    """G16: they have one id and nothing else in common; no executor is shared."""
    one, other = small_system(rpc), small_system(rpc)
    actions = [Action(THIEF.address, b"")]
    here, there = propose(one, one.guardian, actions), propose(other, other.guardian, actions)
    one.governance.veto(here.id, REASON, sender=one.guardian)
    assert (here.state, there.state) == ("Canceled", "Pending")
    for executor in ("operations", "critical", "constitutional"):
        with reverts("CallerNotPeer", one.governance, other.governance):
            getattr(other, executor).execute(THIEF, 0, b"", P1, sender=one.governance)


# --- Haste ---


def test_everything__in_one_block__stops_at_the_first_step(assembly: System) -> None:
    """G2, G20: the emergency powers of that block are no way round either."""
    proposal = set_human_cap(assembly, assembly.guardian)
    now = assembly.rpc.now
    assembly.token.pause(sender=assembly.guardian, at=now)
    assembly.registry.emergencySuspend(3, sender=assembly.guardian, at=now)
    with reverts("GovernorUnexpectedProposalState", proposal.id, 0, ACTIVE):
        vote(proposal, FOR, assembly.guardian, at=now)
    with reverts("GovernorUnexpectedProposalState", proposal.id, 0, SUCCEEDED):
        queue(proposal, at=now)
    wanted = (1 << STATES.index("Succeeded") | 1 << STATES.index("Queued")).to_bytes(32)
    with reverts("GovernorUnexpectedProposalState", proposal.id, 0, wanted):
        execute(proposal, at=now)
    assert proposal.snapshot == now + 7 * DAY


@pytest.mark.parametrize(
    "make", [appoint, set_human_cap, label_role], ids=["standard", "critical", "amendment"]
)
def test_fastest_way__of_each_class__is_what_everybody_can_count_on(assembly: System, make: Any) -> None:
    """Invariant 17: with every ballot cast in the first second and nobody against."""
    proposal = make(assembly, assembly.guardian, *([THIEF] if make is appoint else []))
    born = assembly.rpc.now
    pass_(proposal)
    queue(proposal)
    days = {appoint: 7, set_human_cap: 14, label_role: 30}[make]
    # A second to be over, and one to be queued.
    assert proposal.eta == born + (14 + days) * DAY + 2
    to_eta(proposal)
    execute(proposal)


def test_clocks__of_token_and_governor__are_one(assembly: System) -> None:
    """G28: seconds, whatever a chain says of its blocks."""
    for time in (assembly.rpc.now, assembly.rpc.now + 12345):
        assert assembly.governance.clock(at=time) == assembly.token.clock(at=time) == time
    assert assembly.governance.CLOCK_MODE() == assembly.token.CLOCK_MODE() == "mode=timestamp"


# --- Disguise ---


def call(system: System, short: str, function: str, *args: Any) -> bytes:
    return action(getattr(system, short), function, *args).data


def test_routine_proposal__with_anything_grave_in_it__is_refused_to_agents(assembly: System) -> None:
    """G15, invariant 16: no order, wrapper or value hides what is not routine."""
    routine = action(assembly.registry, "admit", 7)
    grave = [
        (action(assembly.cap, "setHumanCap", 40 * M), CRITICAL),
        (Action(assembly.registry.address, routine.data, 1), CRITICAL),
        (Action(assembly.token.address, routine.data), CRITICAL),
        (action(assembly.token, "transfer", P1, 1), CRITICAL),
        (Action(THIEF.address, b"", 1), CRITICAL),
        (Action(THIEF.address, routine.data), CRITICAL),
        (action(assembly.authority, "multicall", [routine.data]), AMENDMENT),
        (action(assembly.authority, "schedule", assembly.registry, routine.data, 0), AMENDMENT),
        (action(assembly.authority, "execute", assembly.registry, routine.data), AMENDMENT),
        (action(assembly.authority, "grantRole", 1, P1, 0), AMENDMENT),
        (action(assembly.authority, "setTargetFunctionRole", assembly.token, [b"1234"], 1), AMENDMENT),
        (action(assembly.governance, "relay", assembly.token, 0, b""), AMENDMENT),
        (action(assembly.guardianship, "act", assembly.guardian), AMENDMENT),
        (action(assembly.critical, "execute", assembly.token, 0, b"", P1), AMENDMENT),
        (action(assembly.succession, "challenge"), AMENDMENT),
    ]
    for one, class_ in grave:
        for actions in ([one], [routine, one], [one, routine], [routine] * 15 + [one]):
            with reverts("ProposerNotEntitled", P1, class_):
                propose(assembly, P1, actions)
    assert assembly.governance.proposalCount() == 0


def test_routine_way__opened_and_closed_again__lets_nothing_through(assembly: System) -> None:
    """X7: what was queued while a function was routine fails once it is not."""
    selector = call(assembly, "cap", "setHumanCap", 0)[:4]
    map_ = assembly.authority.setTargetFunctionRole
    map_(assembly.cap, [selector], 1, sender=assembly.constitutional)
    proposal = propose(assembly, P1, [(assembly.cap, "setHumanCap", 40 * M)])
    to_voting(proposal)
    vote(proposal, FOR, *ALL)
    to_end(proposal)
    queue(proposal)
    map_(assembly.cap, [selector], 2, sender=assembly.constitutional)
    to_eta(proposal)
    with reverts("ClassRaised", proposal.id, 0, CRITICAL):
        execute(proposal)
    assert assembly.cap.humanCap() == 50 * M


@pytest.mark.parametrize("short", [*NAMES, "governance"])
def test_closing__of_any_contract_by_proposal__reverts(assembly: System, short: str) -> None:
    """X6: an AMENDMENT that everybody wanted changes no authority and closes no target."""
    target = getattr(assembly, short)
    executor = assembly.constitutional
    for function, argument in (("setTargetClosed", True), ("updateAuthority", THIEF)):
        data = call(assembly, "authority", function, target, argument)
        with reverts("Unavailable", data[:4]):
            executor.execute(assembly.authority, 0, data, P1, sender=assembly.governance)


def test_contracts__of_governance__neither_delegate_nor_die() -> None:
    """G15: no code of another runs in their name."""
    for name in GOVERNING.values():
        found = opcodes(runtime(name))
        assert not found & {0xF4, 0xF2, 0xFF}, name


def runtime(name: str) -> bytes:
    code = ape.project.get_contract(name).contract_type.runtime_bytecode.bytecode
    raw = bytes.fromhex(code.removeprefix("0x"))
    return raw[: -2 - int.from_bytes(raw[-2:])]  # without the compiler's metadata


def opcodes(code: bytes) -> set[int]:
    """Every opcode in the code; what a PUSH pushes is none."""
    found, at = set(), 0
    while at < len(code):
        found.add(code[at])
        at += 1 + max(0, code[at] - 0x5F) * (0x60 <= code[at] <= 0x7F)
    return found


# --- Too much power ---


def test_guardian__alone_before_anybody_was_paid__amends_nothing(rpc: Rpc, isolated: None) -> None:
    """X3, G10: fourteen agents without a unit, and one with its first pay."""
    system = unpaid_system(rpc)
    first = label_role(system, system.guardian)
    to_voting(first)
    vote(first, FOR, system.guardian)
    to_end(first)
    endow(system, {11: 3_062_500 * ROAD})
    second = label_role(system, system.guardian, why="again")
    to_voting(second)
    vote(second, FOR, system.guardian, agent_actor(11))
    to_end(second)
    assert (first.state, second.state) == ("Defeated", "Defeated")


@pytest.mark.parametrize("yes", [9, 10])
def test_guardian_and_council__against_a_third__amend_nothing(assembly: System, yes: int) -> None:
    """G13: 9 of 14 are 64 %, 10 are 71 %."""
    seat(assembly, 1)
    proposal = label_role(assembly, P1)
    to_voting(proposal)
    vote(proposal, FOR, assembly.guardian, *ALL[:yes])
    vote(proposal, AGAINST, *ALL[yes:])
    to_end(proposal)
    assert proposal.state == ("Succeeded" if yes == 10 else "Defeated")


def test_agents__all_of_them_without_the_guardian__change_no_critical_thing(assembly: System) -> None:
    """G13: they can't pass it, nor make it; and what they do pass can be vetoed."""
    seat(assembly, 1)
    proposal = set_human_cap(assembly, P1)
    to_voting(proposal)
    vote(proposal, FOR, *ALL)
    to_end(proposal)
    assert proposal.state == "Defeated"
    routine = appoint(assembly, P2, THIEF)
    to_voting(routine)
    vote(routine, FOR, *ALL)
    to_end(routine)
    queue(routine)
    assembly.governance.veto(routine.id, REASON, sender=assembly.guardian, at=routine.eta)
    with reverts("GovernorUnexpectedProposalState", routine.id, 2, (0b110000).to_bytes(32)):
        execute(routine)


def test_stolen_guardian_key__recovered__cancels_what_the_thief_queued(assembly: System) -> None:
    """Invariant 50: recovery takes 14 days, no grave proposal less than 28."""
    thief = assembly.guardian
    grave = set_human_cap(assembly, thief)
    assembly.guardianship.proposeRecovery(NEW, sender=assembly.recovery)
    ready = assembly.rpc.now + 14 * DAY
    to_voting(grave)
    vote(grave, FOR, thief)
    to_end(grave)
    queue(grave, at=max(ready, assembly.rpc.now) + 1)
    assembly.guardianship.acceptRecovery(sender=NEW)
    assert grave.state == "Canceled"
    with reverts("CallerNotGuardian", thief):
        assembly.governance.veto(grave.id, REASON, sender=thief)


def test_stolen_guardian_key__vetoes_everything__until_it_is_displaced(assembly: System) -> None:
    """What it vetoed can be proposed again, and a veto of many reaches no later proposal."""
    first = appoint(assembly, P1, actor("registrar to be"))
    assembly.governance.vetoUpTo(0, REASON, sender=assembly.guardian)
    assert first.state == "Canceled"
    assembly.guardianship.proposeRecovery(NEW, sender=assembly.recovery)
    assembly.guardianship.acceptRecovery(sender=NEW, at=assembly.rpc.now + 14 * DAY)
    second = appoint(assembly, P1, actor("registrar to be"), why="again")
    to_voting(second)
    vote(second, FOR, *ALL)
    to_end(second)
    queue(second)
    to_eta(second)
    execute(second)


def test_proposal__that_speaks_for_the_guardian__is_refused(assembly: System) -> None:
    """Invariant 26: nothing that was once approved keeps a silent guardian in office."""
    proposal = propose(assembly, assembly.guardian, [(assembly.guardianship, "act", assembly.guardian)])
    pass_(proposal)
    queue(proposal)
    to_eta(proposal)
    seen = assembly.guardianship.lastSeen()
    with reverts("TargetRefused", assembly.guardianship):
        execute(proposal)
    assert assembly.guardianship.lastSeen() == seen


@pytest.mark.parametrize(
    "who", ["deployer", "guardian", "recovery", "registrar", "operations", "critical", "governance", "agent"]
)
def test_authority__changed_by_anybody_else__reverts(assembly: System, who: str) -> None:
    """Invariant 24."""
    caller: Any = P1 if who == "agent" else getattr(assembly, who)
    authority = assembly.authority
    for call_ in (
        lambda: authority.setTargetFunctionRole(assembly.token, [b"1234"], 1, sender=caller),
        lambda: authority.setRoleAdmin(3, 0, sender=caller),
        lambda: authority.setGrantDelay(3, 0, sender=caller),
        lambda: authority.labelRole(3, "mine", sender=caller),
        lambda: authority.grantRole(7, caller, 0, sender=caller),
    ):
        with reverts("AccessManagerUnauthorizedAccount", caller, 0):
            call_()


# --- Floods ---


def test_flood__of_one_agent__is_three_in_any_twelve_hours(assembly: System) -> None:
    """G24, invariant 21: it tries every hour for three days, and withdraws at once."""
    start, made = assembly.rpc.now + 10, []
    for hour in range(72):
        time = start + hour * HOUR
        try:
            proposal = propose(assembly, P1, [(assembly.registry, "admit", 7)], f"{hour}", at=time)
        except Revert as refused:
            assert refused.name == "TooManyProposals"
            continue
        cancel(proposal, at=time + 1)
        made.append(hour)
    assert made == [12 * i + j for i in range(6) for j in range(3)]


def test_flood__of_all_agents__is_vetoed_at_once(assembly: System) -> None:
    """G24: whatever their number, the veto costs the same, and so does the look at one of them."""
    costs = []
    for i, one in enumerate(ALL):
        appoint(assembly, one, THIEF)
        if i in (0, 1, 13):
            snapshot = assembly.rpc.snapshot()
            costs.append(assembly.governance.vetoUpTo(i, REASON, sender=assembly.guardian).gas_used)
            assembly.rpc.revert(snapshot)
    assert max(costs) - min(costs) < 100
    assembly.governance.vetoUpTo(13, REASON, sender=assembly.guardian)
    for i in range(assembly.governance.proposalCount()):
        assert assembly.governance.state(assembly.governance.proposalDetailsAt(i)[0]) == 2


def test_proposal__that_another_wants_to_make__can_be_made(assembly: System) -> None:
    """G9, invariant 20: P2 tries every description and every moment, P1 makes it all the same."""
    actions = [(assembly.registry, "admit", 7)]

    def tries(by: Actor, description: str) -> None:
        with reverts("GovernorRestrictedProposer", by):
            propose(assembly, by, actions, description)

    for named in (P1.address, P1.address.lower()):
        tries(P2, f"why#proposer={named}")
        tries(assembly.guardian, f"why#proposer={named}")
    front_run = propose(assembly, P2, actions, "why")
    assembly.governance.veto(front_run.id, REASON, sender=assembly.guardian)
    mine = propose(assembly, P1, actions, "why")
    for caller in (P2, assembly.guardian, THIEF):
        with reverts("GovernorUnableToCancel", mine.id, caller):
            cancel(mine, sender=caller)
    assert mine.state == "Pending"
