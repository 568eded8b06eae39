"""Hand-made panels, small enough to read, for the tests of pictures and pages."""

from dataclasses import replace
from datetime import date
from typing import Any

from lxml import html as lxml_html

from dashboard.judging.control import build_control
from dashboard.judging.status import build_status
from dashboard.judging.trend import build_trend
from dashboard.model.panel import (
    Area,
    Baseline,
    Benchmark,
    Comparison,
    Event,
    Framework,
    Freshness,
    Measure,
    Panel,
    Point,
    Series,
    Status,
    Trend,
)
from tests.builders.points import KNOWN, REPORT, baseline, month, target, to_date, year

__all__ = ["baseline", "month", "target", "to_date", "year"]

AS_OF = KNOWN
HARINGEY = Area("E09000014", "Haringey", "local_area")
PLAN = Framework(
    "ha-wsoa-2021", "E09000014", "Written statement of action", date(2021, 1, 1), None, REPORT
)
PLANS_ON_TIME = Measure(
    "ehcp-20-weeks", "EHC plans issued within 20 weeks", "Plans within 20 weeks",
    "Plans issued within 20 weeks of the request.", "percent", "rate", "higher",
    "ehcp_timeliness", "monthly",
)  # fmt: skip
AUTISM_WAIT = Measure(
    "autism-wait", "Average wait for an autism assessment", "Autism wait",
    "Weeks from referral to assessment.", "weeks", "average", "lower", "autism_waits", "monthly",
)  # fmt: skip
VIEWS = Measure(
    "local-offer-views", "Local Offer page views", "Local Offer views",
    "Page views of the website.", "count", "flow", "higher", "communication", "monthly",
)  # fmt: skip


MET = Status("met", "On target", "82% is at least 80%.", gap=2, gap_words="2 points above target")
NO_TARGET = Status("no_target", "No target", "No target is in force.")
NOT_COMPARABLE = Status("not_comparable", "Can’t compare", "A modal band is not a mean.")
IMPROVED = Trend(
    "short", "up", "improved", "Improved", "Compared with the baseline.",
    comparisons=(
        Comparison(
            "baseline", "January 2022", "March 2023", "27%", "82%", 55, "up", "improved", True,
            "", "Up 55 points from January 2022.",
        ),
    ),
)  # fmt: skip
WITHHELD = Trend("short", None, "cannot_compare", "Can’t compare", "A modal band is not a mean.")


def series(points: tuple[Point, ...], **fields: object) -> Series:
    """Make a series whose words are plain; name in `fields` what a test is about."""
    known = [point for point in points if not point.is_later]
    latest = known[-1] if known else None
    made = Series(
        breakdown="", basis=points[0].basis if points else "month",
        statistic=latest.statistic if latest else "", label="In month", points=points,
        targets=(), baselines=(), benchmarks=(), latest=latest, status=NO_TARGET, trend=IMPROVED,
        value_words="82%", period_words="March 2023", baseline_words="", target_words="",
        title="Plans within 20 weeks: 82%, on target",
        headline="82% of plans were issued within 20 weeks in March 2023.",
        alt="82% of plans were issued within 20 weeks in March 2023, 2 points above the target.",
        cursor=tuple(f"Point {place}" for place, _ in enumerate(points, start=1)),
    )  # fmt: skip
    return replace(made, **fields)  # type: ignore[arg-type]


def panel(measure: Measure, *lines: Series, **fields: object) -> Panel:
    made = Panel(
        measure, HARINGEY, PLAN, AS_OF, lines, lines[0], lines[0].status,
        freshness=Freshness("fresh", "Up to date: March 2023", date(2023, 3, 31)),
        sources={REPORT: "SEND Executive highlight report, April 2023"},
    )  # fmt: skip
    return replace(made, **fields)  # type: ignore[arg-type]


DUE = date(2023, 4, 30)
IN_MONTH = series(
    (month("2023-01", 71), month("2023-02", 76), month("2023-03", 82)),
    targets=(target(80, basis="month", due_on=DUE),),
    baselines=(baseline(month("2022-01", 27)),),
    target_words="80%, due 30 April 2023",
    status=replace(MET, target=target(80, basis="month", due_on=DUE)),
)
ON_TIME = panel(
    PLANS_ON_TIME,
    IN_MONTH,
    events=(
        Event(date(2023, 1, 23), "day", "Monitoring visit", "", REPORT),
        Event(date(2023, 3, 7), "day", "Voices Day with young people", "", REPORT),
        Event(date(2023, 5, 11), "day", "Next monitoring visit", "", REPORT, is_planned=True),
    ),
)

MODAL_BAND = month("2023-02", statistic="modal_band", value_low=18.0, value_high=36.0,
    note="published as a band, not a mean",
)  # fmt: skip
WAITS = series(
    (month("2022-08", 46, statistic="mean"), MODAL_BAND),
    breakdown="age=0-5",
    label="Age 0–5",
    targets=(target(35, statistic="mean", operator="<=", due_on=DUE),),
    baselines=(Baseline(Point(None, None, "snapshot", "mean", value=39, decimals=0), "age=0-5"),),
    status=NOT_COMPARABLE,
    trend=WITHHELD,
    value_words="18–36 weeks",
    target_words="35 weeks mean, due 30 April 2023",
    title="Autism wait, age 0–5: 18–36 weeks, cannot compare",
)
WAITING = panel(AUTISM_WAIT, WAITS)

GAPPED = series(
    (
        year(2019, 40.1), year(2020, 55.0), year(2021, 61.3), year(2022, marker="x", decimals=-1),
        year(2023, 70.0, is_provisional=True), year(2024, 64.2, is_later=True),
    ),
    targets=(
        target(90, due_on=date(2023, 12, 31)), target(75, due_on=date(2021, 12, 31)),
        target(50, basis="month"),
    ),
    benchmarks=(
        Benchmark("E92000001", "England", tuple(year(2019 + n, 60.4 - 2 * n) for n in range(6))),
        Benchmark("E13000001", "Inner London", tuple(year(2019 + n, 62 + n) for n in range(6))),
    ),
    label="Excluding exceptions",
)  # fmt: skip
BY_YEAR = panel(PLANS_ON_TIME, GAPPED, as_of=date(2024, 6, 1))


# Eleven ordinary months, one far above them and one far below.
UNEVEN = (49, 51, 49, 51, 49, 51, 49, 51, 49, 51, 49, 90, 11)


def monthly_points(*values: float) -> tuple[Point, ...]:
    """Make consecutive months from January 2020 on."""
    return tuple(
        month(f"{2020 + place // 12}-{place % 12 + 1:02}", value)
        for place, value in enumerate(values)
    )


def change_of_practice(day: date, effect: str) -> Event:
    """Make an event with an effect on the figures."""
    return Event(day, "month", "New template", "", REPORT, effect=effect)


def judged_panel(
    points: tuple[Point, ...],
    *events: Event,
    measure: Measure = PLANS_ON_TIME,
    goal: float | None = None,
) -> Panel:
    """Judge points as they are on a page, with control limits, against a target if there is one."""
    targets = () if goal is None else (target(goal, basis="month"),)
    control = build_control(measure, points, events, goal)
    line = series(
        points,
        targets=targets,
        status=build_status(measure, points[-1], targets),
        trend=build_trend(measure, points, (), control, events),
        chart=control,
        statistic="",
    )
    return panel(measure, line, events=tuple(events))


def forms_in(text: str) -> list[Any]:
    """Return the forms of a page: each with its `action`, its `fields` and its buttons."""
    return lxml_html.fromstring(f"<div>{text}</div>").forms


def button_words(form: Any) -> list[str]:
    """Return the words on the buttons of a form."""
    return [button.text_content() for button in form.iter("button")]
