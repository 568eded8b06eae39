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
        return _say({"error": str(unknown)}, f"Not found: {unknown}.", options.json, 1)
    found = _matching(panel, options)
    if not found:
        words = f"No series fits. There are: {'; '.join(_name(one) for one in panel.series)}."
        return _say({"error": words}, words, options.json, 1)
    record = _record(panel, found)
    return _say(record, _text(panel, found), options.json, 0)


def canonical(pairs: list[str]) -> str:
    """Join key=value pairs in the order in which the store keeps them; `total` is the whole."""
    parts = [part.strip() for pair in pairs for part in pair.split(";")]
    named = [part.partition("=") for part in parts if part not in ("", "total")]
    return ";".join(sorted(f"{key.strip().lower()}={value.strip()}" for key, _, value in named))


def _matching(panel: Panel, options: argparse.Namespace) -> tuple[Series, ...]:
    """Keep the series that the options name; a part that only versions have is the headline's."""
    wanted = canonical(options.breakdown) if options.breakdown else None
    if wanted and wanted not in {one.breakdown for one in panel.series}:
        wanted = in_headline(wanted)
    return tuple(
        one
        for one in panel.series
        if options.basis in ("", one.basis)
        and wanted in (None, one.breakdown)
        and options.origin in ("", one.origin)
        and (one.points or not options.statistic)
    )


def _record(panel: Panel, found: tuple[Series, ...]) -> dict[str, Any]:
    """One series in full; several listed in full, with the status of all of them together.

    Where they differ only by basis, the one that leads the panel speaks for them.
    """
    if len(found) == 1:
        return series_record(panel, found[0])
    status = combine_statuses(panel.measure, [one.status for one in found])
    together = replace(panel, series=found, lead=lead_series(found), status=status)
    listed = [series_record(together, one) for one in found]
    if len({one.breakdown for one in found}) == 1:
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


def _text(panel: Panel, found: tuple[Series, ...]) -> str:
    if len(found) > 1:
        lines = [f"{_name(one)}: {one.headline}" for one in found]
        return "\n".join([f"{panel.measure.title} has {len(found)} series. Name one:", *lines])
    one = next(iter(found))
    where = f"{panel.measure.title}, {panel.area.name}, {panel.framework.title}"
    notes = [f"Note: {note}" for note in (*one.notes, one.printed_arrow_note) if note]
    compared = [comparison.words for comparison in one.trend.comparisons]
    head = [f"{where}, as at {panel.as_of}", one.headline]
    return "\n".join([*head, *panel.pair_words, *one.cursor, *compared, *notes])


def _say(record: dict[str, Any], words: str, as_json: bool, code: int) -> int:
    print(json.dumps(record, ensure_ascii=False, indent=2) if as_json else words)
    return code
