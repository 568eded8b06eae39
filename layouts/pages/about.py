"""What the dashboard is, how it judges, what its words mean, and its statements."""

import os
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, Final

from dash import html
from dash.development.base_component import Component

from dashboard.model.panel import Measure
from dashboard.model.selection import Selection
from dashboard.text.format import day_words
from layouts.ui.components import aria, page_head, section
from layouts.ui.tables import plain_table

HEADING: Final = "How we judge"
SOURCE: Final = Path(__file__).with_name("how_we_judge.md")
_STRONG: Final = re.compile(r"\*\*(.+?)\*\*")
_ITEM: Final = "- "
_SUBHEADING: Final = "## "
# Whom a reader tells about a barrier: the council that runs the dashboard sets it.
CONTACT: Final = os.environ.get("ACCESSIBILITY_CONTACT", "")
_SOFTWARE: Final = (
    ("Dash, plotly.js and Plotly for Python", "MIT", "pages and charts"),
    ("Dash Bootstrap Components", "Apache 2.0", "form fields"),
    ("Bootstrap", "MIT", "base of the stylesheet"),
    ("Source Sans 3", "SIL Open Font Licence 1.1", "the typeface"),
    ("pandas, SQLAlchemy, Alembic, Flask", "BSD and MIT", "store and calculations"),
)


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


def judgement_page() -> list[Component]:
    """Render the text below its title, which is the heading of the section that holds it."""
    return [_block(block) for block in judgement_text().split("\n\n")]


@cache
def judgement_text() -> str:
    """Return the Markdown of the text without its title."""
    return SOURCE.read_text(encoding="utf-8").partition("\n\n")[2].strip()


def _block(block: str) -> Component:
    """Render a heading, a list or a paragraph."""
    if block.startswith(_SUBHEADING):
        return html.H3(block.removeprefix(_SUBHEADING))
    if block.startswith(_ITEM):
        items = re.split(rf"^{_ITEM}", block, flags=re.MULTILINE)[1:]
        return html.Ul([html.Li(list(_bold_parts(item))) for item in items])
    return html.P(list(_bold_parts(block)))


def _bold_parts(text: str) -> Iterator[str | html.Strong]:
    """Yield the text of a block as one line; bold between two asterisks."""
    for place, part in enumerate(_STRONG.split(" ".join(text.split()))):
        if place % 2:
            yield html.Strong(part)
        elif part:
            yield part


def licences() -> list[Component]:
    """Render the licences of figures and software."""
    return [
        html.H3("Licences"),
        html.P(
            "Figures of the Department for Education: contains public sector information licensed "
            "under the Open Government Licence v3.0."
        ),
        html.P(
            "Figures of the local areas are read out of the reports named above, which the councils "
            "and their NHS partners published. Each figure names its report."
        ),
        plain_table("Software and typeface", ("Name", "Licence", "For"), _SOFTWARE),
    ]


def accessibility() -> list[Component]:
    """Render the accessibility statement: conformance, tests and contact."""
    return [
        html.P(
            "We want as many people as possible to be able to use this dashboard: with a keyboard, "
            "a screen reader or speech recognition, at 400% zoom, without colour, on a phone, on "
            "paper."
        ),
        html.H3("Compliance"),
        html.P(
            "The Public Sector Bodies (Websites and Mobile Applications) (No. 2) Accessibility "
            "Regulations 2018 apply to it. It is built to meet version 2.2 of the Web Content "
            "Accessibility Guidelines at level AA. No failure is known."
        ),
        html.H3("What is done about charts"),
        html.P(
            "Every chart has its finding as text, its numbers as a table, and a cursor that the "
            "arrow keys move from point to point, which is read out. Status is a shape and a word; "
            "colour only repeats it."
        ),
        html.H3("How it is tested"),
        html.P(
            "Every page is checked by axe-core in Chromium whenever the dashboard is changed, "
            "and walked through with a keyboard alone, at widths from 320 pixels. "
            "An automatic check finds only part of what can be wrong. It has not yet been tested "
            "with people who use assistive technology every day."
        ),
        html.H3("Tell us of a barrier"),
        _contact(),
        html.P(
            "If you are not content with the answer, the Equality Advisory and Support Service "
            "advises on what to do next. The Equality and Human Rights Commission enforces the "
            "regulations."
        ),
    ]


def privacy() -> list[Component]:
    """Render the privacy statement: what the browser stores and what is sent."""
    return [
        html.P(
            "The area and the plan that you chose last are kept in this browser, so that the "
            "dashboard opens on them. Nothing else is kept: no cookie, no name, no record of visits. "
            "The browser asks no other website for anything."
        ),
        html.P(
            "Published figures are totals. Where a council loads extracts of its case systems, the "
            "store holds one row a case under a number made for the extract, with its dates; a file "
            "with a column of names or dates of birth, or with a postcode, an e-mail address, a UPN or "
            "an NHS number in it, is refused. Pages and downloads show totals alone, and hide those of few cases."
        ),
        html.P(
            "Whoever loads a file, or writes a headline, a remark, a reply or a question, gives a name "
            "or a role. The store keeps it with what was loaded or written, and pages show it beside "
            "the words."
        ),
    ]


def _contact() -> html.P:
    if CONTACT:
        return html.P(f"Tell us what you could not do, and on which page: {CONTACT}.")
    return html.P(
        "Tell the council that runs this dashboard what you could not do, and on which page, "
        "through the contact details on its own website. Ask there too for the figures in "
        "another form."
    )
