"""The guardian always can say no, until it is done (invariant 19).

veto
├── not the guardian of the present epoch, or a vacant office ── reverts
├── unknown proposal ── reverts GovernorNonexistentProposal
├── Canceled, Defeated, Expired or Executed ── reverts GovernorUnexpectedProposalState
└── Pending, Active, Succeeded or Queued ── emits, Canceled for ever; counts as an act
vetoUpTo
├── not the guardian ── reverts; index not made yet ── reverts IndexUnknown
├── not higher than before ── reverts VetoNotHigher
└── otherwise ── emits once
    ├── what was not final, up to the index ── Canceled
    ├── above the index, and what is made later ── stays
    └── defeated, expired, executed, canceled ── stays as it was
vetoBySig
├── deadline passed, or more than 72 hours away ── reverts
├── another signer, proposal, reason, epoch, deadline, chain or contract ── reverts InvalidSignature
├── used twice, or of a final proposal ── reverts GovernorUnexpectedProposalState
└── otherwise, by anyone ── as the guardian's own
vetoByCouncil ── the council alone
"""

from typing import Any

import pytest
from eth_utils import keccak

from tests.support.actors import Actor, actor, agent_actor
from tests.support.agents import AGREES, DISAGREES
from tests.support.contract import reverts
from tests.support.governance import (
    AGAINST,
    FOR,
    STATES,
    Proposal,
    appoint,
    cancel,
    execute,
    governance_domain,
    label_role,
    pass_,
    queue,
    set_human_cap,
    to_end,
    to_eta,
    to_voting,
    vote,
)
from tests.support.office import rotate_office, told, vacate
from tests.support.system import DAY, HOUR, System

REASON = keccak(text="why not")
NEW = actor("next guardian")
VETOABLE = 0b110011  # Pending, Active, Succeeded, Queued
WITHIN = 72 * HOUR


def veto(proposal: Proposal, sender: Any = None, at: int | None = None) -> Any:
    system = proposal.system
    return system.governance.veto(proposal.id, REASON, sender=sender or system.guardian, at=at)


def bring(proposal: Proposal, state: str) -> None:
    """Takes a new proposal to a state."""
    if state == "Canceled":
        cancel(proposal)
    elif state == "Active":
        to_voting(proposal)
    elif state == "Defeated":
        to_end(proposal)
    elif state != "Pending":
        pass_(proposal)
        if state != "Succeeded":
            queue(proposal)
        if state == "Executed":
            to_eta(proposal)
            execute(proposal)
        if state == "Expired":
            proposal.system.rpc.travel_to(proposal.eta + 14 * DAY + 1)
    assert proposal.state == state


def sign_veto(
    proposal: Proposal,
    deadline: int,
    *,
    signer: Actor | None = None,
    reason: bytes = REASON,
    epoch: int = 1,
    id_: int | None = None,
    domain: dict[str, Any] | None = None,
) -> bytes:
    system = proposal.system
    message = {
        "proposalId": id_ or proposal.id,
        "reasonHash": reason,
        "epoch": epoch,
        "deadline": deadline,
    }
    types = {"Veto": "uint256 proposalId,bytes32 reasonHash,uint256 epoch,uint256 deadline"}
    return (signer or system.guardian).sign(domain or governance_domain(system), types, message)


def relay(proposal: Proposal, deadline: int, signature: bytes, *, at: int | None = None) -> Any:
    system = proposal.system
    return system.governance.vetoBySig(
        proposal.id, REASON, deadline, signature, sender=system.stranger, at=at
    )


# --- veto ---


@pytest.mark.parametrize("make", [appoint, set_human_cap, label_role], ids=lambda make: make.__name__)
@pytest.mark.parametrize("state", ["Pending", "Active", "Succeeded", "Queued"])
def test_veto__not_final__emits(assembly: System, make: Any, state: str) -> None:
    arguments = (actor("registrar to be"),) if make is appoint else ()
    proposal = make(assembly, assembly.guardian, *arguments)
    bring(proposal, state)
    receipt = veto(proposal)
    assert told(receipt) == [
        ("Heartbeat", 1, assembly.rpc.now),
        ("ProposalCanceled", proposal.id),
        ("ProposalVetoed", proposal.id, assembly.guardian.address, REASON),
    ]
    for later in (0, 30 * DAY, 400 * DAY):
        assert proposal.state_at(assembly.rpc.now + later) == "Canceled"


@pytest.mark.parametrize("state", ["Pending", "Active", "Succeeded", "Queued"])
def test_veto__vetoed__is_never_voted_on_queued_or_executed(assembly: System, state: str) -> None:
    proposal = appoint(assembly, assembly.guardian, actor("registrar to be"))
    bring(proposal, state)
    veto(proposal)
    assembly.rpc.travel_to(max(assembly.rpc.now + 1, proposal.snapshot + 1))
    id_ = proposal.id
    with reverts("GovernorUnexpectedProposalState", id_, 2, bit("Active")):
        vote(proposal, FOR, agent_actor(1))
    with reverts("GovernorUnexpectedProposalState", id_, 2, bit("Succeeded")):
        queue(proposal)
    assembly.rpc.travel(50 * DAY)
    with reverts("GovernorUnexpectedProposalState", id_, 2, bit("Succeeded", "Queued")):
        execute(proposal)
    with reverts("GovernorUnexpectedProposalState", id_, 2, VETOABLE.to_bytes(32)):
        veto(proposal)


def bit(*states: str) -> bytes:
    return sum(1 << STATES.index(state) for state in states).to_bytes(32)


@pytest.mark.parametrize("state", ["Canceled", "Defeated", "Expired", "Executed"])
def test_veto__final__reverts(assembly: System, state: str) -> None:
    """G10: a late veto, each with its name. What is final stays what it was (invariant 18)."""
    proposal = appoint(assembly, assembly.guardian, actor("registrar to be"))
    bring(proposal, state)
    with reverts("GovernorUnexpectedProposalState", proposal.id, STATES.index(state), VETOABLE.to_bytes(32)):
        veto(proposal)


def test_veto__last_second_before_expiry__emits(assembly: System) -> None:
    proposal = set_human_cap(assembly, assembly.guardian)
    bring(proposal, "Queued")
    last = proposal.eta + 14 * DAY
    with reverts("GovernorUnexpectedProposalState", proposal.id, 6, VETOABLE.to_bytes(32)):
        veto(proposal, at=last + 1)
    veto(proposal, at=last)
    assert proposal.state_at(last + 1) == "Canceled"


def test_veto__twice__reverts(assembly: System) -> None:
    """G10."""
    proposal = set_human_cap(assembly, assembly.guardian)
    veto(proposal)
    with reverts("GovernorUnexpectedProposalState", proposal.id, 2, VETOABLE.to_bytes(32)):
        veto(proposal)


@pytest.mark.parametrize(
    "who", ["stranger", "recovery", "successor", "registrar", "agent", "executor", "council"]
)
def test_veto__not_the_guardian__reverts(assembly: System, who: str) -> None:
    proposal = appoint(assembly, agent_actor(1), assembly.stranger)
    callers = {"agent": agent_actor(1), "executor": assembly.constitutional, "council": assembly.council}
    caller = callers.get(who) or getattr(assembly, who)
    with reverts("CallerNotGuardian", caller):
        veto(proposal, caller)
    with reverts("CallerNotGuardian", caller):
        assembly.governance.vetoUpTo(0, REASON, sender=caller)
    assert proposal.state == "Pending"


def test_veto__unknown_proposal__reverts(assembly: System) -> None:
    with reverts("GovernorNonexistentProposal", 7):
        assembly.governance.veto(7, REASON, sender=assembly.guardian)


def test_veto__by_the_guardian_of_before__reverts(assembly: System) -> None:
    proposal = appoint(assembly, agent_actor(1), assembly.stranger)
    rotate_office(assembly, NEW)
    for call in (assembly.governance.veto, assembly.governance.vetoUpTo):
        with reverts("CallerNotGuardian", assembly.guardian):
            call(0, REASON, sender=assembly.guardian)
    veto(proposal, NEW)
    assert proposal.state == "Canceled"


def test_veto__in_the_block_of_acceptance__reverts(assembly: System) -> None:
    """Invariant 28."""
    proposal = appoint(assembly, agent_actor(1), assembly.stranger)
    assembly.guardianship.proposeRotation(NEW, sender=assembly.guardian)
    time = assembly.rpc.now + 7 * DAY
    assembly.guardianship.acceptRotation(sender=NEW, at=time)
    with reverts("OfficeJustTaken", time):
        veto(proposal, NEW, at=time)
    veto(proposal, NEW, at=time + 1)


def test_veto__vacant_office__reverts(assembly: System) -> None:
    vacate(assembly)
    proposal = appoint(assembly, agent_actor(1), assembly.stranger)
    for call, argument in ((assembly.governance.veto, proposal.id), (assembly.governance.vetoUpTo, 0)):
        with reverts("OfficeVacant"):
            call(argument, REASON, sender=assembly.guardian)
    assembly.guardianship.heartbeat(sender=assembly.guardian)
    veto(proposal)


def test_veto__everything_held__emits(assembly: System) -> None:
    """Invariant 30."""
    proposal = appoint(assembly, agent_actor(1), assembly.stranger)
    hold_everything(assembly)
    veto(proposal)


def hold_everything(system: System) -> None:
    for contract, call in (
        (system.token, "pause"),
        (system.cap, "pauseLinks"),
        (system.registry, "pauseBirths"),
        (system.registry, "pauseWalletRequests"),
        (system.treasury, "pausePayments"),
    ):
        contract.fn(call)(sender=system.guardian)


# --- vetoUpTo ---


def made(system: System, *ids: int) -> list[Proposal]:
    """A proposal by each of these agents."""
    return [appoint(system, agent_actor(i), system.stranger, why=f"by {i}") for i in ids]


@pytest.mark.parametrize("index", range(4))
def test_veto_up_to__takes_exactly_those_below(assembly: System, index: int) -> None:
    """Invariant 19: those up to the index, and no later one."""
    proposals = made(assembly, 1, 2, 3, 4)
    receipt = assembly.governance.vetoUpTo(index, REASON, sender=assembly.guardian)
    assert told(receipt) == [
        ("Heartbeat", 1, assembly.rpc.now),
        ("ProposalsVetoedUpTo", index, assembly.guardian.address, REASON),
    ]
    proposals += made(assembly, 5)
    for i, proposal in enumerate(proposals):
        expected = ["Canceled", "Canceled", "Canceled"] if i <= index else ["Pending", "Active", "Defeated"]
        times = (assembly.rpc.now, proposal.snapshot + 1, proposal.deadline + 1)
        assert [proposal.state_at(time) for time in times] == expected


def test_veto_up_to__each_state__leaves_what_is_final(assembly: System) -> None:
    executed, expired = made(assembly, 1, 2)
    to_voting(expired)
    for one in (executed, expired):
        vote(one, FOR, assembly.guardian)
    to_end(expired)
    for one in (executed, expired):
        queue(one)
    defeated = made(assembly, 3)[0]
    cancelled = made(assembly, 4)[0]
    cancel(cancelled)
    to_eta(executed)
    execute(executed)
    to_end(defeated)
    assembly.rpc.travel_to(expired.eta + 14 * DAY + 1)
    final = [(executed, "Executed"), (expired, "Expired"), (defeated, "Defeated"), (cancelled, "Canceled")]
    queued, succeeded = made(assembly, 5, 6)
    to_voting(succeeded)
    for one in (queued, succeeded):
        vote(one, FOR, assembly.guardian)
    to_end(succeeded)
    queue(queued)
    active = made(assembly, 7)[0]
    to_voting(active)
    pending = made(assembly, 8)[0]
    live = [(queued, "Queued"), (succeeded, "Succeeded"), (active, "Active"), (pending, "Pending")]
    assert [p.state for p, _ in final + live] == [state for _, state in final + live]
    assembly.governance.vetoUpTo(7, REASON, sender=assembly.guardian)
    for time in (0, 20 * DAY, 100 * DAY):
        now = assembly.rpc.now + time
        assert [p.state_at(now) for p, _ in final] == [state for _, state in final]
        assert [p.state_at(now) for p, _ in live] == ["Canceled"] * 4


def test_veto_up_to__last_second_of_the_vote__cancels_one_that_would_fail(assembly: System) -> None:
    """Defeated is final; a second earlier nothing is decided yet."""
    early, late = made(assembly, 1, 2)
    assembly.governance.vetoUpTo(0, REASON, sender=assembly.guardian, at=early.deadline)
    assembly.governance.vetoUpTo(1, REASON, sender=assembly.guardian, at=late.deadline + 1)
    assert (early.state, late.state) == ("Canceled", "Defeated")


def test_veto_up_to__last_second_before_expiry__cancels(assembly: System) -> None:
    one = made(assembly, 1)[0]
    pass_(one)
    queue(one)
    last = one.eta + 14 * DAY
    snapshot = assembly.rpc.snapshot()
    for after, expected in ((0, "Canceled"), (1, "Expired")):
        assembly.governance.vetoUpTo(0, REASON, sender=assembly.guardian, at=last + after)
        assert [one.state_at(last + later) for later in (1, DAY)] == [expected] * 2
        assembly.rpc.revert(snapshot)
        snapshot = assembly.rpc.snapshot()


def test_veto_up_to__not_made_yet__reverts(assembly: System) -> None:
    """Nobody vetoes what is not there: no proposal of the future."""
    with reverts("IndexUnknown", 0, 0):
        assembly.governance.vetoUpTo(0, REASON, sender=assembly.guardian)
    made(assembly, 1, 2)
    for index in (2, 3, 2**48, 2**256 - 1):
        with reverts("IndexUnknown", index, 2):
            assembly.governance.vetoUpTo(index, REASON, sender=assembly.guardian)


def test_veto_up_to__not_higher__reverts(assembly: System) -> None:
    made(assembly, 1, 2, 3)
    assembly.governance.vetoUpTo(1, REASON, sender=assembly.guardian)
    for index in (0, 1):
        with reverts("VetoNotHigher", index, 1):
            assembly.governance.vetoUpTo(index, REASON, sender=assembly.guardian)
    assembly.governance.vetoUpTo(2, REASON, sender=assembly.guardian)


def test_veto_up_to__again__keeps_the_time_of_the_first(assembly: System) -> None:
    """What the first veto took was canceled then, not when a later one was made."""
    one, two = made(assembly, 1, 2)
    assembly.governance.vetoUpTo(0, REASON, sender=assembly.guardian)
    assembly.governance.vetoUpTo(1, REASON, sender=assembly.guardian, at=one.deadline + 5 * DAY)
    assert (one.state, two.state) == ("Canceled", "Defeated")


def test_veto_up_to__vetoed_one_by_one_before__changes_nothing(assembly: System) -> None:
    one, two = made(assembly, 1, 2)
    veto(one)
    assembly.governance.vetoUpTo(1, REASON, sender=assembly.guardian)
    with reverts("GovernorUnexpectedProposalState", two.id, 2, VETOABLE.to_bytes(32)):
        veto(two)
    with reverts("GovernorUnableToCancel", two.id, agent_actor(2)):
        cancel(two)


def test_veto_up_to__in_the_second_of_the_proposal__takes_it(assembly: System) -> None:
    one = made(assembly, 1)[0]
    assembly.governance.vetoUpTo(0, REASON, sender=assembly.guardian, at=assembly.rpc.now)
    assert one.state == "Canceled"


# --- vetoBySig ---


@pytest.mark.parametrize("state", ["Pending", "Active", "Succeeded", "Queued"])
def test_veto_by_sig__relayed__emits(assembly: System, state: str) -> None:
    proposal = set_human_cap(assembly, assembly.guardian)
    bring(proposal, state)
    deadline = assembly.rpc.now + DAY
    receipt = relay(proposal, deadline, sign_veto(proposal, deadline))
    assert told(receipt) == [
        ("Heartbeat", 1, assembly.rpc.now),
        ("ProposalCanceled", proposal.id),
        ("ProposalVetoed", proposal.id, assembly.guardian.address, REASON),
    ]
    assert proposal.state == "Canceled"
    with reverts("GovernorUnexpectedProposalState", proposal.id, 2, VETOABLE.to_bytes(32)):
        relay(proposal, deadline, sign_veto(proposal, deadline))


def test_veto_by_sig__deadline__at_most_72_hours_and_not_passed(assembly: System) -> None:
    proposal = set_human_cap(assembly, assembly.guardian)
    time = assembly.rpc.now + 10
    with reverts("DeadlineTooFar", time + WITHIN + 1, time + WITHIN):
        relay(proposal, time + WITHIN + 1, sign_veto(proposal, time + WITHIN + 1), at=time)
    with reverts("DeadlinePassed", time - 1):
        relay(proposal, time - 1, sign_veto(proposal, time - 1), at=time)
    snapshot = assembly.rpc.snapshot()
    for deadline in (time, time + WITHIN):
        relay(proposal, deadline, sign_veto(proposal, deadline), at=time)
        assembly.rpc.revert(snapshot)
        snapshot = assembly.rpc.snapshot()


def test_veto_by_sig__signed_for_something_else__reverts(assembly: System) -> None:
    """G26: no other proposal, reason, epoch, deadline, chain or contract."""
    proposal, other = set_human_cap(assembly, assembly.guardian), made(assembly, 1)[0]
    deadline = assembly.rpc.now + DAY
    domain = governance_domain(assembly)
    for signature in (
        sign_veto(proposal, deadline, id_=other.id),
        sign_veto(proposal, deadline, reason=keccak(text="another")),
        sign_veto(proposal, deadline, epoch=2),
        sign_veto(proposal, deadline + 1),
        sign_veto(proposal, deadline, signer=agent_actor(1)),
        sign_veto(proposal, deadline, signer=assembly.recovery),
        sign_veto(proposal, deadline, domain={**domain, "chainId": 1}),
        sign_veto(proposal, deadline, domain={**domain, "verifyingContract": assembly.ballots.address}),
        sign_veto(proposal, deadline, domain={**domain, "version": "1"}),
        b"",
        bytes(65),
    ):
        with reverts("InvalidSignature", assembly.guardian):
            relay(proposal, deadline, signature)
    assert proposal.state == "Pending"


def test_veto_by_sig__of_an_old_epoch__reverts(assembly: System) -> None:
    """Invariant 28: what the old guardian signed is void."""
    proposal = made(assembly, 1)[0]
    assembly.guardianship.proposeRotation(NEW, sender=assembly.guardian)
    ready = assembly.rpc.now + 7 * DAY
    signature = sign_veto(proposal, ready + HOUR)
    assembly.guardianship.acceptRotation(sender=NEW, at=ready)
    with reverts("InvalidSignature", NEW):
        relay(proposal, ready + HOUR, signature)
    assert proposal.state == "Active"
    by_new = sign_veto(proposal, ready + HOUR, signer=NEW, epoch=2)
    relay(proposal, ready + HOUR, by_new)


def test_veto_by_sig__vacant_office__reverts(assembly: System) -> None:
    vacate(assembly)
    proposal = made(assembly, 1)[0]
    deadline = assembly.rpc.now + HOUR
    with reverts("OfficeVacant"):
        relay(proposal, deadline, sign_veto(proposal, deadline))


def test_veto_by_sig__of_a_smart_account__is_its_answer(assembly: System) -> None:
    proposal = set_human_cap(assembly, assembly.guardian)
    deadline = assembly.rpc.now + HOUR
    assembly.rpc.set_code(assembly.guardian.address, DISAGREES)
    with reverts("InvalidSignature", assembly.guardian):
        relay(proposal, deadline, b"anything")
    assembly.rpc.set_code(assembly.guardian.address, AGREES)
    relay(proposal, deadline, b"anything")
    assert proposal.state == "Canceled"


# --- vetoByCouncil ---


@pytest.mark.parametrize("who", ["guardian", "stranger", "agent", "executor"])
def test_veto_by_council__another_caller__reverts(assembly: System, who: str) -> None:
    proposal = made(assembly, 1)[0]
    callers = {"agent": agent_actor(1), "executor": assembly.constitutional}
    caller = callers.get(who) or getattr(assembly, who)
    with reverts("CallerNotPeer", caller, assembly.council):
        assembly.governance.vetoByCouncil(proposal.id, sender=caller)


@pytest.mark.parametrize("state", STATES)
def test_veto_by_council__by_the_council__as_the_guardians(assembly: System, state: str) -> None:
    proposal = made(assembly, 1)[0]
    bring(proposal, state)
    if state in ("Pending", "Active", "Succeeded", "Queued"):
        receipt = assembly.governance.vetoByCouncil(proposal.id, sender=assembly.council)
        assert told(receipt) == [("ProposalCanceled", proposal.id), ("ProposalVetoedByCouncil", proposal.id)]
        assert proposal.state == "Canceled"
    else:
        expected = (proposal.id, STATES.index(state), VETOABLE.to_bytes(32))
        with reverts("GovernorUnexpectedProposalState", *expected):
            assembly.governance.vetoByCouncil(proposal.id, sender=assembly.council)


def test_state__defeated_by_the_guardian__is_not_vetoed(assembly: System) -> None:
    """A ballot against is enough, and leaves nothing to veto."""
    proposal = made(assembly, 1)[0]
    to_voting(proposal)
    vote(proposal, AGAINST, assembly.guardian)
    to_end(proposal)
    with reverts("GovernorUnexpectedProposalState", proposal.id, 3, VETOABLE.to_bytes(32)):
        veto(proposal)
