"""Forms as scripts send them, answered in JSON, and as browsers send them by themselves.

Those are led back to their page, which begins with what became of them; what was refused is shown again
in its form, open, with what was typed.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import wraps
from http import HTTPStatus
from typing import Final

from flask import Response, make_response, redirect

from callbacks.access.gate import is_plain_form
from callbacks.forms.validation import Refusals, with_refusals
from callbacks.pages.document import Showing, page_of
from callbacks.pages.notice import send_notice
from callbacks.pages.resolve import answer_address
from callbacks.server.index_page import SendDash
from callbacks.server.json_api import Route, form_fields, json_errors
from callbacks.server.places import Places
from dashboard.model.selection import address, read_address
from data.store.databases.engine import Engine
from layouts.ui.forms import REFUSED, Refused
from layouts.ui.static_html import message_page

_NOT_SAVED: Final = "Not saved"
_PLACES: Final = Places(3, load_seconds=10.0)


@dataclass(frozen=True)
class Forms:
    """Where forms are sent to."""

    app: SendDash
    engine: Engine

    def add(self, rule: str, name: str, route: Route, refusals: Refusals) -> None:
        """Add the address of a form; `refusals` are the words for what its route raises."""
        answer_script = json_errors(_with_place(with_refusals(route, refusals)))

        @wraps(route)
        def answer(**path: str) -> Response:
            answered = answer_script(**path)
            return self._page(answered) if is_plain_form() else answered

        self.app.server.add_url_rule(rule, name, answer, methods=["POST"])

    def _page(self, answered: Response) -> Response:
        """Return the page on which a plain form was sent, or the way to it."""
        outcome, status = answered.get_json(), answered.status_code
        fields = form_fields()
        if status == HTTPStatus.OK:
            response = make_response(redirect(page_address(fields), HTTPStatus.SEE_OTHER))
            send_notice(response, outcome["words"])
        else:
            response = self.refused_page(fields, outcome["error"]["words"], status)
        response.headers["Cache-Control"] = "no-store"
        return response

    def refused_page(self, fields: Mapping[str, str], words: str, status: int) -> Response:
        """Return the page that says why a plain form is refused."""
        if status == HTTPStatus.FORBIDDEN:
            return make_response(message_page(_NOT_SAVED, [words]), status)
        response = self._form_again(fields, words)
        response.status_code = status
        return response

    def _form_again(self, fields: Mapping[str, str], words: str) -> Response:
        """Return the page of a form with what was typed in it, and why it is not saved."""
        refused = Refused(fields.get("form", ""), fields, words)
        today = datetime.now(UTC).date()
        token = REFUSED.set(refused)
        try:
            answer = answer_address(self.engine, page_address(fields), {}, today)
        finally:
            REFUSED.reset(token)
        return self.app.send(page_of(answer, Showing.to(answer), refused=refused))


def _with_place(route: Route) -> Route:
    """Return a route that waits for a load some seconds at most, and in some of the threads alone."""

    @wraps(route)
    def answer(**path: str) -> Response:
        with _PLACES.take():
            return route(**path)

    return answer


def page_address(fields: Mapping[str, str]) -> str:
    """Return the address of the page of a form, as we write it; the first page's for any other."""
    path, _, search = fields.get("address", "").partition("?")
    chosen = read_address(path, search)
    return "/" if chosen is None else address(chosen)
