"""The report of a pack as a page and as files: PDF, one HTML file for e-mail, slides, a workbook.

GET /report/<pack>
GET /download/report/<pack>.pdf
GET /download/report/<pack>.html
GET /download/report/<pack>.pptx
GET /download/report/<pack>.xlsx
    404 where there is no such pack; 409 where its stored content is not what its hash says: then
    nothing of it is shown. 503 where the libraries that make a PDF are not installed. 202 with a page
    that asks again by itself, and `Retry-After`, while another PDF or PowerPoint is being made.
"""

import logging
from collections.abc import Callable
from typing import Final

from flask import Flask, Response

from callbacks.packs.draw import Draw, draw
from callbacks.packs.file_cache import DrawingError, PackFiles
from callbacks.packs.respond import MEETING_LINK, answer_pack, message_response
from dashboard.model.selection import Selection
from dashboard.model.urls import Urls
from dashboard.pack.model import StoredPack
from dashboard.pack.report import build_report
from data.store.engine import Engine
from layouts.report.document import ReportLinks, carried_styles, report_file, report_page
from layouts.report.pdf import MissingLibraryError

log = logging.getLogger(__name__)

# After which a browser asks again.
_SECONDS: Final = 3
_BEING_MADE: Final = "It takes some seconds, and others may have asked before. It is downloaded by itself once it is there."


class ReportRoutes:
    """The routes of a report and its files."""

    def __init__(self, engine: Engine, files: PackFiles, draw: Draw) -> None:
        self._engine, self._files, self._draw = engine, files, draw

    def page(self, pack: str) -> Response:
        """Return the report as a page."""
        return answer_pack(self._engine, pack, _page)

    def html(self, pack: str) -> Response:
        """Return the report as one HTML file that needs nothing else."""
        return self._file(pack, "html", _html)

    def slides(self, pack: str) -> Response:
        """Return the slides as PowerPoint."""
        return self._slow(pack, "pptx")

    def tables(self, pack: str) -> Response:
        """Return the tables as a workbook."""
        return self._file(pack, "xlsx", _workbook)

    def pdf(self, pack: str) -> Response:
        """Return the report as PDF."""
        try:
            return self._slow(pack, "pdf")
        except MissingLibraryError as missing:
            log.warning("%s", missing)
            ways = (("The report as a page, which the browser can print", Urls.report(pack)),)
            return message_response("No PDF can be made here", str(missing), 503, ways)

    def _slow(self, pack: str, ending: str) -> Response:
        try:
            return self._file(pack, ending, lambda stored: self._draw(stored, ending))
        except DrawingError:
            ways = (("The report as a page", Urls.report(pack)), *MEETING_LINK)
            response = message_response("The file is being made", _BEING_MADE, 202, ways)
            response.headers["Retry-After"] = str(_SECONDS)
            response.headers["Refresh"] = str(_SECONDS)
            return response

    def _file(self, pack: str, ending: str, make: Callable[[StoredPack], bytes]) -> Response:
        def send(stored: StoredPack) -> Response:
            return self._files.send(stored, ending, lambda: make(stored))

        return answer_pack(self._engine, pack, send)


def register_report(
    server: Flask, engine: Engine, files: PackFiles, draw_file: Draw = draw
) -> None:
    """Add the addresses of reports and of the files made of a pack."""
    reports = ReportRoutes(engine, files, draw_file)
    add = server.add_url_rule
    add(Urls.REPORT, "report", reports.page)
    add(Urls.REPORT_PDF, "report_pdf", reports.pdf)
    add(Urls.REPORT_HTML, "report_html", reports.html)
    add(Urls.REPORT_PPTX, "report_pptx", reports.slides)
    add(Urls.REPORT_XLSX, "report_xlsx", reports.tables)


def _html(stored: StoredPack) -> bytes:
    return report_file(stored, build_report(stored), carried_styles()).encode()


def _workbook(stored: StoredPack) -> bytes:
    # Slow to import, and few need it: the server starts without it.
    from layouts.workbook.workbook import workbook_file  # noqa: PLC0415

    return workbook_file(stored)


def _page(stored: StoredPack) -> Response:
    plan = Selection(area=stored.area_code, framework=stored.framework_id)
    links = ReportLinks(
        links=(
            ("All packs of this plan", plan.to("meeting")),
            ("Slides", Urls.slide(stored.pack_id)),
        ),
        files=Urls.pack_files(stored.pack_id),
    )
    return Response(report_page(stored, build_report(stored), links), mimetype="text/html")
