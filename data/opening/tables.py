"""Open a file as a table of text: of a workbook the sheet that is wanted, from its header on."""

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
    """Return the remarks of a file as notes on how it was read."""
    return tuple(Note(READ_AS, place, words) for place, words in file.remarks)
