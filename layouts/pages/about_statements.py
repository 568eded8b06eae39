"""Statements that law and licences ask for: licences, accessibility, privacy."""

import os
from typing import Final

from dash import html
from dash.development.base_component import Component

from layouts.ui.tables import plain_table

# Whom a reader tells about a barrier: the council that runs the dashboard sets it.
CONTACT: Final = os.environ.get("ACCESSIBILITY_CONTACT", "")
_SOFTWARE: Final = (
    ("Dash, plotly.js and Plotly for Python", "MIT", "pages and charts"),
    ("Dash Bootstrap Components", "Apache 2.0", "form fields"),
    ("Bootstrap", "MIT", "base of the stylesheet"),
    ("Atkinson Hyperlegible Next", "SIL Open Font Licence 1.1", "the typeface"),
    ("pandas, SQLAlchemy, Alembic, Flask", "BSD and MIT", "store and calculations"),
)


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
