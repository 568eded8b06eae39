"""What is kept of one data version for the next is what a reader who begins anew finds in the store."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, event

from dashboard.model.selection import Selection
from data.loading.history import undo_delivery
from data.loading.load import load_files
from data.queries.as_of import AsOfSnapshot, load_as_of
from data.queries.panels import count_judged, load_overview
from data.queries.snapshot import load_catalogue
from tests.apps import server_of
from tests.builders.files import csv_file, observations, targets
from tests.stores import opened, read_as_page, read_at_once

PLAN = Selection(area="E09000014", framework="ha-wsoa-2021")
PAGE = f"/?area={PLAN.area}&framework={PLAN.framework}"
DAYS = (None, date(2023, 5, 1), date(2024, 12, 31))
NOW = datetime(2026, 6, 15, 12, tzinfo=UTC)
OWN = {"framework_id": "ha-wsoa-2021"}
SOURCE = {
    "source_document": "new-source",
    "title": "Figures of a new source",
    "publisher": "Department for Education",
}


def seen(engine: Engine) -> list[Any]:
    """Return all that is known on some days, in its order, and a plan as it is judged."""
    known = [in_order(read_at_once(load_as_of, engine, day)) for day in DAYS]
    return [*known, read_as_page(load_overview, engine, PLAN)]


def in_order(known: AsOfSnapshot) -> tuple[Any, ...]:
    figures = known.figures
    return known, *(list(each.items()) for each in (figures.observed, figures.targets))


def test_what_is_brought_up_to_date_is_what_is_read_anew(shipped: Engine):
    figure = {"breakdown": "as=of", **OWN}
    of_source = {**figure, "source_document": "new-source", "period_start": "2023-05-01"}
    of_source |= {"period_end": "2023-05-31"}
    voice = {**figure, "measure_id": "ehcp-voice", "value": "3"}
    steps = (
        [observations({"value": "61"}, figure, voice)],
        # Corrections that were published before and after some of the days, one of another area.
        [observations({**figure, "value": "62", "published_on": "2023-04-20"})],
        [observations({**figure, "value": "63", "published_on": "2024-01-02"})],
        # Figures of a source, which is corrected, so that they were known on another day.
        [
            csv_file({**SOURCE, "published_on": "2024-03-01"}, name="source.csv"),
            observations(of_source, {"area_code": "E09000030", "value": "64"}),
        ],
        [csv_file({**SOURCE, "published_on": "2023-04-01"})],
        [targets({"value": "70"})],
    )
    loaded: list[int] = []
    seen(shipped)
    for files in steps:
        reports = load_files(shipped, files, now=NOW)
        loaded += [report.extract_id or 0 for report in reports]
        assert seen(shipped) == read_anew(shipped)
    # Both of the source go before its figures, which are set aside without it.
    for extract_ids in ((loaded[5], loaded[3]), loaded[1:3]):
        for extract_id in extract_ids:
            undo_delivery(shipped, extract_id, now=NOW)
        assert seen(shipped) == read_anew(shipped)


def read_anew(engine: Engine) -> list[Any]:
    """Return what a process that begins now sees."""
    with opened(engine.url) as another:
        return seen(another)


def test_a_figure_that_came_changes_no_other_measure(shipped: Engine):
    before = read_at_once(load_as_of, shipped, None)
    load_files(shipped, [observations({"value": "61"})], now=NOW)
    now = read_at_once(load_as_of, shipped, None)
    changed = {
        name
        for name, rows in now.figures.observed.items()
        if rows is not before.figures.observed[name]
    }
    assert changed == {"ehcp-20-weeks"}
    assert now.catalogue is before.catalogue
    assert now.figures.targets is before.figures.targets


def test_the_first_page_after_a_load_asks_little_of_the_store(shipped: Engine, tmp_path: Path):
    client = server_of(shipped, tmp_path).test_client()
    for value in ("61", "62"):
        assert client.get(PAGE).status_code == 200
        load_files(shipped, [observations({"value": value})], now=NOW)
    statements: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        statements.append(statement)

    event.listen(shipped, "before_cursor_execute", note)
    assert client.get(PAGE).status_code == 200
    event.remove(shipped, "before_cursor_execute", note)
    asked = [each for each in statements if each.startswith(("SELECT", "WITH"))]
    assert 0 < len(asked) <= 8, "\n".join(asked)


def test_as_many_measures_are_judged_as_an_overview_says(shipped: Engine):
    for plan in read_at_once(load_catalogue, shipped).frameworks:
        chosen = Selection(framework=plan.framework_id)
        overview = read_as_page(load_overview, shipped, chosen)
        assert read_as_page(count_judged, shipped, chosen) == overview.judged
