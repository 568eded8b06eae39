"""Connections to a SQLite file, also to one that nobody can write."""

import os
import sqlite3
from contextlib import suppress
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

from sqlalchemy import Engine, event

_ANYBODY_WRITES: Final = 0o222
_OWNER_ALONE: Final = 0o600


def read_what_nobody_writes(engine: Engine) -> None:
    """Let an engine read a file in a folder in which nothing can be made, as on a read-only disk.

    SQLite would make files beside it that say who reads and writes. A file that is not there yet is made for
    its owner alone, and so are those beside it: it will hold small numbers and single cases.
    """

    def connect(_dialect: Any, _record: Any, arguments: list[Any], options: dict[str, Any]) -> Any:
        name = str(arguments[0])
        if name != ":memory:":
            # Where no file can be made, SQLite says so.
            with suppress(OSError):
                create_for_owner(Path(name))
        if not _nobody_writes(Path(name)):
            return None
        address = f"file:{quote(name)}?mode=ro&immutable=1"
        return sqlite3.connect(address, uri=True, **options)

    event.listen(engine, "do_connect", connect)


def create_for_owner(path: Path) -> None:
    """Make an empty file that its owner alone may read; FileExistsError where there is one."""
    os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, _OWNER_ALONE))


def _nobody_writes(path: Path) -> bool:
    """Return whether neither a file nor its folder can be written, and no other process writes it."""
    if not path.is_file() or Path(f"{path}-wal").exists():
        return False
    if os.statvfs(path).f_flag & os.ST_RDONLY:
        return True
    modes = path.stat().st_mode | path.parent.stat().st_mode
    return not modes & _ANYBODY_WRITES
