"""A control chart drawn: lines, shapes and colours, apart at restarts, and its words."""

from dataclasses import replace
from datetime import date
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from dash import html

from callbacks.downloads.series import SERIES_COLUMNS, series_rows
from dashboard.judging.control import assurance_of
from dashboard.judging.control_text import (
    assurance_words,
    method_words,
    no_chart_words,
    signal_words,
    variation_words,
)
from dashboard.model.panel import Panel
from dashboard.model.selection import Selection
from dashboard.stats.spc import FAIL, INCONSISTENT, PASS, analyse
from layouts.charts.control_text import before_after_section
from layouts.charts.picture import picture
from layouts.charts.plotly import series_figure
from layouts.charts.spec.control_limits import without_control
from layouts.charts.spec.plot import build_plot
from layouts.charts.svg.fluid import fluid_svg
from layouts.measure.numbers import numbers_part
from layouts.sections.findings import finding, signal_icons
from layouts.ui import icons, palette
from layouts.ui.static_html import html_text
from tests.builders import panels as samples
from tests.builders.panels import UNEVEN, change_of_practice, judged_panel, monthly_points
from tests.layouts.contrast import contrast

# By hand: mean 650 / 13 = 50; ranges 2 (ten times), 41 and 79, of which the last two are screened out.
LIMIT = 2.66 * 2
PANEL = judged_panel(monthly_points(*UNEVEN), goal=55)
RESTART = change_of_practice(date(2021, 2, 1), "restart")
TWO_STRETCHES = judged_panel(
    monthly_points(*[40, 42] * 7, *[70, 72] * 7), replace(RESTART, date=date(2021, 3, 1))
)


def trace(panel: Panel, name: str) -> list[dict[str, Any]]:
    figure = series_figure(build_plot(panel, panel.lead, benchmarks=False))
    return [one for one in figure["data"] if one["name"] == name]


def test_mean_and_limits_run_from_the_first_point_to_the_last():
    (mean,) = trace(PANEL, "Mean")
    assert (mean["x"], mean["y"]) == (["2020-01-31", "2021-01-31"], [50.0, 50.0])
    assert mean["line"]["color"] == palette.MEAN
    lower, upper = trace(PANEL, "Control limit")
    assert lower["y"] == pytest.approx([50 - LIMIT] * 2)
    assert upper["y"] == pytest.approx([50 + LIMIT] * 2)
    assert {one["line"]["color"] for one in (lower, upper)} == {"#858686"}
    assert {one["line"]["dash"] for one in (lower, upper)} == {"5px,4px"}


def test_signals_differ_by_shape_and_size_and_colour():
    marker = trace(PANEL, "")[0]["marker"]
    assert marker["symbol"] == ["circle"] * 12 + ["diamond"]
    assert marker["color"] == ["#6b6b6b"] * 11 + ["#1d70b8", "#b7592a"]
    assert min(marker["size"][11:]) > max(marker["size"][:11])


def test_a_signal_that_is_neither_good_nor_bad_is_a_purple_square():
    neutral = replace(samples.PLANS_ON_TIME, better="neutral")
    marker = trace(judged_panel(monthly_points(*UNEVEN), measure=neutral), "")[0]["marker"]
    assert marker["symbol"][-2:] == ["square", "square"]
    assert marker["color"][-2:] == ["#54319f", "#54319f"]


@pytest.mark.parametrize(
    "colour", [palette.COMMON, palette.IMPROVEMENT, palette.CONCERN, palette.NEUTRAL_SIGNAL]
)
def test_every_signal_stands_out_from_white(colour: str):
    assert contrast(colour, palette.WHITE) >= 4.5


def test_limits_stop_at_a_restart_and_begin_anew_behind_it():
    first, second = trace(TWO_STRETCHES, "Mean")
    assert (first["x"], first["y"]) == (["2020-01-31", "2021-02-28"], [41.0, 41.0])
    assert (second["x"], second["y"]) == (["2021-03-31", "2022-04-30"], [71.0, 71.0])
    line = trace(TWO_STRETCHES, "")[0]
    assert None not in line["y"]


def test_lines_are_named_at_their_ends_and_a_restart_where_it_is():
    figure = series_figure(build_plot(TWO_STRETCHES, TWO_STRETCHES.lead, benchmarks=False))
    texts = {note["text"] for note in figure["layout"]["annotations"]}
    assert {"Lower limit 65.7%", "New limits<br>Mar 2021"} <= texts
    assert not any("41.0%" in text for text in texts)


def test_a_stretch_of_one_point_has_a_line_to_be_seen():
    short = judged_panel(monthly_points(*UNEVEN), change_of_practice(date(2021, 1, 1), "restart"))
    *_, last = trace(short, "Mean")
    assert (last["x"], last["y"]) == (["2021-01-21", "2021-02-10"], [11.0, 11.0])


def test_a_break_parts_the_line_of_the_figures_too():
    broken = judged_panel(TWO_STRETCHES.lead.points, change_of_practice(date(2021, 3, 1), "break"))
    assert trace(broken, "")[0]["y"][13:16] == [42, None, 70]


def test_a_limit_beyond_what_can_be_is_drawn_at_it_and_says_so():
    high = judged_panel(monthly_points(*[95, 90] * 7))
    plot = build_plot(high, high.lead, benchmarks=False)
    assert plot.limits is not None
    words = {level.words: level.value for level in plot.limits.levels}
    assert words["Upper limit above 100%"] == 100
    assert words["Mean 92.5%"] == 92.5


def test_a_drawing_has_what_the_live_chart_has():
    root = ET.fromstring(fluid_svg(build_plot(PANEL, PANEL.lead, benchmarks=False), 300))  # noqa: S314 - drawn here
    drawn = [one.attrib for one in root.iter() if "stroke-dasharray" in one.attrib]
    assert sum(one.get("stroke") == palette.LIMIT for one in drawn) == 2
    fills = [one.get("fill") for one in root.iter() if one.tag.endswith(("circle", "path"))]
    assert fills.count(palette.COMMON) == 11
    assert (fills.count(palette.IMPROVEMENT), fills.count(palette.CONCERN)) == (1, 1)


def test_without_its_control_chart_a_picture_is_the_plain_one():
    plain = without_control(PANEL.lead)
    figure = series_figure(build_plot(PANEL, plain, benchmarks=False))
    assert {one["name"] for one in figure["data"]} == {"Target", ""}
    assert set(figure["data"][-1]["marker"]["color"]) == {palette.FOCUS}
    assert plain.trend == PANEL.lead.trend


def test_the_cursor_says_what_a_point_signals():
    plot = build_plot(PANEL, PANEL.lead, benchmarks=False)
    told = html_text(picture(PANEL, PANEL.lead, plot, html.Div(), link=None))
    assert "Point 12 · special cause improvement: above the upper limit" in told
    assert "Point 13 · special cause concern: below the lower limit" in told
    assert "Point 11 · no signal&quot;" in told


def _numbers(panel: Panel) -> str:
    """What the tab of numbers says of a panel's leading series."""
    parts = numbers_part(panel, panel.lead, None, Selection(page="measure"))
    return "".join(map(html_text, parts))


def test_the_table_and_the_file_have_the_lines_and_the_signal_of_each_point():
    cells = _numbers(PANEL).split("<tr>")
    last = next(row for row in cells if "January 2021" in row)
    for words in ("50.0%", "44.7%", "55.3%", "Special cause concern: below the lower limit"):
        assert f">{words}<" in last
    row = dict(zip(SERIES_COLUMNS, list(series_rows(PANEL, PANEL.lead))[-1], strict=True))
    assert (row["mean"], row["lower_limit"], row["upper_limit"]) == (
        "50.0000",
        "44.6800",
        "55.3200",
    )
    assert row["signal"] == "special cause concern: below the lower limit"


def test_a_series_without_a_chart_has_no_such_columns():
    plain = _numbers(samples.ON_TIME)
    assert "Upper limit" not in plain
    row = dict(
        zip(SERIES_COLUMNS, list(series_rows(samples.ON_TIME, samples.IN_MONTH))[-1], strict=True)
    )
    assert (row["mean"], row["lower_limit"], row["upper_limit"], row["signal"]) == ("",) * 4


def test_icons_come_with_their_words():
    told = html_text(signal_icons(PANEL.measure, PANEL.lead))
    assert "Getting worse: below the lower control limit of 44.7%" in told
    assert (
        "May be met or missed by chance: the target of 55% is in the usual range, 44.7% to 55.3%"
        in told
    )
    assert told.count("<img") == 2
    assert 'alt=""' in told


@pytest.mark.parametrize(
    ("goal", "words"),
    [
        (
            70,
            "Consistently misses the target of 70%: it lies outside the usual range, 44.7% to 55.3%",
        ),
        (5, "Consistently meets the target of 5%: it lies outside the usual range, 44.7% to 55.3%"),
    ],
)
def test_a_target_beyond_the_limits_is_met_or_missed_for_good(goal: float, words: str):
    assert (
        assurance_words(PANEL.measure, judged_panel(monthly_points(*UNEVEN), goal=goal).lead)
        == words
    )


@pytest.mark.parametrize(("latest", "goal"), [(10, 20), (80, 70)])
def test_what_the_latest_figure_refutes_is_not_said(latest: float, goal: float):
    series = judged_panel(monthly_points(*UNEVEN, latest), goal=goal).lead
    assert series.chart is not None
    assert series.chart.analysis.assurance in (PASS, FAIL)
    assert assurance_of(series) == INCONSISTENT
    assert assurance_words(PANEL.measure, series).startswith(
        f"Can’t say whether the target of {goal}% will be met: the latest figure is outside the usual range, "
    )


def test_a_short_last_stretch_is_said_to_be_too_short_and_its_icon_is_grey():
    short = judged_panel(
        monthly_points(*UNEVEN), change_of_practice(date(2020, 10, 1), "restart"), goal=55
    )
    words = "Too few points since October 2020: 4, and limits need 13 to settle"
    assert variation_words(short.measure, short.lead) == words
    assert method_words(short.lead) == f"Judged as a short series. {words}."
    told = html_text(signal_icons(short.measure, short.lead))
    assert told.count("is-unsure") == 2
    assert "%231d70b8" not in told
    assert "%23b7592a" not in told


def test_the_panel_names_the_method_and_the_rule():
    told = html_text(finding(PANEL.measure, PANEL.lead))
    assert (
        "Judged by control chart (XmR, 13 points since January 2020; outlying ranges screened)."
        in told
    )
    unscreened = replace(PANEL.lead, chart=replace(PANEL.lead.chart, screens_outliers=False))  # type: ignore[type-var]
    assert "outlying ranges not screened" in method_words(unscreened)


def test_why_there_is_no_chart_is_said():
    assert no_chart_words(samples.IN_MONTH) == (
        "No control chart: 3 of the 13 points that limits need"
    )
    to_date = samples.series((samples.to_date("2022-03", 30), samples.to_date("2023-03", 40)))
    assert "periods overlap" in no_chart_words(to_date)
    assert "a band is not one figure" in no_chart_words(samples.WAITS)
    assert "no latest figure" in no_chart_words(samples.series(()))


def test_before_and_after_stand_on_the_page_with_what_they_rest_on():
    section = before_after_section(TWO_STRETCHES, TWO_STRETCHES.lead)
    told = html_text(section)
    assert "January 2020 to February 2021, 14 months: 41.0%" in told
    assert "March 2021 to April 2022, 14 months: 71.0%" in told
    assert "30 points higher after" in told
    assert before_after_section(PANEL, PANEL.lead) is None


@pytest.mark.parametrize("reading", PANEL.lead.chart.readings.values() if PANEL.lead.chart else ())
def test_every_signal_has_words(reading):
    assert bool(signal_words(reading)) == reading.is_signal


def test_every_variation_and_assurance_has_an_icon_of_its_own_shape():
    drawn = {icons.signal_svg(*look) for look in icons._VARIATION.values()}
    assert len(drawn) == 7
    # With all ink taken out the shapes still differ.
    blind = {
        svg.replace(ink, "")
        for svg in drawn
        for _, _, ink in icons._VARIATION.values()
        if ink in svg
    }
    assert len(blind) == 7
    assert len({icons.signal_svg(*look) for look in icons._ASSURANCE.values()}) == 3


def test_without_a_target_there_is_no_assurance():
    days = [point.period_start for point in PANEL.lead.points if point.period_start]
    analysis = analyse(days, UNEVEN, "increase")
    assert icons.assurance_icon(analysis, None, "") is None
    assert assurance_words(PANEL.measure, judged_panel(monthly_points(*UNEVEN)).lead) == ""
