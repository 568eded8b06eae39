"""Several workers: metrics are of all of them together, and each line of the log is JSON."""

import json
import re
import subprocess
import sys
from pathlib import Path
from urllib.request import urlopen

from tests.conftest import Serve
from tests.servers import START_SECONDS
from tests.stores import ROOT

REQUESTS = 20
# Makes the folder of a server's metrics, and says which it is.
START = "import callbacks.monitoring as m, sys; print(m._made, flush=True); sys.stdin.read()"


def read(url: str) -> str:
    with urlopen(url, timeout=START_SECONDS) as answer:
        return answer.read().decode()


def test_metrics_are_of_all_workers_and_requests_are_logged_as_json(
    filled_store: str, serve: Serve
):
    with serve(filled_store, workers=2, LOG_FORMAT="json") as server:
        before = counted(read(f"{server.url}/metrics"))
        for _ in range(REQUESTS):
            read(f"{server.url}/readyz")
        metrics = read(f"{server.url}/metrics")
        assert counted(metrics) == before + REQUESTS
        assert re.search(r'^send_resident_bytes{pid="\d+"} [1-9]', metrics, re.MULTILINE)
        lines = [json.loads(line) for line in server.log().splitlines() if line[:1] == "{"]
    answered = [line for line in lines if line.get("rule") == "/readyz"]
    assert len(answered) == REQUESTS
    assert len({line["request_id"] for line in answered}) == REQUESTS


def counted(metrics: str) -> float:
    found = re.findall(r'^send_requests_total{.*rule="/readyz".*} (\S+)$', metrics, re.MULTILINE)
    return sum(map(float, found))


def start() -> tuple[subprocess.Popen[str], Path]:
    pipe = subprocess.PIPE
    process = subprocess.Popen(
        [sys.executable, "-c", START], cwd=ROOT, stdin=pipe, stdout=pipe, text=True
    )
    assert process.stdout
    return process, Path(process.stdout.readline().strip())


def test_the_metrics_of_a_server_that_was_killed_are_deleted_at_the_next_start():
    (killed, left), (running, used) = start(), start()
    killed.kill()
    killed.communicate(timeout=START_SECONDS)
    assert left.is_dir()
    following, _ = start()
    assert not left.exists()
    assert used.is_dir()
    for process in (running, following):
        process.communicate("", START_SECONDS)
    assert not used.exists()
