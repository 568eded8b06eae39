"""Remarks: told apart, overdue, the measures that they name, the numbers that no figure gives."""

from dataclasses import replace
from datetime import date

from dashboard.model.panel import Commentary
from dashboard.records.commentary import (
    is_overdue,
    remark_token,
    split_at_measures,
    unmatched_numbers_warning,
)
from tests.builders.panels import AUTISM_WAIT, ON_TIME, PLANS_ON_TIME, VIEWS

DUE = date(2023, 5, 31)
REMARK = Commentary(
    "next_step", "Recruit two case officers", date(2023, 4, 19), 1, "", "", due_on=DUE
)
MEASURES = (PLANS_ON_TIME, AUTISM_WAIT, VIEWS)


def test_a_mark_differs_wherever_anything_of_a_remark_does():
    others = [
        replace(REMARK, text="Recruit three"), replace(REMARK, owner="Head of SEND"),
        replace(REMARK, state="done"), replace(REMARK, due_on=None),
    ]  # fmt: skip
    assert len({remark_token(one) for one in (REMARK, *others)}) == 5
    assert remark_token(REMARK) == remark_token(replace(REMARK))


def test_what_is_due_is_overdue_the_day_after_unless_it_is_done():
    assert not is_overdue(REMARK, DUE)
    assert is_overdue(REMARK, date(2023, 6, 1))
    assert not is_overdue(replace(REMARK, state="done"), date(2023, 6, 1))
    assert not is_overdue(replace(REMARK, due_on=None), date(2023, 6, 1))


def test_a_text_is_divided_at_the_measures_that_it_names():
    text = "EHC plans issued within 20 weeks rose; the autism wait did not."
    assert split_at_measures(text, MEASURES) == (
        ("EHC plans issued within 20 weeks", "ehcp-20-weeks"),
        (" rose; the ", ""),
        ("autism wait", "autism-wait"),
        (" did not.", ""),
    )


def test_a_part_of_a_word_is_no_name_and_signs_mean_nothing():
    odd = replace(VIEWS, title="Views (all)", short_title="Views")
    assert split_at_measures("Reviews (all)", [odd]) == (("Reviews (all)", ""),)
    assert split_at_measures("Nothing here", []) == (("Nothing here", ""),)


def test_the_parts_of_a_text_add_up_to_it():
    text = "Autism wait: Autism wait, local offer views"
    assert "".join(words for words, _ in split_at_measures(text, MEASURES)) == text


def test_a_number_that_no_figure_gives_is_pointed_out():
    assert unmatched_numbers_warning(ON_TIME, "82% were on time in March 2023", MEASURES) == ""
    assert unmatched_numbers_warning(ON_TIME, "91% were on time, 7 more than 82%", MEASURES) == (
        "Check the numbers: 91% and 7 are not figures of this measure. It was 82% in March 2023."
    )


def test_a_number_in_the_name_of_another_measure_is_no_figure():
    other = replace(VIEWS, title="Waiting over 52 weeks", short_title="Over 52 weeks")
    assert unmatched_numbers_warning(ON_TIME, "Waiting over 52 weeks fell", [other]) == ""
    assert "52 is not" in unmatched_numbers_warning(ON_TIME, "Waiting over 52 weeks fell", [])


def test_a_figure_of_any_series_of_the_measure_is_its_own():
    other = replace(ON_TIME.lead, breakdown="need=ASD", value_words="67%", headline="67% in March.")
    both = replace(ON_TIME, series=(ON_TIME.lead, other))
    assert unmatched_numbers_warning(both, "82% on time, 67% of those with autism", []) == ""
