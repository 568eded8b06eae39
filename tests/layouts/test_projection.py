"""The projection on the Measure page: drawn, labelled, told, and nowhere else."""

import json
import xml.etree.ElementTree as ET
from datetime import date
from functools import partial

import pytest
from dash.development.base_component import Component

from dashboard.judging.forecast import build_forecast
from dashboard.judging.headline import ALT_CHARACTERS
from dashboard.model.panel import Measure, Panel, Series, Status
from layouts.charts.data_table import slide_numbers
from layouts.charts.plotly import series_figure
from layouts.charts.spec import label_placement
from layouts.charts.spec.boxes import PlotArea
from layouts.charts.spec.label_placement import place_labels
from layouts.charts.spec.plot import PHONE, PLOT_HEIGHT, build_plot
from layouts.charts.spec.projection import alt_with_projection, without_pace
from layouts.charts.svg.fluid import fluid_svg
from layouts.sections.findings import finding
from layouts.ui import palette
from tests.builders import panels as samples

SVG = "{http://www.w3.org/2000/svg}"
VALUES = (50, 52, 55, 56, 58, 62)
DUE = date(2023, 9, 30)
GOAL = samples.target(70, basis="month", due_on=DUE)
TOLD = "68% (63–73%)"
COUNT = Measure(
    "plans", "Plans in force", "Plans", "Plans.", "count", "stock", "lower", "plans", "monthly"
)


def paced(measure: Measure = samples.PLANS_ON_TIME, **fields: object) -> Panel:
    """Make a panel whose one series leads from 62 in June to 68 on the day its target is due."""
    points = tuple(
        samples.month(f"2023-{number:02}", value) for number, value in enumerate(VALUES, 1)
    )
    status = Status("missed", "Below target", "", GOAL, -8, "8 points below the 70% target")
    line = samples.series(
        points, targets=(GOAL,), status=status,
        make_pace=partial(build_forecast, measure, points, (), status), **fields,
    )  # fmt: skip
    return samples.panel(measure, line)


PACED = paced()


def words_of(tree: Component | None) -> str:
    return json.dumps(tree.to_plotly_json() if tree else "", default=_json, ensure_ascii=False)


def _json(part: Component) -> object:
    return part.to_plotly_json()


def drawn_svg(panel: Panel, *, benchmarks: bool) -> ET.Element:
    plot = build_plot(panel, panel.lead, benchmarks=benchmarks)
    return ET.fromstring(fluid_svg(plot, 300))  # noqa: S314


def test_both_pictures_draw_the_line_from_the_last_figure_and_the_band_around_it():
    band, line = series_figure(build_plot(PACED, PACED.lead, benchmarks=True))["data"][:2]
    assert band["x"] == ["2023-06-30", "2023-09-30", "2023-09-30"]
    assert band["y"] == pytest.approx([62, 72.608, 63.392])
    assert (band["fill"], band["fillcolor"]) == ("toself", palette.INFO.ground)
    assert (line["x"], line["y"]) == (["2023-06-30", "2023-09-30"], [62.0, 68.0])
    assert line["line"]["dash"]

    root = drawn_svg(PACED, benchmarks=True)
    plot = build_plot(PACED, PACED.lead, benchmarks=True)
    (polygon,) = root.iter(f"{SVG}polygon")
    corners = [tuple(map(float, pair.split(","))) for pair in polygon.get("points", "").split()]
    across = [1000 * plot.time.share(day) for day in (date(2023, 6, 30), DUE, DUE)]
    assert [x for x, _ in corners] == pytest.approx(across, abs=0.06)
    assert corners[1][1] < corners[0][1]
    lines = [line for line in root.iter(f"{SVG}polyline") if line.get("stroke-dasharray")]
    assert any(
        line.get("points", "").startswith(f"{corners[0][0]},{corners[0][1]} ") for line in lines
    )


def test_both_pictures_name_value_interval_and_day_at_the_end_of_the_line():
    named = ("Projection 68%", "(63–73%)", "on 30 Sep 2023")
    notes = series_figure(build_plot(PACED, PACED.lead, benchmarks=True))["layout"]["annotations"]
    assert "<br>".join(named) in [note["text"] for note in notes]
    texts = [text.text for text in drawn_svg(PACED, benchmarks=True).iter(f"{SVG}text")]
    assert set(named) <= set(texts)


def test_the_name_at_the_end_of_the_line_lies_inside_a_phone_s_picture():
    plot = build_plot(PACED, PACED.lead, benchmarks=True)
    room = PlotArea(PHONE - plot.margins.left - plot.margins.right, PLOT_HEIGHT, plot.margins.right)
    (label,) = [one for one in place_labels(plot, room) if one.lines[0].startswith("Projection")]
    box = label_placement._label_box(label, room)
    assert box.left >= 0
    assert box.right <= room.width + room.right
    assert (box.bottom >= 0, box.top <= room.height + 8) == (True, True)


def test_an_axis_of_counts_holds_the_whole_interval():
    panel = paced(COUNT)
    plot = build_plot(panel, panel.lead, benchmarks=True)
    assert plot.value.high > 72.608
    assert plot.time.end > DUE


def test_one_chart_of_many_draws_and_tells_no_projection():
    assert not list(drawn_svg(PACED, benchmarks=False).iter(f"{SVG}polygon"))
    one_of_many = without_pace(PACED.lead)
    assert "Projection" not in alt_with_projection(one_of_many)
    assert TOLD in alt_with_projection(PACED.lead)


def test_the_table_of_a_slide_has_a_row_for_it():
    numbers = slide_numbers(PACED, PACED.lead)
    assert "Projection, 30 September 2023" in numbers
    assert TOLD in numbers
    assert "Projection" not in slide_numbers(PACED, without_pace(PACED.lead))


def test_the_alt_text_says_it_where_there_is_room():
    said = alt_with_projection(PACED.lead)
    assert said == f"{PACED.lead.alt} Projection {TOLD} on 30 September 2023."
    assert len(said) <= ALT_CHARACTERS
    long = paced(alt="A finding as long as it may be. " * 6).lead
    assert alt_with_projection(long) == long.alt


def test_the_finding_tells_every_sentence_and_the_folded_one_none():
    pace = PACED.lead.pace
    assert pace is not None
    told = words_of(finding(PACED.measure, PACED.lead))
    for sentence in (
        pace.pace_words, pace.forecast_words, pace.reached_words, pace.needed_words,
        pace.tested_words,
    ):  # fmt: skip
        assert sentence
        assert sentence in told
    assert "forecast-may_miss" in told


def test_a_series_without_pace_is_drawn_as_before():
    plain: Series = without_pace(PACED.lead)
    assert plain.pace is None
    assert not list(
        drawn_svg(samples.panel(PACED.measure, plain), benchmarks=True).iter(f"{SVG}polygon")
    )
    assert "Pace" not in words_of(finding(PACED.measure, plain))
