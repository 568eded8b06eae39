"""Files of a pack that take long to make, made here or in a process apart.

Drawing is work of seconds for a whole processor: in a process of its own it slows no reader down, and
ends with its time.
"""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Final

from callbacks.server.errors import log_unexpected
from dashboard.pack.model import StoredPack
from dashboard.pack.report import build_report
from data.meetings.packs import load_pack
from data.store.engine import Engine, make_engine
from layouts.report.pdf import MISSING, MissingLibraryError, report_pdf

Draw = Callable[[StoredPack, str], bytes]
# Run with -m, the module would be imported twice, and Python warns of that.
_APART: Final = "import sys; from callbacks.packs.draw import main; sys.exit(main())"
_ROOT: Final = Path(__file__).resolve().parents[2]
_MOST_SECONDS: Final = 180.0
# Behind the readers of pages.
_NICENESS: Final = 10
_LIBRARY_IS_MISSING: Final = 3


class DrawingFailedError(RuntimeError):
    """The process that drew a file failed; it has logged why."""


def draw(stored: StoredPack, ending: str) -> bytes:
    """Return a file of a pack; MissingLibraryError where a PDF cannot be made."""
    if ending == "pdf":
        return report_pdf(stored, build_report(stored))
    # Slow to import, and few need it: the server starts without it.
    from layouts.powerpoint.presentation import powerpoint_file  # noqa: PLC0415

    return powerpoint_file(stored)


def apart(engine: Engine) -> Draw:
    """Return what draws in a process apart, which reads the pack from the store itself."""
    # A command line is seen by others; an environment is not.
    address = engine.url.render_as_string(hide_password=False)
    environment = os.environ | {"DATABASE_URL": address}

    def draw_apart(stored: StoredPack, ending: str) -> bytes:
        done = subprocess.run(  # noqa: S603 - our own module; the name is of a pack in the store
            [sys.executable, "-c", _APART, stored.pack_id, ending],
            cwd=_ROOT,
            env=environment,
            stdout=subprocess.PIPE,
            timeout=_MOST_SECONDS,
            check=False,
        )
        if done.returncode == _LIBRARY_IS_MISSING:
            raise MissingLibraryError(MISSING)
        if done.returncode:
            raise DrawingFailedError(ending)
        return done.stdout

    return draw_apart


def main() -> int:
    """Write the file that the arguments name, a pack and an ending, to standard output."""
    pack_id, ending = sys.argv[1:]
    os.nice(_NICENESS)
    engine = make_engine()
    try:
        sys.stdout.buffer.write(draw(load_pack(engine, pack_id), ending))
    except MissingLibraryError:
        return _LIBRARY_IS_MISSING
    except Exception as error:  # noqa: BLE001 - logged without what it says
        log_unexpected(error)
        return 1
    finally:
        engine.dispose()
    return 0
