"""What a series looks like as a Plotly figure, and the one place that puts it on a page."""

import json
import re
from dataclasses import replace
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from dash import html
from dash.development.base_component import Component

from dashboard.model.panel import Event, Panel, Series
from layouts.charts.chart import source_notes, subtitle
from layouts.charts.downloads import download_menu
from layouts.charts.live import live_picture
from layouts.charts.picture import chart_name, picture
from layouts.charts.plotly import graph_config, series_figure
from layouts.charts.spec import axes
from layouts.charts.spec.boxes import PlotArea, occupied_boxes, overlap_costs
from layouts.charts.spec.events import build_flags, numbered_events
from layouts.charts.spec.label_placement import _around, _label_box, place_labels, spread
from layouts.charts.spec.plot import PHONE, PLOT_HEIGHT, build_plot
from layouts.ui import palette
from layouts.ui.series_links import SeriesUrls
from tests.builders import panels as samples

ROOT = Path(__file__).parents[2]
EVERY_SAMPLE = [
    pytest.param(samples.ON_TIME, samples.IN_MONTH, id="months with a target and events"),
    pytest.param(samples.WAITING, samples.WAITS, id="a mean, then a modal band"),
    pytest.param(samples.BY_YEAR, samples.GAPPED, id="years with a gap and other areas"),
]


def traces(figure: dict[str, Any], name: str) -> list[dict[str, Any]]:
    return [trace for trace in figure["data"] if trace["name"] == name]


def texts(figure: dict[str, Any]) -> list[str]:
    return [note["text"] for note in figure["layout"]["annotations"]]


def draw(*points: object, measure: object = samples.PLANS_ON_TIME, **fields: object) -> Any:
    line = samples.series(points, **fields)  # type: ignore[arg-type]
    return series_figure(build_plot(samples.panel(measure, line), line, benchmarks=False))  # type: ignore[arg-type]


@pytest.mark.parametrize(("panel", "series"), EVERY_SAMPLE[:2])
def test_a_target_is_drawn_whole_at_the_end_of_the_scale_and_within_its_time(
    panel: Panel, series: Series
) -> None:
    plot = build_plot(panel, series, benchmarks=False)
    figure = series_figure(plot)
    first, last = figure["layout"]["xaxis"]["range"]
    targets = traces(figure, "Target")
    assert targets
    for trace in targets:
        assert trace["cliponaxis"] is False
        assert first <= min(trace["x"]) <= max(trace["x"]) <= last


def test_three_months_are_one_line_under_a_target_that_says_its_due_date() -> None:
    figure = series_figure(build_plot(samples.ON_TIME, samples.IN_MONTH, benchmarks=False))
    assert [(trace["name"], trace["x"], trace["y"]) for trace in figure["data"]] == [
        ("Target", ["2021-12-22", "2023-06-09"], [80, 80]),
        ("Baseline", ["2022-01-31"], [27]),
        ("", ["2023-01-31", "2023-02-28", "2023-03-31"], [71, 76, 82]),
    ]
    assert any("Target 80%" in text and "due" in text for text in texts(figure))


def test_a_modal_band_is_a_box_with_caps_and_not_joined_to_the_mean() -> None:
    figure = series_figure(build_plot(samples.WAITING, samples.WAITS, benchmarks=False))
    assert [trace["name"] for trace in figure["data"]] == ["Target", "Band", "mean"]
    (band,) = traces(figure, "Band")
    assert (band["x"], band["y"]) == (["2023-02-28", "2023-02-28"], [18, 36])
    assert traces(figure, "mean")[0]["x"] == ["2022-08-31"]
    words = [each.replace("<br>", " ") for each in texts(figure)]
    assert "<b>18–36 weeks (modal band)</b>" in words
    assert "46 weeks (mean)" in texts(figure)
    assert "Baseline 39 weeks" in texts(figure)


def test_a_year_without_a_value_is_a_gap_with_its_reason() -> None:
    figure = series_figure(build_plot(samples.BY_YEAR, samples.GAPPED, benchmarks=False))
    (line,) = traces(figure, "")
    assert line["y"] == [40.1, 55.0, 61.3, None, 70.0, 64.2]
    assert line["x"][3] == "2023-12-30"
    assert line["connectgaps"] is False
    assert traces(figure, "No value")[0]["x"] == ["2022-12-31"]
    assert {"2022: not available", "2022<br>not available"} & set(texts(figure))


def test_a_missing_month_breaks_the_line_although_no_row_says_so() -> None:
    figure = draw(
        samples.month("2023-01", 50), samples.month("2023-02", 55), samples.month("2023-04", 60)
    )
    assert figure["data"][0]["y"] == [50, 55, None, 60]


def test_a_year_to_date_never_runs_on_into_the_next_year() -> None:
    figure = draw(samples.to_date("2022-03", 30), samples.to_date("2023-03", 40))
    assert figure["data"][0]["y"] == [30, None, 40]


def test_another_statistic_is_another_trace() -> None:
    figure = draw(
        samples.month("2023-01", 50, statistic="mean"),
        samples.month("2023-02", 80, statistic="max"),
    )
    assert [(trace["name"], trace["y"]) for trace in figure["data"]] == [
        ("mean", [50]),
        ("max", [80]),
    ]


def test_dated_targets_are_stepped_in_order_of_their_due_dates() -> None:
    figure = series_figure(build_plot(samples.BY_YEAR, samples.GAPPED, benchmarks=False))
    (steps,) = traces(figure, "Target")
    start, end = figure["layout"]["xaxis"]["range"]
    assert steps["x"] == [start, "2021-12-31", "2021-12-31", end]
    assert steps["y"] == [75, 75, 90, 90]
    assert any("Target 90%" in text and "due" in text for text in texts(figure))


def test_a_target_of_another_basis_is_not_drawn() -> None:
    views = samples.series(
        (samples.year(2022, 95796),), targets=(samples.target(9277, basis="month"),)
    )
    figure = series_figure(build_plot(samples.panel(samples.VIEWS, views), views, benchmarks=False))
    assert traces(figure, "Target") == []
    assert figure["layout"]["yaxis"]["range"] == [0, 120000]


def test_a_baseline_of_another_window_is_a_short_dash_at_the_left_edge() -> None:
    start = samples.baseline(samples.month("2022-01", 83))
    figure = draw(samples.to_date("2023-03", 79), baselines=(start,))
    assert traces(figure, "Baseline") == []
    (dash,) = figure["layout"]["shapes"]
    assert (dash["xref"], dash["x0"], dash["x1"], dash["y0"]) == ("paper", 0, 28, 83)
    assert "Baseline 83%" in texts(figure)


def test_a_month_is_no_baseline_for_the_total_of_a_year() -> None:
    start = samples.baseline(samples.month("2021-10", 6185))
    figure = draw(samples.year(2022, 95796), measure=samples.VIEWS, baselines=(start,))
    assert not any("Baseline" in text for text in texts(figure))


def test_what_was_published_later_is_hollow_behind_a_dotted_line_with_the_report_date() -> None:
    figure = series_figure(build_plot(samples.BY_YEAR, samples.GAPPED, benchmarks=False))
    (line,) = traces(figure, "")
    assert line["marker"]["color"][-1] == palette.WHITE
    assert line["marker"]["symbol"][-2:] == ["circle-dot", "circle"]
    assert "as at 1 June 2024" in texts(figure)
    dotted = [one for one in figure["layout"]["shapes"] if one["line"].get("dash") == "2px,4px"]
    assert [one["x0"] for one in dotted] == ["2024-06-01"]


def test_other_areas_are_grey_and_named_at_their_ends_only_when_asked_for() -> None:
    figure = series_figure(build_plot(samples.BY_YEAR, samples.GAPPED, benchmarks=True))
    assert [trace["name"] for trace in figure["data"][:2]] == ["England", "Inner London"]
    assert {trace["line"]["color"] for trace in figure["data"][:2]} == {palette.OTHERS}
    assert {"■\u00a0England", "▲\u00a0Inner<br>London", "<b>Haringey</b>"} <= set(texts(figure))
    symbols = [trace["marker"]["symbol"] for trace in figure["data"][:2]]
    assert symbols == ["square", "triangle-up"]
    assert figure["layout"]["showlegend"] is False
    without = series_figure(build_plot(samples.BY_YEAR, samples.GAPPED, benchmarks=False))
    assert not any("England" in text for text in texts(without))


def test_other_areas_counts_are_not_drawn_since_they_grow_with_the_area() -> None:
    counted = replace(samples.BY_YEAR, measure=replace(samples.BY_YEAR.measure, kind="flow"))
    figure = series_figure(build_plot(counted, samples.GAPPED, benchmarks=True))
    assert not any("England" in text for text in texts(figure))


def event(month: int, day: int) -> Event:
    return Event(date(2022, month, day), "day", f"Event {month}.{day}", "", "")


def test_events_are_numbered_in_order_and_crowded_ones_share_a_flag() -> None:
    events = [event(6, 2), event(6, 1), event(11, 1), event(1, 15), event(6, 3)]
    time = axes.TimeAxis(date(2022, 1, 1), date(2023, 1, 1))
    flags = build_flags(events, time, 250)
    assert [flag.words for flag in flags] == ["1", "2–4", "5"]
    assert [one.title for one in flags[1].events] == ["Event 6.1", "Event 6.2", "Event 6.3"]
    listed = numbered_events(flags)
    assert listed is not None
    assert len(every(listed, html.Li)) == 5


def test_no_two_flags_touch_however_many_events_there_are() -> None:
    time = axes.TimeAxis(date(2022, 1, 1), date(2023, 1, 1))
    flags = build_flags([event(month, 1) for month in range(2, 13)], time, 250, axis_name_width=40)
    ends = [(time.share(one.day) * 250, one.width / 2) for one in flags]
    assert all(b - a >= wide + to for (a, wide), (b, to) in pairwise(ends))


@pytest.mark.parametrize(
    ("as_of", "words"),
    [(date(2023, 4, 19), "as at 19 April 2023"), (date(2023, 7, 3), "published later →")],
)
def test_the_report_date_stands_where_it_is_or_is_not_named(as_of: date, words: str) -> None:
    points = (samples.month("2023-03", 82), samples.month("2023-05", 90, is_later=True))
    line = samples.series(points)
    happened = Event(date(2023, 4, 19), "day", "Visit", "", "")
    panel = samples.panel(samples.PLANS_ON_TIME, line, as_of=as_of, events=(happened,))
    figure = series_figure(build_plot(panel, line, benchmarks=False))
    assert words in texts(figure)
    shapes = figure["layout"]["shapes"]
    (at,) = [one["x0"] for one in shapes if one["line"].get("dash") == "2px,4px"]
    assert "2023-03-31" < at < "2023-05-31"
    if "as at" in words:
        assert at == as_of.isoformat() >= happened.date.isoformat()


def test_the_reason_for_no_value_is_not_written_over_an_upright_line() -> None:
    points = (samples.year(2021, 60), samples.year(2022, marker="x"), samples.year(2023, 70))
    line = samples.series(points)
    on_it = Event(date(2022, 12, 31), "day", "Inspection", "", "")
    panel = samples.panel(samples.PLANS_ON_TIME, line, events=(on_it,))
    plot = build_plot(panel, line, benchmarks=False)
    room = PlotArea(PHONE - plot.margins.left - plot.margins.right, PLOT_HEIGHT, plot.margins.right)
    (label,) = [one for one in place_labels(plot, room) if "not available" in one.lines[-1]]
    upright = plot.time.share(on_it.date) * room.width
    box = _label_box(label, room)
    assert not box.left < upright < box.right


def test_a_target_that_begins_within_the_plot_is_named_at_its_line() -> None:
    line = samples.series(
        (samples.to_date("2023-03", 78),), basis="ytd", targets=(samples.target(95),),
        baselines=(samples.baseline(samples.year(2022, 81)),),
    )  # fmt: skip
    visit = Event(date(2023, 1, 23), "day", "Visit", "", "")
    panel = samples.panel(samples.PLANS_ON_TIME, line, events=(visit,))
    plot = build_plot(panel, line, benchmarks=False)
    # As where pictures stand over each other on one axis.
    (step,) = plot.targets
    time = replace(plot.time, start=date(2021, 11, 15), end=date(2023, 6, 1))
    short = replace(step, start=date(2022, 12, 10), end=date(2023, 4, 25))
    plot = replace(plot, time=time, targets=(short,))
    labels = place_labels(plot, PlotArea(770, PLOT_HEIGHT, plot.margins.right))
    (target,) = [label for label in labels if label.lines == ("Target 95%",)]
    assert abs(target.dy) < 24


def test_the_words_of_a_baseline_without_a_day_begin_in_the_plot() -> None:
    undated = replace(samples.year(2014, 52), period_start=None, period_end=None)
    line = samples.series((samples.year(2015, 60),), baselines=(samples.baseline(undated),))
    plot = build_plot(samples.panel(samples.PLANS_ON_TIME, line), line, benchmarks=False)
    assert {label.anchor for _, label in _around(plot.baselines[0], plot)} == {"left"}


def test_a_reason_for_several_missing_values_is_written_once_with_their_number() -> None:
    hidden = [samples.year(year, marker="c") for year in range(2016, 2020)]
    line = samples.series((samples.year(2015, marker="x"), *hidden, samples.year(2020, 60)))
    plot = build_plot(samples.panel(samples.PLANS_ON_TIME, line), line, benchmarks=False)
    lines = [" ".join(one.lines) for one in place_labels(plot, PlotArea(PHONE, PLOT_HEIGHT, 20))]
    (words,) = [words for words in lines if "suppressed" in words]
    assert words.startswith("2019 and 3 more")
    assert len([words for words in lines if "not available" in words]) == 1


def test_the_reason_for_no_value_at_the_start_of_the_axis_is_not_written_over_a_line() -> None:
    values = (100, 9, 23, 25, 70, 67, 29, 44, 97, 84)
    points = tuple(samples.year(2015 + place, value) for place, value in enumerate(values))
    line = samples.series((samples.year(2014, marker="x"), *points))
    plot = build_plot(samples.panel(samples.PLANS_ON_TIME, line), line, benchmarks=False)
    room = PlotArea(525, PLOT_HEIGHT, plot.margins.right)
    (label,) = [one for one in place_labels(plot, room) if "not available" in one.lines[-1]]
    box = _label_box(label, room)
    assert box.left >= 0
    assert overlap_costs([box], list(occupied_boxes(plot, room)), room).tolist() == [0]


def test_percentages_stand_on_0_to_100_and_everything_else_on_zero() -> None:
    assert axes.value_axis("percent", [30.0]).ticks[-1] == (100, "100%")
    assert axes.value_axis("count", [3265]).ticks[:2] == ((0, "0"), (1000, "1,000"))
    assert axes.value_axis("gbp_million", [0.8]).ticks[1] == (0.2, "0.2")
    assert axes.value_axis("count", [2]).ticks[1] == (1, "1")
    assert axes.value_axis("gbp_million", [-1.5, 4]).low == -2
    assert axes.value_axis("percent", [140.0]).high > 140


def test_low_percentages_have_an_axis_that_names_its_end() -> None:
    low = axes.value_axis("percent", [3.2, 8.0])
    assert (low.ticks[-1], low.caption) == ((8, "8%"), "Axis to 8%")
    assert axes.value_axis("percent", [0.0]).ticks[-1] == (100, "100%")


def test_a_fitted_axis_says_where_it_starts() -> None:
    fitted = axes.value_axis("percent", [62.0, 88.0], is_fitted=True)
    assert (fitted.low, fitted.high, fitted.caption) == (60, 90, "Axis from 60%")
    assert axes.value_axis("weeks", [40, 45], is_fitted=True).caption == "Weeks, axis from 40"


def test_names_at_line_ends_are_pushed_apart() -> None:
    assert spread([(30, 20), (32, 20), (100, 20)], 306) == [21, 41, 100]
    assert spread([(40, 40), (42, 20)], 306) == [31, 61]


def test_names_at_line_ends_stay_beside_the_plot() -> None:
    assert spread([(0, 20), (12, 20)], 306) == [10, 30]
    assert spread([(200, 40), (300, 20), (301, 40)], 306) == [200, 256, 286]
    assert spread([(10, 60), (50, 60), (60, 40)], 160) == [30, 90, 140]


@pytest.mark.parametrize(("panel", "series"), EVERY_SAMPLE)
def test_a_figure_is_plain_json_without_packed_arrays(panel: Panel, series: Series) -> None:
    figure = series_figure(build_plot(panel, series, benchmarks=True))
    text = json.dumps(figure)
    assert "bdata" not in text
    assert json.loads(text) == figure
    assert figure["layout"]["plot_bgcolor"] == "#ffffff"


def test_no_graph_offers_a_bar_an_upload_or_a_trap() -> None:
    config = graph_config()
    assert config["plotlyServerURL"] == ""
    assert config["staticPlot"] is False
    off = ("displayModeBar", "showSendToCloud", "showLink", "displaylogo", "scrollZoom", "showTips")
    assert not any(config[name] for name in off)


@pytest.mark.parametrize(("panel", "series"), EVERY_SAMPLE)
def test_no_trace_has_a_tip_and_time_alone_can_be_zoomed(panel: Panel, series: Series) -> None:
    figure = series_figure(build_plot(panel, series, benchmarks=True), 306)
    assert {trace["hoverinfo"] for trace in figure["data"]} == {"none"}
    layout = figure["layout"]
    assert (layout["height"], layout["yaxis"]["fixedrange"]) == (306, True)
    assert "fixedrange" not in layout["xaxis"]


def test_no_module_makes_a_graph_of_its_own() -> None:
    for room in ("layouts", "callbacks"):
        for path in (ROOT / room).rglob("*.py"):
            assert not re.search(r"dcc\s*\.\s*Graph|import\s+Graph", path.read_text()), path


def every(component: Component, kind: type[Component]) -> list[Any]:
    return [one for one in component._traverse() if isinstance(one, kind)]


FILES = SeriesUrls("/numbers.csv", "/about.csv", "/picture.svg", "/measure/x?basis=month")


@pytest.mark.parametrize(("panel", "series"), EVERY_SAMPLE)
def test_a_picture_has_a_name_a_cursor_and_the_figure_that_it_becomes(
    panel: Panel, series: Series
) -> None:
    plot = build_plot(panel, series, benchmarks=False)
    made = picture(panel, series, plot, live_picture(plot, 306), link="/measure/x")
    props = made.to_plotly_json()["props"]
    assert props["aria-label"] == series.alt
    assert len(props["aria-label"]) <= 220
    assert (props["role"], props["tabIndex"], props["data-href"]) == ("img", 0, "/measure/x")
    stops = json.loads(props["data-stops"])
    assert [stop["words"] for stop in stops] == list(series.cursor)
    assert all(0 <= stop["across"] <= 1 for stop in stops)
    assert [stop["up"] is None for stop in stops] == [not one.has_number for one in series.points]
    (live,) = [
        one for one in every(made, html.Div) if getattr(one, "className", "") == "drawn can-live"
    ]
    figure = json.loads(live.to_plotly_json()["props"]["data-figure"])
    assert figure["config"] == graph_config()


def test_a_series_is_taken_away_as_files_and_as_words() -> None:
    menu = download_menu(samples.ON_TIME, samples.IN_MONTH, FILES)
    assert menu is not None
    addresses = [link.href for link in every(menu, html.A)]
    assert [FILES.numbers, FILES.about, FILES.picture] == addresses
    offered = {b.children: b.to_plotly_json()["props"] for b in every(menu, html.Button)}
    assert offered["Picture (PNG)"]["data-png"] == FILES.picture
    assert offered["Copy link to this view"]["data-copy"] == FILES.view
    assert offered["Copy as text"]["data-copy-text"].startswith(samples.IN_MONTH.headline)


def test_sources_and_as_at_are_said_in_html() -> None:
    words = [one.children for one in every(source_notes(samples.ON_TIME, samples.IN_MONTH), html.P)]
    assert "Source: SEND Executive highlight report, April 2023" in words
    assert "As at 19 April 2023" in words
    assert subtitle(samples.ON_TIME, samples.IN_MONTH) == (
        "EHC plans issued within 20 weeks · Haringey · January 2023 to March 2023 · in month"
    )


def test_every_series_of_a_measure_has_a_chart_id_of_its_own() -> None:
    assert chart_name(samples.WAITING, samples.WAITS) == "chart-autism-wait-age-0-5-month-age-0-5"
