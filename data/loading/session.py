"""Load the files of one command: check each, write it, and compute figures from its cases."""

from collections.abc import Collection, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, date, datetime
from typing import Final

import pandas as pd
import sqlalchemy as sa
from sqlalchemy import Connection

from data.cases.hiding import mark_targeted_parts
from data.cases.settings import SETTINGS
from data.cases.snapshots import AreaGroup, area_groups_of, compute_snapshots
from data.common.errors import Issue
from data.common.load_options import LoadOptions
from data.common.progress import Progress, unwatched
from data.files.csv_reader import ExtractFile
from data.formats.base import Note
from data.loading.anomalies import warnings_of
from data.loading.check import check_rows
from data.loading.check_cases import check_cases
from data.loading.diff import count_case_changes, count_changes
from data.loading.extract_areas import reports_of_others
from data.loading.file_report import (
    FileReport,
    HistoryFile,
    covered_areas,
    covered_days,
    covered_plans,
    named_areas,
)
from data.loading.missing_values import with_written_marks, without_empty_quotients
from data.loading.other_codes import other_code_warnings
from data.opening.identify import IdentifiedExtract
from data.privacy.checks import with_source
from data.schema.kinds import Kind
from data.schema.parsed_rows import MeasureFacts, ParsedRows, ReferenceData, measure_facts
from data.schema.registry import KINDS
from data.store.case_scopes import PurgedCasesError, write_scopes
from data.store.current_cases import FreshCases, case_numbers
from data.store.current_rows import current_keys, current_rows
from data.store.databases.bulk_insert import insert_rows
from data.store.tables import LOADED, extract_notes, extracts

# Names of the catalogue; those of plans, actions and sources may be of other areas.
_NAMED_TO_ALL: Final = frozenset(("areas", "measures"))


@dataclass
class LoadSession:
    """Who loads, when, and whether rows are written; and what the files so far have brought.

    `pending` holds the rows that are checked and not written, `fresh` those of cases that were
    just written, `area_groups` the areas and groups of these, `computed` those whose figures are new.
    `areas` are those of who loads, None for all: nothing of others is looked up for a row.
    """

    connection: Connection
    by: str
    now: datetime
    options: LoadOptions
    writes: bool
    pending: ReferenceData = field(default_factory=ReferenceData)
    fresh: dict[int, FreshCases] = field(default_factory=dict)
    area_groups: set[AreaGroup] = field(default_factory=set)
    settings_id: int | None = None
    has_targets: bool = False
    computed: set[AreaGroup] = field(default_factory=set)
    has_issues: bool = False
    progress: Progress = unwatched
    areas: Collection[str] | None = None

    def __post_init__(self) -> None:
        """Set the day that rows are checked by: that of the command."""
        self.pending.today = self.now.astimezone(UTC).date()

    def find_loaded(self, file: ExtractFile | HistoryFile) -> FileReport | None:
        """Return the report of a file that is loaded already, with the same options; else None."""
        fingerprints = [file.sha256, self.options.fingerprint(file.sha256)]
        columns = (extracts.c.extract_id, extracts.c.kind, extracts.c.sha256, extracts.c.row_count)
        is_loaded = extracts.c.sha256.in_(fingerprints), extracts.c.state == LOADED
        row = self.connection.execute(sa.select(*columns).where(*is_loaded)).first()
        if row is None:
            return None
        extract_id, kind, sha256, count = row
        return FileReport(
            file.name, kind, sha256, "unchanged", extract_id, count, 0, 0, unchanged=count
        )

    def load_file(self, file: ExtractFile | HistoryFile, extract: IdentifiedExtract) -> FileReport:
        """Check an extract and, where it is sound and `writes` is set, write it."""
        kind = extract.kind
        kind_name = kind.name if kind else ""
        report = FileReport(
            file.name, kind_name, file.sha256, "would_load", warnings=extract.warnings
        )
        if kind is None or extract.raw is None:
            self.has_issues = True
            return replace(
                report, state="refused", issues=extract.issues, headings=extract.headings
            )
        reference_data = self._reference_data_for(kind)
        if kind.cases:
            rows, found = check_cases(
                extract.raw, kind, reference_data, self.options, self.progress
            )
        else:
            rows, found = check_rows(extract.raw, kind, reference_data, self.progress)
        rows, emptied = without_empty_quotients(rows, reference_data.measures)
        rows = with_written_marks(rows)
        issues = with_source(found.first(), extract.source)
        sha256 = file.sha256 if rows.is_self_described else self.options.fingerprint(file.sha256)
        first_day, last_day = covered_days(rows)
        report = replace(
            report,
            rows=len(rows.frame),
            sha256=sha256,
            areas=covered_areas(rows),
            plans=covered_plans(rows),
            area_names=named_areas(rows),
            first_day=first_day,
            last_day=last_day,
            warnings=self._warned(extract, rows, () if issues else emptied, is_sound=not issues),
        )
        if self.writes and not issues:
            return self._write(report, rows)
        # Later files may refer to rows that are not written.
        self.pending.add(rows)
        self.has_issues |= bool(issues)
        further = found.count - len(issues)
        refused = replace(report, state="refused", issues=issues, further_issues=further)
        return refused if issues else report

    def _warned(
        self,
        extract: IdentifiedExtract,
        rows: ParsedRows,
        emptied: tuple[Issue, ...],
        *,
        is_sound: bool,
    ) -> tuple[Issue, ...]:
        """Return the warnings of an extract, with those of other codes and anomalies in its rows."""
        anomalies = warnings_of(self.connection, rows) if is_sound else ()
        found = (*emptied, *other_code_warnings(rows), *anomalies)
        return (*extract.warnings, *with_source(found, extract.source))

    @property
    def today(self) -> date:
        """Return the day of the command, in UTC."""
        return self.pending.today

    def rows(self, kind: str) -> pd.DataFrame:
        """Return the current rows of a kind, with a column for each of its stored columns."""
        names = [stored.name for stored in KINDS[kind].stored]
        result = self.connection.execute(current_rows(kind)).mappings().all()
        return pd.DataFrame(result, columns=names, dtype=object)

    def join(self, reports: Sequence[FileReport], title: str, notes: Sequence[Note]) -> None:
        """Record that extracts are of one delivery, with its format's title and the notes on it."""
        numbers = [report.extract_id for report in reports if report.state == "loaded"]
        extract_ids = sorted(number for number in numbers if number is not None)
        if not extract_ids:
            return
        first = extract_ids[0]
        is_listed = extracts.c.extract_id.in_(extract_ids)
        self.connection.execute(
            sa.update(extracts).where(is_listed).values(delivery_id=first, format=title)
        )
        self.record_notes(first, notes)

    def record_notes(self, extract_id: int, notes: Sequence[Note]) -> None:
        """Record how the file of an extract was read."""
        if notes:
            rows = [{"extract_id": extract_id, **asdict(note)} for note in notes]
            self.connection.execute(sa.insert(extract_notes), rows)

    def _reference_data_for(self, kind: Kind) -> ReferenceData:
        """Return what rows of a kind may refer to: current rows, and those of earlier files."""
        names = {reference.kind for reference in kind.references}
        pending = self.pending
        keys = {
            name: current_keys(self.connection, name) | pending.keys.get(name, set())
            for name in names
        }
        if self.areas is not None and kind.name == "observations":
            keys["sources"] -= reports_of_others(self.connection, self.areas)
        facts = _current_measures(self.connection) if "measures" in names else {}
        cases = pending.cases
        if kind.name == "advice":
            cases = pd.concat([cases, case_numbers(self.connection, self.areas)]).drop_duplicates()
        settings = pending.settings
        if kind.name == SETTINGS:
            current = self.rows(SETTINGS)[list(settings.columns)]
            settings = pd.concat([current, settings])
        unnamed = frozenset() if self.areas is None else frozenset(names - _NAMED_TO_ALL)
        facts |= pending.measures
        return ReferenceData(keys, facts, pending.today, cases, settings, unnamed)

    def _write(self, report: FileReport, rows: ParsedRows) -> FileReport:
        count = len(rows.frame)
        moment = self.now.astimezone(UTC)
        values = {
            "file_name": report.file,
            "sha256": report.sha256,
            "kind": report.kind,
            "row_count": count,
            "loaded_by": self.by,
            "loaded_at": moment,
            "loaded_on": moment.date(),
            "state": LOADED,
        }
        counts = {"new_count": 0, "changed_count": 0, "unchanged_count": 0}
        inserted = self.connection.execute(sa.insert(extracts).values(**values, **counts))
        (extract_id,) = inserted.inserted_primary_key or (0,)
        vanished = None
        insert_rows(self.connection, rows, extract_id)
        if rows.kind.cases:
            write_scopes(self.connection, rows, extract_id)
            fresh = self.fresh[extract_id] = FreshCases(rows.frame)
            self.area_groups.update(area_groups_of(self.connection, extract_id, report.kind))
            new, changed, vanished = count_case_changes(
                self.connection, rows.kind, fresh, extract_id
            )
        else:
            new, changed = count_changes(self.connection, rows.kind, extract_id)
        if report.kind == SETTINGS:
            self.settings_id = extract_id
        self.has_targets |= report.kind == "targets"
        unchanged = count - new - changed
        counts = {"new_count": new, "changed_count": changed, "unchanged_count": unchanged}
        self.connection.execute(
            sa.update(extracts).where(extracts.c.extract_id == extract_id).values(**counts)
        )
        return replace(
            report,
            state="loaded",
            extract_id=extract_id,
            new=new,
            changed=changed,
            unchanged=unchanged,
            vanished=vanished,
        )

    def compute_figures(self, report: FileReport) -> FileReport:
        """Compute the figures of the cases just written; return the report with their number."""
        fresh, self.fresh = self.fresh, {}
        area_groups, self.area_groups = self.area_groups, set()
        if not fresh or self.has_issues:
            return report
        figures = compute_snapshots(self.connection, sorted(area_groups), max(fresh), fresh)
        self.computed |= area_groups
        return replace(report, figures=figures)

    def recompute_by_new_settings(self) -> None:
        """Compute again every figure that case settings loaded by this command change.

        Where the cases were purged, figures stay as they were.
        """
        if self.settings_id is None or self.has_issues:
            return
        for area_group in area_groups_of(self.connection, self.settings_id, SETTINGS):
            if area_group not in self.computed:
                with suppress(PurgedCasesError):
                    compute_snapshots(self.connection, [area_group], self.settings_id)

    def publish_targeted_parts(self) -> None:
        """Publish the parts for which targets loaded by this command are set, on their basis."""
        if self.has_targets and not self.has_issues:
            mark_targeted_parts(self.connection, self.computed)


def _current_measures(connection: Connection) -> dict[str, MeasureFacts]:
    return measure_facts(connection.execute(current_rows("measures")))
