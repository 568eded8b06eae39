"""Processes of our own beside a server or a load."""

import sys
from collections.abc import Mapping
from pathlib import Path
from subprocess import PIPE, Popen
from typing import Final

_ROOT: Final = Path(__file__).resolve().parents[2]
# Readers of pages come first.
_NICENESS: Final = 10


def start_process(
    module: str,
    *,
    stdout: int,
    stderr: int | None = None,
    env: Mapping[str, str] | None = None,
    bufsize: int = -1,
) -> Popen[bytes]:
    """Start the `main` of one of our modules as a process of its own, with a pipe to it; as `Popen`."""
    # Run with -m, the module would be imported twice, and Python warns of that.
    program = f"import os, sys; os.nice({_NICENESS}); from {module} import main; sys.exit(main())"
    return Popen(  # noqa: S603 - our own module
        [sys.executable, "-c", program],
        cwd=_ROOT,
        env=env,
        stdin=PIPE,
        stdout=stdout,
        stderr=stderr,
        bufsize=bufsize,
    )
