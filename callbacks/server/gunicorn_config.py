"""What gunicorn is told; read by `gunicorn --config callbacks/server/gunicorn_config.py`."""

import gc
import os
import sys
from typing import Any

# What is imported is never garbage: to search it takes a third of the time of a start. Read as a file, this
# comes before the rest of the product.
gc.disable()

from prometheus_client.multiprocess import mark_process_dead  # noqa: E402

from callbacks.server.loopback import is_loopback  # noqa: E402
from callbacks.server.settings import ENTRY_PATH, LOOPBACK_ONLY, read_settings  # noqa: E402

_settings = read_settings()

# In brackets gunicorn takes addresses of both families.
bind = f"[{_settings.host}]:{_settings.port}"
worker_class = "callbacks.server.worker.BufferingWorker"
# What may hold one for seconds is in docs/decisions/0068 and 0074; a worker with many threads gets slower, so
# that more readers want more workers.
workers = int(os.environ.get("WORKERS") or os.environ.get("WEB_CONCURRENCY") or 1)
threads = 8
# Imported once, before the workers are made: they share the secret by which a browser may write, and no
# connection to the store is open by then.
preload_app = True
worker_tmp_dir = "/dev/shm" if os.path.isdir("/dev/shm") else None  # noqa: PTH112, S108
# What the program itself logs is at LOG_LEVEL; gunicorn speaks only of trouble.
loglevel = "warning"
control_socket_disable = True
forwarded_allow_ips = os.environ.get("FORWARDED_ALLOW_IPS", "127.0.0.1")


def on_starting(arbiter: Any) -> None:
    """Refuse an address that the settings do not allow, and bring the store up to date if asked."""
    # The command line may name other addresses than the settings.
    if _settings.is_for_this_machine and not all(map(_is_own, arbiter.cfg.address)):
        sys.exit(LOOPBACK_ONLY)
    if os.environ.get("SETUP_ON_START") == "1":
        # Only this start needs the command line's modules.
        from data.cli.main import main  # noqa: PLC0415

        exit_code = main(["setup"])
        if exit_code:
            sys.exit(exit_code)


def when_ready(arbiter: Any) -> None:
    """Log the address of the dashboard, and the link by which a browser may write."""
    # Nor is it searched by the workers, who share it as long as it is as it was.
    gc.freeze()
    gc.enable()
    url = str(arbiter.LISTENERS[0])
    print(f"Serving on {url}", flush=True)
    if path := arbiter.app.wsgi().config.get(ENTRY_PATH):
        does = (
            "load, write and see small numbers"
            if _settings.has_data_team_view
            else "load and write"
        )
        print(f"To {does}, open {url}{path}", flush=True)


def child_exit(_server: Any, worker: Any) -> None:
    """Leave the memory of a worker that has ended out of the metrics."""
    mark_process_dead(worker.pid)


def _is_own(address: Any) -> bool:
    """Return whether an address is a loopback one, and no socket of a file, as proxies use."""
    return isinstance(address, tuple) and is_loopback(address[0])
