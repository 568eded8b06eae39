"""Cells, facts and tags of a judged series: the one place where a figure becomes words for a pack."""

from typing import Final

from dashboard.model.codes import ACTION_WORDS, BASIS_WORDS, STATISTIC_WORDS, STATUS_WORDS
from dashboard.model.panel import Panel, Point, Series, Status
from dashboard.model.points import CASES
from dashboard.pack.blocks import ACTION, STATUS, TREND, Fact, TableCell, Tag
from dashboard.text.format import period_words, plain_number, point_words, sentence_case
from dashboard.text.periods import is_same_period_last_year

NOT_RECORDED: Final = "Not recorded"
NO_TARGET: Final = "None set"


def status_tag(status: Status, *, is_provisional: bool = False) -> Tag:
    """Tag a status with its own word; that of a provisional figure says so."""
    word = f"{status.word}, provisional" if is_provisional else status.word
    return Tag(STATUS, status.code, word, is_provisional=is_provisional)


def series_tag(series: Series) -> Tag:
    """Tag the status of a series."""
    latest = series.latest
    return status_tag(series.status, is_provisional=bool(latest and latest.is_provisional))


def trend_tag(series: Series) -> Tag:
    """Tag the trend of a series: where its number went, and what that means."""
    trend = series.trend
    return Tag(TREND, trend.judgement, trend.word, trend.direction or "")


def action_tag(code: str) -> Tag:
    """Tag the status of an action."""
    return Tag(ACTION, code, ACTION_WORDS[code]) if code else Tag(ACTION, "", "Not reported")


def count_word(code: str, words: set[str]) -> str:
    """Give the word over a count of measures: a missed target is below it or above a limit."""
    status_words = sorted(words, reverse=True) or [STATUS_WORDS[code]]
    return sentence_case(" or ".join(word.lower() for word in status_words))


def value_cell(series: Series) -> TableCell:
    """Say the newest figure of a series and its period."""
    return TableCell(series.value_words, _value_detail(series))


def _value_detail(series: Series) -> str:
    latest = series.latest
    provisional = "provisional" if latest and latest.is_provisional else ""
    return ", ".join(part for part in (series.period_words, provisional) if part)


def target_cell(series: Series) -> TableCell:
    """Say the target that a series is judged by, the day by which below it where there is one."""
    value, _, day = series.target_words.partition(", due ")
    if " and " in series.target_words or not day:
        return TableCell(series.target_words or NO_TARGET)
    return TableCell(value, f"due {day}")


def baseline_cell(series: Series) -> TableCell:
    """Say the baseline with its period."""
    value, _, period = series.baseline_words.partition(" (")
    return (
        TableCell(value, sentence_case(period.removesuffix(")")))
        if value
        else TableCell(NOT_RECORDED)
    )


def last_year_cell(panel: Panel, series: Series) -> TableCell:
    """Say what stood a year before, with the period it is of.

    The same period of the year before; where there is none, the year to date at that year's end,
    or that whole year; else what the plan's report prints as last year's figure.
    """
    point = last_year_point(panel, series)
    if point is not None:
        return TableCell(point_words(point, panel.measure.unit), sentence_case(period_words(point)))
    printed = series.printed_last_year
    if printed is None:
        return TableCell(NOT_RECORDED)
    period = f"{sentence_case(period_words(printed))}, as printed"
    return TableCell(point_words(printed, panel.measure.unit), period)


def last_year_point(panel: Panel, series: Series) -> Point | None:
    """Find the figure of a year before, in the order that last_year_cell names."""
    latest = series.latest
    if latest is None or latest.period_end is None:
        return None
    same = [candidate for candidate in series.points if _is_year_before(candidate, latest)]
    year = latest.period_end.year - 1
    same_part = [candidate for candidate in panel.series if _is_same_part(candidate, series)]
    whole = [p for candidate in same_part for p in candidate.points if _is_whole_year(p, year)]
    return next(iter(same + whole), None)


def _is_year_before(earlier: Point, later: Point) -> bool:
    periods = ((p.period_start, p.period_end) for p in (earlier, later))
    return earlier.statistic == later.statistic and is_same_period_last_year(*periods)


def _is_same_part(other: Series, series: Series) -> bool:
    """Tell whether a series is of the same part, told in whole years or in the same windows."""
    same_part = (other.breakdown, other.origin) == (series.breakdown, series.origin)
    return same_part and other.basis in ("year", series.basis) and series.basis in ("ytd", "year")


def _is_whole_year(point: Point, year: int) -> bool:
    start, end = point.period_start, point.period_end
    if start is None or end is None or point.is_later:
        return False
    return (start.year, start.month, end.year, end.month) == (year, 1, year, 12)


def series_name(series: Series) -> str:
    """Name a series beside its measure: its part, its basis where it has no other name."""
    return series.label or BASIS_WORDS.get(series.basis, series.basis)


def figure_facts(panel: Panel, series: Series) -> tuple[Fact, ...]:
    """Give the rail of a measure's slide: now, target, last year, baseline, change."""
    last_year, baseline, target = (
        last_year_cell(panel, series),
        baseline_cell(series),
        target_cell(series),
    )
    gap = sentence_case(series.status.gap_words)
    moved, since = _change_words(series)
    return (
        Fact("Now", series.value_words, _value_detail(series), series_tag(series)),
        Fact("Target", target.words, "; ".join(part for part in (target.detail, gap) if part)),
        Fact("Last year", last_year.words, last_year.detail),
        Fact("Baseline", baseline.words, baseline.detail),
        Fact("Change", moved, since, trend_tag(series)),
    )


def _change_words(series: Series) -> tuple[str, str]:
    """Say by how much the figure changed and from what, or which rule of its chart says so.

    Where the report printed another arrow, that is said too.
    """
    trend = series.trend
    printed = series.latest.printed_arrow if series.latest else ""
    note = f"the report printed “{printed}”" if series.printed_arrow_note else ""
    if trend.chosen is None:
        _, _, rule = trend.sentence.removesuffix(".").partition(": ")
        return "", "; ".join(part for part in (rule, note) if part)
    moved = trend.chosen.moved or trend.word
    return moved, "; ".join(part for part in (f"from {trend.chosen.since}", note) if part)


def source_line(panel: Panel, series: Series) -> str:
    """Name where the newest figure is from."""
    latest = series.latest
    if latest is None:
        return "No figure is loaded."
    if latest.origin == CASES:
        return "Source: worked out from cases."
    named = panel.sources.get(latest.source_document, latest.source_document)
    return f"Source: {named or 'not named'}."


NO_FIGURE: Final = "–"


def point_cell(panel: Panel, point: Point | None, *, has_counts: bool) -> TableCell:
    """Say a figure with the counts that it is made of; a percentage alone has such."""
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
    return TableCell(point_words(point, panel.measure.unit), detail)
