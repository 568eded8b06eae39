"""Kinds of year, years to date and lengths of periods: what is one line and what is compared."""

import json
from argparse import Namespace
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import Engine

from callbacks.downloads.series import SERIES_COLUMNS, series_rows
from dashboard.judging.control import charted_points
from dashboard.judging.control_text import variation_words
from dashboard.judging.trend import build_trend
from dashboard.model.panel import Panel, Point, Series
from dashboard.model.selection import Selection, read_address
from dashboard.panels.export import copied_words, series_record
from dashboard.text.periods import months_end
from data.cli.series import run_series
from data.common.load_options import LoadOptions
from data.common.progress import unwatched
from data.files.csv_reader import ExtractFile
from data.formats.scorecard.reader import SCORECARD as SCORECARD_FORMAT
from data.loading.load import check_files, load_files
from data.queries.panels import load_panel
from layouts.charts.spec.marks import build_lines, build_marks
from layouts.measure.context import MeasureContext
from layouts.measure.controls import controls_row
from layouts.ui.series_links import series_urls
from layouts.ui.static_html import html_text
from layouts.ui.view_options import chosen_series
from tests.builders.points import FLOW, RATE, baseline, year
from tests.builders.scorecard import Catalogue, figures
from tests.real_inputs.inputs import input_file
from tests.stores import read_as_page

TODAY = date(2026, 11, 28)
HARINGEY, PLAN = "E09000014", "ha-wsoa-2021"
# After everything in the inputs was published.
LATEST = date(2025, 6, 30)


def load(engine: Engine, *names: str) -> None:
    for name in ("sources.csv", *names):
        (report,) = load_files(engine, [input_file(name)])
        assert not report.issues


def panel_of(engine: Engine, measure: str) -> Panel:
    chosen = Selection(page="measure", area=HARINGEY, framework=PLAN, measure=measure, as_of=LATEST)
    return read_as_page(load_panel, engine, chosen, TODAY)


def lines(engine: Engine, measure: str, basis: str) -> dict[str, Series]:
    """Return the series of a basis by kind of year."""
    series = [line for line in panel_of(engine, measure).series if line.basis == basis]
    return {line.year_kind: line for line in series}


def compared(series: Series) -> list[str]:
    return [comparison.words for comparison in series.trend.comparisons]


@pytest.mark.both_databases
def test_years_of_three_kinds_are_three_lines_and_never_compared(shipped: Engine):
    load(shipped, "years_of_three_kinds.csv")
    by_kind = lines(shipped, "supported-internships", "year")
    assert {kind: (line.label, line.period_words) for kind, line in by_kind.items()} == {
        "calendar": ("Calendar year", "2021"),
        "financial": ("Financial year", "Year to March 2023"),
        "academic": ("Academic year", "Academic year 2021/22"),
    }
    assert [point.value for point in by_kind["financial"].points] == [20, 28]
    assert compared(by_kind["calendar"]) == compared(by_kind["academic"]) == []
    assert by_kind["academic"].headline == (
        "Supported internships a year: 30 in the academic year 2021/22. No target. "
        "No earlier figure."
    )


@pytest.mark.both_databases
def test_a_year_to_date_is_compared_only_with_the_same_start_and_end(shipped: Engine):
    load(shipped, "ytd_financial_year_observations.csv")
    plans = lines(shipped, "ehcp-new-plans", "ytd")
    assert {kind: (line.value_words, line.period_words) for kind, line in plans.items()} == {
        "calendar": ("150", "2023 to date (to September)"),
        "financial": ("90", "April to September 2022"),
    }
    assert [compared(line) for line in plans.values()] == [[], []]
    on_time = lines(shipped, "ehcp-20-weeks", "ytd")["financial"]
    assert on_time.period_words == "April to December 2023"
    (words,) = compared(on_time)
    assert words == (
        "Can’t compare 37% with 70%, 2021 to date (to December) against April to December 2023: "
        "a calendar year is not a financial year."
    )
    assert [point.value for point in on_time.points] == [60, 66, 70]


def test_a_year_to_date_to_another_day_of_the_month_is_another(shipped: Engine):
    load(shipped, "ytd_financial_year_observations.csv")
    before, latest, _ = lines(shipped, "ehcp-20-weeks", "ytd")["financial"].points
    mid_month = replace(latest, period_end=date(2023, 9, 15))
    assert build_trend(RATE, [before, mid_month], ()).comparisons == ()
    assert build_trend(RATE, [before, latest], ()).comparisons


def test_the_same_months_of_the_financial_year_before_are_compared(shipped: Engine):
    load(shipped, "ytd_financial_year_observations.csv")
    points = lines(shipped, "ehcp-20-weeks", "ytd")["financial"].points
    trend = build_trend(RATE, points[:2], ())
    assert trend.reason == (
        "Up 6 points, from 60% to 66%: April to September 2022 against April to September 2023. "
        "Improved, compared with the same period a year before."
    )


def test_each_kind_of_year_has_an_address_and_files_of_its_own(shipped: Engine):
    load(shipped, "years_of_three_kinds.csv")
    panel = panel_of(shipped, "supported-internships")
    for series in panel.series:
        urls = series_urls(panel, series, Selection(area=HARINGEY, framework=PLAN))
        path, _, query = urls.view.partition("?")
        chosen = read_address(path, query)
        assert chosen is not None
        assert chosen.year_kind == series.year_kind
        assert chosen_series(panel, chosen) is series
        assert f"year_kind={series.year_kind}" in urls.numbers
        exported = series_record(panel, series)
        assert (exported["basis"], exported["year_kind"]) == ("year", series.year_kind)
        assert {point["year_kind"] for point in exported["points"]} == {series.year_kind}
        rows = [dict(zip(SERIES_COLUMNS, row, strict=True)) for row in series_rows(panel, series)]
        assert {row["year_kind"] for row in rows} == {series.year_kind}


def test_the_command_line_names_a_series_by_its_kind_of_year(
    shipped: Engine, capsys: pytest.CaptureFixture[str]
):
    load(shipped, "years_of_three_kinds.csv")
    options = Namespace(
        area=HARINGEY,
        framework=PLAN,
        measure="supported-internships",
        as_of=LATEST,
        statistic="",
        breakdown=[],
        basis="year",
        year_kind="",
        origin="",
        json=False,
    )
    assert run_series(shipped, options) == 0
    several = capsys.readouterr().out
    for kind in ("calendar", "financial", "academic"):
        assert f"--basis year --year-kind {kind}: " in several
    options.year_kind, options.json = "academic", True
    assert run_series(shipped, options) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["year_kind"], [point["value"] for point in told["points"]]) == ("academic", [30])


def test_a_page_offers_each_kind_of_year(shipped: Engine):
    load(shipped, "years_of_three_kinds.csv")
    panel = panel_of(shipped, "supported-internships")
    chosen = Selection(area=HARINGEY, framework=PLAN, measure="supported-internships")
    form = html_text(controls_row(panel, panel.lead, (), MeasureContext((), (), (), {}), chosen))
    for kind in ("Calendar", "Financial", "Academic"):
        assert f'value="year:{kind.lower()}"' in form
        assert f"{kind} year</span>" in form
    asked = read_address("/measure/supported-internships", "?basis=year:academic")
    assert asked is not None
    assert (asked.basis, asked.year_kind) == ("year", "academic")


def test_a_baseline_of_another_kind_of_year_is_not_compared():
    financial = replace(year(2022), period_start=date(2022, 4, 1), period_end=date(2023, 3, 31))
    trend = build_trend(RATE, [replace(financial, value=70.0)], [baseline(year(2021, 60))])
    assert trend.judgement == "cannot_compare"
    assert trend.reason == (
        "Can’t compare 60% with 70%, 2021 against year to March 2023: "
        "a calendar year is not a financial year."
    )


def test_lengths_of_periods_are_held_and_the_days_expected_are_named(shipped: Engine):
    load_files(shipped, [input_file("sources.csv")])
    (report,) = check_files(shipped, [input_file("period_lengths.csv")])
    assert [(issue.row, issue.column, issue.expected) for issue in report.issues] == [
        (3, "period_end", "the last day of 12 whole months (2023-08-31), for the basis year"),
        (8, "period_end", "the last day of 12 whole months (2023-04-30), for the basis rolling12"),
    ]


def test_quarters_that_overlap_are_not_compared_and_give_no_control_chart():
    starts = [date(2020 + at // 12, at % 12 + 1, 1) for at in range(16)]
    quarters = [
        Point(day, months_end(day, 3), "quarter", value=float(at), decimals=0)
        for at, day in enumerate(starts)
    ]
    assert charted_points(quarters) == ()
    assert build_trend(RATE, quarters[-2:], ()).comparisons == ()


CONFIRMED = LoadOptions(framework_id=PLAN, source_document="rw-src", is_confirmed=True)
UNCONFIRMED = replace(CONFIRMED, is_confirmed=False)
SCORECARD = "ytd_financial_year_scorecard.csv"


def periods_read(file: ExtractFile, options: LoadOptions) -> list[str]:
    """Return basis and days of the figures of the plans within 20 weeks."""
    reading = SCORECARD_FORMAT.read([file], Catalogue(), options, unwatched)
    rows = [row for row in figures(reading) if row[0] == "ehcp-20-weeks"]
    return [" ".join(row[1:4]) for row in rows]


@pytest.mark.both_databases
def test_a_sheet_of_a_financial_year_counts_from_april(shipped: Engine):
    load_files(shipped, [input_file("sources.csv")])
    (report,) = load_files(shipped, [input_file(SCORECARD)], options=CONFIRMED)
    assert (report.issues, report.asks) == ((), ())
    plans = lines(shipped, "ehcp-new-plans", "ytd")["financial"]
    assert (plans.value_words, plans.period_words) == ("240", "April 2023 to March 2024")
    assert {point.period_start for point in plans.points} == {date(2023, 4, 1)}
    (line,) = build_lines(build_marks(plans, "count"), "ytd", FLOW)
    assert [len(piece) for piece in line.pieces] == [12]
    assert compared(plans) == []


def test_without_such_words_its_year_is_asked(shipped: Engine):
    load_files(shipped, [input_file("sources.csv")])
    text = input_file(SCORECARD).content.replace(b" 2023/24 (financial year)", b"")
    file = ExtractFile("march.csv", text)
    (asking,) = load_files(shipped, [file], options=CONFIRMED)
    assert asking.asks == ("year_kind",)
    load_files(shipped, [file], options=replace(CONFIRMED, year_kind="financial"))
    assert lines(shipped, "ehcp-new-plans", "ytd").keys() == {"financial"}
    later = ExtractFile("april.csv", text.replace(b"240", b"241"))
    (report,) = load_files(shipped, [later], options=UNCONFIRMED)
    assert report.asks == ()


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("cum", ["ytd 2023-01-01 2023-03-31", "ytd 2023-01-01 2023-12-31"]),
        ("dmy", ["month 2023-04-01 2023-04-30", "month 2023-06-01 2023-06-30"]),
        ("eom", ["month 2023-04-01 2023-04-30", "month 2023-06-01 2023-06-30"]),
        ("iso", ["month 2023-04-01 2023-04-30", "month 2023-06-01 2023-06-30"]),
        ("q5", ["quarter 2023-04-01 2023-06-30", "quarter 2023-04-01 2023-06-30"]),
    ],
)
def test_headings_that_are_read(read_only: Engine, name: str, expected: list[str]):
    file = input_file(f"headings/{name}.csv")
    (report,) = check_files(read_only, [file], options=UNCONFIRMED)
    assert (report.issues, report.asks) == ((), ("confirmed",))
    periods = periods_read(file, CONFIRMED)
    assert [periods[0], periods[-1]] == expected


@pytest.mark.parametrize(
    ("name", "fix"),
    [
        ("ht", "The days of a half term differ: write them as 1/9/2022 to 21/10/2022."),
        ("q7", "FY24 may be 2023/24 or 2024/25: write it as Q1 23/24 or Apr-Jun 2023."),
        ("term", "The days of a term differ: write its half terms as 1/9/2022 to 21/10/2022."),
        ("wk", "A week is too short a time to be judged: send months or quarters."),
    ],
)
def test_headings_that_are_refused_in_the_words_of_a_scorecard(
    read_only: Engine, name: str, fix: str
):
    (file,) = check_files(read_only, [input_file(f"headings/{name}.csv")], options=CONFIRMED)
    assert file.format == "Scorecard with a month a column"
    assert [issue.fix for issue in file.issues] == [fix] * 4


@pytest.mark.parametrize(
    ("name", "kind", "period"),
    [
        ("q6", "calendar", "quarter 2023-04-01 2023-06-30"),
        ("y1", "financial", "year 2020-04-01 2021-03-31"),
        ("y1", "academic", "year 2020-09-01 2021-08-31"),
    ],
)
def test_headings_whose_kind_of_year_is_asked(read_only: Engine, name: str, kind: str, period: str):
    file = input_file(f"headings/{name}.csv")
    (asking,) = check_files(read_only, [file], options=CONFIRMED)
    assert (asking.issues, asking.asks) == ((), ("year_kind",))
    answered = replace(CONFIRMED, year_kind=kind)
    (report,) = check_files(read_only, [file], options=answered)
    assert (report.issues, report.asks) == ((), ())
    assert periods_read(file, answered)[0] == period


@pytest.mark.both_databases
def test_the_figure_before_a_gap_is_the_last_before_and_not_the_period_before(shipped: Engine):
    load(shipped, "gap_before.csv")
    (line,) = in_months(shipped, "annual-review-decided-4-weeks")
    assert compared(line) == [
        (
            "Up 10 points, from 50% to 60%: January 2024 against May 2024. Improved, compared with "
            "the last figure before, January 2024."
        )
    ]
    assert line.headline.endswith(
        "Up 10 points from 50% in January 2024, the last figure before: improved."
    )


@pytest.mark.both_databases
def test_a_run_is_of_figures_and_says_what_is_missing_between(shipped: Engine):
    load(shipped, "gap_in_run.csv")
    panel = panel_of(shipped, "ehc-decision-6-weeks")
    (line,) = in_months(shipped, "ehc-decision-6-weeks")
    run = "rising for 7 figures in a row, 4 months missing between"
    assert line.headline.endswith(f"Improved: {run}.")
    assert variation_words(panel.measure, line) == f"Improving: {run}"
    assert run in series_record(panel, line)["trend"]["reason"]
    assert run in copied_words(panel, line)


def in_months(engine: Engine, measure: str) -> list[Series]:
    return [line for line in panel_of(engine, measure).series if line.basis == "month"]
