"""Fixtures of the council's tests: they run in this process, since elections take many ballots."""

from tests.support.council import elections, polity

__all__ = ["elections", "polity"]
