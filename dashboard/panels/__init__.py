"""Panels and overviews, built from frames."""
