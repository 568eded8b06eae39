"""Our own scripts and stylesheets, each kind in one file: a page asks for two files, not thirty."""

import re
from hashlib import sha256
from pathlib import Path
from typing import Final

from flask import Flask, Response

from dashboard.model.urls import Urls

# Of the plain pages, which name them themselves, and of the Data page, which fetches them.
_OF_OTHER_PAGES: Final = re.compile(
    r"^(deck|report|intake|upload_parts|upload_effects|upload_view|column_map)\."
)
_TYPES: Final = {"css": "text/css", "js": "text/javascript"}


class Bundles:
    """The bundle of each kind, read once, and its address, which changes with its content."""

    def __init__(self, folder: Path) -> None:
        self._texts = {ending: _joined(folder, ending) for ending in _TYPES}

    def address(self, ending: str) -> str:
        """Return the address of a bundle."""
        return named_by_content(f"pages.{ending}", self._texts[ending].encode())

    def register(self, server: Flask) -> None:
        """Add the addresses of the bundles."""
        for ending, kind in _TYPES.items():
            server.add_url_rule(
                f"{Urls.ASSETS}pages.{ending}",
                f"pages_{ending}",
                lambda text=self._texts[ending], kind=kind: Response(text, mimetype=kind),
            )


def named_by_content(name: str, content: bytes) -> str:
    """Return the address of a file with a digest of its content, so that a browser may cache it for a year."""
    return f"{Urls.ASSETS}{name}?m={sha256(content).hexdigest()[:12]}"


def _joined(folder: Path, ending: str) -> str:
    files = sorted(folder.glob(f"*.{ending}"))
    texts = [path.read_text() for path in files if not _OF_OTHER_PAGES.match(path.name)]
    return "\n".join(texts)
