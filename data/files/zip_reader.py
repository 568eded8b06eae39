"""Open zip archives safely: few members, of a bounded size."""

import io
import re
import struct
import zlib
from collections.abc import Iterator
from pathlib import PurePosixPath
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from data.common.errors import Issue
from data.files.csv_reader import ExtractFile, UnreadableFileError

_START = b"PK\x03\x04"
_MAX_MEMBERS = 200
_MAX_MEMBER_SIZE = 256 << 20
_MAX_WHOLE_SIZE = 512 << 20
# Text packs to a tenth or a twentieth of its size; a small file of one repeated row to less.
_MAX_RATIO = 150
_RATIO_COUNTS_FROM = 4 << 20
_READ_AT_ONCE = 1 << 20
_ENCRYPTED = 0x1
# Workbooks and documents are zip archives too, but nobody opens them here.
_DOCUMENTS = frozenset({".xlsx", ".xlsm", ".docx", ".pptx", ".ods", ".odt", ".odp"})
_OUTSIDE = re.compile(r"(?:^|[/\\])\.\.(?:[/\\]|$)|^[/\\]|^[A-Za-z]:|[\x00-\x1f]")
# What a damaged archive makes the library raise.
_DAMAGE = (BadZipFile, zlib.error, EOFError, struct.error, NotImplementedError, RuntimeError)
_DAMAGE += (ValueError, OSError, OverflowError, IndexError)
_FIX = "Unpack it and send the CSV files in it."


def is_archive(file: ExtractFile) -> bool:
    """Return whether a file begins as a zip archive does."""
    return file.content.startswith(_START)


def member_names(file: ExtractFile) -> tuple[str, ...]:
    """Return the names in an archive without unpacking it; () where it cannot be opened."""
    try:
        with ZipFile(io.BytesIO(file.content)) as archive:
            return tuple(each.filename.replace("\\", "/") for each in _listed_files(archive))
    except _DAMAGE:
        return ()


def members(file: ExtractFile) -> Iterator[ExtractFile]:
    """Yield the files of an archive one by one, each named by its path in it.

    Raise UnreadableFileError, before the first where its directory shows it and else at the member,
    for an archive that is damaged, encrypted, too large unpacked, too tightly packed, of too many
    files, with names that lead out of it, or with another archive inside.
    """
    try:
        with ZipFile(io.BytesIO(file.content)) as archive:
            listed = _listed_files(archive)
            _refuse_unsafe(listed, len(file.content))
            remaining = _MAX_WHOLE_SIZE
            for each in listed:
                content = _unpack_member(archive, each, remaining)
                remaining -= len(content)
                # Some programs of Windows part folders by backslashes.
                yield ExtractFile(each.filename.replace("\\", "/"), content)
    except _DAMAGE as error:
        if isinstance(error, UnreadableFileError):
            raise
        raise _unreadable_archive("a damaged zip archive", "a whole zip archive") from None


def _listed_files(archive: ZipFile) -> list[ZipInfo]:
    """Return the files of an archive: no folders, none that macOS adds."""
    return [
        each
        for each in archive.infolist()
        if not each.is_dir()
        and not each.filename.startswith("__MACOSX/")
        and PurePosixPath(each.filename).name != ".DS_Store"
    ]


def _refuse_unsafe(listed: list[ZipInfo], packed_size: int) -> None:
    """Refuse an archive by its directory and its own size, before anything of it is unpacked."""
    if not listed:
        raise _unreadable_archive("an empty zip archive", "a zip archive with CSV files")
    if len(listed) > _MAX_MEMBERS:
        actual = f"a zip archive of {len(listed):,} files"
        raise _unreadable_archive(actual, f"at most {_MAX_MEMBERS} files")
    if len({each.filename.lower() for each in listed}) < len(listed):
        raise _unreadable_archive("two files of one name in a zip archive", "each name once")
    for each in listed:
        _refuse_unsafe_member(each)
    whole = sum(each.file_size for each in listed)
    if whole > _MAX_WHOLE_SIZE:
        raise _too_large("a zip archive", whole, _MAX_WHOLE_SIZE)
    # Many small files unpack to as much as a large one, whatever the directory says of each.
    _refuse_tight("a zip archive", whole, packed_size)


def _refuse_unsafe_member(each: ZipInfo) -> None:
    # The name as it was sent, for the library cleans the one that it hands out.
    if _OUTSIDE.search(each.orig_filename):
        raise _unreadable_archive(
            "a name that leads out of the zip archive", "plain names of files"
        )
    if each.flag_bits & _ENCRYPTED:
        raise _unreadable_archive(
            "a zip archive with a password", "a zip archive without one", each.filename
        )
    if each.compress_type not in {ZIP_STORED, ZIP_DEFLATED}:
        raise _unreadable_archive("a rare way of packing", "an ordinary zip archive", each.filename)
    if each.file_size > _MAX_MEMBER_SIZE:
        raise _too_large("a file", each.file_size, _MAX_MEMBER_SIZE, each.filename)
    _refuse_tight("a file", each.file_size, each.compress_size, each.filename)


def _refuse_tight(subject: str, size: int, packed_size: int, source: str = "") -> None:
    if size > max(_RATIO_COUNTS_FROM, packed_size * _MAX_RATIO):
        actual = f"{subject} packed so tightly that it is no ordinary data"
        raise _unreadable_archive(actual, f"at most {_MAX_RATIO} to 1", source)


def _unpack_member(archive: ZipFile, each: ZipInfo, remaining: int) -> bytes:
    """Return one file unpacked; its size in the directory is not trusted."""
    limit = min(_MAX_MEMBER_SIZE, remaining, each.file_size)
    parts: list[bytes] = []
    size = 0
    with archive.open(each) as opened:
        while part := opened.read(_READ_AT_ONCE):
            size += len(part)
            if size > limit:
                raise _too_large("a file", size, limit, each.filename)
            parts.append(part)
    content = b"".join(parts)
    if content.startswith(_START) and PurePosixPath(each.filename).suffix.lower() not in _DOCUMENTS:
        raise _unreadable_archive("a zip archive within a zip archive", "CSV files", each.filename)
    return content


def _too_large(subject: str, size: int, limit: int, source: str = "") -> UnreadableFileError:
    actual = f"{subject} of {_megabytes(size)} unpacked"
    return _unreadable_archive(actual, f"at most {_megabytes(limit)}", source)


def _megabytes(size: int) -> str:
    return f"{max(size >> 20, 1):,} MB"


def _unreadable_archive(actual: str, expected: str, source: str = "") -> UnreadableFileError:
    return UnreadableFileError((Issue(0, "", actual, expected, _FIX, source),))
