"""The report of a pack as a page and as files: PDF, one HTML file for e-mail, slides, a workbook.

GET /report/<pack>
GET /summary/<pack>
GET /download/summary/<pack>.pdf
GET /download/report/<pack>.pdf
GET /download/report/<pack>.html
GET /download/report/<pack>.pptx
GET /download/report/<pack>.xlsx
    404 where there is no such pack, or none that who asks may read; 409 where its stored content is not what its hash says: then
    nothing of it is shown. A PDF and PowerPoint are made once for every state of a pack by a process
    apart: 202 meanwhile, with a page that asks again by itself, and `Retry-After`. A store that can
    only be read stores no such request, so the file is made at once. 503 where the libraries that
    make a PDF are not installed; 500 where the file cannot be made.
"""

import logging
from collections.abc import Callable
from typing import Final

from flask import Flask, Response

from callbacks.packs.draw import StartDrawing, draw
from callbacks.packs.file_cache import PackFiles, file_key, send_file
from callbacks.packs.respond import answer_pack, message_response
from callbacks.server.headers import ask_again, asks_by_itself, ways_to_stop
from dashboard.model.selection import Selection
from dashboard.model.urls import Urls
from dashboard.pack.model import StoredPack
from dashboard.pack.public_summary import build_public_summary
from dashboard.pack.report import build_report
from dashboard.text.format import counted
from data.meetings.file_jobs import (
    FAILED,
    LIBRARY_MISSING,
    MADE,
    MAKING,
    WAITING,
    FileJob,
    ask_for_file,
    load_file,
)
from data.store.databases.engine import Engine
from data.store.databases.failures import ReadOnlyStoreError
from layouts.report.document import ReportLinks, carried_styles, report_file, report_page
from layouts.report.pdf import MISSING, MissingLibraryError

log = logging.getLogger(__name__)

# After which a browser asks again.
_SECONDS: Final = 1
_BEING_MADE: Final = "It takes some seconds."
_ASKS: Final = "This page asks again by itself, and the file is downloaded once it is there."
_FAILED: Final = "Why is in the log of the server. Ask for it again in a minute."
_NAMES: Final = {"pdf": "PDF", "summary.pdf": "PDF", "pptx": "PowerPoint file"}
_RULES: Final = {"pdf": Urls.REPORT_PDF, "summary.pdf": Urls.SUMMARY_PDF, "pptx": Urls.REPORT_PPTX}


class ReportRoutes:
    """The routes of a report and its files."""

    def __init__(self, engine: Engine, files: PackFiles, start: StartDrawing) -> None:
        self._engine, self._files, self._start = engine, files, start

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
        return self._slow(pack, "pdf")

    def summary(self, pack: str) -> Response:
        """Return the public summary as a page."""
        return answer_pack(self._engine, pack, _summary)

    def summary_pdf(self, pack: str) -> Response:
        """Return the public summary as PDF."""
        return self._slow(pack, "summary.pdf")

    def _slow(self, pack: str, ending: str) -> Response:
        """Return a file that takes long to make, or how far it has come."""

        def answer(stored: StoredPack) -> Response:
            key = file_key(stored, ending)
            try:
                job = ask_for_file(self._engine, key, pack, ending)
            except ReadOnlyStoreError:
                return self._at_once(stored, ending)
            if job.state in (WAITING, MAKING):
                # What was being made may have ended with its process.
                self._start()
                job = ask_for_file(self._engine, key, pack, ending)
            body = load_file(self._engine, job) if job.state == MADE else None
            return send_file(stored, ending, body) if body is not None else _not_yet(job)

        return answer_pack(self._engine, pack, answer)

    def _at_once(self, stored: StoredPack, ending: str) -> Response:
        try:
            body = self._files.get_or_make(stored, ending, lambda: draw(stored, ending))
        except MissingLibraryError:
            return _not_yet(FileJob(0, "", stored.pack_id, ending, LIBRARY_MISSING))
        return send_file(stored, ending, body)

    def _file(self, pack: str, ending: str, make: Callable[[StoredPack], bytes]) -> Response:
        def send(stored: StoredPack) -> Response:
            body = self._files.get_or_make(stored, ending, lambda: make(stored))
            return send_file(stored, ending, body)

        return answer_pack(self._engine, pack, send)


def register_report(
    server: Flask, engine: Engine, files: PackFiles, start_drawing: StartDrawing
) -> None:
    """Add the addresses of reports and of the files made of a pack."""
    reports = ReportRoutes(engine, files, start_drawing)
    add = server.add_url_rule
    add(Urls.REPORT, "report", reports.page)
    add(Urls.SUMMARY, "public_summary", reports.summary)
    add(Urls.SUMMARY_PDF, "public_summary_pdf", reports.summary_pdf)
    add(Urls.REPORT_PDF, "report_pdf", reports.pdf)
    add(Urls.REPORT_HTML, "report_html", reports.html)
    add(Urls.REPORT_PPTX, "report_pptx", reports.slides)
    add(Urls.REPORT_XLSX, "report_xlsx", reports.tables)


def _not_yet(job: FileJob) -> Response:
    """Return a page that says why a file is not there, or how far it has come."""
    ways = (("The report as a page, which the browser can print", Urls.report(job.pack_id)),)
    if job.state == LIBRARY_MISSING:
        log.warning("%s", MISSING)
        return message_response("No PDF can be made here", MISSING, 503, ways)
    name = _NAMES[job.ending]
    if job.state == FAILED:
        return message_response(f"The {name} could not be made", _FAILED, 500, ways)
    again = (f"Open the {name}", Urls.path(_RULES[job.ending], pack=job.pack_id))
    asks = _ASKS if asks_by_itself() else ""
    words = " ".join(filter(None, (_progress(job), _BEING_MADE, asks)))
    links = (again, *ways_to_stop(), *ways)
    return ask_again(message_response(f"The {name} is being made", words, 202, links), _SECONDS)


def _progress(job: FileJob) -> str:
    if job.before:
        verb = "is" if job.before == 1 else "are"
        return f"{counted(job.before, 'other file')} {verb} made before it."
    return f"{job.progress}% is done." if job.progress else ""


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


def _summary(stored: StoredPack) -> Response:
    plan = Selection(area=stored.area_code, framework=stored.framework_id)
    file = Urls.path(Urls.SUMMARY_PDF, pack=stored.pack_id)
    links = ReportLinks(
        links=(
            ("All packs of this plan", plan.to("meeting")),
            ("Full report", Urls.report(stored.pack_id)),
        ),
        files=[("PDF", file)],
    )
    return Response(report_page(stored, build_public_summary(stored), links), mimetype="text/html")
