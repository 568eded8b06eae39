"""What the commands print: sentences for people, records for programs."""

import argparse
import json
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, is_dataclass
from datetime import datetime
from pkgutil import resolve_name
from typing import TYPE_CHECKING, Any

from dashboard.text.format import counted
from data.common.errors import Issue
from data.common.progress import Progress, unwatched

if TYPE_CHECKING:
    # For the type checker alone: most commands print without any of it.
    from dashboard.panels.load_effects import Effects
    from data.loading.file_report import FileReport
    from data.loading.history import DeliveryUndoReport, ExtractRecord

FINE, REFUSED = 0, 1
_MAX_ISSUES = 200
_MAX_NOTES = 10
# Back to the start of the line, which is cleared.
_LINE_START = "\r\x1b[K"
# The options that answer what a file asks for.
_OPTIONS = {
    "cut_off": "--cut-off DATE",
    "coverage": "--coverage all or changes",
    "area_code": "--area CODE",
    "framework_id": "--plan ID",
    "source_document": "--source CODE",
    "published_on": "--published-on DATE",
    "year_kind": "--year-kind calendar, financial or academic",
    "confirmed": "--confirm, once you have looked at it",
}


def as_plain(value: Any) -> object:
    """Return a dataclass as a dict, and a day or a moment as ISO 8601 text, for JSON."""
    return asdict(value) if is_dataclass(value) else value.isoformat()


def print_answer(
    record: object,
    lines: Iterable[str],
    options: argparse.Namespace,
    default: Callable[[Any], object] = as_plain,
) -> None:
    """Print a record as JSON where `--json` asks for it, else lines.

    `default` turns what JSON has no form for into what it has, as that of json.dumps does.
    """
    if options.json:
        print(json.dumps(record, ensure_ascii=False, indent=2, default=default))
        return
    for line in lines:
        print(line)


@contextmanager
def terminal_progress() -> Iterator[Progress]:
    """Yield what shows how far a command has come in one line of a terminal; nothing elsewhere."""
    if not sys.stderr.isatty():
        yield unwatched
        return

    def show(step: str, done: int, of: int) -> None:
        count = f": {done:,} of {of:,}" if of else f": {done:,}" if done else ""
        print(f"{_LINE_START}{step}{count}", end="", file=sys.stderr, flush=True)

    try:
        yield show
    finally:
        print(_LINE_START, end="", file=sys.stderr, flush=True)


def file_lines(reports: Sequence["FileReport"], *, is_check: bool = False) -> Iterator[str]:
    """Yield a line of each file with those of its contents and issues, and what to do about these."""
    for report in reports:
        yield _file_line(report, is_check=is_check)
        yield from _case_lines(report)
        yield from _format_lines(report)
        yield from _warning_lines(report)
        yield from (f"  {issue_line(issue)}" for issue in report.issues[:_MAX_ISSUES])
        if report.issue_count > _MAX_ISSUES:
            yield f"  … and {counted(report.issue_count - _MAX_ISSUES, 'more issue')}."
    if any(report.issues for report in reports) and not is_check:
        yield "Nothing was loaded. Fix the issues and load again."


def _file_line(report: "FileReport", *, is_check: bool) -> str:
    file_and_kind = f"{report.file} ({report.kind})" if report.kind else report.file
    if report.state == "refused":
        return f"{file_and_kind}: {counted(report.issue_count, 'issue')}."
    if report.state == "unchanged":
        return f"{file_and_kind}: already loaded, as extract {report.extract_id}; nothing changes."
    if report.state == "loaded":
        return f"{file_and_kind}: loaded as extract {report.extract_id}, {_changes(report)}."
    if is_check or report.new is None:
        return f"{file_and_kind}: no issues in {counted(report.rows, 'row')}."
    return f"{file_and_kind}: would load {_changes(report)}."


def _case_lines(report: "FileReport") -> Iterator[str]:
    """Yield the vanished cases and the computed figures of an extract of cases."""
    if report.vanished:
        cases = "case that stood is" if report.vanished == 1 else "cases that stood are"
        yield f"  Warning: {report.vanished:,} {cases} not in it and no longer counted."
    if report.figures is not None:
        yield f"  {counted(report.figures, 'figure')} worked out from the cases that stand."


def _format_lines(report: "FileReport") -> Iterator[str]:
    """Yield how a file of a foreign format was read, and what it still needs."""
    if report.read_with:
        yield f"  Read together with {report.read_with}."
    for part in report.parts:
        yield f"  {part.kind}: {_changes(part) if part.new is not None else counted(part.rows, 'row')}."
    for topic in dict.fromkeys(note.topic for note in report.notes):
        topic_notes = [note for note in report.notes if note.topic == topic]
        yield from (
            f"  {topic.replace('_', ' ')}: {note.place}: {note.words}"
            for note in topic_notes[:_MAX_NOTES]
        )
        if len(topic_notes) > _MAX_NOTES:
            yield f"  {topic.replace('_', ' ')}: … and {len(topic_notes) - _MAX_NOTES:,} more."
    for each in report.likenesses:
        reading = f"  Row {each.row}: “{each.found}” is like “{each.title}” ({each.measure_id})"
        yield f"{reading}: " + (
            "accepted." if each.is_accepted else f"--accept {each.row} reads it so."
        )
    if report.asks:
        missing = ", ".join(_OPTIONS.get(name, name) for name in report.asks)
        yield f"  Nothing is loaded before this is said: {missing}."


def _warning_lines(report: "FileReport") -> Iterator[str]:
    """Yield warnings, which refuse nothing."""
    for warning in report.warnings[:_MAX_NOTES]:
        where = f"row {warning.row}: " if warning.row else ""
        yield f"  Warning: {where}{warning.found}. {warning.fix}"
    remaining = len(report.warnings) - _MAX_NOTES
    if remaining > 0:
        yield f"  Warning: … and {remaining:,} more; the Data page has them all."


def _changes(report: "FileReport") -> str:
    rows = counted(report.rows, "row")
    return f"{rows}: {report.new} new, {report.changed} changed, {report.unchanged} unchanged"


def issue_line(issue: Issue) -> str:
    """Return an issue as one sentence after another."""
    where = f"row {issue.row}, " if issue.row else ""
    column = f"{issue.column}, " if issue.column else ""
    place = f"{where}{column}".removesuffix(", ")
    text = f"found {issue.found!r}, expected {issue.expected}. {issue.fix}"
    return f"{place}: {text}" if place else text[0].upper() + text[1:]


def history_lines(records: Sequence["ExtractRecord"]) -> Iterator[str]:
    """Yield a line for each extract."""
    if not records:
        yield "Nothing has been loaded yet."
    for record in records:
        loaded = f"loaded {_moment(record.loaded_at)} by {record.loaded_by}"
        rows = counted(record.row_count, "row")
        line = f"{record.extract_id:>4}  {record.kind}, {record.file_name}, {rows}, {loaded}"
        if record.undone_at:
            line += f"; undone {_moment(record.undone_at)} by {record.undone_by}"
        if record.purged_at:
            line += f"; its cases purged {_moment(record.purged_at)}"
        yield line


def undo_record(undone: "DeliveryUndoReport") -> dict[str, object]:
    """Return an undo as plain keys and values: its first extract, the numbers of all, the rows set aside."""
    first = undone.extracts[-1]
    return {
        **asdict(first),
        "set_aside": undone.set_aside,
        "extracts": [each.extract_id for each in reversed(undone.extracts)],
    }


def undo_lines(undone: "DeliveryUndoReport") -> Iterator[str]:
    """Yield the extracts of an undo and the rows that it sets aside."""
    for report in undone.extracts:
        rows = counted(report.rows, "row")
        yield f"Extract {report.extract_id} ({report.file}, {rows}) is undone; what stood before it stands again."
    if len(undone.extracts) > 1:
        yield f"These {len(undone.extracts)} extracts were made from one delivery, so all of them were undone."
    for kind, count in undone.set_aside.items():
        verb = "refers" if count == 1 else "refer"
        yield (
            f"{counted(count, 'row')} of {kind} now {verb} to something that no longer stands: "
            "set aside until it is loaded again."
        )


def effect_lines(effects: "Effects") -> Iterator[str]:
    """Yield the changes of measures."""
    # Imported here: a plain load needs no measure.
    summary, *lines = resolve_name("dashboard.panels.load_effects:plain_effects")(effects)
    yield summary
    yield from (f"  {line}" for line in lines)


def _moment(moment: datetime) -> str:
    return f"{moment:%d/%m/%Y %H:%M} UTC"
