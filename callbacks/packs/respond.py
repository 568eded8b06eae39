"""The response to an address that names a pack: what is made of it, or a page that says why not."""

from collections.abc import Callable
from typing import Final

from flask import Response

from callbacks.pages.resolve import load_readable_pack
from callbacks.server.errors import store_status
from dashboard.model.urls import PAGES
from dashboard.pack.model import StoredPack
from data.queries.snapshot import UnknownSelectionError
from data.store.databases.engine import Engine, require_ready
from data.store.databases.failures import StoreError
from layouts.pages.errors import UNAVAILABLE_TITLE
from layouts.sections.meetings.pack_card import DAMAGED_ADVICE
from layouts.ui.static_html import message_page

Links = tuple[tuple[str, str], ...]
MEETING_LINK: Final[Links] = (("The meetings of the plan chosen last", PAGES["meeting"]),)


def answer_pack(engine: Engine, pack_id: str, answer: Callable[[StoredPack], Response]) -> Response:
    """Return what `answer` makes of a pack.

    404 for an unknown one, and for one that who asks may not read; 409 where it was tampered with.
    """
    try:
        require_ready(engine)
        stored = load_readable_pack(engine, pack_id)
    except UnknownSelectionError:
        return message_response("No such pack", "There is no pack of that name.", 404)
    except StoreError as error:
        return message_response(UNAVAILABLE_TITLE, str(error), store_status(error))
    if stored.integrity_error:
        return message_response(
            "This pack was tampered with", f"{stored.integrity_error} {DAMAGED_ADVICE}", 409
        )
    return answer(stored)


def message_response(title: str, words: str, status: int, ways: Links = MEETING_LINK) -> Response:
    """Return a page with a title and a sentence."""
    return Response(message_page(title, [words], ways), status=status, mimetype="text/html")
