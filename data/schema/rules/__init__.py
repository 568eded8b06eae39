"""Checks that bear on more than one cell of a row."""
