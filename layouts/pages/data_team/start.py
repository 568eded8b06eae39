"""For the data team: the way in, what is due, what to check, what is loaded; the rest as tabs."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Final

from dash import html
from dash.development.base_component import Component

from dashboard.model.selection import Selection, address
from dashboard.panels.returns import JudgedReturn
from dashboard.quality.model import Anomaly
from layouts.pages.data_team.history import (
    ExtractEntry,
    HistoryOptions,
    PurgeEntry,
    history,
    last_loads,
)
from layouts.pages.data_team.kinds import DictionaryKind, dictionary, instructions, templates
from layouts.pages.data_team.returns import Titles, returns, returns_grid
from layouts.pages.data_team.scorecards import scorecards
from layouts.pages.data_team.upload import upload_zone
from layouts.sections.data_quality import ANCHOR, HEADING, anomalies_list, check_summary
from layouts.ui.components import aria
from layouts.ui.tags import intake_tags, status_tags

TITLE: Final = "Data"
TABS: Final = {
    "returns": "Due and received",
    ANCHOR: HEADING,
    "history": "Loads",
    "templates": "Templates",
    "scorecards": "Scorecards",
    "dictionary": "Data dictionary",
    "terminal": "In a terminal",
}
# Tabs for whoever loads: a server for all readers has none of them.
_LOADING: Final = ("returns", "templates", "scorecards", "terminal")
# Tabs that the head line of the first screen leads to, of few stops; from a tab it leads to all.
_LINKED: Final = ("templates", "dictionary")
_STEPS: Final = ("Choose", "Check", "Preview changes", "Load", "See it on the dashboard")


@dataclass(frozen=True)
class DataPageContent:
    """The content of the page: loads, kinds, returns, titles by code, oddities, scorecards, purges.

    Where it `is_public`, nobody loads anything: nothing is shown of returns, nor how files are loaded or undone.
    """

    today: date
    history: Sequence[ExtractEntry] = ()
    kinds: Sequence[DictionaryKind] = ()
    returns: Sequence[JudgedReturn] = ()
    titles: Titles = field(default_factory=lambda: Titles({}, {}, {}, {}))
    anomalies: Sequence[Anomaly] = ()
    scorecards: Sequence[Mapping[str, Any]] = ()
    purges: Sequence[PurgeEntry] = ()
    is_public: bool = False

    @property
    def tabs(self) -> Mapping[str, str]:
        """The tabs and their words."""
        return {
            tab: words for tab, words in TABS.items() if not self.is_public or tab not in _LOADING
        }


def data_title(selection: Selection) -> str:
    """Return the title of the page, or of its tab; an unknown tab is the page."""
    tab = TABS.get(selection.tab, "")
    return f"{TITLE}: {tab[0].lower()}{tab[1:]}" if tab else TITLE


def data_page(
    intake: DataPageContent, selection: Selection, *, shows_small: bool = False
) -> list[Component]:
    """Render the first screen, or the tab that the address has."""
    shown = HistoryOptions(intake.titles.kinds, shows_small, undoes=not intake.is_public)
    tabs: Mapping[str, Callable[[], list[Component]]] = {
        "returns": lambda: _returns(intake, selection),
        ANCHOR: lambda: anomalies_list(intake.anomalies, intake.titles.areas, selection.section),
        "history": lambda: history(intake.history, intake.purges, shown, selection),
        "templates": lambda: templates(intake.kinds, _tab(selection, "scorecards")),
        "scorecards": lambda: scorecards(intake.scorecards, intake.titles),
        "dictionary": lambda: dictionary(intake.kinds),
        "terminal": instructions,
    }
    head = data_head(selection, data_title(selection), intake.tabs)
    if selection.tab in intake.tabs:
        return [head, html.Section(tabs[selection.tab](), id=selection.tab, className="data-tab")]
    return [head, _first_screen(intake, shown, selection)]


def _returns(intake: DataPageContent, selection: Selection) -> list[Component]:
    files = {entry.extract_id: entry.file_name for entry in intake.history}
    return returns(
        intake.returns,
        intake.titles,
        files,
        lambda service: _tab(selection, "returns", service),
        selection.section,
    )


def data_head(selection: Selection, title: str, tabs: Mapping[str, str] = TABS) -> html.Div:
    """Render the title, and the links to what is not on the first screen; on a tab, to every tab."""
    first_screen = {tab: tabs[tab] for tab in _LINKED if tab in tabs}
    first = "Load files" if "terminal" in tabs else "Checks and loads"
    names = first_screen if title == TITLE else {"": first, **tabs}
    links = [
        html.A(words, href=_tab(selection, tab), **aria(current=tab == selection.tab and "page"))
        for tab, words in names.items()
    ]
    return html.Div(
        [
            html.H1(title, id="title", tabIndex="-1"),
            html.Nav(html.Ul([html.Li(link) for link in links]), **aria(label=TITLE)),
        ],
        className="page-head tab-head",
    )


def steps_of_load(current: int) -> html.Ol:
    """Render the steps of a load, of which one is the current."""
    steps = [
        html.Li(words, **aria(current=place == current and "step"))
        for place, words in enumerate(_STEPS)
    ]
    return html.Ol(steps, className="steps", **aria(label="Steps of a load"))


def _tab(selection: Selection, tab: str, section: str = "") -> str:
    plain = Selection(page="data", area=selection.area, framework=selection.framework)
    return address(replace(plain, tab=tab, section=section))


def _first_screen(intake: DataPageContent, shown: HistoryOptions, selection: Selection) -> html.Div:
    check_count = html.Span(f"{len(intake.anomalies):,}", className="small")
    loads = last_loads(intake.history, intake.purges, shown, _tab(selection, "history"))
    loading = [
        _upload_box(_tab(selection, "terminal")),
        _due_and_received(intake, selection),
        steps_of_load(0),
        html.Div(className="intake-details", **_upload_slot("details")),
    ]
    parts = [
        *([] if intake.is_public else loading),
        html.Section(
            [
                html.Div([html.H2(HEADING), check_count], className="box-head"),
                *check_summary(intake.anomalies, lambda kind: _tab(selection, ANCHOR, kind)),
            ],
            id=ANCHOR,
            className="data-box",
        ),
        html.Section(loads, id="history", className="data-box"),
    ]
    return html.Div(parts, className="data-screen")


def _due_and_received(intake: DataPageContent, selection: Selection) -> html.Section:
    return html.Section(
        returns_grid(intake.returns, intake.today, _tab(selection, "returns")),
        id="returns",
        className="data-box",
        **aria(labelledby="returns-title"),
    )


def _upload_box(terminal: str) -> html.Section:
    """Render the container of the drop zone, the live region, and the templates of tags."""
    # assets/upload_view.js draws the zone itself in this place, of the same size.
    zone = html.Div(upload_zone(terminal), className="intake", **_upload_slot("work"))
    return html.Section(
        [
            zone,
            html.P(className="visually-hidden", role="status", **_upload_slot("status")),
            html.Template([*intake_tags(), *status_tags()], **_upload_slot("tags")),
        ],
        id="load",
        **aria(label="Load files"),
    )


def _upload_slot(name: str) -> dict[str, Any]:
    return {"data-intake": name}
