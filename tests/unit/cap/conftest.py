"""Fixtures of the cap's tests."""

from tests.support.holders import fleet, founded

__all__ = ["fleet", "founded"]
