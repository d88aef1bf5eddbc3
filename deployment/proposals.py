"""Proposals in words: their classes and states, what comes next, and their titles."""

from eth_abi import decode

from deployment.words import printable, when

CLASSES = ("STANDARD", "CRITICAL", "AMENDMENT")
# Order of OpenZeppelin's ProposalState.
STATES = ("Pending", "Active", "Canceled", "Defeated", "Succeeded", "Queued", "Expired", "Executed")
OPEN = {"Pending", "Active", "Succeeded", "Queued"}  # not final, so that a veto reaches them
CREATED = "ProposalCreated(uint256,address,address[],uint256[],string[],bytes[],uint256,uint256,string)"
# Texts as bytes, which they are encoded as: nobody sees to it that they are UTF-8.
_KINDS = CREATED[CREATED.index("(") + 1 : -1].replace("string", "bytes").split(",")


def times(state: str, snapshot: int, deadline: int, eta: int, expiry: int) -> str:
    """What comes next, and when; all of them seconds since 1970."""
    return {
        "Pending": f"voting from {when(snapshot + 1)} to {when(deadline)}",
        "Active": f"voting until {when(deadline)}",
        "Succeeded": f"to be queued until {when(expiry)}",
        "Queued": f"can be executed from {when(eta)} to {when(expiry)}",
    }.get(state, f"voting ended {when(deadline)}")


def titled(data: bytes) -> tuple[int, str]:
    """Id and title, which is the description's first line, by the data of the event ProposalCreated."""
    values = decode(_KINDS, data)
    description: str = values[-1].decode(errors="replace")
    return values[0], printable(description.partition("#proposer=")[0].partition("\n")[0])
