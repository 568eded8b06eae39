"""Read what may be set from outside the program, once, at start."""

import os
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from callbacks.monitoring.logs import LOG_FORMATS, PLAIN
from callbacks.server.loopback import is_loopback
from callbacks.server.provider_settings import Provider, read_provider

ROOT: Final = Path(__file__).resolve().parents[2]
LOG_LEVELS: Final = ("DEBUG", "INFO", "WARNING", "ERROR")
MEGABYTE: Final = 1 << 20
# Where a server's configuration has the path of the link by which a browser may write.
ENTRY_PATH: Final = "ENTRY_PATH"
LOOPBACK_ONLY: Final = (
    "Without a sign-in the dashboard listens only on this machine’s own address. Start it with "
    "`make run`, or with gunicorn --config callbacks/server/gunicorn_config.py app:server, with "
    "HOST empty (127.0.0.1) or HOST=::1 and without --bind. Or set SIGN_IN=1, and add who may sign in "
    "with python -m data user add. Or set READ_ONLY=1: that opens published figures to whoever "
    "reaches the server, and nothing else."
)
_ONE_OF: Final = (
    "SIGN_IN=1, READ_ONLY=1 and SHOW_SMALL_NUMBERS=1 exclude each other: what everybody may read has "
    "no small numbers, and whoever signs in sees them by the role data team. Leave in one of them."
)


@dataclass(frozen=True)
class Settings:
    """What one running server was told; the store has its own `DATABASE_URL`."""

    title: str = "SEND dashboard"
    assets_folder: Path = ROOT / "assets"
    compressed_folder: Path = ROOT / ".cache" / "compressed"
    log_level: str = "INFO"
    log_format: str = PLAIN
    # Whoever sends it reads the metrics; without one this machine alone does.
    metrics_token: str = ""
    # Where the server listens; how it is told to gunicorn is in callbacks/server/gunicorn_config.py.
    host: str = "127.0.0.1"
    port: int = 8050
    # Whoever opens the link of the start sees counts of a few children: callbacks/access/this_machine.py.
    has_data_team_view: bool = False
    # Whoever reaches the server reads what is published; nobody writes.
    is_read_only: bool = False
    # Nobody reads or writes who has not signed in.
    has_sign_in: bool = False
    provider: Provider | None = None
    max_upload_bytes: int = 200 * MEGABYTE
    intake_folder: Path = Path(tempfile.gettempdir()) / f"send-dashboard-intake-{os.getuid()}"

    @property
    def is_for_this_machine(self) -> bool:
        """Whether it answers this machine alone."""
        return not (self.is_read_only or self.has_sign_in)


def read_settings(environment: Mapping[str, str] = os.environ) -> Settings:
    """Read the settings; raises ValueError that names the variable to fix."""
    log_level = environment.get("LOG_LEVEL", "INFO").upper()
    if log_level not in LOG_LEVELS:
        message = f"LOG_LEVEL is {log_level!r}; it must be one of {', '.join(LOG_LEVELS)}."
        raise ValueError(message)
    log_format = environment.get("LOG_FORMAT", PLAIN)
    if log_format not in LOG_FORMATS:
        message = f"LOG_FORMAT is {log_format!r}; it must be one of {', '.join(LOG_FORMATS)}."
        raise ValueError(message)
    host = environment.get("HOST", "").strip("[]") or Settings.host
    is_read_only = _is_on(environment, "READ_ONLY")
    has_data_team_view = _is_on(environment, "SHOW_SMALL_NUMBERS")
    has_sign_in = _is_on(environment, "SIGN_IN")
    if is_read_only + has_sign_in + has_data_team_view > 1:
        raise ValueError(_ONE_OF)
    if not (is_read_only or has_sign_in or is_loopback(host)):
        message = f"HOST is {host!r}. {LOOPBACK_ONLY}"
        raise ValueError(message)
    folder = environment.get("COMPRESSED_FOLDER")
    intake_folder = environment.get("INTAKE_FOLDER")
    return Settings(
        compressed_folder=Path(folder) if folder else Settings.compressed_folder,
        log_level=log_level,
        log_format=log_format,
        metrics_token=environment.get("METRICS_TOKEN", ""),
        host=host,
        port=_whole_number(environment, "PORT", "a port") or Settings.port,
        has_data_team_view=has_data_team_view,
        is_read_only=is_read_only,
        has_sign_in=has_sign_in,
        provider=read_provider(environment),
        max_upload_bytes=_whole_number(environment, "MAX_UPLOAD_MB", "megabytes") * MEGABYTE
        or Settings.max_upload_bytes,
        intake_folder=Path(intake_folder) if intake_folder else Settings.intake_folder,
    )


def _is_on(environment: Mapping[str, str], name: str) -> bool:
    written = environment.get(name, "0")
    if written not in ("0", "1"):
        message = f"{name} is {written!r}; it must be 0 or 1."
        raise ValueError(message)
    return written == "1"


def _whole_number(environment: Mapping[str, str], name: str, unit: str) -> int:
    """Read a whole number above 0; 0 where none is set."""
    written = environment.get(name, "")
    if written and not (written.isascii() and written.isdigit() and int(written)):
        message = f"{name} is {written!r}; it must be {unit}, as a whole number."
        raise ValueError(message)
    return int(written or 0)
