"""The `series` command: the series behind a panel, as text or JSON."""

import argparse
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Engine

from dashboard.judging.status import combine_statuses
from dashboard.model.codes import in_headline
from dashboard.model.panel import Panel, Series
from dashboard.model.points import PUBLISHED
from dashboard.model.selection import Selection
from dashboard.panels.export import series_record
from dashboard.panels.panel import lead_series
from data.cli.output import FINE, REFUSED, print_answer
from data.queries.panels import load_panel
from data.queries.snapshot import UnknownSelectionError, open_snapshot


def run_series(engine: Engine, options: argparse.Namespace) -> int:
    """Print the series that fits the options, or a list where several do; REFUSED where none does."""
    chosen = Selection(
        page="measure",
        area=options.area,
        framework=options.framework,
        measure=options.measure,
        as_of=options.as_of,
        statistic=options.statistic,
        breakdown=canonical(options.breakdown),
    )
    try:
        # Whoever uses the command line has the store itself: no small number is hidden.
        today = datetime.now(UTC).date()
        with open_snapshot(engine, today, chosen, shows_small=True) as snapshot:
            panel = load_panel(snapshot)
    except UnknownSelectionError as unknown:
        print_answer({"error": str(unknown)}, [f"Not found: {unknown}."], options)
        return REFUSED
    matching = _matching(panel, options)
    if not matching:
        message = f"No series fits. There are: {'; '.join(_name(panel, series) for series in panel.series)}."
        print_answer({"error": message}, [message], options)
        return REFUSED
    print_answer(_record(panel, matching), _lines(panel, matching), options)
    return FINE


def canonical(pairs: list[str]) -> str:
    """Return key=value pairs joined in the order of the store; empty for `total`, the whole."""
    parts = [part.strip() for pair in pairs for part in pair.split(";")]
    split_pairs = [part.partition("=") for part in parts if part not in ("", "total")]
    return ";".join(
        sorted(f"{key.strip().lower()}={value.strip()}" for key, _, value in split_pairs)
    )


def _matching(panel: Panel, options: argparse.Namespace) -> tuple[Series, ...]:
    """Return the series that fit; a breakdown that no series has means that of the headline version."""
    breakdown = canonical(options.breakdown) if options.breakdown else None
    if breakdown and breakdown not in {series.breakdown for series in panel.series}:
        breakdown = in_headline(breakdown)
    return tuple(
        series
        for series in panel.series
        if options.basis in ("", series.basis)
        and options.year_kind in ("", series.year_kind)
        and breakdown in (None, series.breakdown)
        and options.origin in ("", series.origin)
        and (series.points or not options.statistic)
    )


def _record(panel: Panel, matching: tuple[Series, ...]) -> dict[str, Any]:
    """Return the record of one series, or of several with the status of all together.

    Where they differ only by basis, the record is that of the panel's leading one, with the list.
    """
    if len(matching) == 1:
        return series_record(panel, matching[0])
    status = combine_statuses(panel.measure, matching)
    together = replace(panel, series=matching, lead=lead_series(matching), status=status)
    listed = [series_record(together, series) for series in matching]
    if len({series.breakdown for series in matching}) == 1:
        return {**series_record(together, together.lead), "series": listed}
    common = (
        "measure_id",
        "area_code",
        "framework_id",
        "as_of",
        "unit",
        "better",
        "is_synthetic",
        "pair_words",
        "differences",
    )
    head = {name: listed[0][name] for name in common}
    return {
        **head,
        "status": status.code,
        "status_word": status.word,
        "status_reason": status.reason,
        "series": listed,
    }


def _name(panel: Panel, series: Series) -> str:
    """Return the options that choose a series."""
    kinds = {other.year_kind for other in panel.series if other.basis == series.basis}
    options = {
        "--breakdown": series.breakdown or "total",
        "--basis": series.basis,
        "--year-kind": series.year_kind if len(kinds) > 1 else "",
        "--statistic": series.statistic,
        "--origin": series.origin if series.origin != PUBLISHED else "",
    }
    return " ".join(f"{option} {value}" for option, value in options.items() if value)


def _lines(panel: Panel, matching: Sequence[Series]) -> list[str]:
    if len(matching) > 1:
        lines = [f"{_name(panel, series)}: {series.headline}" for series in matching]
        return [f"{panel.measure.title} has {len(matching)} series. Name one:", *lines]
    series = matching[0]
    where = f"{panel.measure.title}, {panel.area.name}, {panel.framework.title}"
    head = [f"{where}, as at {panel.as_of}", series.headline]
    compared = [comparison.words for comparison in series.trend.comparisons]
    notes = [f"Note: {note}" for note in (*series.notes, series.printed_arrow_note) if note]
    due = [f"{words}." for words in series.due_words]
    return [*head, *due, *panel.pair_words, *series.cursor, *compared, *notes]
