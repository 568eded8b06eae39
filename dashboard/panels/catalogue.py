"""The catalogue of areas, plans, measures and sources; and the report dates of a plan.

Report dates are the days a plan's own figures became known (docs/definitions.md section 1).
"""

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

import pandas as pd

from dashboard.judging.observations import Observation
from dashboard.model.codes import WHO_THEY_ARE
from dashboard.model.panel import COUNCILS, NATIONAL_PUBLISHERS, SYNTHETIC, Area, Framework, Measure
from dashboard.model.same import Same
from dashboard.panels.records import LoadedFigures, Rows, records


@dataclass(frozen=True)
class Catalogue:
    """What is declared: areas, plans, measures and which measures serve which priority.

    `priorities` has (number, title, note) by framework; `served` has
    (priority_number, measure_id, local_reference) by framework, in the order of the extract;
    `area_notes` what a reader should know of an area, by its code; `published` which sources are for all,
    `national` those of a publisher for the whole country.
    """

    areas: Mapping[str, Area]
    frameworks: Mapping[str, Framework]
    measures: Mapping[str, Measure]
    priorities: Mapping[str, tuple[tuple[int, str, str], ...]]
    served: Mapping[str, tuple[tuple[int, str, str], ...]]
    sources: Mapping[str, str]
    source_dates: Mapping[str, date]
    published: frozenset[str] = frozenset()
    national: frozenset[str] = frozenset()
    key_measures: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    area_notes: Mapping[str, str] = field(default_factory=dict)

    def frameworks_of(self, area_code: str) -> tuple[Framework, ...]:
        """Return an area's plans, newest first."""
        own = [plan for plan in self.frameworks.values() if plan.area_code == area_code]
        return tuple(sorted(own, key=lambda plan: plan.starts_on or date.min, reverse=True))

    def measures_of(self, framework_id: str) -> set[str]:
        """Return the measures that serve a plan."""
        return {measure for _, measure, _ in self.served.get(framework_id, ())}

    def measure_in(self, framework_id: str, measure_id: str) -> Measure:
        """Return a measure as a plan judges it.

        Who the children are is neither better nor worse, unless it is an aim of the plan.
        """
        measure = self.measures[measure_id]
        is_context = measure.stage == WHO_THEY_ARE
        if is_context and measure_id not in self.measures_of(framework_id):
            return replace(measure, better="neutral")
        return measure

    def priorities_serving(self, framework_id: str, measure_id: str) -> tuple[int, str]:
        """Return the first priority of a plan that a measure serves, and its reference; (0, "") if none."""
        served = self.served.get(framework_id, ())
        return next(((n, ref) for n, measure, ref in served if measure == measure_id), (0, ""))

    def areas_shown_whole(self, own_areas: frozenset[str] | None) -> frozenset[str]:
        """Return the areas whose unpublished figures, too, are shown to who reads some; None reads all."""
        return frozenset(
            code
            for code, area in self.areas.items()
            if own_areas is None or code in own_areas or area.kind not in COUNCILS
        )

    def figures_shown(self, own_areas: frozenset[str] | None) -> Callable[[Observation], bool]:
        """Return whether a figure is shown to who reads some areas, as a function of the figure.

        Of other councils that is what is published; of England, regions and made-up areas everything.
        """
        whole = self.areas_shown_whole(own_areas)
        return lambda row: row.area_code in whole or row.point.source_document in self.published

    def default_area(self) -> str | None:
        """Return the first local area, one with made-up figures only where there is no other."""
        kinds = ("local_area", SYNTHETIC)
        local = [(kinds.index(a.kind), code) for code, a in self.areas.items() if a.kind in kinds]
        return min(local, key=lambda area: area[0])[1] if local else None


def read_catalogue(frames: Mapping[str, pd.DataFrame]) -> Catalogue:
    """Read the frames areas, frameworks, measures, priorities, priority_measures and sources."""
    sources = list(records(frames["sources"]))
    national = frozenset(
        r["source_document"] for r in sources if r["publisher"] in NATIONAL_PUBLISHERS
    )
    dates = {r["source_document"]: r["published_on"] for r in sources if r["published_on"]}
    return Catalogue(
        areas={
            r["area_code"]: Area(
                r["area_code"],
                r["name"],
                r["kind"],
                tuple(code.strip() for code in r["part_of"].split(";") if code.strip()),
            )
            for r in records(frames["areas"])
        },
        frameworks={
            r["framework_id"]: Framework(**{f.name: r[f.name] for f in fields(Framework)})
            for r in records(frames["frameworks"])
        },
        measures={r["measure_id"]: _measure(r) for r in records(frames["measures"])},
        priorities=_by_framework(frames["priorities"], "number", "title", "note"),
        served=_by_framework(
            frames["priority_measures"], "priority_number", "measure_id", "local_reference"
        ),
        key_measures=_key_measures(frames["priority_measures"]),
        sources={r["source_document"]: f"{r['title']}, {r['publisher']}" for r in sources},
        source_dates=dates,
        published=national.union(dates),
        national=national,
    )


def _measure(row: Mapping[str, Any]) -> Measure:
    values = {field.name: row[field.name] for field in fields(Measure)}
    return Measure(**values | {"short_title": row["short_title"] or row["title"]})


def _key_measures(frame: pd.DataFrame) -> dict[str, tuple[str, ...]]:
    """Return the measures of each plan that have a place among its key measures, in that order."""
    placed: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for row in records(frame):
        if row["key_order"]:
            placed[row["framework_id"]].append((row["key_order"], row["measure_id"]))
    return {plan: tuple(name for _, name in sorted(found)) for plan, found in placed.items()}


def _by_framework(frame: pd.DataFrame, *columns: str) -> dict[str, tuple[tuple[Any, ...], ...]]:
    groups: dict[str, list[tuple[Any, ...]]] = defaultdict(list)
    for row in records(frame):
        groups[row["framework_id"]].append(tuple(row[name] for name in columns))
    return {framework_id: tuple(rows) for framework_id, rows in groups.items()}


class _Report(NamedTuple):
    """Which plan reports a figure of which area, from which source, and since when it is known."""

    owner: str
    area: str
    source: str | None
    known_on: date | None


@lru_cache(maxsize=2048)
def _reports(rows: Same[Rows]) -> frozenset[_Report]:
    """Return what figures of a measure differ by as reports: few of many."""
    return frozenset(
        _Report(owner, row.area_code, row.point.source_document, row.point.known_on)
        for owner, row in rows.value
    )


def report_days(catalogue: Catalogue, figures: LoadedFigures, framework_id: str) -> list[date]:
    """Return the days, in order, on which the plan's own figures were published or loaded.

    Its own are what is reported under it, actions included, its area's cases, and what the area
    reports of its measures by itself: figures that name no plan, from no source or from one with
    figures of no other area. A national release makes no report of a plan, whatever of it is loaded.
    """
    return list(_report_days(Same(catalogue), Same(figures), framework_id))


@lru_cache(maxsize=64)
def _report_days(
    declared: Same[Catalogue], loaded: Same[LoadedFigures], framework_id: str
) -> tuple[date, ...]:
    catalogue, figures = declared.value, loaded.value
    area = catalogue.frameworks[framework_id].area_code
    served = catalogue.measures_of(framework_id)
    reports = {measure: _reports(Same(rows)) for measure, rows in figures.observed.items()}
    areas_by_source: dict[str | None, set[str]] = defaultdict(set)
    for each in frozenset[_Report]().union(*reports.values()):
        areas_by_source[each.source].add(each.area)
    days = {
        each.known_on
        for measure, of_measure in reports.items()
        for each in of_measure
        if each.owner == framework_id
        or (
            not each.owner
            and measure in served
            and each.area == area
            and each.source not in catalogue.national
            and (not each.source or areas_by_source[each.source] == {area})
        )
    }
    days |= figures.reported.get(framework_id, frozenset())
    days |= figures.cases_on.get(area, frozenset())
    return tuple(sorted(day for day in days if day))


def default_report_date(
    catalogue: Catalogue, figures: LoadedFigures, framework_id: str, today: date
) -> date:
    """Return the newest of a plan's own days that is not ahead of today; today for a plan that has ended.

    A plan without any is as old as its own document; where that has no date, today.
    """
    if catalogue.frameworks[framework_id].has_ended(today):
        return today
    newest = newest_report(catalogue, figures, framework_id, today)
    published = catalogue.source_dates.get(catalogue.frameworks[framework_id].source_document)
    return newest or published or today


def newest_report(
    catalogue: Catalogue, figures: LoadedFigures, framework_id: str, day: date
) -> date | None:
    """Return the newest of a plan's own days up to a day; None where there is none."""
    days = report_days(catalogue, figures, framework_id)
    return max((report_day for report_day in days if report_day <= day), default=None)


def default_framework(catalogue: Catalogue, figures: LoadedFigures, area_code: str) -> str | None:
    """Return an area's newest plan that has figures of its own, else its newest; None without plans."""
    plans = catalogue.frameworks_of(area_code)
    owners = {each.owner for rows in figures.observed.values() for each in _reports(Same(rows))}
    with_figures = [plan for plan in plans if plan.framework_id in owners]
    return next((plan.framework_id for plan in (*with_figures, *plans)), None)


def newest_later_day(
    catalogue: Catalogue, figures: LoadedFigures, framework_id: str, report_date: date
) -> date | None:
    """Return the newest day after the report date on which a figure of the plan's measures became known."""
    framework = catalogue.frameworks[framework_id]
    days = [
        each.known_on
        for measure in catalogue.measures_of(framework_id)
        for each in _reports(Same(figures.observed.get(measure, ())))
        if each.area == framework.area_code and each.known_on
    ]
    days += figures.cases_on.get(framework.area_code, frozenset())
    return max((day for day in days if day > report_date), default=None)


def most_judged(catalogue: Catalogue, figures: LoadedFigures, framework_id: str) -> int:
    """Return how many measures of a plan can be judged at most: those with a target and a figure of its area."""
    area = catalogue.frameworks[framework_id].area_code
    has_cases = area in figures.cases_on
    return sum(
        has_cases
        or any(each.area == area for each in _reports(Same(figures.observed.get(measure, ()))))
        for measure in catalogue.measures_of(framework_id)
        if figures.targets.get((framework_id, measure))
    )
