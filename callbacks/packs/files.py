"""The slides of a pack as PowerPoint, and its tables as a workbook.

GET /download/report/<pack>.pptx
GET /download/report/<pack>.xlsx
    404 where there is no such pack; 409 where its stored content is not what its hash says.
"""

from collections.abc import Callable

from flask import Flask, Response

from callbacks.packs.file_cache import PackFiles
from callbacks.packs.respond import answer_pack
from dashboard.model.urls import Urls
from dashboard.pack.model import StoredPack
from data.store.engine import Engine


def register_pack_files(server: Flask, engine: Engine, files: PackFiles) -> None:
    """Add the addresses of the files that an office opens."""

    def slides(pack: str) -> Response:
        return answer_pack(engine, pack, lambda stored: files.send(stored, "pptx", _slides(stored)))

    def tables(pack: str) -> Response:
        return answer_pack(engine, pack, lambda stored: files.send(stored, "xlsx", _tables(stored)))

    server.add_url_rule(Urls.REPORT_PPTX, "report_pptx", slides)
    server.add_url_rule(Urls.REPORT_XLSX, "report_xlsx", tables)


def _slides(stored: StoredPack) -> Callable[[], bytes]:
    def make() -> bytes:
        # Slow to import, and wanted by few: the server starts without it.
        from layouts.powerpoint.presentation import powerpoint_file  # noqa: PLC0415

        return powerpoint_file(stored)

    return make


def _tables(stored: StoredPack) -> Callable[[], bytes]:
    def make() -> bytes:
        from layouts.workbook.workbook import workbook_file  # noqa: PLC0415 - wanted by few as well

        return workbook_file(stored)

    return make
