"""The files of a pack that an office downloads: each made once, as a job that a process takes."""

import re
import stat
import time
from collections.abc import Iterator
from contextlib import ExitStack
from io import BytesIO
from pathlib import Path

import openpyxl
import psutil
import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from pptx import Presentation
from pypdf import PdfReader
from sqlalchemy import Engine

from callbacks.packs import draw
from callbacks.packs.draw import apart, draw_waiting
from callbacks.packs.file_cache import PackFiles, file_key
from callbacks.packs.report import register_report
from dashboard.model.selection import Selection
from dashboard.pack.model import CHECKED
from dashboard.pack.slides.deck import build_slides
from data.meetings.file_jobs import HELD, MAKING, FileJob, ask_for_file, take_job
from data.meetings.packs import load_pack, make_pack, move_pack
from data.store.databases.engine import waiting_at_most, writing_connection
from data.store.tables import file_jobs, packs
from layouts.report.pdf import MISSING, MissingLibraryError
from tests.builders.packs import DAYS, STRATEGY
from tests.stores import MakeStore, opened


@pytest.fixture(scope="module")
def store(make_sqlite: MakeStore) -> Iterator[Engine]:
    with opened(make_sqlite("shipped")) as engine:
        yield engine


@pytest.fixture
def pack(store: Engine) -> str:
    return make_pack(store, Selection(framework=STRATEGY, as_of=DAYS[STRATEGY]), "Ann Example")


@pytest.fixture
def client(store: Engine) -> FlaskClient:
    """A client of reports alone, whose files are made where it is."""
    server = Flask("packs")
    register_report(server, store, PackFiles(), lambda: draw_waiting(store))
    return server.test_client()


@pytest.fixture
def waiting(store: Engine) -> FlaskClient:
    """A client of reports, of which nobody makes the files."""
    server = Flask("waiting")
    register_report(server, store, PackFiles(), lambda: None)
    return server.test_client()


def job_of(store: Engine, pack: str, ending: str = "pdf") -> FileJob:
    return ask_for_file(store, file_key(load_pack(store, pack), ending), pack, ending)


def wait_for_end(before: set[psutil.Process]) -> None:
    """Wait until there are no processes but those of before."""
    while set(psutil.Process().children()) - before:
        time.sleep(0.01)


def test_the_slides_come_as_a_file_named_after_area_and_pack(client, store, pack):
    answer = client.get(f"/download/report/{pack}.pptx")
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"] == (
        f'attachment; filename="tower-hamlets-{pack}.pptx"'
    )
    deck = Presentation(BytesIO(answer.data))
    assert len(deck.slides) == len(build_slides(load_pack(store, pack)))


def test_the_public_summary_is_a_page_and_a_pdf(client, pack):
    page = client.get(f"/summary/{pack}")
    assert "what is better, and what is not</h1>" in page.text
    assert f"/download/summary/{pack}.pdf" in page.text
    answer = client.get(f"/download/summary/{pack}.pdf")
    assert answer.headers["Content-Disposition"].endswith('-summary.pdf"')
    assert "What happens next" in PdfReader(BytesIO(answer.data)).pages[0].extract_text()


def test_the_tables_come_as_a_workbook(client, pack):
    answer = client.get(f"/download/report/{pack}.xlsx")
    assert "spreadsheetml.sheet" in answer.content_type
    assert openpyxl.load_workbook(BytesIO(answer.data)).sheetnames[0] == "Cover"


@pytest.mark.parametrize("ending", ["pdf", "pptx", "xlsx"])
def test_a_pack_that_is_not_there_or_was_tampered_with_is_said_in_words(
    client, store, pack, ending: str
):
    with store.begin() as connection:
        change = sa.update(packs).where(packs.c.pack_id == pack)
        connection.execute(change.values(content="{}"))
    unknown = client.get(f"/download/report/nowhere.{ending}")
    assert (unknown.status_code, unknown.mimetype) == (404, "text/html")
    assert client.get(f"/download/report/{pack}.{ending}").status_code == 409


def test_one_process_of_a_machine_draws_and_no_other_user_can_stop_it(
    store: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    folder = tmp_path / "drawing"
    monkeypatch.setattr(draw, "_FOLDER", folder)
    with draw._alone(store) as first, draw._alone(store) as second:
        assert (first, second) == (True, False)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    with draw._alone(store) as again:
        assert again
    # Put there by somebody else, to have the server write where they say.
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    led_away = tmp_path / "led-away"
    led_away.symlink_to(elsewhere)
    monkeypatch.setattr(draw, "_FOLDER", led_away)
    with draw._alone(store) as first, draw._alone(store) as second:
        assert (first, second) == (True, True)
    assert list(elsewhere.iterdir()) == []


def test_a_file_is_made_once_until_the_pack_takes_a_step(
    client, store, pack, monkeypatch: pytest.MonkeyPatch
):
    made: list[str] = []
    press = lambda stored, _report: made.append(stored.state) or b"%PDF-1.7"  # noqa: E731
    monkeypatch.setattr("callbacks.packs.draw.report_pdf", press)
    address = f"/download/report/{pack}.pdf"
    answer = client.get(address)
    assert answer.mimetype == "application/pdf"
    again = client.get(address, headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304
    move_pack(store, pack, CHECKED, "Bo Example")
    assert client.get(address).status_code == 200
    assert made == ["draft", "checked"]


def test_until_it_is_there_a_page_says_how_far_it_is_and_asks_again(waiting, store, pack):
    address = f"/download/report/{pack}.pdf"
    answer = waiting.get(address)
    assert answer.status_code == 202
    assert answer.headers["Retry-After"] == answer.headers["Refresh"]
    assert "The PDF is being made" in answer.text
    assert f'href="{address}"' in answer.text
    (stop,) = re.findall(r'href="([^"]*)">Stop asking', answer.text)
    stopped = waiting.get(stop)
    assert "Refresh" not in stopped.headers
    assert "by itself" not in stopped.text
    assert f'href="{address}"' in stopped.text
    with store.begin() as connection:
        change = {"state": MAKING, "maker": "a", "progress": 40}
        is_of_pack = file_jobs.c.pack_id == pack
        connection.execute(sa.delete(file_jobs).where(~is_of_pack))
        connection.execute(sa.update(file_jobs).where(is_of_pack).values(change))
    assert "40% is done." in waiting.get(address).text
    assert "1 other file is made before it." in waiting.get(f"/download/report/{pack}.pptx").text
    with store.begin() as connection:
        connection.execute(sa.delete(file_jobs))


@pytest.mark.parametrize(
    ("error", "status", "words"),
    [
        (MissingLibraryError(MISSING), 503, "libpango-1.0-0"),
        (OSError("full"), 500, "could not be made"),
    ],
)
def test_why_there_is_no_file_is_said_and_the_page_offered(
    client, pack, monkeypatch: pytest.MonkeyPatch, error: Exception, status: int, words: str
):
    def fail(*_: object) -> bytes:
        raise error

    monkeypatch.setattr("callbacks.packs.draw.report_pdf", fail)
    answer = client.get(f"/download/report/{pack}.pdf")
    assert answer.status_code == status
    assert words in answer.text
    assert f"/report/{pack}" in answer.text


def test_a_file_of_what_the_pack_no_longer_is_is_not_made(client, waiting, store, pack):
    waiting.get(f"/download/report/{pack}.pdf")
    was = job_of(store, pack)
    move_pack(store, pack, CHECKED, "Bo Example")
    draw_waiting(store)
    assert ask_for_file(store, was.job_key, pack, "pdf").state == "failed"


@pytest.mark.both_databases
@pytest.mark.parametrize("is_asked_for", [False, True])
def test_where_the_store_can_only_be_read_the_file_is_made_at_once(
    make_store: MakeStore, monkeypatch: pytest.MonkeyPatch, is_asked_for: bool
):
    url = make_store("shipped")
    with opened(url) as engine:
        chosen = Selection(framework=STRATEGY, as_of=DAYS[STRATEGY])
        pack = make_pack(engine, chosen, "Ann Example")
        if is_asked_for:
            assert job_of(engine, pack).state == "waiting"
        if engine.dialect.name == "postgresql":
            with engine.begin() as connection:
                change = "SET default_transaction_read_only = on"
                connection.exec_driver_sql(f"ALTER DATABASE {url.database} {change}")
    monkeypatch.setattr("data.store.databases.sqlite._nobody_writes", lambda _: True)
    made: list[str] = []
    press = lambda stored, _report: made.append(stored.state) or b"%PDF-1.7"  # noqa: E731
    monkeypatch.setattr("callbacks.packs.draw.report_pdf", press)
    with opened(url) as engine:
        server = Flask("read_only")
        register_report(server, engine, PackFiles(), lambda: None)
        client = server.test_client()
        answers = [client.get(f"/download/report/{pack}.pdf") for _ in range(2)]
    assert [(answer.status_code, answer.data) for answer in answers] == [(200, b"%PDF-1.7")] * 2
    assert made == ["draft"]


def test_a_file_that_is_made_while_others_write_is_stored_once_they_have_ended(
    client, store, pack, monkeypatch: pytest.MonkeyPatch
):
    with ExitStack() as writing, waiting_at_most(0.05):
        made: list[str] = []

        def press(*_: object) -> bytes:
            made.append("file")
            other = writing.enter_context(writing_connection(store))
            writing.enter_context(other.begin())
            return b"%PDF-1.7"

        monkeypatch.setattr("callbacks.packs.draw.report_pdf", press)
        monkeypatch.setattr("callbacks.packs.draw.sleep", lambda _: writing.close())
        answer = client.get(f"/download/report/{pack}.pdf")
    assert (answer.status_code, answer.data, made) == (200, b"%PDF-1.7", ["file"])


def test_a_process_makes_the_file_and_one_that_is_killed_leaves_it_to_the_next(store, pack):
    start = apart(store)
    job = job_of(store, pack)
    before = set(psutil.Process().children())
    start()
    (process,) = set(psutil.Process().children()) - before
    start()
    assert set(psutil.Process().children()) - before == {process}
    while job_of(store, pack).state != MAKING:
        time.sleep(0.01)
    # Behind every reader of pages.
    assert process.nice() == min(psutil.Process().nice() + 10, 19)
    process.kill()
    wait_for_end(before)
    with store.connect() as connection:
        held = connection.scalar(
            sa.select(file_jobs.c.held_until).where(job.job_id == file_jobs.c.job_id)
        )
    assert take_job(store, "other", held - HELD / 2) is None
    with store.begin() as connection:
        connection.execute(sa.update(file_jobs).values(held_until=held - 2 * HELD))
    start()
    while job_of(store, pack).state != "made":
        time.sleep(0.05)
    with store.connect() as connection:
        body = connection.scalar(
            sa.select(file_jobs.c.body).where(file_jobs.c.job_id == job.job_id)
        )
    (lingering,) = set(psutil.Process().children()) - before
    again = job_of(store, pack, "pptx")
    start()
    while job_of(store, pack, "pptx").state != "made":
        time.sleep(0.05)
    assert again.state == "waiting"
    assert set(psutil.Process().children()) - before == {lingering}
    lingering.kill()
    wait_for_end(before)
    assert len(PdfReader(BytesIO(body)).pages) > 3
