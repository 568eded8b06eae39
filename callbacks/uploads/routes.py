"""The addresses by which files are sent, checked, loaded and undone.

Each passes the gate of `callbacks/access`: 403 with words to whoever may not load, and to a POST or
DELETE that did not come from our own pages. An error is
`{"error": {"words", "reference"?}}`, with its status where no line was sent yet.

GET /intake
    `{is_open, words, max_bytes, asks: {areas, plans, coverages, kinds}}`: whether loading is open in this
    request, why not, and what may be chosen from where a file asks. Answered everywhere.
POST /intake/files?name=NAME&sheet=SHEET, the body is the file
    200 `{token, name, bytes, sheet, sheets: [{name, is_hidden}], report}`: of a workbook, the sheet
    that is read (the one named, else the first that holds a table) and those there are; 422 with the same where it is refused at the door: the file
    is not kept, its token leads to its issues alone. 413 too large, 507 too many wait.
    `report`: `{file, kind, format, title, state: received | refused, rows, issue_count, issues,
    issue_groups, issues_left}`.
POST /intake/check `{tokens, options}` and POST /intake/load `{tokens, options, by}`
    Lines of JSON (application/x-ndjson): `{"progress": {step, done, of}}` (of = 0: not known) at
    least every half second, then one of `{"result"}`, `{"error"}`, `{"cancelled": {words}}`. To
    stop it, close the connection. `options`: cut_off, coverage, area_code, framework_id,
    source_document, published_on (days as YYYY-MM-DD or as written), year_kind,
    is_confirmed (true), accepted_rows: [[file, row]] of `likenesses`, columns: [[column of a file that
    fits no kind, column of a kind]], filled: [[column of a kind, text in every row]].
    `result`: `{files: [report], effects, is_loaded, can_load, extract_ids}`, a report for each
    token in their order: what /intake/files tells, and token, extract_id, new, changed, unchanged,
    vanished, figures (of cases for the data team's own view alone), words, warnings, warning_count,
    notes: [{topic, count, notes: [{place, words}]}], asks, read_with,
    headings: the names of the columns of a file that fits no kind,
    likenesses: [{row, found, reference, title, measure_id, is_accepted}], areas: {count, names, words},
    period: {start, end, words}, preview: [names, row …], parts: [report];
    `state`: would_load, loaded, unchanged, refused.
    `issue_groups`: [{rows, rows_words, count, column, found, expected, fix, source}].
    `effects` (null where a file is refused or asks): `{words, measures_changed, statuses_turned,
    newly_off, lines: [{area, plan, measure, measure_id, framework_id, area_code, words, detail, unit,
    part, has_turned, address, before, after}], overviews: [{plan, address}]}`; before and after:
    null or `{value, period, status, status_word, number, target}`.
POST /intake/undo `{extract, by, dry_run?}`
    The same lines. `extract` is any extract of a delivery: all of it is undone. `result`:
    `{undone: {extract_ids, files, kinds, set_aside: {kind: rows}}, effects, is_undone}`. With
    `dry_run` nothing is undone: what the effects say is what it would change.
GET /intake/extracts/NUMBER
    `{contents: [{name, words}], notes}`: which figures an extract brought, what was noticed in its
    file. Answered everywhere, without the notes where loading is not open.
GET /intake/TOKEN/faults.csv
    All issues of the last check of a file.
DELETE /intake/files/TOKEN
    204: the file is thrown away.
"""

from dataclasses import asdict
from typing import Annotated, Any, Final

from flask import Flask, Response, jsonify, request
from pydantic import BaseModel, Field, StrictBool, StrictInt, StrictStr

from callbacks.access.signed import Signed
from callbacks.access.who import areas_with, shows_small
from callbacks.downloads.tables import csv_response
from callbacks.server.json_api import RefusedError, Route, check_fields, json_errors, read_body
from callbacks.server.request_fields import Code, Day, code_of
from callbacks.server.settings import MEGABYTE, Settings
from callbacks.uploads.lookup import LookupRoutes
from callbacks.uploads.progress_stream import Streams
from callbacks.uploads.receive import TooLargeError, drain, received_file
from callbacks.uploads.reports import (
    ISSUE_COLUMNS,
    ReportFormatter,
    effects_record,
    identity_record,
    issue_rows,
)
from callbacks.uploads.staging import make_staging, new_token
from dashboard.model.rights import EVERY_AREA, Right
from dashboard.model.urls import HIGHEST_NUMBER, Urls
from data.common.codes import COVERAGES, YEAR_KINDS
from data.common.load_options import LoadOptions
from data.common.progress import Progress
from data.files.csv_reader import ExtractFile, UnreadableFileError
from data.files.workbook import SheetTable, read_sheet_table, sheets_of
from data.formats.base import Format
from data.formats.registry import format_of
from data.loading.preview import load_with_effects, undo_with_effects
from data.opening.identify import IdentifiedExtract, identify
from data.opening.table_bounds import within_bounds
from data.privacy.checks import child_data_in_sheet, file_name_issues
from data.queries.snapshot import load_catalogue
from data.store.engine import Engine
from data.store.read_transaction import read_transaction

MAX_FILES: Final = 50


class _LoadOptions(BaseModel):
    cut_off: Day = Field(None, title="The cut-off")
    coverage: Annotated[Code, code_of(("", *COVERAGES))] = Field("", title="The coverage")
    area_code: Code = Field("", title="The area")
    framework_id: Code = Field("", title="The plan")
    source_document: Code = Field("", title="The source")
    published_on: Day = Field(None, title="The day of publication")
    year_kind: Annotated[Code, code_of(("", *YEAR_KINDS))] = Field("", title="The kind of year")
    is_confirmed: StrictBool = Field(False, description="Say whether you have seen the figures.")
    accepted_rows: tuple[tuple[StrictStr, StrictInt], ...] = Field(
        (), description="Name the rows that you accept, each by its file and number."
    )
    columns: tuple[tuple[StrictStr, StrictStr], ...] = Field(
        (), description="Say of each column as which column of a kind it is read."
    )
    filled: tuple[tuple[StrictStr, StrictStr], ...] = Field(
        (), description="Say what a column has in every row."
    )


class _Files(BaseModel):
    tokens: list[str] = Field(min_length=1, description="No file was named.")
    options: dict[str, Any] | None = Field(
        None, description="What is said of the files cannot be read."
    )


class _Undo(BaseModel):
    extract: StrictInt = Field(ge=1, le=HIGHEST_NUMBER, description="No extract was named.")
    dry_run: StrictBool = Field(False, description="Say whether anything is to be undone.")


class UploadRoutes:
    """The routes by which the Data page sends, checks, loads and undoes files."""

    def __init__(self, engine: Engine, settings: Settings) -> None:
        self._engine, self._settings = engine, settings
        self._staging = make_staging(engine, settings)
        self._streams = Streams()

    def receive_file(self) -> Response:
        """Take a file, look whether it may come in, and keep it for an hour.

        Of a workbook only the sheet that is read is kept.
        """
        sent = self._sent_file()
        received = {"name": sent.name, "bytes": len(sent.content)}
        wanted = request.args.get("sheet", "")
        try:
            table = read_sheet_table(sent, wanted)
            file, file_format, extract = _redact_and_identify(within_bounds(table.file))
        except UnreadableFileError as unreadable:
            table = SheetTable(sent, wanted, sheets_of(sent))
            file, file_format = sent, None
            issues = (*file_name_issues(sent.name), *unreadable.issues)
            extract = IdentifiedExtract(None, None, issues)
        received |= {"sheet": table.sheet, "sheets": [asdict(each) for each in table.sheets]}
        report = identity_record(file, file_format, extract)
        # A file that fits no kind may be read yet, by what a person says of its columns.
        if report["state"] == "refused" and not extract.headings:
            issues = [asdict(issue) for issue in extract.issues]
            token = self._staging.store_issues(new_token(), issues)
            return _with_status(jsonify({**received, "token": token, "report": report}), 422)
        return jsonify({**received, "token": self._staging.store(file), "report": report})

    def _sent_file(self) -> ExtractFile:
        try:
            most = self._settings.max_upload_bytes
            return received_file(request.args.get("name", ""), most)
        except TooLargeError as error:
            drain()
            raise RefusedError(self._too_large(), 413) from error

    def check(self) -> Response:
        """Return the issues of files and what they would change; store nothing."""
        return self._check_or_load(is_load=False)

    def load(self) -> Response:
        """Load files, all of them or none."""
        return self._check_or_load(is_load=True)

    def undo(self) -> Response:
        """Take back what one delivery brought, or tell what that would change."""
        body = read_body(_Undo)
        by = "" if body.dry_run else read_body(Signed).by
        has_small, areas = shows_small(EVERY_AREA), areas_with(Right.LOAD)

        def work(progress: Progress) -> dict[str, Any]:
            undone = undo_with_effects(
                self._engine,
                body.extract,
                by=by,
                dry_run=body.dry_run,
                progress=progress,
                shows_small=has_small,
                areas=areas,
            )
            return {
                "undone": self._formatter(has_small).undone(undone.delivery),
                "effects": effects_record(undone.effects),
                "is_undone": not body.dry_run,
            }

        return self._streams.answer(work)

    def issues(self, token: str) -> Response:
        """Return all issues of a file as a CSV file."""
        rows = issue_rows(self._staging.issues(token))
        return csv_response("issues", ISSUE_COLUMNS, rows)

    def drop(self, token: str) -> Response:
        """Throw a file away."""
        self._staging.drop(token)
        return Response(status=204)

    def _check_or_load(self, *, is_load: bool) -> Response:
        body = read_body(_Files)
        tokens = list(dict.fromkeys(body.tokens))
        options = LoadOptions(**check_fields(_LoadOptions, body.options or {}).model_dump())
        if len(tokens) > MAX_FILES:
            raise RefusedError(f"More than {MAX_FILES} files: load them in several goes.")
        by = read_body(Signed).by if is_load else ""
        files = [self._staging.file(token) for token in tokens]
        # The work goes on in a thread of its own, which has no request.
        has_small, areas = shows_small(EVERY_AREA), areas_with(Right.LOAD)

        def work(progress: Progress) -> dict[str, Any]:
            result = load_with_effects(
                self._engine,
                files,
                by=by,
                dry_run=not is_load,
                options=options,
                progress=progress,
                shows_small=has_small,
                areas=areas,
            )
            for token, report in zip(tokens, result.reports, strict=True):
                self._staging.store_issues(token, [asdict(issue) for issue in report.issues])
            is_sound = result.effects is not None
            if is_load and is_sound:
                for token in tokens:
                    self._staging.drop(token)
            formatter = self._formatter(has_small)
            each = zip(result.reports, tokens, strict=True)
            return {
                "files": [formatter.file(report, token) for report, token in each],
                "effects": effects_record(result.effects),
                "is_loaded": is_load and is_sound,
                "can_load": is_sound and any(one.state != "unchanged" for one in result.reports),
                "extract_ids": [one.extract_id for one in result.reports if one.state == "loaded"],
            }

        return self._streams.answer(work)

    def _formatter(self, has_small: bool) -> ReportFormatter:
        with read_transaction(self._engine) as transaction:
            areas = load_catalogue(transaction).catalogue.areas
        names = {code: area.name for code, area in areas.items()}
        return ReportFormatter(names, has_small)

    def _too_large(self) -> str:
        most = self._settings.max_upload_bytes // MEGABYTE
        return (
            f"The file has more than {most:,} MB, the most that may be sent. Send it in parts, or "
            "load it on the server: python -m data load FILE."
        )


def register_uploads(server: Flask, engine: Engine, settings: Settings) -> None:
    """Add the addresses by which files come in."""
    intake = UploadRoutes(engine, settings)

    def add(rule: str, route: Route, *, method: str = "POST") -> None:
        server.add_url_rule(rule, f"intake_{route.__name__}", json_errors(route), methods=[method])

    lookup = LookupRoutes(engine, settings)
    server.add_url_rule(Urls.INTAKE, "intake_state", json_errors(lookup.state))
    server.add_url_rule(Urls.INTAKE_EXTRACT, "intake_extract", json_errors(lookup.extract))
    add(Urls.INTAKE_FILES, intake.receive_file)
    add(Urls.INTAKE_CHECK, intake.check)
    add(Urls.INTAKE_LOAD, intake.load)
    add(Urls.INTAKE_UNDO, intake.undo)
    add(Urls.INTAKE_FILE, intake.drop, method="DELETE")
    add(Urls.INTAKE_ISSUES_CSV, intake.issues, method="GET")


def _redact_and_identify(file: ExtractFile) -> tuple[ExtractFile, Format | None, IdentifiedExtract]:
    """Blank what the reader of a format never reads; a file that it would read whole must be clear."""
    file_format = format_of(file)
    if file_format is None:
        return file, None, identify(file)
    issues = (
        *file_name_issues(file.name),
        *(() if file_format.redact else child_data_in_sheet(file)),
    )
    try:
        redacted = file_format.redact(file) if file_format.redact else file
    except UnreadableFileError as unreadable:
        extract = IdentifiedExtract(None, None, (*issues, *unreadable.issues))
        return file, file_format, extract
    return redacted, file_format, IdentifiedExtract(None, None, issues)


def _with_status(response: Response, status: int) -> Response:
    response.status_code = status
    return response
