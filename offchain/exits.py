"""Why a run ends, and with which code. Cron's mail, the metrics and the alerts tell them apart."""

from enum import IntEnum
from typing import ClassVar


class Exit(IntEnum):
    """Exit codes; those that sysexits.h has a number for have that number."""

    DONE = 0  # or nothing was due
    ENDPOINTS = 69  # none answers, or they disagree
    INVARIANT = 70  # something that must hold does not: a person has to look
    FUNDS = 71
    LOCKED = 75  # another run of the job, or of its key, is at work
    IDENTITY = 76  # another chain, or other contracts, than the address book's
    CONFIG = 78
    DEADLINE = 124  # as timeout(1) has it; what was sent is kept
    STOPPED = 143  # SIGTERM; what was sent is kept


class KeeperError(Exception):
    """Ends a run with its code. The message says what to do, and holds no secret."""

    code: ClassVar[Exit] = Exit.INVARIANT


class ConfigError(KeeperError):
    """Settings, schedule, key or files are not usable."""

    code = Exit.CONFIG


class EndpointsError(KeeperError):
    """No endpoint gives an answer that can be relied on."""

    code = Exit.ENDPOINTS


class Disagreement(EndpointsError):
    """Endpoints say different things about one block, and go on doing so."""


class StaleHead(EndpointsError):
    """The newest block is too old, or older than one that was seen before."""


class IdentityError(KeeperError):
    """The chain or a contract is another one."""

    code = Exit.IDENTITY


class InvariantBroken(KeeperError):
    """What must hold does not."""


class FundsError(KeeperError):
    """The key cannot pay, or a budget is spent."""

    code = Exit.FUNDS


class Locked(KeeperError):
    """Somebody else holds the lock."""

    code = Exit.LOCKED


class DeadlinePassed(KeeperError):
    """The run's time is over."""

    code = Exit.DEADLINE


class Stopped(KeeperError):
    """The run was told to end."""

    code = Exit.STOPPED
