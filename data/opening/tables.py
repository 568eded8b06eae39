"""Open a file as a table of text: of a workbook the sheet that is wanted, from its header on."""

import re
from collections.abc import Sequence

from data.common.load_options import LoadOptions
from data.common.progress import Progress
from data.files.csv_reader import ExtractFile, UnreadableFileError
from data.files.workbook import read_sheet_table
from data.formats.base import READ_AS, Note
from data.opening.column_map import is_mapped, with_columns_of_kind
from data.opening.identify import IdentifiedExtract
from data.opening.table_bounds import fits, within_bounds
from data.privacy.checks import file_name_issues
from data.privacy.identifiers import has_name_inside, is_name_in_heading, mark_in

_QUOTED = re.compile("“([^”]*)”")


def open_table(file: ExtractFile, options: LoadOptions) -> ExtractFile:
    """Return a file as the CSV file of its table; UnreadableFileError where it cannot be opened."""
    table = within_bounds(read_sheet_table(file, options.sheet).file)
    if not is_mapped(options) or fits(table):
        return table
    return within_bounds(with_columns_of_kind(table, options))


def open_tables(
    files: Sequence[ExtractFile], options: LoadOptions, progress: Progress
) -> tuple[list[ExtractFile], dict[int, IdentifiedExtract]]:
    """Return the files as those of their tables; and, by place, what keeps some from being opened."""
    opened: list[ExtractFile] = []
    unreadable: dict[int, IdentifiedExtract] = {}
    for place, file in enumerate(files):
        progress("Reading", place, len(files))
        try:
            opened.append(open_table(file, options))
        except UnreadableFileError as error:
            issues = (*file_name_issues(file.name), *error.issues)
            unreadable[place] = IdentifiedExtract(None, None, issues)
            opened.append(file)
    return opened, unreadable


def remarks_as_notes(file: ExtractFile) -> tuple[Note, ...]:
    """Return the remarks of a file as notes on how it was read.

    What they quote of it, such as the name of a sheet, is left out where it may name a person.
    """
    return tuple(
        Note(READ_AS, _QUOTED.sub(_cleared, place), _QUOTED.sub(_cleared, words))
        for place, words in file.remarks
    )


def _cleared(quoted: re.Match[str]) -> str:
    text = quoted[1]
    is_clear = not (mark_in(text) or is_name_in_heading(text) or has_name_inside(text))
    return quoted[0] if is_clear else "“(not shown)”"
