"""The report of a loaded or checked file: its state, its counts, the areas and days it covers."""

from dataclasses import dataclass
from datetime import date

import pandas as pd

from data.common.errors import Issue
from data.formats.base import Likeness, Note
from data.schema.parsed_rows import ParsedRows
from data.schema.registry import KINDS

# The columns of the days that rows cover: of a kind, the first pair that it has.
_PERIODS = (("period_start", "period_end"), ("status_date", "status_date"), ("date", "date"))

# Their rows change the judgement of no measure.
UNJUDGED_KINDS = (
    "neighbours",
    "capacity",
    "returns_due",
    "sen2_codes",
    "measure_names",
    "scorecard_mappings",
    "aliases",
    "headlines",
    "commentary",
    "exceptions",
    "scrutiny_questions",
    "recommendations",
)


@dataclass(frozen=True)
class FileReport:
    """The result of loading or checking one file.

    `state` is loaded, unchanged (the same file is loaded already, as `extract_id`), would_load
    (sound, but nothing was to be written) or refused. `issues` are the first of a file,
    `further_issues` how many more it has. Counts are None where nothing was counted: `vanished` is
    of current cases that a whole extract no longer has, `figures` of those computed after the last
    file of a group of cases. A file of a foreign format has its title as `format`,
    a report for each of its `parts`, and `notes` on its contents; `asks` names the load options
    that it still needs. `read_with` is the file that it was read together with. `areas` are the
    codes that its rows have, `plans` the ids, `area_names` code and name of those it brings, `first_day` and
    `last_day` the days it covers. `preview` has the column names and first rows that were made of
    a file which a person must confirm, `likenesses` the rows that it must accept one by one.
    `headings` are the names of the columns of a file that has those of no kind, or not all.
    """

    file: str
    kind: str
    sha256: str
    state: str
    extract_id: int | None = None
    rows: int = 0
    new: int | None = None
    changed: int | None = None
    unchanged: int | None = None
    issues: tuple[Issue, ...] = ()
    vanished: int | None = None
    figures: int | None = None
    format: str = ""
    parts: "tuple[FileReport, ...]" = ()
    notes: tuple[Note, ...] = ()
    asks: tuple[str, ...] = ()
    read_with: str = ""
    warnings: tuple[Issue, ...] = ()
    areas: tuple[str, ...] = ()
    plans: tuple[str, ...] = ()
    area_names: tuple[tuple[str, str], ...] = ()
    first_day: date | None = None
    last_day: date | None = None
    preview: tuple[tuple[str, ...], ...] = ()
    likenesses: tuple[Likeness, ...] = ()
    headings: tuple[str, ...] = ()
    further_issues: int = 0

    @property
    def issue_count(self) -> int:
        """How many issues it has."""
        return len(self.issues) + self.further_issues


@dataclass(frozen=True)
class HistoryFile:
    """The name and fingerprint, in the history, of a file or of an extract made from one."""

    name: str
    sha256: str


def covered_areas(rows: ParsedRows) -> tuple[str, ...]:
    """Return the codes of the areas that rows have, sorted; empty for a kind without areas."""
    return _distinct(rows, "area_code")


def covered_plans(rows: ParsedRows) -> tuple[str, ...]:
    """Return the ids of the plans that rows have, sorted; empty for a kind without plans."""
    return _distinct(rows, "framework_id")


def _distinct(rows: ParsedRows, name: str) -> tuple[str, ...]:
    if name not in rows.frame:
        return ()
    return tuple(sorted(str(code) for code in rows.frame[name].unique() if code))


def named_areas(rows: ParsedRows) -> tuple[tuple[str, str], ...]:
    """Return code and name of each area that rows of the kind `areas` bring; else nothing."""
    if rows.kind.name != "areas":
        return ()
    pairs = zip(rows.frame["area_code"], rows.frame["name"], strict=True)
    return tuple((str(code), str(name)) for code, name in pairs)


def covered_days(rows: ParsedRows) -> tuple[date | None, date | None]:
    """Return the first and the last day of rows; of cases, None and the cut-off."""
    if rows.kind.cases:
        return None, rows.cut_off
    for first, last in _PERIODS:
        if first in rows.frame and last in rows.frame:
            starts, ends = _days(rows.frame[first]), _days(rows.frame[last])
            return min([*starts, *ends], default=None), max([*ends, *starts], default=None)
    return None, None


def _days(values: pd.Series) -> list[date]:
    return [date.fromisoformat(str(day)) for day in values.unique() if day and day == day]  # noqa: PLR0124 - NaN is not


def is_of_areas(kind: str) -> bool:
    """Return whether rows of a kind change the measures of no area but those in their area_code."""
    return kind not in ("areas", "case_settings") and "area_code" in KINDS[kind].column_names
