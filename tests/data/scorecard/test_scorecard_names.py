"""Which measure each row of a scorecard is of; what may be another is never guessed."""

from dataclasses import replace

import pytest

from data.formats.base import Likeness
from data.formats.scorecard.measure_names import distinguishing_words, is_like, normalised_name
from tests.builders.scorecard import CONFIRMED, MONTHS, PLANS, note_lines, read, rows_of, values


@pytest.mark.parametrize(
    ("name", "measure_id"),
    [
        ("autism-mean", "autism-mean"),
        ("ehc plans issued within 20 weeks.", "ehcp-20-weeks"),
        ("% of EHCPs issued within 20 wks", "ehcp-20-weeks"),
        ("EHC plans issued in 20 weeks (%)", "ehcp-20-weeks"),
        ("Number of requests for EHC needs assessments", "ehc-requests"),
        ("Number waiting over 104 weeks for ASD assessment", "autism-over-104"),
    ],
)
def test_a_name_is_read_as_the_measure_that_it_can_only_be(name: str, measure_id: str):
    reading = read(MONTHS, f"{name} | 1 | 2 | 3")
    assert {row["measure_id"] for row in rows_of(reading)} == {measure_id}


@pytest.mark.parametrize(
    "name",
    [
        "Referrals received",
        "Physio referrals received",
        "Waiting over 78 weeks for autism assessment",
        "Medium wait for autism",
        "Number of EHC plans issued within 20 weeks",
        "% of requests for EHC needs assessment",
        "EHC plans",
        "Professional advice of good quality: police",
    ],
)
def test_a_name_that_may_be_another_is_listed_and_never_guessed(name: str):
    reading = read(MONTHS, f"{name} | 10 | 20 | 30", f"{PLANS} | 70% | 71% | 80%")
    assert {row["measure_id"] for row in rows_of(reading)} == {"ehcp-20-weeks"}
    (note,) = note_lines(reading, "unrecognised")
    assert note.startswith(f"row 2: “{name}” is left out: ")


def test_an_abbreviation_is_read_and_listed_without_a_question():
    reading = read(MONTHS, "EHCPs issued within 20 weeks | 1% | 2% | 3%")
    assert note_lines(reading, "read_as")[1:] == [
        "row 2: Read as “EHC plans issued within 20 weeks” (ehcp-20-weeks)."
    ]
    assert reading.likenesses == ()


@pytest.mark.parametrize(
    ("row", "reference", "found"),
    [
        ("EHC plans isued within 20 weeks", "", "EHC plans isued within 20 weeks"),
        ("New EHC plans issued within 20 weeks", "", "New EHC plans issued within 20 weeks"),
        ("Within 20 weeks EHC plans issued", "", "Within 20 weeks EHC plans issued"),
        ("New plans that came in time", "EHCP1", "New plans that came in time"),
    ],
)
def test_a_likeness_is_read_only_where_its_row_is_accepted(row: str, reference: str, found: str):
    lines = f"Ref | {MONTHS}", f"{reference} | {row} | 1% | 2% | 3%"
    reading = read(*lines)
    assert rows_of(reading) == []
    (likeness,) = reading.likenesses
    assert likeness == Likeness(2, found, reference, PLANS, "ehcp-20-weeks", is_accepted=False)
    accepted = replace(CONFIRMED, accepted_rows=(("scorecard.csv", 2), ("other.csv", 3)))
    reading = read(*lines, options=accepted)
    assert {row["measure_id"] for row in rows_of(reading)} == {"ehcp-20-weeks"}
    assert [each.is_accepted for each in reading.likenesses] == [True]
    elsewhere = replace(CONFIRMED, accepted_rows=(("other.csv", 2),))
    assert rows_of(read(*lines, options=elsewhere)) == []


@pytest.mark.parametrize(
    "name",
    [
        "EHC plans unissued within 20 weeks",
        "EHC plans not issued within 20 weeks",
        "EHC plans issued without 20 weeks",
        "EHC plans issued within 26 weeks",
        "EHC plans issued within 20 days",
        "EHC plans issued >20 weeks",
        "EHC plans issued within 20+ weeks",
        "Disquality",
        "Professional advice of inquality",
        "CAMHS referrals nonreceived",
        "Autism referrals unreceived",
        "No autism referrals received",
        "EHC plans issued within 20 weeks (days)",
        "Requests for EHC needs assessment (%)",
    ],
)
def test_likeness_never_crosses_a_negation_a_number_or_a_unit(name: str):
    reading = read(MONTHS, f"{name} | 1 | 2 | 3")
    assert (rows_of(reading), reading.likenesses) == ([], ())
    (note,) = note_lines(reading, "unrecognised")
    assert note.startswith(f"row 2: “{name}” is left out: ")


def test_a_second_negation_is_not_lost_among_the_words():
    title, name = "Waiting 13 weeks, not seen", "Not waiting 13 weeks, not seen"
    assert not is_like(distinguishing_words(name), distinguishing_words(title))


def test_a_column_of_units_that_is_not_the_measure_s_leaves_its_row_out():
    reading = read(
        "Measure | Unit | Jan-23 | Feb-23 | Mar-23",
        "Mean wait for autism | days | 150 | 140 | 145",
        "Median wait for autism | weeks | 21 | 20 | 22",
    )
    assert values(reading) == ["21", "20", "22"]
    (note,) = note_lines(reading, "unrecognised")
    assert note.endswith("is left out: it is in days, and autism-mean is in weeks.")


def test_accents_are_folded_and_letters_of_every_script_compare():
    assert normalised_name("Évaluations  tardives") == normalised_name("evaluations TARDIVES")
    assert normalised_name("Ämne") != normalised_name("Ώμνε")
    assert normalised_name("план") == "план"


def test_a_reference_that_contradicts_the_name_is_left_out():
    reading = read(f"Ref | {MONTHS}", "EHCP 1 | Autism referrals received | 1 | 2 | 3")
    assert rows_of(reading) == []
    assert "the reference that of ehcp-20-weeks" in note_lines(reading, "unrecognised")[0]


@pytest.mark.parametrize(
    "line",
    [
        "Professional advice of good quality: health | | 83% | 67% | 70%",
        "Professional advice of good quality (Health) | | 83% | 67% | 70%",
        "Professional advice of good quality – health | | 83% | 67% | 70%",
        "Professional advice of good quality | Health | 83% | 67% | 70%",
        "Professional advice of good quality | sector=health | 83% | 67% | 70%",
    ],
)
def test_a_part_is_told_beside_the_name_or_at_its_end(line: str):
    reading = read("Measure | Sector | Jan-23 | Feb-23 | Mar-23", line)
    assert {row["breakdown"] for row in rows_of(reading)} == {"sector=health"}


def test_two_rows_of_one_series_are_both_left_out_unless_one_is_exact():
    twice = read(MONTHS, f"{PLANS} | 1% | 2% | 3%", f"{PLANS} | 4% | 5% | 6%")
    assert rows_of(twice) == []
    assert len(note_lines(twice, "unrecognised")) == 2
    once = read(MONTHS, f"{PLANS} | 1% | 2% | 3%", "EHCPs issued within 20 weeks | 4% | 5% | 6%")
    assert values(once) == ["1%", "2%", "3%"]
