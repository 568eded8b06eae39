"""Decode the bytes of a text file, whatever program wrote it."""

import re
from codecs import BOM_UTF8, getincrementaldecoder

from data.common.errors import Issue

CSV_FIX = "Save it as a workbook (.xlsx) or as CSV UTF-8 (comma delimited), and send that."
_ZIP = b"PK\x03\x04"
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_BLOCK = 1 << 23
# What only text in UTF-8 has: accented letters, the pound sign, curly quotation marks, dashes.
_ONLY_UTF_8 = re.compile(rb"[\xc2\xc3][\x80-\xbf]|\xe2[\x80-\x84][\x80-\xbf]")


class UnreadableFileError(ValueError):
    """The rows of a file cannot be parsed, for the reasons in `issues`."""

    def __init__(self, issues: tuple[Issue, ...]) -> None:
        super().__init__(issues[0].fix)
        self.issues = issues


def unreadable_file(actual: str, expected: str, fix: str, row: int = 0) -> UnreadableFileError:
    """Return the error of one issue of a file's form."""
    return UnreadableFileError((Issue(row, "", actual, expected, fix),))


def decode_text(content: bytes) -> bytes:
    """Return the file as UTF-8 without a byte order mark; UnreadableFileError where it is not text."""
    _refuse_archive(content)
    if content.startswith(_UTF_16):
        raise unreadable_file("a file in UTF-16", "UTF-8 or Windows-1252", CSV_FIX)
    if b"\0" in content:
        raise unreadable_file("a file with NUL bytes", "a CSV file of text", CSV_FIX)
    # Some programs put this mark before text that is not UTF-8 too.
    content = content.removeprefix(BOM_UTF8)
    if content[:_BLOCK].isspace() or not content:
        raise unreadable_file(
            "an empty file", "a header and at least one row", "Export the file again."
        )
    return content if _is_utf8(content) else _decoded_windows(content)


def _refuse_archive(content: bytes) -> None:
    if content.startswith(_ZIP):
        actual = "a zip archive that is none of the releases known here"
        fix = "Unpack it and send the files in it."
        raise unreadable_file(actual, "a CSV file or a workbook", fix)


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
    """Return a file in Windows-1252 as UTF-8; UnreadableFileError where it mixes both."""
    expected = "text in UTF-8 or Windows-1252"
    try:
        text = content.decode("cp1252").encode()
    except UnicodeDecodeError as error:
        actual = f"the byte {content[error.start]:#04x}"
        raise unreadable_file(actual, expected, CSV_FIX, _row_of(content, error.start)) from None
    if other := _ONLY_UTF_8.search(content):
        row = _row_of(content, other.start())
        raise unreadable_file("text in UTF-8 and in Windows-1252 by turns", expected, CSV_FIX, row)
    return text


def _row_of(content: bytes, position: int) -> int:
    return content[:position].count(b"\n") + 1
