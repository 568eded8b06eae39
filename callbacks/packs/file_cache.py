"""Files made of packs: each made once for every state of its pack, and sent to whoever asks."""

import re
from collections import OrderedDict
from collections.abc import Callable
from functools import cache
from hashlib import sha256
from pathlib import Path
from threading import Lock
from typing import Final

from flask import Response, request

from callbacks.downloads.tables import synthetic_name
from dashboard.pack.agenda import agenda_text
from dashboard.pack.model import StoredPack

_ROOT: Final = Path(__file__).resolve().parents[2]
_ROOMS: Final = ("assets", "dashboard", "layouts")
_KINDS: Final = (".css", ".pptx", ".py", ".woff2")
TYPES: Final = {
    "pdf": "application/pdf",
    "summary.pdf": "application/pdf",
    "html": "text/html",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


class PackFiles:
    """The files made last, so that a room of people who download one do not have it made for each.

    A pack's content never changes, so a file is known by its ending, the pack's hash and its steps.
    """

    def __init__(self, most_bytes: int = 32 << 20) -> None:
        self._most_bytes = most_bytes
        self._made: OrderedDict[str, bytes] = OrderedDict()
        self._locks: dict[str, Lock] = {}
        self._lock = Lock()

    def get_or_make(self, stored: StoredPack, ending: str, make: Callable[[], bytes]) -> bytes:
        """Return the file, made on the first request; who asks for it meanwhile waits."""
        key = file_key(stored, ending)
        with self._lock:
            making = self._locks.setdefault(key, Lock())
        with making:
            body = self._cached(key)
            if body is None:
                body = make()
                self._cache(key, body)
        return body

    def _cached(self, key: str) -> bytes | None:
        with self._lock:
            if key in self._made:
                self._made.move_to_end(key)
            return self._made.get(key)

    def _cache(self, key: str, body: bytes) -> None:
        """Cache a file and evict the least recently used ones when the cache is too large."""
        with self._lock:
            self._locks.pop(key, None)
            self._made[key] = body
            while sum(map(len, self._made.values())) > self._most_bytes and len(self._made) > 1:
                self._made.popitem(last=False)


def send_file(stored: StoredPack, ending: str, body: bytes) -> Response:
    """Return a file as a download under the pack's name."""
    response = Response(body, mimetype=TYPES[ending])
    name = pack_file_name(stored, ending)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.set_etag(sha256(body).hexdigest()[:24], weak=True)
    return response.make_conditional(request)  # type: ignore[return-value]


def pack_file_name(stored: StoredPack, ending: str) -> str:
    """Return the name of a file by its area and pack, marked where its figures are synthetic."""
    area, (*kind, extension) = stored.content.overview.area, ending.split(".")
    named = synthetic_name("-".join([area.name, stored.pack_id, *kind]), area).lower()
    return f"{re.sub(r'[^a-z0-9]+', '-', named).strip('-')}.{extension}"


def file_key(stored: StoredPack, ending: str) -> str:
    """Return a hash of all that a file of a pack depends on, what draws it included."""
    steps = "".join(f"{step.state}\n{step.by}\n{step.at}\n{step.note}\n" for step in stored.steps)
    parts = (
        stored.pack_id,
        stored.sha256,
        agenda_text(stored.agenda),
        steps,
        ending,
        _drawn_with(),
    )
    return sha256("\n".join(parts).encode()).hexdigest()


@cache
def _drawn_with() -> str:
    """Return a hash of the code, stylesheets and fonts that draw files: a later release draws anew."""
    files = (path for room in _ROOMS for path in (_ROOT / room).rglob("*"))
    drawing = sorted(path for path in files if path.suffix in _KINDS)
    return sha256(b"".join(path.read_bytes() for path in drawing)).hexdigest()
