"""Cells, facts and tags of a judged series, for the blocks of a pack."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta
from typing import Final

from dashboard.judging.control_text import trend_rule
from dashboard.judging.gaps import is_year_before
from dashboard.model.codes import ACTION_WORDS, STATISTIC_WORDS, window_words
from dashboard.model.panel import Panel, Point, Series, Status
from dashboard.model.points import CASES
from dashboard.pack.blocks import ACTION, STATUS, TREND, Fact, Quantity, Table, TableCell, Tag
from dashboard.text.format import (
    counted,
    dated_target_words,
    day_words,
    is_plain_target,
    joined,
    period_words,
    plain_number,
    point_words,
    qualified_target_words,
    sentence_case,
    target_noun,
    when_words,
)

NO_FIGURE: Final = "–"
NOT_RECORDED_CELL: Final = TableCell(NO_FIGURE)
NO_TARGET: Final = "None set"


def status_tag(status: Status, *, is_provisional: bool = False) -> Tag:
    """Return the tag of a status; that of a provisional figure is marked so."""
    word = f"{status.word}, provisional" if is_provisional else status.word
    return Tag(STATUS, status.code, word, is_provisional=is_provisional)


def series_tag(series: Series) -> Tag:
    """Return the tag of the status of a series."""
    latest = series.latest
    return status_tag(series.status, is_provisional=bool(latest and latest.is_provisional))


def trend_tag(series: Series) -> Tag:
    """Return the tag of the trend of a series: its direction and what that means."""
    trend = series.trend
    return Tag(TREND, trend.judgement, trend.word, trend.direction or "")


def action_tag(code: str) -> Tag:
    """Return the tag of the status of an action; `code` "" where none was reported."""
    return Tag(ACTION, code, ACTION_WORDS[code]) if code else Tag(ACTION, "", "Not reported")


def point_content(point: Point, unit: str) -> str | Quantity:
    """Return the number of a point; its band in words, or why it has no number."""
    if point.value is None:
        return point_words(point, unit)
    return Quantity(point.value, point.decimals, unit)


def value_cell(panel: Panel, series: Series) -> TableCell:
    """Return the newest figure of a series over its period; its status where there is no figure."""
    latest = series.latest
    if latest is None:
        return TableCell(series.value_words)
    provisional = "provisional" if latest.is_provisional else ""
    detail = ", ".join(part for part in (sentence_case(period_words(latest)), provisional) if part)
    return TableCell(point_content(latest, panel.measure.unit), detail)


def target_cell(panel: Panel, series: Series) -> TableCell:
    """Return the target that a series is judged by, over the day it is due.

    Where the series is judged by none, all targets in force with their days, and what relative
    ones ask for whose figure is missing.
    """
    unit = panel.measure.unit
    if len(series.shown_targets) != 1:
        texts = [dated_target_words(target, unit) for target in series.shown_targets]
        return TableCell(joined([*texts, *series.open_targets]) or NO_TARGET)
    (target,) = series.shown_targets
    if is_plain_target(target) and target.value_high is None:
        return TableCell(Quantity(target.value, target.decimals, unit), when_words(target))
    return TableCell(qualified_target_words(target, unit), when_words(target))


def brief_target_cell(panel: Panel, series: Series) -> TableCell:
    """Return the target of a series; of several that judge nothing, how many and the first due."""
    if len(series.shown_targets) < 2:
        return target_cell(panel, series)
    days = [target.due_on for target in series.shown_targets if target.due_on]
    first_due = f"first due {day_words(min(days))}" if days else ""
    count = len(series.shown_targets) + len(series.open_targets)
    return TableCell(counted(count, "target"), first_due)


def baseline_cell(panel: Panel, series: Series) -> TableCell:
    """Return the baseline of a series over its period."""
    return _dated_cell(panel, series.baseline.point) if series.baseline else NOT_RECORDED_CELL


def _dated_cell(panel: Panel, point: Point) -> TableCell:
    content = point_content(point, panel.measure.unit)
    return TableCell(content, sentence_case(period_words(point)))


def last_year_cell(panel: Panel, series: Series) -> TableCell:
    """Return the figure of a year before, over its period.

    That is the same period a year before; where there is none, the year to date at the end of that
    year, or that whole year; else what the plan's report prints as last year's figure.
    """
    point, printed = last_year_point(panel, series), series.printed_last_year
    if point is not None:
        return _dated_cell(panel, point)
    if printed is None:
        return NOT_RECORDED_CELL
    cell = _dated_cell(panel, printed)
    return replace(cell, detail=f"{cell.detail}, as printed")


def last_year_point(panel: Panel, series: Series) -> Point | None:
    """Return the figure of a year before, in the order of `last_year_cell`, or None."""
    latest = series.latest
    if latest is None or latest.period_end is None:
        return None
    same = [candidate for candidate in series.points if _is_year_before(candidate, latest)]
    same_part = [candidate for candidate in panel.series if _is_same_part(candidate, series)]
    whole = [
        p for candidate in same_part for p in candidate.points if _is_whole_year_before(p, latest)
    ]
    return next(iter(same + whole), None)


def _is_year_before(earlier: Point, later: Point) -> bool:
    return earlier.statistic == later.statistic and is_year_before(earlier, later)


def _is_same_part(other: Series, series: Series) -> bool:
    """Return whether a series is of the same part, in whole years or in the same windows."""
    same_part = (other.breakdown, other.origin) == (series.breakdown, series.origin)
    same_year = series.basis in ("ytd", "year") and other.year_kind == series.year_kind
    return same_part and same_year and other.basis in ("year", series.basis)


def _is_whole_year_before(point: Point, later: Point) -> bool:
    """Return whether a point is of the whole of the year before that of a later one."""
    start, end, next_start = point.period_start, point.period_end, later.period_start
    if start is None or end is None or next_start is None or point.is_later:
        return False
    is_year_before = (start.year + 1, start.month) == (next_start.year, next_start.month)
    return is_year_before and end == next_start - timedelta(days=1)


def series_name(series: Series) -> str:
    """Return the name of a series within its measure: its part, else its basis."""
    return series.label or window_words(*series.window)


def figure_facts(panel: Panel, series: Series) -> tuple[Fact, ...]:
    """Return the rail of a measure's slide: now, target, last year, baseline, change.

    What is not recorded is left out; that there is no target is the status of what is now.
    """
    gap = sentence_case(series.status.gap_words)
    target = target_noun(panel.measure.better, *series.shown_targets).title()
    cells = {
        "Now": value_cell(panel, series),
        target: target_cell(panel, series),
        "Last year": last_year_cell(panel, series),
        "Baseline": baseline_cell(panel, series),
    }
    tags = {"Now": series_tag(series)}
    return (
        *(
            _fact(name, cell.words, (cell.detail, gap if name == target else ""), tags.get(name))
            for name, cell in cells.items()
            if cell != NOT_RECORDED_CELL and cell.words != NO_TARGET
        ),
        _change_fact(panel, series),
    )


def _fact(name: str, words: str, details: Iterable[str], tag: Tag | None) -> Fact:
    return Fact(name, words, tuple(filter(None, details)), tag)


def _change_fact(panel: Panel, series: Series) -> Fact:
    """Return the change of the figure and since when, or the rule of its control chart.

    Where the report printed another arrow, that is the last detail.
    """
    moved, basis, chosen = "", trend_rule(panel.measure, series), series.trend.chosen
    if chosen:
        moved, basis = chosen.moved or series.trend.word, f"from {chosen.since}"
    printed = series.latest.printed_arrow if series.latest else ""
    note = f"the report printed “{printed}”" if series.printed_arrow_note else ""
    return _fact("Change", moved, (basis, note), trend_tag(series))


def source_line(panel: Panel, series: Series) -> str:
    """Return where the newest figure is from."""
    latest = series.latest
    if latest is None:
        return "No figure is loaded."
    if latest.origin == CASES:
        return "Source: worked out from cases."
    named = panel.sources.get(latest.source_document, latest.source_document)
    return f"Source: {named or 'not named'}."


def point_cell(panel: Panel, point: Point | None, *, has_counts: bool) -> TableCell:
    """Return a figure over its statistic and, for a percentage, its counts; a dash for None."""
    if point is None:
        return TableCell(NO_FIGURE)
    counts = ""
    is_rate = panel.measure.kind == "rate"
    if has_counts and is_rate and None not in (point.numerator, point.denominator):
        counts = " of ".join(
            plain_number(n, -1) for n in (point.numerator, point.denominator) if n is not None
        )
    provisional = "provisional" if point.is_provisional else ""
    statistic = STATISTIC_WORDS.get(point.statistic, point.statistic)
    detail = ", ".join(part for part in (statistic, counts, provisional) if part)
    return TableCell(point_content(point, panel.measure.unit), detail)


def without_empty_columns(table: Table) -> Table:
    """Return a table without the columns in which no row has anything."""
    filled = [
        at
        for at in range(len(table.columns))
        if any(row[at] != NOT_RECORDED_CELL for row in table.rows)
    ]
    columns = tuple(table.columns[at] for at in filled)
    rows = tuple(tuple(row[at] for at in filled) for row in table.rows)
    return replace(table, columns=columns, rows=rows)
