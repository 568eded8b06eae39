"""A written headline stands over its own series and period, stamped and held to the figures."""

from dataclasses import replace
from datetime import date

import pytest

from dashboard.judging.headline import ALT_CHARACTERS
from dashboard.judging.observations import MeasureRows, Observation
from dashboard.judging.series import build_series
from dashboard.model.panel import Area, Framework, ManualHeadline, Panel, Series
from dashboard.records.commentary import (
    LONGEST_HEADLINE,
    accepts_headline,
    number_warnings,
    read_manual_headlines,
    with_manual_headlines,
)
from tests.builders.points import RATE, month, target, to_date

AREA = Area("E1", "Made", "local_area")
PLAN = Framework("plan", "E1", "Made plan", None, None, "doc")
REPORT = date(2023, 4, 19)
MARCH = date(2023, 3, 31)
KEY = ("plan", "made-rate")
POINTS = (
    month("2023-01", 71),
    month("2023-03", 82, numerator=180, denominator=220),
    to_date("2023-03", 74),
)


def panel(*points: object) -> Panel:
    own = tuple(Observation("E1", "", "actual", point) for point in points or POINTS)
    rows = MeasureRows(own, (), (target(80, due_on=date(2023, 12, 31)),), ())
    series = build_series(RATE, rows, REPORT, {})
    return Panel(RATE, AREA, PLAN, REPORT, series, series[0], series[0].status)


def written(text: str, **more: object) -> ManualHeadline:
    made = ManualHeadline("", "month", MARCH, text, "Head of SEND", date(2023, 5, 3))
    return replace(made, **more)


def over(text: str, **more: object) -> Panel:
    return with_manual_headlines(panel(), {KEY: (written(text, **more),)})


def in_month(shown: Panel) -> Series:
    return next(one for one in shown.series if one.basis == "month")


def test_the_words_stand_over_headline_and_alt_text_with_who_wrote_them():
    computed, one = in_month(panel()), in_month(over("Faster than ever"))
    assert one.headline == "Faster than ever. Written by Head of SEND on 3 May 2023."
    assert (
        one.alt
        == f"{one.headline} On target. Up 11 points from 71% in January 2023, the last figure before: improved."
    )
    assert one.written is not None
    assert one.written.computed == computed.headline
    assert over("Faster than ever").lead == one


def test_the_other_series_and_all_judgements_stay_computed():
    before, after = panel(), over("Faster than ever")
    assert after.series[1] == before.series[1]
    one, computed = in_month(after), in_month(before)
    assert (one.title, one.status, one.trend, one.value_words) == (
        computed.title, computed.status, computed.trend, computed.value_words,
    )  # fmt: skip


@pytest.mark.parametrize(
    "meant", [{"period_end": date(2023, 2, 28)}, {"basis": "quarter"}, {"breakdown": "sector=x"}]
)
def test_what_was_written_for_something_else_is_not_shown(meant: dict[str, object]):
    assert with_manual_headlines(panel(), {KEY: (written("Old words", **meant),)}) == panel()


def test_the_longest_text_leaves_room_for_its_author_in_the_alt_text():
    one = in_month(over("x" * LONGEST_HEADLINE))
    assert one.written is not None
    assert one.written.stamp in one.alt
    assert len(one.alt) <= ALT_CHARACTERS


@pytest.mark.parametrize(
    "text",
    [
        "82% of plans came within the limit in March 2023",
        "180 of 220 plans came in time",
        "2 points above the 80% target",
        "Up 11 points from 71% in January 2023",
        "71% in January 2023 was the least",
        "On 3 May 2023 we met, as in 2022/23",
        "Better than ever",
    ],
)
def test_numbers_that_the_figures_give_raise_no_warning(text: str):
    assert list(number_warnings(RATE, in_month(panel()), text)) == []


@pytest.mark.parametrize(
    ("text", "strange"),
    [
        ("85% of plans came in time", "85%"),
        ("82.5% of plans", "82.5%"),
        ("1,234 plans", "1,234"),
        ("2023% more", "2023%"),
    ],
)
def test_numbers_that_differ_from_the_figures_are_warned_about(text: str, strange: str):
    (warning,) = number_warnings(RATE, in_month(panel()), text)
    assert warning == (
        f"Check the numbers: {strange} is not a figure of this measure. It was 82% in March 2023."
    )


def test_an_older_figure_counts_only_where_its_period_is_named():
    older = panel(month("2022-06", 55), *POINTS)
    named = list(number_warnings(RATE, in_month(older), "It was 55% in June 2022"))
    assert named == []
    assert list(number_warnings(RATE, in_month(older), "It is 55%")) != []


def test_of_two_origins_the_one_that_speaks_for_the_measure_can_be_written_over():
    shown = panel()
    assert accepts_headline(shown, shown.series[0])
    silent = replace(shown.series[0], is_counted=False, label="other")
    both = replace(shown, series=(silent, *shown.series))
    assert not accepts_headline(both, silent)
    assert accepts_headline(both, both.series[1])


def test_a_series_without_a_figure_cannot_be_written_over():
    shown = panel(month("2023-03", 82))
    assert not accepts_headline(shown, replace(shown.series[0], latest=None))


def test_blank_rows_take_back_and_the_day_is_that_of_writing_else_of_loading():
    row = {
        "framework_id": "plan", "measure_id": "made-rate", "breakdown": "", "basis": "month",
        "period_end": MARCH, "text": "", "author": "Head of SEND", "published_on": None,
        "known_on": date(2023, 5, 3),
    }  # fmt: skip
    assert read_manual_headlines([row]) == {}
    found = read_manual_headlines([{**row, "text": "Words"}])
    assert found == {KEY: (written("Words"),)}
