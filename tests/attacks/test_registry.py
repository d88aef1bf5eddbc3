"""Attacks on the registry of agents.

N1 ── the same agent again, the 1,251st, one that was retired
N2, H9 ── one address as human and agent, from both sides
N4 ── a new wallet every quarter
N6 ── stale ids in batches
N8 ── somebody else's consent, another deployment's
N9 ── strangers, and a registrar that resigns
N10 ── paging while agents go
X2 ── a suspension one second before a snapshot
X5 ── a registrar that wants an agent's wallet; a stolen registrar's key
A wallet that nobody can hold: the token, zero, precompiles
"""

import pytest

from tests.support.actors import actor, agent_actor
from tests.support.agents import later_birth, name_of, request_wallet, sign_rotation
from tests.support.contract import reverts
from tests.support.system import COHORT, DAY, ROAD, ZERO, System, class_, identity_of

AGENT, NEW = agent_actor(1), actor("new wallet")
QUARTER = 90 * DAY


def test_n1__born_again_after_retirement__reverts_and_keeps_what_was_paid(system: System) -> None:
    system.treasury.release(1, sender=system.stranger)
    paid = system.treasury.releasedOf(1)
    system.registry.retire(1, sender=system.guardian)
    with reverts("WalletTaken", AGENT):
        system.registry.birth(AGENT, 0, name_of(1), sender=system.registrar)
    with reverts("GenesisIsSealed"):
        system.registry.birthBatch(1, [(NEW.address, name_of(1))], sender=system.registrar)
    later = later_birth(system, 0)
    system.registry.admit(later, sender=system.guardian)
    system.registry.confirmWallet(sender=agent_actor(later))
    with reverts("NoEntitlement", later):
        system.treasury.release(later, sender=system.stranger)
    assert (system.treasury.releasedOf(1), system.treasury.entitlementOf(later)) == (paid, 0)


def test_n2__human_becomes_agent__reverts_on_every_way(system: System) -> None:
    (human,) = system.human("holder")
    with reverts("WalletUnavailable", human, class_("human")):
        system.rotate(1, AGENT, human)
    request_wallet(system, 1, human)
    with reverts("WalletUnavailable", human, class_("human")):
        system.registry.completeWalletRequest(1, sender=system.stranger, at=system.rpc.now + 14 * DAY)
    system.registry.birth(human, 4, name_of(9), sender=system.registrar)
    with reverts("WalletUnavailable", human, class_("human")):
        system.registry.admit(COHORT + 1, sender=system.guardian)


def test_n2__agent_becomes_human__reverts_on_every_way(system: System) -> None:
    (human,) = system.human("holder")
    deadline = system.rpc.now + DAY
    pending = agent_actor(later_birth(system, 4))
    for wallet, kind in ((AGENT, "agent"), (pending, "none")):
        with reverts("WalletUnavailable", wallet, class_(kind)):
            system.link(wallet, identity_of("holder"))
        consent = system.sign_link(wallet, identity_of("holder"), deadline)
        with reverts("WalletUnavailable", wallet, class_(kind)):
            system.cap.recover(human, wallet, deadline, consent, sender=system.attestor)
    system.registry.retire(1, sender=system.guardian)
    with reverts("WalletUnavailable", AGENT, class_("former")):
        system.link(AGENT, identity_of("holder"))


def test_n2__human_with_road_leaves_and_becomes_agent__reverts(system: System) -> None:
    """What a human holds stays in its book, whatever its wallet wants to be."""
    system.treasury.release(2, sender=system.stranger)
    (human,) = system.human("holder")
    system.token.transfer(human, ROAD, sender=agent_actor(2))
    system.cap.unlink(human, sender=system.attestor)
    with reverts("WalletNotEmpty", human, ROAD):
        system.rotate(1, AGENT, human)
    assert system.cap.holdingsOf(identity_of("holder")) == ROAD


def test_n4__new_wallet_every_quarter__pays_each_part_once(system: System) -> None:
    wallets = [AGENT, *[actor(f"wallet {i}") for i in range(1, 4)]]
    start = system.treasury.activatedAt()
    for quarter, wallet in enumerate(wallets):
        if quarter:
            system.rotate(1, wallets[quarter - 1], wallet)
        at = max(start + quarter * QUARTER, system.rpc.now + 1)
        system.treasury.release(1, sender=system.stranger, at=at)
        with reverts("NothingToRelease", 1):
            system.treasury.release(1, sender=system.stranger)
    paid = [system.token.balanceOf(wallet) for wallet in wallets]
    assert paid == [system.treasury.entitlementOf(1) // 4] * 4


def test_n6__stale_confirmations_and_ids__keep_the_batch_going(system: System) -> None:
    deadline = system.rpc.now + DAY
    stale = (1, deadline, system.sign_confirmation(1, deadline))
    system.rotate(1, AGENT, NEW)
    system.registry.retire(2, sender=system.guardian)
    batch = [stale, (2, deadline, system.sign_confirmation(2, deadline)), (COHORT + 1, deadline, b"")]
    receipt = system.registry.confirmWallets(batch, sender=system.stranger)
    assert [e.agentId for e in receipt.of("ConfirmationSkipped")] == [1, COHORT + 1]
    receipt = system.treasury.releaseBatch([1, 2, COHORT + 1, 3], sender=system.stranger)
    assert [(e.agentId, e.wallet) for e in receipt.of("Released")] == [
        (1, NEW.address),
        (2, agent_actor(2).address),
        (3, agent_actor(3).address),
    ]


def test_n8__consents_of_another_deployment__revert(system: System) -> None:
    """Invariant 11: same chain, same agents, another registry."""
    twin = System(system.rpc)
    twin.birth(1)
    deadline = system.rpc.now + 200
    foreign = twin.sign_wallet(1, NEW, deadline), sign_rotation(twin, 1, NEW, deadline, signer=AGENT)
    own = sign_rotation(system, 1, NEW, deadline, signer=AGENT)
    with reverts("InvalidSignature", NEW):
        system.registry.setAgentWallet(1, NEW, deadline, foreign[0], sender=AGENT)
    with reverts("InvalidSignature", AGENT):
        system.registry.rotateWallet(1, NEW, deadline, foreign[1], foreign[0], sender=system.stranger)
    with reverts("InvalidSignature", NEW):
        system.registry.rotateWallet(1, NEW, deadline, own, foreign[0], sender=system.stranger)


def test_n8__registrar_takes_the_consent_meant_for_the_agent__the_agent_decides(system: System) -> None:
    """The consent names the new wallet: whoever sends it first, the agent goes there or nowhere."""
    deadline = system.rpc.now + 200
    consent = system.sign_wallet(1, NEW, deadline)
    system.registry.requestWallet(1, NEW, deadline, consent, sender=system.registrar)
    with reverts("InvalidSignature", NEW):
        system.registry.setAgentWallet(1, NEW, deadline, consent, sender=AGENT)
    system.rotate(1, AGENT, NEW)
    assert system.registry.walletRequest(1).newWallet == ZERO


def test_n9__registrar_resigns__keeps_births_in_governances_hands(system: System) -> None:
    system.authority.renounceRole(3, system.registrar, sender=system.registrar)
    with reverts("AccessManagedUnauthorized", system.registrar):
        later_birth(system, 4)
    successor = actor("second registrar")
    system.authority.grantRole(3, successor, 0, sender=system.guardian)
    in_force = system.rpc.now + 3 * DAY
    with reverts("AccessManagedUnauthorized", successor):
        system.registry.birth(NEW, 4, name_of(9), sender=successor, at=in_force - 1)
    system.registry.birth(NEW, 4, name_of(9), sender=successor, at=in_force)


def test_n10__paging_while_agents_go__keeps_every_id_once(system: System) -> None:
    """Ids are never used again and never move: a page is a range."""
    seen = []
    for first in range(1, COHORT + 1, 250):
        seen += [i for i in range(first, first + 250) if system.registry.ownerOf(i) != ZERO]
        system.registry.retire(first, sender=system.guardian)
        system.registry.retire(min(first + 300, COHORT), sender=system.guardian)
    assert seen == list(range(1, COHORT + 1))


def test_x2__suspension_before_the_snapshot__keeps_units_and_denominator(system: System) -> None:
    """Invariant 48."""
    system.treasury.releaseBatch([1, 2, 3], sender=system.stranger)
    before = system.rpc.now
    for agent_id in (1, 2):
        system.registry.emergencySuspend(agent_id, sender=system.guardian)
    snapshot = system.rpc.now
    system.rpc.travel(1)
    assert system.token.getPastTotalSupply(snapshot) == system.token.getPastTotalSupply(before) > 0
    for agent_id in (1, 2, 3):
        votes = system.token.getPastVotes(agent_actor(agent_id), snapshot)
        assert votes == system.token.getPastVotes(agent_actor(agent_id), before) > 0


@pytest.mark.parametrize("stopper", ["old wallet", "guardian"])
def test_x5__registrar_moves_an_agent_to_itself__waits_and_is_stopped(system: System, stopper: str) -> None:
    deadline = system.rpc.now + 200
    consent = system.sign_wallet(1, system.registrar, deadline)
    with reverts("CallerNotAgent", system.registrar, 1):
        system.registry.setAgentWallet(1, system.registrar, deadline, consent, sender=system.registrar)
    own = sign_rotation(system, 1, system.registrar, deadline, signer=system.registrar, nonce=0)
    with reverts("InvalidSignature", AGENT):
        system.registry.rotateWallet(1, system.registrar, deadline, own, consent, sender=system.registrar)
    system.registry.requestWallet(1, system.registrar, deadline, consent, sender=system.registrar)
    ready = system.rpc.now + 14 * DAY
    with reverts("WalletRequestNotReady", 1, ready):
        system.registry.completeWalletRequest(1, sender=system.registrar, at=ready - 1)
    sender = AGENT if stopper == "old wallet" else system.guardian
    system.registry.cancelWalletRequest(1, sender=sender, at=ready - 1)
    with reverts("NoWalletRequest", 1):
        system.registry.completeWalletRequest(1, sender=system.registrar, at=ready)
    assert system.registry.ownerOf(1) == AGENT.address


def test_x5__stolen_registrars_key__moves_no_road_and_no_vote(system: System) -> None:
    """Invariant 50: births wait for governance, and requests for 14 days."""
    system.treasury.release(1, sender=system.stranger)
    before = system.token.balanceOf(AGENT), system.token.getVotes(AGENT), system.treasury.outstanding()
    thief = system.registrar
    for category in range(5):
        later_birth(system, category)
        with reverts("AccessManagedUnauthorized", thief):
            system.registry.admit(system.registry.agentCount(), sender=thief)
    request_wallet(system, 1, NEW)
    for call in ("suspend", "retire", "reinstate"):
        with reverts("AccessManagedUnauthorized", thief):
            system.registry.fn(call)(1, sender=thief)
    after = system.token.balanceOf(AGENT), system.token.getVotes(AGENT), system.treasury.outstanding()
    assert after == before
    assert [system.registry.membersOf(i) for i in range(5)] == [10, 4, 1173, 59, 4]


@pytest.mark.parametrize("contract", ["token", "registry", "cap"])
def test_t12__agent_whose_wallet_is_a_contract_of_ours__is_never_paid(newborn: System, contract: str) -> None:
    """A lying registrar wastes a place: the wallet can't prove itself."""
    wallet = getattr(newborn, contract).address
    newborn.registry.birthBatch(1, [(wallet, name_of(1))], sender=newborn.registrar)
    confirmation = (1, newborn.rpc.now + DAY, b"")
    receipt = newborn.registry.confirmWallets([confirmation], sender=newborn.stranger)
    assert [e.name for e in receipt.events] == ["ConfirmationSkipped"]
    assert newborn.registry.payeeOf(1) == (wallet, 3)
