"""A purge drops the rows of old cases and leaves every figure worked out from them as it was."""

from datetime import date
from pathlib import Path

import pandas as pd
import pytest
import sqlalchemy as sa
from sqlalchemy import Engine

from data.cases.drill_down import drill_down_cases
from data.cases.read_snapshots import (
    load_computed_accounts,
    load_computed_bins,
    load_computed_figures,
)
from data.loading.history import extract_history
from data.loading.load import load_files
from data.store.case_scopes import PurgedCasesError
from data.store.case_tables import extract_scopes
from data.store.read_transaction import data_version
from data.store.tables import KIND_TABLES
from data.upkeep.purge import PurgeReport, purge, purge_history
from tests.builders.case_files import FEBRUARY, HARINGEY, MARCH, extract, load, load_one, undo

pytestmark = pytest.mark.both_databases

MARCH_1, YEARS_LATER = date(2023, 3, 1), date(2026, 1, 1)
ISSUED = {"plan_issued_date": "2022-12-01"}


def shown(engine: Engine) -> str:
    """Return what is shown of cases."""
    frames: list[pd.DataFrame] = [
        load_computed_figures(engine),
        load_computed_figures(engine, as_of=date(2100, 1, 1)),
        load_computed_bins(engine, HARINGEY, "ehcp-20-weeks"),
        load_computed_accounts(engine, HARINGEY, "ehcp-20-weeks"),
    ]
    return "\n".join(frame.to_csv(index=False) for frame in frames)


def rows(engine: Engine, kind: str = "ehc_assessments") -> set[int]:
    """Return the extracts that still have rows of cases."""
    with engine.connect() as connection:
        return set(connection.scalars(sa.select(KIND_TABLES[kind].c.extract_id).distinct()))


def dropped(report: PurgeReport) -> list[int]:
    return [each.extract_id for each in report.dropped]


def test_cases_of_superseded_extracts_go_and_figures_stay(shipped: Engine):
    first = load_one(shipped, extract("ehc_assessments", ISSUED))
    second = load_one(shipped, extract("ehc_assessments", ISSUED, {"case_id": "C2"}, cut_off=MARCH))
    before, version = shown(shipped), data_version(shipped)
    assert dropped(purge(shipped, MARCH_1)) == [first]
    assert (rows(shipped), data_version(shipped)) == ({first, second}, version)
    assert dropped(purge(shipped, MARCH_1, by="Ann Example", dry_run=False)) == [first]
    assert rows(shipped) == {second}
    assert shown(shipped) == before
    assert data_version(shipped) != version
    loaded = extract_history(shipped)
    assert {record.extract_id for record in loaded if record.purged_at} == {first}
    (record,) = purge_history(shipped, loaded)
    assert record.by == "Ann Example"
    assert record.words == "cases of extracts with a cut-off before 1 March 2023"
    assert [each.extract_id for each in record.extracts] == [first]
    assert purge_history(shipped, [each for each in loaded if not each.purged_at]) == ()
    assert dropped(purge(shipped, MARCH_1, dry_run=False)) == []


def test_cases_that_later_changes_build_on_stay_until_a_whole_extract_comes(shipped: Engine):
    whole = load_one(shipped, extract("ehc_assessments", ISSUED))
    changes = extract("ehc_assessments", {"case_id": "C2"}, cut_off=MARCH, coverage="changes")
    load_one(shipped, changes)
    report = purge(shipped, MARCH_1, dry_run=False)
    assert (dropped(report), [each.extract_id for each in report.needed]) == ([], [whole])
    assert whole in rows(shipped)
    newer = extract("ehc_assessments", ISSUED, cut_off="2023-04-30")
    load_one(shipped, newer)
    assert dropped(purge(shipped, MARCH_1, dry_run=False)) == [whole]


def test_where_all_cases_are_purged_figures_stay_and_changes_are_refused(shipped: Engine):
    load_one(shipped, extract("ehc_assessments", ISSUED))
    before = shown(shipped)
    purge(shipped, YEARS_LATER, dry_run=False)
    assert rows(shipped) == set()
    changes = extract("ehc_assessments", {"case_id": "C2"}, cut_off=FEBRUARY, coverage="changes")
    with pytest.raises(PurgedCasesError, match="were purged"):
        load_files(shipped, [changes])
    with pytest.raises(PurgedCasesError):
        drill_down_cases(shipped, "ehcp-20-weeks", HARINGEY, date(2022, 12, 1), date(2022, 12, 31))
    assert shown(shipped) == before
    load(shipped, extract("ehc_assessments", ISSUED, {"case_id": "C3"}, cut_off=FEBRUARY))
    assert shown(shipped) != before


def test_settings_and_undo_leave_the_figures_of_purged_cases(shipped: Engine):
    first = load_one(shipped, extract("ehc_assessments", ISSUED))
    before = shown(shipped)
    second = load_one(shipped, extract("ehc_assessments", {"case_id": "C2"}, cut_off=MARCH))
    purge(shipped, MARCH_1, dry_run=False)
    undo(shipped, second)
    assert shown(shipped) == before
    assert first not in rows(shipped)


def test_undone_extracts_are_purged_too(shipped: Engine):
    undone = load_one(shipped, extract("ehc_assessments", ISSUED))
    undo(shipped, undone)
    assert dropped(purge(shipped, MARCH_1, dry_run=False)) == [undone]
    assert rows(shipped) == set()
    with shipped.connect() as connection:
        counted = sa.select(sa.func.count()).select_from(extract_scopes)
        assert connection.scalar(counted) == 1


def test_nothing_of_a_purged_case_is_left_in_the_files_of_sqlite(shipped: Engine):
    if shipped.dialect.name != "sqlite":
        return
    load_one(shipped, extract("ehc_assessments", {"case_id": "C-MARKED-0815"}))
    store = Path(shipped.url.database or "")
    assert b"C-MARKED-0815" in contents_of_files(store)
    purge(shipped, YEARS_LATER, dry_run=False)
    assert b"C-MARKED-0815" not in contents_of_files(store)


def contents_of_files(store: Path) -> bytes:
    return b"".join(path.read_bytes() for path in store.parent.glob(f"{store.name}*"))
