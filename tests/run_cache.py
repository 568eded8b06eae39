"""What is made once for a whole run of the tests, by whichever of its processes needs it first."""

from collections.abc import Callable
from fcntl import LOCK_EX, flock
from pathlib import Path


def made_for_run(folder: Path, name: str, make: Callable[[], str]) -> str:
    """Return what `make` returned to the first process that asked for this name."""
    made = folder / f"{name}.made"
    with (folder / f"{name}.lock").open("w") as lock:
        flock(lock, LOCK_EX)
        if not made.exists():
            made.write_text(make())
    return made.read_text()
