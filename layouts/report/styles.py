"""The styles of the report as text, where they travel with it."""

from base64 import b64encode
from functools import cache
from pathlib import Path
from typing import Final

ASSETS: Final = Path(__file__).resolve().parents[2] / "assets"
FONT: Final = "fonts/atkinson-hyperlegible-next-latin-5.3.0.woff2"


@cache
def carried_styles() -> str:
    """Give the rules of the report with its typeface in them, so that a file needs nothing else."""
    data = b64encode((ASSETS / FONT).read_bytes()).decode()
    return report_styles().replace(f'url("{FONT}")', f'url("data:font/woff2;base64,{data}")')


@cache
def report_styles() -> str:
    """Give the rules of the report; the address of its typeface is relative to the assets."""
    return "".join((ASSETS / name).read_text("utf-8") for name in ("fonts.css", "report.css"))
