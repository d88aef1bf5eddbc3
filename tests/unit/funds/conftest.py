"""Fixtures of the operating funds' tests."""

from tests.support.funds import open_till, till

__all__ = ["open_till", "till"]
