"""Fixtures of the resources' tests: they run in this process, with the whole fleet."""

from tests.support.resources import fleet, supplied

__all__ = ["fleet", "supplied"]
