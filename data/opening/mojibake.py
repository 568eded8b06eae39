"""Find text that was saved in one encoding and read in another: Ã© in the place of é."""

import re
from collections.abc import Iterator

from data.common.errors import Issue
from data.files.csv_reader import ExtractFile
from data.files.zip_reader import is_archive

# What UTF-8 looks like once it was read as Windows-1252 and saved again; and a lost character.
_STARTS = (b"\xc3\x82", b"\xc3\x83", b"\xc3\xa2\xe2")
_LOST = "\ufffd".encode()
_MISREAD = re.compile(
    rb"\xc3[\x82\x83](?:\xc2[\x80-\xbf]|\xe2[\x80-\x84][\x80-\xbf]|\xc5[\x80-\xbf]|\xcb[\x80-\xbf])"
    rb"|\xc3\xa2\xe2(?:\x82\xac|\x80\xb0)(?:[\xc2-\xcb][\x80-\xbf]|\xe2[\x80-\x84][\x80-\xbf])"
)
_FIX = (
    "The file was opened in the wrong encoding: export it again as CSV UTF-8, or correct its text."
)
_EXPECTED = "letters and signs as they were typed"


def mojibake_warnings(file: ExtractFile) -> Iterator[Issue]:
    """Yield a warning where the text of a file was misread before it was sent."""
    if is_archive(file):
        return
    content = file.content
    if any(start in content for start in _STARTS):
        for match in _MISREAD.finditer(content):
            text = match[0].decode()
            if meant := _meant(text):
                actual = f"“{text}”, which seems to be “{meant}”"
                yield Issue(_row(file, match.start()), "", actual, _EXPECTED, _FIX)
                break
    if _LOST in content:
        actual = "“\ufffd”, where a letter or sign is lost"
        yield Issue(_row(file, content.index(_LOST)), "", actual, _EXPECTED, _FIX)


def _meant(text: str) -> str:
    """Return the sign that was misread; "" where the text is not one."""
    try:
        sent = b"".join(
            sign.encode("latin-1" if "\x80" <= sign <= "\x9f" else "cp1252") for sign in text
        )
        return sent.decode()
    except UnicodeError:
        return ""


def _row(file: ExtractFile, position: int) -> int:
    return file.row_number(file.content.count(b"\n", 0, position) + 1)
