"""Who may write a headline, and what is answered where one cannot be taken."""

from typing import Any, Final

import pytest
from flask.testing import FlaskClient

from dashboard.model.selection import Selection
from dashboard.records.commentary import LONGEST_HEADLINE
from data.files.csv_reader import open_extract
from data.loading.load import load_files
from data.queries.panels import load_panel
from tests.apps import OWN, entered, server_of
from tests.callbacks.conftest import HARINGEY
from tests.stores import current_day, read_as_page

MEASURE: Final = "/measure/ehcp-20-weeks?area=E09000014&framework=ha-wsoa-2021"
SAID: Final = {
    "address": MEASURE,
    "period_end": "2023-03-31",
    "text": "Four in five plans come on time",
    "by": "Head of SEND",
}


def answer(client: FlaskClient, headers: dict[str, str] = OWN, **changes: Any) -> tuple[int, str]:
    response = client.post("/headline", json={**SAID, **changes}, headers=headers)
    return response.status_code, response.get_json()["error"]["words"]


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"X-Intake": "1"},
        {"X-Intake": "1", "Sec-Fetch-Site": "same-origin"},
        {"X-Intake": "1", "Origin": "https://elsewhere.example"},
    ],
)
def test_what_another_site_sends_is_refused(client: FlaskClient, headers: dict[str, str]):
    status, words = answer(client, headers)
    assert status == 403
    assert words.startswith("This was not sent by a page of this dashboard.")


@pytest.mark.parametrize("header", ["X-Forwarded-For", "Via", "X-Real-IP"])
def test_what_comes_through_a_proxy_is_refused(client: FlaskClient, header: str):
    response = client.post("/headline", json=SAID, headers={**OWN, header: "10.0.0.1"})
    assert response.status_code == 403
    assert "through a proxy" in response.text


def test_a_browser_that_has_not_opened_the_link_is_told_to(engine, tmp_path):
    client = server_of(engine, tmp_path).test_client()
    status, words = answer(client)
    assert status == 403
    assert "open the link that the server printed" in words


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"by": "  "}, "Say who you are: the history keeps it."),
        ({"by": "x" * 61}, "The name may have up to 60 characters."),
        ({"text": "x" * (LONGEST_HEADLINE + 1)}, "The headline may have up to"),
        ({"text": 7}, "The headline cannot be read."),
    ],
)
def test_what_cannot_be_taken_is_said(client: FlaskClient, changes: dict[str, Any], words: str):
    status, told = answer(client, **changes)
    assert status == 400
    assert told.startswith(words)


@pytest.mark.parametrize(
    "address",
    [
        "/measure/nowhere?area=E09000014",
        "/actions?area=E09000014",
        f"{MEASURE}&breakdown=no=where",
        f"{MEASURE}&as_of=2023-04-19",
        None,
    ],
)
def test_an_address_for_which_nothing_can_be_written_is_said(client: FlaskClient, address: Any):
    status, words = answer(client, address=address)
    assert status == 404
    assert words.startswith("No headline can be written")


def test_a_headline_over_a_hidden_figure_is_not_shown_to_the_public(with_cases, tmp_path):
    text = "15 of 19 on time"
    path = tmp_path / "headlines.csv"
    path.write_text(
        "framework_id,measure_id,breakdown,basis,period_end,text,author\n"
        f"ha-wsoa-2021,ehcp-20-weeks,exceptions=excluding,month,2023-03-31,{text},Head of SEND\n"
    )
    (report,) = load_files(with_cases, [open_extract(path)], by="test")
    assert report.issues == ()
    chosen = Selection(area=HARINGEY, framework="ha-wsoa-2021", measure="ehcp-20-weeks")
    today = current_day()
    team, public = (
        read_as_page(load_panel, with_cases, chosen, today, shows_small=shows_small).series
        for shows_small in (True, False)
    )
    assert any(text in series.headline for series in team)
    assert not any(text in f"{series.headline} {series.alt}" for series in public)


def test_who_writes_over_a_hidden_figure_is_answered_that_the_public_does_not_see_it(
    with_cases, tmp_path
):
    client = entered(server_of(with_cases, tmp_path).test_client())
    address = f"{MEASURE}&origin=cases&basis=month&breakdown=exceptions%3Dexcluding"
    body = {**SAID, "address": address, "text": "Slower"}
    response = client.post("/headline", json=body, headers=OWN)
    assert response.get_json()["words"].endswith(
        " The public does not see it, since it does not see this figure."
    )


def test_words_for_a_period_gone_by_are_not_put_over_a_newer_one(client: FlaskClient):
    status, words = answer(client, period_end="2023-02-28")
    assert status == 409
    assert words.startswith("Newer figures have come meanwhile.")


def test_words_that_point_at_a_child_are_refused_and_not_repeated(client: FlaskClient):
    status, words = answer(client, text="Write to jo.bloggs@example.com")
    assert status == 422
    assert words.startswith("The headline is not saved.")
    assert "bloggs" not in words


def test_nothing_that_was_refused_changed_the_page(client: FlaskClient):
    page = client.get(f"{MEASURE}&tab=commentary").get_data(as_text=True)
    assert "Change the headline" in page
    assert "Written by" not in page
