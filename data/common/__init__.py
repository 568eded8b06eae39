"""Codes, errors, options of a load and progress, used by every package of data."""
