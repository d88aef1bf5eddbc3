"""Acts of whoever takes the office from a stolen or silent key."""

from dataclasses import replace

from eth_utils import to_checksum_address

from deployment.words import DAY, when
from office.act import Act
from office.desk import Desk
from office.errors import NobodysTurn
from office.offices import PENDING_RECOVERY, cancel_recovery_address, cancel_rotation, cancel_successor

RECOVERY_DELAY = 14 * DAY  # Guardianship's, before the time divisor
ANSWER, SUCCESSOR_TURN = 30 * DAY, 14 * DAY  # Succession's, before the time divisor


def stop_rotation(desk: Desk) -> Act:
    """Cancel the rotation that the guardian's key began; as the recovery address."""
    return replace(cancel_rotation(desk), caller=_recovery(desk))


def stop_successor(desk: Desk) -> Act:
    """Cancel the change of successor that the guardian's key began; as the recovery address."""
    return replace(cancel_successor(desk), caller=_recovery(desk))


def stop_recovery_address(desk: Desk) -> Act:
    """Cancel the change of recovery address that the guardian's key began; as the old one."""
    return replace(cancel_recovery_address(desk), caller=_recovery(desk))


def propose(desk: Desk, candidate: str) -> Act:
    """Begin to pass the office to CANDIDATE, which accepts 14 days later; as the recovery address."""
    address = desk.address(candidate)
    ready = when(desk.now + desk.scaled(RECOVERY_DELAY))
    words = (
        f"{address} can take the office from {ready} on, if it is mined now",
        "the guardian cannot cancel it; it can contest it, and then the successor must confirm it",
        "a new guardian's epoch voids open approvals, lifts pauses, and cancels what is queued and grave",
    )
    return Act("Guardianship", "proposeRecovery(address)", (address,), _recovery(desk), words)


def cancel(desk: Desk) -> Act:
    """Cancel the recovery; as the recovery address."""
    candidate, _, _ = pending(desk)
    words = (f"{candidate} does not take the office by recovery",)
    return Act("Guardianship", "cancelRecovery()", (), _recovery(desk), words)


def confirm(desk: Desk) -> Act:
    """Confirm a contested recovery; as its arbiter, who was the successor when it began."""
    candidate, ready, arbiter = pending(desk)
    words = (f"{candidate} can take the office from {when(ready)} on, whatever the guardian says",)
    return Act("Guardianship", "confirmRecovery()", (), arbiter, words)


def accept(desk: Desk) -> Act:
    """Take the office by recovery; signed by the new key, which proves it so."""
    candidate, ready, _ = pending(desk)
    words = (
        f"{candidate} takes the office of {desk.guardian}; possible from {when(ready)} on",
        "from the next block on it alone is the guardian",
    )
    return Act("Guardianship", "acceptRecovery()", (), candidate, words)


def challenge(desk: Desk, by: str | None) -> Act:
    """Challenge a guardian of whom nobody heard for 90 days; as anybody."""
    words = (
        f"the guardian has until {when(desk.now + desk.scaled(ANSWER))} to answer, if it is mined now",
        "any act of the guardian's, or a signed heartbeat that somebody relays, ends it",
        "without an answer anybody declares the vacancy then, with `declare-vacancy`",
    )
    return Act("Succession", "challenge()", (), _anybody(desk, by), words)


def declare_vacancy(desk: Desk, by: str | None) -> Act:
    """Declare the office vacant, 30 days after a challenge without an answer; as anybody."""
    turn = when(desk.now + desk.scaled(SUCCESSOR_TURN))
    words = (
        "nobody holds the office then, until somebody takes it or the guardian's heartbeat ends the vacancy",
        f"it is the successor's to take until {turn}, with `succeed`; after that the agents elect",
    )
    return Act("Succession", "declareVacancy()", (), _anybody(desk, by), words)


def succeed(desk: Desk) -> Act:
    """Take the vacant office, in the 14 days after the vacancy was declared; as the named successor."""
    successor = desk.read_address("Guardianship", "successor()")
    words = (
        f"{successor} takes the vacant office; from the next block on it alone is the guardian",
        "the place of successor is empty then: name another one at once, with `ape run guardian successor`",
    )
    return Act("Succession", "acceptSuccession()", (), successor, words)


def pending(desk: Desk) -> tuple[str, int, str]:
    """Candidate, time and arbiter of the recovery; raises NobodysTurn where there is none."""
    candidate, ready, arbiter, _ = desk.read("Guardianship", "pendingRecovery()", returns=PENDING_RECOVERY)
    if not int(candidate, 16):
        raise NobodysTurn("no recovery is pending: the recovery address begins it, with `propose`")
    return to_checksum_address(candidate), ready, to_checksum_address(arbiter)


def _anybody(desk: Desk, by: str | None) -> str:
    return desk.read_address("Guardianship", "successor()") if by is None else desk.address(by)


def _recovery(desk: Desk) -> str:
    return desk.read_address("Guardianship", "recovery()")
