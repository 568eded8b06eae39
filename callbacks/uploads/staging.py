"""Files that were sent and not loaded yet: kept for an hour, for whoever has their token.

They lie in a folder that only the server's own user can open, shared by the workers of a machine,
each under a digest of its token and enciphered with another. The token itself is kept by the
reader's page alone: without it nobody can read what waits here, the server included.
"""

import json
import os
import re
import secrets
import stat
import time
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from threading import Timer
from typing import Any, Final

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from callbacks.server.json_api import RefusedError
from data.files.csv_reader import ExtractFile

STAGED_SECONDS: Final = 3600
# Of files of the largest size, so many may lie here at once.
MAX_STAGED_FILES: Final = 10
_TOKEN: Final = re.compile(r"[A-Za-z0-9_-]{43}")
_NONCE_BYTES: Final = 12
_EXPIRED: Final = (
    "A file is no longer here: it was loaded, or sent more than an hour ago. Send it again."
)
_STAGING_FULL: Final = "Too many files wait here to be loaded. Try again in an hour."
_FILE, _ABOUT, _ISSUES = ".file", ".json", ".faults"


class Staging:
    """Files stored under tokens in a private folder."""

    def __init__(self, folder: Path, most_bytes: int) -> None:
        self._folder, self._most_bytes = folder, most_bytes

    def store(self, file: ExtractFile) -> str:
        """Store a file and return its token."""
        self.sweep()
        if sum(each.stat().st_size for each in self._listed(_FILE)) > self._most_bytes:
            raise RefusedError(_STAGING_FULL, 507)
        token = secrets.token_urlsafe(32)
        self._write(token, _FILE, file.content)
        about = {"name": file.name, "remarks": file.remarks}
        self._write(token, _ABOUT, json.dumps(about).encode())
        timer = Timer(STAGED_SECONDS + 1, self.sweep)
        timer.daemon = True
        timer.start()
        return token

    def file(self, token: str) -> ExtractFile:
        """Return a kept file; RefusedError where there is none."""
        about = json.loads(self._read(token, _ABOUT))
        remarks = tuple((place, words) for place, words in about["remarks"])
        return ExtractFile(about["name"], self._read(token, _FILE), remarks)

    def store_issues(self, token: str, issues: Sequence[dict[str, Any]]) -> str:
        """Store the issues of a file in place of earlier ones."""
        self._write(token, _ISSUES, json.dumps(list(issues)).encode())
        return token

    def issues(self, token: str) -> list[dict[str, Any]]:
        """Return what was found wrong; RefusedError where nothing was looked for."""
        return json.loads(self._read(token, _ISSUES))

    def drop(self, token: str) -> None:
        """Throw a file away, and what was found wrong with it."""
        for ending in (_FILE, _ABOUT, _ISSUES):
            self._path(token, ending).unlink(missing_ok=True)

    def sweep(self) -> None:
        """Throw away whatever has lain here for an hour."""
        eldest = time.time() - STAGED_SECONDS
        for path in self._listed(""):
            try:
                if path.stat().st_mtime < eldest:
                    path.unlink(missing_ok=True)
            except FileNotFoundError:
                # Another worker swept it.
                continue

    def _listed(self, ending: str) -> list[Path]:
        return list(self._folder.glob(f"*{ending}")) if self._folder.exists() else []

    def _path(self, token: str, ending: str) -> Path:
        if not _TOKEN.fullmatch(token):
            raise RefusedError(_EXPIRED, 404)
        return self._folder / f"{sha256(token.encode()).hexdigest()}{ending}"

    def _read(self, token: str, ending: str) -> bytes:
        self.sweep()
        try:
            encrypted = self._path(token, ending).read_bytes()
        except FileNotFoundError as error:
            raise RefusedError(_EXPIRED, 404) from error
        return _cipher(token).decrypt(
            encrypted[:_NONCE_BYTES], encrypted[_NONCE_BYTES:], ending.encode()
        )

    def _write(self, token: str, ending: str, content: bytes) -> None:
        _make_private_folder(self._folder)
        path = self._path(token, ending)
        path.unlink(missing_ok=True)
        nonce = os.urandom(_NONCE_BYTES)
        made = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with open(made, "wb") as file:  # noqa: PTH123 - a descriptor
            file.write(nonce)
            file.write(_cipher(token).encrypt(nonce, content, ending.encode()))


def _cipher(token: str) -> AESGCM:
    """Return the cipher of a token, which is as random as a key."""
    return AESGCM(sha256(f"key {token}".encode()).digest())


def new_token() -> str:
    """Make a token under which no file lies."""
    return secrets.token_urlsafe(32)


def _make_private_folder(folder: Path) -> None:
    """Make the folder, or see that the one that is there is ours alone."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    status = folder.lstat()
    is_ours = stat.S_ISDIR(status.st_mode) and status.st_uid == os.getuid()
    if not is_ours:
        message = f"{folder} is not a folder of the user who runs the server."
        raise PermissionError(message)
    if stat.S_IMODE(status.st_mode) & 0o077:
        folder.chmod(0o700)
