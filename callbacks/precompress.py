"""Compress what every page loads before the first reader asks; `python -m callbacks.precompress`."""

import re
from typing import Final

from flask.testing import FlaskClient

from callbacks import make_app, register
from callbacks.index_page import PLOTLY_FILE
from callbacks.settings import read_settings
from data.store import make_engine

OWN_FILES: Final = re.compile(r'(?:src|href)="(/[^"]+)"')


def compress_bundles(reader: FlaskClient) -> int:
    """Ask for every file of the first page as a browser would; returns how many there were."""
    addresses = {f"/assets/{PLOTLY_FILE}", *OWN_FILES.findall(reader.get("/").text)}
    for address in addresses:
        reader.get(address, headers={"Accept-Encoding": "br"})
    return len(addresses)


def main() -> None:
    """Leave thorough copies on disk; what is there already costs nothing."""
    settings = read_settings()
    app = make_app(settings)
    copies = register(app, make_engine(), settings)
    count = compress_bundles(app.server.test_client())
    copies.finish()
    print(f"Compressed the {count} files of a page")


if __name__ == "__main__":
    main()
