"""Keep one well compressed copy of every bundle that is served."""

import gzip
import hashlib
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import brotli


@dataclass(frozen=True)
class Encoding:
    """One content encoding: quick while a reader waits, thorough afterwards."""

    name: str
    quick: Callable[[bytes], bytes]
    thorough: Callable[[bytes], bytes]


ENCODINGS: Final = (
    Encoding("br", lambda body: brotli.compress(body, quality=9), brotli.compress),
    Encoding("gzip", lambda body: gzip.compress(body, 6), lambda body: gzip.compress(body, 9)),
)


class CompressedCopies:
    """Compressed copies by content, in memory and on disk; made thorough in the background.

    The first reader of a new bundle gets a quick copy at once, since the thorough one of a large
    bundle takes seconds; later readers, and later starts of the server, get the thorough one.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._copies: dict[tuple[str, str], bytes] = {}
        self._background = ThreadPoolExecutor(1, thread_name_prefix="compress")

    def copy_of(self, body: bytes, encoding: Encoding) -> bytes:
        """Give the best copy that is at hand."""
        key = (hashlib.sha256(body).hexdigest(), encoding.name)
        if key not in self._copies:
            kept = self._kept(key)
            # Never over a better one, which another reader's request may have had made meanwhile.
            self._copies.setdefault(key, kept or encoding.quick(body))
            if kept is None:
                self._background.submit(self._improve, key, body, encoding)
        return self._copies[key]

    def finish(self) -> None:
        """Wait until every thorough copy begun so far is made."""
        self._background.submit(lambda: None).result()

    def _improve(self, key: tuple[str, str], body: bytes, encoding: Encoding) -> None:
        self._copies[key] = encoding.thorough(body)
        self._keep(key)

    def _path(self, key: tuple[str, str]) -> Path:
        return self._folder / f"{key[0]}.{key[1]}"

    def _kept(self, key: tuple[str, str]) -> bytes | None:
        path = self._path(key)
        return path.read_bytes() if path.is_file() else None

    def _keep(self, key: tuple[str, str]) -> None:
        """Write the copy to disk, whole or not at all; a read-only disk is no fault."""
        path = self._path(key)
        part = path.with_name(f"{path.name}.{os.getpid()}")
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            part.write_bytes(self._copies[key])
            part.replace(path)
        except OSError:
            return
