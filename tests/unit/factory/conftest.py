"""One young system for the whole folder, handed to each test as if nobody had touched it."""

from tests.support.office import newborn, young

__all__ = ["newborn", "young"]
