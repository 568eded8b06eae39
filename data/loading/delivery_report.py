"""The report of a delivery: what its parts came to together."""

from collections.abc import Sequence
from dataclasses import replace

from data.formats.base import Delivery, ReadResult
from data.loading.file_report import UNJUDGED_KINDS, FileReport
from data.opening.mojibake import mojibake_warnings

# A delivery has the state of the worst of its parts.
_WORST_FIRST = ("refused", "would_load", "loaded", "unchanged")
_PREVIEWED = 20
_CONFIRMED = "confirmed"


def delivery_report(
    delivery: Delivery, reading: ReadResult, parts: Sequence[FileReport]
) -> FileReport:
    """Return the report of a delivery, from those of its parts."""
    whole = joined_report(delivery.name, delivery.fingerprint, delivery.format.title, parts)
    warnings = (warning for file in delivery.files for warning in mojibake_warnings(file))
    return replace(
        whole,
        state="refused" if reading.issues else whole.state,
        issues=(*reading.issues, *whole.issues),
        warnings=(*warnings, *whole.warnings),
        notes=reading.notes,
        asks=reading.asks,
        likenesses=reading.likenesses,
        # A refused file may hold personal data.
        preview=() if whole.issues else _preview(reading),
    )


def joined_report(name: str, sha256: str, title: str, parts: Sequence[FileReport]) -> FileReport:
    """Return the report of what was loaded in parts, by theirs; `title` is what it is of."""
    states = {part.state for part in parts}
    numbers = [part.extract_id for part in parts if part.extract_id is not None]
    figures = [part.figures for part in parts if part.figures is not None]
    return FileReport(
        name,
        "",
        sha256,
        next((state for state in _WORST_FIRST if state in states), "would_load"),
        min(numbers, default=None),
        sum(part.rows for part in parts),
        sum(part.new or 0 for part in parts),
        sum(part.changed or 0 for part in parts),
        sum(part.unchanged or 0 for part in parts),
        tuple(issue for part in parts for issue in part.issues),
        sum(part.vanished or 0 for part in parts),
        sum(figures) if figures else None,
        warnings=tuple(warning for part in parts for warning in part.warnings),
        format=title,
        further_issues=sum(part.further_issues for part in parts),
        parts=tuple(parts),
        areas=tuple(sorted({code for part in parts for code in part.areas})),
        area_names=tuple(pair for part in parts for pair in part.area_names),
        first_day=min((part.first_day for part in parts if part.first_day), default=None),
        last_day=max((part.last_day for part in parts if part.last_day), default=None),
    )


def _preview(reading: ReadResult) -> tuple[tuple[str, ...], ...]:
    """Return the column names and first rows of the largest part of figures, for a person to confirm."""
    if _CONFIRMED not in reading.asks or not reading.parts:
        return ()
    of_figures = [part.raw for part in reading.parts if part.kind not in UNJUDGED_KINDS]
    raw = max(of_figures or [part.raw for part in reading.parts], key=lambda each: len(each.cells))
    rows = raw.cells.head(_PREVIEWED).astype(str).to_numpy().tolist()
    return (raw.names, *map(tuple, rows))
