"""Backups of the store, their restoring, and the purge of cases."""
