"""A DfE release goes the whole road: checked, loaded, known on a day, taken back."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import Engine

from data.common.load_options import LoadOptions
from data.files.csv_reader import ExtractFile
from data.loading.history import undo_delivery
from data.loading.load import FileReport, check_files, load_files
from data.store import frames
from tests.builders.dfe import (
    ENGLAND,
    FIRST_PUBLISHED,
    HACKNEY,
    HARINGEY,
    LONDON,
    SOUTH_EAST,
    TOTALS,
    TOWER_HAMLETS,
    WANDSWORTH,
    WEST_BERKSHIRE,
    archive_of,
    made_release,
    table,
)
from tests.builders.files import records as rows_of

AREAS = (LONDON, SOUTH_EAST, TOWER_HAMLETS, HARINGEY, HACKNEY, WANDSWORTH, WEST_BERKSHIRE)
NOW = datetime(2026, 1, 1, 12, tzinfo=UTC)
REVIEWS = "annual-review-decided-4-weeks"
Figure = dict[str, object]
# Of what is shipped, 88% stands as in the file, without the nought behind its point.
CHANGED = (TOWER_HAMLETS, "ehc-decision-6-weeks", "", date(2023, 12, 31), "dfe-2025")


@pytest.fixture(scope="module")
def release() -> ExtractFile:
    """A cut of every table: England, two regions and five councils."""
    return archive_of(*(table(name, AREAS) for name in TOTALS))


def load(engine: Engine, file: ExtractFile, options: LoadOptions | None = None) -> FileReport:
    (report,) = load_files(engine, [file], now=NOW, options=options or LoadOptions())
    return report


def figures(engine: Engine) -> list[Figure]:
    return rows_of(frames.load_frame(engine, "observations"))


def value(engine: Engine, area: str, as_of: date | None = None) -> list[tuple[object, object]]:
    """Return what is known of an area's reviews of 2024: figure, or marker, by source."""
    found = frames.load_frame(
        engine, "observations", area_code=area, measure_id=REVIEWS, as_of=as_of
    )
    return [(row["source_document"], row["marker"] or row["value"]) for row in rows_of(found)]


@pytest.mark.both_databases
def test_a_cut_loads_beside_what_stands_and_is_taken_back_whole(
    shipped: Engine, release: ExtractFile
):
    before, areas_before = figures(shipped), rows_of(frames.load_frame(shipped, "areas"))
    report = load(shipped, release)
    assert (report.state, report.issues, report.asks) == ("loaded", (), ())
    after = {
        (row["area_code"], row["measure_id"], row["breakdown"], row["source_document"]): row
        for row in figures(shipped)
        if str(row["period_end"]).startswith("2024-12-31")
    }
    row = after[WEST_BERKSHIRE, "ehc-requests", "", "dfe-2025"]
    assert (row["role"], row["published_on"]) == ("actual", date(2025, 7, 1))
    assert after[SOUTH_EAST, "ehc-requests", "", "dfe-2025"]["role"] == "benchmark"
    added = [row for row in rows_of(frames.load_frame(shipped, "areas")) if row not in areas_before]
    kinds = {row["area_code"]: row["kind"] for row in added}
    councils = (HACKNEY, WANDSWORTH, WEST_BERKSHIRE)
    assert kinds == {SOUTH_EAST: "benchmark"} | dict.fromkeys(councils, "authority")
    assert changed(before, figures(shipped)) == [CHANGED]
    assert load(shipped, release).state == "unchanged"
    assert report.extract_id
    undo_delivery(shipped, report.extract_id, now=NOW)
    assert list(map(shown, figures(shipped))) == list(map(shown, before))
    assert rows_of(frames.load_frame(shipped, "areas")) == areas_before


def changed(before: list[Figure], after: list[Figure]) -> list[tuple[object, ...]]:
    """Return the figures of this release that stood and do not read as they did."""
    found = {figure_key(row): shown(row) for row in after}
    stood = [row for row in before if row["source_document"] == "dfe-2025"]
    return [figure_key(row) for row in stood if found[figure_key(row)] != shown(row)]


def figure_key(row: Figure) -> tuple[object, ...]:
    names = ("area_code", "measure_id", "breakdown", "period_end", "source_document")
    return tuple(row[name] for name in names)


def shown(row: Figure) -> tuple[str, ...]:
    """Return a figure as text, so that a missing number is like another."""
    left_out = {"row_id", "extract_id", "known_on", "loaded_on"}
    return tuple(str(cell) for name, cell in row.items() if name not in left_out)


def test_the_later_publication_supersedes_and_both_stay_known(
    shipped: Engine, release: ExtractFile
):
    assert load(shipped, made_release().first, FIRST_PUBLISHED).state == "loaded"
    assert load(shipped, release).state == "loaded"
    assert value(shipped, WANDSWORTH, date(2025, 6, 30)) == [("dfe-2025-first", "x")]
    assert dict(value(shipped, WANDSWORTH)) == {"dfe-2025-first": "x", "dfe-2025": 40.0}
    (source,) = (
        row
        for row in rows_of(frames.load_frame(shipped, "sources"))
        if row["source_document"] == "dfe-2025-first"
    )
    assert source["published_on"] == date(2025, 6, 26)


def test_a_single_table_waits_until_its_publication_is_said(read_only: Engine):
    (report,) = check_files(read_only, [table("caseload", AREAS)], now=NOW)
    assert report.asks == ("source_document", "published_on")
    assert not report.issues
    options = LoadOptions(source_document="dfe-2025")
    (told,) = check_files(read_only, [table("caseload", AREAS)], now=NOW, options=options)
    assert (told.asks, told.issues, told.state) == ((), (), "would_load")
    assert told.rows == 4 * 8 * 7 + 4
    assert {row["area_code"] for row in figures(read_only)} >= {ENGLAND, LONDON}
