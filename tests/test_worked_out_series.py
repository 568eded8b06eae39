"""What the `series` command says of figures worked out from cases, and of pairs."""

import pytest
from sqlalchemy import Engine

from dashboard.model.selection import Selection
from data.queries.panels import load_panel
from tests.conftest import SeriesJson
from tests.stores import current_day, read_as_page

EXAMPLE = "X99000001"
HARINGEY = "E09000014"


def test_a_part_is_that_of_the_headline_version_where_a_measure_has_versions(
    series_json: SeriesJson,
):
    series = series_json(
        "ehcp-20-weeks", EXAMPLE, "--basis", "rolling12", "--breakdown", "need=ASD"
    )
    assert (series["breakdown"], series["basis"]) == ("exceptions=excluding;need=ASD", "rolling12")
    assert (series["origin"], series["is_synthetic"]) == ("cases", True)
    for point in series["points"]:
        exact = 100 * point["numerator"] / point["denominator"]
        assert point["value"] == pytest.approx(exact, abs=0.05001)


def test_a_statistic_of_those_waiting_is_a_measure_of_its_own(series_json: SeriesJson):
    mean = series_json("autism-mean-waiting", EXAMPLE, "--statistic", "mean")
    median = series_json("autism-median-waiting", EXAMPLE, "--statistic", "median")
    assert (mean["basis"], median["basis"]) == ("snapshot", "snapshot")
    assert mean["latest"]["denominator"] == median["latest"]["denominator"]


def test_a_year_to_date_is_the_sum_of_its_months_divided_once(series_json: SeriesJson):
    options = ("--breakdown", "exceptions=excluding")
    months = series_json("ehcp-20-weeks", EXAMPLE, "--basis", "month", *options)["points"]
    to_date = series_json("ehcp-20-weeks", EXAMPLE, "--basis", "ytd", *options)["points"][-1]
    of_year = [one for one in months if one["period_end"] >= to_date["period_start"]]
    for part in ("numerator", "denominator"):
        assert to_date[part] == sum(one[part] for one in of_year)


def test_faster_but_quality_fell_fires_on_haringeys_april_2023(series_json: SeriesJson):
    (words,) = series_json("ehcp-20-weeks", HARINGEY)["pair_words"]
    assert words.startswith("Faster, but quality fell: ")
    for figures in (
        "from 27% in January 2022 to 82% in March 2023",
        "health, went from 83% in January 2022 to 67%",
        "Plan audits rated compliant went from 81% in 2022 to 78%",
        "Section F, went from 89% in 2022 to 78%",
    ):
        assert figures in words
    assert words.endswith("does not say that one caused the other.")


def test_timeliness_is_never_without_its_open_backlog(example: Engine):
    panel = read_as_page(
        load_panel, example, Selection(area=EXAMPLE, measure="ehcp-20-weeks"), current_day()
    )
    backlog = [one.measure_id for one in panel.partners if one.relation == "backlog"]
    assert {"ehc-open", "ehc-open-past-20-weeks", "ehc-due-4-weeks"} <= set(backlog)
    assert all(one.latest for one in panel.partners)
