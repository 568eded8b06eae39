"""The gate of every request: who may not do what its route does is refused before the route runs.

What changes something must come from our own page besides: the browser names our address as the
Origin, and a token that another site cannot read goes with it, in a header from scripts and in a
field from plain forms.
"""

import secrets
from http import HTTPStatus
from typing import Final
from urllib.parse import urlencode

from flask import Flask, Response, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from callbacks.access.route_rights import ROUTE_RIGHTS
from callbacks.access.who import NotAllowedError, current_identity, current_user, token_of, why_not
from callbacks.server.cookies import own_cookie
from callbacks.server.json_api import FORM_TYPE, error_response, form_fields
from callbacks.server.limits import FILE_FORM_TYPE
from dashboard.model.rights import Right
from dashboard.model.urls import Urls
from layouts.pages.accounts.confirm import confirm_page
from layouts.ui.forms import CSRF_NAME, HAS_NAME, IS_PUBLIC
from layouts.ui.static_html import message_page

SCRIPT_HEADER: Final = "X-Intake"
LIVE_CALL: Final = "/_dash-update-component"
CSRF_HEADER: Final = "X-CSRF-Token"
# The cookie that scripts read; the one of the session they cannot.
CSRF_COOKIE: Final = "csrf"
_NAME_COOKIE: Final = "has_name"
_READING: Final = ("GET", "HEAD", "OPTIONS")
_NOT_SAVED: Final = "Not saved"
_NOT_ALLOWED: Final = "Not allowed"
_OTHER_SITE: Final = "This was not sent by a page of this dashboard. Open its page and try there."
_UNKNOWN: Final = "Nobody may do this."
_SIGN_IN: Final = "Sign in, and return to the page"


def register_gate(server: Flask) -> None:
    """Let every request of a server pass the gate."""
    server.before_request(_check)
    server.after_request(_send_token)
    server.teardown_request(_forget_reader)
    server.register_error_handler(NotAllowedError, lambda error: refuse(str(error)))


def is_plain_form() -> bool:
    """Return whether a browser sent this request by itself, as a form, and no script did."""
    is_form = request.mimetype in (FORM_TYPE, FILE_FORM_TYPE)
    return is_form and SCRIPT_HEADER not in request.headers


def _check() -> AnyResponse | None:
    if request.url_rule is None:
        return None
    user = current_user()
    HAS_NAME.set(user is not None and bool(user.name))
    IS_PUBLIC.set(user is not None and user.is_public)
    right = ROUTE_RIGHTS.get(request.url_rule.endpoint)
    words = _UNKNOWN if right is None else why_not(right)
    if words:
        return refuse(words)
    return refuse(_OTHER_SITE) if changes_something() and not _is_own() else None


def _forget_reader(_error: BaseException | None) -> None:
    """Let what the thread writes next not be written for the reader of this request."""
    HAS_NAME.set(False)
    IS_PUBLIC.set(False)


def changes_something() -> bool:
    """Return whether this request is for more than reading."""
    rule = request.url_rule
    right = ROUTE_RIGHTS.get(rule.endpoint) if rule else None
    return request.method not in _READING and right is not Right.READ


def _is_own() -> bool:
    """Return whether our own page sent this request; without a session the Origin alone says so."""
    origin = f"{request.scheme}://{request.headers.get('Host')}"
    if request.headers.get("Origin", "") != origin:
        return False
    secret = current_identity().secret
    if not secret:
        return True
    sent = request.headers.get(CSRF_HEADER, "")
    if not sent and request.mimetype in (FORM_TYPE, FILE_FORM_TYPE):
        sent = form_fields().get(CSRF_NAME, "")
    return secrets.compare_digest(sent.encode(), token_of(secret).encode())


def refuse(words: str) -> AnyResponse:
    """Return why somebody is refused: as a page, as JSON to a script, or as the way to sign in."""
    user = current_user()
    is_unknown = user is None or user.is_unconfirmed
    is_page = "text/html" in request.headers.get("Accept", "")
    if user and user.is_unconfirmed and (is_page or is_plain_form()):
        return _confirm(words)
    if is_unknown and is_page and request.method == "GET":
        return redirect(_way_in(request.full_path.rstrip("?")), HTTPStatus.SEE_OTHER)
    # Of a 401 Dash's scripts tell nobody anything.
    is_live = request.path.endswith(LIVE_CALL)
    status = HTTPStatus.UNAUTHORIZED if is_unknown and not is_live else HTTPStatus.FORBIDDEN
    if is_page or is_plain_form():
        title = _NOT_ALLOWED if request.method == "GET" else _NOT_SAVED
        ways = () if user else ((_SIGN_IN, _way_in(_page_of_form())),)
        response = Response(message_page(title, [words], ways), status, mimetype="text/html")
    else:
        response = error_response(words, status, "" if user else Urls.SIGN_IN)
    response.headers["Cache-Control"] = "no-store"
    return response


def _way_in(back: str) -> str:
    """Return the address at which somebody signs in and is led back to another."""
    return f"{Urls.SIGN_IN}?{urlencode({'next': back})}"


def _page_of_form() -> str:
    """Return the address of our own page that sent a form; the first page's where nothing says which.

    Nobody's form is read for it: it may have files.
    """
    page, own = request.referrer or "", request.host_url
    return f"/{page.removeprefix(own)}" if page.startswith(own) else "/"


def _confirm(words: str) -> Response:
    """Lead to the provider and back; what a form sent is shown as a form that sends it again."""
    address = request.full_path.rstrip("?")
    is_read = request.method in _READING
    to = f"{Urls.PROVIDER}?{urlencode({'next': address if is_read else Urls.ACCOUNT})}"
    fields = list(request.form.items(multi=True)) if request.mimetype == FORM_TYPE else ()
    response = Response(
        confirm_page(words, to, "" if is_read else address, fields),
        HTTPStatus.UNAUTHORIZED,
        mimetype="text/html",
    )
    if is_read:
        # No redirect: where a form led here, a browser follows none to another host.
        response.headers["Refresh"] = f"0; url={to}"
    response.headers["Cache-Control"] = "no-store"
    return response


def _send_token(response: Response) -> Response:
    """Set the token that goes with a session, where the browser does not have it yet."""
    secret, user = current_identity().secret, current_user()
    if secret and request.cookies.get(own_cookie(CSRF_COOKIE)) != token_of(secret):
        cookies = {CSRF_COOKIE: token_of(secret), _NAME_COOKIE: str(int(bool(user and user.name)))}
        for name, value in cookies.items():
            response.set_cookie(
                own_cookie(name), value, secure=request.is_secure, samesite="Strict"
            )
    return response
