"""The minutes of a meeting: the questions asked and the recommendations made, and what became of them."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Final

from dash import html
from dash.development.base_component import Component

from dashboard.model.panel import Framework
from dashboard.model.selection import Selection
from dashboard.model.urls import Urls
from dashboard.pack.model import StoredPack
from dashboard.pack.scope import WHOLE_PLAN
from dashboard.text.format import counted, day_words, screen_name
from layouts.pages.meetings.scrutiny import TITLE as LOG_TITLE
from layouts.sections.meetings.scrutiny import LogView, question_list, recommendation_list
from layouts.ui.components import page_head, section

TITLE: Final = "Minutes"
# Of a part of plans, and of a whole plan.
_NOTHING: Final = ("Nothing was asked yet.", "Nothing was asked or recommended yet.")
_LEAD: Final = (
    "What was asked on the slides of this meeting, or up to the next report, and what was recommended; each "
    "with what became of it."
)
_LEAD_OF_PART: Final = (
    "What was asked on the slides of this meeting, with what became of it. A recommendation names no meeting: it "
    "is in the minutes of its plan."
)


def minutes_page(
    stored: StoredPack, minutes: Mapping[Framework, LogView], selection: Selection
) -> list[Component]:
    """Render the questions and recommendations of the meeting of a pack, by the plan that has them."""
    questions = [each for log in minutes.values() for each in log.questions]
    made = [each for log in minutes.values() for each in log.recommendations]
    is_of_plan = stored.scope == WHOLE_PLAN
    counts = [counted(len(questions), "question")]
    counts += [counted(len(made), "recommendation")] if is_of_plan else []
    of_pack = {"area": stored.area_code, "framework": stored.framework_id, "pack": stored.pack_id}
    file = Urls.with_query(Urls.MINUTES_CSV, of_pack.items())
    crumbs = [("Meetings", selection.to("meeting"))]
    report = f"Report of {day_words(stored.as_of)}"
    parts: list[Component] = [
        page_head(TITLE, crumbs, ". ".join(filter(None, (report, stored.scope.words)))),
        html.P(
            " and ".join(counts) if questions or made else _NOTHING[is_of_plan],
            className="headline",
        ),
        html.P(_LEAD if is_of_plan else _LEAD_OF_PART, className="note"),
    ]
    if not (questions or made):
        way = html.A(LOG_TITLE, href=selection.to("scrutiny"))
        return [*parts, html.P(way)]
    parts += [
        section("Questions", *_questions(minutes, selection), anchor="questions"),
        *([_recommendations(minutes, selection)] if is_of_plan else []),
        html.Div(html.P(html.A("Download the minutes (CSV)", href=file)), className="more"),
    ]
    return parts


def _questions(minutes: Mapping[Framework, LogView], selection: Selection) -> Iterator[Component]:
    """Yield the questions, where they are of several plans those of each under its title."""
    if not any(log.questions for log in minutes.values()):
        yield html.P("No question was asked.")
    for plan, log in minutes.items():
        if not log.questions:
            continue
        if len(minutes) > 1:
            yield html.P(html.Strong(screen_name(plan.title)))
        of_plan = replace(selection, framework=plan.framework_id)
        yield question_list(log.questions, log, of_plan, "")


def _recommendations(minutes: Mapping[Framework, LogView], selection: Selection) -> html.Section:
    lists = (
        recommendation_list(log.recommendations, log, selection, "None was made.")
        for log in minutes.values()
    )
    return section("Recommendations", *lists, anchor="recommendations")
