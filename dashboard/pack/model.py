"""A pack: everything a meeting sees, frozen at an as-at date, and how far it has come."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cached_property
from typing import Final

from dashboard.model.meeting import OpenException, Question, Recommendation
from dashboard.model.panel import ActionPlan, Change, Commentary, Overview, Panel, Series
from dashboard.model.points import PUBLISHED
from dashboard.pack.agenda import AS_BUILT, Agenda
from dashboard.pack.inserts import FutureInsert, ProfileInsert, ScenarioInsert
from dashboard.pack.scope import WHOLE_PLAN, PackSeries, Scope, series_of
from dashboard.panels.overview import unique_panels
from dashboard.panels.panel import row_series

DRAFT: Final = "draft"
CHECKED: Final = "checked"
FINAL: Final = "final"
# In their order in the life of a pack.
STATES: Final = (DRAFT, CHECKED, FINAL)
STATE_WORDS: Final = {DRAFT: "Draft", CHECKED: "Checked", FINAL: "Final"}


@dataclass(frozen=True)
class Turn:
    """One change since the pack before.

    `code` is of `dashboard.panels.changes.NEWS_WORDS`, or "moved" where a figure is new and neither
    its status nor its trend turned; `parts` has one text for each period that was revised.
    """

    code: str
    measure_id: str
    title: str
    words: str
    parts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Since:
    """The changes since the pack before or, for a first pack, since the report before.

    `pack_id` is "" and `version` 0 where it is a report, or what was known on a day. `measures` and
    `actions` are the counts by status of then. `minute_entries` has the mark of each entry in the minutes of that
    meeting; None in packs frozen before they said so.
    """

    pack_id: str
    as_of: date
    version: int
    words: str
    turns: tuple[Turn, ...]
    measures: Mapping[str, int]
    actions: Mapping[str, int]
    is_report: bool = True
    minute_entries: tuple[str, ...] | None = None


@dataclass(frozen=True)
class Oddity:
    """A data-quality note: what looks odd about a figure of the pack, and what to do.

    `kind` names the check that it failed; it is part of `words` and tells no two notes apart.
    """

    measure_id: str
    title: str
    words: str
    kind: str = field(default="", compare=False)


@dataclass(frozen=True)
class Pack:
    """Everything that the meeting sees, frozen: the source of every number and text.

    Panels have only the series that a meeting shows, without the benchmarks of other areas. `since`
    is None where nothing came before; `profile`, `future` and `scenario` are None unless whoever made
    the pack chose them. `elsewhere` is what other plans say of measures that serve several; `owners`
    are those whom plans declare, by measure.
    """

    overview: Overview
    actions: ActionPlan
    commentary: tuple[Commentary, ...]
    sources: Mapping[str, str]
    made_by: str
    exceptions: tuple[OpenException, ...] = ()
    questions: tuple[Question, ...] = ()
    recommendations: tuple[Recommendation, ...] = ()
    oddities: tuple[Oddity, ...] = ()
    since: Since | None = None
    profile: ProfileInsert | None = None
    future: FutureInsert | None = None
    scenario: ScenarioInsert | None = None
    scope: Scope = WHOLE_PLAN
    elsewhere: tuple[Change, ...] = ()
    owners: Mapping[str, str] = field(default_factory=dict)

    @property
    def heading(self) -> str:
        """What it is of: the title of its plan, or its scope with what that is in."""
        return ": ".join(filter(None, (self.scope.words, self.overview.framework.title)))

    @cached_property
    def panels(self) -> Mapping[str, Panel]:
        """Every panel once, by measure, though it may serve several priorities."""
        return {p.measure.measure_id: p for p in unique_panels(self.overview.priorities)}


@dataclass(frozen=True)
class Step:
    """Who made, checked or finalised a pack, and when."""

    state: str
    by: str
    at: datetime
    note: str = ""


@dataclass(frozen=True)
class StoredPack:
    """A pack in the store: its name, its hash, and its steps.

    `pack` is None in a list of packs, which has `since` alone. `integrity_error` says what was
    tampered with; it is empty where the content matches its hash and every step. `agenda` is what
    its maker chose so far, frozen once it is checked.
    """

    pack_id: str
    area_code: str
    framework_id: str
    as_of: date
    version: int
    previous_id: str
    sha256: str
    steps: tuple[Step, ...]
    integrity_error: str = ""
    pack: Pack | None = field(default=None, repr=False)
    since: Since | None = field(default=None, repr=False)
    agenda: Agenda = AS_BUILT
    scope: Scope = WHOLE_PLAN

    @property
    def state(self) -> str:
        """The last step: draft, checked or final."""
        return self.steps[-1].state if self.steps else DRAFT

    @property
    def series(self) -> PackSeries:
        """What packs have in common that follow each other: of one plan, owner or priority."""
        return series_of(self.area_code, self.framework_id, self.scope)

    @property
    def name(self) -> str:
        """The day and version, which no other pack of its plan has, and the scope."""
        day = f"{self.as_of.day} {self.as_of:%B %Y}"
        words = self.scope.words
        whose = f" ({words[0].lower()}{words[1:]})" if words else ""
        return f"{day}, version {self.version}{whose}"

    @property
    def content(self) -> Pack:
        """The pack itself; ValueError where it was only listed, or cannot be read."""
        if self.pack is None:
            raise ValueError(self.integrity_error or "This pack was listed without its content.")
        return self.pack

    @property
    def short_hash(self) -> str:
        """The first 12 characters of the hash, which are shown."""
        return self.sha256[:12]

    @property
    def made_on(self) -> date:
        """The day of the first step."""
        return self.steps[0].at.date() if self.steps else self.as_of


def scoped_overview(overview: Overview) -> Overview:
    """Return an overview without the series that no slide shows and without benchmarks."""
    priorities = tuple(
        replace(priority, panels=tuple(scoped_panel(panel) for panel in priority.panels))
        for priority in overview.priorities
    )
    return replace(overview, priorities=priorities)


def scoped_panel(panel: Panel) -> Panel:
    """Return a panel with the series of its rows, their windows, and what was published beside.

    Published beside is what the same document has of the measure.
    """
    rows = row_series(panel)
    shown = {(series.breakdown, series.origin) for series in rows}
    documents = {_document(series) for series in rows} - {""}
    meeting_series = [
        series
        for series in panel.series
        if series in rows
        or (series.breakdown, series.origin) in shown
        or _document(series) in documents
    ]
    bare = {id(series): replace(series, benchmarks=()) for series in meeting_series}
    lead = bare.get(id(panel.lead)) or replace(panel.lead, benchmarks=())
    return replace(panel, series=tuple(bare.values()), lead=lead)


def _document(series: Series) -> str:
    """Return the document of a series' newest figure; empty for one computed from cases."""
    is_published = series.latest is not None and series.origin == PUBLISHED
    return series.latest.source_document if is_published and series.latest else ""
