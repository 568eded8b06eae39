"""What changed since the report before, the most telling first."""

from dataclasses import replace
from datetime import date

from dashboard.judging.observations import Observation
from dashboard.model.panel import Area, Framework, Point
from dashboard.panels.catalogue import Catalogue
from dashboard.panels.overview import EarlierReport, build_overview
from dashboard.panels.records import LoadedFigures
from tests.builders.points import RATE, month, target

PLAN = "plan"
BEFORE, NOW = date(2023, 3, 19), date(2023, 4, 19)


def catalogue(*names: str) -> Catalogue:
    return Catalogue(
        areas={"E1": Area("E1", "Made borough", "local_area")},
        frameworks={PLAN: Framework(PLAN, "E1", "Plan", None, None, "")},
        measures={name: replace(RATE, measure_id=name, title=name) for name in names},
        priorities={PLAN: ((1, "All", ""),)},
        served={PLAN: tuple((1, name, "") for name in names)},
        sources={},
        source_dates={},
    )


def figures(points: dict[str, list[Point]]) -> LoadedFigures:
    observed = {
        name: tuple((PLAN, Observation("E1", "", "actual", point)) for point in found)
        for name, found in points.items()
    }
    aims = {(PLAN, name): (target(80),) for name in points if name != "no-target"}
    return LoadedFigures(observed, aims, {}, {}, (), {})


def test_another_status_comes_before_another_figure_and_both_before_a_first_one():
    march = {"no-target": 90, "new-near": 70, "new-far": 20, "moved": 85, "crossed": 60}
    february = {"moved": 90, "crossed": 85}
    old = {name: [month("2023-02", value, known_on=BEFORE)] for name, value in february.items()}
    new = {name: [*old.get(name, []), month("2023-03", now)] for name, now in march.items()}
    told = build_overview(
        catalogue(*march), figures(new), PLAN, NOW, NOW, EarlierReport(BEFORE, figures(old))
    )
    assert [change.title for change in told.changes] == [
        "crossed", "moved", "new-far", "new-near", "no-target",
    ]  # fmt: skip
