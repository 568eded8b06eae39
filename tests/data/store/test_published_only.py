"""A server for all readers: whatever is not published is not in what it reads."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy import Engine
from sqlalchemy.engine import URL

from callbacks.pages.resolve import answer_address
from dashboard.model.selection import Selection
from data.common.act_log import PURGED
from data.loading.history import extract_history
from data.loading.load import load_files
from data.loading.setup import set_up
from data.meetings.packs import list_packs, make_pack
from data.queries.as_of import load_as_of
from data.store.case_tables import computed_figures
from data.store.databases.engine import SchemaTakenError, ViewsNotReadyError, make_engine, migrate
from data.store.databases.failures import ReadOnlyStoreError
from data.store.databases.replica import MAY_LAG, replica_of, with_replica
from data.store.frames import load_frame
from data.store.published import SCHEMA, read_published_only, refresh_views
from data.store.read_transaction import data_version, read_transaction
from data.store.tables import case_list_views, metadata, store_changes
from data.upkeep.changes import record_change
from layouts.pages.data_team.start import TABS
from layouts.pages.errors import OUTDATED_TITLE
from tests.apps import OWN, entered, server_of
from tests.builders.files import csv_file, example_rows, observations
from tests.callbacks.conftest import TODAY
from tests.stores import MakeStore, address, opened, unmark_synthetic

pytestmark = pytest.mark.both_databases
AREA = "X99000001"
PLAN = "example-plan"
REMARK = {
    "address": f"/measure/ehc-open?area={AREA}&framework={PLAN}", "kind": "challenge",
    "text": "Waits for advice grew", "by": "Ann Example",
}  # fmt: skip

OWNED = {
    "framework_id": PLAN, "priority_number": "1", "measure_id": "ehc-open", "owner": "Jane Smithson",
}  # fmt: skip
DUE = {
    "service": "Clinic of Jane", "area_code": AREA, "kind": "observations",
    "period_start": "2026-01-01", "period_end": "2026-01-31", "due_on": "2026-02-15",
}  # fmt: skip


@pytest.fixture(scope="module")
def store(make_store: MakeStore, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """A store in which a real area has cases, a pack, a remark and owners of measures."""
    engine = make_engine(make_store("filled"))
    unmark_synthetic(engine)
    files = [
        csv_file(OWNED, name="priority_measures.csv"),
        csv_file(DUE, name="returns_due.csv"),
        example_rows("scorecard_mappings", {"framework_id": PLAN}),
    ]
    reports = load_files(engine, files)
    assert {report.state for report in reports} == {"loaded"}, reports
    client = entered(server_of(engine, tmp_path_factory.mktemp("writer")).test_client())
    answer = client.post("/remarks", json=REMARK, headers=OWN)
    assert answer.status_code == 200, answer.text
    make_pack(engine, Selection(framework=PLAN), "Ann Example")
    with engine.begin() as connection:
        record_change(connection, PURGED, "Ann Example", datetime(2026, 1, 1, tzinfo=UTC), "cases")
    yield engine
    engine.dispose()


@pytest.fixture(scope="module")
def published(store: Engine) -> Iterator[Engine]:
    engine = read_published_only(make_engine(address(store.url)))
    yield engine
    engine.dispose()


def test_cases_packs_and_what_people_wrote_are_left_out(store: Engine, published: Engine):
    counts = {}
    for engine in (store, published):
        with engine.connect() as connection, read_transaction(engine) as transaction:
            counts[engine] = (
                connection.scalar(sa.select(sa.func.count()).select_from(computed_figures)),
                len(load_as_of(transaction, None).figures.cases_on),
                len(list_packs(engine, PLAN)),
                len([one for one in extract_history(engine) if one.loaded_by]),
                (load_frame(engine, "commentary")["text"] == REMARK["text"]).sum(),
            )
            connection.scalar(sa.select(sa.func.count()).select_from(case_list_views))
            purged_by = connection.scalars(sa.select(store_changes.c.by)).all()
            assert purged_by == (["Ann Example"] if engine is store else [""])
    assert all(counts[store])
    assert counts[published] == (0, 0, 0, 0, 0)


def test_figures_of_a_document_that_was_not_published_are_left_out(make_store: MakeStore):
    url = make_store("shipped")
    with opened(url) as engine:
        documents = [
            {"source_document": "internal-2026", "title": "Internal report", "publisher": "Haringey"},
            {
                "source_document": "board-2026", "title": "Report to a board", "publisher": "Haringey",
                "published_on": "2026-03-01",
            },
            {
                "source_document": "release-2026", "title": "A release",
                "publisher": "Department for Education",
            },
        ]  # fmt: skip
        figures = [
            observations({"value": str(60 + place), "source_document": each["source_document"]})
            for place, each in enumerate(documents)
        ]
        reports = load_files(engine, [csv_file(*documents), *figures])
        assert {report.state for report in reports} == {"loaded"}, reports
    with opened(url) as engine:
        found = set(load_frame(read_published_only(engine), "observations")["source_document"])
        assert {"board-2026", "release-2026"} <= found
        assert "internal-2026" not in found
    with opened(url) as engine:
        load_files(engine, [csv_file({**documents[1], "published_on": ""})])
    with opened(url) as engine:
        found = set(load_frame(read_published_only(engine), "observations")["source_document"])
        assert "board-2026" not in found
        assert "release-2026" in found


def test_a_table_is_shown_through_a_view_whatever_it_is(published: Engine):
    views = (
        "SELECT name FROM sqlite_temp_master WHERE type = 'view'"
        if published.dialect.name == "sqlite"
        else f"SELECT viewname FROM pg_views WHERE schemaname = '{SCHEMA}'"  # noqa: S608
    )
    tables = "main" if published.dialect.name == "sqlite" else "public"
    with published.connect() as connection:
        assert set(connection.exec_driver_sql(views).scalars()) == {
            *metadata.tables,
            "alembic_version",
        }
        for table in ("users", "sessions", "login_keys", "audit_entries", "returns_due"):
            assert not connection.scalar(sa.text(f"SELECT count(*) FROM {table}"))  # noqa: S608
        with pytest.raises(ReadOnlyStoreError):
            connection.exec_driver_sql(f"DELETE FROM {tables}.extract_notes")  # noqa: S608


@pytest.fixture
def views_of_yesterday(make_postgres: MakeStore) -> URL:
    """A store whose views show all packs, as if an earlier version had thought them published."""
    url = make_postgres("shipped")
    with opened(url) as engine, engine.begin() as connection:
        for statement in (
            f"DROP VIEW {SCHEMA}.packs",
            f"CREATE VIEW {SCHEMA}.packs AS SELECT * FROM public.packs",  # noqa: S608
            f"COMMENT ON SCHEMA {SCHEMA} IS 'yesterday'",
        ):
            connection.exec_driver_sql(statement)
    return url


@pytest.mark.postgres
def test_views_of_another_definition_show_nothing_until_the_set_up_makes_them_anew(
    views_of_yesterday: URL, make_postgres: MakeStore
):
    def views(url: URL) -> set[tuple[str, ...]]:
        of_schema = sa.text("SELECT viewname, definition FROM pg_views WHERE schemaname = :schema")
        with opened(url) as engine, engine.connect() as connection:
            return {tuple(row) for row in connection.execute(of_schema, {"schema": SCHEMA})}

    of_today = views(make_postgres("shipped"))
    assert views(views_of_yesterday) != of_today
    with opened(views_of_yesterday) as reader:
        read_published_only(reader)
        with pytest.raises(ViewsNotReadyError, match="python -m data setup"):
            data_version(reader)
        page = answer_address(reader, "/data", {}, TODAY)
        assert page.status == 503
        assert page.content.title == OUTDATED_TITLE
        with opened(views_of_yesterday) as writer:
            assert set_up(writer, with_example=False, with_profile=False).has_migrated
            assert set_up(writer, with_example=False, with_profile=False).has_done_nothing
        assert views(views_of_yesterday) == of_today
        assert list_packs(reader, PLAN) == ()


@pytest.mark.postgres
def test_where_a_replica_has_no_views_of_today_or_no_tables_the_store_is_read(
    views_of_yesterday: URL, make_postgres: MakeStore
):
    no_tables = make_postgres("shipped")
    with opened(no_tables) as engine, engine.begin() as connection:
        connection.exec_driver_sql("DROP TABLE extracts CASCADE")
    token = MAY_LAG.set(True)
    for replica, is_public in ((views_of_yesterday, True), (no_tables, False)):
        with opened(make_postgres("shipped")) as store:
            both = with_replica(store, address(replica))
            if is_public:
                read_published_only(both)
            with read_transaction(both) as transaction:
                assert len(load_frame(transaction, "observations"))
            own_replica = replica_of(both)
            assert own_replica is not None
            own_replica.dispose()
    MAY_LAG.reset(token)


@pytest.mark.postgres
def test_what_others_have_in_the_schema_of_the_views_is_left_as_it_is(make_postgres: MakeStore):
    url = make_postgres("empty")
    names = sa.text("SELECT array_agg(viewname) FROM pg_views WHERE schemaname = 'published'")
    with opened(url) as engine:
        with engine.begin() as connection:
            connection.exec_driver_sql("CREATE SCHEMA second")
            before = connection.scalar(names)
        second = url.update_query_dict({"options": "-csearch_path=second"})
        with (
            opened(second) as other,
            pytest.raises(SchemaTakenError, match="a database of its own"),
        ):
            migrate(other)
        with engine.begin() as connection:
            assert connection.scalar(names) == before
            assert not sa.inspect(connection).get_table_names("second")
            connection.exec_driver_sql(f"CREATE VIEW {SCHEMA}.own AS SELECT 1 AS one")
            connection.exec_driver_sql(f"COMMENT ON SCHEMA {SCHEMA} IS 'yesterday'")
        with pytest.raises(SchemaTakenError, match="own"):
            refresh_views(engine)
        with engine.connect() as connection:
            assert set(connection.scalar(names)) == {*before, "own"}


def test_every_published_figure_is_there(store: Engine, published: Engine):
    for kind in ("observations", "targets", "actions", "frameworks"):
        assert len(load_frame(published, kind)) == len(load_frame(store, kind)), kind


def test_pages_are_shown_without_them(published: Engine, tmp_path: Path):
    page = answer_address(published, f"/?area={AREA}", {}, TODAY)
    assert page.is_found
    client = server_of(published, tmp_path, is_read_only=True).test_client()
    for path in (REMARK["address"], "/data", f"/meeting?framework={PLAN}", f"/actions?area={AREA}"):
        answer = client.get(path)
        assert answer.status_code == 200
        assert REMARK["text"] not in answer.text
        assert "Ann Example" not in answer.text
    for path in ("/data", "/data?tab=history", f"/measure/ehc-open?area={AREA}&tab=about"):
        assert ".csv<" not in client.get(path).text
    for path in ("/data", "/data?tab=returns", "/data?tab=terminal"):
        first = client.get(path).text
        assert "Last loads" in first
        assert "Due and received" not in first


# Whatever sends something that is written, or leads to it.
WRITES = re.compile(
    r'method="post"|data-undo|data-needs|data-intake|>Undo<|>Load files<|>By, when<|python -m data'
)


def test_no_page_has_a_control_that_writes(store: Engine, published: Engine, tmp_path: Path):
    plan = f"area={AREA}&framework={PLAN}"
    pages = (
        f"/?{plan}", f"/priority/{PLAN}/1", f"/profile?{plan}", f"/future?{plan}", f"/actions?{plan}",
        f"/meeting?{plan}", f"/scrutiny?{plan}&status=all", f"/find?{plan}&find=plan", "/about",
        "/data", *(f"/data?tab={tab}" for tab in TABS),
        *(f"/measure/ehc-open?{plan}&tab={tab}" for tab in ("", "commentary", "actions", "all")),
    )  # fmt: skip
    for_all = server_of(published, tmp_path, is_read_only=True).test_client()
    writer = entered(server_of(store, tmp_path / "writer").test_client())
    writing = set()
    for page in pages:
        answer = for_all.get(page)
        assert answer.status_code == 200, page
        assert not WRITES.search(answer.text), page
        if WRITES.search(writer.get(page).text):
            writing.add(page.partition("?")[0])
    assert {"/data", "/meeting", "/scrutiny", "/measure/ehc-open"} <= writing


def test_how_scorecards_are_read_is_taken_away_by_nobody_but_who_loads(
    store: Engine, published: Engine, tmp_path: Path
):
    file = "/download/rows/scorecard_mappings.csv"
    loader = entered(server_of(store, tmp_path / "loader").test_client())
    assert f"\n{PLAN}," in loader.get(file).text
    answer = server_of(published, tmp_path, is_read_only=True).test_client().get(file)
    assert (answer.status_code, len(answer.text.splitlines())) == (200, 1)


def test_owners_are_listed_for_those_alone_who_make_packs(
    store: Engine, published: Engine, tmp_path: Path
):
    page = f"/meeting?framework={PLAN}"
    maker = entered(server_of(store, tmp_path / "maker").test_client())
    listed = maker.get(page).text
    for_all = server_of(published, tmp_path, is_read_only=True).test_client().get(page).text
    for owner in (OWNED["owner"], DUE["service"]):
        assert f'value="owner:{owner}"' in listed
        assert owner not in for_all
    assert OWNED["owner"] not in set(load_frame(published, "priority_measures")["owner"])
