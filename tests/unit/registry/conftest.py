"""Fixtures of the registry's tests."""

from tests.support.agents import cohort, sealed, unsealed

__all__ = ["cohort", "sealed", "unsealed"]
