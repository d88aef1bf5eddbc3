"""Passing the office on, its two other places, and what the guardian may cancel."""

from eth_utils import to_checksum_address

from deployment.words import DAY, amount, span, when
from office.act import Act, guardian_act
from office.desk import Desk
from office.errors import NobodysTurn
from office.hexadecimal import from_hex

ROTATION, SUCCESSOR, RECOVERY = 7 * DAY, 14 * DAY, 30 * DAY  # Guardianship's delays, before the time divisor
SILENCE = 90 * DAY  # Succession's, after which anyone may challenge
PENDING_RECOVERY = "(address,uint256,address,bool)"
REQUEST = "((address,uint40))"


def heartbeat(desk: Desk) -> Act:
    """Show that the guardian is there; ends a challenge, and a vacancy before somebody else is installed."""
    last = int(desk.read("Guardianship", "lastSeen()", returns="uint256"))
    words = (
        f"last heard of {when(last)}, {span(desk.now - last)} ago",
        f"if it is mined now, nobody can challenge before {when(desk.now + desk.scaled(SILENCE))}",
    )
    return guardian_act(desk, "Guardianship", "heartbeat()", words=words)


def rotate(desk: Desk, candidate: str) -> Act:
    """Propose to pass the office to CANDIDATE, which accepts by itself 7 days later."""
    address = desk.address(candidate)
    pending, _ = pending_rotation(desk)
    words = (
        f"{address} can take the office from {when(desk.now + desk.scaled(ROTATION))} on, if it is mined now",
        "guardian and recovery address can cancel it until it is accepted",
        "a new guardian's epoch voids open approvals, lifts pauses, and cancels what is queued and grave",
        *([f"it replaces the pending rotation to {pending}"] if pending else []),
    )
    return guardian_act(desk, "Guardianship", "proposeRotation(address)", address, words=words)


def cancel_rotation(desk: Desk) -> Act:
    """Cancel the pending rotation."""
    pending, _ = pending_rotation(desk)
    words = (f"{pending or 'nobody'} does not take the office by rotation",)
    return guardian_act(desk, "Guardianship", "cancelRotation()", words=words)


def accept_rotation(desk: Desk) -> Act:
    """Take the office: signed by the new key, which proves it so."""
    pending, ready = pending_rotation(desk)
    if pending is None:
        raise NobodysTurn("no rotation is pending: the guardian proposes it first, with `rotate`")
    words = (
        f"{pending} takes the office of {desk.guardian}; possible from {when(ready)} on",
        "from the next block on it alone is the guardian",
    )
    return Act("Guardianship", "acceptRotation()", (), pending, words)


def successor(desk: Desk, address: str) -> Act:
    """Name ADDRESS as successor, who may accept first when the office is vacant; effective after 14 days."""
    return _change(desk, "successor", "proposeSuccessor(address)", desk.address(address), SUCCESSOR)


def recovery_address(desk: Desk, address: str) -> Act:
    """Name ADDRESS as cold recovery address; effective after 30 days."""
    return _change(desk, "recovery", "proposeRecoveryAddress(address)", desk.address(address), RECOVERY)


def cancel_successor(desk: Desk) -> Act:
    """Cancel the pending change of successor."""
    words = (f"{desk.read_address('Guardianship', 'successor()')} stays successor",)
    return guardian_act(desk, "Guardianship", "cancelSuccessor()", words=words)


def cancel_recovery_address(desk: Desk) -> Act:
    """Cancel the pending change of recovery address."""
    words = (f"{desk.read_address('Guardianship', 'recovery()')} stays recovery address",)
    return guardian_act(desk, "Guardianship", "cancelRecoveryAddress()", words=words)


def contest_recovery(desk: Desk) -> Act:
    """Object to the recovery address's rotation."""
    candidate, ready, arbiter, _ = desk.read("Guardianship", "pendingRecovery()", returns=PENDING_RECOVERY)
    words = (
        f"{to_checksum_address(candidate)}, who could take the office from {when(ready)} on, then cannot",
        f"unless the arbiter {desk.name_of(arbiter)} confirms the recovery",
    )
    return guardian_act(desk, "Guardianship", "contestRecovery()", words=words)


def release(desk: Desk) -> Act:
    """Pay what has vested of the guardian's share to whoever holds the office."""
    due = int(desk.read("GuardianVesting", "releasable()", returns="uint256"))
    paid = int(desk.read("GuardianVesting", "released()", returns="uint256"))
    words = (f"pays {amount(due)} or a little more to {desk.guardian}; {amount(paid)} were paid before",)
    return guardian_act(desk, "GuardianVesting", "release()", words=words)


def cancel_merge(desk: Desk, identity: str) -> Act:
    """Cancel the announced merge of IDENTITY (32 bytes, 0x…) into another one."""
    word = from_hex(identity, "identity of 32 bytes", 32)
    into, ready = desk.read("HumanCapEnforcement", "mergeOf(bytes32)", word, returns="((uint32,uint40))")[0]
    words = (
        f"keeps its book apart from book {into}, into which anyone could merge it from {when(ready)} on",
    )
    return guardian_act(desk, "HumanCapEnforcement", "cancelMerge(bytes32)", word, words=words)


def cancel_wallet_request(desk: Desk, agent: str) -> Act:
    """Cancel the registrar's request to move AGENT (7 or P7) to another wallet."""
    agent_id = desk.agent(agent)
    wallet, ready = desk.read("AgentRegistry", "walletRequest(uint256)", agent_id, returns=REQUEST)[0]
    words = (
        f"{desk.agent_name(agent_id)} keeps its wallet",
        f"{to_checksum_address(wallet)} would have become its wallet from {when(ready)} on",
    )
    return guardian_act(desk, "AgentRegistry", "cancelWalletRequest(uint256)", agent_id, words=words)


def pending_rotation(desk: Desk) -> tuple[str | None, int]:
    """Who is to take the office, if anybody, and from when on."""
    candidate, ready = desk.read("Guardianship", "pendingRotation()", returns="(address,uint256)")
    return (to_checksum_address(candidate) if int(candidate, 16) else None), ready


def _change(desk: Desk, place: str, signature: str, address: str, delay: int) -> Act:
    present = desk.read_address("Guardianship", f"{place}()")
    empty = int(present, 16) == 0
    at = "at once, since there is none" if empty else f"from {when(desk.now + desk.scaled(delay))} on"
    words = (
        f"{address} is {place.replace('recovery', 'recovery address')} {at}, if it is mined now",
        *(
            []
            if empty
            else [f"until then it stays {present}, and guardian or recovery address can cancel it"]
        ),
    )
    return guardian_act(desk, "Guardianship", signature, address, words=words)
