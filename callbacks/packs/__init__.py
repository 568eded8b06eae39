"""Packs as slides, report and files."""
