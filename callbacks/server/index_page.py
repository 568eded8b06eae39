"""The first HTML of every address: what is in place before Dash has mounted."""

import json
import re
from html import escape
from typing import Any, Final

import dash
from flask import Response, request

from callbacks.server.settings import Settings
from dashboard.model.selection import read_address

PLOTLY_FILE: Final = "vendor/plotly-basic-4.1.1.min.js"
REGENERATOR_FILE: Final = "vendor/regenerator-runtime-0.14.1.js"
BOOTSTRAP_FILE: Final = "vendor/bootstrap-5.3.8.min.css"
FONT_FILE: Final = "fonts/source-sans-3-latin-5.3.1.woff2"

# Dash fetches this when the first graph mounts, unless it is there already.
GRAPH_SCRIPT: Final = "/_dash-component-suites/dash/dcc/async-graph.js"

# Pages that draw Plotly charts as soon as they open.
CHART_PAGES: Final = frozenset({"priority", "measure"})
# Dash's own table is not used here. Of the polyfill Dash's components need one small part, which
# is served in its place.
UNUSED_SCRIPTS: Final = re.compile(r"/deps/polyfill@|/dash_table/")
# What Dash would tell every reader about the machine that serves it.
PRIVATE_CONFIG: Final = (
    "dash_version",
    "dash_version_url",
    "ddk_version",
    "plotly_version",
    "python_version",
)
SCRIPT_SOURCE: Final = re.compile(r'<script src="([^"]+)"></script>')
# Deferred scripts have all run by then, in the order in which they stand.
START_RENDERER: Final = (
    'document.addEventListener("DOMContentLoaded", function () { new DashRenderer(); });'
)

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
{css}
{scripts}
</head>
<body>
<a class="skip-link" href="#main">Skip to main content</a>
<div id="react-entry-point">
<main id="main" class="app-loading" tabindex="-1"><p role="status">Loading…</p></main>
</div>
<noscript>
<p>This dashboard draws its pages with JavaScript, which is switched off in this browser.
Without it the same figures are in the CSV files that the dashboard was filled from, in the folder
data/extracts, and on the server <code>python -m data series MEASURE --area CODE</code> prints any series.</p>
</noscript>
{answers}
{config}
{renderer}
</body>
</html>
"""
DESCRIPTION: Final = (
    "Measures, targets and actions of local plans for children and young people with special "
    "educational needs and disabilities."
)


class SendDash(dash.Dash):
    """Dash with its own first page: deferred scripts, no polyfill, no versions told."""

    def index(self, *args: Any, **kwargs: Any) -> Response:  # type: ignore[override]
        """Answer an address with the first page; 404 where no page has that address."""
        html = super().index(*args, **kwargs)
        is_page = read_address(request.path, request.query_string.decode()) is not None
        return Response(html, status=200 if is_page else 404, mimetype="text/html")

    def interpolate_index(self, **parts: str) -> str:  # type: ignore[override]
        """Fill the first page; `parts` are Dash's own snippets."""
        return PAGE.format(
            title=escape(parts["title"]),
            description=DESCRIPTION,
            favicon=self.get_asset_url("favicon.svg"),
            font=self.get_asset_url(FONT_FILE),
            css=parts["css"],
            scripts=self._deferred_scripts(parts["scripts"]),
            answers=self._answers(),
            config=without_versions(parts["config"]),
            renderer=parts["renderer"],
        )

    def _deferred_scripts(self, scripts: str) -> str:
        """Defer every script file, Plotly first on pages that draw charts; leave inline ones."""
        sources = [self.get_asset_url(REGENERATOR_FILE)]
        if draws_charts(request.path):
            sources = [self.get_asset_url(PLOTLY_FILE), GRAPH_SCRIPT, *sources]
        sources += [src for src in SCRIPT_SOURCE.findall(scripts) if not UNUSED_SCRIPTS.search(src)]
        inline = SCRIPT_SOURCE.sub("", scripts).strip()
        return "\n".join([*(f'<script defer src="{src}"></script>' for src in sources), inline])

    def _answers(self) -> str:
        """Write down what Dash's renderer asks for first: the page's layout, and the callbacks.

        assets/page.js hands them over in place of two requests.
        """
        answers = {"_dash-layout": self.serve_layout, "_dash-dependencies": self.dependencies}
        return "\n".join(
            f'<script type="application/json" data-answer="{name}">'
            f"{in_script(answer().get_data(as_text=True))}</script>"
            for name, answer in answers.items()
        )


def make_dash(settings: Settings) -> SendDash:
    """Make the app with everything served from here and every developer's aid off."""
    app = SendDash(
        "callbacks",
        assets_folder=str(settings.assets_folder),
        # These are named below or where they are used: Dash would load Plotly on every page.
        assets_path_ignore=["vendor", "fonts"],
        # Of the plain pages, which name them themselves, and of the Data page, which fetches them.
        assets_ignore=r"^(deck|report|intake|upload_parts|upload_effects|upload_view|column_map)\.",
        external_stylesheets=[f"/assets/{BOOTSTRAP_FILE}"],
        serve_locally=True,
        compress=False,
        suppress_callback_exceptions=True,
        title=settings.title,
        update_title=None,  # type: ignore[arg-type]
        enable_mcp=False,
    )
    app.renderer = START_RENDERER
    return app


def draws_charts(path: str) -> bool:
    """Return whether the page at this address opens with Plotly charts."""
    return path.strip("/").split("/")[0] in CHART_PAGES


def without_versions(config: str) -> str:
    """Take the versions of Python and of packages out of Dash's config element."""
    start, end = config.index("{"), config.rindex("}") + 1
    public = {k: v for k, v in json.loads(config[start:end]).items() if k not in PRIVATE_CONFIG}
    return config[:start] + in_script(json.dumps(public, separators=(",", ":"))) + config[end:]


def in_script(text: str) -> str:
    """Write JSON so that nothing in it can end or change the script element it stands in."""
    return text.replace("<", "\\u003c")
