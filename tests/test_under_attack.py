"""Readers are served whatever others send: halves of requests, bodies without end, answers unread."""

import gc
import http.client
import json
import socket
import sqlite3
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from http.client import HTTPResponse
from threading import Event, Semaphore
from types import SimpleNamespace
from typing import Any, Final
from urllib.request import HTTPErrorProcessor, Request, build_opener, urlopen

import psutil
import pytest
from waitress import wasyncore
from waitress.adjustments import Adjustments

from callbacks.access.who import token_of
from callbacks.server.limits import MOST_BYTES
from callbacks.server.worker import (
    DRAINED_BYTES,
    HEADER_SECONDS,
    IDLE_SECONDS,
    MOST_FILES,
    MOST_HEADER_BYTES,
    SLOWEST_BYTES,
    Channel,
    Dispatcher,
    RequestParser,
    TooManyFilesError,
    behind_proxies,
    listen,
)
from callbacks.uploads.progress_stream import MAX_CONCURRENT
from dashboard.model.selection import Selection
from data.meetings.packs import make_pack
from tests.conftest import Serve
from tests.servers import Server
from tests.stores import MakeStore, address, opened

# Ten times as many as there are threads.
ATTACKERS: Final = 80
# Without the attack a page takes hundredths of a second; machines that run tests are busy.
BOUND_SECONDS: Final = 5.0
# As the settings have it.
THREADS: Final = 8
FILE: Final = (
    b"area_code,measure_id,basis,period_start,period_end,value\n"
    b"E09000014,ehcp-20-weeks,month,2023-04-01,2023-04-30,61\n"
)
PAGE: Final = "/measure/ehcp-20-weeks?area=E09000014&framework=ha-wsoa-2021"
CALLBACK: Final = "POST /_dash-update-component HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\n"


@pytest.fixture(scope="module")
def server(filled_store: str, serve: Serve) -> Iterator[Server]:
    with serve(filled_store) as started:
        assert ask(started, "GET", PAGE)[0] == 200
        yield started


class _AllAnswers(HTTPErrorProcessor):
    """Let what is refused be read like any other answer."""

    def http_response(self, request: Request, response: HTTPResponse) -> HTTPResponse:  # noqa: ARG002 - asked for by urllib
        return response


def connect(server: Server) -> socket.socket:
    return socket.create_connection(("127.0.0.1", server.port), timeout=60)


def ask(server: Server, method: str, path: str, body: bytes = b"") -> tuple[int, str, float]:
    """Return status, text and seconds of an answer."""
    began = time.monotonic()
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
    try:
        connection.request(method, path, body)
        response = connection.getresponse()
        return response.status, response.read().decode(), time.monotonic() - began
    finally:
        connection.close()


def ask_bytes(server: Server, path: str) -> tuple[int, bytes]:
    with urlopen(f"{server.url}{path}", timeout=120) as answer:
        return answer.status, answer.read()


@pytest.mark.parametrize(
    "sent",
    [
        "GET / HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\nX-Half",
        f"{CALLBACK}Content-Length: 60000\r\n\r\n{{",
        f"{CALLBACK}Transfer-Encoding: chunked\r\n\r\n5\r\n[[",
        # Whole requests whose answers nobody reads.
        f"GET {PAGE} HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\n\r\n",
        "",
    ],
    ids=["half of the headers", "half of a body", "half of a chunk", "unread", "silent"],
)
def test_readers_are_answered_beside(server: Server, sent: str):
    attackers = [connect(server) for _ in range(ATTACKERS)]
    try:
        for each in attackers:
            each.sendall(sent.replace("PORT", str(server.port)).encode())
        for path in ("/healthz", PAGE):
            status, _, seconds = ask(server, "GET", path)
            assert status == 200
            assert seconds < BOUND_SECONDS
    finally:
        for each in attackers:
            each.close()


def test_who_checks_files_beside_a_load_holds_no_page_up(make_sqlite: MakeStore, serve: Serve):
    store = make_sqlite("shipped")
    with (
        serve(address(store)) as server,
        closing(sqlite3.connect(str(store.database), isolation_level=None)) as load,
    ):
        secret = server.entry().rpartition("/")[2]
        own = {
            "Cookie": f"entered-{server.port}={secret}",
            "Origin": server.url,
            "X-CSRF-Token": token_of(secret),
            "X-Intake": "1",
        }

        def post(path: str, content: bytes | None, **headers: str) -> dict[str, Any]:
            asked = Request(f"{server.url}{path}", content, own | headers)
            with build_opener(_AllAnswers).open(asked, timeout=60) as answer:
                return json.loads(answer.read().splitlines()[-1])

        sent = post("/intake/files?name=a.csv", FILE)
        if goes_on := sent.get("goes_on"):
            while "progress" in (sent := post(goes_on, None)):
                pass
        tokens = json.dumps({"tokens": [sent.get("result", sent)["token"]]}).encode()
        assert ask(server, "GET", "/about")[0] == 200
        load.execute("BEGIN IMMEDIATE")
        with ThreadPoolExecutor(2 * THREADS) as others:
            json_type = {"Content-Type": "application/json"}
            checks = [
                others.submit(post, "/intake/check", tokens, **json_type)
                for _ in range(2 * THREADS)
            ]
            while not all(one.done() for one in checks):
                status, _, seconds = ask(server, "GET", "/about")
                assert status == 200
                assert seconds < BOUND_SECONDS
        lasts = [next(iter(one.result())) for one in checks]
        assert lasts.count("goes_on") == MAX_CONCURRENT
        assert lasts.count("error") == 2 * THREADS - MAX_CONCURRENT
        load.execute("ROLLBACK")


def test_a_body_that_is_too_large_is_refused_without_being_stored(server: Server):
    process = psutil.Process(server.pid)
    workers = process.children()
    before = sum(each.memory_info().rss for each in workers)
    for size in (MOST_BYTES + 1, MOST_BYTES + DRAINED_BYTES, 1 << 30):
        with connect(server) as sender:
            sender.sendall(f"{CALLBACK}Content-Length: {size}\r\n\r\n".encode())
            # What is a little too large is read to its end, so that a browser hears the answer.
            if size <= MOST_BYTES + DRAINED_BYTES - 1:
                sender.sendall(b"[" * size)
            assert sender.recv(20).split()[1] == b"413"
    chunk = b"10000\r\n" + b"[" * 0x10000 + b"\r\n"
    with connect(server) as sender:
        sender.sendall(f"{CALLBACK}Transfer-Encoding: chunked\r\n\r\n".encode())
        sender.sendall(chunk * 3 + b"0\r\n\r\n")
        assert sender.recv(20).split()[1] == b"413"
    assert sum(each.memory_info().rss for each in workers) - before < 20 << 20


def test_what_is_too_large_is_refused_in_words(server: Server):
    status, words, _ = ask(server, "POST", "/remarks", b"x" * (MOST_BYTES + 1))
    assert status == 413
    assert "64 kilobytes" in words


@pytest.mark.parametrize("version", ["1.0", "1.1"])
def test_a_request_that_names_two_ends_is_refused_with_what_follows(server: Server, version: str):
    """A proxy may see one request where the server would see two."""
    head = CALLBACK.replace("PORT", str(server.port)).replace("1.1", version)
    follows = f"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\n\r\n"
    with connect(server) as sender:
        sender.sendall(
            f"{head}Content-Length: {len(follows) + 5}\r\nTransfer-Encoding: chunked\r\n"
            f"Connection: keep-alive\r\n\r\n0\r\n\r\n{follows}".encode()
        )
        answer = b"".join(iter(lambda: sender.recv(65_536), b""))
    assert answer.split()[1] == b"400"
    assert answer.count(b"HTTP/1.") == 1


@pytest.mark.parametrize(
    "head", ["GET http://[::1 HTTP/1.1", f"POST / HTTP/1.1\r\nContent-Length: {'9' * 5_000}"]
)
def test_an_address_or_a_length_that_cannot_be_read_is_refused(head: str):
    parser = RequestParser(Adjustments())
    parser.received(f"{head}\r\n\r\n".encode())
    assert parser.completed
    assert parser.error is not None
    assert parser.error.code == 400


@pytest.mark.parametrize(
    "codings",
    [
        " chunked, chunked",
        " chunked,chunked",
        " chunked\r\nTransfer-Encoding: chunked",
        " chunked\r\n , chunked",
        " Chunked",
        "\tchunked",
        " chunked ",
        " chunked,",
        " ,chunked",
        " ,",
        "",
        " identity",
        " gzip, chunked",
    ],
)
def test_chunked_is_read_as_proxies_write_it_alone(codings: str):
    parser = RequestParser(Adjustments())
    parser.received(f"POST / HTTP/1.1\r\ntransfer-encoding:{codings}\r\n\r\n".encode())
    assert parser.completed
    assert parser.error is not None
    assert parser.error.code == 400


@pytest.mark.parametrize("name", ["Transfer-Encoding", "transfer-encoding"])
def test_a_chunked_body_is_read(name: str):
    parser = RequestParser(Adjustments())
    parser.received(f"POST / HTTP/1.1\r\n{name}: chunked\r\n\r\n".encode())
    parser.received(b"2\r\nab\r\n0\r\n\r\n")
    assert (parser.completed, parser.error) == (True, None)
    assert parser.get_body_stream().read() == b"ab"


def test_headers_have_an_end(server: Server):
    with connect(server) as sender:
        sender.sendall(b"GET / HTTP/1.1\r\nX: " + b"x" * MOST_HEADER_BYTES)
        assert sender.recv(20).split()[1] == b"431"


def test_nothing_is_said_of_the_server(server: Server):
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
    connection.request("GET", "/")
    assert connection.getresponse().getheader("Server") is None
    connection.close()


def test_who_asks_for_a_file_at_once_with_others_slows_nobody_down(
    make_sqlite: MakeStore, serve: Serve
) -> None:
    store = make_sqlite("filled")
    with opened(store) as engine:
        pack = make_pack(engine, Selection(framework="ha-wsoa-2021"), "A. Lee")
    with serve(address(store)) as server, ThreadPoolExecutor(4) as readers:
        path = f"/download/report/{pack}.pdf"
        usual = max(ask(server, "GET", "/healthz")[2] for _ in range(20))
        asked = [readers.submit(file_of, server, path) for _ in range(4)]
        beside = [ask(server, "GET", "/healthz")[2]]
        while not all(each.done() for each in asked):
            beside.append(ask(server, "GET", "/healthz")[2])
        first, *others = (each.result() for each in asked)
    # On a machine busy with other things nothing is quicker than it would be without the file.
    assert max(beside) < max(0.2, 3 * usual)
    assert first[:5] == b"%PDF-"
    assert others == [first] * 3


def file_of(server: Server, path: str) -> bytes:
    """Return a file of a pack once it is made."""
    while (answered := ask_bytes(server, path))[0] == 202:
        time.sleep(0.05)
    return answered[1]


class TestTime:
    """When a connection is late, without waiting for it."""

    @pytest.fixture
    def channel(self) -> Iterator[Channel]:
        listening = SimpleNamespace(active_channels={}, add_task=lambda _channel: None)
        ours, theirs = socket.socketpair()
        channel = Channel(listening, ours, ("127.0.0.1", 1), Adjustments(), map={})
        yield channel
        channel.handle_close()
        theirs.close()

    def test_a_silent_connection_is_late(self, channel: Channel):
        assert not channel.is_late(channel.creation_time + IDLE_SECONDS - 1)
        assert channel.is_late(channel.creation_time + IDLE_SECONDS + 1)

    def test_headers_are_late_however_they_drip(self, channel: Channel):
        channel.received(b"GET / HTTP/1.1\r\n")
        began = channel.begun
        channel.last_activity = began + HEADER_SECONDS
        channel.received(b"X: y\r\n")
        assert not channel.is_late(began + HEADER_SECONDS - 1)
        assert channel.is_late(began + HEADER_SECONDS + 1)

    def test_a_body_has_time_for_what_came_of_it(self, channel: Channel):
        channel.received(f"{CALLBACK}Content-Length: 60000\r\n\r\n".encode())
        channel.received(b"x" * 5 * SLOWEST_BYTES)
        began = channel.begun
        assert not channel.is_late(began + HEADER_SECONDS + 4)
        assert channel.is_late(began + HEADER_SECONDS + 6)

    def test_who_waits_for_an_answer_is_not_late(self, channel: Channel):
        channel.received(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        assert not channel.is_late(channel.creation_time + 3600)


@pytest.mark.parametrize(
    ("path", "stored"), [("/intake/files?name=a.csv", 300_000), ("/remarks", MOST_BYTES + 1)]
)
def test_only_files_may_be_large(path: str, stored: int):
    parser = RequestParser(Adjustments(max_request_body_size=1_000_000))
    parser.received(f"POST {path} HTTP/1.1\r\nContent-Length: 300000\r\n\r\n".encode())
    parser.received(b"x" * 300_000)
    assert parser.completed
    assert parser.error is None
    assert parser.body_rcv is not None
    assert len(parser.body_rcv) == stored
    parser.close()


def test_so_many_files_arrive_at_once_and_no_more():
    head = b"POST /intake/files?name=a.csv HTTP/1.1\r\nContent-Length: 300000\r\n\r\n"

    def begin(sent: bytes = head) -> RequestParser:
        parser = RequestParser(Adjustments(max_request_body_size=1_000_000))
        parser.received(sent)
        return parser

    arriving = [begin() for _ in range(MOST_FILES)]
    assert [parser.error for parser in arriving] == [None] * MOST_FILES
    refused = begin()
    assert isinstance(refused.error, TooManyFilesError)
    # Its sender reads so, once everything is sent; a byte shows that there was a body.
    assert not refused.completed
    refused.received(b"x" * 300_000)
    assert refused.completed
    assert refused.body_rcv is not None
    assert len(refused.body_rcv) == 1
    assert begin(b"POST /remarks HTTP/1.1\r\nContent-Length: 30\r\n\r\n").error is None
    arriving.pop()
    gc.collect()
    assert begin().error is None


@pytest.mark.parametrize(
    ("address", "said", "scheme"),
    [("127.0.0.1", "https", "https"), ("127.0.0.1", "http", "http"), ("10.0.0.1", "https", "http")],
)
def test_only_a_proxy_that_is_trusted_says_that_a_request_came_over_tls(
    address: str, said: str, scheme: str
):
    seen = {}

    def application(environ, _start_response):
        seen.update(environ)
        return []

    environ = {"REMOTE_ADDR": address, "HTTP_X_FORWARDED_PROTO": said, "wsgi.url_scheme": "http"}
    behind_proxies(application, ["127.0.0.1"])(environ, None)
    assert seen["wsgi.url_scheme"] == scheme


def test_whether_the_process_is_there_is_said_while_every_thread_is_at_work():
    at_work, may_end, is_over = Semaphore(0), Event(), Event()

    def answer(environ: dict[str, Any], start_response: Any) -> list[bytes]:
        if environ["PATH_INFO"] != "/healthz":
            at_work.release()
            may_end.wait()
        start_response("200 OK", [("Content-Length", "2")])
        return [b"ok"]

    def loop() -> None:
        while not is_over.is_set():
            wasyncore.loop(0.05, use_poll=True, map=sockets, count=1)

    sockets: dict[int, Any] = {}
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listen(answer, listener, sockets, Dispatcher(2))
        url = f"http://127.0.0.1:{listener.getsockname()[1]}"
        with ThreadPoolExecutor(4) as pool:
            looping = pool.submit(loop)
            slow = [pool.submit(urlopen, f"{url}/", None, 120) for _ in range(2)]
            try:
                for _ in slow:
                    assert at_work.acquire(timeout=120)
                with urlopen(f"{url}/healthz", timeout=20) as answered:
                    assert answered.read() == b"ok"
                assert not any(each.done() for each in slow)
            finally:
                may_end.set()
                assert [each.result().read() for each in slow] == [b"ok", b"ok"]
                is_over.set()
                looping.result()
