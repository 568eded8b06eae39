"""The minutes of a meeting: the questions asked and the recommendations made, and what became of them."""

from typing import Final

from dash import html
from dash.development.base_component import Component

from dashboard.model.selection import Selection
from dashboard.model.urls import Urls
from dashboard.pack.model import StoredPack
from dashboard.text.format import counted, day_words
from layouts.sections.meetings.scrutiny import LogView, question_list, recommendation_list
from layouts.ui.components import page_head, section

TITLE: Final = "Minutes"
_NOTHING: Final = "Nothing was asked or recommended yet."
_LEAD: Final = (
    "What was asked on the slides of this meeting, or up to the next report, and what was recommended; each "
    "with what became of it."
)


def minutes_page(stored: StoredPack, minutes: LogView, selection: Selection) -> list[Component]:
    """Render the questions and recommendations of the meeting of a pack."""
    counts = (
        counted(len(minutes.questions), "question"),
        counted(len(minutes.recommendations), "recommendation"),
    )
    is_any = minutes.questions or minutes.recommendations
    of_pack = {"area": stored.area_code, "framework": stored.framework_id, "pack": stored.pack_id}
    file = Urls.with_query(Urls.MINUTES_CSV, of_pack.items())
    crumbs = [("Meetings", selection.to("meeting"))]
    return [
        page_head(TITLE, crumbs, f"Report of {day_words(stored.as_of)}"),
        html.P(" and ".join(counts) if is_any else _NOTHING, className="headline"),
        html.P(_LEAD, className="note"),
        section(
            "Questions",
            question_list(minutes.questions, minutes, selection, "No question was asked."),
            anchor="questions",
        ),
        section(
            "Recommendations",
            recommendation_list(minutes.recommendations, minutes, selection, "None was made."),
            anchor="recommendations",
        ),
        html.Div(html.P(html.A("Download the minutes (CSV)", href=file)), className="more"),
    ]
