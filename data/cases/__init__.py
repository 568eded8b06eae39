"""Figures worked out from cases: snapshots in the store, and the cases behind a figure."""
