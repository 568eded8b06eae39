"""Issues of a file, each with its fix, and the errors of commands."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Issue:
    """One reason why a file is refused, or a warning about it.

    `row` counts as a spreadsheet does: the column names are row 1. It is 0 for the file as a whole.
    `source` names the member of an archive, or the table, that the row is of; blank for the file.
    `mark` is what cells hold that points at a person, such as a postcode; else blank.
    """

    row: int
    column: str
    found: str
    expected: str
    fix: str
    source: str = ""
    mark: str = ""


class UnreadableCellError(ValueError):
    """A cell cannot be read: what was expected, and the fix."""

    def __init__(self, expected: str, fix: str) -> None:
        super().__init__(expected)
        self.expected = expected
        self.fix = fix


class CommandError(Exception):
    """A command cannot be done; the message is a sentence for people."""
