"""Checks of the figures themselves: what looks odd, and why."""
