"""The small inputs beside this module, each of which was once read wrongly."""

from pathlib import Path
from typing import Final

from data.files.csv_reader import ExtractFile

_FILES: Final = Path(__file__).parent / "files"


def input_path(name: str) -> Path:
    """Return the path of an input: `marks_scorecard.csv`, `headings/iso.csv`."""
    return _FILES / name


def input_file(name: str) -> ExtractFile:
    """Return an input as a file that is loaded."""
    path = input_path(name)
    return ExtractFile(path.name, path.read_bytes())
