"""Minis: which picture a series gets, and what is on it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from xml.etree import ElementTree as ET

import pytest
from sqlalchemy import Engine

from dashboard.model.panel import Measure, Series
from dashboard.model.selection import Selection
from data.queries.panels import load_overview
from data.queries.snapshot import load_catalogue, open_snapshot
from layouts.charts.svg.mini.figures import (
    BULLET,
    LINE,
    NONE,
    RANGE,
    STEPS,
    compared_targets,
    mini_kind,
)
from layouts.charts.svg.mini.picture import key_chart, mini, mini_words
from layouts.ui import palette
from tests.builders import panels as samples
from tests.stores import read_at_once

TODAY = date(2026, 11, 28)


def strokes(svg: str, ink: str) -> list[tuple[str, float]]:
    root = ET.fromstring(f"<g>{svg}</g>")  # noqa: S314
    drawn = [one for one in root.iter() if one.get("stroke") == ink and one.tag == "path"]
    return [(one.get("d", ""), float(one.get("stroke-width", ""))) for one in drawn]


def months(*values: float) -> Series:
    return samples.series(
        tuple(samples.month(f"2023-{n:02}", value) for n, value in enumerate(values, start=1))
    )


@pytest.mark.parametrize(
    ("series", "kind"),
    [
        (samples.series((), basis="month"), NONE),
        (samples.series((samples.month("2023-03", marker="not_due", decimals=-1),)), NONE),
        (samples.WAITS, RANGE),
        (months(1, 2, 3, 4, 5, 6), LINE),
        (months(1, 2, 3, 4, 5), STEPS),
        (months(1, 2), STEPS),
        (months(1), BULLET),
    ],
)
def test_the_figures_choose_the_picture(series: Series, kind: str) -> None:
    assert mini_kind(series) == kind


def test_a_figure_of_another_statistic_or_after_the_report_makes_no_step() -> None:
    other = replace(samples.month("2023-01", 46), statistic="mean")
    median = replace(samples.month("2023-02", 40), statistic="median")
    later = replace(samples.month("2023-03", 30), statistic="median", is_later=True)
    assert mini_kind(samples.series((other, median, later))) == BULLET


def test_every_target_has_a_white_halo_and_every_baseline_is_a_ring(filled_engine: Engine) -> None:
    """Over every series of the shipped plans: kinds by rule, halo, and nothing outside the box."""
    kinds = set()
    for measure, series in shipped_series(filled_engine):
        kind, svg = mini_kind(series), mini(measure, series)
        kinds.add(kind)
        latest = series.latest
        has_number = bool(latest and latest.has_number)
        assert (kind == NONE) == (not has_number)
        assert (kind == RANGE) == bool(has_number and latest and latest.is_band)
        assert svg or kind in (NONE, BULLET)
        targets, halos = strokes(svg, palette.TARGET), dict(strokes(svg, palette.WHITE))
        assert all(halos[path] == width + 4 for path, width in targets), measure.measure_id
        assert bool(targets) <= bool(compared_targets(measure, series))
        ET.fromstring(f"<g>{key_chart(measure, series)}</g>")  # noqa: S314
    assert kinds == {NONE, RANGE, LINE, STEPS, BULLET}


def shipped_series(engine: Engine) -> Iterator[tuple[Measure, Series]]:
    choices = read_at_once(load_catalogue, engine)
    for plan in choices.catalogue.frameworks.values():
        chosen = Selection(area=plan.area_code, framework=plan.framework_id)
        with open_snapshot(engine, TODAY, chosen, shows_small=False) as snapshot:
            for priority in load_overview(snapshot).priorities:
                for panel in priority.panels:
                    yield from ((panel.measure, series) for series in panel.series)


def test_percentages_lie_on_a_track_from_0_to_100() -> None:
    root = ET.fromstring(mini(samples.PLANS_ON_TIME, months(50)))  # noqa: S314
    track, bar = [float(rect.get("width", "")) for rect in root.iter() if rect.tag.endswith("rect")]
    assert bar / track == pytest.approx(0.5, abs=0.01)


def test_a_ripple_does_not_look_like_a_wave() -> None:
    """Figures between 80 and 81 use a sixteenth of the height at most: a fifth of 81 is shown."""
    (path,) = strokes(mini(samples.PLANS_ON_TIME, months(80, 81, 80, 81, 80, 81)), palette.FOCUS)[
        :1
    ]
    heights = {float(corner.split()[1]) for corner in path[0].removeprefix("M").split("L")}
    assert 1 < max(heights) - min(heights) < 3


def test_what_lies_beyond_a_limit_is_hatched() -> None:
    limited = replace(months(40), targets=(samples.target(30, operator="<=", due_on=samples.DUE),))
    within = replace(months(20), targets=(samples.target(30, operator="<=", due_on=samples.DUE),))
    waits = replace(samples.AUTISM_WAIT, kind="rate")
    assert len(strokes(mini(waits, limited), palette.FOCUS)) == 1
    assert strokes(mini(waits, within), palette.FOCUS) == []


def test_no_marker_where_nothing_is_compared() -> None:
    assert strokes(mini(samples.AUTISM_WAIT, samples.WAITS), palette.TARGET) == []
    assert mini_words(samples.AUTISM_WAIT, samples.WAITS) == "Baseline 39 weeks."


def test_the_words_say_what_only_the_picture_has() -> None:
    words = mini_words(samples.PLANS_ON_TIME, samples.IN_MONTH)
    assert words == "Target 80%, due 30 April 2023, baseline 27%."


def test_a_key_chart_names_its_target_at_the_end_of_its_line() -> None:
    chart = key_chart(samples.PLANS_ON_TIME, samples.IN_MONTH)
    assert ">80%</text>" in chart
    assert "baseline" not in chart


def test_a_dotted_line_leads_from_the_baseline_only_where_the_trend_is_from_it() -> None:
    from_baseline = replace(samples.IMPROVED, chosen=samples.IMPROVED.comparisons[0])
    points = (samples.month("2023-03", 82),)
    alone = replace(samples.IN_MONTH, points=points, latest=points[0])
    assert strokes(key_chart(samples.PLANS_ON_TIME, alone), palette.OTHERS) == []
    traced = replace(alone, trend=from_baseline)
    assert len(strokes(key_chart(samples.PLANS_ON_TIME, traced), palette.OTHERS)) == 1


def test_a_count_beside_nothing_has_no_bar() -> None:
    """A bar against its own number would be nearly full whatever it is."""
    count = replace(samples.PLANS_ON_TIME, unit="count")
    assert mini(count, replace(months(780), targets=(), baselines=())) == ""
    assert mini(count, replace(months(780), targets=(samples.target(1000),), baselines=()))
    assert mini(samples.PLANS_ON_TIME, replace(months(78), targets=(), baselines=()))
