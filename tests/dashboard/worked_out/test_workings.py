"""Every measure worked out from cases is in the catalogue and says how it is worked out."""

import csv
from pathlib import Path

import pytest

from dashboard.measures import GROUPS, MEASURES, counted_words, explanation_of
from tests.builders.case_frames import worked_out

CATALOGUE = Path(__file__).resolve().parents[3] / "data" / "extracts" / "measures.csv"


@pytest.fixture(scope="module")
def catalogue() -> dict[str, dict[str, str]]:
    with CATALOGUE.open(encoding="utf-8") as lines:
        return {row["measure_id"]: row for row in csv.DictReader(lines)}


def test_each_measure_of_the_catalogue_that_rests_on_cases_has_a_working(catalogue):
    on_cases = {name: row for name, row in catalogue.items() if row["case_extract"]}
    assert on_cases
    for measure_id, row in on_cases.items():
        working = explanation_of(measure_id, row["case_extract"])
        assert working is not None, measure_id
        assert working.kind == row["kind"], measure_id
        assert row["case_extract"] in GROUPS[working.group], measure_id


def test_each_working_is_of_a_measure_of_the_catalogue(catalogue):
    assert set(MEASURES) <= set(catalogue)


def test_what_is_worked_out_and_what_is_said_are_the_same_measures():
    referral = {"referral_date": "2023-01-01", "first_appointment_date": "2023-02-01"}
    services = ("autism", "speech_language", "occupational_therapy", "camhs")
    cases = {
        "assessments": {"ehc_assessments": [{}]},
        "advice": {"advice": [{}]},
        "reviews": {"plans": [{}], "annual_reviews": [{}]},
        "referrals": {"referrals": [{"service": each, **referral} for each in services]},
    }
    made = {
        measure_id: group
        for group, kinds in cases.items()
        for measure_id in worked_out(group, "2023-12-31", **kinds).accounts["measure_id"]
    }
    assert made == {name: measure.group for name, measure in MEASURES.items()}


def test_a_measure_that_arrives_calculated_has_no_working():
    assert explanation_of("ehcp-share-of-pupils") is None


def test_a_question_of_a_survey_is_known_by_its_extract():
    working = explanation_of("cyp-influence", "feedback")
    assert working is not None
    assert working.numerator == "positive answers"


@pytest.mark.parametrize(
    ("measure_id", "words"),
    [
        ("ehcp-20-weeks", "plans"),
        ("ehc-cohort-20-weeks", "requests"),
        ("ehc-refusal-rate", "decisions"),
        ("ehc-oldest-open", "assessments"),
        ("ehc-advice-6-weeks", "pieces of advice"),
        ("annual-review-on-time", "reviews"),
        ("annual-review-final-8-weeks", "plans"),
        ("autism-waiting-18-weeks", "referrals"),
        ("feedback-listened-to", "answers"),
    ],
)
def test_a_figure_says_what_it_counts(measure_id, words):
    assert counted_words(measure_id) == words


def test_what_is_counted_is_known_of_every_measure():
    assert "cases" not in {counted_words(measure_id) for measure_id in MEASURES}
