"""What the intervals of projections held, and how far off they were, where they were tested."""

from dash import html

from dashboard.future.intervals import INTERVALS
from dashboard.future.text import METHOD_WORDS, NAMES
from dashboard.stats.growth import ThreeYears
from dashboard.text.format import sentence_case
from layouts.ui.tables import plain_table

_AHEAD = ("1 year", "2 years", "3 years")
_RIVALS = ("Projection", "No change", "Last year’s change again")


def tested_tables() -> list[html.Div]:
    """Render what the 80% interval held, and how far off projections were, by measure and years ahead."""
    held = [
        [
            sentence_case(NAMES[measure]),
            METHOD_WORDS[interval.method],
            *(f"{held}%" for held in interval.held),
        ]
        for measure, interval in INTERVALS.items()
    ]
    off = [
        [
            sentence_case(NAMES[measure]),
            *map(_percents, (interval.off, interval.off_no_change, interval.off_last_change)),
        ]
        for measure, interval in INTERVALS.items()
    ]
    return [
        plain_table(
            "Held inside the 80% interval, of the authorities that it was tested on",
            ("Projection of", "By", *_AHEAD),
            held,
            _AHEAD,
        ),
        plain_table(
            "How far off in the mean, 1, 2 and 3 years ahead",
            ("Projection of", *_RIVALS),
            off,
            _RIVALS,
        ),
    ]


def _percents(off: ThreeYears) -> str:
    return f"{' · '.join(f'{share:.0f}' for share in off)}%"
