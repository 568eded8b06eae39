"""Lists of measures of a plan with a sentence each: what changed, what judging them would need."""

from collections.abc import Sequence

from dash import html

from dashboard.model.panel import Change, Overview
from dashboard.model.selection import Selection
from dashboard.pack.tables_summary import NEEDED_TITLE
from dashboard.text.format import counted, day_words

# So many are open; the rest are folded away.
FIRST = 5


def changes_section(overview: Overview, selection: Selection) -> html.Section:
    """Render what is new since the report before; a single line where nothing is."""
    has_ended = overview.framework.has_ended(overview.as_of)
    name = f"What changed since the {'last report' if has_ended else 'report before'}"
    if overview.before is None or not overview.changes:
        day = day_words(overview.before) if overview.before else ""
        empty_text = f"Nothing since {day}." if day else "No earlier report of this plan is loaded."
        return html.Section(html.P([html.Strong(f"{name}: "), empty_text]), className="changed")
    heading = f"{name}, {day_words(overview.before)}"
    return _section(heading, overview.changes, "change", selection)


def needed_section(overview: Overview, selection: Selection) -> html.Section | None:
    """Render which figures and targets a plan lacks of which nothing can be judged; else None."""
    if not overview.needed:
        return None
    return _section(NEEDED_TITLE, overview.needed, "measure", selection)


def _section(
    heading: str, changes: Sequence[Change], noun: str, selection: Selection
) -> html.Section:
    items = [_change(change, selection) for change in changes]
    first, rest = items[:FIRST], items[FIRST:]
    more = [
        html.Summary(f"{counted(len(rest), f'more {noun}')}"),
        html.Ul(rest, className="changes"),
    ]
    parts = [
        html.H2(heading),
        html.Ul(first, className="changes"),
        html.Details(more, className="folded") if rest else None,
    ]
    return html.Section(parts, className="changed")


def _change(change: Change, selection: Selection) -> html.Li:
    href = selection.to("measure", measure=change.measure_id)
    return html.Li([html.A(change.title, href=href), f": {change.words}"])
