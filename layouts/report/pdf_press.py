"""XHTML to PDF/UA-1 by WeasyPrint; importing this needs the system's libraries for text."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any, Final
from urllib.parse import unquote, urlsplit
from xml.etree.ElementTree import XMLParser, fromstring

from cssselect2 import ElementWrapper
from pydyf import PDF
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

from layouts.report.document import ASSETS, report_styles

BASE: Final = f"{ASSETS.as_uri()}/"
# Pango and fontconfig may not be used by two threads at a time.
_RENDER_LOCK: Final = Lock()


def press(xhtml: str, rules: str) -> bytes:
    """Return a page as PDF, under the report's styles and further CSS `rules`."""
    with _RENDER_LOCK, _without_collecting():
        fonts, styles = _styles()
        more = CSS(string=rules, base_url=BASE, url_fetcher=fetch_asset)
        pdf = _ParsedDocument(xhtml).write_pdf(
            stylesheets=[styles, more],
            font_config=fonts,
            pdf_variant="pdf/ua-1",
            finisher=_name_scopes,
        )
    return pdf or b""


@contextmanager
def _without_collecting() -> Iterator[None]:
    """Pause garbage collection: a document is a million live objects, a fifth of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


class _ParsedDocument(HTML):
    """A page parsed as XML by the standard library: as HTML it takes half a second."""

    def __init__(self, xhtml: str) -> None:
        root = fromstring(xhtml, parser=XMLParser())  # noqa: S314
        self.base_url = BASE
        self.url_fetcher = fetch_asset
        self.media_type = "print"
        self.wrapper_element = ElementWrapper.from_xml_root(root)
        self.etree_element = self.wrapper_element.etree_element


@cache
def _styles() -> tuple[FontConfiguration, CSS]:
    """Return the font and the CSS of paper, parsed once in each process."""
    fonts = FontConfiguration()
    options: dict[str, Any] = {"base_url": BASE, "url_fetcher": fetch_asset, "font_config": fonts}
    return fonts, CSS(string=report_styles(), media_type="print", **options)


def fetch_asset(url: str) -> URLFetcherResponse:
    """Return a file of our own assets, or the data of a data address; ValueError otherwise."""
    parts = urlsplit(url)
    if parts.scheme == "data":
        return URLFetcher(allowed_protocols=["data"]).fetch(url)
    path = Path(unquote(parts.path)).resolve()
    if parts.scheme != "file" or not path.is_relative_to(ASSETS):
        raise ValueError(f"The report may not ask for {url}")
    return URLFetcherResponse(url, path.read_bytes())


def _name_scopes(_document: Any, pdf: PDF) -> None:
    """Set of every heading cell whether it heads its column or its row."""
    elements = {pdf_object.reference: pdf_object for pdf_object in pdf.objects if _kind(pdf_object)}
    for cell in elements.values():
        if _kind(cell) == "/TH":
            group = elements[elements[cell["P"]]["P"]]
            cell["A"]["Scope"] = "/Column" if _kind(group) == "/THead" else "/Row"


def _kind(element: Any) -> str:
    is_element = isinstance(element, dict) and element.get("Type") == "/StructElem"
    return element["S"] if is_element else ""
