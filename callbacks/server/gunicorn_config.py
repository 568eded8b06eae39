"""What gunicorn is told; read by `gunicorn --config python:callbacks.server.gunicorn_config`."""

import os
import sys
from typing import Any

bind = f"{os.environ.get('HOST', '127.0.0.1')}:{os.environ.get('PORT', '8050')}"
# A worker with many threads gets slower; more readers want more workers.
workers = int(os.environ.get("WORKERS") or os.environ.get("WEB_CONCURRENCY") or 1)
threads = 4
# Imported once, before the workers are made; no connection to the store is open by then.
preload_app = True
worker_tmp_dir = "/dev/shm" if os.path.isdir("/dev/shm") else None  # noqa: PTH112, S108
# What the program itself logs is at LOG_LEVEL; gunicorn speaks only of trouble.
loglevel = "warning"
control_socket_disable = True
forwarded_allow_ips = os.environ.get("FORWARDED_ALLOW_IPS", "127.0.0.1")


def on_starting(_arbiter: Any) -> None:
    """Bring the store up to date where the start asks for it, before the first reader."""
    if os.environ.get("SETUP_ON_START") == "1":
        # Only this start needs the command line's modules.
        from data.cli.main import main  # noqa: PLC0415

        exit_code = main(["setup"])
        if exit_code:
            sys.exit(exit_code)


def when_ready(_arbiter: Any) -> None:
    """Log the address of the dashboard."""
    print(f"Serving on http://{bind}", flush=True)
