"""A page as the browser gets it: the whole of it as HTML, and what Dash mounts in it."""

from dataclasses import dataclass
from datetime import UTC, datetime
from http import HTTPStatus
from threading import Condition
from typing import Any, Final
from urllib.parse import quote, unquote
from weakref import WeakKeyDictionary

from cachetools import cachedmethod
from dash import html
from flask import abort, request

from callbacks.access.who import current_identity, shows_small, token_of, why_not
from callbacks.pages.former import register_former_addresses
from callbacks.pages.notice import take_notice
from callbacks.pages.resolve import Answer, answer_address
from callbacks.server.index_page import Page, SendDash
from dashboard.model.panel import Area
from dashboard.model.rights import Right
from data.store.databases.engine import Engine
from layouts.ui.forms import ADDRESS_FIELD, CSRF_FIELD, CSRF_NAME, Refused
from layouts.ui.get_form import hidden
from layouts.ui.shell import Frame, page_frame
from layouts.ui.static_html import PRODUCT, html_text

__all__ = ["Showing", "page_of", "register_pages"]
# Pages that are the same for every area and plan.
WITHOUT_CHOOSER: Final = ("data", "about", "")
# Of the forms that a page can have.
FORM_RIGHTS: Final = (Right.WRITE, Right.MAKE_PACKS, Right.APPROVE, Right.LOAD)
SYNTHETIC_TITLE: Final = "synthetic data"
# The area and plan chosen last in this browser; assets/page.js writes it.
CHOSEN_COOKIE: Final = "chosen"
_CHOSEN_NAMES: Final = ("area", "framework")
_LIVE: Final = "/live/<path:page>/"
_REQUESTS: Final = ("_dash-layout", "_dash-dependencies", "_dash-update-component")


def register_pages(app: SendDash, engine: Engine) -> None:
    """Register the pages, and what the live region of each asks for."""
    app.write_page = lambda: _page(_answer(engine, _requested()), take_notice())
    app.fill_in = _with_token
    app.layout = lambda: _region(engine)
    register_former_addresses(app.server)
    for name in _REQUESTS:
        view = app.server.view_functions[f"/{name}"]
        methods = ["POST"] if name.endswith("component") else ["GET"]
        app.server.add_url_rule(
            f"{_LIVE}{name}", f"live{name}", lambda view=view, **_page: view(), methods=methods
        )


@dataclass(frozen=True)
class Showing:
    """What differs between readers of one answer: small numbers, and why they may not do something."""

    has_small: bool = False
    refusals: tuple[tuple[str, str], ...] = ()

    @classmethod
    def to(cls, answer: Answer) -> "Showing":
        """Return what the reader who asks now is shown of an answer."""
        area = answer.selection.area or None
        # Which areas a file is of, its rows say.
        areas = {right: None if right is Right.LOAD else area for right in FORM_RIGHTS}
        named = ((right.replace("_", "-"), why_not(right, of)) for right, of in areas.items())
        return cls(shows_small(area), tuple((right, words) for right, words in named if words))


def _with_token(html_of_page: str) -> str:
    """Return a page whose plain forms have the token of the session of who asks."""
    secret = current_identity().secret
    if not secret:
        return html_of_page
    return html_of_page.replace(CSRF_FIELD, hidden(CSRF_NAME, token_of(secret)))


def _page(answer: Answer, notice: str) -> Page:
    """Return the page of an answer, which is written once while the answer is cached.

    A notice is for one reader alone.
    """
    showing = Showing.to(answer)
    if notice:
        return page_of(answer, showing, notice=notice)
    return _WRITTEN.setdefault(answer, _WrittenPages()).page(answer, showing)


class _WrittenPages:
    """The pages of one answer; of several threads that need the same one, one writes it."""

    def __init__(self) -> None:
        self._pages: dict[Showing, Page] = {}
        self._condition = Condition()

    @cachedmethod(
        lambda self: self._pages,
        key=lambda _self, _answer, showing: showing,
        condition=lambda self: self._condition,
    )
    def page(self, answer: Answer, showing: Showing) -> Page:
        """Return a page, which is written once."""
        return page_of(answer, showing)


_WRITTEN: Final[WeakKeyDictionary[Answer, _WrittenPages]] = WeakKeyDictionary()


def page_of(
    answer: Answer,
    showing: Showing = Showing(),
    *,
    notice: str = "",
    refused: Refused | None = None,
) -> Page:
    """Return the page of an answer as HTML; `refused` is the form of it that was not saved."""
    content = answer.content
    frame = Frame(
        answer.selection,
        answer.address,
        choices=None if answer.selection.page in WITHOUT_CHOOSER else answer.choices,
        area=_area_shown(answer),
        shows_small=showing.has_small,
        announcement=content.announcement,
        remember=_remembered(answer),
        refusals=showing.refusals,
        notice=refused.words if refused else notice,
        refused_form=refused.form if refused else "",
        example=_example(answer),
    )
    body = html_text(page_frame(frame, content.top, content.children))
    return Page(
        title=_title(answer),
        body=body.replace(ADDRESS_FIELD, hidden("address", answer.address)),
        status=answer.status,
        live_path=_live_path(answer.address) if content.region is not None else "",
    )


def _answer(engine: Engine, address: str) -> Answer:
    words = unquote(request.cookies.get(CHOSEN_COOKIE, "")).split(" ")
    is_whole = all(words) and len(words) == len(_CHOSEN_NAMES)
    remembered = dict(zip(_CHOSEN_NAMES, words, strict=True)) if is_whole else {}
    return answer_address(engine, address, remembered, datetime.now(UTC).date())


def _requested() -> str:
    search = request.query_string.decode()
    return f"{request.path}?{search}" if search else request.path


def _live_path(address: str) -> str:
    """Return where the region of a page sends its requests: Dash adds what it asks for."""
    return _LIVE.replace("<path:page>", quote(address.removeprefix("/"), safe=""))


def _region(engine: Engine) -> Any:
    """Return the layout of this request's page; an empty one where nothing is live."""
    page = (request.view_args or {}).get("page") if request else None
    if page is None:
        return html.Div()
    answer = _answer(engine, f"/{page}")
    if answer.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        abort(answer.status)
    return answer.content.region or html.Div()


def _area_shown(answer: Answer) -> Area | None:
    """Return the area whose figures the page shows; None where it shows those of none."""
    if answer.selection.page in WITHOUT_CHOOSER:
        return None
    code = answer.selection.area
    return next((area for area in answer.choices.areas if area.area_code == code), None)


def _title(answer: Answer) -> str:
    title = answer.content.title
    needs_label = _is_synthetic(answer) and SYNTHETIC_TITLE not in title
    parts = [title, SYNTHETIC_TITLE if needs_label else "", PRODUCT]
    return " – ".join(part for part in parts if part)


def _is_synthetic(answer: Answer) -> bool:
    area = _area_shown(answer)
    return area is not None and area.is_synthetic


def _remembered(answer: Answer) -> str:
    """Return the area and plan to open next time, "" where that is no other than it would be.

    No reader is met with made-up figures by default: who has looked at them has chosen what opens now.
    """
    selection = answer.selection
    if not answer.is_found or not selection.framework or _is_home(answer):
        return ""
    if _is_synthetic(answer):
        return f"{answer.home.area_code} {answer.home.framework_id}" if answer.home else ""
    return f"{selection.area} {selection.framework}"


def _is_home(answer: Answer) -> bool:
    """Return whether the page is of the plan that opens by default, and the reader has chosen none yet."""
    return answer.home is not None and answer.home.framework_id == answer.selection.framework


def _example(answer: Answer) -> Area | None:
    """Return the area with made-up figures that a newcomer is led to, if there is one."""
    if not _is_home(answer) or _is_synthetic(answer):
        return None
    return next((area for area in answer.choices.areas if area.is_synthetic), None)
