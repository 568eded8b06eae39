"""Files sent by a form without scripts: the addresses of routes.py answer it with pages.

A file is sent, the page says what is wrong with it, what it does not say itself and what it would
change, and a second form loads it. What takes longer than ten seconds is waited for at an address of its
own, which leads on when it is done: no request holds a thread for long.
"""

import secrets
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from functools import wraps
from http import HTTPStatus
from typing import Any, Final

import orjson
from flask import Response, make_response, redirect, request

from callbacks.access.gate import is_plain_form
from callbacks.access.signed import Signed
from callbacks.access.who import current_identity, token_of
from callbacks.forms.plain_forms import Forms, page_address
from callbacks.pages.content import Content
from callbacks.pages.document import Showing, page_of
from callbacks.pages.notice import send_notice
from callbacks.pages.resolve import answer_address
from callbacks.server.headers import ask_again, asks_by_itself, ways_to_stop
from callbacks.server.json_api import RefusedError, form_fields, json_errors, read_body
from callbacks.uploads.intake import MAX_FILES
from callbacks.uploads.receive import safe_file_name
from callbacks.uploads.routes import NO_FILES, UploadRoutes, load_options
from callbacks.uploads.staging import new_token
from dashboard.model.urls import PAGES, Urls
from dashboard.text.format import counted
from data.files.csv_reader import ExtractFile
from layouts.pages.data_team.check import FileCheck, check_page, check_title
from layouts.pages.data_team.upload import ACCEPTED, CONFIRMED, FILES, UPLOAD_FORM
from layouts.ui.static_html import message_page

_NO_FILE: Final = "Choose a file first."
_TOO_MANY: Final = f"More than {MAX_FILES} files: load them in several goes."
_UNREADABLE: Final = "What was said of the files cannot be read."
_GOES_ON: Final = "This page asks again by itself, and leads on when it is done."
_INTERRUPTED: Final = "This was interrupted, as when the server is restarted."
_GONE: Final = "It ended more than an hour ago, or you have signed in anew since."
_LOOK: Final = "See among the loads whether these files were loaded; if not, send them again."
_SECONDS: Final = 3
# What goes on is noted every five seconds.
_LOST_SECONDS: Final = 60.0


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
        taken: list[tuple[dict[str, Any], bool]] = []
        try:
            for each in sent:
                file = ExtractFile(safe_file_name(each.filename or ""), each.read())
                taken.append(self._routes.intake.take(file, request.form.get("sheet", "")))
            if not any(is_refused for _, is_refused in taken):
                return self._do([one["token"] for one, _ in taken], {})
        except Exception:
            self._discard_taken(taken)
            raise
        self._discard_taken(taken)
        reports = [{**one["report"], "token": one["token"] if no else ""} for one, no in taken]
        return self._page(FileCheck(reports), 422, _address())

    def check(self) -> Response:
        """Check files again, with what was said of them."""
        return self._do(_tokens(), self._answers())

    def load(self) -> Response:
        """Load files, and lead to what they changed."""
        by = read_body(Signed).by
        return self._do(_tokens(), self._answers(), by)

    def outcome(self, token: str) -> Response:
        """Return what came of a form to whoever sent it; a page that asks again until it is known."""
        try:
            record = self._routes.intake.staging.outcome(token)
        except RefusedError:
            return _unknown(_GONE, HTTPStatus.NOT_FOUND)
        if not secrets.compare_digest(record["reader"], token_of(current_identity().secret)):
            return _unknown(_GONE, HTTPStatus.NOT_FOUND)
        form, line = _SentForm(**record["form"]), record["line"]
        if "progress" not in line:
            return self._answer_with(form, line)
        if time.time() - record["at"] > _LOST_SECONDS:
            return _unknown(_INTERRUPTED, HTTPStatus.SERVICE_UNAVAILABLE)
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

    def _do(self, tokens: Sequence[str], answers: Mapping[str, Any], by: str = "") -> Response:
        """Check or load files; where that takes long, lead to where it is waited for."""
        form = _SentForm(tokens, answers, by, _address())
        job, reader = new_token(), token_of(current_identity().secret)
        staging = self._routes.intake.staging

        def note(line: dict[str, Any]) -> None:
            record = {"form": asdict(form), "reader": reader, "at": time.time(), "line": line}
            staging.store_outcome(job, record)

        # Files that waited before go on waiting where this is refused: whoever tries again has them.
        work = self._routes.intake.work(tokens, load_options(answers), by)
        line = self._routes.streams.outcome(work, note)
        if line is None:
            to = Urls.path(Urls.INTAKE_OUTCOME, token=job)
            return make_response(redirect(to, HTTPStatus.SEE_OTHER))
        return self._answer_with(form, line)

    def _discard_taken(self, taken: Sequence[tuple[dict[str, Any], bool]]) -> None:
        self._routes.intake.discard([one["token"] for one, is_refused in taken if not is_refused])

    def _answer_with(self, form: _SentForm, line: Mapping[str, Any]) -> Response:
        """Return the page of a check, or the way to what a load changed."""
        if error := line.get("error"):
            raise RefusedError(error["words"], 500 if "reference" in error else 400)
        result = line["result"]
        if form.by and result["is_loaded"]:
            return _loaded(result)
        check = FileCheck(
            result["files"],
            result["effects"],
            can_load=result["can_load"],
            tokens=form.tokens,
            answers=form.answers,
            fields=self._routes.lookup.fields(),
        )
        if not check.goes_on:
            self._routes.intake.discard(form.tokens, with_issues=False)
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
    forms.app.server.add_url_rule(
        Urls.INTAKE_OUTCOME,
        "intake_outcome",
        lambda token: pages.answer(pages.outcome, token=token),
    )


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
