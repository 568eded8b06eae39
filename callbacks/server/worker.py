"""A gunicorn worker that holds no thread while a request arrives or an answer leaves.

Gunicorn starts, watches and ends it; Waitress reads whole requests and sends whole answers in one loop,
beside the threads that answer. Half a request costs a connection, for seconds: its headers and its
body have a time in which to come, and a body more than its address takes is not stored.
"""

import logging
import os
import resource
import socket
import time
from collections.abc import Callable, Iterable, Mapping
from copy import copy
from http import HTTPStatus
from typing import Any, Final
from weakref import WeakSet

from gunicorn.workers.base import Worker
from waitress import wasyncore
from waitress.adjustments import Adjustments
from waitress.buffers import OverflowableBuffer
from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser, ParsingError, get_header_lines
from waitress.server import TcpWSGIServer, UnixWSGIServer
from waitress.task import ThreadedTaskDispatcher
from waitress.utilities import Error

from callbacks.server.limits import MOST_BYTES
from callbacks.server.settings import read_settings
from dashboard.model.urls import Urls

# In which headers come, a body begins to come, and after which a silent connection is closed.
HEADER_SECONDS: Final = 10.0
IDLE_SECONDS: Final = 20.0
# A body may take longer by a second for each so many bytes that came.
SLOWEST_BYTES: Final = 10_000
MOST_HEADER_BYTES: Final = 16_384
# What is read on of a body that is too large, so that its sender hears the answer.
DRAINED_BYTES: Final = 1 << 20
MOST_CONNECTIONS: Final = 1000
# Files of the process besides its connections.
_OTHER_FILES: Final = 100
# Files that arrive or are looked through in one worker: whoever sends has not been asked who it is yet.
MOST_FILES: Final = 4
_NO_PLACE: Final = "Others are sending files at this moment. Try again in a minute."
_UNREADABLE: Final = "The address or the length of this request cannot be read."
_TWO_ENDS: Final = "It is said in two ways where this request ends."
_OTHER_CODING: Final = "Of transfer codings, chunked alone is read, once."
_LOOP_SECONDS: Final = 1.0
_INPUT_IN_MEMORY: Final = 1 << 19

_arriving: WeakSet[OverflowableBuffer] = WeakSet()
Application = Callable[[dict[str, Any], Any], Iterable[bytes]]


class TooManyFilesError(Error):
    """So many files arrive that another finds no place."""

    code = HTTPStatus.SERVICE_UNAVAILABLE.value
    reason = HTTPStatus.SERVICE_UNAVAILABLE.phrase


class BoundedBuffer(OverflowableBuffer):
    """A buffer that stores no more than the body of a request may have, and a byte to show it."""

    def __init__(self, most: int) -> None:
        super().__init__(_INPUT_IN_MEMORY)
        self._most = most

    def append(self, s: bytes) -> None:
        """Store what there is room for."""
        room = self._most + 1 - len(self)
        if room > 0:
            super().append(s[:room])


class RequestParser(HTTPRequestParser):
    """A request as it arrives: how large its body may be follows from its address."""

    path: str

    def parse_header(self, header_plus: bytes) -> None:
        """Read the headers, and bound the body."""
        # Waitress reads a list of codings and odd spellings as chunked: a proxy may see another request in them.
        if _transfer_codings(header_plus) not in ([], [b"chunked"], [b" chunked"]):
            raise ParsingError(_OTHER_CODING)
        try:
            super().parse_header(header_plus)
        except ValueError as error:
            # Of an address or a length that Python cannot read, which Waitress would log.
            raise ParsingError(_UNREADABLE) from error
        # Waitress would go by one of them; a proxy that went by the other would see other requests.
        has_length = "CONTENT_LENGTH" in self.headers
        if (self.chunked and has_length) or "TRANSFER_ENCODING" in self.headers:
            raise ParsingError(_TWO_ENDS)
        if self.body_rcv is not None:
            is_file = self.path == Urls.INTAKE_FILES
            most = self.adj.max_request_body_size if is_file else MOST_BYTES
            has_place = len(_arriving) < MOST_FILES
            buffer = BoundedBuffer(most if has_place or not is_file else 0)
            self.body_rcv.buf = buffer
            if is_file and has_place:
                _arriving.add(buffer)
            elif is_file:
                # Read to its end and not stored: a sender hears an answer only once everything is sent.
                self.error = TooManyFilesError(_NO_PLACE)
            self.adj = copy(self.adj)
            self.adj.max_request_body_size = most + max(most, DRAINED_BYTES)


def _transfer_codings(header_plus: bytes) -> list[bytes]:
    """Return what the lines of a header say of transfer codings, as it is written."""
    lines = (line.partition(b":") for line in get_header_lines(header_plus))
    return [value for name, _, value in lines if name.lower() == b"transfer-encoding"]


class Dispatcher(ThreadedTaskDispatcher):
    """The threads that answer readers, and one for whether the process is there: it waits for no reader."""

    def __init__(self, count: int) -> None:
        super().__init__()
        self.set_thread_count(count)
        self._apart = ThreadedTaskDispatcher()
        self._apart.set_thread_count(1)

    def add_task(self, task: Any) -> None:
        """Queue a connection for the thread that answers its next request."""
        # One that could not be read has no path.
        if getattr(task.requests[0], "path", "") == Urls.HEALTH:
            self._apart.add_task(task)
        else:
            super().add_task(task)


class Channel(HTTPChannel):
    """A connection, and since when it has been sending a request."""

    parser_class = RequestParser
    begun = 0.0

    def received(self, data: bytes) -> bool:
        """Take what arrived."""
        before = self.request
        taken = super().received(data)
        if self.request is None:
            self.begun = 0.0
        elif self.request is not before:
            self.begun = time.time()
        return taken

    def is_late(self, now: float) -> bool:
        """Return whether a request, or anything at all, has not come in its time."""
        if self.requests:
            return False
        if self.request is None or not self.begun:
            return now - self.last_activity > IDLE_SECONDS
        allowed = HEADER_SECONDS + self.request.body_bytes_received / SLOWEST_BYTES
        return now - self.begun > allowed


class _TcpServer(TcpWSGIServer):
    channel_class = Channel

    def maintenance(self, now: float) -> None:
        _close_late(self.active_channels, now)


class _UnixServer(UnixWSGIServer):
    channel_class = Channel

    def maintenance(self, now: float) -> None:
        _close_late(self.active_channels, now)


class BufferingWorker(Worker):
    """The worker: a loop that reads and sends, and threads that answer."""

    def run(self) -> None:
        """Serve until gunicorn says to stop; what was asked by then is answered."""
        # What it says below is of readers who left, with what they asked for as they wrote it.
        logging.getLogger("waitress").setLevel(logging.ERROR)
        dispatcher = Dispatcher(self.cfg.threads)
        sockets: dict[int, Any] = {}
        application = behind_proxies(self.wsgi, self.cfg.forwarded_allow_ips)
        listeners: list[Any] = self.sockets
        servers = [listen(application, one.sock, sockets, dispatcher) for one in listeners]
        while self.alive and self.ppid == os.getppid():
            self.notify()
            wasyncore.loop(timeout=_LOOP_SECONDS, use_poll=True, map=sockets, count=1)
        for server in servers:
            server.accepting = False
        last = time.monotonic() + self.cfg.graceful_timeout
        while time.monotonic() < last and any(map(_is_busy, servers)):
            self.notify()
            wasyncore.loop(timeout=0.1, use_poll=True, map=sockets, count=1)


def behind_proxies(application: Application, proxies: Iterable[str]) -> Application:
    """Return an application that takes the word of proxies on whether a request came over TLS."""
    trusted = frozenset(proxies)

    def answer(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        is_trusted = "*" in trusted or environ["REMOTE_ADDR"] in trusted
        if is_trusted and environ.get("HTTP_X_FORWARDED_PROTO") == "https":
            environ["wsgi.url_scheme"] = "https"
        return application(environ, start_response)

    return answer


def listen(
    application: Application,
    listener: socket.socket,
    sockets: dict[int, Any],
    dispatcher: Dispatcher,
) -> Any:
    """Return what reads and sends for a listening socket, in the loop over `sockets`."""
    address, settings = listener.getsockname(), read_settings()
    most_files = resource.getrlimit(resource.RLIMIT_NOFILE)[0] - _OTHER_FILES
    adjustments = Adjustments(
        sockets=[listener],
        # As gunicorn has it: the address of the socket, on which rights depend.
        server_name=address[0] if isinstance(address, tuple) else "",
        # Nothing is said of the server, and nothing kept from the application.
        ident="",
        clear_untrusted_proxy_headers=False,
        connection_limit=max(min(MOST_CONNECTIONS, most_files), 1),
        cleanup_interval=1,
        max_request_header_size=MOST_HEADER_BYTES,
        max_request_body_size=MOST_BYTES if settings.is_read_only else settings.max_upload_bytes,
        log_socket_errors=False,
        asyncore_use_poll=True,
    )
    kind = _UnixServer if listener.family == socket.AF_UNIX else _TcpServer
    return kind(
        application,
        sockets,
        _sock=listener,
        dispatcher=dispatcher,
        adj=adjustments,
        sockinfo=(listener.family, listener.type, listener.proto, address),
        bind_socket=False,
    )


def _close_late(channels: Mapping[int, Any], now: float) -> None:
    for channel in channels.values():
        if channel.is_late(now):
            channel.will_close = True


def _is_busy(server: Any) -> bool:
    return any(one.requests or one.total_outbufs_len for one in server.active_channels.values())
