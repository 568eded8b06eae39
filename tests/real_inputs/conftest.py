"""Stores for the tests of real inputs: the same as those of the tests of data."""

from tests.data.conftest import engine, make_shipped, read_only, shipped

__all__ = ["engine", "make_shipped", "read_only", "shipped"]
