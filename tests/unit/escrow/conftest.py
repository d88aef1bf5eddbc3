"""Fixtures of the escrow's tests."""

from tests.support.holders import fleet, founded

__all__ = ["fleet", "founded"]
