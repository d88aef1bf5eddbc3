"""What happens to the guardian's office, and to the table of permissions."""

from tests.subgraph.acts.world import HEIRS, SPANS, World
from tests.support.system import DAY

LONG = 92 * DAY  # of silence: whoever wants the office may challenge


def travel(w: World) -> None:
    w.system.rpc.travel(w.pick(SPANS[:-1]))


def travel_far(w: World) -> None:
    w.system.rpc.travel(SPANS[-1])


def heartbeat(w: World) -> None:
    w.system.guardianship.heartbeat(sender=w.guardian())


def rotate(w: World) -> None:
    w.system.guardianship.proposeRotation(w.pick(HEIRS), sender=w.guardian())


def accept_rotation(w: World) -> None:
    w.system.guardianship.acceptRotation(sender=w.system.guardianship.pendingRotation()[0])


def cancel_rotation(w: World) -> None:
    w.system.guardianship.cancelRotation(sender=w.guardian())


def name_officer(w: World) -> None:
    office = w.system.guardianship
    w.pick((office.proposeSuccessor, office.proposeRecoveryAddress))(w.pick(HEIRS), sender=w.guardian())


def keep_officer(w: World) -> None:
    office = w.system.guardianship
    w.pick((office.cancelSuccessor, office.cancelRecoveryAddress))(sender=w.guardian())


def recover(w: World) -> None:
    office = w.system.guardianship
    office.proposeRecovery(w.pick(HEIRS), sender=office.recovery())


def contest(w: World) -> None:
    w.system.guardianship.contestRecovery(sender=w.guardian())


def end_recovery(w: World) -> None:
    office = w.system.guardianship
    candidate, _, arbiter, _ = office.pendingRecovery()
    choices = (
        (office.acceptRecovery, candidate),
        (office.confirmRecovery, arbiter),
        (office.cancelRecovery, office.recovery()),
    )
    call, sender = w.pick(choices)
    call(sender=sender)


def challenge(w: World) -> None:
    """All the steps that can be taken, one after the other."""
    succession, guardianship = w.system.succession, w.system.guardianship
    if w.now < succession.challengeableFrom():
        w.system.rpc.travel_to(succession.challengeableFrom() + 1)
    succession.challenge(sender=w.wallet())
    w.system.rpc.travel(15 * DAY)
    succession.declareVacancy(sender=w.wallet())
    if w.pick((True, False)):
        succession.acceptSuccession(sender=guardianship.successor())
        return
    w.system.rpc.travel(31 * DAY)
    succession.openElection(sender=w.wallet())
    heir = w.pick(HEIRS)
    for _ in range(4):
        wallet = w.wallet()
        succession.vote(w.pick((heir, *HEIRS)), wallet, sender=wallet)
    guardianship.heartbeat(sender=w.guardian())


def vest(w: World) -> None:
    w.system.vesting.release(sender=w.system.stranger)


def grant(w: World) -> None:
    """Roles 7 and 8 have no function."""
    authority, role = w.system.authority, w.pick((6, 7, 8))
    w.decide(authority, "labelRole", role, f"role {w.now}")
    w.decide(authority, "grantRole", role, w.pick(HEIRS), w.pick((0, DAY)))


def revoke(w: World) -> None:
    w.decide(w.system.authority, "revokeRole", w.pick((6, 7, 8)), w.pick(HEIRS))


def arrange(w: World) -> None:
    authority, role = w.system.authority, w.pick((7, 8))
    w.decide(authority, "setRoleAdmin", role, w.pick((0, 6)))
    w.decide(authority, "setRoleGuardian", role, w.pick((0, 6)))
    w.decide(authority, "setGrantDelay", role, w.pick((0, DAY)))


ACTS = (
    travel, travel, travel, travel, travel_far, heartbeat, rotate, accept_rotation, cancel_rotation,
    name_officer, keep_officer, recover, contest, end_recovery, challenge, vest, grant, revoke, arrange,
)  # fmt: skip
