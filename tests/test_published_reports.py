"""What the product says of the founding documents: each row a sentence, from the shipped extracts.

The store is set up as `make run` sets it up; every answer is taken from the `series` command.
"""

import json
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from sqlalchemy import Engine

from dashboard.model.panel import Panel
from dashboard.model.selection import Selection
from dashboard.text.format import point_words
from data.cli.main import main
from data.queries.panels import load_panel
from data.queries.snapshot import load_catalogue
from data.store.databases.engine import make_engine
from tests.conftest import SeriesJson
from tests.stores import read_as_page, read_at_once

HARINGEY = "E09000014"
TOWER_HAMLETS = "E09000030"


def _chosen(series: dict[str, Any]) -> dict[str, Any]:
    return next(one for one in series["trend"]["comparisons"] if one["is_allowed"])


def test_education_advice_fell_from_83_to_79_although_the_report_printed_up(
    series_json: SeriesJson,
):
    series = series_json("ehcp-advice-quality", HARINGEY, "--breakdown", "sector=education")
    trend = series["trend"]
    assert (trend["direction"], trend["judgement"], series["status"]) == (
        "down",
        "worsened",
        "missed",
    )
    assert _chosen(series)["change"] == -4
    assert _chosen(series)["window"] == "January 2022 against 2023 to date (to March)"
    assert "January 2022" in series["headline"]
    assert "2023 to date" in series["headline"]
    assert series["printed_arrow"] == "up"
    assert series["printed_arrow_note"] == "The report printed an “up” arrow; the figures go down."
    assert series["target"]["value"] == 90


def test_social_care_advice_rose_from_56_to_67_although_the_report_printed_down(
    series_json: SeriesJson,
):
    series = series_json("ehcp-advice-quality", HARINGEY, "--breakdown", "sector=social_care")
    trend = series["trend"]
    assert (trend["direction"], trend["judgement"], series["status"]) == (
        "up",
        "improved",
        "missed",
    )
    assert _chosen(series)["change"] == 11
    assert series["printed_arrow_note"] == "The report printed a “down” arrow; the figures go up."


def test_families_involved_stayed_at_100_although_the_report_printed_up(series_json: SeriesJson):
    series = series_json("ehcp-family-involved")
    assert (series["trend"]["judgement"], series["status"]) == ("no_change", "met")
    assert series["trend"]["direction"] == "flat"
    assert "printed an “up” arrow; the figure has not moved" in series["printed_arrow_note"]


def test_twenty_weeks_in_month_and_to_date_are_two_series_with_two_targets(series_json: SeriesJson):
    month = series_json("ehcp-20-weeks", HARINGEY, "--basis", "month")
    to_date = series_json("ehcp-20-weeks", HARINGEY, "--basis", "ytd")
    assert (month["latest"]["value"], month["target"]["value"], month["status"]) == (82, 80, "met")
    assert (to_date["latest"]["value"], to_date["target"]["value"]) == (74, 59.9)
    assert to_date["status"] == "met"
    assert to_date["gap"] == 14.1
    for series in (month, to_date):
        assert {one["against"] for one in series["trend"]["comparisons"]} == {"baseline"}
    assert _chosen(month)["from_period"] == "January 2022"
    assert _chosen(to_date)["from_period"] == "2021 to date (to December)"


def test_the_modal_band_of_autism_waits_is_drawn_as_a_band_and_not_judged(series_json: SeriesJson):
    series = series_json("autism-wait", HARINGEY, "--breakdown", "age=0-5")
    band = series["points"][-1]
    assert (band["value"], band["value_low"], band["value_high"]) == (None, 18, 36)
    assert (series["status"], series["trend"]["judgement"]) == ("not_comparable", "cannot_compare")
    assert series["trend"]["direction"] is None
    assert (
        series["status_reason"] == "A modal band is not a mean; 35 weeks lies inside 18–36 weeks."
    )
    assert "a modal band is not a mean" in series["trend"]["reason"]
    older = series["trend"]["comparisons"][-1]
    assert (older["from_value"], older["to_value"]) == ("39 weeks", "46 weeks")
    assert (older["change"], older["judgement"]) == (7, "worsened")


def test_the_mean_wait_named_on_its_own_is_up_seven_weeks_and_worsened(series_json: SeriesJson):
    series = series_json("autism-wait", HARINGEY, "--breakdown", "age=0-5", "--statistic", "mean")
    assert [point["value"] for point in series["points"]] == [46]
    assert (_chosen(series)["change"], series["trend"]["judgement"]) == (7, "worsened")
    assert (series["status"], series["status_word"]) == ("missed", "Above limit")


def test_the_newsletter_met_its_target_which_is_not_the_40_percent_more_it_asks_for(
    series_json: SeriesJson,
):
    series = series_json("newsletter-subscribers")
    assert (series["latest"]["value"], series["status"]) == (3265, "met")
    assert any("40% more" in note and "1,380" in note for note in series["notes"])


def test_unique_local_offer_views_carry_the_note_on_their_target(series_json: SeriesJson):
    series = series_json(
        "local-offer-views", HARINGEY, "--breakdown", "kind=unique", "--basis", "year"
    )
    assert any("7,488" in note for note in series["notes"])


@pytest.mark.parametrize("basis", ["year", "ytd"])
@pytest.mark.parametrize("kind", ["all", "unique"])
def test_a_total_of_local_offer_views_is_not_compared_with_a_monthly_target(
    series_json: SeriesJson, kind, basis
):
    series = series_json(
        "local-offer-views", HARINGEY, "--breakdown", f"kind={kind}", "--basis", basis
    )
    assert (series["status"], series["trend"]["judgement"]) == ("not_comparable", "cannot_compare")
    assert series["trend"]["direction"] is None
    assert series["printed_arrow"] == "up"


def test_piloted_meetings_and_surveys_not_due_are_typed_missing_states(series_json: SeriesJson):
    meetings = series_json("ehcp-coproduction-meeting", HARINGEY, "--basis", "year")
    survey = series_json("autism-comms")
    feedback = series_json("local-offer-useful", HARINGEY, "--basis", "ytd")
    assert [one["status"] for one in (meetings, survey, feedback)] == [
        "not_available", "not_due", "not_reported",
    ]  # fmt: skip
    for series in (meetings, survey, feedback):
        point = series["points"][-1]
        assert (point["value"], point["numerator"]) == (None, None)
        assert point["marker"] == series["status"]


@pytest.mark.parametrize("exceptions", ["including", "excluding"])
def test_the_year_that_the_dfe_does_not_give_is_a_gap_with_its_reason(
    series_json: SeriesJson, exceptions
):
    series = series_json(
        "ehcp-20-weeks", TOWER_HAMLETS, "--basis", "year", "--breakdown", f"exceptions={exceptions}"
    )
    gap = next(point for point in series["points"] if point["period_end"] == "2022-12-31")
    assert (gap["value"], gap["marker"]) == (None, "x")
    assert gap["note"] == "x: not available in the DfE release"
    years = [point["period_end"][:4] for point in series["points"]]
    assert years == [str(year) for year in range(2014, 2025)]


def test_five_of_thirteen_measures_that_can_be_judged_meet_their_target(series_json: SeriesJson):
    measures = [
        "ehcp-20-weeks", "ehcp-coproduction-meeting", "ehcp-advice-quality", "ehcp-voice",
        "ehcp-legal-compliance", "ehcp-audit-compliance", "annual-review-on-time",
        "ehcp-family-involved", "pfa-options", "autism-wait", "autism-comms",
        "autism-support-waiting", "local-offer-useful", "newsletter-informed",
        "newsletter-subscribers", "local-offer-views", "young-people-in-reviews", "cyp-influence",
    ]  # fmt: skip
    statuses = {measure: series_json(measure)["status"] for measure in measures}
    judged = [code for code in statuses.values() if code in ("met", "close", "missed")]
    assert (judged.count("met"), len(judged)) == (5, 13)


def test_as_of_a_day_shows_only_what_was_published_by_then(series_json: SeriesJson):
    options = ("--basis", "year", "--breakdown", "exceptions=excluding")
    then = series_json("ehcp-20-weeks", TOWER_HAMLETS, *options, "--as-of", "2022-12-08")
    now = series_json("ehcp-20-weeks", TOWER_HAMLETS, *options, "--as-of", "2025-07-01")
    assert then["points"][-1]["period_end"] == "2021-12-31"
    assert now["points"][-1]["period_end"] == "2024-12-31"
    assert (then["trend"]["judgement"], now["trend"]["judgement"]) == ("improved", "worsened")


def test_a_measure_of_several_breakdowns_lists_them(series_json: SeriesJson):
    listed = series_json("ehcp-advice-quality")
    assert [one["breakdown"] for one in listed["series"]] == [
        "sector=education", "sector=health", "sector=social_care",
    ]  # fmt: skip
    assert listed["status"] == "missed"


def test_benchmarks_stand_beside_the_series_they_share_a_basis_with(series_json: SeriesJson):
    options = ("--basis", "year", "--breakdown", "exceptions=excluding")
    series = series_json("ehcp-20-weeks", HARINGEY, *options)
    names = {one["area_name"] for one in series["benchmarks"]}
    assert names == {"England", "London", "Tower Hamlets"}
    month = series_json("ehcp-20-weeks", HARINGEY, "--basis", "month")
    assert month["benchmarks"] == []


def _panels(engine: Engine) -> Iterator[Panel]:
    choices = read_at_once(load_catalogue, engine)
    for framework in choices.frameworks:
        for _, measure, _ in choices.catalogue.served[framework.framework_id]:
            chosen = Selection(framework=framework.framework_id, measure=measure)
            yield read_as_page(load_panel, engine, chosen, date(2026, 11, 21))


def test_every_number_in_a_headline_is_the_number_of_its_panel(filled_store: str):
    engine = make_engine(filled_store)
    seen = 0
    for panel in _panels(engine):
        for series in panel.series:
            assert len(series.alt) <= 220
            assert len(series.title.split()) <= 10
            assert len(series.cursor) == len(series.points)
            if series.latest and series.latest.has_number:
                seen += 1
                said = point_words(series.latest, panel.measure.unit)
                assert said == series.value_words
                assert said in series.headline
                assert said in series.alt
                assert said in series.title
                assert said in series.cursor[series.points.index(series.latest)]
    engine.dispose()
    assert seen > 40


def test_the_whole_of_a_measure_with_parts_can_be_named(series_json: SeriesJson):
    listed = series_json("ehcp-20-weeks", HARINGEY, "--breakdown", "total")
    assert {one["breakdown"] for one in listed["series"]} == {""}
    assert {one["basis"] for one in listed["series"]} == {"month", "ytd"}


def test_options_that_name_no_series_are_refused_with_those_there_are(
    filled_store: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    monkeypatch.setenv("DATABASE_URL", filled_store)
    asked = ["series", "autism-wait", "--area", HARINGEY, "--json"]
    for option in (["--statistic", "nonsense"], ["--basis", "quarter"], ["--breakdown", "age=9-9"]):
        assert main([*asked, *option]) == 1
        assert "No series fits" in json.loads(capsys.readouterr().out)["error"]
    assert main(["series", "nonsense", "--area", HARINGEY]) == 1
