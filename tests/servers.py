"""The real server in front of a store, on a free port of this machine; it serves other apps as well."""

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final
from urllib.error import URLError
from urllib.request import urlopen

import psutil

from tests.stores import ROOT

# Generous: what is waited for comes or the process ends, however busy the machine.
START_SECONDS: Final = 120


class Server:
    """An app, served by gunicorn; it can be stopped and started again at its address."""

    def __init__(
        self,
        store: str,
        log_path: Path,
        workers: int = 1,
        application: str = "app:server",
        **environment: str,
    ) -> None:
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self._log_path = log_path
        self._application = application
        self._environment = {
            "HOST": "127.0.0.1",
            "PORT": str(self.port),
            "WORKERS": str(workers),
            "DATABASE_URL": store,
            **environment,
        }
        self._process: subprocess.Popen[str] | None = None
        SERVERS[self.url] = self

    def entry(self) -> str:
        """Return the link by which a browser may write, as the newest start printed it."""
        return f"{self.url}/enter/{self.log().rpartition('/enter/')[2].split()[0]}"

    @property
    def pid(self) -> int:
        """The number of its process, whose children answer."""
        assert self._process is not None
        return self._process.pid

    def is_running(self) -> bool:
        """Tell whether its process is there."""
        return self._process is not None and self._process.poll() is None

    def log(self) -> str:
        """Return what it has written so far."""
        return self._log_path.read_text()

    def start(self) -> None:
        """Start it, and wait until it answers."""
        command = [sys.executable, "-m", "gunicorn"]
        command += ["--config", "callbacks/server/gunicorn_config.py", self._application]
        with self._log_path.open("a") as log:
            self._process = subprocess.Popen(
                command,
                cwd=ROOT,
                env=os.environ | self._environment,
                stdout=log,
                stderr=log,
                text=True,
            )
        give_up = time.monotonic() + START_SECONDS
        while time.monotonic() < give_up and self.is_running():
            try:
                with urlopen(f"{self.url}/healthz", timeout=START_SECONDS) as answer:
                    assert answer.status == 200
                    return
            except URLError:
                time.sleep(0.05)
        raise RuntimeError(f"The server did not start.\n{self.log()}")

    def stop(self) -> None:
        """End it at once: it would wait for browsers to let go of their connections."""
        if self._process is not None and self.is_running():
            self._process.send_signal(signal.SIGQUIT)
            self._process.wait(timeout=START_SECONDS)

    def kill(self) -> None:
        """Kill it and its workers, as when its machine is lost."""
        processes = [psutil.Process(self.pid), *psutil.Process(self.pid).children(recursive=True)]
        for one in processes:
            one.kill()
        psutil.wait_procs(processes, timeout=START_SECONDS)


# By their addresses: a visit of a server that a test started may write there.
SERVERS: Final[dict[str, Server]] = {}


@contextmanager
def served(store: str, application: str = "app:server", **environment: str) -> Iterator[str]:
    """Serve an app while the context is open; yield its address."""
    with tempfile.TemporaryDirectory() as folder:
        server = Server(store, Path(folder) / "log.txt", application=application, **environment)
        server.start()
        try:
            yield server.url
        finally:
            server.stop()


def free_port() -> int:
    """Return a port on which nothing listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
