"""Compress what every page loads before the first reader asks; `python -m callbacks.precompress`."""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import brotli
from flask.testing import FlaskClient

from callbacks import make_app, register
from callbacks.server.headers import TEXT_TYPES, compressed_copy
from callbacks.server.settings import read_settings
from data.store.databases.engine import make_engine
from layouts.charts.live import PLOTLY_FILE

OWN_FILES: Final = re.compile(r'(?:src|href)="(/[^"]+)"')


def compress_files(
    reader: FlaskClient, assets: Path, folder: Path, live_scripts: Sequence[str] = ()
) -> int:
    """Leave the smallest forms of a page's files in a folder; return how many files there are.

    Those of the first page and of live regions are asked for as pages name them, the others in
    `assets` by their names.
    """
    own = {f"/assets/{one.name}" for ending in ("js", "css") for one in assets.glob(f"*.{ending}")}
    first_page = reader.get("/").text
    addresses = {f"/assets/{PLOTLY_FILE}", *own, *live_scripts, *OWN_FILES.findall(first_page)}
    folder.mkdir(parents=True, exist_ok=True)
    for answer in map(reader.get, addresses):
        copy = compressed_copy(folder, answer.data)
        if answer.mimetype in TEXT_TYPES and not copy.exists():
            # A server that runs meanwhile finds the whole copy or none.
            part = copy.with_suffix(".part")
            part.write_bytes(brotli.compress(answer.data))
            part.replace(copy)
    return len(addresses)


def main() -> None:
    """Compress what was not compressed before."""
    settings = read_settings()
    app = make_app(settings)
    register(app, make_engine(), settings)
    reader = app.server.test_client()
    count = compress_files(
        reader, settings.assets_folder, settings.compressed_folder, app.live_scripts()
    )
    print(f"Compressed {count} files of pages")


if __name__ == "__main__":
    main()
