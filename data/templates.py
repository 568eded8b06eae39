"""A CSV to start from: the header of a kind and one row of examples."""

from dashboard.text.csv_safe import csv_text
from data.catalogue import KINDS


def template_csv(kind: str) -> str:
    """Return the template of a kind; KeyError where there is no such kind."""
    columns = KINDS[kind].columns
    return csv_text([column.name for column in columns], [[column.example for column in columns]])
