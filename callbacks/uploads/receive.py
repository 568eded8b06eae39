"""Take the body of a request as a file: counted as it comes, and never believed for its length."""

import logging
import re
import tempfile
import time
from errno import ENOSPC
from http import HTTPStatus
from typing import IO, Final

from flask import request
from werkzeug.exceptions import HTTPException

from callbacks.server.json_api import RefusedError
from data.files.csv_reader import ExtractFile

log = logging.getLogger(__name__)

_NO_ROOM: Final = "The disk on which files wait is full. Nothing was loaded: make room first."
_CUT_SHORT: Final = "The file did not arrive whole. Send it again."
_BLOCK: Final = 1 << 16
_MAX_NAME_LENGTH: Final = 150
# A browser that still sends hears the answer only once it has sent so much, or so long, more.
_DRAINED_BYTES: Final = 1 << 31
_DRAINED_SECONDS: Final = 20.0


class TooLargeError(ValueError):
    """A file has more bytes than may be sent."""


def received_file(name: str, most: int) -> ExtractFile:
    """Take the file of this request; TooLargeError as soon as it has more bytes than `most`.

    RefusedError where it does not arrive whole, or there is no room for it. It grows in a file without a
    name on the disk, which is gone with the request.
    """
    if (request.content_length or 0) > most:
        raise TooLargeError
    try:
        with tempfile.TemporaryFile() as spool:
            _copy_stream(request.stream, spool, most)
            spool.seek(0)
            return ExtractFile(safe_file_name(name), spool.read())
    except (OSError, HTTPException) as error:
        if isinstance(error, OSError) and error.errno == ENOSPC:
            raise RefusedError(_NO_ROOM, HTTPStatus.INSUFFICIENT_STORAGE) from error
        raise RefusedError(_CUT_SHORT) from error


def safe_file_name(written: str) -> str:
    """Return the name of a file without folders and without what cannot be printed."""
    last = re.split(r"[/\\]", written)[-1]
    plain = "".join(each for each in last if each.isprintable()).strip()
    return plain[:_MAX_NAME_LENGTH] or "file"


def drain() -> None:
    """Read on for a while what is still being sent, and throw it away."""
    give_up = time.monotonic() + _DRAINED_SECONDS
    remaining = _DRAINED_BYTES
    try:
        while (
            remaining > 0 and time.monotonic() < give_up and (block := request.stream.read(_BLOCK))
        ):
            remaining -= len(block)
    except (OSError, HTTPException):
        log.info("Whoever sent a file that is too large has left")


def _copy_stream(stream: IO[bytes], spool: IO[bytes], most: int) -> None:
    size = 0
    while block := stream.read(_BLOCK):
        size += len(block)
        if size > most:
            raise TooLargeError
        spool.write(block)
