"""Fixtures of the attacks."""

from tests.support.holders import fleet, founded

__all__ = ["fleet", "founded"]
