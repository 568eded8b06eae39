"""Forms that a browser sends by itself: from whom they are taken, and what is answered."""

from typing import Final

import pytest
from flask.testing import FlaskClient
from lxml import html as lxml_html
from sqlalchemy import Engine

from data.loading.history import extract_history
from tests.apps import OWN_FORM

ADDRESS: Final = (
    "/measure/annual-review-on-time?area=E09000014&framework=ha-wsoa-2021&tab=commentary"
)
REMARK: Final = {
    "form": "remark-new", "address": ADDRESS, "kind": "challenge", "text": "x" * 501,
    "owner": "Head of <SEND>", "due_on": "2023-05-31", "by": "A. Lee",
}  # fmt: skip


@pytest.fixture(autouse=True)
def _nothing_is_written(engine: Engine):
    """The store is shared: what is refused leaves nothing."""
    before = len(extract_history(engine))
    yield
    assert len(extract_history(engine)) == before


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "same-origin"},
        {"Origin": "https://localhost"},
        {"Origin": "http://elsewhere.example"},
        {"Origin": "null"},
        {},
    ],
)
def test_a_form_of_another_site_is_refused_on_a_page_of_its_own(
    client: FlaskClient, headers: dict[str, str]
):
    response = client.post("/remarks", data=REMARK, headers=headers)
    assert response.status_code == 403
    page = lxml_html.fromstring(response.text)
    assert page.findtext(".//h1") == "Not saved"
    assert not page.forms


@pytest.mark.parametrize("to", ["/intake/undo", "/intake/load", "/intake/files?name=a.csv"])
def test_files_are_not_loaded_by_a_form_without_the_token(client: FlaskClient, to: str):
    sent = {"extract": "1", "by": "x"}
    without_token = {**OWN_FORM, "X-CSRF-Token": ""}
    assert client.post(to, data=sent, headers=without_token).status_code == 403


def test_what_is_refused_is_shown_again_in_its_form_with_the_reason(client: FlaskClient):
    response = client.post("/remarks", data=REMARK, headers=OWN_FORM)
    assert (response.status_code, response.headers["Cache-Control"]) == (400, "no-store")
    page = lxml_html.fromstring(response.text)
    alert = page.find(".//main//div[@role='alert']")
    assert alert.text_content() == "The remark may have up to 500 characters. Go to what you wrote"
    (form,) = [each for each in page.forms if each.get("id") == "remark-new"]
    assert alert.find(".//a").get("href") == "#remark-new"
    assert next(form.iterancestors("details")).get("open") is not None
    assert form.find(".//p[@class='form-said is-alert']").text == (
        "The remark may have up to 500 characters."
    )
    assert REMARK.items() <= dict(form.fields).items()
    others = [each for each in page.forms if each.get("method") == "post" and each is not form]
    assert {each.fields["address"] for each in others} <= {ADDRESS}
    # Nobody else is shown it.
    assert "Head of &lt;SEND&gt;" not in client.get(ADDRESS).text


@pytest.mark.parametrize(
    "address", ["", "//elsewhere.example/", "https://elsewhere.example/", "/x"]
)
def test_a_form_leads_to_no_other_site(client: FlaskClient, address: str):
    response = client.post("/remarks", data={**REMARK, "address": address}, headers=OWN_FORM)
    page = lxml_html.fromstring(response.text)
    assert response.status_code == 404
    assert page.find(".//main").get("data-shown").startswith("/?area=")


def test_a_form_that_is_too_large_is_refused(client: FlaskClient):
    response = client.post("/remarks", data={**REMARK, "text": "x" * 70_000}, headers=OWN_FORM)
    assert response.status_code == 413
    assert response.text == "What was sent is larger than 64 kilobytes, the most that is read.\n"


def test_a_reader_who_may_not_write_is_shown_no_form(client: FlaskClient):
    page = client.application.test_client().get(ADDRESS).text
    assert "data-no-write" in page
    assert "data-no-write" not in client.get(ADDRESS).text
