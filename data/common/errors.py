"""What is wrong with a file, told so that whoever sent it can mend it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Issue:
    """Name one thing that keeps a file out.

    `row` counts as a spreadsheet does: the column names are row 1. It is 0 for the file as a whole.
    `source` names the member of an archive, or the table, that the row is of; blank for the file.
    """

    row: int
    column: str
    found: str
    expected: str
    fix: str
    source: str = ""


class UnreadableCellError(ValueError):
    """Say that one cell cannot be read: what was expected, and the mend."""

    def __init__(self, expected: str, fix: str) -> None:
        super().__init__(expected)
        self.expected = expected
        self.fix = fix


class CommandError(Exception):
    """Say in a sentence why a command cannot be done."""
