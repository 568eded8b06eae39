"""The log of a committee as it is drawn: what is late first, each with its links and its form."""

import re
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from dashboard.model.meeting import Question, Recommendation
from dashboard.model.selection import Selection
from dashboard.records.scrutiny import entry_token
from layouts.pages.meetings.scrutiny import filtered_log, filtered_log_sentence
from layouts.sections.meetings.scrutiny import (
    LogView,
    question_list,
    questions_section,
    recommendation_list,
)
from layouts.sections.meetings.scrutiny_forms import question_change_form
from layouts.ui.shell import nav_links
from layouts.ui.static_html import html_text
from tests.builders.panels import button_words, forms_in

TODAY = date(2023, 5, 12)
PAGE = Selection(page="scrutiny", area="E09000014", framework="ha-wsoa-2021")
MEASURE = replace(PAGE, page="measure", measure="ehcp-20-weeks")
ASKED = Question(
    question_id="Q-ha-wsoa-2021-2023-04-19-1",
    measure_id="ehcp-20-weeks",
    pack_id="ha-wsoa-2021-2023-04-19-v1",
    slide="measure-1",
    asked_on=date(2023, 4, 19),
    member="Chair",
    question="Why <so> late?",
    due_on=date(2023, 5, 10),
)
CLOSED = replace(ASKED, question_id="Q-2", state="closed", answer="52", outcome="Noted")
MADE = Recommendation(
    "R-1", 2, "", date(2023, 4, 19), "Report in June", "refer", due_on=date(2023, 6, 30)
)
TITLES = {"ehcp-20-weeks": "Plans on time"}


def log(**changes: Any) -> LogView:
    shown = LogView([CLOSED, ASKED], [MADE], TODAY, TITLES, {2: "Health"})
    return replace(shown, **changes)


def words(tree: Any) -> str:
    """Give what a reader sees, without what is there for the form."""
    text = re.sub(r"<details.*?</details>", "", html_text(tree), flags=re.DOTALL)
    return " ".join(re.sub(r"<[^>]+>", " ", text).split())


def test_a_question_says_who_asked_when_about_what_and_that_it_is_late():
    drawn = question_list([ASKED], log(), PAGE, "None.")
    assert words(drawn) == (
        "Overdue Open Why &lt;so&gt; late? Asked by Chair on 19 April 2023 on slide measure-1, "
        "about Plans on time . Reference Q-ha-wsoa-2021-2023-04-19-1. "
        "Answer None yet Due 10 May 2023, 2 days ago"
    )
    assert 'href="/measure/ehcp-20-weeks?area=E09000014&amp;framework=ha-wsoa-2021"' in html_text(
        drawn
    )


def test_the_slide_is_linked_where_its_pack_can_be_opened():
    packs = {ASKED.pack_id: date(2023, 4, 19)}
    drawn = html_text(question_list([ASKED], log(packs=packs), PAGE, ""))
    assert '<a href="/meeting/ha-wsoa-2021-2023-04-19-v1/measure-1">slide measure-1 of' in drawn


def test_what_is_late_stands_first_and_a_closed_question_says_what_came_of_it():
    drawn = words(question_list([CLOSED, ASKED], log(), PAGE, ""))
    assert drawn.index("Overdue") < drawn.index("Closed")
    assert drawn.endswith("Answer 52 Due 10 May 2023 What came of it Noted")


def test_a_recommendation_names_its_priority_and_what_is_asked():
    assert words(recommendation_list([MADE], log(), PAGE, "")) == (
        "Proposed Report in June Made on 19 April 2023 for priority 2, Health . Reference R-1. "
        "The committee is asked to refer it on Progress None told yet Due 30 June 2023"
    )


def test_a_measure_shows_its_own_questions_until_they_are_closed():
    other = replace(ASKED, question="Something else?", measure_id="another")
    drawn = words(questions_section(log(questions=[CLOSED, ASKED, other]), MEASURE))
    assert drawn.startswith("Questions of the committee Overdue Open Why")
    assert "Something else?" not in drawn
    assert "Closed" not in drawn
    empty = words(questions_section(log(questions=[CLOSED]), MEASURE))
    assert empty.startswith("Questions of the committee No question on this measure is open.")


@pytest.mark.parametrize("page", [PAGE, MEASURE])
def test_nothing_is_written_on_a_day_gone_by(page: Selection):
    past = replace(page, as_of=TODAY)
    assert forms_in(html_text(questions_section(log(), page)))
    assert not forms_in(html_text(questions_section(log(), past)))


@pytest.mark.parametrize(
    ("question", "buttons"),
    [
        (ASKED, ["Save", "Withdraw this question"]),
        (CLOSED, ["Save", "Open it again", "Withdraw this question"]),
    ],
)
def test_the_form_of_a_question_knows_the_version_that_was_seen(
    question: Question, buttons: list[str]
):
    place = html_text(question_change_form("ha-wsoa-2021", question))
    [form] = forms_in(place)
    sent = {"framework_id": "ha-wsoa-2021", "was": entry_token(question)}
    assert sent.items() <= dict(form.fields).items()
    assert form.action == f"/scrutiny/questions/{question.question_id}"
    assert button_words(form) == buttons


def test_the_page_shows_what_is_still_to_come_or_all_of_it():
    assert filtered_log_sentence(log(), PAGE) == "1 question and 1 recommendation shown"
    every = replace(PAGE, status="all")
    assert filtered_log_sentence(log(), every) == "2 questions and 1 recommendation shown"
    assert filtered_log(log(), every) == log()


def test_the_page_of_the_log_is_below_that_of_meetings():
    links = html_text(nav_links(PAGE))
    assert links.count("aria-current") == 1
    assert 'aria-current="true">Meetings</a>' in links
