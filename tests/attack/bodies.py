"""A reply as pieces that can be compared: a zip by its members, a PDF by its pages."""

import io
import json
import re
import zipfile
from collections.abc import Iterator
from typing import Final, cast

from pypdf import PdfReader
from pypdf.generic import StreamObject

from tests.attack.crawl import Reply

_ZIPS: Final = (".presentationml.presentation", ".spreadsheetml.sheet")
# When a file was made.
_TIMES: Final = re.compile(rb"<dcterms:(created|modified)[^>]*>[^<]*<")
# When a file of the screen was changed, and what Dash draws at random for each page.
_BY_CHANCE: Final = re.compile(rb'\?m=[0-9.a-f]+|"end_id":"[^"]*"')


def pieces_of(reply: Reply) -> dict[str, bytes]:
    """Return what a reply says, by piece."""
    head = {"status": f"{reply.status} {reply.mimetype}".encode()}
    return head | dict(_parts(reply.mimetype, reply.body))


def _parts(mimetype: str, body: bytes) -> Iterator[tuple[str, bytes]]:
    if mimetype.endswith(_ZIPS):
        yield from _members(body, "")
    elif mimetype == "application/pdf":
        for at, page in enumerate(PdfReader(io.BytesIO(body)).pages):
            drawn = cast("StreamObject", page["/Contents"].get_object())
            yield f"page {at + 1}", drawn.get_data()
    elif mimetype == "application/json":
        yield "json", json.dumps(json.loads(body), sort_keys=True).encode()
    else:
        yield "text", _BY_CHANCE.sub(b"", body)


def _members(body: bytes, within: str) -> Iterator[tuple[str, bytes]]:
    """Yield the members of a zip, and those of the workbooks within it."""
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        for name in archive.namelist():
            member = archive.read(name)
            if name.endswith(".xlsx"):
                yield from _members(member, f"{within}{name}/")
            else:
                yield f"{within}{name}", _TIMES.sub(b"", member)


def first_difference(one: bytes, other: bytes, around: int = 120) -> str:
    """Return what two pieces say where they first differ."""
    at = next(
        (at for at, (left, right) in enumerate(zip(one, other, strict=False)) if left != right),
        min(len(one), len(other)),
    )
    sides = (
        piece[max(at - around, 0) : at + around].decode(errors="replace") for piece in (one, other)
    )
    return "\n".join(f"  {side!r}" for side in sides)
