"""Files sent by a form without scripts: the addresses of routes.py answer it with pages.

A file is sent, the page says what is wrong with it, what it does not say itself and what it would
change, and a second form loads it. What takes longer than ten seconds is waited for at an address of its
own, which leads on when it is done: no request holds a thread for long.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from functools import wraps
from http import HTTPStatus
from typing import Any, Final

import orjson
from flask import Response, make_response, redirect, request

from callbacks.access.gate import SCRIPT_HEADER, is_plain_form
from callbacks.access.signed import Signed
from callbacks.forms.plain_forms import Forms, page_address
from callbacks.pages.content import Content
from callbacks.pages.document import Showing, page_of
from callbacks.pages.notice import send_notice
from callbacks.pages.resolve import answer_address
from callbacks.server.headers import ask_again, asks_by_itself, ways_to_stop
from callbacks.server.json_api import RefusedError, form_fields, json_errors, read_body
from callbacks.uploads.intake import MAX_FILES
from callbacks.uploads.jobs import INTERRUPTED, is_lost
from callbacks.uploads.progress_stream import Work, error_status
from callbacks.uploads.receive import safe_file_name
from callbacks.uploads.routes import NO_FILES, UploadRoutes, load_options
from dashboard.model.urls import PAGES
from dashboard.text.format import counted
from data.files.csv_reader import ExtractFile
from layouts.pages.data_team.check import FileCheck, check_page, check_title
from layouts.pages.data_team.upload import ACCEPTED, CONFIRMED, FILES, UPLOAD_FORM
from layouts.ui.static_html import message_page

_NO_FILE: Final = "Choose a file first."
_TOO_MANY: Final = f"More than {MAX_FILES} files: load them in several goes."
_UNREADABLE: Final = "What was said of the files cannot be read."
_GOES_ON: Final = "This page asks again by itself, and leads on when it is done."
_LOOK: Final = "See among the loads whether these files were loaded; if not, send them again."
_SECONDS: Final = 3


@dataclass(frozen=True)
class _SentForm:
    """What a form asks for: the check of files, or in somebody's name their load."""

    tokens: Sequence[str]
    answers: Mapping[str, Any]
    by: str
    address: str


class UploadPages:
    """The pages that answer forms with files, and the forms on those pages."""

    def __init__(self, forms: Forms, routes: UploadRoutes) -> None:
        self._forms, self._routes = forms, routes

    def receive_file(self) -> Response:
        """Take files and check them, unless one is refused at the door."""
        sent = [each for each in request.files.getlist(FILES) if each.filename]
        if not sent:
            raise RefusedError(_NO_FILE)
        if len(sent) > MAX_FILES:
            raise RefusedError(_TOO_MANY)
        files = [ExtractFile(safe_file_name(one.filename or ""), one.read()) for one in sent]
        work = self._routes.intake.work_on_sent(files, request.form.get("sheet", ""))
        return self._do(_SentForm((), {}, "", _address()), work)

    def check(self) -> Response:
        """Check files again, with what was said of them."""
        return self._do_with(_SentForm(_tokens(), self._answers(), "", _address()))

    def load(self) -> Response:
        """Load files, and lead to what they changed."""
        by = read_body(Signed).by
        return self._do_with(_SentForm(_tokens(), self._answers(), by, _address()))

    def outcome(self, token: str) -> Response:
        """Return what came of a form to whoever sent it; a page that asks again until it is known."""
        try:
            record = self._routes.jobs.record(token)
        except RefusedError as gone:
            return _unknown(str(gone), HTTPStatus.NOT_FOUND)
        if record["form"] is None:
            # A script began it.
            return make_response(redirect(PAGES["data"], HTTPStatus.SEE_OTHER))
        form, line = _SentForm(**record["form"]), record["line"]
        if "progress" not in line:
            return self._answer_with(form, line)
        if is_lost(record):
            return _unknown(INTERRUPTED, HTTPStatus.SERVICE_UNAVAILABLE)
        return _not_yet(form, line["progress"])

    def answer(self, route: Callable[..., Response], **path: str) -> Response:
        """Return the page of a route, or the page that says why it is refused."""
        answered = json_errors(route)(**path)
        if answered.is_json:
            fields = {"address": PAGES["data"], **form_fields(), "form": UPLOAD_FORM}
            words = answered.get_json()["error"]["words"]
            answered = self._forms.refused_page(fields, words, answered.status_code)
            answered.headers["Cache-Control"] = "no-store"
        return answered

    def _do_with(self, form: _SentForm) -> Response:
        # Files that waited before go on waiting where this is refused: whoever tries again has them.
        work = self._routes.intake.work(form.tokens, load_options(form.answers), form.by)
        return self._do(form, work)

    def _do(self, form: _SentForm, work: Work) -> Response:
        """Check or load files; where that takes long, lead to where it is waited for."""
        job = self._routes.jobs.new(asdict(form))
        line = self._routes.streams.outcome(work, job)
        if line is None:
            return make_response(redirect(job.address, HTTPStatus.SEE_OTHER))
        return self._answer_with(form, line)

    def _answer_with(self, form: _SentForm, line: Mapping[str, Any]) -> Response:
        """Return the page of a check, or the way to what a load changed."""
        if error := line.get("error"):
            raise RefusedError(error["words"], error_status(error))
        result = line["result"]
        if refused := result.get("refused"):
            reports = [
                {**one["report"], "token": one["token"] if is_refused else ""}
                for one, is_refused in refused
            ]
            return self._page(FileCheck(reports), 422, form.address)
        tokens = result.get("tokens", form.tokens)
        if form.by and result["is_loaded"]:
            return _loaded(result)
        check = FileCheck(
            result["files"],
            result["effects"],
            can_load=result["can_load"],
            tokens=tokens,
            answers=form.answers,
            fields=self._routes.lookup.fields(),
        )
        if not check.goes_on:
            self._routes.intake.discard(tokens, with_issues=False)
        return self._page(check, 422 if form.by else 200, form.address)

    def _answers(self) -> dict[str, Any]:
        """Return what the form says of its files, as a script says it."""
        fields = form_fields()
        names = [field.name for field in self._routes.lookup.fields()]
        answers: dict[str, Any] = {name: fields[name] for name in names if fields.get(name)}
        if CONFIRMED in fields:
            answers["is_confirmed"] = True
        try:
            accepted = orjson.loads(f"[{','.join(request.form.getlist(ACCEPTED))}]")
        except orjson.JSONDecodeError as error:
            raise RefusedError(_UNREADABLE) from error
        return {**answers, "accepted_rows": accepted} if accepted else answers

    def _page(self, check: FileCheck, status: int, requested: str) -> Response:
        answer = answer_address(self._forms.engine, requested, {}, datetime.now(UTC).date())
        content = Content(check_title(check), check_page(answer.selection, check))
        answer = replace(answer, content=content)
        response = self._forms.app.send(page_of(answer, Showing.to(answer)))
        response.status_code = status
        return response


def register_upload_pages(forms: Forms, routes: UploadRoutes) -> None:
    """Answer forms that a browser sends by itself at the addresses of files."""
    pages, views = UploadPages(forms, routes), forms.app.server.view_functions

    def add(route: Callable[[], Response]) -> None:
        name = f"intake_{route.__name__}"
        to_script = views[name]

        @wraps(to_script)
        def answer() -> Any:
            return pages.answer(route) if is_plain_form() else to_script()

        views[name] = answer

    add(pages.receive_file)
    add(pages.check)
    add(pages.load)
    of_job = views["intake_job"]

    def outcome(token: str) -> Any:
        is_script = SCRIPT_HEADER in request.headers
        return of_job(token=token) if is_script else pages.answer(pages.outcome, token=token)

    views["intake_job"] = outcome


def _tokens() -> list[str]:
    tokens = form_fields().get("tokens", "").split()
    if not tokens:
        raise RefusedError(NO_FILES)
    return tokens


def _address() -> str:
    """Return the address of the Data page from which a form was sent."""
    requested = page_address(form_fields())
    return requested if requested.startswith(PAGES["data"]) else PAGES["data"]


def _not_yet(form: _SentForm, progress: Mapping[str, Any]) -> Response:
    """Return a page that says how far a check or load is, and asks again by itself."""
    title = "The files are being loaded" if form.by else "The files are being checked"
    of = f": {progress['done']:,} of {progress['of']:,}" if progress["of"] else ""
    sentences = [f"{progress['step']}{of}.", *([_GOES_ON] if asks_by_itself() else [])]
    again = ("Ask again now", request.path)
    ways = (again, *ways_to_stop(), ("The Data page", form.address))
    page = Response(message_page(title, sentences, ways), HTTPStatus.ACCEPTED, mimetype="text/html")
    return ask_again(page, _SECONDS)


def _unknown(why: str, status: HTTPStatus) -> Response:
    """Return a page that says why it is not known what came of a form, and leads to the loads."""
    ways = (("All loads", f"{PAGES['data']}?tab=history"), ("The Data page", PAGES["data"]))
    page = message_page("What came of the files is not known", [why, _LOOK], ways)
    response = Response(page, status, mimetype="text/html")
    response.headers["Cache-Control"] = "no-store"
    return response


def _loaded(result: Mapping[str, Any]) -> Response:
    """Lead to what a load changed."""
    effects = result["effects"]
    overviews = effects["overviews"] if effects["measures_changed"] else []
    words, to = f"Loaded. {_changes(effects)}", PAGES["data"]
    if len(overviews) == 1:
        words, to = f"{words} They are shown here.", overviews[0]["address"]
        to += f"&changed=load-{min(result['extract_ids'])}"
    response = make_response(redirect(to, HTTPStatus.SEE_OTHER))
    send_notice(response, words)
    return response


def _changes(effects: Mapping[str, Any]) -> str:
    """Return in a sentence what a load has changed."""
    if not effects["measures_changed"]:
        return effects["words"]
    off = effects["newly_off"]
    newly = f", {off:,} {'is' if off == 1 else 'are'} newly off target" if off else ""
    return f"{counted(effects['measures_changed'], 'measure')} changed{newly}."
