"""Fixtures of the vesting's tests."""

from tests.support.office import newborn, young

__all__ = ["newborn", "young"]
