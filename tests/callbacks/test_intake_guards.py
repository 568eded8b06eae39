"""Who may load: this machine's own pages alone, unless a setting says otherwise."""

from typing import Any

import pytest
from flask import Flask, Response
from flask.testing import FlaskClient

from callbacks.access.guards import guarded
from callbacks.server.loopback import is_loopback
from callbacks.server.settings import Settings, read_settings

EVERYWHERE = "0.0.0.0"  # noqa: S104 - nothing is bound to it
OURS = {"X-Intake": "1", "Sec-Fetch-Site": "same-origin"}


def client_of(settings: Settings) -> FlaskClient:
    server = Flask(__name__)
    answer = guarded(settings, lambda: Response("done"))
    link = guarded(settings, lambda: Response("done"), changes=False)
    server.add_url_rule("/", "work", answer, methods=["POST"])
    server.add_url_rule("/link", "link", link)
    return server.test_client()


def status(settings: Settings, headers: dict[str, str], **environ: Any) -> int:
    return client_of(settings).post("/", headers=headers, environ_overrides=environ).status_code


@pytest.mark.parametrize("host", ["localhost:8050", "127.0.0.1:8050", "[::1]:8050", "localhost."])
def test_a_page_of_this_machine_may(host: str):
    assert status(Settings(), {**OURS, "Host": host}) == 200


@pytest.mark.parametrize(
    ("settings", "headers", "environ"),
    [
        (Settings(host=EVERYWHERE), {}, {}),
        (Settings(host="10.0.0.5"), {}, {}),
        # The command line of the server may say another address than the setting.
        (Settings(), {}, {"SERVER_NAME": EVERYWHERE}),
        (Settings(), {}, {"REMOTE_ADDR": "10.0.0.7"}),
        (Settings(), {}, {"REMOTE_ADDR": ""}),
        # A name of another site that leads to this machine.
        (Settings(), {"Host": "rebound.example"}, {}),
        (Settings(), {"Host": "127.0.0.1.rebound.example:8050"}, {}),
        (Settings(), {"Host": "localhost@rebound.example"}, {}),
        (Settings(), {"X-Forwarded-For": "10.0.0.7"}, {}),
        (Settings(), {"X-Forwarded-Host": "send.example"}, {}),
        (Settings(), {"Forwarded": "for=10.0.0.7"}, {}),
        (Settings(), {"Via": "1.1 proxy"}, {}),
    ],
)
def test_whoever_may_come_from_elsewhere_may_not(
    settings: Settings, headers: dict[str, str], environ: dict[str, str]
):
    answer = client_of(settings).post("/", headers={**OURS, **headers}, environ_overrides=environ)
    assert answer.status_code == 403
    assert answer.json is not None
    assert "ALLOW_LOADING=1" in answer.json["error"]["words"]


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"X-Intake": "1"},
        {"Sec-Fetch-Site": "same-origin"},
        {"X-Intake": "1", "Sec-Fetch-Site": "cross-site"},
        {"X-Intake": "1", "Sec-Fetch-Site": "same-site"},
        {"X-Intake": "1", "Origin": "http://elsewhere.example"},
        {"X-Intake": "1", "Origin": "null"},
        {"X-Intake": "1", "Origin": "http://localhost:9999"},
        # What the browser says of the site counts before what it says of the origin.
        {"X-Intake": "1", "Origin": "http://localhost", "Sec-Fetch-Site": "cross-site"},
    ],
)
@pytest.mark.parametrize("settings", [Settings(), Settings(allows_loading=True)])
def test_a_page_of_another_site_may_not(settings: Settings, headers: dict[str, str]):
    assert status(settings, headers) == 403


def test_an_older_browser_says_whence_it_comes_by_its_origin():
    assert status(Settings(), {"X-Intake": "1", "Origin": "http://localhost"}) == 200


def test_a_setting_opens_it_to_whoever_reaches_the_server():
    settings = Settings(host=EVERYWHERE, allows_loading=True)
    headers = {**OURS, "Host": "send.example", "X-Forwarded-For": "10.0.0.7"}
    assert status(settings, headers, REMOTE_ADDR="10.0.0.1", SERVER_NAME=EVERYWHERE) == 200


def test_a_link_needs_no_header_but_may_not_be_followed_from_another_site():
    client = client_of(Settings())
    assert client.get("/link").status_code == 200
    assert client.get("/link", headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403


@pytest.mark.parametrize(
    ("name", "is_own"),
    [("127.0.0.1", True), ("127.8.8.8", True), ("::1", True), ("[::1]", True), ("LOCALHOST", True),
     (EVERYWHERE, False), ("", False), ("localhost.example", False), ("unix", False)],
)  # fmt: skip
def test_loopback_names_are_told_from_others(name: str, is_own: bool):
    assert is_loopback(name) is is_own


def test_settings_of_loading_are_read_and_held_to_what_they_may_be():
    told = read_settings({"HOST": EVERYWHERE, "ALLOW_LOADING": "1", "MAX_UPLOAD_MB": "3"})
    assert (told.host, told.allows_loading, told.max_upload_bytes) == (EVERYWHERE, True, 3 << 20)
    assert not read_settings({}).allows_loading
    for wrong in ({"ALLOW_LOADING": "yes"}, {"MAX_UPLOAD_MB": "lots"}, {"MAX_UPLOAD_MB": "0"}):
        with pytest.raises(ValueError, match=next(iter(wrong))):
            read_settings(wrong)
