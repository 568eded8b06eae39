"""Files that were sent and not loaded yet: kept for an hour, for whoever has their token.

In a store that several servers share they wait there; with SQLite, which one load at a time writes, in
a folder that only the server's own user can open. Each is under a digest of its token and enciphered
with another. The token itself is kept by the reader's page alone: without it nobody can read what
waits, the server included.
"""

import json
import os
import re
import secrets
from collections.abc import Sequence
from hashlib import sha256
from threading import Timer
from typing import Any, Final, Protocol

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from callbacks.server.json_api import RefusedError
from callbacks.server.settings import Settings
from data.common.private_folder import PrivateFolder
from data.files.csv_reader import ExtractFile
from data.store.databases.engine import Engine
from data.store.waiting_files import StoredFiles

STAGED_SECONDS: Final = 3600
# Of files of the largest size, so many may wait at once.
MAX_STAGED_FILES: Final = 10
_TOKEN: Final = re.compile(r"[A-Za-z0-9_-]{43}")
_NONCE_BYTES: Final = 12
_EXPIRED: Final = (
    "A file is no longer here: it was loaded, or sent more than an hour ago. Send it again."
)
_STAGING_FULL: Final = "Too many files wait here to be loaded. Try again in an hour."
_FILE, _ABOUT, _ISSUES = ".file", ".json", ".faults"
_OUTCOME, _REQUESTED, _STOPPED = ".outcome", ".requested", ".stopped"


class WaitingFiles(Protocol):
    """Where bytes wait under names, as files in a folder do."""

    def write(self, name: str, content: bytes) -> None: ...
    def read(self, name: str) -> bytes | None: ...
    def drop(self, *names: str) -> None: ...
    def drop_older(self, seconds: float) -> None: ...
    def total_bytes(self) -> int: ...


class Staging:
    """Files stored under tokens."""

    def __init__(self, files: WaitingFiles, most_bytes: int) -> None:
        self._files, self._most_bytes = files, most_bytes

    def store(self, file: ExtractFile) -> str:
        """Store a file and return its token."""
        self.sweep()
        if self._files.total_bytes() > self._most_bytes:
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

    def store_outcome(self, token: str, outcome: dict[str, Any]) -> None:
        """Store what came of long work, or how far it is, in place of an earlier one."""
        self._write(token, _OUTCOME, json.dumps(outcome).encode())

    def outcome(self, token: str) -> dict[str, Any]:
        """Return what came of long work; RefusedError where nothing is known of it."""
        return json.loads(self._read(token, _OUTCOME))

    def note_request(self, token: str, at: float) -> None:
        """Note when somebody asked for long work, in seconds since 1970."""
        self._write(token, _REQUESTED, json.dumps(at).encode())

    def requested_at(self, token: str, begun: float) -> float:
        """Return when somebody asked last; where nobody has yet, when it was begun."""
        try:
            return json.loads(self._read(token, _REQUESTED))
        except RefusedError:
            return begun

    def note_stop(self, token: str) -> None:
        """Note that long work is to end, where no request that is under way writes over it."""
        self._write(token, _STOPPED, b"")

    def is_stopped(self, token: str) -> bool:
        """Return whether long work is to end."""
        return self._files.read(_name(token, _STOPPED)) is not None

    def drop_file(self, token: str) -> None:
        """Throw a file away, but not what was found wrong with it."""
        self._files.drop(_name(token, _FILE), _name(token, _ABOUT))

    def drop(self, token: str) -> None:
        """Throw a file away, and what was found wrong with it."""
        self._files.drop(*(_name(token, ending) for ending in (_FILE, _ABOUT, _ISSUES)))

    def drop_outcome(self, token: str) -> None:
        """Throw away what came of long work."""
        self._files.drop(*(_name(token, ending) for ending in (_OUTCOME, _REQUESTED, _STOPPED)))

    def sweep(self) -> None:
        """Throw away whatever has waited for an hour."""
        self._files.drop_older(STAGED_SECONDS)

    def _read(self, token: str, ending: str) -> bytes:
        self.sweep()
        encrypted = self._files.read(_name(token, ending))
        if encrypted is None:
            raise RefusedError(_EXPIRED, 404)
        return _cipher(token).decrypt(
            encrypted[:_NONCE_BYTES], encrypted[_NONCE_BYTES:], ending.encode()
        )

    def _write(self, token: str, ending: str, content: bytes) -> None:
        nonce = os.urandom(_NONCE_BYTES)
        encrypted = _cipher(token).encrypt(nonce, content, ending.encode())
        self._files.write(_name(token, ending), nonce + encrypted)


def make_staging(engine: Engine, settings: Settings) -> Staging:
    """Return where files wait that are sent to a server of this store."""
    is_shared = engine.dialect.name == "postgresql"
    files = StoredFiles(engine) if is_shared else PrivateFolder(settings.intake_folder)
    return Staging(files, settings.max_upload_bytes * MAX_STAGED_FILES)


def new_token() -> str:
    """Make a token under which no file lies."""
    return secrets.token_urlsafe(32)


def _name(token: str, ending: str) -> str:
    if not _TOKEN.fullmatch(token):
        raise RefusedError(_EXPIRED, 404)
    return f"{sha256(token.encode()).hexdigest()}{ending}"


def _cipher(token: str) -> AESGCM:
    """Return the cipher of a token, which is as random as a key."""
    return AESGCM(sha256(f"key {token}".encode()).digest())
