"""The scrutiny log of a plan: questions with their answers, recommendations with their progress."""

from collections.abc import Sequence
from typing import Final

from dash import html
from dash.development.base_component import Component

from dashboard.model.panel import Overview
from dashboard.model.selection import Selection
from dashboard.model.urls import Urls
from dashboard.records.scrutiny import is_pending, log_sentence
from dashboard.text.format import counted, day_words, screen_name
from layouts.pages.overview import overview_title
from layouts.sections.meetings.scrutiny import (
    LogView,
    form_unless_past,
    question_list,
    recommendation_list,
)
from layouts.sections.meetings.scrutiny_forms import (
    QUESTION_SLOT,
    RECOMMENDATION_SLOT,
    question_form,
    recommendation_form,
)
from layouts.ui.components import choice_nav, page_head, section
from layouts.ui.forms import closed_note, slot

TITLE: Final = "Scrutiny log"
# The filter of the page, as its address says it; without it only what is still to come is shown.
ALL: Final = "all"
FILTERS: Final = ("", ALL)
# Said before the reason why nobody may write here.
_CLOSED: Final = "The log can be read here and not written."
_FILES: Final = (
    (Urls.QUESTIONS_CSV, "Download the questions (CSV)"),
    (Urls.RECOMMENDATIONS_CSV, "Download the recommendations (CSV)"),
)


def scrutiny_page(log: LogView, overview: Overview, selection: Selection) -> list[Component]:
    """Render the questions and recommendations of committees on this plan."""
    shown = filtered_log(log, selection)
    return [
        page_head(TITLE, [("Meetings", selection.to("meeting"))], overview_title(overview)),
        html.P(_lead(log, selection), className="headline"),
        _filter(log, selection),
        closed_note(_CLOSED, "write"),
        _questions(shown, log, selection),
        _recommendations(shown, log, selection),
        _files(selection),
    ]


def filtered_log(log: LogView, selection: Selection) -> LogView:
    """Return the entries that the filter of the page leaves."""
    if selection.status == ALL:
        return log
    questions = [entry for entry in log.questions if is_pending(entry)]
    made = [entry for entry in log.recommendations if is_pending(entry)]
    return LogView(questions, made, log.day, log.titles, log.priorities, log.packs)


def filtered_log_sentence(log: LogView, selection: Selection) -> str:
    """Return how much the page shows, to be announced when the filter changes."""
    shown = filtered_log(log, selection)
    questions = counted(len(shown.questions), "question")
    return f"{questions} and {counted(len(shown.recommendations), 'recommendation')} shown"


def _lead(log: LogView, selection: Selection) -> str:
    sentence = log_sentence(log.questions, log.recommendations, log.day)
    return f"As known on {day_words(log.day)}: {sentence}" if selection.as_of else sentence


def _filter(log: LogView, selection: Selection) -> html.Nav:
    every = [*log.questions, *log.recommendations]
    open_ = sum(map(is_pending, every))
    shown = {"": f"Open ({open_})", ALL: f"All ({len(every)})"}
    return choice_nav(
        "Show",
        [
            (words, selection.to("scrutiny", status=code), selection.status == code)
            for code, words in shown.items()
        ],
    )


def _questions(shown: LogView, log: LogView, selection: Selection) -> html.Section:
    is_any = bool(log.questions)
    empty = "No question is open." if is_any else "No question is logged for this plan yet."
    form = question_form(selection.framework, log.day, measures=_measures(log))
    return section(
        "Questions",
        slot(QUESTION_SLOT),
        question_list(shown.questions, shown, selection, empty),
        form_unless_past(selection, form),
        anchor="questions",
    )


def _recommendations(shown: LogView, log: LogView, selection: Selection) -> html.Section:
    is_any = bool(log.recommendations)
    empty = "No recommendation is under way." if is_any else "No recommendation is logged yet."
    priorities = [
        (str(number), f"{number}. {screen_name(title)}") for number, title in log.priorities.items()
    ]
    form = recommendation_form(selection.framework, log.day, priorities, _measures(log))
    return section(
        "Recommendations",
        slot(RECOMMENDATION_SLOT),
        recommendation_list(shown.recommendations, shown, selection, empty),
        form_unless_past(selection, form),
        anchor="recommendations",
    )


def _measures(log: LogView) -> Sequence[tuple[str, str]]:
    return tuple(log.titles.items())


def _files(selection: Selection) -> html.Div:
    links = [html.P(html.A(words, href=Urls.file(rule, vars(selection)))) for rule, words in _FILES]
    return html.Div(links, className="more")
