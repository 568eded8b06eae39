"""Frames of observations, targets and events as frozen rows; each frame is walked once."""

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date
from functools import lru_cache
from typing import Any

import pandas as pd

from dashboard.judging.control import Screening, screens_outliers
from dashboard.judging.observations import MeasureRows, Observation
from dashboard.model.panel import Baseline, Event, Framework, Point, Target
from dashboard.model.same import Same


def records(frame: pd.DataFrame) -> Iterator[dict[str, Any]]:
    """Yield the rows of a frame as plain dicts; NaN becomes None."""
    columns = [frame[name].tolist() for name in frame.columns]
    for values in zip(*columns, strict=True):
        yield {n: _plain(v) for n, v in zip(frame.columns, values, strict=True)}


def _plain(value: object) -> object:
    if value is None or value is pd.NaT or (isinstance(value, float) and math.isnan(value)):
        return None
    return value


# Figures of a measure, each with the plan that reports it.
Rows = tuple[tuple[str, Observation], ...]


@dataclass(frozen=True)
class LoadedFigures:
    """Everything observed and set, by measure, as known on the day it was loaded for.

    `observed` has (framework_id, row) by measure; targets, baselines and targets without a
    number (breakdown, words) are by (framework_id, measure_id); `events` has (area_code, event);
    `reported` the days on which a plan's actions were reported on, by framework; `cases_on` the
    days on which an area's cases were loaded; `screening` whether control limits screen outliers.
    """

    observed: Mapping[str, Rows]
    targets: Mapping[tuple[str, str], tuple[Target, ...]]
    baselines: Mapping[tuple[str, str], tuple[Baseline, ...]]
    unnumbered: Mapping[tuple[str, str], tuple[tuple[str, str], ...]]
    events: tuple[tuple[str, Event], ...]
    reported: Mapping[str, frozenset[date]]
    cases_on: Mapping[str, frozenset[date]] = field(default_factory=dict)
    screening: tuple[Screening, ...] = ()


def read_set(frames: Mapping[str, pd.DataFrame]) -> LoadedFigures:
    """Read the frames targets, events, action_status and action_totals, without a figure."""
    targets: dict[tuple[str, str], list[Target]] = defaultdict(list)
    baselines: dict[tuple[str, str], list[Baseline]] = defaultdict(list)
    unnumbered: dict[tuple[str, str], list[tuple[str, str]]] = defaultdict(list)
    for row in records(frames["targets"]):
        key = (row["framework_id"], row["measure_id"])
        if row["role"] != "target":
            baselines[key].append(Baseline(_point(row), row["breakdown"]))
        elif row["value"] is None and row["value_low"] is None and not row["relative_to"]:
            published = f": “{row['as_published']}”" if row["as_published"] else ""
            note = f"the plan’s target has no number{published}, so it cannot be judged"
            unnumbered[key].append((row["breakdown"], note))
        else:
            targets[key].append(_target(row))
    reported: dict[str, set[date]] = defaultdict(set)
    for name in ("action_status", "action_totals"):
        for row in records(frames[name]):
            reported[row["framework_id"]].add(row["known_on"])
    return LoadedFigures(
        {},
        _frozen(targets),
        _frozen(baselines),
        _frozen(unnumbered),
        tuple((r["area_code"], Event(**_values(r, Event))) for r in records(frames["events"])),
        {framework: frozenset(days) for framework, days in reported.items()},
    )


def _target(row: Mapping[str, Any]) -> Target:
    """Return the target of a row; two bounds make a range, whatever its operator.

    The number of a relative one is worked out for each figure: until then it is not a number.
    """
    values = _values(row, Target) | {"decimals": int(row["decimals"])}
    if row["relative_to"]:
        change = row["relative_change"] or 0.0
        factor = 1.0 if row["relative_factor"] is None else row["relative_factor"]
        values |= {"value": math.nan, "relative_factor": factor, "relative_change": change}
    else:
        values |= {"relative_factor": 1.0, "relative_change": 0.0}
    if row["value_low"] is not None:
        values |= {"operator": "between", "value": row["value_low"]}
    return Target(**values)


def _values(row: Mapping[str, Any], noun: type[Any]) -> dict[str, Any]:
    return {each.name: row[each.name] for each in fields(noun) if each.name in row}


def _frozen(groups: Mapping[Any, list[Any]]) -> dict[Any, tuple[Any, ...]]:
    return {key: tuple(rows) for key, rows in groups.items()}


def read_observed(row: Mapping[str, Any]) -> Observation:
    """Return a row of the frame observations as an observation."""
    return Observation(row["area_code"], row["breakdown"], row["role"], _point(row))


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


def with_later(then: LoadedFigures, now: LoadedFigures, report_date: date) -> LoadedFigures:
    """Return what was known on a day with the figures known since, to be drawn as later.

    Targets and baselines stay those of the day: a later one judges nothing that came before it.
    """
    measures = {**then.observed, **now.observed}
    observed = {
        measure: _with_later_rows(
            Same(then.observed.get(measure, ())), Same(now.observed.get(measure, ())), report_date
        )
        for measure in measures
    }
    return replace(then, observed=observed, events=now.events)


@lru_cache(maxsize=2048)
def _with_later_rows(then: Same[Rows], now: Same[Rows], report_date: date) -> Rows:
    later = [
        (owner, row) for owner, row in now.value if (row.point.known_on or date.min) > report_date
    ]
    return (*then.value, *later) if later else then.value


def rows_for(
    figures: LoadedFigures,
    framework: Framework,
    measure_id: str,
    report_date: date,
    benchmark_codes: frozenset[str] | None = None,
) -> MeasureRows:
    """Return what one measure has in one plan, its targets marked as in force or not.

    `benchmark_codes` are the areas that it is compared with; None for all.
    """
    key = (framework.framework_id, measure_id)
    targets_by_date = [
        t for t in figures.targets.get(key, ()) if (t.known_on or date.min) <= report_date
    ]
    set_against = {target.relative_area for target in targets_by_date}
    everything = [row for _, row in figures.observed.get(measure_id, ())]
    own = tuple(row for row in everything if row.area_code == framework.area_code)
    if not framework.is_plan:
        # What other areas are set beside is a figure of the area that it is of.
        own = tuple(replace(row, role="actual") if row.role == "benchmark" else row for row in own)
    others = tuple(
        row
        for row in everything
        if row.area_code != framework.area_code
        and (benchmark_codes is None or row.area_code in benchmark_codes | set_against)
    )
    targets = tuple(
        replace(t, is_in_force=not _is_superseded(t, targets_by_date)) for t in targets_by_date
    )
    baselines = tuple(
        baseline
        for baseline in figures.baselines.get(key, ())
        if (baseline.point.known_on or date.min) <= report_date
    )
    restarts = tuple(
        event
        for area_code, event in figures.events
        if area_code == framework.area_code
        and event.effect
        and event.measure_id in ("", measure_id)
        and event.date <= report_date
    )
    return MeasureRows(
        own,
        others,
        targets,
        baselines,
        figures.unnumbered.get(key, ()),
        restarts,
        screens_outliers(figures.screening, framework.area_code, report_date),
    )


def _is_superseded(target: Target, targets_by_date: list[Target]) -> bool:
    """A later publication of the same plan's target replaces it."""
    return any(
        each.reach == target.reach and (each.known_on or date.min) > (target.known_on or date.min)
        for each in targets_by_date
    )


def with_statistic(rows: MeasureRows, statistic: str) -> MeasureRows:
    """Return the rows of one statistic, so that it is judged on its own."""
    return replace(
        rows,
        own=tuple(row for row in rows.own if row.point.statistic == statistic),
        others=tuple(row for row in rows.others if row.point.statistic == statistic),
        targets=tuple(target for target in rows.targets if target.statistic in ("", statistic)),
        baselines=tuple(
            baseline for baseline in rows.baselines if baseline.point.statistic == statistic
        ),
    )
