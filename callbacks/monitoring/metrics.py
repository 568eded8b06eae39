"""What Prometheus reads, of all workers together.

GET /metrics
    200 in Prometheus's text format; 403 for whoever may not read it.
"""

import logging
import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

from flask import Flask, Response, g, request
from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    generate_latest,
)
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from callbacks.monitoring.logs import matched_rule
from data.common.act_log import ACT_LOG, ACTS
from data.store.databases.engine import Engine
from data.store.databases.failures import StoreError
from data.store.read_transaction import data_version

_REFUSED: Final = (
    "Metrics are read on the server’s own machine, or with the token of METRICS_TOKEN.\n"
)
_SECONDS: Final = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)
_PAGE_BYTES: Final = os.sysconf("SC_PAGE_SIZE")

_requests = Counter("send_requests", "Requests answered", ["method", "rule", "status"])
_durations = Histogram("send_request_seconds", "Time to an answer", ["rule"], buckets=_SECONDS)
_acts = Counter("send_acts", "Loads, undos and packs of this server", ["act"])
_memory = Gauge("send_resident_bytes", "Memory of each worker", multiprocess_mode="liveall")
for _act in ACTS:
    _acts.labels(_act)


class _StoreCollector(Collector):
    """Whether the store answers, and its data version, as it is when it is asked."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """Yield both."""
        answers = GaugeMetricFamily("send_store_answers", "Whether the store can be read")
        version = GaugeMetricFamily("send_data_version", "The data version", labels=["version"])
        try:
            version.add_metric([data_version(self._engine)], 1)
            answers.add_metric([], 1)
        except StoreError:
            answers.add_metric([], 0)
        yield answers
        yield version


class _ActCounter(logging.Handler):
    """Count what is logged as done."""

    def emit(self, record: logging.LogRecord) -> None:
        _acts.labels(vars(record)["act"]).inc()


def register_metrics(server: Flask, engine: Engine, may_read: Callable[[], bool]) -> None:
    """Add the address, and count every request."""
    if not any(isinstance(handler, _ActCounter) for handler in ACT_LOG.handlers):
        ACT_LOG.addHandler(_ActCounter())

    def metrics() -> Response:
        if not may_read():
            return Response(_REFUSED, 403, mimetype="text/plain")
        response = Response(_text(engine), content_type=CONTENT_TYPE_LATEST)
        response.headers["Cache-Control"] = "no-store"
        return response

    server.add_url_rule("/metrics", "metrics", metrics)
    server.after_request(_count)


def _text(engine: Engine) -> bytes:
    counts = CollectorRegistry()
    MultiProcessCollector(counts)
    of_store = CollectorRegistry()
    of_store.register(_StoreCollector(engine))
    return generate_latest(counts) + generate_latest(of_store)


def _count(response: Response) -> Response:
    rule = matched_rule()
    _requests.labels(request.method, rule, response.status_code).inc()
    if "begun" in g:
        _durations.labels(rule).observe(time.perf_counter() - g.begun)
    _memory.set(int(Path("/proc/self/statm").read_text().split()[1]) * _PAGE_BYTES)
    return response
