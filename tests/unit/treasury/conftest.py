"""Fixtures of the treasury's tests."""

from tests.support.agents import cohort, sealed, unsealed

__all__ = ["cohort", "sealed", "unsealed"]
