"""Compress what every page loads before the first reader asks; `python -m callbacks.precompress`."""

import re
from pathlib import Path
from typing import Final

from flask.testing import FlaskClient

from callbacks import make_app, register
from callbacks.index_page import PLOTLY_FILE
from callbacks.settings import read_settings
from data.store import make_engine

OWN_FILES: Final = re.compile(r'(?:src|href)="(/[^"]+)"')


def compress_bundles(reader: FlaskClient, assets: Path) -> int:
    """Ask for every file of a page as a browser would; returns how many there were.

    Those of the first page are asked for as it names them, the others in `assets` by their names.
    """
    own = {f"/assets/{one.name}" for ending in ("js", "css") for one in assets.glob(f"*.{ending}")}
    addresses = {f"/assets/{PLOTLY_FILE}", *own, *OWN_FILES.findall(reader.get("/").text)}
    for address in addresses:
        reader.get(address, headers={"Accept-Encoding": "br"})
    return len(addresses)


def main() -> None:
    """Leave thorough copies on disk; what is there already costs nothing."""
    settings = read_settings()
    app = make_app(settings)
    copies = register(app, make_engine(), settings)
    count = compress_bundles(app.server.test_client(), settings.assets_folder)
    copies.finish()
    print(f"Compressed {count} files of pages")


if __name__ == "__main__":
    main()
