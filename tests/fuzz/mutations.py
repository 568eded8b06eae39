"""Change a file as accidents, programs and attackers do: by bytes, and by its rows, tags or members."""

import csv
import io
import re
import warnings
import zlib
from collections.abc import Callable, Sequence
from random import Random
from zipfile import BadZipFile, ZipFile

from data.files.csv_reader import ExtractFile
from tests.fuzz.seeds import zip_of

_BYTES = [
    b"\0", b'"', b"'", b",", b"\n", b"\r", b"\r\n", b";", b"\t", b"<", b">", b"&", b"\xff", b"\xfe\xff",
    b"\xef\xbb\xbf", b"\x81", b"\xc3\xa9", b"\xe9", b"\xed\xa0\x80", b"\xf0\x9f\x98\x80", b"=", b"PK\x03\x04",
    b"\xe2\x80\xae", b"\x1a", b"\x1f", b"%s", b"{}", b"--", b"<!DOCTYPE", b"]]>", b"\x0b", b"\x85",
]  # fmt: skip
_CELLS = [
    "", " ", "0", "-0", "-1", "1e309", "1e-400", "nan", "inf", "NaN", "None", "null", "NULL", "#REF!", "#DIV/0!",
    "9" * 400, "1" * 17, "3.14159265358979323846", "1,2,3", "1.2.3", "--5", "+5", "5%", "%", "٣", "５", "½",
    "x", "z", "c", ":", "-", "<5", "<", "<99999999999", "5-3", "1-2-3", "18–36", "31/02/2023", "0202-03-01",
    "2099-12-31", "0000-00-00", "9999-99-99", "2023-02-30 00:00:00", "1/1/1", "2022-Sep-28 00:00:00", "Apr-22",
    "22-Apr", "Q1 22/23", "TRUE", "true", "yes", "Y", "=cmd|' /C calc'!A0", "@SUM(A1)", "'; DROP TABLE extracts;--",
    "943 476 5919", "H801200001001", "N17 6XX", "a@b.org", "Smith, Jane", "born 1/1/2012", "07700 900123",
    "a=b", "a=b;c=d", "=;=", ";", "\n", "a\nb", '"', '""', "\u202e", "\u0000", "\ufeff", "é", "e\u0301", "😀",
    "a" * 300, "b " * 12_000, "all", "changes", "E09000014", "E92000001", "ehcp-20-weeks", "\x1f", "\\", "../x",
]  # fmt: skip
_DOCTYPES = [
    '<!DOCTYPE a [<!ENTITY b "c">]>', '<!DOCTYPE a SYSTEM "file:///etc/passwd">',
    '<?xml version="1.1"?>', '<?xml version="1.0" encoding="utf-16"?>', "<!-- -- -->", "<![CDATA[",
]  # fmt: skip
_MOST_BYTES = 1 << 18
Mutation = Callable[[bytes, Random], bytes]


def mutated(file: ExtractFile, others: Sequence[ExtractFile], random: Random) -> ExtractFile:
    """Return a file changed one to four times, now and then under the name of another."""
    content = file.content
    for _ in range(random.choice((1, 1, 2, 4))):
        content = _changed(content, others, random)[:_MOST_BYTES]
    name = random.choice(others).name if random.random() < 0.05 else file.name
    return ExtractFile(name, content)


def _changed(content: bytes, others: Sequence[ExtractFile], random: Random) -> bytes:
    if random.random() < 0.4:
        return _by_bytes(content, others, random)
    if content.startswith(b"PK"):
        return _by_members(content, others, random)
    if content.lstrip().startswith(b"<"):
        return _by_tags(content, random)
    return _by_rows(content, random)


def _by_bytes(content: bytes, others: Sequence[ExtractFile], random: Random) -> bytes:
    start = random.randint(0, len(content))
    end = min(len(content), start + random.choice((1, 1, 4, 40, 400)))
    head, middle, tail = content[:start], content[start:end], content[end:]
    other = random.choice(others).content
    changes = (
        lambda: head + bytes([byte ^ (1 << random.randrange(8)) for byte in middle]) + tail,
        lambda: head + random.choice(_BYTES) + middle + tail,
        lambda: head + tail,
        lambda: head + middle * random.choice((2, 3, 50)) + tail,
        lambda: head,
        lambda: tail + head,
        lambda: head + other[random.randint(0, len(other)) :],
        lambda: head + random.randbytes(len(middle)) + tail,
        lambda: content.replace(random.choice(_BYTES), random.choice(_BYTES)),
    )
    return random.choice(changes)()


def _by_rows(content: bytes, random: Random) -> bytes:
    text = content.decode("utf-8-sig", errors="replace").replace("\0", "")
    try:
        rows = list(csv.reader(io.StringIO(text)))
    except csv.Error:
        return content
    if not rows:
        return content
    _change_rows(rows, random)
    written = io.StringIO()
    csv.writer(written, lineterminator=random.choice(("\n", "\r\n"))).writerows(rows)
    encoding = random.choice(("utf-8", "utf-8", "utf-8", "utf-8-sig", "cp1252", "utf-16"))
    return written.getvalue().encode(encoding, errors="replace")


def _change_rows(rows: list[list[str]], random: Random) -> None:
    place = random.randrange(max(map(len, rows)) or 1)
    if random.random() < 0.4:
        _change_cell(random.choice(rows), place, random)
    else:
        random.choice(_ROW_CHANGES)(rows, place, random)


def _change_cell(row: list[str], place: int, random: Random) -> None:
    if place < len(row):
        row[place] = random.choice(_CELLS)


def _change_column(rows: list[list[str]], place: int, random: Random) -> None:
    for row in rows[1:]:
        if random.random() < 0.5:
            _change_cell(row, place, random)


def _swap_columns(rows: list[list[str]], place: int, random: Random) -> None:
    for row in rows:
        if place < len(row):
            row[place], row[0] = row[0], row[place]


def _drop_column(rows: list[list[str]], place: int, random: Random) -> None:
    for row in rows:
        del row[place : place + 1]


def _repeat_column(rows: list[list[str]], place: int, random: Random) -> None:
    for row in rows:
        row[place:place] = row[place : place + 1]


def _repeat_row(rows: list[list[str]], _place: int, random: Random) -> None:
    rows.insert(random.randint(0, len(rows)), list(random.choice(rows)))


def _rename_column(rows: list[list[str]], place: int, random: Random) -> None:
    header = rows[0]
    if place < len(header):
        name = header[place]
        header[place] = random.choice((name.upper(), f" {name} ", name + "s", "", name[:3]))


_ROW_CHANGES = (
    _change_column, _swap_columns, _drop_column, _repeat_column, _repeat_row, _rename_column,
)  # fmt: skip


def _by_tags(content: bytes, random: Random) -> bytes:
    text = content.decode("utf-8", errors="replace")
    tags = list(re.finditer(r"<(/?)([A-Za-z0-9]+)[^>]*>", text))
    if not tags:
        return content
    tag = random.choice(tags)
    start, end = tag.span()
    choice = random.randrange(6)
    if choice == 0:
        text = text[:start] + text[end:]
    elif choice == 1:
        text = text[:end] + random.choice(_CELLS) + text[end:]
    elif choice == 2:
        text = text[:start] + f"<{tag[2]}>" * random.choice((2, 50, 2_000)) + text[end:]
    elif choice == 3:
        text = random.choice(_DOCTYPES) + text
    elif choice == 4:
        text = text.replace(f"<{tag[2]}>", f"<{tag[2]} a='&b;' xmlns='urn:x'>")
    else:
        text = re.sub(r">[^<]+<", lambda _: f">{random.choice(_CELLS)}<", text, count=5)
    return text.encode(errors="replace")


def _by_members(content: bytes, others: Sequence[ExtractFile], random: Random) -> bytes:
    try:
        with ZipFile(io.BytesIO(content)) as archive:
            files = [ExtractFile(name, archive.read(name)) for name in archive.namelist()]
    except (
        BadZipFile,
        ValueError,
        OSError,
        RuntimeError,
        NotImplementedError,
        EOFError,
        zlib.error,
    ):
        return content
    if not files:
        return content
    at = random.randrange(len(files))
    chosen = files[at]
    changes = (
        ExtractFile(chosen.name, _by_rows(chosen.content, random)),
        ExtractFile(chosen.name, _by_bytes(chosen.content, others, random)),
        ExtractFile(random.choice(("../x.csv", "a/b.csv", "\x01", "x" * 300)), chosen.content),
        random.choice(others),
    )
    files[at] = random.choice(changes)
    if random.random() < 0.2:
        del files[at]
    with warnings.catch_warnings():
        # That a name stands twice is meant.
        warnings.simplefilter("ignore")
        return zip_of(files)
