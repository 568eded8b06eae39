"""Save a presentation so that the same one always gives the same bytes."""

from io import BytesIO
from typing import Final
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from pptx.presentation import Presentation as Deck

# The first day that a ZIP file can name.
_DAY: Final = (1980, 1, 1, 0, 0, 0)


def saved(deck: Deck) -> bytes:
    """Give the file of a presentation; no part of it says when it was written."""
    written = BytesIO()
    deck.save(written)
    made = BytesIO()
    with ZipFile(written) as source, ZipFile(made, "w") as target:
        for name in source.namelist():
            entry = ZipInfo(name, _DAY)
            # A worksheet is a ZIP file already.
            entry.compress_type = ZIP_STORED if name.endswith(".xlsx") else ZIP_DEFLATED
            target.writestr(entry, source.read(name))
    return made.getvalue()
