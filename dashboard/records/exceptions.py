"""Exceptions: series that miss their target or signal concern, with their owners' replies."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any, Final

from dashboard.judging.control import METHOD
from dashboard.judging.control_text import judged_points, variation_words
from dashboard.judging.relative import targets_at
from dashboard.judging.status import build_status
from dashboard.model.codes import read_year_kind
from dashboard.model.meeting import OpenException, version_token
from dashboard.model.panel import Measure, Panel, Point, Series
from dashboard.stats.spc import CONCERN
from dashboard.text.format import in_period, within_sentence

DAYS_TO_REPLY: Final = 14
MISSED: Final = "missed"
SIGNALS_CONCERN: Final = "concern"
# A row of the frame exceptions: owner, day to reply by, reply.
ExceptionRow = Mapping[str, Any]
# Measure, breakdown, basis and kind of year.
SeriesLine = tuple[str, str, str, str]


def build_exceptions(
    panels: Iterable[Panel],
    earlier_panels: Iterable[Panel] | None,
    records: Iterable[ExceptionRow],
    as_of: date,
    today: date,
) -> tuple[OpenException, ...]:
    """Return every exception of a plan, those without a reply first, then in the plan's order.

    `earlier_panels` are those of the report before, None where there is none; `records` are those
    of the plan, and of periods up to `as_of`. `today` decides what is overdue.
    """
    before = None
    if earlier_panels is not None:
        before = {line for panel in earlier_panels for line in off_track(panel)}
    records_by_line: dict[SeriesLine, list[ExceptionRow]] = {}
    for record in records:
        if record["period_end"] <= as_of:
            series = record["measure_id"], record["breakdown"], record["basis"]
            line = (*series, read_year_kind(record))
            records_by_line.setdefault(line, []).append(record)
    exceptions = [
        _exception(panel, series, records_by_line.get(line, ()), before, today)
        for panel in panels
        for line, series in off_track(panel).items()
    ]
    return tuple(sorted(exceptions, key=lambda exception: exception.is_answered))


def off_track(panel: Panel) -> Mapping[SeriesLine, Series]:
    """Return the counted series of a measure that miss its target or signal concern, each once."""
    off_track_series: dict[SeriesLine, Series] = {}
    for series in panel.series:
        has_day = series.latest is not None and series.latest.period_end is not None
        if series.is_counted and has_day and exception_reason(series):
            line = (panel.measure.measure_id, series.breakdown, *series.window)
            off_track_series.setdefault(line, series)
    return off_track_series


def exception_reason(series: Series) -> str:
    """Return why a series is an exception: missed or concern; empty where it is none."""
    if series.status.code == MISSED:
        return MISSED
    return SIGNALS_CONCERN if _has_concern(series) else ""


def overdue_words(exceptions: Iterable[OpenException]) -> str:
    """Return how many measures await a reply: "3 replies awaited, 1 overdue"; "" if none."""
    waiting = [exception for exception in exceptions if not exception.is_answered]
    measures = {exception.measure_id for exception in waiting}
    if not measures:
        return ""
    late = {exception.measure_id for exception in waiting if exception.is_overdue}
    if late == measures:
        return f"{_replies(len(late))} overdue"
    words = f"{_replies(len(measures))} awaited"
    return f"{words}, {len(late)} overdue" if late else words


def _replies(count: int) -> str:
    return "1 reply" if count == 1 else f"{count:,} replies"


def exception_token(exception: OpenException) -> str:
    """Return a hash that changes whenever the reply, or who is to give it, does."""
    names = ("owner", "reply_by", "reply", "author", "replied_on")
    return version_token(tuple(getattr(exception, name) for name in names))


def _has_concern(series: Series) -> bool:
    """Return whether the latest point is a special cause of concern, and the trend says so too."""
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
    latest = series.latest
    if latest is None or latest.period_end is None:
        raise ValueError("An exception is of a period, and the series has none.")
    line = (panel.measure.measure_id, series.breakdown, *series.window)
    record = _current_record(panel, series, latest.period_end, records)
    reply = record["reply"] if record else ""
    recorded_reply_by = record["reply_by"] if record else None
    known_on = _opened_by(panel, series, latest).known_on or panel.as_of
    reply_by = recorded_reply_by or known_on + timedelta(days=DAYS_TO_REPLY)
    return OpenException(
        measure_id=panel.measure.measure_id,
        title=panel.measure.title,
        label=series.label,
        breakdown=series.breakdown,
        basis=series.basis,
        year_kind=series.year_kind,
        period_end=latest.period_end,
        reason=exception_reason(series),
        words=exception_words(panel.measure, series),
        owner=record["owner"] if record else "",
        reply_by=reply_by,
        reply=reply,
        author=record["author"] if record else "",
        replied_on=record["published_on"] or record["known_on"] if record and reply else None,
        is_new=before is not None and line not in before,
        is_overdue=not reply and reply_by < today,
    )


def exception_words(measure: Measure, series: Series) -> str:
    """Return what needs a reply: the figure, how far off it is, the signal of its control chart."""
    words = f"{series.value_words} {in_period(series.latest)}" if series.latest else ""
    if series.status.code == MISSED:
        gap = series.status.gap_words or series.status.word
        words += f": {within_sentence(gap)}"
    return f"{words}. {variation_words(measure, series)}." if _has_concern(series) else f"{words}."


def _current_record(
    panel: Panel, series: Series, end: date, records: Sequence[ExceptionRow]
) -> ExceptionRow | None:
    """Return the last record of this spell, None where a figure has been on track since."""
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
    is_over = any(_is_on_track(panel, series, point) for point in since)
    return None if is_over else newest


def _opened_by(panel: Panel, series: Series, latest: Point) -> Point:
    """Return the figure that opened the spell: a later miss of the same spell gives no more time.

    A gap or a close figure needs no reply, though a spell may go on through one.
    """
    opened = latest
    for point in reversed(judged_points(series)):
        is_on_track = _is_on_track(panel, series, point)
        if is_on_track:
            break
        if is_on_track is False:
            opened = point
    return opened


def _is_on_track(panel: Panel, series: Series, point: Point) -> bool | None:
    """Return whether a figure ends a spell (True), would open one (False), or neither (None).

    It ends one where it met the target, or was free of concern.
    """
    if exception_reason(series) == MISSED:
        targets = targets_at(panel.measure, series, point, panel.as_of)
        code = build_status(panel.measure, point, targets).code
        return {"met": True, MISSED: False}.get(code)
    reading = series.chart.readings.get(point) if series.chart else None
    return reading.point_type != CONCERN if reading else None
