"""Questions and recommendations of a committee as lists, each with its state and its form."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.model.codes import PROGRESS_WORDS, QUESTION_STATE_WORDS
from dashboard.model.meeting import Question, Recommendation
from dashboard.model.selection import Selection
from dashboard.model.urls import Urls
from dashboard.records.scrutiny import Entry, by_urgency, entry_id, is_overdue, is_pending
from dashboard.text.format import counted, day_words
from layouts.sections.meetings.scrutiny_forms import (
    ASKS_OF_COMMITTEE,
    QUESTION_SLOT,
    question_change_form,
    question_form,
    recommendation_change_form,
)
from layouts.ui.components import definition_list, section
from layouts.ui.forms import slot
from layouts.ui.tags import log_tag

ANCHOR = "questions"


@dataclass(frozen=True)
class LogView:
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


def questions_section(log: LogView, selection: Selection) -> html.Section:
    """Render the open questions of committees on one measure, and the form for a new one."""
    open_questions = [
        question
        for question in log.questions
        if question.measure_id == selection.measure and is_pending(question)
    ]
    form = question_form(selection.framework, log.day, measure_id=selection.measure)
    return section(
        "Questions of the committee",
        slot(QUESTION_SLOT),
        question_list(open_questions, log, selection, "No question on this measure is open."),
        form_unless_past(selection, form),
        html.P(html.A("The whole scrutiny log of this plan", href=selection.to("scrutiny"))),
        anchor=ANCHOR,
    )


def form_unless_past(selection: Selection, form: html.Div) -> html.Div | None:
    """Return a form; nothing on a page of a past day, where nothing is written."""
    return None if selection.as_of else form


def question_list(
    questions: Iterable[Question], log: LogView, selection: Selection, empty: str
) -> Component:
    """Render questions, those that are overdue first."""
    ordered = by_urgency(questions, log.day)
    return _list([_question(question, log, selection) for question in ordered], empty)


def recommendation_list(
    made: Iterable[Recommendation], log: LogView, selection: Selection, empty: str
) -> Component:
    """Render recommendations, those that are overdue first."""
    ordered = by_urgency(made, log.day)
    return _list(
        [_recommendation(recommendation, log, selection) for recommendation in ordered], empty
    )


def _list(entries: list[html.Li], empty: str) -> Component:
    return html.Ul(entries, className="log") if entries else html.P(empty)


def _question(question: Question, log: LogView, selection: Selection) -> html.Li:
    details = definition_list(
        [
            ("Answer", question.answer or "None yet"),
            ("Who answers", question.owner),
            ("Due", _due(question, log.day)),
            ("What came of it", question.outcome),
        ]
    )
    return html.Li(
        [
            _tags(question, QUESTION_STATE_WORDS, log.day),
            html.H3(question.question),
            _reference_line(question, _question_origin(question, log, selection)),
            details,
            form_unless_past(selection, question_change_form(selection.framework, question)),
        ]
    )


def _recommendation(recommendation: Recommendation, log: LogView, selection: Selection) -> html.Li:
    details = definition_list(
        [
            ("The committee is asked", ASKS_OF_COMMITTEE[recommendation.asks]),
            ("Progress", recommendation.progress or "None told yet"),
            ("Who sees to it", recommendation.owner),
            ("Due", _due(recommendation, log.day)),
        ]
    )
    return html.Li(
        [
            _tags(recommendation, PROGRESS_WORDS, log.day),
            html.H3(recommendation.text),
            _reference_line(recommendation, _recommendation_origin(recommendation, log, selection)),
            details,
            form_unless_past(
                selection, recommendation_change_form(selection.framework, recommendation)
            ),
        ]
    )


def _tags(entry: Entry, words: Mapping[str, str], day: date) -> html.Div:
    late = [log_tag("overdue", "Overdue")] if is_overdue(entry, day) else []
    return html.Div([*late, log_tag(entry.state, words[entry.state])], className="facts")


def _reference_line(entry: Entry, words: list[Any]) -> html.P:
    return html.P([*words, f" Reference {entry_id(entry)}."], className="small")


def _question_origin(question: Question, log: LogView, selection: Selection) -> list[Any]:
    """Return who asked when, on which slide and about which measure."""
    origin: list[Any] = [f"Asked by {question.member} on {day_words(question.asked_on)}"]
    if question.slide and question.pack_id in log.packs:
        words = f"slide {question.slide} of the pack as at {day_words(log.packs[question.pack_id])}"
        origin += [" on ", html.A(words, href=Urls.slide(question.pack_id, question.slide))]
    elif question.slide:
        origin.append(f" on slide {question.slide}")
    return [*origin, *_about(question.measure_id, log, selection), "."]


def _recommendation_origin(
    recommendation: Recommendation, log: LogView, selection: Selection
) -> list[Any]:
    origin: list[Any] = [f"Made on {day_words(recommendation.made_on)}"]
    number = recommendation.priority_number
    if number:
        title = f"priority {number}, {log.priorities.get(number, '')}".rstrip(", ")
        address = selection.to("priority", framework=selection.framework, priority_number=number)
        origin += [" for ", html.A(title, href=address)]
    return [*origin, *_about(recommendation.measure_id, log, selection), "."]


def _about(measure_id: str, log: LogView, selection: Selection) -> list[Any]:
    """Render a link to the measure, unless the page is its own."""
    if not measure_id or measure_id == selection.measure:
        return []
    title = log.titles.get(measure_id, measure_id)
    return [", about ", html.A(title, href=selection.to("measure", measure=measure_id))]


def _due(entry: Entry, day: date) -> str:
    if entry.due_on is None:
        return "No day was named" if is_pending(entry) else ""
    late = (day - entry.due_on).days
    ago = f", {counted(late, 'day')} ago" if is_overdue(entry, day) else ""
    return f"{day_words(entry.due_on)}{ago}"
