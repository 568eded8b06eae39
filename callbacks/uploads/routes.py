"""The addresses by which files are sent, checked, loaded and undone.

Each passes the gate of `callbacks/access`: 403 with words to whoever may not load, and to a POST or
DELETE that did not come from our own pages. An error is
`{"error": {"words", "reference"?}}`, with its status where no line was sent yet.

POST /intake/files, /intake/check and /intake/load take a form that a browser sends by itself as well, and
answer it with a page (upload_pages.py).

GET /intake
    `{is_open, words, max_bytes, asks: {fields, kinds}}`: whether loading is open in this
    request, why not, and what may be chosen from where a file asks. Answered everywhere.
POST /intake/files?name=NAME&sheet=SHEET, the body is the file
    200 `{token, name, bytes, sheet, sheets: [{name, is_hidden}], report}`: of a workbook, the sheet
    that is read (the one named, else the first that holds a table) and those there are; 422 with the same where it is refused at the door: the file
    is not kept, its token leads to its issues alone. 202 `{goes_on: ADDRESS}` where that takes longer than a
    second: the last line at that address has a result with `is_refused` besides. 413 too large, 507 too
    many wait, 503 others send files.
    `report`: `{file, kind, format, title, state: received | refused, rows, issue_count, issues,
    issue_groups, issues_left}`.
POST /intake/check `{tokens, options}` and POST /intake/load `{tokens, options, by}`
    Lines of JSON (application/x-ndjson): `{"progress": {step, done, of}}` (of = 0: not known) at
    least every half second, then one of `{"result"}`, `{"error"}`, `{"cancelled": {words}}`, or after a
    second `{"goes_on": ADDRESS}`. To stop it, close the connection, or DELETE that address. `options`: cut_off, coverage, area_code, framework_id,
    source_document, published_on (days as YYYY-MM-DD or as written), year_kind,
    is_confirmed (true), accepted_rows: [[file, row]] of `likenesses`, columns: [[column of a file that
    fits no kind, column of a kind]], filled: [[column of a kind, text in every row]].
    `result`: `{files: [report], effects, is_loaded, can_load, extract_ids}`, a report for each
    token in their order: what /intake/files tells, and token, extract_id, new, changed, unchanged,
    vanished, figures (of cases for the data team's own view alone), words, warnings, warning_count,
    notes: [{title, count, notes: [{place, words}]}], asks, read_with,
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
GET /intake/TOKEN/outcome
    To a script: the newest line of what goes on; what is not asked for in three minutes ends.
    To a browser what came of a form that was not answered in ten seconds (upload_pages.py): 202 and a
    page that asks again by itself, then what the form is answered with.
    404 after an hour or to others, 503 where its server ended: a page that leads to the list of loads.
DELETE /intake/TOKEN/outcome
    204: what goes on ends, and of what has ended nothing waits any more.
DELETE /intake/files/TOKEN
    204: the file is thrown away.
"""

from collections.abc import Mapping
from typing import Annotated, Any, Final

from flask import Flask, Response, jsonify, make_response, request
from pydantic import BaseModel, Field, StrictBool, StrictInt, StrictStr

from callbacks.access.signed import Signed
from callbacks.access.who import areas_with, shows_small
from callbacks.downloads.tables import csv_response
from callbacks.server.json_api import RefusedError, Route, check_fields, json_errors, read_body
from callbacks.server.limits import too_large_words
from callbacks.server.request_fields import Code, Day, code_of
from callbacks.server.settings import Settings
from callbacks.uploads.intake import Intake
from callbacks.uploads.jobs import Jobs
from callbacks.uploads.lookup import LookupRoutes
from callbacks.uploads.progress_stream import Streams, error_status
from callbacks.uploads.receive import TooLargeError, drain, received_file
from callbacks.uploads.reports import ISSUE_COLUMNS, effects_record, issue_rows
from dashboard.model.rights import EVERY_AREA, Right
from dashboard.model.urls import HIGHEST_NUMBER, Urls
from data.common.codes import COVERAGES, YEAR_KINDS
from data.common.load_options import LoadOptions
from data.common.progress import Progress
from data.files.csv_reader import ExtractFile
from data.loading.preview import undo_with_effects
from data.store.databases.engine import Engine

NO_FILES: Final = "No file was named."


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
    tokens: list[str] = Field(min_length=1, description=NO_FILES)
    options: dict[str, Any] | None = Field(
        None, description="What is said of the files cannot be read."
    )


def load_options(answers: Mapping[str, Any]) -> LoadOptions:
    """Return what was said of files, checked."""
    return LoadOptions(**check_fields(_LoadOptions, answers).model_dump())


class _Undo(BaseModel):
    extract: StrictInt = Field(ge=1, le=HIGHEST_NUMBER, description="No extract was named.")
    dry_run: StrictBool = Field(False, description="Say whether anything is to be undone.")


class UploadRoutes:
    """The routes by which the Data page sends, checks, loads and undoes files."""

    def __init__(self, engine: Engine, settings: Settings) -> None:
        self._engine, self._settings = engine, settings
        self.intake, self.streams = Intake(engine, settings), Streams()
        self.jobs = Jobs(self.intake.staging)
        self.lookup = LookupRoutes(engine, settings)

    def receive_file(self) -> Response:
        """Take a file, look whether it may come in, and keep it for an hour."""
        file, sheet = self._sent_file(), request.args.get("sheet", "")

        def work(_progress: Progress) -> dict[str, Any]:
            received, is_refused = self.intake.take(file, sheet)
            return {**received, "is_refused": is_refused}

        job = self.jobs.new()
        line = self.streams.read_file(work, job)
        if line is None:
            return make_response({"goes_on": job.address}, 202)
        if error := line.get("error"):
            return make_response({"error": error}, error_status(error))
        is_refused = line["result"].pop("is_refused")
        return make_response(line["result"], 422 if is_refused else 200)

    def job(self, token: str) -> Response:
        """Return the last line of work that goes on."""
        return jsonify(self.jobs.line(token))

    def leave(self, token: str) -> Response:
        """End work that goes on."""
        self.jobs.leave(token)
        return Response(status=204)

    def _sent_file(self) -> ExtractFile:
        most = self._settings.max_upload_bytes
        try:
            return received_file(request.args.get("name", ""), most)
        except TooLargeError as error:
            drain()
            raise RefusedError(too_large_words(most), 413) from error

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
            formatter = self.intake.formatter(has_small)
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
                "undone": formatter.undone(undone.delivery),
                "effects": effects_record(undone.effects),
                "is_undone": not body.dry_run,
            }

        return self.streams.answer(work, self.jobs.new())

    def issues(self, token: str) -> Response:
        """Return all issues of a file as a CSV file."""
        rows = issue_rows(self.intake.staging.issues(token))
        return csv_response("issues", ISSUE_COLUMNS, rows)

    def drop(self, token: str) -> Response:
        """Throw a file away."""
        self.intake.staging.drop(token)
        return Response(status=204)

    def _check_or_load(self, *, is_load: bool) -> Response:
        body = read_body(_Files)
        options = load_options(body.options or {})
        by = read_body(Signed).by if is_load else ""
        work = self.intake.work(body.tokens, options, by)
        return self.streams.answer(work, self.jobs.new())


def register_uploads(server: Flask, engine: Engine, settings: Settings) -> UploadRoutes:
    """Add the addresses by which files come in, and return what answers them."""
    intake = UploadRoutes(engine, settings)

    def add(rule: str, route: Route, *, method: str = "POST") -> None:
        server.add_url_rule(rule, f"intake_{route.__name__}", json_errors(route), methods=[method])

    server.add_url_rule(Urls.INTAKE, "intake_state", json_errors(intake.lookup.state))
    server.add_url_rule(Urls.INTAKE_EXTRACT, "intake_extract", json_errors(intake.lookup.extract))
    add(Urls.INTAKE_FILES, intake.receive_file)
    add(Urls.INTAKE_CHECK, intake.check)
    add(Urls.INTAKE_LOAD, intake.load)
    add(Urls.INTAKE_UNDO, intake.undo)
    add(Urls.INTAKE_FILE, intake.drop, method="DELETE")
    add(Urls.INTAKE_ISSUES_CSV, intake.issues, method="GET")
    add(Urls.INTAKE_OUTCOME, intake.job, method="GET")
    add(Urls.INTAKE_OUTCOME, intake.leave, method="DELETE")
    return intake
