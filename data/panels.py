"""Load what a page shows: frames from the store, built into panels, overviews and action plans.

Frames are kept by data version: a load or an undo gives another version, so nothing is ever stale
and nothing needs to be thrown away by hand.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

import pandas as pd
from sqlalchemy import Engine

from dashboard.actions import build_action_plan, build_commentary
from dashboard.addresses import Selection
from dashboard.overview import Earlier, build_overview
from dashboard.panel import build_panel
from dashboard.report_dates import (
    default_area,
    default_framework,
    default_report_date,
    newest_report,
)
from dashboard.rows import Catalogue, Figures, read_catalogue, read_figures, with_later
from dashboard.shapes import (
    ActionPlan,
    Area,
    Commentary,
    Framework,
    Measure,
    Overview,
    Panel,
)  # fmt: skip
from data import loaders

# Report dates kept at once by a worker: each holds the frames of every plan as known on that day.
KEPT = 16


class UnknownSelectionError(LookupError):
    """What an address or command names is not in the store."""


@dataclass(frozen=True)
class Choices:
    """What a reader can choose from, and what stands when nothing was chosen."""

    areas: tuple[Area, ...]
    frameworks: tuple[Framework, ...]
    measures: Mapping[str, Measure]
    default_area: str | None
    default_framework: Mapping[str, str]
    sources: Mapping[str, str]
    catalogue: Catalogue


@dataclass(frozen=True)
class _Known:
    """Everything known on a day, read once."""

    catalogue: Catalogue
    figures: Figures


def load_catalogue(engine: Engine) -> Choices:
    """Load the areas that have plans, their plans, and the defaults."""
    known = _known(engine, loaders.data_version(engine), None)
    catalogue = known.catalogue
    planned = {framework.area_code for framework in catalogue.frameworks.values()}
    chosen = {code: default_framework(catalogue, known.figures, code) for code in planned}
    return Choices(
        areas=tuple(sorted(
            (area for code, area in catalogue.areas.items() if code in planned),
            key=lambda area: area.is_synthetic,
        )),
        frameworks=tuple(catalogue.frameworks.values()), measures=catalogue.measures,
        default_area=default_area(catalogue),
        default_framework={code: plan for code, plan in chosen.items() if plan},
        sources=catalogue.sources, catalogue=catalogue,
    )  # fmt: skip


def resolve(engine: Engine, chosen: Selection) -> Framework:
    """Give the plan that a selection means; UnknownSelectionError where it names none.

    Without a plan it is the area's default; for a measure, the newest plan that holds it.
    """
    choices = load_catalogue(engine)
    if chosen.framework:
        return _named_framework(choices, chosen)
    area_code = chosen.area or choices.default_area
    plans = choices.catalogue.frameworks_of(area_code) if area_code else ()
    if area_code is None or not plans:
        raise UnknownSelectionError(f"no plan is loaded for area {area_code}")
    default = choices.default_framework[area_code]
    if chosen.measure:
        return _holding(choices, plans, default, chosen.measure)
    return choices.catalogue.frameworks[default]


def _named_framework(choices: Choices, chosen: Selection) -> Framework:
    framework = choices.catalogue.frameworks.get(chosen.framework)
    if framework is None:
        raise UnknownSelectionError(f"no plan {chosen.framework}")
    if chosen.area and chosen.area != framework.area_code:
        raise UnknownSelectionError(f"plan {chosen.framework} is not of area {chosen.area}")
    return framework


def _holding(
    choices: Choices, plans: tuple[Framework, ...], default: str, measure_id: str
) -> Framework:
    served = choices.catalogue.served
    ordered = sorted(plans, key=lambda plan: plan.framework_id != default)
    for plan in ordered:
        if any(measure == measure_id for _, measure, _ in served.get(plan.framework_id, ())):
            return plan
    return ordered[0]


def report_date_of(engine: Engine, framework: Framework, as_of: date | None, today: date) -> date:
    """Give the day at which a plan is judged: the one asked for, else its newest report."""
    if as_of:
        return as_of
    known = _known(engine, loaders.data_version(engine), None)
    return default_report_date(known.catalogue, known.figures, framework.framework_id, today)


def load_overview(engine: Engine, chosen: Selection, today: date) -> Overview:
    """Load every measure of the chosen plan."""
    framework = resolve(engine, chosen)
    day = report_date_of(engine, framework, chosen.as_of, today)
    version = loaders.data_version(engine)
    return _overview(engine, version, framework.framework_id, day, chosen.as_of, today)


@lru_cache(maxsize=64)
def _overview(
    engine: Engine, version: str, framework_id: str, day: date, as_of: date | None, today: date
) -> Overview:
    known = _at(engine, version, day, as_of)
    earlier = _earlier(engine, version, framework_id, day)
    return build_overview(known.catalogue, known.figures, framework_id, day, today, earlier)


def _earlier(engine: Engine, version: str, framework_id: str, day: date) -> Earlier | None:
    """Find the report before the newest one by a day, with what was known on it."""
    now = _known(engine, version, day)
    newest = newest_report(now.catalogue, now.figures, framework_id, day)
    if newest is None:
        return None
    eve = newest - timedelta(days=1)
    then = _known(engine, version, eve)
    before = newest_report(then.catalogue, then.figures, framework_id, eve)
    return Earlier(before, _known(engine, version, before).figures) if before else None


def load_panel(engine: Engine, chosen: Selection, today: date) -> Panel:
    """Load one measure in the chosen plan; UnknownSelectionError where there is no such measure.

    A statistic that the selection names is judged on its own.
    """
    framework = resolve(engine, chosen)
    day = report_date_of(engine, framework, chosen.as_of, today)
    known = _at(engine, loaders.data_version(engine), day, chosen.as_of)
    if chosen.measure not in known.catalogue.measures:
        raise UnknownSelectionError(f"no measure {chosen.measure}")
    return build_panel(
        known.catalogue, known.figures, framework.framework_id, chosen.measure, day, today,
        chosen.statistic,
    )  # fmt: skip


def load_action_plan(engine: Engine, chosen: Selection, today: date) -> ActionPlan:
    """Load the actions of the chosen plan, as known on its report date."""
    framework = resolve(engine, chosen)
    day = report_date_of(engine, framework, chosen.as_of, today)
    frames = _action_frames(engine, loaders.data_version(engine), day)
    return build_action_plan(frames, framework.framework_id, day)


def load_plan_commentary(engine: Engine, chosen: Selection, today: date) -> tuple[Commentary, ...]:
    """Load what the chosen plan's reports say in words, by the report date, in their order."""
    framework = resolve(engine, chosen)
    day = report_date_of(engine, framework, chosen.as_of, today)
    frame = loaders.load_commentary(engine, as_of=day)
    return build_commentary(frame, framework.framework_id, day)


def _at(engine: Engine, version: str, day: date, as_of: date | None) -> _Known:
    """Give what was known on the report date; unless it was asked for, with what came later."""
    return _known(engine, version, day) if as_of else _with_later(engine, version, day)


@lru_cache(maxsize=KEPT)
def _with_later(engine: Engine, version: str, day: date) -> _Known:
    then, now = _known(engine, version, day), _known(engine, version, None)
    return _Known(now.catalogue, with_later(then.figures, now.figures, day))


@lru_cache(maxsize=KEPT)
def _known(engine: Engine, _version: str, as_of: date | None) -> _Known:
    """Read everything known on a day; the version is there only to be part of the key."""
    catalogue = _read(engine, as_of, CATALOGUE)
    return _Known(read_catalogue(catalogue), read_figures(_read(engine, as_of, FIGURES)))


@lru_cache(maxsize=KEPT)
def _action_frames(engine: Engine, _version: str, as_of: date | None) -> dict[str, pd.DataFrame]:
    return _read(engine, as_of, ACTIONS)


def _read(
    engine: Engine, as_of: date | None, wanted: Mapping[str, Callable[..., pd.DataFrame]]
) -> dict[str, pd.DataFrame]:
    return {name: load(engine, as_of=as_of) for name, load in wanted.items()}


CATALOGUE: Mapping[str, Callable[..., pd.DataFrame]] = {
    "areas": loaders.load_areas,
    "frameworks": loaders.load_frameworks,
    "measures": loaders.load_measures,
    "priorities": loaders.load_priorities,
    "priority_measures": loaders.load_priority_measures,
    "sources": loaders.load_sources,
}
FIGURES: Mapping[str, Callable[..., pd.DataFrame]] = {
    "action_status": loaders.load_action_status,
    "action_totals": loaders.load_action_totals,
    "observations": loaders.load_observations,
    "targets": loaders.load_targets,
    "events": loaders.load_events,
}
ACTIONS: Mapping[str, Callable[..., pd.DataFrame]] = {
    "actions": loaders.load_actions,
    "action_status": loaders.load_action_status,
    "action_measures": loaders.load_action_measures,
    "action_totals": loaders.load_action_totals,
}
