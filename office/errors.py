"""Why the desk refuses something."""

from deployment.errors import DeploymentError


class OfficeError(DeploymentError):
    """Something that whoever sits at the desk can put right."""


class BadAccountAddress(OfficeError):
    """Not an address, or one whose checksum is wrong."""

    def __init__(self, text: str) -> None:
        self.text = text
        super().__init__(f"{text!r} is no address with a right checksum (EIP-55), and no agent's number")


class BadHex(OfficeError):
    """Not hexadecimal, or of another length."""

    def __init__(self, text: str, kind: str) -> None:
        self.text = text
        super().__init__(f"{text!r} is no {kind} in hexadecimal")


class BadAmount(OfficeError):
    """Not an amount of dollars."""

    def __init__(self, text: str) -> None:
        self.text = text
        super().__init__(f"{text!r} is no amount of dollars above 0, with six decimals at most")


class UnknownAgent(OfficeError):
    """No agent has the number."""

    def __init__(self, text: str, count: int) -> None:
        self.text = text
        self.count = count
        super().__init__(f"there is no agent {text!r}; there are P1 to P{count}")


class UnknownProposal(OfficeError):
    """No proposal has the number or the id."""

    def __init__(self, text: str, count: int) -> None:
        self.text = text
        self.count = count
        known = f"there are 0 to {count - 1}" if count else "there is none yet"
        super().__init__(f"there is no proposal {text!r}; {known}, each with an id of its own")


class UnknownScope(OfficeError):
    """Nothing is held under the name."""

    def __init__(self, text: str, known: list[str]) -> None:
        self.text = text
        self.known = known
        super().__init__(f"there is no scope {text!r}; there are {', '.join(known)}")


class NotTheirs(OfficeError):
    """The account is not the one whose act it is."""

    def __init__(self, alias: str, found: str, needed: str) -> None:
        self.found = found
        self.needed = needed
        super().__init__(f"account {alias} is {found}, and this is an act of {needed}")


class NobodysTurn(OfficeError):
    """Nothing is pending that somebody could accept."""


class ActRefused(OfficeError):
    """The contract would revert."""

    def __init__(self, what: str, reason: str) -> None:
        self.what = what
        self.reason = reason
        super().__init__(f"{what} would be refused now: {reason}. Nothing was signed or written")


class DeadlineOutOfRange(OfficeError):
    """A signature's deadline that the contract does not take."""

    def __init__(self, hours: float, latest: float) -> None:
        self.hours = hours
        self.latest = latest
        super().__init__(f"a deadline {hours:g} hours ahead is not one of more than 0 and at most {latest:g}")


class HolderIsContract(OfficeError):
    """A contract holds the office: it has no key."""

    def __init__(self, holder: str) -> None:
        self.holder = holder
        super().__init__(f"{holder} is a contract and has no key: use --safe FILE, and let its owners sign")


class HolderIsNoContract(OfficeError):
    """A key holds the office: there is no Safe."""

    def __init__(self, holder: str) -> None:
        self.holder = holder
        super().__init__(f"no contract stands at {holder}, so it is no Safe: use --unsigned FILE or --send")


class FileExists(OfficeError):
    """A file that would be overwritten."""


class BadActions(OfficeError):
    """A file of actions that cannot be a proposal."""
