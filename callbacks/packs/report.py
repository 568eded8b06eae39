"""The report of a pack: as a page, as PDF, and as one HTML file for e-mail.

GET /report/<pack>
GET /download/report/<pack>.pdf
GET /download/report/<pack>.html
    404 where there is no such pack; 409 where its stored content is not what its hash says: then
    nothing of it is shown. 503 where the libraries that make a PDF are not installed.
"""

import logging

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
    """Answer what the addresses of a report ask."""

    def __init__(self, engine: Engine, files: PackFiles) -> None:
        self._engine, self._files = engine, files

    def page(self, pack: str) -> Response:
        """Show the report as a page."""
        return answer_pack(self._engine, pack, _page)

    def pdf(self, pack: str) -> Response:
        """Send the report as PDF."""
        return answer_pack(self._engine, pack, self._pdf)

    def html(self, pack: str) -> Response:
        """Send the report as one HTML file that needs nothing else."""
        return answer_pack(self._engine, pack, self._html)

    def _pdf(self, stored: StoredPack) -> Response:
        def make() -> bytes:
            return report_pdf(stored, build_report(stored))

        try:
            return self._files.send(stored, "pdf", make)
        except MissingLibraryError as missing:
            log.warning("%s", missing)
            address = Urls.report(stored.pack_id)
            ways = (("The report as a page, which the browser can print", address),)
            return message_response("No PDF can be made here", str(missing), 503, ways)

    def _html(self, stored: StoredPack) -> Response:
        def make() -> bytes:
            return report_file(stored, build_report(stored), carried_styles()).encode()

        return self._files.send(stored, "html", make)


def register_report(server: Flask, engine: Engine, files: PackFiles) -> None:
    """Add the addresses of reports."""
    reports = ReportRoutes(engine, files)
    add = server.add_url_rule
    add(Urls.REPORT, "report", reports.page)
    add(Urls.REPORT_PDF, "report_pdf", reports.pdf)
    add(Urls.REPORT_HTML, "report_html", reports.html)


def _page(stored: StoredPack) -> Response:
    return Response(report_page(stored, build_report(stored), _ways(stored)), mimetype="text/html")


def _ways(stored: StoredPack) -> ReportLinks:
    plan = Selection(area=stored.area_code, framework=stored.framework_id)
    return ReportLinks(
        links=(
            ("All packs of this plan", plan.to("meeting")),
            ("Slides", Urls.slide(stored.pack_id)),
        ),
        files=Urls.pack_files(stored.pack_id),
    )
