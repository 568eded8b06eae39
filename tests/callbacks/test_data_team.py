"""Small numbers for the data team: on its own machine, by the link of the start, and marked."""

import csv
import io
import json
import re
import time
from collections.abc import Iterator, Mapping
from http import HTTPStatus
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine
from werkzeug.test import TestResponse

from callbacks.access.who import shows_small
from callbacks.server.headers import STATIC_FOLDERS, TEXT_TYPES
from callbacks.server.settings import ENTRY_PATH, read_settings
from tests.apps import OWN, entered, server_of
from tests.attack.crawl import BEING_MADE
from tests.browser.test_every_state import DOCUMENTS
from tests.callbacks.conftest import HARINGEY

QUERY: Final = f"area={HARINGEY}&framework=ha-wsoa-2021&origin=cases&basis=month"
MEASURE: Final = f"/measure/ehcp-20-weeks?{QUERY}&breakdown=exceptions%3Dexcluding"
# Plans in 20 weeks of the two months: 4 of 6, and 15 of 19; a place or size in a drawing is none of them.
SMALL: Final = re.compile(r'(?<! [xy]=")(?<! width=")\b(?:66\.7|78\.9|4 of 6|15 of 19)\b')
PAGES: Final = (
    *(f"/{page}?area={HARINGEY}&framework=ha-wsoa-2021" for page in ("actions", "scrutiny", "find")),
    "/priority/ha-wsoa-2021/1", MEASURE, "/meeting?framework=ha-wsoa-2021", "/data", "/about", "/nothing",
)  # fmt: skip
# A value for each part of an address; a part that is new needs one.
PARTS: Final = {
    "filename": "favicon.svg",
    "fingerprinted_path": "html/dash_html_components.min.js",
    "kind": "aliases",
    "number": 1,
    "pack": "ha-wsoa-2021-2023-04-19-v1",
    "package_name": "dash",
    "page": quote(MEASURE.removeprefix("/"), safe=""),
    "secret": "guessed",
    "slide": "cover",
    "token": "unknown",
}
# What the view shows otherwise than the public sees it; a new address is looked at before it is here.
SHOWS_SMALL: Final = {
    "/",
    "/<path:path>",
    "download_about_series",
    "download_overview",
    "download_picture",
    "download_profile",
    "download_profile_template",
    "download_questions",
    "download_recommendations",
    "download_series",
    "download_signals",
}
# Of each server, with the time in it.
MADE_ANEW: Final = ("pdf?", "pptx", "xlsx")
WHERE_PEOPLE_SIGN_IN: Final = {"account", "accounts", "sign_in", "sign_in_password"}
# What each server counts of its own requests.
COUNTED: Final = "metrics"
SENT: Final = {
    "/_dash-update-component",
    "live_dash-update-component",
    *(f"intake_{name}" for name in ("check", "drop", "leave", "load", "receive_file", "undo")),
    *("exceptions", "headline", "pack_packs", "pack_slides", "pack_step", "remarks"),
    *(f"scrutiny_{verb}_{noun}" for verb in ("add", "update") for noun in ("question", "recommendation")),
}  # fmt: skip


@pytest.fixture(scope="module")
def public(with_cases: Engine, tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    """A browser that has not opened the link of a server without the view."""
    return server_of(with_cases, tmp_path_factory.mktemp("public")).test_client()


@pytest.fixture(scope="module")
def server(with_cases: Engine, tmp_path_factory: pytest.TempPathFactory) -> Flask:
    return server_of(with_cases, tmp_path_factory.mktemp("team"), has_data_team_view=True)


@pytest.fixture(scope="module")
def team(server: Flask) -> FlaskClient:
    """A browser that has opened the link, and made a pack."""
    client = entered(server.test_client())
    made = {
        "address": "/meeting?framework=ha-wsoa-2021",
        "as_of": "2023-04-19",
        "by": "Ann Example",
    }
    answer = client.post("/packs", json=made, headers=OWN)
    assert answer.get_json()["pack_id"] == PARTS["pack"]
    return client


def addresses(server: Flask) -> Iterator[tuple[str, str]]:
    """Yield the endpoint and an address of every rule that can be fetched."""
    for rule in server.url_map.iter_rules():
        if "GET" not in (rule.methods or ()):
            continue
        if rule.endpoint == "/<path:path>":
            yield from ((rule.endpoint, page) for page in PAGES)
            continue
        path = re.sub(r"<(?:[^:<>]+:)?(\w+)>", lambda part: str(PARTS[part[1]]), rule.rule)
        yield rule.endpoint, f"{path}?{QUERY}&measure=ehcp-20-weeks"


def fetched(client: FlaskClient, address: str) -> TestResponse:
    """Return an answer that was read to its end, so that no file stays open; a file once it is made."""
    while (response := client.get(address, buffered=True)).status_code == BEING_MADE:
        time.sleep(0.05)
    response.close()
    return response


def has_small(response: TestResponse) -> bool:
    """Return whether a text has a small number; scripts and drawn files have numbers of their own."""
    is_text = response.mimetype in TEXT_TYPES and not response.request.path.startswith(
        STATIC_FOLDERS
    )
    if not is_text:
        return False
    # What others published of an area may be the same numbers: rows of a file name the origin.
    is_file = response.mimetype == "text/csv"
    rows = (row for row in response.text.splitlines() if not (is_file and ",published," in row))
    return any(map(SMALL.search, rows))


def sent(response: TestResponse) -> tuple[int, bytes, str | None]:
    # A text that Dash makes at each start.
    body = re.sub(rb'"end_id":"[^"]+"', b"", response.data)
    return response.status_code, body, response.headers.get("Content-Disposition")


def marks(response: TestResponse) -> bool:
    """Return whether a page or a file says that it shows small numbers; a region's page does."""
    if response.request.path.startswith("/live/"):
        return True
    if response.mimetype == "text/html":
        return "For the data team." in response.text
    return 'filename="unsuppressed-' in response.headers["Content-Disposition"]


def test_without_the_cookie_every_address_answers_as_to_the_public(
    server: Flask, team: FlaskClient, public: FlaskClient
):
    stranger = server.test_client()
    for endpoint, address in addresses(server):
        answer, to_public = fetched(stranger, address), fetched(public, address)
        if endpoint == "enter":
            assert answer.status_code == 403
        elif endpoint == COUNTED or address.rpartition(".")[2][:4] in MADE_ANEW:
            assert answer.status_code == to_public.status_code == 200, address
        else:
            assert sent(answer) == sent(to_public), address
            assert not has_small(answer), address


def test_with_it_what_differs_is_marked_and_never_stored(
    server: Flask, team: FlaskClient, public: FlaskClient
):
    writer = entered(public.application.test_client())
    different, documents = set(), set()
    for endpoint, address in addresses(server):
        answer = fetched(team, address)
        if answer.status_code == HTTPStatus.OK and answer.mimetype == "text/html":
            documents.add(endpoint)
        if endpoint == COUNTED or address.rpartition(".")[2][:4] in MADE_ANEW:
            continue
        if sent(answer) != sent(fetched(writer, address)):
            different.add(endpoint)
            assert marks(answer), address
            assert answer.headers["Cache-Control"] == "no-store"
        else:
            assert not has_small(answer), address
    assert different == SHOWS_SMALL
    assert documents - {"/", "/<path:path>"} == DOCUMENTS.keys() - WHERE_PEOPLE_SIGN_IN


def test_every_address_to_which_something_is_sent_is_one_that_is_looked_at(server: Flask):
    rules = server.url_map.iter_rules()
    assert {rule.endpoint for rule in rules if "GET" not in (rule.methods or ())} == SENT


@pytest.mark.parametrize("name", ["series", "overview", "signals"])
def test_every_row_of_a_file_with_small_numbers_says_so(team: FlaskClient, name: str):
    text = team.get(f"/download/{name}.csv?{QUERY}&measure=ehcp-20-weeks").text
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))
    assert {row["data"] for row in rows} == {"unsuppressed: not for publication"}


def test_pages_files_and_pictures_of_the_view_have_the_small_numbers(team: FlaskClient):
    assert SMALL.search(team.get(MEASURE).text)
    download = f"?{QUERY}&measure=ehcp-20-weeks&breakdown=exceptions%3Dexcluding"
    assert SMALL.search(team.get(f"/download/series.csv{download}").text)
    picture = team.get(f"/download/series.svg{download}").text
    assert "For the data team. Counts of a few children are shown" in picture
    example = team.get("/download/overview.csv?area=X99000001")
    assert 'filename="unsuppressed-example-borough-syn' in example.headers["Content-Disposition"]


def checked(client: FlaskClient) -> Mapping[str, Any]:
    """Return what would come of a file of two new cases."""
    head = "case_id,area_code,request_date,plan_issued_date,primary_need,cut_off,coverage"
    rows = [f"C{n},{HARINGEY},2023-01-02,2023-04-03,ASD,2023-04-30,changes" for n in range(2)]
    text = "\n".join([head, *rows]).encode()
    file = client.post("/intake/files?name=ehc_assessments.csv", data=text, headers=OWN)
    tokens = [file.get_json()["token"]]
    answer = client.post("/intake/check", json={"tokens": tokens}, headers=OWN)
    (report,) = json.loads(answer.text.splitlines()[-1])["result"]["files"]
    return report


def test_a_load_counts_few_cases_for_the_data_team_alone(team: FlaskClient, public: FlaskClient):
    assert checked(team)["new"] == 2
    assert checked(entered(public.application.test_client()))["new"] is None


HEADLINE: Final = {"address": MEASURE, "period_end": "2023-03-31", "by": "Ann"}
REMARK: Final = {"address": MEASURE, "kind": "challenge", "by": "Ann"}
OF_PLAN: Final = {"framework_id": "ha-wsoa-2021", "by": "Ann"}


@pytest.mark.parametrize(
    ("address", "field", "rest"),
    [
        ("/headline", "text", HEADLINE),
        ("/remarks", "text", REMARK),
        ("/remarks", "text", REMARK | {"address": "/priority/ha-wsoa-2021/1"}),
        ("/scrutiny/questions", "question", OF_PLAN | {"member": "Cllr Example"}),
        ("/scrutiny/questions/1", "answer", OF_PLAN | {"was": "x"}),
        ("/scrutiny/recommendations", "text", OF_PLAN | {"asks": "note"}),
        ("/scrutiny/recommendations/1", "progress", OF_PLAN | {"was": "x"}),
        ("/packs/step", "note", {"pack_id": PARTS["pack"], "state": "checked", "is_sure": "yes", "by": "Bo"}),
        ("/packs/slides", "note", {"pack_id": PARTS["pack"], "move": "note", "slide": "cover", "by": "Bo"}),
    ],
)  # fmt: skip
@pytest.mark.parametrize("text", ["78.9% were on time.", "Four were late.", "15 of 19"])
def test_a_number_that_the_public_does_not_see_is_not_written_in_the_view(
    team: FlaskClient, address: str, field: str, rest: dict[str, str], text: str
):
    answer = team.post(address, json=rest | {field: text}, headers=OWN)
    assert answer.status_code == 422, answer.text
    words = answer.get_json()["error"]["words"]
    assert re.search(r"the public does not see (78\.9%|4|15 and 19) here", words)


def test_what_the_public_sees_is_written_there_and_elsewhere_nothing_is_held(
    team: FlaskClient, public: FlaskClient
):
    """A shown figure, no number, and what a writer without the view may have from anywhere."""
    writer = entered(public.application.test_client())
    for client, text in ((team, "82% on time."), (team, "Slower."), (writer, "79%."), (team, "")):
        answer = client.post("/headline", json=HEADLINE | {"text": text}, headers=OWN)
        assert answer.status_code == 200, answer.text


@pytest.mark.parametrize(
    ("headers", "environ"),
    [
        ({}, {"SERVER_NAME": "0.0.0.0"}),  # noqa: S104 - nothing is bound to it
        ({}, {"REMOTE_ADDR": "10.0.0.7"}),
        ({"X-Forwarded-For": "10.0.0.7"}, {}),
        ({"Forwarded": "for=10.0.0.7"}, {}),
        # As a proxy asks that nobody has configured.
        ({}, {"SERVER_PROTOCOL": "HTTP/1.0"}),
    ],
)
def test_through_a_proxy_or_from_elsewhere_nothing_is_read_and_the_link_opens_nothing(
    server: Flask, team: FlaskClient, headers: dict[str, str], environ: dict[str, str]
):
    for address in (MEASURE, "/intake", server.config[ENTRY_PATH]):
        refused = team.get(address, headers=headers, environ_overrides=environ)
        assert (refused.status_code, refused.headers.get("Set-Cookie")) == (403, None)
        assert "Without a sign-in it answers its own machine alone" in refused.text


@pytest.mark.parametrize(
    "host",
    [
        "rebound.example",
        "127.0.0.1.rebound.example",
        "localhost:8050",
        "localhost:x",
        "10.0.0.5",
        "",
    ],
)
@pytest.mark.parametrize(
    "path", ["/", "/download/series.csv", "/intake", "/assets/favicon.svg", "link"]
)
def test_another_name_or_port_is_refused_in_words_at_every_address(
    server: Flask, team: FlaskClient, host: str, path: str
):
    address = server.config[ENTRY_PATH] if path == "link" else path
    answer = team.get(address, headers={"Host": host})
    assert answer.status_code == 403
    assert "only at this machine’s own address and its own port" in answer.text


@pytest.mark.parametrize(
    ("host", "port"), [("127.0.0.1:8050", "8050"), ("[::1]:9", "9"), ("localhost", "80")]
)
def test_its_own_names_with_its_port_are_answered(server: Flask, host: str, port: str):
    environ = {"SERVER_PORT": port}
    answer = server.test_client().get("/about", headers={"Host": host}, environ_overrides=environ)
    assert answer.status_code == 200


def test_the_cookie_is_of_this_session_and_for_no_script_and_no_other_site(server: Flask):
    link = server.config[ENTRY_PATH]
    answer = server.test_client().get(link)
    cookie = answer.headers["Set-Cookie"].split("; ")
    assert {"HttpOnly", "SameSite=Strict", "Path=/"} == set(cookie[1:])
    assert answer.headers["Location"] == "/"
    assert answer.headers["Cache-Control"] == "no-store"
    assert len(link.rpartition("/")[2]) > 40


def test_each_start_has_a_secret_of_its_own(server: Flask, with_cases: Engine, tmp_path: Path):
    again = server_of(with_cases, tmp_path)
    assert again.config[ENTRY_PATH] != server.config[ENTRY_PATH]
    assert again.test_client().get(server.config[ENTRY_PATH]).status_code == 403


def test_without_a_request_nothing_small_shows():
    assert not shows_small()


def test_the_view_is_off_unless_it_is_set_and_on_loopback_alone():
    assert not read_settings({}).has_data_team_view
    with pytest.raises(ValueError, match="exclude each other"):
        read_settings({"SHOW_SMALL_NUMBERS": "1", "READ_ONLY": "1"})
    for host in ("", "127.0.0.1", "127.9.9.9", "::1", "[::1]", "localhost"):
        assert read_settings({"SHOW_SMALL_NUMBERS": "1", "HOST": host}).has_data_team_view
    for host in ("0.0.0.0", "::", "10.0.0.5", "send.example"):  # noqa: S104 - nothing is bound
        with pytest.raises(ValueError, match=r"Without a sign-in.*make run.*HOST=::1.*READ_ONLY=1"):
            read_settings({"SHOW_SMALL_NUMBERS": "1", "HOST": host})
    with pytest.raises(ValueError, match="SHOW_SMALL_NUMBERS is 'yes'"):
        read_settings({"SHOW_SMALL_NUMBERS": "yes"})
    with pytest.raises(ValueError, match="PORT is 'http'"):
        read_settings({"PORT": "http"})
