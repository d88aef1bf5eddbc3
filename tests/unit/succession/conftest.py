"""One young system for the whole folder, handed to each test as if nobody had touched it."""

from tests.support.succession import lasting, office, unpaid

__all__ = ["lasting", "office", "unpaid"]
