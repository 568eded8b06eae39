"""Files sent by a form without scripts: the addresses of routes.py answer it with pages.

A file is sent, the page says what is wrong with it, what it does not say itself and what it would
change, and a second form loads it.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import wraps
from typing import Any, Final

import orjson
from flask import Response, make_response, redirect, request

from callbacks.access.gate import is_plain_form
from callbacks.access.signed import Signed
from callbacks.forms.plain_forms import Forms, page_address
from callbacks.pages.content import Content
from callbacks.pages.document import Showing, page_of
from callbacks.pages.notice import send_notice
from callbacks.pages.resolve import answer_address
from callbacks.server.json_api import RefusedError, form_fields, json_errors, read_body
from callbacks.uploads.intake import MAX_FILES
from callbacks.uploads.receive import safe_file_name
from callbacks.uploads.routes import NO_FILES, UploadRoutes, load_options
from dashboard.model.urls import PAGES
from dashboard.text.format import counted
from data.files.csv_reader import ExtractFile
from layouts.pages.data_check import FileCheck, check_page, check_title
from layouts.pages.data_upload import ACCEPTED, CONFIRMED, FILES, UPLOAD_FORM

_NO_FILE: Final = "Choose a file first."
_TOO_MANY: Final = f"More than {MAX_FILES} files: load them in several goes."
_UNREADABLE: Final = "What was said of the files cannot be read."


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
        intake, sheet = self._routes.intake, request.form.get("sheet", "")
        files = [ExtractFile(safe_file_name(each.filename or ""), each.read()) for each in sent]
        taken = [intake.take(file, sheet) for file in files]
        if not any(is_refused for _, is_refused in taken):
            return self._check([one["token"] for one, _ in taken], {})
        for one, is_refused in taken:
            if not is_refused:
                intake.drop(one["token"])
        reports = [{**one["report"], "token": one["token"] if no else ""} for one, no in taken]
        return self._page(FileCheck(reports), 422)

    def check(self) -> Response:
        """Check files again, with what was said of them."""
        return self._check(_tokens(), self._answers())

    def load(self) -> Response:
        """Load files, and lead to what they changed."""
        by, tokens, answers = read_body(Signed).by, _tokens(), self._answers()
        result = self._outcome(tokens, answers, by)
        if not result["is_loaded"]:
            return self._page(self._checked(tokens, answers, result), 422)
        effects = result["effects"]
        overviews = effects["overviews"] if effects["measures_changed"] else []
        words, to = f"Loaded. {_changes(effects)}", PAGES["data"]
        if len(overviews) == 1:
            words, to = f"{words} They are shown here.", overviews[0]["address"]
            to += f"&changed=load-{min(result['extract_ids'])}"
        response = make_response(redirect(to, 303))
        send_notice(response, words)
        return response

    def answer(self, route: Callable[[], Response]) -> Response:
        """Return the page of a route, or the page that says why it is refused."""
        answered = json_errors(route)()
        if answered.is_json:
            fields = {**form_fields(), "form": UPLOAD_FORM}
            words = answered.get_json()["error"]["words"]
            answered = self._forms.refused_page(fields, words, answered.status_code)
            answered.headers["Cache-Control"] = "no-store"
        return answered

    def _check(self, tokens: Sequence[str], answers: Mapping[str, Any]) -> Response:
        return self._page(self._checked(tokens, answers, self._outcome(tokens, answers, "")), 200)

    def _outcome(
        self, tokens: Sequence[str], answers: Mapping[str, Any], by: str
    ) -> dict[str, Any]:
        work = self._routes.intake.work(tokens, load_options(answers), by)
        outcome = self._routes.streams.outcome(work)
        if "error" in outcome:
            error = outcome["error"]
            raise RefusedError(error["words"], 500 if "reference" in error else 400)
        return outcome["result"]

    def _checked(
        self, tokens: Sequence[str], answers: Mapping[str, Any], result: Mapping[str, Any]
    ) -> FileCheck:
        return FileCheck(
            result["files"],
            result["effects"],
            can_load=result["can_load"],
            tokens=tokens,
            answers=answers,
            fields=self._routes.lookup.fields(),
        )

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

    def _page(self, check: FileCheck, status: int) -> Response:
        requested = page_address(form_fields())
        requested = requested if requested.startswith(PAGES["data"]) else PAGES["data"]
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


def _tokens() -> list[str]:
    tokens = form_fields().get("tokens", "").split()
    if not tokens:
        raise RefusedError(NO_FILES)
    return tokens


def _changes(effects: Mapping[str, Any]) -> str:
    """Return in a sentence what a load has changed."""
    if not effects["measures_changed"]:
        return effects["words"]
    off = effects["newly_off"]
    newly = f", {off:,} {'is' if off == 1 else 'are'} newly off target" if off else ""
    return f"{counted(effects['measures_changed'], 'measure')} changed{newly}."
