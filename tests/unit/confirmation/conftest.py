"""Fixtures of the small system under governance."""

from tests.support.governance import assembly, small_constitution

__all__ = ["assembly", "small_constitution"]
