"""The frame round every page: header, chooser, main, live region, footer."""

from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from dash import html
from dash.development.base_component import Component

from dashboard.model.panel import Area
from dashboard.model.selection import Selection
from dashboard.model.urls import Urls
from dashboard.text.format import screen_name
from layouts.ui.components import DATA_TEAM, DATA_TEAM_WORDS, aria
from layouts.ui.controls import ChooserAreas, chooser_fields, chosen_words
from layouts.ui.forms import HAS_NAME
from layouts.ui.search import FIND_KEY, find_form
from layouts.ui.static_html import PRODUCT, Input, written

_NAV = (
    ("overview", "Overview"),
    ("profile", "Profile"),
    ("actions", "Actions"),
    ("meeting", "Meetings"),
    ("data", "Data"),
    ("about", "About"),
)
_PRESENT_KEY: Final = "P"
# What a single key does; on the page of a measure the brackets lead to the measures beside it.
_KEYS: Final = ((FIND_KEY, "find"), ("[ ]", "next measures"), (_PRESENT_KEY, "slides"))
# Pages without a link of their own, and the page that leads to them.
_PRELUDE = {"scrutiny": "meeting", "future": "profile"}
_LICENCE = (
    "Figures come from published reports of the local areas and from the Department for "
    "Education, the latter under the Open Government Licence v3.0."
)


@dataclass(frozen=True)
class Frame:
    """What stands round the content of a page and differs from one to another.

    `announcement` is read out where a control of the page led here; `remember` is the plan that opens
    where an address names none; `example` is the area that a newcomer is led to. `refusals` says of what
    cannot be written here why not, `notice` what became of what was written, `refused_form` where that can
    be written again.
    """

    selection: Selection
    address: str
    choices: ChooserAreas | None = None
    area: Area | None = None
    shows_small: bool = False
    announcement: str = ""
    remember: str = ""
    refusals: tuple[tuple[str, str], ...] = ()
    notice: str = ""
    refused_form: str = ""
    example: Area | None = None


def page_frame(frame: Frame, top: Any, children: Any) -> html.Div:
    """Render a whole page: header, chooser, what comes above and below its controls, footer."""
    chooser = _chooser(frame.choices, frame) if frame.choices is not None else None
    main = [
        html.Div(_data_team_note() if frame.shows_small else None, id="small-numbers"),
        _notice(frame) if frame.notice else None,
        html.Div(top, className="wide", id="page-top"),
        html.Div(children, className="wide", id="page"),
    ]
    attributes = {"data-shown": frame.address, "data-remember": frame.remember or None} | {
        f"data-no-{what}": words for what, words in frame.refusals
    }
    parts = [
        _header(frame.selection),
        chooser,
        html.Main(
            [part for part in main if part is not None], id="main", tabIndex="-1", **attributes
        ),  # type: ignore[arg-type]
        html.Div(
            id="announcer",
            className="visually-hidden",
            role="status",
            **{"data-words": frame.announcement},  # type: ignore[arg-type]
        ),
        _footer(),
    ]
    return html.Div([part for part in parts if part is not None], className="frame")


def _header(selection: Selection) -> html.Header:
    nav = html.Nav(nav_links(selection), id="nav", **aria(label="Pages"))
    product = html.A(PRODUCT, href="/", className="product")
    parts = [product, *_find(selection), nav]
    return html.Header(html.Div(parts, className="wide"), className="band")


def _find(selection: Selection) -> list[Component]:
    """Render the field that finds what a plan has, and for narrow screens the link to its page."""
    if not selection.framework or selection.page == "find":
        return []
    key = aria(keyshortcuts=FIND_KEY)
    link = html.A("Find", href=selection.to("find"), className="find-link", **key)
    return [find_form(selection, "Find"), link]


def _chooser(choices: ChooserAreas, frame: Frame) -> html.Section:
    """Render the bar of area, plan and report date; on a phone it is folded under what is chosen."""
    fields = [
        *chooser_fields(choices, frame.selection),
        _example_link(frame.example, frame.selection) if frame.example else None,
        _present(frame.selection),
    ]
    fold = html.Button(
        [
            html.Strong(words) if place == 0 else f" · {words}"
            for place, words in enumerate(chosen_words(choices, frame.selection))
        ],
        type="button",
        id="chooser-fold",
        className="chooser-fold",
        **aria(expanded="false", controls="chooser-fields"),
    )
    parts = [
        fold,
        _synthetic_tag(frame.area),
        html.Div(fields, id="chooser-fields", className="chooser-fields"),
    ]
    return html.Section(
        html.Div(parts, className="wide"),
        id="chooser",
        className="chooser",
        **aria(label="Area, plan and report date"),
    )


def _example_link(example: Area, selection: Selection) -> html.A:
    href = selection.to("overview", area=example.area_code, framework="", as_of=None)
    words = f"See it with monthly figures: {screen_name(example.name)}"
    return html.A(words, href=href, className="example-link")


def _present(selection: Selection) -> html.A | None:
    """Render the link to the newest pack of the plan, at the slide of what the page shows."""
    if not selection.framework:
        return None
    href = Urls.present(selection.framework, _slide(selection))
    return html.A("Present ▸", href=href, className="present", **aria(keyshortcuts=_PRESENT_KEY))


def _slide(selection: Selection) -> str:
    """Return the slide of what a page shows; "" for the first."""
    if selection.measure:
        return f"measure-{selection.measure}"
    if selection.priority_number:
        return f"priority-{selection.priority_number}"
    return "actions" if selection.page == "actions" else ""


def _data_team_note() -> html.P:
    """Render the notice under the chooser on every page that shows small numbers."""
    return html.P([html.Strong(DATA_TEAM), f" {DATA_TEAM_WORDS}"], className="notice wide")


def _notice(frame: Frame) -> html.Div:
    """Render what became of a form, with the way back to it where it was refused."""
    if not frame.refused_form:
        return html.Div(html.P(frame.notice), className="notice wide", role="status")
    again = html.A("Go to what you wrote", href=f"#{frame.refused_form}")
    return html.Div(html.P([f"{frame.notice} ", again]), className="notice wide", role="alert")


def synthetic_note(area: Area) -> html.P | None:
    """Render the notice at the head of a document with synthetic figures."""
    if not area.is_synthetic:
        return None
    words = f"{area.name} is no real place: every figure, target and text of it was made up."
    return html.P([html.Strong("Synthetic data. "), words], className="synthetic wide")


def _synthetic_tag(area: Area | None) -> html.Span | None:
    """Render the tag in the bar of every page with synthetic figures."""
    if area is None or not area.is_synthetic:
        return None
    rest = html.Span(": not a real place", className="synthetic-rest")
    return html.Span(["Synthetic data", rest], className="synthetic", id="synthetic")


def nav_links(selection: Selection) -> html.Ul:
    """Render the links to the pages, each with area, plan and report date.

    An area without a plan has a profile alone: the other pages open as they do by themselves.
    """
    account = [html.Li(html.A("Account", href=Urls.ACCOUNT))] if HAS_NAME.get() else []
    return html.Ul([*(_nav_item(page, words, selection) for page, words in _NAV), *account])


def _nav_item(page: str, words: str, selection: Selection) -> html.Li:
    current = "page" if page == selection.page else page == _PRELUDE.get(selection.page)
    is_of_area = page == "profile" or selection.framework or not selection.area
    href = selection.to(page) if is_of_area else Selection(page=page).to(page)
    return html.Li(html.A(words, href=href, **aria(current=current)))


@cache
def _footer() -> Component:
    content = [
        html.P([_LICENCE, " ", html.A("Sources and licences", href=Urls.about("sources"))]),
        html.P(html.A("Accessibility statement", href=Urls.about("accessibility"))),
        _single_keys(),
    ]
    return written(html.Footer(html.Div(content, className="wide")))


def _single_keys() -> html.P:
    """Render the switch of the keys that are one character; assets/keys.js keeps it in the browser."""
    box = Input(id="single-keys", type="checkbox", checked=True)
    words = [part for key, what in _KEYS for part in (" ", html.Span([html.Kbd(key), f" {what}"]))]
    label = html.Label([box, "Keys:", *words], htmlFor="single-keys")
    return html.P(label, className="single-keys")
