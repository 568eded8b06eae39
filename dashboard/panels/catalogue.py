"""The catalogue: areas, plans, priorities, measures and sources that are declared."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

import pandas as pd

from dashboard.model.panel import SYNTHETIC, Area, Framework, Measure
from dashboard.panels.records import records


@dataclass(frozen=True)
class Catalogue:
    """What is declared: areas, plans, measures and which measures serve which priority.

    `priorities` has (number, title, note) by framework; `served` has
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
        """Return an area's plans, newest first."""
        own = [plan for plan in self.frameworks.values() if plan.area_code == area_code]
        return tuple(sorted(own, key=lambda plan: plan.starts_on or date.min, reverse=True))

    def measures_of(self, framework_id: str) -> set[str]:
        """Return the measures that serve a plan."""
        return {measure for _, measure, _ in self.served.get(framework_id, ())}

    def priorities_serving(self, framework_id: str, measure_id: str) -> tuple[int, str]:
        """Return the first priority of a plan that a measure serves, and its reference; (0, "") if none."""
        served = self.served.get(framework_id, ())
        return next(((n, ref) for n, measure, ref in served if measure == measure_id), (0, ""))

    def default_area(self) -> str | None:
        """Return the first local area, one with made-up figures only where there is no other."""
        kinds = ("local_area", SYNTHETIC)
        local = [(kinds.index(a.kind), code) for code, a in self.areas.items() if a.kind in kinds]
        return min(local, key=lambda area: area[0])[1] if local else None


def read_catalogue(frames: Mapping[str, pd.DataFrame]) -> Catalogue:
    """Read the frames areas, frameworks, measures, priorities, priority_measures and sources."""
    sources = list(records(frames["sources"]))
    return Catalogue(
        areas={
            r["area_code"]: Area(r["area_code"], r["name"], r["kind"], _codes(r["part_of"]))
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
        sources={r["source_document"]: f"{r['title']}, {r['publisher']}" for r in sources},
        source_dates={
            r["source_document"]: r["published_on"] for r in sources if r["published_on"]
        },
    )


def _codes(listed: str) -> tuple[str, ...]:
    return tuple(code.strip() for code in listed.split(";") if code.strip())


def _measure(row: Mapping[str, Any]) -> Measure:
    values = {field.name: row[field.name] for field in fields(Measure)}
    return Measure(**values | {"short_title": row["short_title"] or row["title"]})


def _by_framework(frame: pd.DataFrame, *columns: str) -> dict[str, tuple[tuple[Any, ...], ...]]:
    groups: dict[str, list[tuple[Any, ...]]] = defaultdict(list)
    for row in records(frame):
        groups[row["framework_id"]].append(tuple(row[name] for name in columns))
    return {framework_id: tuple(rows) for framework_id, rows in groups.items()}
