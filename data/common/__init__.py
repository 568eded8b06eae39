"""Codes, errors, options of a load and progress, used by every part of this room."""
