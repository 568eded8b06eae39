"""A real server with the data team's own view: where it starts, and whom it shows small numbers."""

import gc
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from runpy import run_module
from types import SimpleNamespace
from typing import Any, Final

import pytest
import requests
from gunicorn.util import parse_address

from callbacks.access.this_machine import ENTRY_COOKIE
from tests.conftest import Serve
from tests.servers import START_SECONDS, Server
from tests.stores import ROOT

NOTE: Final = "For the data team."
EVERYWHERE: Final = "0.0.0.0"  # noqa: S104 - what must not be bound
COMMAND: Final = ("-m", "gunicorn", "--config", "callbacks/server/gunicorn_config.py")


@pytest.fixture(scope="module")
def server(filled_store: str, serve: Serve) -> Iterator[Server]:
    with serve(filled_store, workers=2, SHOW_SMALL_NUMBERS="1") as started:
        yield started


def link_of(server: Server) -> str:
    (line,) = [line for line in server.log().splitlines() if "/enter/" in line]
    assert line.startswith("To load, write and see small numbers, open http://127.0.0.1:")
    return line.rpartition(" ")[2]


def pages(server: Server, cookies: dict[str, str]) -> list[str]:
    """Ask for a page many times at once, each time on a new connection, so that all workers answer."""

    def ask(_: int) -> str:
        return requests.get(f"{server.url}/about", cookies=cookies, timeout=START_SECONDS).text

    with ThreadPoolExecutor(8) as readers:
        return list(readers.map(ask, range(24)))


def test_every_worker_knows_the_secret_of_the_one_line_that_the_start_prints(server: Server):
    browser = requests.Session()
    page = browser.get(link_of(server), timeout=START_SECONDS)
    assert page.url == f"{server.url}/"
    assert NOTE in page.text
    assert all(NOTE in page for page in pages(server, browser.cookies.get_dict()))
    assert not any(NOTE in page for page in pages(server, {}))
    assert not any(
        NOTE in page for page in pages(server, {f"{ENTRY_COOKIE}-{server.port}": "guessed"})
    )


def test_another_name_that_leads_here_is_refused(server: Server):
    port = server.url.rpartition(":")[2]
    for host in (f"rebound.example:{port}", "127.0.0.1", "localhost:1"):
        answer = requests.get(server.url, headers={"Host": host}, timeout=START_SECONDS)
        assert (answer.status_code, "its own port" in answer.text) == (403, True)


def test_it_starts_on_no_other_address_and_says_how_it_does(filled_store: str):
    settings = {"DATABASE_URL": filled_store, "HOST": "", "SHOW_SMALL_NUMBERS": "1"}
    done = subprocess.run(
        [sys.executable, *COMMAND, "--bind", f"{EVERYWHERE}:0", "app:server"],
        check=False,
        cwd=ROOT,
        env=os.environ | settings,
        capture_output=True,
        text=True,
        timeout=START_SECONDS,
    )
    assert done.returncode != 0
    assert re.search(r"listens only on this machine’s own address.*`make run`", done.stderr)
    assert "Serving" not in done.stdout


def configuration(monkeypatch: pytest.MonkeyPatch, **environment: str) -> dict[str, Any]:
    """Return what gunicorn is told under an environment."""
    for name, value in {"PORT": "8050", "SHOW_SMALL_NUMBERS": "0", **environment}.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(gc, "disable", lambda: None)
    return run_module("callbacks.server.gunicorn_config")


@pytest.mark.parametrize(
    ("host", "bound"),
    [("", "127.0.0.1"), ("::1", "::1"), ("[::1]", "::1"), (EVERYWHERE, EVERYWHERE)],
)
def test_an_empty_host_is_this_machine_alone(
    monkeypatch: pytest.MonkeyPatch, host: str, bound: str
):
    is_reached = str(int(bound == EVERYWHERE))
    told = configuration(monkeypatch, HOST=host, READ_ONLY=is_reached)
    assert parse_address(told["bind"]) == (bound, 8050)


def test_a_host_that_others_reach_stops_the_configuration(monkeypatch: pytest.MonkeyPatch):
    with pytest.raises(ValueError, match=r"HOST is '0\.0\.0\.0'.*make run"):
        configuration(monkeypatch, HOST=EVERYWHERE, SHOW_SMALL_NUMBERS="1")


@pytest.mark.parametrize(
    "others", [[(EVERYWHERE, 80)], ["/run/send.sock"], [("::1", 80), ("::", 80)], [3]]
)
def test_no_address_of_the_command_line_may_be_reached_by_others(
    monkeypatch: pytest.MonkeyPatch, others: list[Any]
):
    told = configuration(monkeypatch, HOST="", SHOW_SMALL_NUMBERS="1", SETUP_ON_START="0")
    start = told["on_starting"]
    start(SimpleNamespace(cfg=SimpleNamespace(address=[("127.0.0.1", 80), ("::1", 80)])))
    with pytest.raises(SystemExit, match="without --bind"):
        start(SimpleNamespace(cfg=SimpleNamespace(address=others)))
