"""Make text of the bytes of a file, whatever program wrote it, or say why there is none."""

import re
from codecs import BOM_UTF8, getincrementaldecoder

from data.common.errors import Fault

CSV_MEND = "Save it as CSV UTF-8 (comma delimited) and send that."
_ZIP, _OLD_EXCEL = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_BLOCK = 1 << 23
# What only text in UTF-8 has: accented letters, the pound sign, curly quotation marks, dashes.
_ONLY_UTF_8 = re.compile(rb"[\xc2\xc3][\x80-\xbf]|\xe2[\x80-\x84][\x80-\xbf]")


class UnreadableFileError(ValueError):
    """Say that a file's rows cannot be told apart."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        super().__init__(faults[0].mend)
        self.faults = faults


def refused(found: str, expected: str, mend: str, row: int = 0) -> UnreadableFileError:
    """Make the error that tells one fault of a file's form."""
    return UnreadableFileError((Fault(row, "", found, expected, mend),))


def decoded(content: bytes) -> bytes:
    """Return the file as UTF-8 without a mark before it."""
    _refuse_packed(content)
    if content.startswith(_UTF_16):
        raise refused("a file in UTF-16", "UTF-8 or Windows-1252", CSV_MEND)
    if b"\0" in content:
        raise refused("a file with NUL bytes", "a CSV file of text", CSV_MEND)
    # Some programs put this mark before text that is not UTF-8 either.
    content = content.removeprefix(BOM_UTF8)
    if content[:_BLOCK].isspace() or not content:
        raise refused("an empty file", "a header and at least one row", "Export the file again.")
    return content if _is_utf8(content) else _decoded_windows(content)


def _refuse_packed(content: bytes) -> None:
    if content.startswith(_OLD_EXCEL):
        raise refused("an Excel file", "a CSV file", CSV_MEND)
    if not content.startswith(_ZIP):
        return
    if b"[Content_Types].xml" in content or content[30:].startswith(b"mimetype"):
        raise refused("an Excel workbook (.xlsx)", "a CSV file", CSV_MEND)
    mend = "Unpack it and send the CSV files in it."
    raise refused("a zip archive that is none of the releases known here", "a CSV file", mend)


def _is_utf8(content: bytes) -> bool:
    decoder = getincrementaldecoder("utf-8")()
    try:
        for start in range(0, len(content), _BLOCK):
            decoder.decode(content[start : start + _BLOCK])
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _decoded_windows(content: bytes) -> bytes:
    """Return a file in Windows-1252 as UTF-8; one that is in both by turns is refused."""
    expected = "text in UTF-8 or Windows-1252"
    try:
        text = content.decode("cp1252").encode()
    except UnicodeDecodeError as error:
        found = f"the byte {content[error.start]:#04x}"
        raise refused(found, expected, CSV_MEND, _row_of(content, error.start)) from None
    if other := _ONLY_UTF_8.search(content):
        row = _row_of(content, other.start())
        raise refused("text in UTF-8 and in Windows-1252 by turns", expected, CSV_MEND, row)
    return text


def _row_of(content: bytes, position: int) -> int:
    return content[:position].count(b"\n") + 1
