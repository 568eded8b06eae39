"""Exceptions: what misses its target or signals concern, who is asked why, and what they say."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any, Final

from dashboard.judging.control import METHOD
from dashboard.judging.control_text import judged_points, variation_words
from dashboard.judging.status import build_status
from dashboard.model.meeting import OpenException
from dashboard.model.panel import Measure, Panel, Point, Series
from dashboard.stats.spc import CONCERN
from dashboard.text.format import counted, in_period
from dashboard.text.version_token import hash_token

DAYS_TO_REPLY: Final = 14
MISSED: Final = "missed"
SIGNALS_CONCERN: Final = "concern"
# What was said of an exception: a row of the frame exceptions.
ExceptionRow = Mapping[str, Any]
# Measure, breakdown and basis.
SeriesLine = tuple[str, str, str]


def build_exceptions(
    panels: Iterable[Panel],
    earlier_panels: Iterable[Panel] | None,
    records: Iterable[ExceptionRow],
    as_of: date,
    today: date,
) -> tuple[OpenException, ...]:
    """Tell every exception of a plan, those without a reply first, then in the plan's order.

    `earlier_panels` are those of the report before, None where there is none; `records` are those
    of the plan, and of periods up to `as_of`. What is overdue is held against `today`.
    """
    before = None if earlier_panels is None else set(_off_track_lines(earlier_panels))
    records_by_line: dict[SeriesLine, list[ExceptionRow]] = {}
    for record in records:
        if record["period_end"] <= as_of:
            line = (record["measure_id"], record["breakdown"], record["basis"])
            records_by_line.setdefault(line, []).append(record)
    exceptions = [
        _exception(panel, series, records_by_line.get(line, ()), before, today)
        for panel in panels
        for line, series in off_track(panel).items()
    ]
    return tuple(sorted(exceptions, key=lambda exception: exception.is_answered))


def off_track(panel: Panel) -> Mapping[SeriesLine, Series]:
    """Give the series that speak for a measure and miss its target or signal concern, each once."""
    off_track_series: dict[SeriesLine, Series] = {}
    for series in panel.series:
        has_day = series.latest is not None and series.latest.period_end is not None
        if series.is_counted and has_day and exception_reason(series):
            line = (panel.measure.measure_id, series.breakdown, series.basis)
            off_track_series.setdefault(line, series)
    return off_track_series


def exception_reason(series: Series) -> str:
    """Say why a series is an exception: missed or concern; empty where it is none."""
    if series.status.code == MISSED:
        return MISSED
    return SIGNALS_CONCERN if _has_concern(series) else ""


def overdue_words(exceptions: Iterable[OpenException]) -> str:
    """Count the measures that await a reply: "3 measures wait for a reply, 1 overdue"; empty if none."""
    waiting = [exception for exception in exceptions if not exception.is_answered]
    measures = {exception.measure_id for exception in waiting}
    if not measures:
        return ""
    late = {exception.measure_id for exception in waiting if exception.is_overdue}
    verb = "waits" if len(measures) == 1 else "wait"
    words = f"{counted(len(measures), 'measure')} {verb} for a reply"
    if not late:
        return words
    how_many = str(len(late)) if late != measures else "all" if len(late) > 1 else ""
    return f"{words}, {how_many} overdue".replace("  ", " ")


def exception_token(exception: OpenException) -> str:
    """Give a short text that differs wherever what was said of an exception does."""
    return hash_token(
        (
            exception.owner,
            exception.reply_by,
            exception.reply,
            exception.author,
            exception.replied_on,
        )
    )


def _off_track_lines(panels: Iterable[Panel]) -> Iterable[SeriesLine]:
    return (line for panel in panels for line in off_track(panel))


def _has_concern(series: Series) -> bool:
    """Tell whether the latest point is a special cause of concern, as the trend says it too."""
    chart, trend = series.chart, series.trend
    is_judged = chart is not None and chart.is_enough and trend.method == METHOD
    return is_judged and trend.judgement == "worsened"


def _exception(
    panel: Panel,
    series: Series,
    records: Sequence[ExceptionRow],
    before: set[SeriesLine] | None,
    today: date,
) -> OpenException:
    latest, reason = series.latest, exception_reason(series)
    if latest is None or latest.period_end is None:
        raise ValueError("An exception is of a period, and the series has none.")
    line = (panel.measure.measure_id, series.breakdown, series.basis)
    record = _current_record(panel.measure, series, latest.period_end, records)
    reply = record["reply"] if record else ""
    recorded_reply_by = record["reply_by"] if record else None
    known_on = _opened_by(panel.measure, series, latest).known_on or panel.as_of
    reply_by = recorded_reply_by or known_on + timedelta(days=DAYS_TO_REPLY)
    return OpenException(
        measure_id=panel.measure.measure_id,
        title=panel.measure.title,
        label=series.label,
        breakdown=series.breakdown,
        basis=series.basis,
        period_end=latest.period_end,
        reason=reason,
        words=exception_words(panel.measure, series),
        owner=record["owner"] if record else "",
        reply_by=reply_by,
        reply=reply,
        author=record["author"] if record else "",
        replied_on=_written_on(record) if record and reply else None,
        is_new=before is not None and line not in before,
        is_overdue=not reply and reply_by < today,
    )


def exception_words(measure: Measure, series: Series) -> str:
    """Say what asks for a reply: the figure, how far off it is, the signal of its control chart."""
    figure_text = f"{series.value_words} {in_period(series.latest)}" if series.latest else ""
    gap = series.status.gap_words or series.status.word
    words = (
        f"{figure_text}: {gap[:1].lower()}{gap[1:]}."
        if series.status.code == MISSED
        else f"{figure_text}."
    )
    return f"{words} {variation_words(measure, series)}." if _has_concern(series) else words


def _current_record(
    measure: Measure, series: Series, end: date, records: Sequence[ExceptionRow]
) -> ExceptionRow | None:
    """Find what was said last of this spell: nothing of it has been on track since."""
    newest = max(
        (record for record in records if record["period_end"] <= end),
        key=lambda record: record["period_end"],
        default=None,
    )
    if newest is None:
        return None
    since = [
        point
        for point in judged_points(series)
        if point.period_end is not None and point.period_end >= newest["period_end"]
    ]
    is_over = any(_is_on_track(measure, series, point) for point in since)
    return None if is_over else newest


def _opened_by(measure: Measure, series: Series, latest: Point) -> Point:
    """Find the figure that opened the spell: a later miss of the same spell gives no more time.

    Nobody is asked about a gap or a close figure, even where a spell goes on through one.
    """
    opened = latest
    for point in reversed(judged_points(series)):
        if _is_on_track(measure, series, point):
            break
        if _is_off_track(measure, series, point):
            opened = point
    return opened


def _is_off_track(measure: Measure, series: Series, point: Point) -> bool:
    """Tell whether a figure would open a spell: missed the target, or was of concern."""
    if exception_reason(series) == MISSED:
        return build_status(measure, point, series.targets).code == MISSED
    reading = series.chart.readings.get(point) if series.chart else None
    return reading is not None and reading.point_type == CONCERN


def _is_on_track(measure: Measure, series: Series, point: Point) -> bool:
    """Tell whether a figure ended a spell: met the target, or was free of concern."""
    if exception_reason(series) == MISSED:
        return build_status(measure, point, series.targets).code == "met"
    reading = series.chart.readings.get(point) if series.chart else None
    return reading is not None and reading.point_type != CONCERN


def _written_on(record: ExceptionRow) -> date | None:
    return record["published_on"] or record["known_on"]
