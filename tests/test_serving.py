"""What the server sends: the first page, headers, compression, caching and errors."""

import json
import re
from datetime import date, timedelta
from html import unescape
from pathlib import Path
from typing import Final

import brotli
import pytest
import requests
from flask import Flask, Response

from callbacks.build.precompress import compress_files
from callbacks.server.errors import answer_error
from callbacks.server.headers import send_static
from callbacks.server.index_page import page_config
from callbacks.server.settings import Settings, read_settings
from data.store.databases.engine import SCHEMA_REVISION
from layouts.charts.live import PLOTLY_FILE
from tests.servers import START_SECONDS
from tests.stores import current_day

ROOT: Final = Path(__file__).resolve().parents[1]
ASSETS: Final = ROOT / "assets"
PAGES: Final = ("/", "/priority/ha-wsoa-2021/1", "/measure/ehcp-20-weeks", "/actions", "/about")
ONE_YEAR: Final = "public, max-age=31536000, immutable"


def get(url: str, **headers: str) -> requests.Response:
    """Fetch an address as sent: no encoding is asked for unless named."""
    sent = {"Accept-Encoding": "identity"} | {
        name.replace("_", "-"): value for name, value in headers.items()
    }
    return requests.get(url, headers=sent, timeout=START_SECONDS)


@pytest.fixture(params=PAGES)
def first_page(request: pytest.FixtureRequest, server_url: str) -> requests.Response:
    return get(server_url + request.param)


class TestFirstPage:
    def test_is_a_british_page_with_a_title_and_a_skip_link_first(self, first_page) -> None:
        html = first_page.text
        assert '<html lang="en-GB">' in html
        heading = re.search(r"<h1[^>]*>(.+?)</h1>", html)
        assert heading is not None
        words = re.sub(r"<[^>]+>", "", heading[1])
        assert re.search(rf"<title>{re.escape(words)} – .*SEND dashboard</title>", html)
        body = html[html.index("<body>") :]
        assert body.index('<a class="skip-link" href="#main">') < body.index("<div")
        assert html.count("<main") == 1

    def test_tells_no_version_of_python_or_of_a_package(self, first_page) -> None:
        config = re.search(r'<script id="_dash-config"[^>]*>(.*?)</script>', first_page.text)
        names = json.loads(config[1]) if config else {}
        assert not [name for name in names if "version" in name and "check" not in name]
        assert "Server" not in first_page.headers

    def test_defers_every_script_file(self, first_page) -> None:
        tags = re.findall(r"<script[^>]* src=[^>]*>", first_page.text)
        assert tags
        assert all(tag.startswith("<script defer ") for tag in tags)

    def test_has_no_script_in_it(self, first_page) -> None:
        assert not re.findall(r"<script(?![^>]*(?: src=|/json))", first_page.text)

    def test_names_no_other_host(self, first_page) -> None:
        assert not re.findall(r'(?:src|href)="(?:https?:)?//', first_page.text)

    def test_puts_bootstrap_before_our_own_styles(self, first_page) -> None:
        sheets = re.findall(r'<link rel="stylesheet" href="/assets/([^"?]+)', first_page.text)
        assert sheets[0].startswith("vendor/bootstrap-")
        assert sheets[1:] == ["pages.css"]

    def test_every_address_in_it_answers(self, server_url: str) -> None:
        html = get(f"{server_url}/measure/ehcp-20-weeks").text
        for address in re.findall(r'(?:src|href)="(/[^"]+)"', html):
            assert get(server_url + unescape(address)).status_code == 200, address


@pytest.mark.parametrize(
    "path",
    [
        "/nowhere",
        "/measure",
        "/priority/x/y",
        "/?as_of=tomorrow",
        "/measure/ehcp-20-weeks?basis=fortnight",
        "/measure/no-such-measure",
        "/priority/no-such-plan/1",
        "/priority/ha-wsoa-2021/9",
        "/?area=E09000099",
        "/?area=E09000014&framework=th-strategy-2018",
    ],
)
def test_an_unknown_address_is_a_404_that_still_brings_the_page(server_url: str, path: str) -> None:
    answer = get(server_url + path)
    assert answer.status_code == 404
    assert "Page not found</h1>" in answer.text


@pytest.mark.parametrize(
    "path", ["/assets/nothing.css", "/assets/../app.py", "/assets/%2e%2e/app.py"]
)
def test_a_missing_asset_is_a_404(server_url: str, path: str) -> None:
    request = requests.Request("GET", server_url).prepare()
    request.url = server_url + path
    with requests.Session() as session:
        assert session.send(request, timeout=START_SECONDS).status_code == 404


class TestHeaders:
    @pytest.mark.parametrize("path", ["/", "/healthz", f"/assets/{PLOTLY_FILE}", "/_dash-layout"])
    def test_every_answer_has_the_safe_ones(self, server_url: str, path: str) -> None:
        headers = get(server_url + path).headers
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "same-origin"
        assert "geolocation=()" in headers["Permissions-Policy"]

    @pytest.mark.parametrize(
        "way", [{}, {"Sec_Fetch_Site": "cross-site"}, {"Sec_Fetch_Site": "same-site"}]
    )
    def test_a_page_is_cut_off_from_another_site_that_opens_it(self, server_url: str, way) -> None:
        assert get(server_url, **way).headers["Cross-Origin-Opener-Policy"] == "same-origin"

    @pytest.mark.parametrize("way", ["none", "same-origin"])
    def test_a_page_that_no_other_site_opens_needs_no_process_of_its_own(
        self, server_url: str, way: str
    ) -> None:
        headers = get(server_url, Sec_Fetch_Site=way).headers
        assert "Cross-Origin-Opener-Policy" not in headers

    def test_the_policy_lets_scripts_run_from_here_alone(self, server_url: str) -> None:
        policy = self.policy(server_url)
        assert policy["default-src"] == "'self'"
        assert policy["connect-src"] == "'self'"
        assert policy["frame-ancestors"] == "'none'"
        assert policy["object-src"] == "'none'"
        assert policy["script-src"] == "'self'"
        assert "unsafe-inline" not in policy["style-src-elem"]
        assert not re.search(r"https?:|\*", " ".join(policy.values()))

    def test_only_over_tls_is_it_asked_for_again(self, server_url: str) -> None:
        secure = get(f"{server_url}/about", X_Forwarded_Proto="https")
        assert "Strict-Transport-Security" not in get(f"{server_url}/about").headers
        assert secure.headers["Strict-Transport-Security"] == "max-age=63072000"

    def test_a_drawing_that_is_opened_as_a_page_runs_nothing(self, server_url: str) -> None:
        drawing = get(f"{server_url}/assets/favicon.svg")
        assert drawing.headers["Content-Security-Policy"].startswith("default-src 'none'")

    def policy(self, server_url: str) -> dict[str, str]:
        text = get(f"{server_url}/").headers["Content-Security-Policy"]
        return {
            name: value for name, _, value in (p.strip().partition(" ") for p in text.split(";"))
        }


def test_pages_name_the_links_that_may_be_fetched_before_they_are_pressed(server_url: str) -> None:
    address = get(f"{server_url}/").headers["Speculation-Rules"].strip('"')
    rules = get(server_url + address)
    assert rules.headers["Content-Type"] == "application/speculationrules+json"
    assert rules.headers["Cache-Control"] == ONE_YEAR
    (prefetch,) = rules.json()["prefetch"]
    pages, others = prefetch["where"]["and"]
    patterns = [each["href_matches"] for each in pages["or"]]
    assert "/measure/*" in patterns
    # Neither a file nor a link with a secret is fetched for nothing.
    assert not [each for each in patterns if each.startswith(("/*", "/download", "/unsuppressed"))]
    assert others == {"not": {"selector_matches": "[data-set], [data-toggle]"}}


class TestCompression:
    def test_a_bundle_is_sent_as_brotli_to_those_who_take_it(self, server_url: str) -> None:
        with requests.get(
            f"{server_url}/assets/{PLOTLY_FILE}",
            headers={"Accept-Encoding": "gzip, br"},
            timeout=START_SECONDS,
            stream=True,
        ) as answer:
            assert answer.headers["Content-Encoding"] == "br"
            assert "Accept-Encoding" in answer.headers["Vary"]
            body = answer.raw.read(decode_content=False)
        assert brotli.decompress(body) == (ASSETS / PLOTLY_FILE).read_bytes()
        assert len(body) < 400_000

    @pytest.mark.parametrize("path", ["/", "/_dash-dependencies", "/_dash-layout"])
    def test_an_answer_made_on_the_spot_is_compressed(self, server_url: str, path: str) -> None:
        answer = get(server_url + path, Accept_Encoding="br")
        if len(answer.content) >= 500:
            assert answer.headers["Content-Encoding"] == "br"

    def test_a_font_is_sent_as_it_is(self, server_url: str) -> None:
        [font] = ASSETS.glob("fonts/*.woff2")
        answer = get(f"{server_url}/assets/fonts/{font.name}", Accept_Encoding="br, gzip")
        assert "Content-Encoding" not in answer.headers
        assert answer.content == font.read_bytes()

    def test_a_reader_who_takes_no_encoding_gets_the_plain_file(self, server_url: str) -> None:
        answer = get(f"{server_url}/assets/{PLOTLY_FILE}")
        assert "Content-Encoding" not in answer.headers
        assert answer.content == (ASSETS / PLOTLY_FILE).read_bytes()


def test_what_was_compressed_ahead_is_sent_in_its_smallest_form(tmp_path: Path) -> None:
    (tmp_path / "later.js").touch()
    copies = tmp_path / "copies"
    server = Flask("small", static_folder=None)
    server.after_request(lambda response: send_static(response, copies))

    @server.get("/assets/<path:path>")
    def file(path: str) -> Response:
        return Response(f"{path};\n" * 400, mimetype="text/javascript")

    @server.get("/")
    def page() -> str:
        return '<link href="/assets/one.css?m=1"><script defer src="/assets/two.js"></script>'

    reader = server.test_client()
    assert compress_files(reader, tmp_path, copies) == 4
    for name in ("later.js", "one.css?m=1", PLOTLY_FILE, "two.js"):
        plain = reader.get(f"/assets/{name}", headers={"Accept-Encoding": "gzip"})
        sent = reader.get(f"/assets/{name}", headers={"Accept-Encoding": "br"})
        assert "Content-Encoding" not in plain.headers
        assert sent.headers["Content-Encoding"] == "br"
        assert sent.data == brotli.compress(plain.data)
        assert sent.headers["ETag"] == plain.headers["ETag"]
    assert reader.get("/assets/new.js", headers={"Accept-Encoding": "br"}).data[:4] == b"new."


class TestCaching:
    def test_what_is_named_by_version_is_kept_for_a_year(self, server_url: str) -> None:
        html = get(f"{server_url}/measure/ehcp-20-weeks").text
        addresses = re.findall(r'(?:src|href)="(/assets[^"]+)"', html)
        assert len(addresses) > 3
        for address in addresses:
            assert get(server_url + address).headers["Cache-Control"] == ONE_YEAR, address

    def test_what_is_not_named_by_version_is_asked_for_again(self, server_url: str) -> None:
        answer = get(f"{server_url}/assets/favicon.svg")
        assert answer.headers["Cache-Control"] == "no-cache"
        again = get(f"{server_url}/assets/favicon.svg", If_None_Match=answer.headers["ETag"])
        assert again.status_code == 304
        assert again.content == b""

    @pytest.mark.parametrize("path", ["/", "/_dash-layout", "/healthz"])
    def test_what_may_change_is_not_kept(self, server_url: str, path: str) -> None:
        assert get(server_url + path).headers["Cache-Control"] == "private, no-cache"

    @pytest.mark.parametrize("folder", ["vendor", "fonts"])
    def test_every_file_of_the_versioned_folders_carries_its_version(self, folder: str) -> None:
        files = [path.name for path in (ASSETS / folder).iterdir()]
        told = [name for name in files if not re.search(r"-\d+\.\d+\.\d+\.", name)]
        assert all(re.search(r"LICENSE|README", name) for name in told), told

    def test_every_vendored_file_is_listed_with_its_licence(self) -> None:
        listed = (ASSETS / "vendor" / "README.md").read_text()
        for path in [*ASSETS.glob("vendor/*"), *ASSETS.glob("fonts/*")]:
            assert path.name == "README.md" or path.name in listed


def test_the_bundle_has_the_version_that_plotly_for_python_writes_for() -> None:
    from plotly.offline import get_plotlyjs_version  # noqa: PLC0415 - slow to import

    assert f"-{get_plotlyjs_version()}." in PLOTLY_FILE


class TestHealth:
    def test_the_process_answers(self, server_url: str) -> None:
        answer = get(f"{server_url}/healthz")
        assert (answer.status_code, answer.text) == (200, "ok\n")

    def test_a_store_that_is_set_up_is_ready(self, server_url: str) -> None:
        answer = get(f"{server_url}/readyz")
        assert answer.status_code == 200
        today = current_day()
        assert answer.text.splitlines()[:2] == ["ok", f"schema {SCHEMA_REVISION}"]
        day = date.fromisoformat(answer.text.split()[-1])
        assert today - timedelta(1) <= day <= today


def test_the_model_context_endpoint_is_off(server_url: str) -> None:
    assert get(f"{server_url}/_mcp").status_code == 404


def test_an_unexpected_error_tells_the_reader_only_a_reference(caplog) -> None:
    server = Flask("broken")
    server.register_error_handler(Exception, answer_error)
    detail = "secret detail"

    def fail() -> str:
        raise RuntimeError(detail)

    server.add_url_rule("/", "fail", fail)
    answer = server.test_client().get("/")
    assert answer.status_code == 500
    reference = answer.text.rstrip(".\n").split()[-1]
    assert re.fullmatch("[0-9a-f]{8}", reference)
    assert detail not in answer.text
    assert reference in caplog.text
    assert "RuntimeError" in caplog.text
    assert "in fail" in caplog.text
    assert detail not in caplog.text


def test_a_page_not_found_by_the_server_is_not_logged_as_an_error(caplog) -> None:
    server = Flask("empty")
    server.register_error_handler(Exception, answer_error)
    assert server.test_client().get("/nothing").status_code == 404
    assert caplog.records == []


def test_a_config_that_could_close_its_element_is_written_safely() -> None:
    config = '<script id="_dash-config">{"python_version": "3", "x": "</script>"}</script>'
    assert page_config(config, "/live/a/") == (
        '<script id="_dash-config">{"x":"\\u003c/script>","requests_pathname_prefix":"/live/a/"}</script>'
    )


class TestSettings:
    def test_nothing_needs_to_be_set(self) -> None:
        assert read_settings({}) == Settings()

    def test_the_log_level_is_read_in_any_case(self) -> None:
        assert read_settings({"LOG_LEVEL": "debug"}).log_level == "DEBUG"

    def test_an_unknown_log_level_is_refused_by_name(self) -> None:
        with pytest.raises(ValueError, match="LOG_LEVEL is 'LOUD'; it must be one of DEBUG"):
            read_settings({"LOG_LEVEL": "loud"})

    def test_the_folder_of_compressed_copies_can_be_elsewhere(self, tmp_path: Path) -> None:
        told = read_settings({"COMPRESSED_FOLDER": str(tmp_path)})
        assert told.compressed_folder == tmp_path
