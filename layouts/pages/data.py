"""For the data team: the way in, what is due, what is loaded, what each kind of file must hold."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Protocol

from dash import html
from dash.development.base_component import Component

from dashboard.model.urls import Urls
from dashboard.panels.returns import JudgedReturn
from dashboard.quality.model import Anomaly
from layouts.pages.data_history import ExtractEntry, HistoryOptions, history
from layouts.pages.data_returns import Titles, returns
from layouts.pages.data_scorecards import scorecards
from layouts.sections.data_quality import ANCHOR, HEADING, anomalies_list
from layouts.ui.components import aria, page_head, section
from layouts.ui.tables import plain_table
from layouts.ui.tags import intake_tags

_LOAD_HEADING: Final = "Load files"


TITLE: Final = "Data"
_STEPS: Final = (
    ("Check a file; nothing is changed", "python -m data check FILE.csv"),
    ("See what a load would change", "python -m data load FILE.csv --dry-run"),
    ("Load it, all of it or nothing", "python -m data load FILE.csv"),
    ("Take names and numbers out of a file", "python -m data pseudonymise FILE.csv --help"),
    ("See what was loaded", "python -m data history"),
    ("Undo a load by its number", "python -m data undo 12"),
)
_CONTENTS: Final = (
    ("load", "Load files"),
    ("returns", "Returns"),
    (ANCHOR, HEADING),
    ("history", "History"),
    ("scorecards", "Scorecards"),
    ("templates", "Templates"),
    ("dictionary", "Data dictionary"),
    ("terminal", "In a terminal"),
)


class DictionaryColumn(Protocol):
    """One column of an extract, in words."""

    @property
    def name(self) -> str: ...
    @property
    def description(self) -> str: ...
    @property
    def content(self) -> str: ...
    @property
    def is_required(self) -> bool: ...
    @property
    def is_key(self) -> bool: ...
    @property
    def refers_to(self) -> str: ...
    @property
    def allowed(self) -> tuple[str, ...]: ...
    @property
    def example(self) -> str: ...


class DictionaryKind(Protocol):
    """One kind of extract, in words."""

    @property
    def name(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def description(self) -> str: ...
    @property
    def columns(self) -> Sequence[DictionaryColumn]: ...


@dataclass(frozen=True)
class DataPageContent:
    """The content of the page: history, kinds, returns, titles by code, oddities, scorecards."""

    history: Sequence[ExtractEntry] = ()
    kinds: Sequence[DictionaryKind] = ()
    returns: Sequence[JudgedReturn] = ()
    titles: Titles = field(default_factory=lambda: Titles({}, {}, {}, {}))
    anomalies: Sequence[Anomaly] = ()
    scorecards: Sequence[Mapping[str, Any]] = ()


def data_page(intake: DataPageContent, *, shows_small: bool = False) -> list[Component]:
    """Render the upload, the returns, the oddities, the history, the templates, the dictionary."""
    names = dict(_CONTENTS)
    shown = HistoryOptions(intake.titles.kinds, shows_small)
    returns_list = returns(intake.returns, intake.titles)
    return [
        page_head(TITLE),
        _contents(),
        load_section(),
        section(names["returns"], *returns_list, anchor="returns"),
        section(
            names[ANCHOR], *anomalies_list(intake.anomalies, intake.titles.areas), anchor=ANCHOR
        ),
        section(names["history"], *history(intake.history, shown), anchor="history"),
        section(
            names["scorecards"], *scorecards(intake.scorecards, intake.titles), anchor="scorecards"
        ),
        section(names["templates"], *_templates(intake.kinds), anchor="templates"),
        section(names["dictionary"], *map(_dictionary, intake.kinds), anchor="dictionary"),
        section(names["terminal"], *_instructions(), anchor="terminal"),
    ]


def _contents() -> html.Nav:
    links = [html.Li(html.A(words, href=f"#{key}")) for key, words in _CONTENTS]
    return html.Nav(html.Ul(links), className="contents", **aria(label="On this page"))


def _instructions() -> list[Component]:
    items = [html.Li([words, html.Pre(html.Code(command))]) for words, command in _STEPS]
    return [
        html.P("On the machine that serves this dashboard, in its folder:"),
        html.Ol(items, className="steps"),
        html.P(
            "A row that is loaded again with another value takes the place of the old one, which "
            "stays in the history. Undoing an extract brings back exactly what stood before it."
        ),
    ]


def _templates(kinds: Sequence[DictionaryKind]) -> list[Component]:
    links = [
        html.Li(html.A(f"{kind.title} (CSV)", href=Urls.path(Urls.TEMPLATE_CSV, kind=kind.name)))
        for kind in kinds
    ]
    intro = "A template has the columns of its kind and one row as an example."
    return [html.P(intro), html.Ul(links, className="template-list")]


def _dictionary(kind: DictionaryKind) -> html.Details:
    rows = [_column(column) for column in kind.columns]
    columns = ("Column", "What it is", "Holds", "Required", "Codes", "Example")
    return html.Details(
        [
            html.Summary(kind.title),
            html.P(kind.description),
            plain_table(f"Columns of {kind.title.lower()}", columns, rows),
        ],
        className="dictionary",
    )


def _column(column: DictionaryColumn) -> list[Any]:
    refers_to = f"; names one of the loaded {column.refers_to}" if column.refers_to else ""
    return [
        html.Code(column.name),
        f"{column.description}{' Part of the key.' if column.is_key else ''}",
        f"{column.content}{refers_to}".replace("_", " "),
        "Yes" if column.is_required else "No",
        ", ".join(code or "blank" for code in column.allowed),
        column.example,
    ]


def load_section() -> html.Section:
    """Render the container of the drop zone, the live region, and the templates of tags."""
    return section(
        _LOAD_HEADING,
        html.Div(className="intake", **_upload_slot("work")),
        html.P(className="visually-hidden", role="status", **_upload_slot("status")),
        html.Template(intake_tags(), **_upload_slot("tags")),
        anchor="load",
    )


def _upload_slot(name: str) -> dict[str, Any]:
    return {"data-intake": name}
