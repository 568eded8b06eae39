"""Read what may be set from outside the program, once, at start."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[1]
LOG_LEVELS: Final = ("DEBUG", "INFO", "WARNING", "ERROR")


@dataclass(frozen=True)
class Settings:
    """What one running server was told; the store has its own `DATABASE_URL`."""

    title: str = "SEND dashboard"
    assets_folder: Path = ROOT / "assets"
    compressed_folder: Path = ROOT / ".cache" / "compressed"
    log_level: str = "INFO"
    # For the data team alone: counts of a few children are shown.
    shows_small: bool = False


def read_settings(environment: Mapping[str, str] = os.environ) -> Settings:
    """Read the settings; raises ValueError that names the variable to mend."""
    log_level = environment.get("LOG_LEVEL", "INFO").upper()
    if log_level not in LOG_LEVELS:
        message = f"LOG_LEVEL is {log_level!r}; it must be one of {', '.join(LOG_LEVELS)}."
        raise ValueError(message)
    shown = environment.get("SHOW_SMALL_NUMBERS", "0")
    if shown not in ("0", "1"):
        message = f"SHOW_SMALL_NUMBERS is {shown!r}; it must be 0 or 1."
        raise ValueError(message)
    folder = environment.get("COMPRESSED_FOLDER")
    compressed_folder = Path(folder) if folder else Settings.compressed_folder
    return Settings(
        compressed_folder=compressed_folder, log_level=log_level, shows_small=shown == "1"
    )
