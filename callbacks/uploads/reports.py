"""What is told of files, of a load and of an undo, as a page can show it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, Final

from dashboard.model.selection import Selection
from dashboard.panels.load_effects import EffectLine, Effects
from dashboard.text.format import counted, first_and_more
from dashboard.text.periods import day_words
from data.common.errors import Issue
from data.files.csv_reader import ExtractFile
from data.formats.base import Format, Note
from data.loading.history import DeliveryUndoReport, ExtractContents, MeasureContents
from data.loading.load import FileReport
from data.opening.identify import IdentifiedExtract
from data.schema.registry import KINDS

MAX_SHOWN: Final = 200
MAX_NAMED: Final = 5
MAX_ROWS_NAMED: Final = 5
ISSUE_COLUMNS: Final = ("source", "row", "column", "found", "expected", "fix")
# How a file differs from what was loaded before: of cases, for the data team alone.
_COMPARED: Final = ("new", "changed", "unchanged", "vanished", "figures")
_TOPICS: Final = {
    "unrecognised": "Not recognised, and not read",
    "left_out": "Left out",
    "difference": "Figures of the file that disagree",
    "identity": "Counts that do not add up",
    "dropped": "Thrown away unread",
    "read_as": "How it was understood",
}
_NOT_COMPARED: Final = "How many are new, changed or missing is shown in the data team’s own view."


@dataclass(frozen=True)
class ReportFormatter:
    """Formats reports, with the names of areas and whether small numbers may be shown."""

    areas: Mapping[str, str]
    shows_small: bool = False

    def file(self, report: FileReport, token: str = "") -> dict[str, Any]:
        """Return the result of a file, or what it would be."""
        return {
            "token": token,
            "file": report.file,
            "kind": report.kind,
            "format": report.format,
            "title": report.format or title_of(report.kind),
            "state": report.state,
            "extract_id": report.extract_id,
            "rows": report.rows,
            **{name: self._compared(report, name) for name in _COMPARED},
            "words": self.words(report),
            **issues_record(report.issues, report.further_issues),
            "warnings": [asdict(warning) for warning in report.warnings[:MAX_SHOWN]],
            "warning_count": len(report.warnings),
            "notes": notes_record(report.notes),
            "asks": list(report.asks),
            "read_with": report.read_with,
            "areas": self.named_areas(report),
            "period": _period(report),
            "likenesses": [asdict(each) for each in report.likenesses],
            "headings": list(report.headings),
            "preview": [list(row) for row in report.preview],
            "parts": [self.file(part) for part in report.parts],
        }

    def words(self, report: FileReport) -> str:
        """Return in a sentence what a file contains, and how that differs from the current rows."""
        if report.state == "unchanged":
            return f"Already loaded, as extract {report.extract_id}: nothing changes."
        if not report.kind and not report.format:
            return ""
        held = self._held(report)
        if report.new is None:
            return f"{held}."
        if not self._is_open(report):
            return f"{held}. {_NOT_COMPARED}"
        parts = [f"{getattr(report, name) or 0:,} {name}" for name in _COMPARED[:3]]
        text = f"{held}: {', '.join(parts)}."
        if report.vanished:
            verb = "is" if report.vanished == 1 else "are"
            text += f" {counted(report.vanished, 'case')} that stood {verb} not in it."
        return text

    def _held(self, report: FileReport) -> str:
        """Count what a file holds: "120 figures of 12 areas"."""
        kinds = {part.kind for part in report.parts} or {report.kind}
        noun = "figure" if kinds == {"observations"} else "row"
        count, areas = counted(report.rows, noun), len(report.areas)
        return f"{count} of {counted(areas, 'area')}" if areas else count

    def named_areas(self, report: FileReport) -> dict[str, Any]:
        """Return the names of the first areas, current or from the file, and the number of the rest."""
        names_by_code = {**dict(report.area_names), **self.areas}
        names = [names_by_code.get(code, code) for code in report.areas]
        words = first_and_more(names, MAX_NAMED)
        return {"count": len(names), "names": names[:MAX_NAMED], "words": words}

    def undone(self, delivery: DeliveryUndoReport) -> dict[str, Any]:
        """Return what an undo removes."""
        return {
            "extract_ids": [extract.extract_id for extract in delivery.extracts],
            "files": sorted({extract.file for extract in delivery.extracts}),
            "kinds": sorted({title_of(extract.kind) for extract in delivery.extracts}),
            "set_aside": {title_of(kind): n for kind, n in delivery.set_aside.items()},
        }

    def _is_open(self, report: FileReport) -> bool:
        kinds = [part.kind for part in report.parts] or [report.kind]
        return self.shows_small or not any(map(may_hold_cases, kinds))

    def _compared(self, report: FileReport, name: str) -> int | None:
        return getattr(report, name) if self._is_open(report) else None


def title_of(kind: str) -> str:
    """Return the title of a kind of extract; an unknown name as it is."""
    return KINDS[kind].title if kind in KINDS else kind


def effects_record(effects: Effects | None) -> dict[str, Any] | None:
    """Return the changes of measures, each with the address of its page, and the plans they are of."""
    if effects is None:
        return None
    plans = {line.framework_id: line for line in effects.lines}
    return {
        **asdict(effects),
        "lines": [_effect_record(line) for line in effects.lines],
        "overviews": [
            {
                "plan": f"{line.area}, {line.plan}",
                "address": Selection(area=line.area_code, framework=line.framework_id).to(
                    "overview"
                ),
            }
            for line in plans.values()
        ],
    }


def identity_record(
    file: ExtractFile, file_format: Format | None, extract: IdentifiedExtract
) -> dict[str, Any]:
    """Return what a file was recognised as, or why it is refused before checking."""
    kind = extract.kind.name if extract.kind else ""
    is_refused = bool(extract.issues) or (file_format is None and not kind)
    return {
        "file": file.name,
        "kind": kind,
        "format": file_format.title if file_format else "",
        "title": file_format.title if file_format else title_of(kind),
        "state": "refused" if is_refused else "received",
        "rows": len(extract.raw.cells) if extract.raw is not None else None,
        **issues_record(extract.issues),
    }


def issues_record(issues: Sequence[Issue], further: int = 0) -> dict[str, Any]:
    """Return the first issues one by one, and all of them grouped where they are alike.

    `further` are those of which only the number is known.
    """
    groups: dict[tuple[str, ...], list[int]] = {}
    for issue in issues:
        key = (issue.source, issue.column, issue.found, issue.expected, issue.fix)
        groups.setdefault(key, []).append(issue.row)
    shown = list(groups.items())[:MAX_SHOWN]
    return {
        "issue_count": len(issues) + further,
        "issues_kept": len(issues),
        "issues": [asdict(issue) for issue in issues[:MAX_SHOWN]],
        "issue_groups": [_group(*each) for each in shown],
        "issues_left": len(issues) + further - sum(len(rows) for _, rows in shown),
    }


def notes_record(notes: Sequence[Note]) -> list[dict[str, Any]]:
    """Return the notes by topic: their number and the first of them."""
    topics: dict[str, list[Note]] = {}
    for note in notes:
        topics.setdefault(note.topic, []).append(note)
    return [
        {
            "title": _TOPICS.get(topic, topic),
            "count": len(topic_notes),
            "notes": [
                {"place": note.place, "words": note.words} for note in topic_notes[:MAX_SHOWN]
            ],
        }
        for topic, topic_notes in topics.items()
    ]


def contents_record(contents: ExtractContents, titles: Mapping[str, str]) -> list[dict[str, str]]:
    """Return the figures of an extract by measure; for other kinds the number of areas."""
    titled = [
        (titles.get(measure.measure_id, measure.measure_id), measure)
        for measure in contents.measures
    ]
    figures = [{"name": title, "words": _figures(measure)} for title, measure in titled]
    computed = [
        {"name": titles.get(name, name), "words": "worked out from its cases"}
        for name in contents.computed_figures
    ]
    if figures or computed or not contents.areas:
        return [*figures, *computed]
    return [{"name": "Areas named", "words": f"{contents.areas:,}"}]


def _figures(measure: MeasureContents) -> str:
    figures = counted(measure.rows, "figure")
    areas = f" of {measure.areas:,} areas" if measure.areas > 1 else ""
    return f"{figures}{areas}, {_days_words(measure.first_day, measure.last_day)}"


def issue_rows(issues: Iterable[Mapping[str, Any]]) -> Iterable[list[Any]]:
    """Return the cells of each issue for a CSV file."""
    return ([issue.get(name) or "" for name in ISSUE_COLUMNS] for issue in issues)


def may_hold_cases(kind: str) -> bool:
    """Return whether rows of a kind may be cases; of a kind that is not known they may."""
    return kind not in KINDS or KINDS[kind].cases is not None


def _period(report: FileReport) -> dict[str, Any]:
    first, last = report.first_day, report.last_day
    days = {
        "start": first.isoformat() if first else None,
        "end": last.isoformat() if last else None,
    }
    if last is None:
        return {**days, "words": ""}
    return {**days, "words": _days_words(first, last)}


def _days_words(first: date | None, last: date) -> str:
    if first == last:
        return day_words(last)
    return f"{day_words(first)} to {day_words(last)}" if first else f"up to {day_words(last)}"


def _group(key: tuple[str, ...], rows: Sequence[int]) -> dict[str, Any]:
    source, column, found, expected, fix = key
    return {
        "rows": list(rows[:MAX_ROWS_NAMED]),
        "count": len(rows),
        "rows_words": _rows_words([row for row in rows if row]),
        "column": column,
        "found": found,
        "expected": expected,
        "fix": fix,
        "source": source,
    }


def _rows_words(rows: Sequence[int]) -> str:
    """Return rows in words: "row 3", "rows 3, 5, 9 and 40 more"; "" for a whole file."""
    if not rows:
        return ""
    named = [f"{row}" for row in rows[:MAX_ROWS_NAMED]]
    remaining = len(rows) - len(named)
    last = f"{remaining:,} more" if remaining else named.pop()
    return f"rows {', '.join(named)} and {last}" if named else f"row {last}"


def _effect_record(line: EffectLine) -> dict[str, Any]:
    chosen = Selection(area=line.area_code, framework=line.framework_id)
    return {
        **asdict(line),
        "words": line.words,
        "address": chosen.to("measure", measure=line.measure_id),
    }
