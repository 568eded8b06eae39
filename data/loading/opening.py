"""Open a file as a table of text: of a workbook, the sheet that is wanted."""

from data.common.load_options import LoadOptions
from data.files.csv_reader import ExtractFile
from data.files.workbook import read_sheet_table
from data.formats.base import READ_AS, Note


def open_table(file: ExtractFile, options: LoadOptions) -> ExtractFile:
    """Return a file as the CSV file of its table; UnreadableFileError where it cannot be opened."""
    return read_sheet_table(file, options.sheet).file


def remarks_as_notes(file: ExtractFile) -> tuple[Note, ...]:
    """Return the remarks of a file as notes on how it was read."""
    return tuple(Note(READ_AS, place, words) for place, words in file.remarks)
