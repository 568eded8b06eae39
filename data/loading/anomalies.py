"""Find anomalies in figures and targets: in new rows beside current ones, and in current rows.

Nothing is refused for them. Figures computed from cases are not checked: they have no published
text, and their counts decide their value.
"""

from collections.abc import Sequence
from datetime import date
from typing import Final

import pandas as pd
from sqlalchemy import Connection

from dashboard.model.panel import Measure
from dashboard.panels.records import records
from dashboard.quality.checks import Anomaly, find_anomalies, read_figures_and_targets
from data.common.errors import Issue
from data.queries.as_of import load_as_of
from data.queries.observed import cached_by_measures
from data.schema.parsed_rows import ParsedRows, joined, stored_name
from data.store.current_rows import current_rows
from data.store.frames import as_records, load_columns
from data.store.read_transaction import ReadTransaction, cached_by_version

OBSERVATIONS: Final = "observations"
TARGETS: Final = "targets"
CHECKED_KINDS: Final = (OBSERVATIONS, TARGETS)
# The column of an anomaly, where that is not the value.
_COLUMNS: Final = {
    "percent_change": "value",
    "own_words": "as_published",
    "two_figures": "as_published",
    "other_unit": "as_published",
    "operator": "operator",
    "against_direction": "operator",
    "own_counts": "numerator",
    "whole_of_few": "denominator",
    "part_counts_above_whole": "numerator",
    "whole_without_count": "denominator",
    "arrow": "published_arrow",
    "other_window": "basis",
    "undated": "period_end",
    "statistic_changed": "statistic",
    "statistic_not_stated": "statistic",
}
_MEASURE: Final = (
    "measure_id",
    "title",
    "short_title",
    "definition",
    "unit",
    "kind",
    "better",
    "theme",
    "frequency",
)


def warnings_of(connection: Connection, rows: ParsedRows) -> tuple[Issue, ...]:
    """Return the anomalies of the rows of a file, by themselves and beside current rows.

    Only figures and targets are checked. Rows of an earlier file of the same command are seen if they
    are written already.
    """
    if rows.kind.name not in CHECKED_KINDS or rows.frame.empty:
        return ()
    fresh = _numbered(rows)
    measures = sorted(set(fresh["measure_id"]))
    rows_by_kind: dict[str, pd.DataFrame] = {}
    for kind in CHECKED_KINDS:
        current = _current_rows(connection, kind, measures)
        rows_by_kind[kind] = (
            _superseded(current, rows, fresh) if kind == rows.kind.name else current
        )
    anomalies = find_anomalies(
        read_figures_and_targets(
            records(rows_by_kind[OBSERVATIONS]),
            records(rows_by_kind[TARGETS]),
            measures_of(connection),
            _areas(connection),
        )
    )
    issues = [issue for anomaly in anomalies if (issue := _anomaly_issue(anomaly, rows.kind.name))]
    return tuple(sorted(issues, key=lambda issue: issue.row))


@cached_by_version(4)
def load_anomalies(transaction: ReadTransaction) -> tuple[Anomaly, ...]:
    """Return the anomalies of all current rows."""
    return _current_anomalies(transaction, None, None)


def load_plan_anomalies(
    transaction: ReadTransaction,
    framework_id: str,
    measure_ids: tuple[str, ...],
    as_of: date | None = None,
) -> tuple[Anomaly, ...]:
    """Return the anomalies of some measures in a plan and its area, as known on a day."""
    plan = load_as_of(transaction, None).catalogue.frameworks.get(framework_id)
    return tuple(
        anomaly
        for anomaly in _anomalies_of(transaction, measure_ids, as_of)
        if anomaly.figure.area_code == (plan.area_code if plan else "")
        and anomaly.figure.framework_id in ("", framework_id)
    )


@cached_by_measures(256, CHECKED_KINDS)
def _anomalies_of(
    transaction: ReadTransaction, measure_ids: tuple[str, ...], as_of: date | None
) -> tuple[Anomaly, ...]:
    return _current_anomalies(transaction, measure_ids, as_of)


def _current_anomalies(
    transaction: ReadTransaction, measure_ids: Sequence[str] | None, as_of: date | None
) -> tuple[Anomaly, ...]:
    catalogue = load_as_of(transaction, None).catalogue
    areas = {name: plan.area_code for name, plan in catalogue.frameworks.items()}
    figures, targets = (
        as_records(kind, load_columns(transaction, kind, as_of, measure_id=measure_ids))
        for kind in CHECKED_KINDS
    )
    return find_anomalies(read_figures_and_targets(figures, targets, catalogue.measures, areas))


def _current_rows(connection: Connection, kind: str, measures: Sequence[str]) -> pd.DataFrame:
    """Return the current rows of a kind of some measures."""
    result = connection.execute(current_rows(kind, ("measure_id",)), {"only_measure_id": measures})
    names = list(result.keys())
    return pd.DataFrame(result.all(), columns=names, dtype=object)


def _numbered(rows: ParsedRows) -> pd.DataFrame:
    """Return the rows of a file with their number in it, negative, as `row_id`."""
    fresh = rows.frame.astype(object)
    fresh["row_id"] = -rows.numbers
    return fresh


def _superseded(current: pd.DataFrame, rows: ParsedRows, fresh: pd.DataFrame) -> pd.DataFrame:
    """Return current rows with those of a file in the place of their earlier versions."""
    names = [stored_name(rows.kind, name) for name in rows.kind.key]
    brought = set(joined(fresh, names))
    is_retained = [key not in brought for key in joined(current, names)] if len(current) else []
    together = [current[pd.Series(is_retained, dtype=bool, index=current.index)], fresh]
    return pd.concat([each for each in together if len(each)], ignore_index=True)


def measures_of(connection: Connection) -> dict[str, Measure]:
    """Return what the checks need of each measure, by measure_id."""
    rows = connection.execute(current_rows("measures")).mappings()
    return {
        row["measure_id"]: Measure(
            **{name: row[name] or "" for name in _MEASURE},
            can_exceed_100=bool(row["can_exceed_100"]),
            can_be_negative=bool(row["can_be_negative"]),
        )
        for row in rows
    }


def _areas(connection: Connection) -> dict[str, str]:
    rows = connection.execute(current_rows("frameworks")).mappings()
    return {row["framework_id"]: row["area_code"] for row in rows}


def _anomaly_issue(anomaly: Anomaly, kind: str) -> Issue | None:
    """Return an anomaly as an issue of its row of the file; None where it is of no row there."""
    figures = [anomaly.figure, *anomaly.compared_with]
    own = next((figure for figure in figures if figure.row < 0 and figure.origin == kind), None)
    if own is None:
        return None
    column = _COLUMNS.get(anomaly.check, "value")
    actual = f"{anomaly.figure.measure.title}: {anomaly.about}; expected: {anomaly.expected}"
    return Issue(-own.row, column, actual, anomaly.expected, anomaly.fix)
