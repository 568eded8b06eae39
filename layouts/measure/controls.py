"""The one row of controls over the chart of a measure, as a form that is sent as an address."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final
from urllib.parse import parse_qsl

from dash import html

from dashboard.comparison.chosen import MEASURE_BELOW, MOST_COMPARED, Offer
from dashboard.judging.control_text import no_limits_reason
from dashboard.model.codes import STATISTIC_WORDS, window_words
from dashboard.model.panel import Panel, Series
from dashboard.model.points import CASES, PUBLISHED
from dashboard.model.selection import Selection
from dashboard.text.format import day_words, period_words, sentence_case
from layouts.measure.context import MeasureContext, here, series_here
from layouts.sections.breakdowns import CHOICES_FORM
from layouts.ui.get_form import SUBMIT, hidden, option_list, radio, select, tick
from layouts.ui.series_links import hides_limits
from layouts.ui.static_html import ATTRIBUTE
from layouts.ui.view_options import (
    basis_code,
    breakdown_code,
    breakdown_names,
    origin_code,
    year_kind_code,
)
from layouts.ui.xml_text import escape

# What the form sends of its own; every other choice goes with it as it is.
_OWN: Final = frozenset(
    {
        "basis",
        "year_kind",
        "breakdown",
        "compare",
        "members",
        "from",
        "to",
        "limits",
        "axis",
        "events",
    }
)
# On a phone the seldom changed choices are a sheet that a button opens; elsewhere they are in the row.
_SHEET: Final = (
    '<button type="button" class="open-filter" popovertarget="filter-sheet">Filter</button>'
    '<span class="is-chosen">{chosen}</span>'
    '<div id="filter-sheet" class="filter-sheet" popover>'
    '<p class="sheet-head"><b>Filter</b> <button type="button" popovertarget="filter-sheet" '
    'popovertargetaction="hide">Done</button></p>'
)
_SHORT: Final = {"month": "Month", "rolling12": "Rolling 12"}
_ORIGINS: Final = {PUBLISHED: "As reported", CASES: "Worked out from cases"}


def controls_row(
    panel: Panel,
    series: Series,
    offers: Sequence[Offer],
    context: MeasureContext,
    selection: Selection,
) -> html.Div:
    """Render the form of basis, part, comparison, period, limits and what is seldom changed."""
    form = "".join(_form(panel, series, offers, context, selection))
    return html.Div(className="controls", **{ATTRIBUTE: form})


def _basis(panel: Panel, chosen: Series) -> str:
    """Return a segment for each window that exists for the chosen part; words for a single one."""
    same_part = [series for series in panel.series if series.breakdown == chosen.breakdown]
    by_window = {series.window: series for series in (*same_part, chosen)}
    if len(by_window) < 2:
        return f'<span class="only-segment">{escape(_window(panel, chosen))}</span>'
    segments = "".join(
        radio("basis", _window_code(panel, series), _window(panel, series), is_on=series is chosen)
        for series in by_window.values()
    )
    return f'<fieldset class="segments"><legend>Basis</legend>{segments}</fieldset>'


def _window_code(panel: Panel, series: Series) -> str:
    kind = year_kind_code(panel, series)
    return f"{basis_code(series)}:{kind}" if kind else basis_code(series)


def _window(panel: Panel, series: Series) -> str:
    named = bool(year_kind_code(panel, series))
    return _SHORT.get(series.basis) or window_words(*series.window, names_calendar=named)


def _form(
    panel: Panel,
    series: Series,
    offers: Sequence[Offer],
    context: MeasureContext,
    selection: Selection,
) -> Iterator[str]:
    path = here(selection).partition("?")[0]
    yield f'<form id="{CHOICES_FORM}" action="{escape(path)}" method="get" data-live>'
    yield from _other_choices(selection)
    yield _basis(panel, series)
    names = breakdown_names(panel)
    words = [names.get(breakdown_code(series), "")] if len(names) > 1 else []
    words += _compared(offers, context, selection)
    yield _SHEET.format(chosen=escape(" · ".join(filter(None, words))))
    if len(names) > 1:
        yield select("breakdown", "Part", names.items(), breakdown_code(series))
    else:
        yield hidden("breakdown", selection.breakdown)
    yield _compare(offers, context, selection)
    yield select("from", "Period", _starts(panel, series, selection), _iso(selection.since))
    if selection.since or selection.until:
        href = escape(here(selection, since=None, until=None))
        yield f'<a href="{href}" class="reset">Reset</a>'
    yield _limits(series, selection)
    yield _more(panel, series, selection)
    yield f"{SUBMIT}</div></form>"


def _other_choices(selection: Selection) -> Iterator[str]:
    query = parse_qsl(here(selection).partition("?")[2])
    yield from (hidden(name, value) for name, value in query if name not in _OWN)


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


def _compare(offers: Sequence[Offer], context: MeasureContext, selection: Selection) -> str:
    """Return the list of what the chart can be set beside, in a fold named by what is chosen."""
    codes = selection.compare.split(",")
    chosen = _compared(offers, context, selection)
    words = "Nothing" if not chosen else chosen[0] if len(chosen) == 1 else f"{len(chosen)} lines"
    boxes = "".join(
        tick("compare", offer.code, offer.words, is_on=offer.code in codes, reason=offer.reason)
        for offer in offers
    )
    others = [
        (f"{MEASURE_BELOW}{measure.measure_id}", measure.short_title)
        for measure in context.measures
        if measure.measure_id != selection.measure
    ]
    shown = next((code for code in codes if code.startswith(MEASURE_BELOW)), "")
    below = select("compare", "Below it", (("", "No other measure"), *others), shown)
    return (
        f'<details class="choice-menu"><summary>Compare <b>{escape(words)}</b></summary>'
        f'<fieldset data-most="{MOST_COMPARED}"><legend>Compare with, at most {MOST_COMPARED}</legend>'
        f"{boxes}{below if others else ''}</fieldset></details>"
    )


def _compared(offers: Sequence[Offer], context: MeasureContext, selection: Selection) -> list[str]:
    """Return the names of what the chart is set beside."""
    codes = selection.compare.split(",")
    chosen = [offer.words for offer in offers if offer.code in codes and not offer.reason]
    return [*chosen, context.below[0].measure.short_title] if context.below else chosen


def _starts(panel: Panel, series: Series, selection: Selection) -> Iterator[tuple[str, str]]:
    """Yield from when the chart can be drawn: all, the last months, the plan, each period."""
    dated = [point for point in series.points if point.period_end]
    ends = [point.period_end for point in dated if point.period_end]
    yield "", "All"
    for months in (24, 12):
        first = _months_back(ends[-1], months) if ends else None
        inside = [end for end in ends if first and end > first]
        if inside and len(inside) < len(ends):
            yield inside[0].isoformat(), f"{months} months"
    begun = panel.framework.starts_on
    since_plan = [end for end in ends if begun and end >= begun]
    if since_plan and len(since_plan) < len(ends):
        yield since_plan[0].isoformat(), "Since the plan began"
    yield from ((_iso(point.period_end), f"From {period_words(point)}") for point in dated)
    if selection.since and selection.since not in ends:
        yield _iso(selection.since), f"From {day_words(selection.since)}"


def _months_back(day: date, months: int) -> date:
    """Return the last day of the month so many months before that of a day."""
    months_since = day.year * 12 + day.month - months
    return date.fromordinal(date(months_since // 12, months_since % 12 + 1, 1).toordinal() - 1)


def _limits(series: Series, selection: Selection) -> str:
    if series.chart is None:
        return f'<span class="no-limits">Limits: {escape(no_limits_reason(series)[0])}</span>'
    return hidden("limits", "0") + tick("limits", "1", "Limits", is_on=not hides_limits(selection))


def _more(panel: Panel, series: Series, selection: Selection) -> str:
    """Return what is seldom changed: the end of the period, axis, events, statistic, figures, size."""
    ends = [(_iso(p.period_end), period_words(p)) for p in reversed(series.points) if p.period_end]
    if selection.until and _iso(selection.until) not in dict(ends):
        ends.append((_iso(selection.until), day_words(selection.until)))
    last = option_list((("", "Newest"), *ends), _iso(selection.until))
    axis = option_list((("", "At zero"), ("fit", "Fitted to the figures")), selection.axis)
    parts = [
        f'<label>Period ends <select name="to">{last}</select></label>',
        f'<label>Axis starts <select name="axis">{axis}</select></label>',
        hidden("events", "0") + tick("events", "1", "Events", is_on=selection.events != "0"),
        *(f"<p>{words}</p>" for words in _more_links(panel, series, selection)),
    ]
    return (
        '<details class="choice-menu is-more"><summary aria-label="More choices">⋯</summary>'
        f"<fieldset><legend>More choices</legend>{''.join(parts)}</fieldset></details>"
    )


def _more_links(panel: Panel, series: Series, selection: Selection) -> Iterator[str]:
    statistics = dict.fromkeys(point.statistic for point in series.points if point.statistic)
    if len(statistics) > 1 or selection.statistic:
        options = [("", "As published")]
        options += [(c, sentence_case(STATISTIC_WORDS.get(c, c))) for c in statistics]
        yield _links(
            "Statistic",
            [
                (words, here(selection, statistic=code), code == selection.statistic)
                for code, words in options
            ],
        )
    if origin_code(panel, series):
        same = [
            s for s in panel.series if (s.breakdown, s.window) == (series.breakdown, series.window)
        ]
        yield _links(
            "Figures",
            [
                (_ORIGINS[s.origin], series_here(panel, s, selection, origin=s.origin), s is series)
                for s in same
            ],
        )
    # Escape presses a link that closes. Among the panels of a priority the chart is large already.
    if selection.page == "priority":
        return
    words, size, closes = (
        ("Smaller chart", "", " data-close")
        if selection.size == "large"
        else ("Larger chart", "large", "")
    )
    yield f'<a href="{escape(here(selection, size=size))}"{closes}>{words}</a>'


def _links(name: str, links: Sequence[tuple[str, str, bool]]) -> str:
    written = "".join(
        f'<a href="{escape(href)}"{" aria-current=true" if is_here else ""}>{escape(words)}</a> '
        for words, href, is_here in links
    )
    return f"{escape(name)} {written}".strip()
