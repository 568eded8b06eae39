"""Variation by assurance: each series in its cell, and why one has no place."""

from dataclasses import replace
from datetime import date

from dashboard.judging.observations import Observation
from dashboard.model.panel import Area, Framework, Measure, Overview, Point, Target
from dashboard.panels.catalogue import Catalogue
from dashboard.panels.changes import build_news, news_sentence
from dashboard.panels.overview import EarlierReport, build_overview, build_priorities, unique_panels
from dashboard.panels.records import LoadedFigures
from dashboard.panels.signals import Signals, build_signals
from dashboard.stats.spc import FAIL, INCONSISTENT, PASS
from tests.builders.points import KNOWN, RATE, WAIT, month, target, to_date

PLAN = "plan"
BEFORE = date(2023, 3, 19)
SOURCES = {"april.pdf": "Report of April 2023"}
# The usual ups and downs, about a mean of 50.
USUAL = (50, 52, 48, 51, 49, 50, 52, 48, 51, 49, 50, 52, 48, 50)
HIGH_AT_LAST = (*USUAL[:-1], 70)


def months(values: tuple[float, ...]) -> list[Point]:
    """Make points of consecutive months, the last March 2023."""
    first = 2023 * 12 + 3 - len(values)
    places = [divmod(first + place, 12) for place in range(len(values))]
    return [
        month(f"{year}-{number + 1:02}", value)
        for (year, number), value in zip(places, values, strict=True)
    ]


def catalogue(measures: list[Measure]) -> Catalogue:
    return Catalogue(
        areas={"E1": Area("E1", "Made borough", "local_area")},
        frameworks={PLAN: Framework(PLAN, "E1", "Plan", None, None, "")},
        measures={one.measure_id: one for one in measures},
        priorities={PLAN: ((1, "All", ""),)},
        served={PLAN: tuple((1, one.measure_id, "") for one in measures)},
        sources=SOURCES,
        source_dates={},
    )


def named(name: str, measure: Measure = RATE) -> Measure:
    return replace(measure, measure_id=name, title=name, short_title=name)


def figures(points: dict[str, list[Point]], targets: dict[str, Target]) -> LoadedFigures:
    observed = {
        name: tuple((PLAN, Observation("E1", "", "actual", point)) for point in found)
        for name, found in points.items()
    }
    aims = {(PLAN, name): (one,) for name, one in targets.items()}
    return LoadedFigures(observed, aims, {}, {}, (), {})


def overview(
    measures: list[Measure], points: dict[str, list[Point]], targets: dict[str, Target]
) -> Overview:
    return build_overview(catalogue(measures), figures(points, targets), PLAN, KNOWN, KNOWN)


def one_sign(measure: Measure, values: tuple[float, ...], aim: Target | None) -> tuple[str, str]:
    aims = {measure.measure_id: aim} if aim else {}
    built = overview([measure], {measure.measure_id: months(values)}, aims)
    (sign,) = build_signals(built).signs
    return sign.variation, sign.assurance


def reason(points: list[Point]) -> str:
    signals = build_signals(overview([RATE], {RATE.measure_id: points}, {}))
    assert signals.signs == ()
    return signals.uncharted[0].reason


def test_a_high_point_is_improvement_where_higher_is_better_and_concern_where_lower_is():
    at_most = replace(target(40), operator="<=")
    assert one_sign(RATE, HIGH_AT_LAST, target(40)) == ("improvement", PASS)
    assert one_sign(WAIT, HIGH_AT_LAST, at_most) == ("concern", FAIL)


def test_the_target_is_held_to_the_limits():
    assert one_sign(RATE, USUAL, target(20)) == ("common_cause", PASS)
    assert one_sign(RATE, USUAL, target(51)) == ("common_cause", INCONSISTENT)
    assert one_sign(RATE, USUAL, target(90)) == ("common_cause", FAIL)
    assert one_sign(RATE, USUAL, None) == ("common_cause", "no_target")


def test_a_change_neither_better_nor_worse_is_neutral():
    neutral = replace(RATE, better="neutral")
    assert one_sign(neutral, HIGH_AT_LAST, target(40)) == ("neutral", "no_target")


def test_what_has_no_place_says_why():
    assert reason(months(USUAL[:12])) == "Fewer than 13 points: 12"
    assert reason(months((50,) * 13)) == "No limits: the figure never changed"
    assert reason([to_date("2023-02", 60), to_date("2023-03", 61)]) == (
        "A year to date overlaps the one before"
    )
    assert reason([month("2023-03", None, value_low=10.0, value_high=20.0)]) == (
        "A band is not one figure"
    )
    assert reason([month("2023-03", None, marker="not_due")]) == "No figure"
    assert reason([]) == "No figure"


def test_a_share_of_fewer_than_ten_has_no_place():
    points = months(USUAL)
    few = replace(points[-1], numerator=4.0, denominator=8.0)
    assert reason([*points[:-1], few]).startswith("Can’t compare 50%: fewer than 10 cases")


def test_the_cells_keep_the_order_of_the_plan_and_hold_every_series_once():
    measures = [named("c"), named("a"), named("b"), named("short")]
    points = {name: months(USUAL) for name in ("a", "b", "c")} | {"short": months(USUAL[:2])}
    signals = build_signals(overview(measures, points, {"b": target(20)}))
    found = [(one.panel.measure.measure_id, one.variation, one.assurance) for one in signals.signs]
    assert found == [
        ("c", "common_cause", "no_target"), ("a", "common_cause", "no_target"),
        ("b", "common_cause", PASS),
    ]  # fmt: skip
    assert [one.panel.measure.measure_id for one in signals.uncharted] == ["short"]


def test_the_headline_counts_measures_signals_and_targets():
    measures = [named("up"), named("wait", WAIT), named("usual"), named("short")]
    points = {
        "up": months(HIGH_AT_LAST),
        "wait": months(HIGH_AT_LAST),
        "usual": months(USUAL),
        "short": months(USUAL[:2]),
    }
    signals = build_signals(overview(measures, points, {"up": target(40), "usual": target(51)}))
    assert signals.headline == (
        "3 of 4 measures are judged by a control chart. "
        "Signals of a real change: 1 of concern and 1 of improvement. "
        "Of 2 targets, 1 consistently met and 1 met or missed by chance."
    )


def test_the_headline_of_a_plan_without_charts_counts_by_the_short_series_rule():
    measures = [named("short"), named("none")]
    signals = build_signals(overview(measures, {"short": months((50, 60))}, {}))
    assert signals.headline == (
        "None of 2 measures can be judged by a control chart. "
        "By the short-series rule, of 1 series 1 improved."
    )
    assert build_signals(overview([], {}, {})).headline == "No measures are set for this plan."


def since(
    old: dict[str, list[Point]], new: dict[str, list[Point]], measure: Measure = RATE
) -> Signals:
    """Set a report against the one before, in which `old` was known."""
    names = list(new)
    made = catalogue([named(name, measure) for name in names])
    aims = {name: target(80, known_on=BEFORE) for name in names}
    now = build_overview(made, figures(new, aims), PLAN, KNOWN, KNOWN)
    earlier = EarlierReport(BEFORE, figures(old, aims))
    before = unique_panels(build_priorities(made, earlier.figures, PLAN, BEFORE, BEFORE))
    news = build_news(
        {one.measure.measure_id: one for one in before}, unique_panels(now.priorities)
    )
    return build_signals(now, BEFORE, news)


def news_lines(signals: Signals) -> list[tuple[str, str, str]]:
    return [(one.code, one.panel.measure.title, one.words) for one in signals.news]


def february(*values: float) -> list[Point]:
    """Make the months up to February 2023, known by the report before."""
    points = months((*values, 0))[:-1]
    return [replace(point, known_on=BEFORE) for point in points]


def test_a_status_and_a_trend_that_turned_are_told_with_both_ends():
    old = {"fell": february(70, 85), "rose": february(90, 70), "same": february(70, 81)}
    march = {"fell": 60.0, "rose": 95.0, "same": 88.0}
    new = {name: [*old[name], month("2023-03", value)] for name, value in march.items()}
    signals = since(old, new)
    assert news_lines(signals) == [
        (
            "missed", "fell",
            "85% in February 2023, on target → 60% in March 2023, below target",
        ),
        (
            "met", "rose",
            "70% in February 2023, below target → 95% in March 2023, on target",
        ),
        ("worsened", "fell", "85% in February 2023, improved → 60% in March 2023, worsened"),
        ("improved", "rose", "70% in February 2023, worsened → 95% in March 2023, improved"),
    ]  # fmt: skip
    assert signals.headline.endswith(
        "Since the last report: 1 newly below target or above limit, 1 newly on target, "
        "1 newly worsening and 1 newly improving."
    )


def test_a_trend_that_turned_names_its_figure_where_that_is_none_of_both_ends():
    old = {"rate": february(30, 32)}
    new = [*old["rate"], month("2023-03", 48), month("2023-04", 40)]
    assert news_lines(since(old, {"rate": new})) == [
        (
            "worsened", "rate",
            "32% in February 2023, improved → 40% in April 2023, worsened from 48% in March 2023",
        ),
    ]  # fmt: skip


def test_a_first_figure_is_told_apart_and_not_as_a_turn():
    signals = since({}, {"new": [month("2023-03", 60)]})
    assert news_lines(signals) == [
        ("first", "new", "60% in March 2023, below target; trend: no earlier figure")
    ]
    assert "Since" not in signals.headline


def test_a_figure_that_says_another_thing_of_the_same_period_is_told_with_its_source():
    old = {"rate": february(85)}
    again = month("2023-02", 84, source_document="april.pdf")
    signals = since(old, {"rate": [*old["rate"], again]})
    (news,) = signals.news
    assert signals.headline.endswith("Since the last report: 1 revised figure.")
    assert (news.code, news.words, news.parts) == (
        "revised", "February 2023: 85% → 84%, source: Report of April 2023", (),
    )  # fmt: skip


def test_several_revised_periods_of_a_series_are_told_together_and_one_withdrawn_too():
    old = {"rate": february(85, 86)}
    again = [month("2023-01", 84), month("2023-02", None, marker="c")]
    (news,) = (one for one in since(old, {"rate": [*old["rate"], *again]}).news if one.parts)
    assert news.words == "2 periods revised"
    assert news_sentence([news]) == "Since the last report: 2 revised figures."
    assert news.parts == (
        "February 2023: 86% → Suppressed to protect confidentiality, source: highlight-report",
        "January 2023: 85% → 84%, source: highlight-report",
    )


def test_the_same_figure_again_and_one_that_came_later_are_no_news():
    old = {"rate": february(85, 85)}
    again = month("2023-02", 85, source_document="april.pdf")
    later = month("2023-02", 20, known_on=date(2024, 1, 1))
    assert news_lines(since(old, {"rate": [*old["rate"], again, later]})) == []


def test_a_measure_that_was_fresh_at_the_report_before_and_is_not_now_is_out_of_date():
    january = {"rate": [month("2023-01", 85, known_on=BEFORE)]}
    assert news_lines(since(january, january)) == [("stale", "rate", "1 month late")]
    both = {"rate": february(85, 85)}
    assert news_lines(since(both, both)) == []
