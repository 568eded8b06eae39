"""What the dashboard is, how it judges, what its words mean, and its statements."""

import os
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, Final

from dash import html
from dash.development.base_component import Component

from dashboard.model.panel import Measure
from dashboard.model.selection import Selection
from dashboard.text.format import counted, day_words, sentence_case
from layouts.ui.components import aria, page_head, section
from layouts.ui.search import search_form
from layouts.ui.tables import Row, plain_table, stacked_table, table

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


TITLE: Final = "About this dashboard"
_WHAT_IT_IS: Final = (
    "The measures, targets and actions of local plans for children and young people with special "
    "educational needs and disabilities (SEND): where each stands, where it has moved, and where "
    "its number comes from."
)
_BETTER = {"higher": "Higher", "lower": "Lower", "neutral": "Neither"}
_UNITS = {
    "percent": "%",
    "weeks": "weeks",
    "count": "number",
    "score": "score",
    "gbp_million": "£ million",
    "days": "days",
}
_THEMES: Final = {
    "autism_waits": "Autism assessment",
    "camhs": "Child and adolescent mental health",
    "coproduction": "Co-production",
    "ehcp_quality": "EHC plans: quality",
    "ehcp_timeliness": "EHC plans: timeliness",
    "transitions": "Transitions and preparation for adulthood",
}
RULES: Final = "rules"
# Each page with its sections.
_PAGES: Final[Mapping[str, tuple[str, Mapping[str, str]]]] = {
    RULES: (HEADING, {}),
    "measures": ("Measures and what they mean", {}),
    "statements": (
        "Sources and statements",
        {
            "sources": "Sources and licences",
            "accessibility": "Accessibility statement",
            "privacy": "Privacy",
        },
    ),
}


def about_title(selection: Selection) -> str:
    """Return the title of the page that the address has; an unknown one is the first."""
    tab = _tab(selection)
    return TITLE if tab == RULES else f"{TITLE}: {_PAGES[tab][0].lower()}"


def about_page(
    measures: Sequence[Measure], sources: Sequence[Mapping[str, Any]], selection: Selection
) -> list[Component]:
    """Render one of the text pages beside the index; measures are those loaded, sources those of what the reader sees."""
    tab = _tab(selection)
    contents: Mapping[str, Callable[[], list[Component]]] = {
        RULES: lambda: [html.P(_WHAT_IT_IS), section(HEADING, *judgement_page(), anchor=RULES)],
        "measures": lambda: _measures(measures, selection),
        "statements": lambda: _statements(sources),
    }
    page = html.Div(contents[tab](), className="about-page")
    columns = html.Div([_index(tab, selection), page], className="about")
    return [page_head(about_title(selection)), columns]


def _tab(selection: Selection) -> str:
    return selection.tab if selection.tab in _PAGES else RULES


def _index(tab: str, selection: Selection) -> html.Nav:
    """Render the links to the pages, and under the one that is shown to its sections."""
    rules = {anchor_of(heading): heading for heading in judgement_headings()}
    items = []
    for name, (words, own) in _PAGES.items():
        link = html.A(
            words,
            href=selection.to("about", tab="" if name == RULES else name),
            **aria(current=name == tab and "page"),
        )
        inside = (rules if name == RULES else own) if name == tab else {}
        parts = [html.Li(html.A(text, href=f"#{anchor}")) for anchor, text in inside.items()]
        items.append(html.Li([link, html.Ul(parts) if parts else None]))
    return html.Nav(html.Ul(items), className="about-index", **aria(label="About"))


def _measures(measures: Sequence[Measure], selection: Selection) -> list[Component]:
    """Render every measure under its theme; a search hides what it leaves out, and opens the rest."""
    wanted = selection.find.lower().split()
    rows: dict[str, list[Row]] = {}
    for measure in sorted(measures, key=lambda measure: measure.title):
        cells = _measure_cells(measure, selection)
        row = Row(cells, look="" if _fits(cells, wanted) else "is-out")
        rows.setdefault(_theme_words(measure.theme), []).append(row)
    count = sum(not row.look for own in rows.values() for row in own)
    themes = [_theme(name, rows[name], is_open=bool(wanted)) for name in sorted(rows)]
    return [
        search_form(selection, "Find a measure", "Name or what it counts"),
        html.P(f"{count:,} of {counted(len(measures), 'measure')}", role="status", id="rows-found"),
        html.Div(themes, className="themes", id="measures"),
    ]


def _theme_words(theme: str) -> str:
    return _THEMES.get(theme) or sentence_case(theme.replace("_", " "))


def _theme(name: str, rows: Sequence[Row], *, is_open: bool) -> html.Details:
    """Render the measures of a theme, folded under its name and how many they are."""
    columns = ("Measure", "What it counts", "Unit", "Better", "Reported")
    is_empty = all(row.look for row in rows)
    caption = html.Caption(f"{name}: measures", className="visually-hidden")
    listed = table(caption, columns, rows, look="plain stacks measure-dictionary", is_stacked=True)
    return html.Details(
        [html.Summary([name, html.Span(f" {len(rows)}", className="n")]), listed],
        className="theme is-out" if is_empty else "theme",
        open=is_open and not is_empty,
    )


def _measure_cells(measure: Measure, selection: Selection) -> list[Any]:
    return [
        html.A(measure.title, href=selection.to("measure", measure=measure.measure_id)),
        measure.definition,
        _UNITS.get(measure.unit, measure.unit),
        _BETTER[measure.better],
        measure.frequency.replace("_", " "),
    ]


def _fits(cells: Sequence[Any], wanted: Sequence[str]) -> bool:
    text = " ".join([cells[0].children, *cells[1:]]).lower()
    return all(word in text for word in wanted)


def _statements(sources: Sequence[Mapping[str, Any]]) -> list[Component]:
    parts = {
        "sources": [_sources(sources), *licences()],
        "accessibility": accessibility(),
        "privacy": privacy(),
    }
    headings = _PAGES["statements"][1]
    return [section(headings[name], *content, anchor=name) for name, content in parts.items()]


def _sources(sources: Sequence[Mapping[str, Any]]) -> html.Table:
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
    caption = "Where the figures were published"
    return stacked_table(caption, columns, rows)


def judgement_page() -> list[Component]:
    """Render the text below its title, which is the heading of the section that holds it."""
    return [_block(block) for block in judgement_text().split("\n\n")]


def judgement_headings() -> list[str]:
    """Return the headings of the text, in their order."""
    blocks = judgement_text().split("\n\n")
    return [each.removeprefix(_SUBHEADING) for each in blocks if each.startswith(_SUBHEADING)]


def anchor_of(heading: str) -> str:
    """Return the id of a heading of the rules: its words."""
    return re.sub(r"[^a-z]+", "-", f"{RULES} {heading.lower()}").strip("-")


@cache
def judgement_text() -> str:
    """Return the Markdown of the text without its title."""
    return SOURCE.read_text(encoding="utf-8").partition("\n\n")[2].strip()


def _block(block: str) -> Component:
    """Render a heading, a list or a paragraph."""
    if block.startswith(_SUBHEADING):
        heading = block.removeprefix(_SUBHEADING)
        return html.H3(heading, id=anchor_of(heading))
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
            "The area and the plan that you chose last are kept in a cookie of this browser for a "
            "year, so that the dashboard opens on them. Whoever signs in or sends a form has others, "
            "for half a day at most or until the browser is closed. The browser also keeps what you "
            "switched off of keys and read-outs and, while it is open, the name under which you write. "
            "There is no record of visits, and the browser asks no other website for anything."
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
