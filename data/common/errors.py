"""What is wrong with a file, told so that whoever sent it can mend it."""

from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True)
class Fault:
    """Name one thing that keeps a file out.

    `row` counts as a spreadsheet does: the column names are row 1. It is 0 for the file as a whole.
    `source` names the member of an archive, or the table, that the row is of; blank for the file.
    """

    row: int
    column: str
    found: str
    expected: str
    mend: str
    source: str = ""

    def as_record(self) -> dict[str, object]:
        """Return the fault as plain keys and values."""
        return asdict(self)


class Unreadable(ValueError):  # noqa: N818 - a cell that cannot be read is not a program error
    """Say that one cell cannot be read: what was expected, and the mend."""

    def __init__(self, expected: str, mend: str) -> None:
        super().__init__(expected)
        self.expected = expected
        self.mend = mend


class CommandError(Exception):
    """Say in a sentence why a command cannot be done."""
