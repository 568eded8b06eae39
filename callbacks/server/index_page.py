"""The HTML of every page, and what it starts Dash with where something in it is live."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from html import escape
from http import HTTPStatus
from threading import Condition
from typing import Any, Final
from weakref import WeakKeyDictionary

import brotli
import dash
from cachetools import cachedmethod
from flask import Response, request

from callbacks.server.bundles import Bundles, named_by_content
from callbacks.server.settings import Settings

REGENERATOR_FILE: Final = "vendor/regenerator-runtime-0.14.1.js"
BOOTSTRAP_FILE: Final = "vendor/bootstrap-reboot-5.3.8.min.css"
ICON_FILE: Final = "favicon.svg"
FONT_FILE: Final = "fonts/source-sans-3-latin-5.3.1.woff2"

# A live region is of HTML elements alone, and fields of Bootstrap come as HTML. Of the polyfill Dash's renderer needs one small part, which
# is served in its place.
UNUSED_SCRIPTS: Final = re.compile(r"/deps/polyfill@|/dash_table/|/dcc/|/dash_bootstrap")
# What Dash would tell every reader about the machine that serves it.
PRIVATE_CONFIG: Final = (
    "dash_version",
    "dash_version_url",
    "ddk_version",
    "plotly_version",
    "python_version",
)
BROTLI_QUALITY: Final = 5
SCRIPT_SOURCE: Final = re.compile(r'<script src="([^"]+)"></script>')
PAGE: Final = """<!DOCTYPE html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<title>{title}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="description" content="{description}">
<meta name="referrer" content="same-origin">
<link rel="icon" type="image/svg+xml" href="{favicon}">
<link rel="preload" href="{font}" as="font" type="font/woff2" crossorigin>
<link rel="stylesheet" href="{bootstrap}">
<link rel="stylesheet" href="{styles}">
<script defer src="{script}"></script>
</head>
<body>
<a class="skip-link" href="#main">Skip to main content</a>
{body}
{live}
</body>
</html>
"""
DESCRIPTION: Final = (
    "Measures, targets and actions of local plans for children and young people with special "
    "educational needs and disabilities."
)


@dataclass(frozen=True, eq=False)
class Page:
    """A page as HTML; `live_path` is where its live region sends its requests, "" without one."""

    title: str
    body: str
    status: int = HTTPStatus.OK
    live_path: str = ""


@dataclass(frozen=True)
class Document:
    """The HTML that is sent for a page, and compressed."""

    html: str
    compressed: bytes


class SendDash(dash.Dash):
    """Dash with finished pages, into whose live regions it mounts: deferred scripts, no versions told."""

    write_page: Callable[[], Page]
    fill_in: Callable[[str], str]
    bundles: Bundles
    icon: str
    # Of the pages that are cached: of several threads that need the same one, one writes it.
    documents: WeakKeyDictionary[Page, Document]
    documents_condition: Condition

    def index(self, *_args: Any, **_kwargs: Any) -> Response:  # type: ignore[override]
        """Answer an address with its page."""
        return self.send(self.write_page())

    def send(self, page: Page) -> Response:
        """Return the answer that sends a page."""
        document = self.document(page)
        # What goes to one reader alone is not kept.
        filled = self.fill_in(document.html)
        if request.accept_encodings["br"] > 0:
            is_same = filled == document.html
            compressed = document.compressed if is_same else _compressed(filled)
            response = Response(compressed, mimetype="text/html")
            response.headers["Content-Encoding"] = "br"
        else:
            response = Response(filled, mimetype="text/html")
        response.status_code = page.status
        return response

    @cachedmethod(
        lambda self: self.documents,
        key=lambda _self, page: page,
        condition=lambda self: self.documents_condition,
    )
    def document(self, page: Page) -> Document:
        """Return what is sent for a page, which is written and compressed once."""
        html = self._html(page)
        return Document(html, _compressed(html))

    def _html(self, page: Page) -> str:
        return PAGE.format(
            title=escape(page.title),
            description=DESCRIPTION,
            favicon=self.icon,
            font=self.get_asset_url(FONT_FILE),
            bootstrap=self.get_asset_url(BOOTSTRAP_FILE),
            styles=self.bundles.address("css"),
            script=self.bundles.address("js"),
            body=page.body,
            live=self._live(page) if page.live_path else "",
        )

    def live_scripts(self) -> list[str]:
        """Return the scripts that a live region needs, in order."""
        sources = SCRIPT_SOURCE.findall(self._generate_scripts_html())
        return [
            self.get_asset_url(REGENERATOR_FILE),
            *(src for src in sources if not UNUSED_SCRIPTS.search(src)),
        ]

    def _live(self, page: Page) -> str:
        """Write down what assets/live.js starts Dash with, once the page has been painted."""
        config = page_config(self._generate_config_html(), page.live_path)
        listed = in_script(json.dumps(self.live_scripts()))
        return f'{config}\n<script type="application/json" id="live-scripts">{listed}</script>'


def make_dash(settings: Settings) -> SendDash:
    """Make the app with everything served from here and every developer's aid off."""
    app = SendDash(
        "callbacks",
        assets_folder=str(settings.assets_folder),
        include_assets_files=False,
        serve_locally=True,
        compress=False,
        suppress_callback_exceptions=True,
        title=settings.title,
        update_title=None,  # type: ignore[arg-type]
        enable_mcp=False,
        # Else any package that brings asgiref has every callback answered with a coroutine.
        use_async=False,
    )
    # assets/live.js starts it.
    app.renderer = ""
    app.bundles = Bundles(settings.assets_folder)
    app.bundles.register(app.server)
    icon = settings.assets_folder / ICON_FILE
    app.icon = named_by_content(ICON_FILE, icon.read_bytes())
    app.documents, app.documents_condition = WeakKeyDictionary(), Condition()
    return app


def _compressed(html: str) -> bytes:
    return brotli.compress(html.encode(), quality=BROTLI_QUALITY)


def page_config(config: str, live_path: str) -> str:
    """Return Dash's config element with the page's own path and without versions of packages."""
    start, end = config.index("{"), config.rindex("}") + 1
    public = {k: v for k, v in json.loads(config[start:end]).items() if k not in PRIVATE_CONFIG}
    public["requests_pathname_prefix"] = live_path
    return config[:start] + in_script(json.dumps(public, separators=(",", ":"))) + config[end:]


def in_script(text: str) -> str:
    """Write JSON so that nothing in it can end or change the script element it stands in."""
    return text.replace("<", "\\u003c")
