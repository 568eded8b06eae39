"""Request ids, logs and metrics.

Workers add their metrics up in files of one folder, which the process that starts them makes: its name
must stand in the environment before the library of metrics is imported.
"""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

_IN_MEMORY = Path("/dev/shm")  # noqa: S108 - only looked for
_made = tempfile.mkdtemp(prefix="send-metrics-", dir=_IN_MEMORY if _IN_MEMORY.is_dir() else None)
os.environ.update(PROMETHEUS_MULTIPROC_DIR=_made)


def _remove(maker: int) -> None:
    # Workers leave through here too.
    if os.getpid() == maker:
        shutil.rmtree(_made, ignore_errors=True)


atexit.register(_remove, os.getpid())
