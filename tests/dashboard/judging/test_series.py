"""From rows to series: what is one line, what speaks for a measure, what is said of it."""

from dataclasses import replace
from datetime import date

from dashboard.judging.observations import MeasureRows, Observation
from dashboard.judging.series import build_series
from dashboard.model.panel import Area, Framework, Panel
from dashboard.panels.export import series_record
from dashboard.panels.panel import build_freshness, lead_series
from tests.builders.points import KNOWN, RATE, WAIT, baseline, month, target, to_date, year

REPORT = date(2023, 4, 19)


def _rows(*points, breakdown="", others=(), targets=(), baselines=(), role="actual"):
    own = tuple(Observation("E1", breakdown, role, point) for point in points)
    return MeasureRows(own, tuple(others), tuple(targets), tuple(baselines))


def _build(measure, rows, report_date=REPORT):
    return build_series(measure, rows, report_date, {"E92": "England"})


def test_bases_are_never_on_one_line():
    series = _build(RATE, _rows(month("2023-03", 82), to_date("2023-03", 74)))
    assert [(one.basis, one.label) for one in series] == [
        ("month", "In month"), ("ytd", "Year to date"),
    ]  # fmt: skip


def test_what_is_within_a_limit_comes_before_what_is_over_it_and_leads():
    bands = ("over-52", "20-to-52", "within-20")
    own = [Observation("E1", f"band={one}", "actual", month("2023-03", 30)) for one in bands]
    series = _build(RATE, MeasureRows(tuple(own), (), (), ()))
    assert [one.breakdown for one in series] == ["band=within-20", "band=20-to-52", "band=over-52"]
    assert lead_series(series) == series[0]


def test_a_long_title_leaves_out_the_basis_before_the_part_that_it_speaks_of():
    part = Observation("E1", "band=20-to-52", "actual", month("2023-03", 30))
    measure = replace(RATE, short_title="Plans by time taken")
    rows = MeasureRows((part, Observation("E1", "", "actual", to_date("2023-03", 30))), (), (), ())
    titles = [one.title for one in _build(measure, rows)]
    assert "Plans by time taken, over 20 to 52 weeks: 30%" in titles


def test_two_statistics_of_one_month_run_side_by_side():
    points = [month("2023-03", 40, statistic="mean"), month("2023-03", 30, statistic="median")]
    assert [one.statistic for one in _build(WAIT, _rows(*points))] == ["mean", "median"]


def test_a_statistic_that_follows_another_stays_on_its_line_and_the_latest_decides():
    band = month("2023-02", value_low=18, value_high=36, statistic="modal_band", decimals=0)
    (one,) = _build(WAIT, _rows(month("2022-08", 46, statistic="mean"), band))
    assert [point.statistic for point in one.points] == ["mean", "modal_band"]
    assert one.latest == one.points[-1]


def test_of_two_publications_of_a_period_the_newest_known_on_the_day_stands():
    first = year(2020, 68.9, known_on=date(2021, 5, 1))
    second = year(2020, 67.5, known_on=date(2022, 5, 1))
    later = year(2020, 66.0, known_on=date(2025, 7, 1))
    (one,) = _build(RATE, _rows(first, second, later))
    assert [point.value for point in one.points] == [67.5]


def test_a_figure_published_after_the_report_date_is_drawn_and_never_judged():
    points = [
        year(2021, 30.2, known_on=date(2022, 5, 1)),
        year(2023, 46.6, known_on=date(2025, 7, 1)),
    ]
    (one,) = _build(RATE, _rows(*points))
    assert [point.is_later for point in one.points] == [False, True]
    assert one.latest is not None
    assert one.latest.value == 30.2
    assert "published after this report date" in one.cursor[-1]


def test_the_headline_version_carries_the_measures_target():
    rows = _rows(year(2022, 84.2), breakdown="exceptions=excluding", targets=[target(90)])
    (one,) = _build(RATE, rows)
    assert one.status.code == "missed"
    rows = _rows(year(2022, 84.2), breakdown="exceptions=including", targets=[target(90)])
    assert [(s.breakdown, s.status.code) for s in _build(RATE, rows)] == [
        ("", "not_available"), ("exceptions=including", "no_target"),
    ]  # fmt: skip


def test_a_target_without_any_figure_is_a_series_without_points():
    (one,) = _build(RATE, _rows(targets=[target(90)]))
    assert (one.points, one.status.code, one.target_words) == ((), "not_available", "90%")


def test_a_measure_about_which_nothing_is_known_still_has_a_series():
    (one,) = _build(RATE, _rows())
    assert one.headline == "Made rate: not available. No figure has been published or loaded."


def test_only_an_actual_is_a_point_of_the_line():
    assert _build(RATE, _rows(year(2022, 83), role="last_year"))[0].points == ()
    forecast = _build(RATE, _rows(year(2022, 83), role="forecast"))[0]
    assert forecast.points == ()


def test_other_areas_are_set_beside_where_breakdown_basis_and_statistic_agree():
    others = [
        Observation("E92", "", "benchmark", month("2023-03", 50)),
        Observation("E92", "", "benchmark", year(2022, 49)),
        Observation("E92", "sector=health", "benchmark", month("2023-03", 48)),
    ]
    (one,) = _build(RATE, _rows(month("2023-03", 82), others=others))
    assert [(b.area_name, [p.value for p in b.points]) for b in one.benchmarks] == [
        ("England", [50])
    ]


def test_age_bands_are_in_order_of_age():
    own = tuple(
        Observation("E1", f"age={band}", "actual", month("2023-03", 40))
        for band in ("12-18", "0-11", "0-5", "6-18")
    )
    series = _build(WAIT, MeasureRows(own, (), (), ()))
    assert [one.label for one in series] == ["Age 0–5", "Age 0–11", "Age 6–18", "Age 12–18"]


def test_the_sentences_of_a_series():
    rows = _rows(
        to_date("2023-03", 79, printed_arrow="up", note="odd"), breakdown="sector=education",
        targets=[target(90, breakdown="sector=education")],
        baselines=[baseline(month("2022-01", 83), "sector=education")],
    )  # fmt: skip
    (one,) = _build(RATE, rows)
    assert one.title == "Made rate, education: 79%, below target"
    assert one.headline == (
        "Made rate, education: 79% in 2023 to date (to March) – 11 points below the 90% target. "
        "Below target. Down 4 points from 83% in January 2022, the baseline: worsened."
    )
    assert one.printed_arrow_note == "The report printed an “up” arrow; the figures go down."
    assert one.notes == ("Odd",)
    assert one.baseline_words == "83% (January 2022)"
    assert one.cursor == ("79% · 11 below 90% · worsened",)


def test_long_names_are_dropped_from_the_title_before_its_finding():
    long = replace(RATE, short_title="A measure with a short title of far too many words")
    (one,) = _build(long, _rows(month("2023-03", 79), targets=[target(90)]))
    assert one.title.endswith(": 79%")
    assert len(one.alt) <= 220


def test_the_judged_series_leads_then_the_newest_then_the_shortest_window():
    rows = _rows(
        month("2023-03", 82), to_date("2023-03", 74), year(2023, 60),
        targets=[target(80, basis="month"), target(59.9, basis="ytd")],
    )  # fmt: skip
    assert lead_series(_build(RATE, rows)).basis == "month"


def test_freshness_is_against_today():
    series = _build(RATE, _rows(month("2023-03", 82)))
    stale = build_freshness(RATE, series, date(2026, 11, 21))
    assert (stale.code, stale.words) == ("stale", "42 months late")
    assert build_freshness(RATE, series, date(2023, 4, 30)).code == "fresh"
    assert build_freshness(RATE, _build(RATE, _rows()), date(2023, 4, 30)).code == "none"


def test_a_series_as_a_record_says_what_the_panel_says():
    (one,) = _build(
        RATE, _rows(month("2023-03", 82, numerator=18, denominator=22), targets=[target(80)])
    )
    area = Area("E1", "Made borough", "local_area")
    plan = Framework("made-plan", "E1", "Made plan", None, None, "")
    record = series_record(Panel(RATE, area, plan, REPORT, (one,), one, one.status), one)
    point = record["points"][0]
    assert (point["period_start"], point["period_end"]) == ("2023-03-01", "2023-03-31")
    assert (point["numerator"], point["denominator"], point["value"]) == (18, 22, 82)
    assert (record["status"], record["headline"]) == ("met", one.headline)
    assert record["as_of"] == KNOWN.isoformat()


def test_a_printed_level_arrow_agrees_with_a_figure_that_has_not_moved():
    rows = _rows(month("2022-03", 82), month("2023-03", 82, printed_arrow="level"))
    assert _build(RATE, rows)[0].printed_arrow_note == ""
    rows = _rows(month("2023-03", 82, printed_arrow="level"))
    assert "no earlier figure is loaded" in _build(RATE, rows)[0].printed_arrow_note


def test_of_two_publications_of_one_day_a_number_comes_before_the_lack_of_one():
    number, gap = month("2023-03", 82), month("2023-03", marker="x", extract_id=9)
    (one,) = _build(RATE, _rows(number, gap))
    assert one.value_words == "82%"


def test_titles_of_one_part_on_two_bases_are_told_apart():
    series = _build(RATE, _rows(month("2023-03", 82), to_date("2023-03", 74)))
    assert [one.title for one in series] == [
        "Made rate, in month: 82%", "Made rate, year to date: 74%",
    ]  # fmt: skip


def test_comparisons_carry_both_figures_as_numbers():
    (one,) = _build(RATE, _rows(month("2022-03", 60), month("2023-03", 82)))
    area = Area("E1", "Made borough", "local_area")
    plan = Framework("made-plan", "E1", "Made plan", None, None, "")
    record = series_record(Panel(RATE, area, plan, REPORT, (one,), one, one.status), one)
    compared = record["trend"]["comparisons"][0]
    assert (compared["from"]["value"], compared["to"]["value"]) == (60, 82)
    assert compared["from"]["period_start"] == "2022-03-01"


def test_a_financial_year_is_up_to_date_until_the_next_one_has_ended():
    start, end = date(2023, 4, 1), date(2024, 3, 31)
    point = replace(year(2023, 28), period_start=start, period_end=end)
    annual = replace(RATE, frequency="annual")
    series = _build(annual, _rows(point))
    assert build_freshness(annual, series, date(2025, 2, 15)).code == "fresh"
    stale = build_freshness(annual, series, date(2025, 5, 2))
    assert stale.words == "12 months late"
