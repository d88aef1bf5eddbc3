"""Acts of those who take the office from a stolen key: recovery address, arbiter, candidate, successor."""

from dataclasses import replace

from eth_utils import to_checksum_address

from deployment.words import DAY, when
from office.act import Act
from office.desk import Desk
from office.errors import NobodysTurn
from office.offices import PENDING_RECOVERY, cancel_recovery_address, cancel_rotation, cancel_successor

RECOVERY_DELAY = 14 * DAY  # Guardianship's, before the time divisor


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


def succeed(desk: Desk) -> Act:
    """Take the vacant office; as the named successor."""
    successor = desk.read_address("Guardianship", "successor()")
    words = (f"{successor} takes the vacant office; from the next block on it alone is the guardian",)
    return Act("Succession", "acceptSuccession()", (), successor, words)


def pending(desk: Desk) -> tuple[str, int, str]:
    """Candidate, time and arbiter of the recovery; raises NobodysTurn where there is none."""
    candidate, ready, arbiter, _ = desk.read("Guardianship", "pendingRecovery()", returns=PENDING_RECOVERY)
    if not int(candidate, 16):
        raise NobodysTurn("no recovery is pending: the recovery address begins it, with `propose`")
    return to_checksum_address(candidate), ready, to_checksum_address(arbiter)


def _recovery(desk: Desk) -> str:
    return desk.read_address("Guardianship", "recovery()")
