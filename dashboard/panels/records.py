"""From the loaders' frames to frozen rows: each frame is walked once."""

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

import pandas as pd

from dashboard.judging.control import Screening, screens_outliers
from dashboard.judging.observations import MeasureRows, Observation
from dashboard.model.panel import Area, Baseline, Event, Framework, Measure, Point, Target


@dataclass(frozen=True)
class Catalogue:
    """What is declared: areas, plans, measures and which measures serve which priority.

    `priorities` holds (number, title, note) by framework; `served` holds
    (priority_number, measure_id, local_reference) by framework, in the order of the extract.
    """

    areas: Mapping[str, Area]
    frameworks: Mapping[str, Framework]
    measures: Mapping[str, Measure]
    priorities: Mapping[str, tuple[tuple[int, str, str], ...]]
    served: Mapping[str, tuple[tuple[int, str, str], ...]]
    sources: Mapping[str, str]
    source_dates: Mapping[str, date]

    def frameworks_of(self, area_code: str) -> tuple[Framework, ...]:
        """Give an area's plans, newest first."""
        mine = [
            framework for framework in self.frameworks.values() if framework.area_code == area_code
        ]
        return tuple(
            sorted(mine, key=lambda framework: framework.starts_on or date.min, reverse=True)
        )

    def priorities_serving(self, framework_id: str, measure_id: str) -> tuple[int, str]:
        """Give the first priority that a measure serves in a plan and its reference; (0, "") if none."""
        served = self.served.get(framework_id, ())
        return next(((n, ref) for n, measure, ref in served if measure == measure_id), (0, ""))


@dataclass(frozen=True)
class LoadedFigures:
    """Everything observed and set, by measure, as known on the day it was loaded for.

    `observed` holds (framework_id, row) by measure; targets, baselines and targets without a
    number (breakdown, words) are by (framework_id, measure_id); `events` holds (area_code, event);
    `reported` the days on which a plan's actions were reported on, by framework; `cases_on` the
    days on which an area's cases were loaded; `screening` says where control limits screen outliers.
    """

    observed: Mapping[str, tuple[tuple[str, Observation], ...]]
    targets: Mapping[tuple[str, str], tuple[Target, ...]]
    baselines: Mapping[tuple[str, str], tuple[Baseline, ...]]
    unnumbered: Mapping[tuple[str, str], tuple[tuple[str, str], ...]]
    events: tuple[tuple[str, Event], ...]
    reported: Mapping[str, frozenset[date]]
    cases_on: Mapping[str, frozenset[date]] = field(default_factory=dict)
    screening: tuple[Screening, ...] = ()


def read_catalogue(frames: Mapping[str, pd.DataFrame]) -> Catalogue:
    """Read the frames areas, frameworks, measures, priorities, priority_measures and sources."""
    sources = list(records(frames["sources"]))
    return Catalogue(
        areas={
            r["area_code"]: Area(r["area_code"], r["name"], r["kind"], _codes(r["part_of"]))
            for r in records(frames["areas"])
        },
        frameworks={r["framework_id"]: _framework(r) for r in records(frames["frameworks"])},
        measures={r["measure_id"]: _measure(r) for r in records(frames["measures"])},
        priorities=_grouped(frames["priorities"], "number", "title", "note"),
        served=_grouped(
            frames["priority_measures"], "priority_number", "measure_id", "local_reference"
        ),
        sources={r["source_document"]: f"{r['title']}, {r['publisher']}" for r in sources},
        source_dates={
            r["source_document"]: r["published_on"] for r in sources if r["published_on"]
        },
    )


def read_figures(frames: Mapping[str, pd.DataFrame]) -> LoadedFigures:
    """Read the frames observations, targets, events, action_status and action_totals."""
    observed: dict[str, list[tuple[str, Observation]]] = defaultdict(list)
    for row in records(frames["observations"]):
        observed[row["measure_id"]].append((row["framework_id"], read_observed(row)))
    targets: dict[tuple[str, str], list[Target]] = defaultdict(list)
    baselines: dict[tuple[str, str], list[Baseline]] = defaultdict(list)
    unnumbered: dict[tuple[str, str], list[tuple[str, str]]] = defaultdict(list)
    for row in records(frames["targets"]):
        key = (row["framework_id"], row["measure_id"])
        if row["role"] != "target":
            baselines[key].append(Baseline(_point(row), row["breakdown"]))
        elif row["value"] is None:
            unnumbered[key].append((row["breakdown"], _without_number(row)))
        else:
            targets[key].append(_target(row))
    return LoadedFigures(
        _frozen(observed),
        _frozen(targets),
        _frozen(baselines),
        _frozen(unnumbered),
        tuple((row["area_code"], _event(row)) for row in records(frames["events"])),
        _reported(frames),
    )


def read_observed(row: Mapping[str, Any]) -> Observation:
    """Read one row of the frame observations."""
    return Observation(row["area_code"], row["breakdown"], row["role"], _point(row))


def with_later(then: LoadedFigures, now: LoadedFigures, report_date: date) -> LoadedFigures:
    """Add to what was known on a day the figures that became known since, to be drawn as later.

    Targets and baselines stay those of the day: a later one judges nothing that came before it.
    """
    measures = {**then.observed, **now.observed}
    observed = {
        measure: (
            *then.observed.get(measure, ()),
            *(
                (owner, row)
                for owner, row in now.observed.get(measure, ())
                if (row.point.known_on or date.min) > report_date
            ),
        )
        for measure in measures
    }
    return replace(then, observed=observed, events=now.events)


def _codes(listed: str) -> tuple[str, ...]:
    return tuple(code.strip() for code in listed.split(";") if code.strip())


def _without_number(row: Mapping[str, Any]) -> str:
    published_text = f": “{row['as_published']}”" if row["as_published"] else ""
    return f"the plan's target has no number{published_text}, so it cannot be judged"


def _reported(frames: Mapping[str, pd.DataFrame]) -> dict[str, frozenset[date]]:
    days: dict[str, set[date]] = defaultdict(set)
    for name in ("action_status", "action_totals"):
        for row in records(frames[name]):
            days[row["framework_id"]].add(row["known_on"])
    return {framework: frozenset(reported_days) for framework, reported_days in days.items()}


def rows_for(
    figures: LoadedFigures,
    framework: Framework,
    measure_id: str,
    report_date: date,
    benchmark_codes: frozenset[str] | None = None,
) -> MeasureRows:
    """Pick what one measure rests on in one plan, its targets marked as in force or not.

    `beside` names the areas that it is set beside; None for all.
    """
    everything = [row for _, row in figures.observed.get(measure_id, ())]
    own = tuple(row for row in everything if row.area_code == framework.area_code)
    others = tuple(
        row
        for row in everything
        if row.area_code != framework.area_code
        and (benchmark_codes is None or row.area_code in benchmark_codes)
    )
    key = (framework.framework_id, measure_id)
    targets_by_date = [
        t for t in figures.targets.get(key, ()) if (t.known_on or date.min) <= report_date
    ]
    has_ended = framework.ends_on is not None and framework.ends_on < report_date
    targets = tuple(
        replace(t, is_in_force=not has_ended and not _is_superseded(t, targets_by_date))
        for t in targets_by_date
    )
    baselines = tuple(
        baseline
        for baseline in figures.baselines.get(key, ())
        if (baseline.point.known_on or date.min) <= report_date
    )
    return MeasureRows(
        own,
        others,
        targets,
        baselines,
        figures.unnumbered.get(key, ()),
        _restarts(figures, framework, measure_id, report_date),
        screens_outliers(figures.screening, framework.area_code, report_date),
    )


def _restarts(
    figures: LoadedFigures, framework: Framework, measure_id: str, report_date: date
) -> tuple[Event, ...]:
    """Pick the events known on the report date at which a measure's limits start anew."""
    return tuple(
        event
        for area_code, event in figures.events
        if area_code == framework.area_code
        and event.effect
        and event.measure_id in ("", measure_id)
        and event.date <= report_date
    )


def with_statistic(rows: MeasureRows, statistic: str) -> MeasureRows:
    """Keep one statistic, so that it is judged on its own."""
    return replace(
        rows,
        own=tuple(row for row in rows.own if row.point.statistic == statistic),
        others=tuple(row for row in rows.others if row.point.statistic == statistic),
        targets=tuple(target for target in rows.targets if target.statistic in ("", statistic)),
        baselines=tuple(
            baseline for baseline in rows.baselines if baseline.point.statistic == statistic
        ),
    )


def _is_superseded(target: Target, targets_by_date: list[Target]) -> bool:
    """A later publication of the same plan's target replaces it."""
    same = (target.breakdown, target.statistic, target.basis)
    return any(
        (t.breakdown, t.statistic, t.basis) == same
        and (t.known_on or date.min) > (target.known_on or date.min)
        for t in targets_by_date
    )


def records(frame: pd.DataFrame) -> Iterator[dict[str, Any]]:
    """Walk a frame as plain dicts; NaN becomes None."""
    columns = [frame[name].tolist() for name in frame.columns]
    for values in zip(*columns, strict=True):
        yield {n: _plain(v) for n, v in zip(frame.columns, values, strict=True)}


def _plain(value: object) -> object:
    if value is None or value is pd.NaT or (isinstance(value, float) and math.isnan(value)):
        return None
    return value


def _grouped(frame: pd.DataFrame, *columns: str) -> dict[str, tuple[tuple[Any, ...], ...]]:
    groups: dict[str, list[tuple[Any, ...]]] = defaultdict(list)
    for row in records(frame):
        groups[row["framework_id"]].append(tuple(row[name] for name in columns))
    return _frozen(groups)


def _frozen(groups: Mapping[Any, list[Any]]) -> dict[Any, tuple[Any, ...]]:
    return {key: tuple(rows) for key, rows in groups.items()}


def _framework(row: Mapping[str, Any]) -> Framework:
    return Framework(
        row["framework_id"],
        row["area_code"],
        row["title"],
        row["starts_on"],
        row["ends_on"],
        row["source_document"],
    )


def _measure(row: Mapping[str, Any]) -> Measure:
    return Measure(
        row["measure_id"],
        row["title"],
        row["short_title"] or row["title"],
        row["definition"],
        row["unit"],
        row["kind"],
        row["better"],
        row["theme"],
        row["frequency"],
        row["tolerance"],
    )


def _point(row: Mapping[str, Any]) -> Point:
    return Point(
        row["period_start"],
        row["period_end"],
        row["basis"],
        row["statistic"],
        row["numerator"],
        row["denominator"],
        row["value"],
        row["value_low"],
        row["value_high"],
        row.get("marker") or "",
        int(row["decimals"]),
        bool(row.get("is_provisional")),
        row.get("published_arrow") or "",
        row["as_published"],
        row["note"],
        row["source_document"],
        row["known_on"],
        row["extract_id"],
        denominator_marker=row.get("denominator_marker") or "",
    )


def _target(row: Mapping[str, Any]) -> Target:
    return Target(
        row["value"],
        row["operator"],
        row["due_on"],
        row["basis"],
        row["statistic"],
        row["breakdown"],
        int(row["decimals"]),
        row["as_published"],
        row["note"],
        row["source_document"],
        row["known_on"],
        extract_id=row["extract_id"],
    )


def _event(row: Mapping[str, Any]) -> Event:
    return Event(
        row["date"],
        row["precision"],
        row["title"],
        row["measure_id"],
        row["source_document"],
        effect=row["effect"],
    )
