"""The addresses of what is made of a pack: its slides, its report and its files."""

from typing import Final
from urllib.parse import quote

COVER: Final = "cover"
FILE_FORMS: Final = (
    ("PDF", "pdf"),
    ("PowerPoint", "pptx"),
    ("Workbook", "xlsx"),
    ("HTML for e-mail", "html"),
)


def slide_address(pack_id: str, slide_id: str = COVER) -> str:
    """Give the address of a slide."""
    return f"/meeting/{quote(pack_id)}/{quote(slide_id)}"


def report_address(pack_id: str) -> str:
    """Give the address of the report as a page."""
    return f"/report/{quote(pack_id)}"


def file_links(pack_id: str) -> list[tuple[str, str]]:
    """Name each file of a pack, with its address."""
    return [(words, f"/download/report/{quote(pack_id)}.{ending}") for words, ending in FILE_FORMS]
