"""Read what may be set from outside the program, once, at start."""

import os
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[2]
LOG_LEVELS: Final = ("DEBUG", "INFO", "WARNING", "ERROR")
MEGABYTE: Final = 1 << 20


@dataclass(frozen=True)
class Settings:
    """What one running server was told; the store has its own `DATABASE_URL`."""

    title: str = "SEND dashboard"
    assets_folder: Path = ROOT / "assets"
    compressed_folder: Path = ROOT / ".cache" / "compressed"
    log_level: str = "INFO"
    # For the data team alone: counts of a few children are shown.
    shows_small: bool = False
    # Where the server listens; how it is told to gunicorn is in callbacks/server/gunicorn_config.py.
    host: str = "127.0.0.1"
    # Whoever reaches the server may load, undo and look at single cases.
    allows_loading: bool = False
    max_upload_bytes: int = 200 * MEGABYTE
    intake_folder: Path = Path(tempfile.gettempdir()) / f"send-dashboard-intake-{os.getuid()}"


def read_settings(environment: Mapping[str, str] = os.environ) -> Settings:
    """Read the settings; raises ValueError that names the variable to fix."""
    log_level = environment.get("LOG_LEVEL", "INFO").upper()
    if log_level not in LOG_LEVELS:
        message = f"LOG_LEVEL is {log_level!r}; it must be one of {', '.join(LOG_LEVELS)}."
        raise ValueError(message)
    folder = environment.get("COMPRESSED_FOLDER")
    intake_folder = environment.get("INTAKE_FOLDER")
    return Settings(
        compressed_folder=Path(folder) if folder else Settings.compressed_folder,
        log_level=log_level,
        shows_small=_is_on(environment, "SHOW_SMALL_NUMBERS"),
        host=environment.get("HOST", "") or Settings.host,
        allows_loading=_is_on(environment, "ALLOW_LOADING"),
        max_upload_bytes=_megabytes(environment, "MAX_UPLOAD_MB", Settings.max_upload_bytes),
        intake_folder=Path(intake_folder) if intake_folder else Settings.intake_folder,
    )


def _is_on(environment: Mapping[str, str], name: str) -> bool:
    written = environment.get(name, "0")
    if written not in ("0", "1"):
        message = f"{name} is {written!r}; it must be 0 or 1."
        raise ValueError(message)
    return written == "1"


def _megabytes(environment: Mapping[str, str], name: str, default: int) -> int:
    """Read a size in megabytes and give it in bytes."""
    written = environment.get(name, "")
    if not written:
        return default
    if not (written.isascii() and written.isdigit() and int(written)):
        message = f"{name} is {written!r}; it must be a whole number of megabytes."
        raise ValueError(message)
    return int(written) * MEGABYTE
