"""Load what lies ahead of an area, from the figures that its reader may see."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from dashboard.future.capacity import SETTING
from dashboard.future.intervals import APPEALS, CASELOAD, NEW_PLANS, REQUESTS, SETTINGS
from dashboard.future.lists import build_list
from dashboard.future.model import FutureNeed, Money, Outlook, PlannedStep, WaitingList
from dashboard.future.money import BALANCE, BLOCK, SHARE, SPEND, MoneyPanels, build_money
from dashboard.future.outlook import History, build_outlook, share_of, yearly_history
from dashboard.future.text import DIMENSIONS
from dashboard.measures.services.referrals import SERVICES
from dashboard.model.panel import Panel
from dashboard.model.points import CASES, PUBLISHED, Point
from dashboard.model.selection import Selection
from dashboard.panels.case_points import observe_cells
from dashboard.panels.records import records
from data.cases.visible_cells import CellQuery, list_breakdowns, load_visible_cells
from data.queries.as_of import is_open
from data.queries.panels import load_panel
from data.queries.snapshot import Snapshot, reach_of
from data.store.frames import load_frame
from data.store.read_transaction import ReadTransaction, cached_by_version

PROJECTED: Final = (CASELOAD, REQUESTS, NEW_PLANS, APPEALS)
UNKNOWN_PART: Final = "not_known"
_WAITING: Final = "-waiting"
_COMPLETED: Final = {f"{each.prefix}{_WAITING}": each.completed_id for each in SERVICES}


def load_future_need(snapshot: Snapshot) -> FutureNeed:
    """Load where the numbers of the chosen area go, from everything known on the chosen day."""
    area = snapshot.judging.framework.area_code
    plain = Selection(
        page="future",
        area=area,
        framework=snapshot.judging.framework.framework_id,
        as_of=snapshot.selection.as_of,
    )
    return _future_need(snapshot.transaction, plain, snapshot.today, snapshot.shows_small)


@cached_by_version(32)
def _future_need(
    transaction: ReadTransaction, selection: Selection, today: date, has_small: bool
) -> FutureNeed:
    snapshot = Snapshot(transaction, selection, today, reach_of(has_small))
    measures = snapshot.choices.measures
    panels = [_panel(snapshot, name) for name in PROJECTED if name in measures]
    outlooks = tuple(build_outlook(panel) for panel in panels)
    pairs = list(zip(panels, outlooks, strict=True))
    parts = tuple(_parts(snapshot, *pairs[0]))
    return FutureNeed(
        snapshot.choices.catalogue.areas[selection.area],
        outlooks,
        parts,
        tuple(_lists(snapshot)),
        tuple(_steps(snapshot)),
        _money(snapshot, outlooks[0], parts),
        tuple(part for pair in pairs[1:] for part in _shares(snapshot, *pair, frozenset())),
    )


def _money(snapshot: Snapshot, caseload: Outlook, parts: Sequence[Outlook]) -> Money | None:
    """Load spend, block and balance; None where spend is no measure of the catalogue."""
    spend, *others = (
        _panel(snapshot, name) if name in snapshot.choices.measures else None
        for name in (SPEND, BLOCK, SHARE, BALANCE)
    )
    return build_money(MoneyPanels(spend, *others), caseload, parts) if spend else None


def _panel(snapshot: Snapshot, measure_id: str) -> Panel:
    return load_panel(snapshot.of(replace(snapshot.selection, measure=measure_id)))


def _parts(snapshot: Snapshot, panel: Panel, whole: Outlook) -> Iterator[Outlook]:
    """Yield the outlook of each part of the caseload.

    Plans in a setting that were counted for years go on as these years did.
    """
    counted = set()
    for breakdown, measure_id in SETTINGS.items():
        if measure_id in snapshot.choices.measures:
            outlook = build_outlook(_panel(snapshot, measure_id))
            if outlook.years:
                counted.add(breakdown)
                yield replace(outlook, breakdown=breakdown)
    yield from _shares(snapshot, panel, whole, frozenset(counted))


def _shares(
    snapshot: Snapshot, panel: Panel, whole: Outlook, others: frozenset[str]
) -> Iterator[Outlook]:
    """Yield each part of a measure but others at its present share: as published, else of cases.

    Parts are published for a year or two, and cases hold what a child is and attends now, not then.
    """
    if not whole.years:
        return
    numbers = _numbers_by_day(panel, whole.basis, PUBLISHED)
    parts = [share_of(whole, *part, numbers) for part in _published_parts(panel, whole.basis)]
    parts = [part for part in parts if part.years and part.breakdown not in others]
    yield from parts
    dimensions = {_dimension(part.breakdown) for part in parts}
    numbers = _numbers_by_day(panel, whole.basis, CASES)
    for breakdown, point in _newest_of_cases(snapshot, panel, whole.basis):
        is_new = breakdown not in others and _dimension(breakdown) not in dimensions
        if is_new and _is_part(breakdown) and point.period_end and point.value:
            part = share_of(whole, breakdown, ((point.period_end, point.value),), numbers)
            if part.years:
                yield part


def _numbers_by_day(panel: Panel, basis: str, origin: str) -> dict[date, float]:
    """Return the whole of a measure on every day that is shown, as published or of cases."""
    return {
        point.period_end: point.value
        for series in panel.series
        if not series.breakdown and (series.basis, series.origin) == (basis, origin)
        for point in series.points
        if point.period_end and point.value
    }


def _published_parts(panel: Panel, basis: str) -> Iterator[tuple[str, History]]:
    """Yield the years of each part that is published of the measure itself."""
    for series in panel.series:
        if _is_part(series.breakdown) and (series.basis, series.origin) == (basis, PUBLISHED):
            history = yearly_history(series.points, panel.measure, panel.events)
            if history:
                yield series.breakdown, history


def _is_part(breakdown: str) -> bool:
    return _dimension(breakdown) in DIMENSIONS and UNKNOWN_PART not in breakdown


def _newest_of_cases(snapshot: Snapshot, panel: Panel, basis: str) -> Iterator[tuple[str, Point]]:
    """Yield the newest figure of each part, small ones hidden."""
    judging, measure = snapshot.judging, panel.measure
    area = judging.framework.area_code
    listed = list_breakdowns(snapshot.transaction, area, (measure.measure_id,))
    parts = tuple(part for part in listed if _dimension(part) in DIMENSIONS)
    if parts:
        day = snapshot.selection.as_of or date.max
        query = CellQuery(area, (measure.measure_id,), parts, (basis,))
        shows_all = is_open(snapshot.choices.catalogue, judging)
        cells = load_visible_cells(snapshot.transaction, query, day, shows_all)
        observed = observe_cells(cells, {measure.measure_id: measure})
        rows = [row for _, row in observed.get(measure.measure_id, ())]
        points = {row.breakdown: row.point for row in rows if not row.point.may_grow}
        yield from points.items()


def _dimension(breakdown: str) -> str:
    return "" if ";" in breakdown else breakdown.partition("=")[0]


def _lists(snapshot: Snapshot) -> Iterator[WaitingList]:
    """Yield every list of those who wait that has a figure."""
    measures = snapshot.choices.measures
    for name in measures:
        if name.endswith(_WAITING) and measures[name].kind == "stock":
            waiting = _panel(snapshot, name)
            if any(series.points for series in waiting.series):
                prefix = name.removesuffix(_WAITING)
                flows = [f"{prefix}-referrals", _COMPLETED.get(name, f"{prefix}-completed")]
                yield build_list(
                    waiting, *(_panel(snapshot, f) if f in measures else None for f in flows)
                )


def _steps(snapshot: Snapshot) -> Iterator[PlannedStep]:
    """Yield the places and appointments that are there or planned in the chosen area."""
    chosen, sources = snapshot.selection, snapshot.choices.sources
    frame = load_frame(snapshot.transaction, "capacity", chosen.as_of, area_code=chosen.area)
    for row in records(frame):
        yield PlannedStep(
            row["measure_id"] or f"{SETTING}{row['setting']}",
            row["provision"],
            row["starts_on"],
            row["capacity"],
            row["confidence"],
            sources.get(row["source_document"], row["source_document"] or ""),
        )
