"""Connections to a SQLite file, also to one that nobody can write."""

import os
import sqlite3
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

from sqlalchemy import Engine, event

_ANYBODY_WRITES: Final = 0o222


def read_what_nobody_writes(engine: Engine) -> None:
    """Let an engine read a file in a folder in which nothing can be made, as on a read-only disk.

    SQLite would make files beside it that say who reads and writes.
    """

    def connect(_dialect: Any, _record: Any, arguments: list[Any], options: dict[str, Any]) -> Any:
        name = str(arguments[0])
        if not _nobody_writes(Path(name)):
            return None
        address = f"file:{quote(name)}?mode=ro&immutable=1"
        return sqlite3.connect(address, uri=True, **options)

    event.listen(engine, "do_connect", connect)


def _nobody_writes(path: Path) -> bool:
    """Return whether neither a file nor its folder can be written, and no other process writes it."""
    if not path.is_file() or Path(f"{path}-wal").exists():
        return False
    if os.statvfs(path).f_flag & os.ST_RDONLY:
        return True
    modes = path.stat().st_mode | path.parent.stat().st_mode
    return not modes & _ANYBODY_WRITES
