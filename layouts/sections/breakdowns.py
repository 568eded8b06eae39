"""A measure divided: the dimensions as links, and one of them as ranked bars with n and history."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, Final

from dash import html

from dashboard.disclosure import OF_CHILDREN
from dashboard.judging.percentages import SMALL_N, has_small_denominator
from dashboard.model.codes import BASIS_WORDS, STATUS_WORDS, breakdown_words
from dashboard.model.panel import Measure, Panel, Series
from dashboard.model.points import CASES, Point
from dashboard.model.selection import Selection, address
from dashboard.panels.breakdowns import Breakdown, BreakdownPart
from dashboard.text.format import plain_number, point_words, sentence_case
from layouts.ui.components import aria, choice_nav, data_words, section
from layouts.ui.get_form import tick
from layouts.ui.palette import FOCUS, GRID
from layouts.ui.static_html import ATTRIBUTE
from layouts.ui.tables import Column, Row, scroll_region, table
from layouts.ui.view_options import basis_code

# The form of the page to which the boxes of a breakdown belong.
CHOICES_FORM: Final = "measure-choices"
TAB: Final = "breakdowns"
_LINE: Final = (128, 28)


def parts_section(
    panel: Panel, series: Series, parts: Breakdown, selection: Selection
) -> html.Section | None:
    """Render the choice of dimensions and the divided measure; None where there is none."""
    if not parts.dimensions:
        return None
    if not parts.parts:
        words = f"No figure is divided in this way. {_published_words(parts)}".strip()
        return section("Breakdowns", _dimensions(parts, selection), html.P(words))
    return section(
        _heading(panel.measure, parts),
        _dimensions(parts, selection),
        html.P(_subtitle(panel, parts), className="chart-subtitle"),
        _other_period(parts),
        _other_basis(series, parts, selection),
        _back_links(parts, selection),
        _table(panel, series, parts, selection),
        html.P(_notes_text(parts), className="small"),
        _periods(parts, selection),
    )


def drill_url_for(
    series: Series, parts: Breakdown, selection: Selection
) -> Callable[[Point], str] | None:
    """Return the address of the breakdown of a point's period; None without one."""
    if not parts.dimensions or (parts.bases and series.basis not in parts.bases):
        return None
    by = parts.dimension
    whole = _whole(selection, by)

    def drill(point: Point) -> str:
        """Return the address of the parts of the point's period; empty for a published figure."""
        if point.origin != CASES or point.period_end is None:
            return ""
        return _address(
            selection, basis=basis_code(series), breakdown=whole, by=by, period=point.period_end
        )

    return drill


def _heading(measure: Measure, parts: Breakdown) -> str:
    """Return which category is highest and which lowest, of those with ten cases or more."""
    name = f"By {parts.dimension_words}"
    firm = [
        (part.words, part.point)
        for part in parts.parts
        if part.point and part.point.value is not None and not has_small_denominator(part.point)
    ]
    if len(firm) < 2:
        return name
    ranked = sorted(firm, key=lambda pair: -(pair[1].value or 0))
    phrases = [
        f"{words} {point_words(point, measure.unit)}" for words, point in (ranked[0], ranked[-1])
    ]
    is_all = len(firm) == sum(part.point is not None for part in parts.parts)
    of_whom = "" if is_all else f", of those with {SMALL_N} cases or more"
    return f"{name}: highest {phrases[0]}, lowest {phrases[1]}{of_whom}"


def _subtitle(panel: Panel, parts: Breakdown) -> str:
    version, title = breakdown_words(parts.version), panel.measure.title
    names = (f"{title}, {version}" if version else title, panel.area.name, parts.period)
    return " · ".join(part for part in (*names, data_words(panel)) if part)


def _other_period(parts: Breakdown) -> html.P | None:
    """Render that what was chosen is not divided, and what is shown instead."""
    if not parts.instead_of:
        return None
    words = f"{parts.instead_of}: not published by {parts.dimension_words}. Shown: {parts.period}."
    return html.P(f"{words} {_published_words(parts)}".strip())


def _published_words(parts: Breakdown) -> str:
    """Return over which windows a dimension is published; empty where over all that there are."""
    if parts.dimension not in OF_CHILDREN:
        return ""
    return (
        f"Figures by {parts.dimension_words} are published by year, by 12 months to the end of a "
        "quarter and, of who is open or waiting, at the ends of quarters."
    )


def _other_basis(series: Series, parts: Breakdown, selection: Selection) -> html.P | None:
    """Render that no part can be drawn on the basis of the chart, with a link to one on which it can."""
    if series.basis == parts.basis:
        return None
    href = _address(selection, basis=parts.basis, year_kind="")
    words = BASIS_WORDS[parts.basis].lower()
    link = html.A(f"Show the chart by {words}", href=href)
    return html.P(["To draw parts on the chart: ", link, "."], className="small")


def _dimensions(parts: Breakdown, selection: Selection) -> html.Nav:
    """Render a link to each dimension, for the same period."""
    whole = _whole(selection, parts.dimension)
    return choice_nav(
        "Divide by",
        [
            (
                sentence_case(words),
                _address(selection, breakdown=whole, by=code, members=""),
                code == parts.dimension,
            )
            for code, words in parts.dimensions
        ],
    )


def _whole(selection: Selection, dimension: str) -> str:
    """Return the chosen breakdown without its category of a dimension."""
    pairs = [pair for pair in selection.breakdown.split(";") if pair]
    return ";".join(pair for pair in pairs if not pair.startswith(f"{dimension}="))


def _address(selection: Selection, **changes: Any) -> str:
    """Return the address of this tab with another choice."""
    return address(replace(selection, page="measure", tab=TAB, **changes))


def _back_links(parts: Breakdown, selection: Selection) -> html.P | None:
    """Render the links from a category to the whole, and from a period to the newest one."""
    links: list[html.A] = []
    whole = _whole(selection, parts.dimension)
    if whole != selection.breakdown:
        links.append(html.A("Back to the whole", href=_address(selection, breakdown=whole)))
    if selection.period:
        links.append(html.A("Back to the newest period", href=_address(selection, period=None)))
    return html.P(links, className="more parts-ways") if links else None


def _table(panel: Panel, series: Series, parts: Breakdown, selection: Selection) -> html.Div:
    """Render the categories in their order, each with a box that puts it on the chart."""
    has_n = any(part.point and part.point.denominator is not None for part in parts.parts)
    counts = [Column("n", "number")] if has_n else []
    bar, value = Column("Bar", "bar-cell", is_head_plain=True), Column("Value", "number")
    top = _top(panel.measure, parts.parts)
    is_elsewhere = selection.basis and selection.basis not in parts.bases
    linked = replace(selection, basis=parts.basis, year_kind="") if is_elsewhere else selection
    is_drawn = series.basis == parts.basis
    boxes = [_box(part, selection) if is_drawn else None for part in parts.parts]
    rows = [
        _category_row(panel, part, linked, top, [box] if is_drawn else [], has_n=has_n)
        for part, box in zip(parts.parts, boxes, strict=True)
    ]
    drawn = ["On the chart"] if is_drawn else []
    caption = f"{panel.measure.title} by {parts.dimension_words}, {parts.period}"
    columns = ("Category", *drawn, bar, value, *counts, "Trend")
    return scroll_region(table(caption, columns, rows, look="plain parts-table"), caption)


def _top(measure: Measure, parts: Sequence[BreakdownPart]) -> float:
    """Return the value of a full bar: 100 for percentages, else the highest drawn."""
    values = [point.value or 0 for part in parts for point in (part.point, *part.history) if point]
    highest = max(values, default=0)
    return 100 if measure.unit == "percent" and highest <= 100 else highest or 1


def _category_row(
    panel: Panel,
    part: BreakdownPart,
    selection: Selection,
    top: float,
    box: Sequence[html.Div | None],
    *,
    has_n: bool,
) -> Row:
    is_here = part.breakdown == selection.breakdown
    href = _address(selection, breakdown=part.breakdown)
    cells = [
        html.A(part.words, href=href, **aria(current=is_here)),
        *box,
        _bar(part.point, top),
        _value(part.point, panel.measure.unit),
        *([_n(part)] if has_n else []),
        _line(part, top, panel.measure.unit),
    ]
    return Row(cells, "is-chosen" if is_here else "")


def _box(part: BreakdownPart, selection: Selection) -> html.Div | None:
    """Render the box of a part; None for one without a number to draw."""
    if not any(point.has_number for point in part.points):
        return None
    is_on = part.breakdown in selection.members.split(",")
    written = tick(
        "members", part.breakdown, "Draw", is_on=is_on, form=CHOICES_FORM, about=part.words
    )
    return html.Div(className="on-chart", **{ATTRIBUTE: written})


def _value(point: Point | None, unit: str) -> str:
    if point is None:
        return "No figure"
    if point.value is None and point.marker:
        return STATUS_WORDS["suppressed"] if point.marker == "c" else point_words(point, unit)
    return f"{point_words(point, unit)}{' (provisional)' if point.is_provisional else ''}"


def _n(part: BreakdownPart) -> list[Any]:
    """Return the number of cases behind a value, and that few make it indicative."""
    if part.n is None or part.point is None:
        return [""]
    is_few = part.point.has_number and has_small_denominator(part.point)
    few = html.Span("indicative", className="small") if is_few else None
    return [plain_number(part.n, -1), few]


def _bar(point: Point | None, top: float) -> html.Div | None:
    """Render the value as a bar, hidden from screen readers: the number next to it says the same."""
    if point is None or point.value is None:
        return None
    share = max(0.0, min(point.value / top, 1.0)) * 100
    bar_svg = (
        '<svg viewBox="0 0 100 10" preserveAspectRatio="none">'
        f'<rect width="100" height="10" fill="{GRID}"/>'
        f'<rect width="{share:.1f}" height="10" fill="{FOCUS}"/></svg>'
    )
    return html.Div(**{"aria-hidden": "true", ATTRIBUTE: bar_svg})


def _line(part: BreakdownPart, top: float, unit: str) -> html.Div | None:
    """Render the category's last points as a small line, all of a table on one scale."""
    shown = [point for point in part.history if point.value is not None]
    if len(shown) < 2:
        return None
    width, height = _LINE
    step = (width - 12) / (len(shown) - 1)
    places = [
        (6 + n * step, height - 4 - max(0.0, min((point.value or 0) / top, 1)) * (height - 8))
        for n, point in enumerate(shown)
    ]
    corners = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
    x, y = places[-1]
    line_svg = (
        f'<svg viewBox="0 0 {width} {height}" width="{width}" height="{height}">'
        f'<polyline points="{corners}" fill="none" stroke="{FOCUS}" stroke-width="2"/>'
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3.5" fill="{FOCUS}"/></svg>'
    )
    ends = [point_words(point, unit) for point in (shown[0], shown[-1])]
    label = f"{len(shown)} points from {ends[0]} to {ends[1]}"
    return html.Div(role="img", **{"aria-label": label, ATTRIBUTE: line_svg})


def _notes_text(parts: Breakdown) -> str:
    notes = ["All lines stand on one scale.", parts.note]
    if parts.left_out:
        noun = "category" if parts.left_out == 1 else "categories"
        notes.append(f"{parts.left_out} more {noun} of fewer cases not shown.")
    return " ".join(note for note in notes if note)


def _periods(parts: Breakdown, selection: Selection) -> html.Details | None:
    """Render links to the same dimension in every other period that has parts."""
    others = [period for period in parts.periods if period[0] != parts.period_end]
    if not others:
        return None
    links = [
        html.Li(html.A(words, href=_address(selection, basis=parts.basis, period=end)))
        for end, words in others
    ]
    return html.Details([html.Summary("Another period"), html.Ul(links, className="periods")])
