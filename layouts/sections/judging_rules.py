"""How status and trend are worked out, in short."""

from functools import cache

from dash import html
from dash.development.base_component import Component

from dashboard.model.urls import Urls
from layouts.ui.static_html import written

RULES_ANCHOR = "status-rules"
STATUS_RULES = (
    (
        "On target: the latest value has reached the target; equal to it is enough, unless the plan "
        "asks for more than it."
    ),
    (
        "Close: missed by no more than the measure’s tolerance. Unless an area sets its own, that is "
        "5 percentage points or a tenth of the target, whichever is smaller."
    ),
    "Below target, or Above limit where lower is better: missed by more than that.",
    "Can’t say: the figure was published as a band, and the target lies inside it.",
    (
        "Can’t compare: the figure and the target differ in kind, for example a year’s total and a "
        "monthly target, or a longest wait and a mean."
    ),
    "No target: the plan gives no number to reach.",
    (
        "Not due, Not reported, Not available, Suppressed, Withheld: there is no "
        "figure to judge, and this is why."
    ),
    "A measure with several parts is on target only if every part that can be judged is.",
)
TREND_RULES = (
    "The arrow shows where the number went; the word says whether that is better or worse.",
    (
        "A figure is compared with the same period of the year before. Where there is none, with the "
        "period before, or the last figure before; where there is none, with the plan’s baseline. Both "
        "periods are always named."
    ),
    (
        "A move smaller than half a percentage point, or smaller than the rounding of what was "
        "published, is little change."
    ),
    (
        "A year to date is compared only with the same months of another year or with the baseline. A "
        "mean is never compared with a longest wait or with the commonest band."
    ),
    (
        "From 13 figures on a control chart decides instead: only what is more than the usual ups and "
        "downs counts as a change."
    ),
    "A percentage of fewer than 10 cases gets no arrow.",
)


@cache
def rules_in_short() -> Component:
    """Render the rules collapsed, for a page that uses their words."""
    rules = html.Details(
        [
            html.Summary("How status is worked out"),
            *rules_in_full(),
            html.P(html.A("How we judge, in full", href=Urls.about("rules"))),
        ],
        className="rules",
        id=RULES_ANCHOR,
    )
    return written(rules)


def rules_in_full() -> list[html.Div]:
    """Render both lists of rules."""
    return [
        html.Div([html.H3("Status"), html.Ul([html.Li(rule) for rule in STATUS_RULES])]),
        html.Div([html.H3("Trend"), html.Ul([html.Li(rule) for rule in TREND_RULES])]),
    ]
