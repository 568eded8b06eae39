"""The `series` command: what a panel says, as text or JSON."""

import argparse
import json
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import Engine

from dashboard.judging.status import combine_statuses
from dashboard.model.codes import in_headline
from dashboard.model.panel import Panel, Series
from dashboard.model.points import PUBLISHED
from dashboard.model.selection import Selection
from dashboard.panels.json import series_record
from dashboard.panels.panel import lead_series
from data.queries.panels import UnknownSelectionError, load_panel


def add_series_command(subparsers: Any) -> None:
    """Register `series MEASURE --area CODE …` and its options."""
    command = subparsers.add_parser("series", help="print the series behind a panel")
    command.add_argument("measure", help="measure_id, as in the catalogue")
    command.add_argument("--area", required=True, help="area_code, such as E09000014")
    command.add_argument("--framework", default="", help="the plan that judges; else the default")
    command.add_argument(
        "--basis", default="", help="month, quarter, ytd, rolling12, year, snapshot"
    )
    command.add_argument(
        "--breakdown",
        action="append",
        default=[],
        metavar="KEY=VALUE",
        help="may be repeated; total names the whole",
    )
    command.add_argument("--origin", default="", choices=("", "published", "cases"))
    command.add_argument("--statistic", default="", help="mean, median, max … judged on its own")
    command.add_argument("--as-of", default=None, type=date.fromisoformat, metavar="YYYY-MM-DD")
    command.add_argument("--json", action="store_true")
    command.set_defaults(run=run_series)


def run_series(engine: Engine, options: argparse.Namespace) -> int:
    """Print the series that the options name; list them where they name several. 1 if none fits."""
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
        # Whoever can ask the store itself sees everything in it.
        panel = load_panel(engine, chosen, datetime.now(UTC).date(), shows_small=True)
    except UnknownSelectionError as unknown:
        return _print_answer({"error": str(unknown)}, f"Not found: {unknown}.", options.json, 1)
    matching = _matching(panel, options)
    if not matching:
        words = f"No series fits. There are: {'; '.join(_name(series) for series in panel.series)}."
        return _print_answer({"error": words}, words, options.json, 1)
    record = _record(panel, matching)
    return _print_answer(record, _series_text(panel, matching), options.json, 0)


def canonical(pairs: list[str]) -> str:
    """Join key=value pairs in the order in which the store keeps them; `total` is the whole."""
    parts = [part.strip() for pair in pairs for part in pair.split(";")]
    named = [part.partition("=") for part in parts if part not in ("", "total")]
    return ";".join(sorted(f"{key.strip().lower()}={value.strip()}" for key, _, value in named))


def _matching(panel: Panel, options: argparse.Namespace) -> tuple[Series, ...]:
    """Keep the series that the options name; a part that only versions have is the headline's."""
    breakdown = canonical(options.breakdown) if options.breakdown else None
    if breakdown and breakdown not in {series.breakdown for series in panel.series}:
        breakdown = in_headline(breakdown)
    return tuple(
        series
        for series in panel.series
        if options.basis in ("", series.basis)
        and breakdown in (None, series.breakdown)
        and options.origin in ("", series.origin)
        and (series.points or not options.statistic)
    )


def _record(panel: Panel, matching: tuple[Series, ...]) -> dict[str, Any]:
    """One series in full; several listed in full, with the status of all of them together.

    Where they differ only by basis, the one that leads the panel speaks for them.
    """
    if len(matching) == 1:
        return series_record(panel, matching[0])
    status = combine_statuses(panel.measure, [series.status for series in matching])
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


def _name(series: Series) -> str:
    """Say the options that name a series."""
    options = {
        "--breakdown": series.breakdown or "total",
        "--basis": series.basis,
        "--statistic": series.statistic,
        "--origin": series.origin if series.origin != PUBLISHED else "",
    }
    return " ".join(f"{option} {value}" for option, value in options.items() if value)


def _series_text(panel: Panel, matching: tuple[Series, ...]) -> str:
    if len(matching) > 1:
        lines = [f"{_name(series)}: {series.headline}" for series in matching]
        return "\n".join([f"{panel.measure.title} has {len(matching)} series. Name one:", *lines])
    series = next(iter(matching))
    where = f"{panel.measure.title}, {panel.area.name}, {panel.framework.title}"
    notes = [f"Note: {note}" for note in (*series.notes, series.printed_arrow_note) if note]
    compared = [comparison.words for comparison in series.trend.comparisons]
    head = [f"{where}, as at {panel.as_of}", series.headline]
    return "\n".join([*head, *panel.pair_words, *series.cursor, *compared, *notes])


def _print_answer(record: dict[str, Any], words: str, as_json: bool, code: int) -> int:
    print(json.dumps(record, ensure_ascii=False, indent=2) if as_json else words)
    return code
