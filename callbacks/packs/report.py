"""The report of a pack as a page and as files: PDF, one HTML file for e-mail, slides, a workbook.

GET /report/<pack>
GET /download/report/<pack>.pdf
GET /download/report/<pack>.html
GET /download/report/<pack>.pptx
GET /download/report/<pack>.xlsx
    404 where there is no such pack; 409 where its stored content is not what its hash says: then
    nothing of it is shown. 503 where the libraries that make a PDF are not installed.
"""

import logging
from collections.abc import Callable

from flask import Flask, Response

from callbacks.packs.file_cache import PackFiles
from callbacks.packs.respond import answer_pack, message_response
from dashboard.model.selection import Selection
from dashboard.model.urls import Urls
from dashboard.pack.model import StoredPack
from dashboard.pack.report import build_report
from data.store.engine import Engine
from layouts.report.document import ReportLinks, carried_styles, report_file, report_page
from layouts.report.pdf import MissingLibraryError, report_pdf

log = logging.getLogger(__name__)


class ReportRoutes:
    """The routes of a report and its files."""

    def __init__(self, engine: Engine, files: PackFiles) -> None:
        self._engine, self._files = engine, files

    def page(self, pack: str) -> Response:
        """Return the report as a page."""
        return answer_pack(self._engine, pack, _page)

    def html(self, pack: str) -> Response:
        """Return the report as one HTML file that needs nothing else."""
        return self._file(pack, "html", _html)

    def slides(self, pack: str) -> Response:
        """Return the slides as PowerPoint."""
        return self._file(pack, "pptx", _powerpoint)

    def tables(self, pack: str) -> Response:
        """Return the tables as a workbook."""
        return self._file(pack, "xlsx", _workbook)

    def pdf(self, pack: str) -> Response:
        """Return the report as PDF."""
        try:
            return self._file(pack, "pdf", lambda stored: report_pdf(stored, build_report(stored)))
        except MissingLibraryError as missing:
            log.warning("%s", missing)
            ways = (("The report as a page, which the browser can print", Urls.report(pack)),)
            return message_response("No PDF can be made here", str(missing), 503, ways)

    def _file(self, pack: str, ending: str, make: Callable[[StoredPack], bytes]) -> Response:
        def send(stored: StoredPack) -> Response:
            return self._files.send(stored, ending, lambda: make(stored))

        return answer_pack(self._engine, pack, send)


def register_report(server: Flask, engine: Engine, files: PackFiles) -> None:
    """Add the addresses of reports and of the files made of a pack."""
    reports = ReportRoutes(engine, files)
    add = server.add_url_rule
    add(Urls.REPORT, "report", reports.page)
    add(Urls.REPORT_PDF, "report_pdf", reports.pdf)
    add(Urls.REPORT_HTML, "report_html", reports.html)
    add(Urls.REPORT_PPTX, "report_pptx", reports.slides)
    add(Urls.REPORT_XLSX, "report_xlsx", reports.tables)


def _html(stored: StoredPack) -> bytes:
    return report_file(stored, build_report(stored), carried_styles()).encode()


def _powerpoint(stored: StoredPack) -> bytes:
    # Slow to import, and few need it: the server starts without it.
    from layouts.powerpoint.presentation import powerpoint_file  # noqa: PLC0415

    return powerpoint_file(stored)


def _workbook(stored: StoredPack) -> bytes:
    from layouts.workbook.workbook import workbook_file  # noqa: PLC0415 - few need it as well

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
