"""Whether a measure has moved since an action: what is so, by the rules that judge everything."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from dashboard.judging.observations import MeasureRows, Observation
from dashboard.judging.series import build_series
from dashboard.model.panel import Action, Area, Baseline, Framework, Measure, Panel, Point
from dashboard.model.points import Event
from dashboard.panels.action_evidence import CAUTION, Evidence, build_evidence, plan_evidence
from tests.builders.points import FLOW, RATE, WAIT, baseline, month, on_day, to_date

AREA = Area("E1", "Made", "local_area")
PLAN = Framework("plan", "E1", "Made plan", date(2022, 1, 1), None, "doc")
REPORT = date(2024, 6, 1)
ACTION = Action("1.1", "Do it", 1, "completed", date(2023, 2, 15), ("made-rate",))
DONE = replace(ACTION, completed_on=date(2023, 1, 31))


def panel(
    points: Iterable[Point], measure: Measure = RATE, baselines: Iterable[Baseline] = (),
    events: Iterable[Event] = (), framework: Framework = PLAN,
) -> Panel:  # fmt: skip
    events = tuple(events)
    own = tuple(Observation("E1", "", "actual", point) for point in points)
    rows = MeasureRows(own, (), (), tuple(baselines), restarts=events)
    series = build_series(measure, rows, REPORT, {})
    return Panel(
        measure, AREA, framework, REPORT, series, series[-1], series[-1].status, events=events
    )


def evidence_of(action: Action, shown: Panel) -> Evidence:
    (one,) = build_evidence(action, shown)
    return one


def steady(values: Iterable[float], first: int = 1) -> list[Point]:
    """Give a month for each value, from January 2022 on."""
    return [
        month(f"{2022 + (first + place - 1) // 12}-{(first + place - 1) % 12 + 1:02}", value)
        for place, value in enumerate(values)
    ]


def test_a_completed_action_is_judged_from_the_last_period_before_to_the_latest():
    one = evidence_of(
        DONE, panel([month("2023-01", 71), month("2023-02", 75), month("2023-03", 82)])
    )
    assert one.judgement == "improved"
    assert one.since == date(2023, 1, 31)
    assert one.words == (
        "Since it was reported completed on 31 January 2023: 71% in January 2023 → 82% in March "
        "2023, improved (short series)."
    )


def test_lower_is_better_is_minded():
    one = evidence_of(DONE, panel([month("2023-01", 30), month("2023-03", 40)], WAIT))
    assert one.judgement == "worsened"


def test_a_period_that_is_running_on_the_day_is_neither_before_nor_after():
    done = replace(DONE, completed_on=date(2023, 2, 10))
    one = evidence_of(
        done, panel([month("2023-01", 71), month("2023-02", 20), month("2023-03", 82)])
    )
    assert "71% in January 2023 → 82% in March 2023" in one.words


def test_without_a_later_period_that_is_said_and_the_plan_is_judged_from_its_start():
    done = replace(DONE, completed_on=date(2023, 3, 31))
    one = evidence_of(done, panel([month("2022-02", 60), month("2023-03", 82)]))
    assert one.words == (
        "No figure yet of a period after 31 March 2023, when it was reported completed. Since the "
        "plan began in January 2022: 60% in February 2022 → 82% in March 2023, improved (short "
        "series)."
    )


def test_a_count_made_on_the_day_itself_is_not_after_it():
    done = replace(DONE, completed_on=date(2023, 3, 31))
    one = evidence_of(done, panel([on_day("2023-01-31", 10), on_day("2023-03-31", 10)]))
    assert one.words.startswith("No figure yet of a period after 31 March 2023")


def test_any_other_action_is_judged_from_the_plans_baseline():
    shown = panel([month("2023-03", 82)], baselines=[baseline(month("2022-01", 27))])
    one = evidence_of(ACTION, shown)
    assert one.words == (
        "Since the plan began in January 2022: 27% in January 2022 (the plan’s baseline) → 82% in "
        "March 2023, improved (short series)."
    )


def test_a_plan_without_a_first_day_has_nothing_to_be_judged_from():
    shown = panel([month("2023-03", 82)], framework=replace(PLAN, starts_on=None))
    assert evidence_of(ACTION, shown).judgement == "none"
    assert evidence_of(ACTION, shown).words == "The plan’s first day is not known."


def test_what_must_not_be_compared_is_not():
    few = month("2023-03", 82, numerator=5, denominator=6)
    one = evidence_of(DONE, panel([month("2023-01", 71), few]))
    assert one.judgement == "cannot_compare"
    assert "fewer than 10 cases" in one.words
    band = month("2023-03", None, value_low=18, value_high=36, decimals=0)
    assert evidence_of(DONE, panel([month("2023-01", 71), band])).judgement == "cannot_compare"


def test_nothing_is_compared_across_a_break():
    changed = Event(date(2023, 2, 1), "day", "New definition", "", "doc", effect="break")
    shown = panel([month("2023-01", 71), month("2023-03", 82)], events=[changed])
    one = evidence_of(DONE, shown)
    assert one.judgement == "cannot_compare"
    assert "what is counted changed in February 2023" in one.words


def test_a_year_to_date_is_set_beside_the_same_months_alone():
    done = replace(DONE, completed_on=date(2022, 12, 31))
    points = [to_date("2022-03", 60), to_date("2022-12", 70), to_date("2023-03", 80)]
    assert "60% in 2022 to date (to March) → 80%" in evidence_of(done, panel(points)).words
    assert evidence_of(done, panel(points[1:])).judgement == "no_earlier"


def test_a_count_that_accumulates_is_not_compared_across_windows_of_another_length():
    shown = panel([month("2023-03", 100)], FLOW, [baseline(to_date("2022-12", 900))])
    assert evidence_of(ACTION, shown).judgement == "cannot_compare"


def test_thirteen_figures_are_judged_by_the_control_chart():
    values = [50, 52, 49, 51, 50, 48, 52, 51, 49, 50, 51, 50, 50, 52, 70]
    one = evidence_of(DONE, panel(steady(values)))
    assert one.judgement == "improved"
    assert "50% in January 2023 → 70% in March 2023, improved (control chart: above" in one.words
    assert one.words.endswith("1 of 2 figures since signal improvement).")


def test_what_was_signalled_before_already_has_not_moved_since():
    values = [50] * 2 + [52, 48, 51, 49, 50, 52, 48, 50, 51, 70, 71, 70, 72]
    one = evidence_of(DONE, panel(steady(values)))
    assert one.judgement == "little_change"
    assert "signalled before already" in one.words


def test_a_baseline_off_the_chart_is_judged_by_the_two_figures():
    values = [50, 52, 49, 51, 50, 48, 52, 51, 49, 50, 51, 50, 50, 52]
    shown = panel(steady(values), baselines=[baseline(month("2021-06", 20))])
    one = evidence_of(ACTION, shown)
    assert one.judgement == "improved"
    assert one.words.endswith("improved (short series).")


def test_each_part_that_speaks_for_a_measure_is_told_under_its_name():
    own = [
        Observation("E1", f"sector={name}", "actual", point)
        for name in ("education", "health")
        for point in (month("2023-01", 71), month("2023-03", 82))
    ]
    series = build_series(RATE, MeasureRows(tuple(own), (), (), ()), REPORT, {})
    shown = Panel(RATE, AREA, PLAN, REPORT, series, series[0], series[0].status)
    assert [one.label for one in build_evidence(DONE, shown)] == ["Education", "Health"]


def test_a_measure_without_a_panel_is_left_out_and_no_cause_is_named():
    shown = panel([month("2023-01", 71), month("2023-03", 82)])
    action = replace(DONE, measures=("made-rate", "elsewhere"))
    found = plan_evidence([action], [shown])
    assert list(found) == [("1.1", "made-rate")]
    said = " ".join([CAUTION, *(one.words for each in found.values() for one in each)]).lower()
    assert not any(word in said for word in ("because", "due to", "caused", "thanks to"))
