"""Open a file as a table of text: of a workbook the sheet that is wanted, from its header on."""

from data.common.load_options import LoadOptions
from data.files.csv_reader import ExtractFile
from data.files.workbook import read_sheet_table
from data.formats.base import READ_AS, Note
from data.loading.column_map import is_mapped, with_columns_of_kind
from data.loading.table_bounds import fits, within_bounds


def open_table(file: ExtractFile, options: LoadOptions) -> ExtractFile:
    """Return a file as the CSV file of its table; UnreadableFileError where it cannot be opened."""
    table = within_bounds(read_sheet_table(file, options.sheet).file)
    if not is_mapped(options) or fits(table):
        return table
    return within_bounds(with_columns_of_kind(table, options))


def remarks_as_notes(file: ExtractFile) -> tuple[Note, ...]:
    """Return the remarks of a file as notes on how it was read."""
    return tuple(Note(READ_AS, place, words) for place, words in file.remarks)
