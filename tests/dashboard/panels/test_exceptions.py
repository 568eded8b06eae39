"""Exceptions: what opens one, which reply answers it, what is a new spell, new and overdue."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from dashboard.judging.observations import Observation
from dashboard.model.meeting import OpenException
from dashboard.model.panel import Area, Framework, Measure, Panel, Point, Target
from dashboard.model.points import CASES, PUBLISHED
from dashboard.panels.catalogue import Catalogue
from dashboard.panels.panel import build_panel
from dashboard.panels.records import LoadedFigures
from dashboard.records.exceptions import (
    DAYS_TO_REPLY,
    build_exceptions,
    exception_token,
    off_track,
    overdue_words,
)
from tests.builders.points import KNOWN, RATE, WAIT, month, target, to_date

PLAN = "plan"
ALL = date.max
# The usual ups and downs, about a mean of 50.
USUAL = (50, 52, 48, 51, 49, 50, 52, 48, 51, 49, 50, 52, 48)
FIRST_OF_MANY = 2021 * 12
AIM = target(80)
MARCH, FEBRUARY, JANUARY = date(2023, 3, 31), date(2023, 2, 28), date(2023, 1, 31)


def panel(
    *values: float, aim: Target | None = AIM, measure: Measure = RATE, first: int = 2023 * 12
) -> Panel:
    """Judge a measure by the values of consecutive months from January 2023 on."""
    places = [divmod(first + place, 12) for place in range(len(values))]
    points = [
        month(f"{year}-{number + 1:02}", value)
        for (year, number), value in zip(places, values, strict=True)
    ]
    return of_points(points, aim, measure)


def of_points(points: Sequence[Point], aim: Target | None, measure: Measure = RATE) -> Panel:
    return build_panel(*judged_of(points, aim, measure), PLAN, measure.measure_id, ALL, KNOWN)


def judged_of(
    points: Sequence[Point], aim: Target | None, measure: Measure
) -> tuple[Catalogue, LoadedFigures]:
    name = measure.measure_id
    catalogue = Catalogue(
        areas={"E1": Area("E1", "Made borough", "local_area")},
        frameworks={PLAN: Framework(PLAN, "E1", "Plan", None, None, "")},
        measures={name: measure}, priorities={PLAN: ((1, "All", ""),)},
        served={PLAN: ((1, name, ""),)}, sources={}, source_dates={},
    )  # fmt: skip
    observed = {name: tuple((PLAN, Observation("E1", "", "actual", point)) for point in points)}
    targets = {(PLAN, name): (aim,)} if aim else {}
    return catalogue, LoadedFigures(observed, targets, {}, {}, (), {})


def reply_row(period_end: date, reply: str = "Staff left", **more: Any) -> dict[str, Any]:
    """Make the row of what was said of a month."""
    row = {
        "measure_id": "made-rate", "breakdown": "", "basis": "month", "period_end": period_end,
        "owner": "Head of SEND", "reply_by": None, "reply": reply, "author": "A. Lee",
        "published_on": date(2023, 5, 2), "known_on": date(2023, 5, 2),
    }  # fmt: skip
    return row | more


def exceptions(
    *panels: Panel,
    records: Sequence[dict[str, Any]] = (),
    before: Sequence[Panel] | None = None,
    today: date = KNOWN,
) -> tuple[OpenException, ...]:
    return build_exceptions(panels, before, records, ALL, today)


def only(*values: float, **more: Any) -> OpenException:
    (one,) = exceptions(panel(*values), **more)
    return one


def test_a_figure_below_its_target_opens_one():
    one = only(82, 71)
    assert (one.reason, one.measure_id, one.breakdown, one.basis) == (
        "missed",
        "made-rate",
        "",
        "month",
    )
    assert one.period_end == FEBRUARY
    assert one.words == "71% in February 2023: 9 points below the 80% target."
    assert (one.owner, one.reply, one.is_answered) == ("", "", False)


@pytest.mark.parametrize("latest", [80, 91, 76], ids=["met", "beyond it", "close"])
def test_a_figure_on_target_or_close_opens_none(latest: float):
    assert exceptions(panel(60, latest)) == ()


def test_a_figure_above_a_limit_opens_one():
    (one,) = exceptions(panel(30, aim=target(26, "<="), measure=WAIT))
    assert one.words == "30 weeks in January 2023: 4 weeks above the 26-week limit."


def test_a_signal_of_concern_opens_one_without_a_target():
    (one,) = exceptions(panel(*USUAL, 30, aim=None, first=FIRST_OF_MANY))
    assert one.reason == "concern"
    assert one.words.startswith("30% in February 2022. Getting worse: below the lower control")


def test_a_signal_beside_a_miss_is_told_with_it():
    (one,) = exceptions(panel(*USUAL, 30, first=FIRST_OF_MANY))
    assert one.reason == "missed"
    assert "50 points below the 80% target. Getting worse: " in one.words


def test_usual_ups_and_downs_and_improvements_open_none():
    assert exceptions(panel(*USUAL, 50, aim=None, first=FIRST_OF_MANY)) == ()
    assert exceptions(panel(*USUAL, 70, aim=None, first=FIRST_OF_MANY)) == ()


def test_a_missing_figure_opens_none():
    gone = of_points([month("2023-01", 60), month("2023-02", None, marker="not_reported")], AIM)
    assert exceptions(gone) == ()


def test_a_series_that_does_not_speak_for_the_measure_opens_none():
    missed = panel(60)
    quiet = replace(missed, series=(replace(missed.series[0], is_counted=False),))
    assert off_track(quiet) == {}


def test_a_reply_is_asked_for_within_fourteen_days_of_the_figure():
    one = only(60)
    assert one.reply_by == KNOWN + timedelta(days=DAYS_TO_REPLY)
    assert not only(60, today=KNOWN + timedelta(days=DAYS_TO_REPLY)).is_overdue
    assert only(60, today=KNOWN + timedelta(days=DAYS_TO_REPLY + 1)).is_overdue


def known_monthly(*values: float | None, **more: Any) -> tuple[OpenException, ...]:
    """Tell the exceptions of months from January 2023 on, each known on the 20th of the next."""
    points = [
        month(
            f"2023-{place:02}",
            value,
            marker="" if value else "not_reported",
            known_on=date(2023, place + 1, 20),
        )
        for place, value in enumerate(values, 1)
    ]
    return exceptions(of_points(points, AIM), **more)


def test_a_target_missed_every_month_and_never_answered_stays_overdue():
    for missed in ((60, 61), (60, 61, 62)):
        (one,) = known_monthly(*missed, today=date(2023, 4, 20))
        assert (one.reply_by, one.is_overdue) == (date(2023, 3, 6), True)


def test_the_days_to_reply_count_from_the_first_figure_since_the_target_was_met():
    assert [one.reply_by for one in known_monthly(60, 80, 61)] == [date(2023, 5, 4)]


def test_the_days_to_reply_count_from_no_gap_and_no_close_figure_before_the_miss():
    assert [one.reply_by for one in known_monthly(None, 77, 61)] == [date(2023, 5, 4)]
    assert [one.reply_by for one in known_monthly(60, 77, 61)] == [date(2023, 3, 6)]


def test_the_days_to_reply_count_from_the_first_of_many_signals_of_concern():
    points = [
        month(f"{year}-{number + 1:02}", value, known_on=date(year, number + 1, 28))
        for place, value in enumerate((*USUAL, 30, 31))
        for year, number in (divmod(FIRST_OF_MANY + place, 12),)
    ]
    (one,) = exceptions(of_points(points, None))
    assert one.reply_by == date(2022, 2, 28) + timedelta(days=DAYS_TO_REPLY)


def test_another_day_can_be_named_with_who_is_asked():
    asked = reply_row(JANUARY, reply="", reply_by=date(2023, 6, 1))
    one = only(60, records=[asked], today=date(2023, 5, 31))
    assert (one.owner, one.reply_by) == ("Head of SEND", date(2023, 6, 1))
    assert (one.is_answered, one.is_overdue, one.replied_on) == (False, False, None)


def test_a_reply_answers_it_and_is_never_overdue():
    one = only(60, records=[reply_row(JANUARY)], today=ALL)
    assert (one.reply, one.author, one.replied_on) == ("Staff left", "A. Lee", date(2023, 5, 2))
    assert one.is_answered
    assert not one.is_overdue


def test_a_reply_to_an_earlier_figure_answers_it_while_none_between_met_the_target():
    record = reply_row(JANUARY)
    assert only(60, 62, 61, records=[record]).is_answered
    assert only(60, 77, 61, records=[record]).is_answered  # Close is not met.
    assert not only(60, 80, 61, records=[record]).is_answered


def test_a_new_spell_asks_anew_though_an_older_one_was_answered():
    one = only(60, 85, 61, records=[reply_row(JANUARY), reply_row(date(2022, 12, 31))])
    assert (one.owner, one.reply, one.period_end) == ("", "", MARCH)


def test_a_reply_to_a_figure_that_met_its_target_answers_no_miss():
    assert not only(85, 61, records=[reply_row(JANUARY)]).is_answered


def test_of_two_records_of_a_spell_the_one_of_the_later_figure_stands():
    asked_again = reply_row(FEBRUARY, reply="", owner="Director")
    one = only(60, 61, 62, records=[asked_again, reply_row(JANUARY)])
    assert (one.owner, one.reply) == ("Director", "")


def test_a_record_of_a_later_figure_or_another_series_says_nothing():
    others = [
        reply_row(MARCH),
        reply_row(JANUARY, basis="ytd"),
        reply_row(JANUARY, breakdown="need=ASD"),
    ]
    assert only(60, records=others).reply == ""


def test_a_record_of_a_period_after_the_report_date_is_left_out():
    (one,) = build_exceptions([panel(60)], None, [reply_row(JANUARY)], date(2023, 1, 30), KNOWN)
    assert not one.is_answered


def test_a_spell_of_concern_ends_with_a_figure_that_is_free_of_it():
    record = reply_row(date(2022, 2, 28))
    going_on = panel(*USUAL, 30, 31, aim=None, first=FIRST_OF_MANY)
    again = panel(*USUAL, 30, 51, 30, aim=None, first=FIRST_OF_MANY)
    assert [one.is_answered for one in exceptions(going_on, records=[record])] == [True]
    assert [one.is_answered for one in exceptions(again, records=[record])] == [False]


def test_it_is_new_where_the_report_before_did_not_have_it():
    assert only(85, 60, before=[panel(85)]).is_new
    assert not only(70, 60, before=[panel(70)]).is_new
    assert only(60, before=[]).is_new


def test_without_a_report_before_nothing_is_new():
    assert not only(60).is_new


def test_those_without_a_reply_come_first_then_the_plans_order():
    measures = [replace(RATE, measure_id=name) for name in ("first", "second", "third")]
    panels = [panel(60, measure=one) for one in measures]
    found = exceptions(*panels, records=[reply_row(JANUARY, measure_id="first")])
    assert [one.measure_id for one in found] == ["second", "third", "first"]


def test_each_basis_that_speaks_is_one_of_its_own():
    both = of_points([month("2023-01", 60), to_date("2023-01", 60)], target(80))
    assert [one.basis for one in exceptions(both)] == ["month", "ytd"]


def test_measures_are_counted_not_series():
    both = of_points([month("2023-01", 60), to_date("2023-01", 60)], target(80))
    other = panel(60, measure=replace(RATE, measure_id="other"))
    assert overdue_words(exceptions(both)) == "1 reply awaited"
    assert overdue_words(exceptions(both, today=ALL)) == "1 reply overdue"
    assert overdue_words(exceptions(both, other, today=ALL)) == ("2 replies overdue")
    one_late = (*exceptions(both), *exceptions(other, today=ALL))
    assert overdue_words(one_late) == "2 replies awaited, 1 overdue"
    assert overdue_words(exceptions(panel(60), records=[reply_row(JANUARY)])) == ""


def test_its_mark_tells_what_was_said_of_it_and_nothing_else():
    assert exception_token(only(60)) == exception_token(only(60, 61, today=ALL))
    assert exception_token(only(60)) != exception_token(only(60, records=[reply_row(JANUARY)]))
    assert exception_token(only(60, records=[reply_row(JANUARY)])) != exception_token(
        only(60, records=[reply_row(JANUARY, "Other")])
    )


@pytest.mark.parametrize(("origin", "is_kept"), [(PUBLISHED, True), (CASES, False)])
def test_a_panel_is_kept_where_its_figures_are_not_joined_anew(origin: str, is_kept: bool):
    judged = judged_of([replace(month("2023-01", 60), origin=origin)], AIM, RATE)
    one, other = (build_panel(*judged, PLAN, RATE.measure_id, ALL, KNOWN) for _ in range(2))
    assert one == other
    assert (one is other) is is_kept
