"""Write a headline, or take one back: an extract of one row, loaded as any other."""

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from hashlib import sha256

from sqlalchemy import Engine

from dashboard.shapes import Panel, Series
from data.load import load_files
from data.read import ExtractFile
from data.visit import FileReport


@dataclass(frozen=True)
class _JustWritten(ExtractFile):
    """Tell words that are written anew from the same words written before."""

    moment: datetime

    @cached_property
    def sha256(self) -> str:
        """Return a fingerprint that holds the moment too: who writes a text again means it."""
        return sha256(self.content + self.moment.isoformat().encode()).hexdigest()


def write_headline(
    engine: Engine, panel: Panel, series: Series, text: str, by: str, now: datetime | None = None
) -> FileReport:
    """Load a headline for the latest period of a series; blank text takes back what was written.

    Whoever writes last stands; what was written before stays in the history, and an undo brings it
    back. The report has the faults where it is refused.
    """
    if series.latest is None or series.latest.period_end is None:
        raise ValueError("A headline is written for a period, and the series has none.")
    moment = now or datetime.now(UTC)
    end = series.latest.period_end.isoformat()
    row = {
        "framework_id": panel.framework.framework_id,
        "measure_id": panel.measure.measure_id,
        "breakdown": series.breakdown,
        "basis": series.basis,
        "period_end": end,
        "text": text,
        "author": by,
        "published_on": moment.astimezone(UTC).date().isoformat(),
    }
    name = f"headline-{panel.measure.measure_id}-{end}.csv"
    (report,) = load_files(engine, [_file(name, row, moment)], by=by, now=moment)
    return report


def _file(name: str, row: Mapping[str, str], moment: datetime) -> ExtractFile:
    written = io.StringIO()
    lines = csv.DictWriter(written, list(row), quoting=csv.QUOTE_ALL)
    lines.writeheader()
    lines.writerow(row)
    return _JustWritten(name, written.getvalue().encode(), moment)
