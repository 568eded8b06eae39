"""Questions and recommendations of a committee as lists, each with how it stands and its form."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.model.codes import PROGRESS_WORDS, QUESTION_STATE_WORDS
from dashboard.model.selection import Selection
from dashboard.pack.model import Question, Recommendation
from dashboard.records.scrutiny import Entry, id_of, in_order, is_overdue, is_to_do
from dashboard.text.format import counted, day_words
from layouts.sections.scrutiny_forms import (
    ASKED_WORDS,
    QUESTION_SLOT,
    question_change_form,
    question_form,
    recommendation_change_form,
)
from layouts.ui.components import definition_list, section
from layouts.ui.forms import slot
from layouts.ui.pack_urls import slide_address
from layouts.ui.tags import log_tag

ANCHOR = "questions"


@dataclass(frozen=True)
class LogShown:
    """A plan's log as a page shows it on a day, and what names what it is about.

    `packs` gives the day of each pack whose slides can be opened; `titles` and `priorities` name the plan's
    measures and priorities.
    """

    questions: Sequence[Question]
    recommendations: Sequence[Recommendation]
    day: date
    titles: Mapping[str, str] = field(default_factory=dict)
    priorities: Mapping[int, str] = field(default_factory=dict)
    packs: Mapping[str, date] = field(default_factory=dict)


def questions_section(log: LogShown, selection: Selection) -> html.Section:
    """Draw what a committee asks of one measure until it is closed, and the form to ask more."""
    asked = [one for one in log.questions if one.measure_id == selection.measure and is_to_do(one)]
    form = question_form(selection.framework, log.day, measure_id=selection.measure)
    return section(
        "Questions of the committee",
        slot(QUESTION_SLOT),
        question_list(asked, log, selection, "No question on this measure is open."),
        unless_gone_by(selection, form),
        html.P(html.A("The whole scrutiny log of this plan", href=selection.to("scrutiny"))),
        anchor=ANCHOR,
    )


def unless_gone_by(selection: Selection, form: html.Div) -> html.Div | None:
    """Keep a form, unless the page shows a day gone by: then nothing is written."""
    return None if selection.as_of else form


def question_list(
    questions: Iterable[Question], log: LogShown, selection: Selection, empty: str
) -> Component:
    """Draw questions, those that are overdue first."""
    ordered = in_order(questions, log.day)
    return _list([_question(one, log, selection) for one in ordered], empty)


def recommendation_list(
    made: Iterable[Recommendation], log: LogShown, selection: Selection, empty: str
) -> Component:
    """Draw recommendations, those that are overdue first."""
    ordered = in_order(made, log.day)
    return _list([_recommendation(one, log, selection) for one in ordered], empty)


def _list(entries: list[html.Li], empty: str) -> Component:
    return html.Ul(entries, className="log") if entries else html.P(empty)


def _question(one: Question, log: LogShown, selection: Selection) -> html.Li:
    told = definition_list(
        [
            ("Answer", one.answer or "None yet"),
            ("Who answers", one.owner),
            ("Due", _due(one, log.day)),
            ("What came of it", one.outcome),
        ]
    )
    return html.Li(
        [
            _tags(one, QUESTION_STATE_WORDS, log.day),
            html.H3(one.question),
            _said(one, _asked(one, log, selection)),
            told,
            unless_gone_by(selection, question_change_form(selection.framework, one)),
        ]
    )


def _recommendation(one: Recommendation, log: LogShown, selection: Selection) -> html.Li:
    told = definition_list(
        [
            ("The committee is asked", ASKED_WORDS[one.asks]),
            ("Progress", one.progress or "None told yet"),
            ("Who sees to it", one.owner),
            ("Due", _due(one, log.day)),
        ]
    )
    return html.Li(
        [
            _tags(one, PROGRESS_WORDS, log.day),
            html.H3(one.text),
            _said(one, _made(one, log, selection)),
            told,
            unless_gone_by(selection, recommendation_change_form(selection.framework, one)),
        ]
    )


def _tags(one: Entry, words: Mapping[str, str], day: date) -> html.Div:
    late = [log_tag("overdue", "Overdue")] if is_overdue(one, day) else []
    return html.Div([*late, log_tag(one.state, words[one.state])], className="facts")


def _said(one: Entry, words: list[Any]) -> html.P:
    return html.P([*words, f" Reference {id_of(one)}."], className="small")


def _asked(one: Question, log: LogShown, selection: Selection) -> list[Any]:
    """Say who asked when, on which slide and about which measure."""
    said: list[Any] = [f"Asked by {one.member} on {day_words(one.asked_on)}"]
    if one.slide and one.pack_id in log.packs:
        words = f"slide {one.slide} of the pack as at {day_words(log.packs[one.pack_id])}"
        said += [" on ", html.A(words, href=slide_address(one.pack_id, one.slide))]
    elif one.slide:
        said.append(f" on slide {one.slide}")
    return [*said, *_about(one.measure_id, log, selection), "."]


def _made(one: Recommendation, log: LogShown, selection: Selection) -> list[Any]:
    said: list[Any] = [f"Made on {day_words(one.made_on)}"]
    number = one.priority_number
    if number:
        title = f"priority {number}, {log.priorities.get(number, '')}".rstrip(", ")
        address = selection.to("priority", framework=selection.framework, priority_number=number)
        said += [" for ", html.A(title, href=address)]
    return [*said, *_about(one.measure_id, log, selection), "."]


def _about(measure_id: str, log: LogShown, selection: Selection) -> list[Any]:
    """Link the measure, unless the page is its own."""
    if not measure_id or measure_id == selection.measure:
        return []
    title = log.titles.get(measure_id, measure_id)
    return [", about ", html.A(title, href=selection.to("measure", measure=measure_id))]


def _due(one: Entry, day: date) -> str:
    if one.due_on is None:
        return "No day was named" if is_to_do(one) else ""
    late = (day - one.due_on).days
    ago = f", {counted(late, 'day')} ago" if is_overdue(one, day) else ""
    return f"{day_words(one.due_on)}{ago}"
