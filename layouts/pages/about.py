"""What the dashboard is, how it judges, what its words mean, and its statements."""

from collections.abc import Mapping, Sequence
from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.model.panel import Measure
from dashboard.model.selection import Selection
from dashboard.text.format import day_words
from layouts.pages.about_judgement import HEADING, judgement_page
from layouts.pages.about_statements import accessibility, licences, privacy
from layouts.ui.components import aria, page_head, section
from layouts.ui.tables import plain_table

TITLE = "About this dashboard"
_BETTER = {"higher": "Higher", "lower": "Lower", "neutral": "Neither"}
_UNITS = {
    "percent": "%",
    "weeks": "weeks",
    "count": "number",
    "score": "score",
    "gbp_million": "£ million",
    "days": "days",
}
_CONTENTS = (
    ("rules", HEADING),
    ("measures", "The measures and what they mean"),
    ("sources", "Sources and licences"),
    ("accessibility", "Accessibility statement"),
    ("privacy", "Privacy"),
)


def about_page(
    measures: Sequence[Measure], sources: Sequence[Mapping[str, Any]], selection: Selection
) -> list[Component]:
    """Render the text pages; measures and sources are those that are loaded."""
    names = dict(_CONTENTS)
    return [
        page_head(TITLE),
        html.P(
            "The measures, targets and actions of local plans for children and young people with "
            "special educational needs and disabilities (SEND): where each stands, where it has "
            "moved, and where its number comes from.",
            className="lead",
        ),
        _contents(),
        section(names["rules"], *judgement_page(), anchor="rules"),
        section(names["measures"], _measures(measures, selection), anchor="measures"),
        section(names["sources"], _sources(sources), *licences(), anchor="sources"),
        section(names["accessibility"], *accessibility(), anchor="accessibility"),
        section(names["privacy"], *privacy(), anchor="privacy"),
    ]


def _contents() -> html.Nav:
    links = [html.Li(html.A(words, href=f"#{key}")) for key, words in _CONTENTS]
    return html.Nav(html.Ul(links), className="contents", **aria(label="On this page"))


def _measures(measures: Sequence[Measure], selection: Selection) -> html.Div:
    rows = [
        [
            html.A(measure.title, href=selection.to("measure", measure=measure.measure_id)),
            measure.definition,
            _UNITS.get(measure.unit, measure.unit),
            _BETTER[measure.better],
            measure.frequency.replace("_", " "),
        ]
        for measure in sorted(measures, key=lambda measure: measure.title)
    ]
    columns = ("Measure", "What it counts", "Unit", "Which way is better", "Reported")
    return plain_table("Every measure that is loaded", columns, rows)


def _sources(sources: Sequence[Mapping[str, Any]]) -> html.Div:
    rows = [
        [
            source["title"],
            source["publisher"],
            day_words(source["published_on"]) if source["published_on"] else "No date printed",
            source["note"],
        ]
        for source in sources
    ]
    columns = ("Document", "Publisher", "Published", "Note")
    return plain_table("Where the figures were published", columns, rows)
