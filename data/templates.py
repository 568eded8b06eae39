"""A CSV to start from: the header of a kind and one row of examples."""

import csv
import io

from data.catalogue import KINDS


def template_csv(kind: str) -> str:
    """Return the template of a kind; KeyError where there is no such kind."""
    columns = KINDS[kind].columns
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([column.name for column in columns])
    writer.writerow([column.example for column in columns])
    return text.getvalue()
