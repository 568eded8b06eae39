"""How far off projections were where they were tested."""

from dash import html

from dashboard.future.intervals import INTERVALS
from dashboard.future.text import METHOD_WORDS, NAMES
from dashboard.text.format import sentence_case
from layouts.ui.tables import plain_table

_AHEAD = ("1 year", "2 years", "3 years")


def tested_table() -> html.Div:
    """Render the share of what came that lay inside the 80% interval, by measure and years ahead."""
    rows = [
        [
            sentence_case(NAMES[measure]),
            METHOD_WORDS[interval.method],
            *(f"{held}%" for held in interval.held),
        ]
        for measure, interval in INTERVALS.items()
    ]
    return plain_table(
        "Held inside the 80% interval, of the authorities that it was tested on",
        ("Projection of", "By", *_AHEAD),
        rows,
        _AHEAD,
    )
