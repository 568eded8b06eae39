"""A pack: everything a meeting sees, frozen at an as-at date, and how far it has come."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Final

from dashboard.model.meeting import OpenException, Question, Recommendation
from dashboard.model.panel import ActionPlan, Commentary, Overview, Panel, Series
from dashboard.model.points import PUBLISHED
from dashboard.panels.panel import row_series

DRAFT: Final = "draft"
CHECKED: Final = "checked"
FINAL: Final = "final"
# In the order in which a pack goes through them.
STATES: Final = (DRAFT, CHECKED, FINAL)
STATE_WORDS: Final = {DRAFT: "Draft", CHECKED: "Checked", FINAL: "Final"}


@dataclass(frozen=True)
class Turn:
    """One thing that a pack says and the one before did not.

    `code` is of `dashboard.panels.changes.NEWS_WORDS`, or "moved" where a figure is new and neither
    its status nor its trend turned; `parts` each period of a series that was revised.
    """

    code: str
    measure_id: str
    title: str
    words: str
    parts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Since:
    """A pack set against the one before, or, of a first pack, against the report before.

    `pack_id` is "" and `version` 0 where it is a report. Counts of statuses are by code: of
    measures as they were then, of actions as they were then.
    """

    pack_id: str
    as_of: date
    version: int
    words: str
    turns: tuple[Turn, ...]
    measures: Mapping[str, int]
    actions: Mapping[str, int]


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
    """Everything that the meeting sees; frozen, every number and word of every format is of it.

    Panels hold only the series that a meeting shows, without the areas set beside them. `since` is
    None where nothing came before.
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


@dataclass(frozen=True)
class Step:
    """Who made, checked or finalised a pack, and when."""

    state: str
    by: str
    at: datetime
    note: str = ""


@dataclass(frozen=True)
class StoredPack:
    """A pack as it is kept: its name, its hash, and how far it has come.

    `pack` is None where a list of packs is asked for, which has `since` alone. `damage` says what
    was tampered with, empty where the content is what its hash and every step say.
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

    @property
    def state(self) -> str:
        """How far it has come: draft, checked or final."""
        return self.steps[-1].state if self.steps else DRAFT

    @property
    def name(self) -> str:
        """What tells it from the other packs of its plan."""
        day = f"{self.as_of.day} {self.as_of:%B %Y}"
        return f"{day}, version {self.version}"

    @property
    def content(self) -> Pack:
        """The pack itself; ValueError where it was only listed, or cannot be read."""
        if self.pack is None:
            raise ValueError(self.integrity_error or "This pack was listed without its content.")
        return self.pack

    @property
    def made_on(self) -> date:
        """The day on which it was made."""
        return self.steps[0].at.date() if self.steps else self.as_of


def scoped_overview(overview: Overview) -> Overview:
    """Leave out the parts that no slide shows and the areas set beside the figures."""
    priorities = tuple(
        replace(priority, panels=tuple(scoped_panel(panel) for panel in priority.panels))
        for priority in overview.priorities
    )
    return replace(overview, priorities=priorities)


def scoped_panel(panel: Panel) -> Panel:
    """Keep the series that have a row, every window of what they measure, and those told with them.

    Told with them is what the same document publishes of the measure beside them.
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
    """Name the document that a series' newest figure was published in; empty of one worked out."""
    is_published = series.latest is not None and series.origin == PUBLISHED
    return series.latest.source_document if is_published and series.latest else ""
