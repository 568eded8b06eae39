"""Request ids, logs and metrics.

Workers add their metrics up in files of one folder, which the process that starts them makes: its name
must stand in the environment before the library of metrics is imported. The process and its workers
hold a lock in it; a folder whose lock nobody holds was left by a server that was killed.
"""

import atexit
import os
import shutil
import tempfile
from fcntl import LOCK_EX, LOCK_NB, flock
from pathlib import Path

_IN_MEMORY = Path("/dev/shm")  # noqa: S108 - only looked for
_PREFIX, _LOCK = "send-metrics-", "lock"


def _make_folder(parent: Path) -> Path:
    """Return a new folder, in which a file is locked as long as this process or a worker runs."""
    made = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=parent))
    flock(os.open(made / "new", os.O_CREAT | os.O_WRONLY), LOCK_EX)
    # Under its name it is locked from the first.
    (made / "new").rename(made / _LOCK)
    return made


def _clear_left(parent: Path) -> None:
    """Delete the folders that servers left which were killed."""
    for path in parent.glob(f"{_PREFIX}*/{_LOCK}"):
        try:
            with path.open("rb") as lock:
                flock(lock, LOCK_EX | LOCK_NB)
                shutil.rmtree(path.parent, ignore_errors=True)
        except OSError:
            continue


def _remove(maker: int) -> None:
    # Workers leave through here too.
    if os.getpid() == maker:
        shutil.rmtree(_made, ignore_errors=True)


_parent = _IN_MEMORY if _IN_MEMORY.is_dir() else Path(tempfile.gettempdir())
_clear_left(_parent)
_made = _make_folder(_parent)
os.environ.update(PROMETHEUS_MULTIPROC_DIR=str(_made))
atexit.register(_remove, os.getpid())
