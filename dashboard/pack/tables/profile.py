"""The figures of a profile as tables: every one for the report, in rows of one line for a slide."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from dashboard.model.panel import Point
from dashboard.pack.blocks import TREND, Quantity, Table, TableCell, TableColumn, Tag
from dashboard.pack.blocks_from_series import NOT_RECORDED_CELL, without_empty_columns
from dashboard.pack.inserts import ProfileFigure, ProfileInsert
from dashboard.profile.model import PUPILS_WITH_PLAN, MiddleHalf
from dashboard.text.format import format_band, period_words, sentence_case
from dashboard.text.periods import short_period_words

PROFILE: Final = "Children with SEND"
_COMPARED: Final = "Children with SEND beside others"
# In the heading of figures of which some are of pupils.
_OF_PUPILS: Final = " (pupils: those with a plan)"


def profile_table(profile: ProfileInsert) -> Table:
    """Return every figure of a profile beside those of other areas and other pupils."""
    columns = (
        TableColumn("Figure", share=26),
        TableColumn("Newest", is_number=True, share=14),
        TableColumn(_reference(profile), is_number=True, share=10),
        TableColumn("Half of similar areas", is_number=True, share=14),
        TableColumn("At SEN support", is_number=True, share=11),
        TableColumn("Without SEN", is_number=True, share=11),
    )
    rows = tuple(
        (
            TableCell(figure.title, figure.group),
            replace(_newest_cell(figure), tag=_trend_tag(figure)),
            _cell(figure, figure.reference),
            _band_cell(figure),
            _cell(figure, figure.sen_support),
            _cell(figure, figure.without_sen),
        )
        for figure in profile.figures
    )
    return without_empty_columns(Table("profile", _COMPARED, columns, rows))


def brief_profile_table(profile: ProfileInsert, figures: Sequence[ProfileFigure]) -> Table:
    """Return some figures of a profile in rows of one line."""
    has_pupils = any(figure.group == PUPILS_WITH_PLAN for figure in figures)
    columns = (
        TableColumn(f"Figure{_OF_PUPILS if has_pupils else ''}", share=30),
        TableColumn("Newest", is_number=True, share=16),
        TableColumn(_reference(profile), is_number=True, share=10),
        TableColumn("Half of similar areas", is_number=True, share=14),
        TableColumn("Without SEN", is_number=True, share=11),
    )
    rows = tuple(
        (
            TableCell(figure.short_title, figure.group.replace(PUPILS_WITH_PLAN, "")),
            TableCell(f"{_cell(figure, figure.point).words} ({_short_period(figure.point)})"),
            _cell(figure, figure.reference),
            _brief_band_cell(figure),
            _cell(figure, figure.without_sen),
        )
        for figure in figures
    )
    return without_empty_columns(Table("profile", _COMPARED, columns, rows))


def profile_finding(profile: ProfileInsert) -> str:
    """Return the first sentence of the verdict, else the first figure beside the reference."""
    if profile.verdict:
        return profile.verdict[0].rstrip(".")
    if not profile.figures:
        return "No figure of children with SEND is loaded"
    first = profile.figures[0]
    compared = f", {_reference(profile)} {_cell(first, first.reference).words}"
    own = f"{first.short_title}: {_cell(first, first.point).words}"
    return f"{own}{compared if first.reference else ''}"


def _reference(profile: ProfileInsert) -> str:
    return profile.reference or "Compared area"


def _band_cell(figure: ProfileFigure) -> TableCell:
    if figure.middle is None:
        return NOT_RECORDED_CELL
    return TableCell(_band(figure, figure.middle), sentence_case(figure.place))


def _brief_band_cell(figure: ProfileFigure) -> TableCell:
    if figure.middle is None:
        return NOT_RECORDED_CELL
    words = _band(figure, figure.middle)
    return TableCell(f"{words}, {figure.place}" if figure.place else words)


def _band(figure: ProfileFigure, middle: MiddleHalf) -> str:
    return format_band(middle.low, middle.high, figure.point.decimals, figure.unit)


def _short_period(point: Point) -> str:
    """Return a period in a few letters, of a day its month."""
    end = point.period_end
    if point.basis == "snapshot" and end:
        return f"{end:%b %Y}"
    return short_period_words(point.period_start, end, point.basis)


def _newest_cell(figure: ProfileFigure) -> TableCell:
    cell = _cell(figure, figure.point)
    return replace(cell, detail=sentence_case(period_words(figure.point)))


def _trend_tag(figure: ProfileFigure) -> Tag | None:
    trend = figure.trend
    if trend.direction is None:
        return None
    return Tag(TREND, trend.judgement, trend.word, trend.direction)


def _cell(figure: ProfileFigure, point: Point | None) -> TableCell:
    if point is None or point.value is None:
        return NOT_RECORDED_CELL
    return TableCell(Quantity(point.value, point.decimals, figure.unit))
