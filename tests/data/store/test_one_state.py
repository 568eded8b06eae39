"""A page or file is of one state of the store, whatever is loaded or undone while it is made."""

import re
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from threading import Barrier
from typing import Any, Final

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine, event

from callbacks.pages import document
from callbacks.server import index_page
from dashboard.model.panel import Overview
from dashboard.model.selection import Selection
from data.loading.history import undo_delivery
from data.loading.load import load_files
from data.queries import panels
from data.queries.panels import load_overview
from tests.apps import server_of, signed_in
from tests.builders.files import observations
from tests.stores import read_as_page

PLAN: Final = "area=E09000014&framework=ha-wsoa-2021"
# What shows the figure of a new month, or that an extract brought it.
ADDRESSES: Final = (
    f"/measure/ehcp-20-weeks?{PLAN}",
    "/data",
    f"/download/signals.csv?{PLAN}",
    f"/download/series.csv?{PLAN}&measure=ehcp-20-weeks",
)
OTHERS: Final = (
    *(f"/{page}?{PLAN}" for page in ("", "actions", "meeting", "scrutiny")),
    "/priority/ha-wsoa-2021/2",
    f"/download/overview.csv?{PLAN}",
    "/about",
    "/nowhere",
)
NOW: Final = datetime(2023, 5, 10, 9, tzinfo=UTC)


def client_of(engine: Engine, folder: Path) -> FlaskClient:
    client = server_of(engine, folder).test_client()
    # Dash asks for its layout before it answers anything.
    client.get("/about")
    return client


def load(engine: Engine) -> int:
    (report,) = load_files(engine, [observations({"value": "61"})], now=NOW)
    return report.extract_id or 0


def undo(engine: Engine, extract_id: int) -> None:
    undo_delivery(engine, extract_id, now=NOW)


@contextmanager
def after_version_reads(engine: Engine, call: Callable[[], object]) -> Iterator[None]:
    """Call something after each read of the data version."""

    def after(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        # That of single kinds is read after it.
        if "count(extracts.undone_at)" in statement and "GROUP BY" not in statement:
            call()

    event.listen(engine, "after_cursor_execute", after)
    yield
    event.remove(engine, "after_cursor_execute", after)


def get(client: FlaskClient, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    # Dash names each of its apps by chance.
    return re.sub(r'"end_id":"[^"]+"', "", response.get_data(as_text=True))


def get_while(
    engine: Engine, client: FlaskClient, address: str, change: Callable[[], object]
) -> str:
    """Return an answer, with a change of the store committed right after its version was read."""
    changes = [change]
    with after_version_reads(engine, lambda: changes.pop()() if changes else None):
        answer = get(client, address)
    assert not changes
    return answer


@pytest.mark.both_databases
def test_a_load_and_an_undo_between_two_reads_of_an_answer_show_in_none_of_it(
    make_shipped: Callable[[], Engine], tmp_path: Path
):
    quiet, busy = make_shipped(), make_shipped()
    reader, busy_reader = client_of(quiet, tmp_path), client_of(busy, tmp_path)
    for address in ADDRESSES:
        before = get(reader, address)
        extract_id = load(quiet)
        loaded = get(reader, address)
        undo(quiet, extract_id)
        assert loaded != before
        assert get_while(busy, busy_reader, address, lambda: load(busy)) == before
        # Nobody has read this version yet, so nothing of it is cached.
        undone = partial(undo, busy, extract_id)
        assert get_while(busy, busy_reader, address, undone) == loaded


def test_an_answer_reads_the_version_of_the_data_once(shipped: Engine, tmp_path: Path):
    client = client_of(shipped, tmp_path)
    for address in (*ADDRESSES, *OTHERS):
        reads: list[None] = []
        with after_version_reads(shipped, lambda reads=reads: reads.append(None)):
            client.get(address)
        assert len(reads) == 1, address


@pytest.mark.both_databases
def test_what_several_readers_need_at_once_is_built_once(
    shipped: Engine, monkeypatch: pytest.MonkeyPatch
):
    readers, built = 6, []
    all_are_here, build = Barrier(readers), panels.build_overview

    def counted(*arguments: Any) -> Overview:
        built.append(arguments)
        return build(*arguments)

    def read(_: int) -> Overview:
        all_are_here.wait()
        chosen = Selection(framework="ha-wsoa-2021")
        return read_as_page(load_overview, shipped, chosen, date(2026, 11, 21))

    monkeypatch.setattr(panels, "build_overview", counted)
    with ThreadPoolExecutor(readers) as threads:
        overviews = list(threads.map(read, range(readers)))
    assert len(built) == 1
    assert all(overview is overviews[0] for overview in overviews)


def test_a_page_that_several_readers_ask_for_after_a_load_is_written_and_compressed_once(
    shipped: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    readers, calls = 8, []
    all_are_here = Barrier(readers)
    server = client_of(shipped, tmp_path).application

    def count(module: Any, name: str) -> None:
        original = getattr(module, name)

        def counted(*arguments: Any, **options: Any) -> Any:
            calls.append(name)
            return original(*arguments, **options)

        monkeypatch.setattr(module, name, counted)

    def read(_: int) -> str:
        client = server.test_client()
        all_are_here.wait()
        return get(client, ADDRESSES[0])

    load(shipped)
    count(document, "page_of")
    count(index_page, "_compressed")
    with ThreadPoolExecutor(readers) as threads:
        pages = set(threads.map(read, range(readers)))
    assert len(pages) == 1
    assert sorted(calls) == ["_compressed", "page_of"]


@pytest.mark.both_databases
def test_a_page_that_is_cached_takes_one_statement_and_of_who_is_signed_in_two(
    shipped: Engine, tmp_path: Path
):
    local = client_of(shipped, tmp_path)
    server = server_of(shipped, tmp_path, has_sign_in=True)
    other = signed_in(server.test_client(), shipped, ("viewer", ""))
    for client, expected in ((local, 1), (other, 2)):
        get(client, ADDRESSES[0])
        asked: list[str] = []

        def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
            asked.append(statement)  # noqa: B023 - called while this client asks

        event.listen(shipped, "after_cursor_execute", note)
        get(client, ADDRESSES[0])
        event.remove(shipped, "after_cursor_execute", note)
        selects = [one for one in asked if one.lstrip().startswith("SELECT")]
        assert len(selects) == expected, selects
