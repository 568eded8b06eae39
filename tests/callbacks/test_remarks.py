"""Who may write remarks and replies, and what is answered where one cannot be taken."""

from typing import Any, Final

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine

from callbacks.forms import commentary
from dashboard.model.selection import Selection
from dashboard.records.commentary import LONGEST_REMARK
from dashboard.records.exceptions import exception_token
from data.loading.history import extract_history
from data.meetings.commentary import EditConflictError, load_open_exceptions
from tests.apps import OWN
from tests.callbacks.conftest import TODAY
from tests.stores import read_as_page

PLAN: Final = "area=E09000014&framework=ha-wsoa-2021"
MEASURE: Final = f"/measure/annual-review-on-time?{PLAN}"
PRIORITY: Final = "/priority/ha-wsoa-2021/1"
REMARK: Final = {
    "address": MEASURE, "kind": "next_step", "text": "Recruit two case officers", "owner": "",
    "due_on": "", "by": "A. Lee",
}  # fmt: skip
REPLY: Final = {
    "address": MEASURE, "measure": "annual-review-on-time", "breakdown": "", "basis": "ytd",
    "period_end": "2023-03-31", "owner": "Head of SEND", "reply_by": "", "reply": "Staff left",
    "by": "A. Lee",
}  # fmt: skip


@pytest.fixture(autouse=True)
def _nothing_is_written(engine: Engine):
    """The store is shared: what is refused leaves nothing."""
    before = len(extract_history(engine))
    yield
    assert len(extract_history(engine)) == before


@pytest.fixture(scope="module")
def mark(engine: Engine) -> str:
    """The mark of what was said of the exception of the measure: nothing."""
    found = read_as_page(load_open_exceptions, engine, Selection(framework="ha-wsoa-2021"), TODAY)
    return exception_token(next(one for one in found if one.measure_id == REPLY["measure"]))


def post(client: FlaskClient, to: str, said: dict[str, Any], **headers: str) -> tuple[int, str]:
    response = client.post(to, json=said, headers=headers or OWN)
    return response.status_code, response.get_json()["error"]["words"]


def remark(client: FlaskClient, **changes: Any) -> tuple[int, str]:
    return post(client, "/remarks", {**REMARK, **changes})


def reply(client: FlaskClient, **changes: Any) -> tuple[int, str]:
    return post(client, "/exceptions", {**REPLY, **changes})


@pytest.mark.parametrize(("to", "said"), [("/remarks", REMARK), ("/exceptions", REPLY)])
def test_what_another_site_sends_is_refused(client: FlaskClient, to: str, said: dict[str, Any]):
    status, words = post(
        client, to, said, **{"X-Intake": "1", "Origin": "http://elsewhere.example"}
    )
    assert status == 403
    assert words.startswith("This was not sent by a page of this dashboard.")


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"by": " "}, "Say who you are"),
        ({"text": "  "}, "Write the remark."),
        ({"text": "x" * (LONGEST_REMARK + 1)}, "The remark may have up to"),
        ({"text": 7}, "The remark cannot be read."),
        ({"kind": "gossip"}, "Choose what the remark is"),
        ({"kind": ["challenge"]}, "The kind cannot be read."),
        ({"state": "maybe"}, "Choose whether the remark is open or done."),
        ({"state": ["open"]}, "The state cannot be read."),
        ({"state": "withdrawn"}, "Choose whether the remark is open or done."),
        ({"owner": "x" * 61}, "The owner may have up to"),
        ({"due_on": "soon"}, "The due day cannot be read as a day."),
    ],
)
def test_a_remark_that_cannot_be_taken_is_said(
    client: FlaskClient, changes: dict[str, Any], words: str
):
    status, told = remark(client, **changes)
    assert (status, told[: len(words)]) == (400, words)


@pytest.mark.parametrize(
    "changes",
    [
        {"address": "/measure/nowhere?area=E09000014"},
        {"address": f"/actions?{PLAN}"},
        {"address": f"{MEASURE}&as_of=2023-04-19"},
        {"address": "/priority/ha-wsoa-2021/9"},
        {"address": "/priority/nowhere/1"},
        {"address": PRIORITY, "measure": "local-offer-views"},
        {"address": None},
    ],
)
def test_where_nothing_can_be_written_it_is_said(client: FlaskClient, changes: dict[str, Any]):
    status, words = remark(client, **changes)
    assert status == 404
    assert words.startswith("Nothing can be written for what this page shows.")


@pytest.mark.parametrize("address", [MEASURE, PRIORITY])
def test_a_remark_that_is_gone_or_was_changed_is_not_overwritten(client: FlaskClient, address: str):
    status, words = remark(client, address=address, replaces="0123456789abcdef")
    assert status == 409
    assert words.startswith("Somebody has changed this meanwhile")


def test_words_that_point_at_a_child_are_refused_and_not_repeated(client: FlaskClient, mark: str):
    text = "Write to jo.bloggs@example.com"
    for status, words in (remark(client, text=text), reply(client, reply=text, replaces=mark)):
        assert status == 422
        assert "is not saved." in words
        assert "bloggs" not in words


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"reply": "", "owner": ""}, "Write a reply, or name who is asked."),
        ({"reply": "x" * (LONGEST_REMARK + 1)}, "The reply may have up to"),
        ({"reply_by": "2023-02-30"}, "The day of the reply cannot be read as a day."),
        ({"by": ""}, "Say who you are"),
    ],
)
def test_a_reply_that_cannot_be_taken_is_said(
    client: FlaskClient, changes: dict[str, Any], words: str
):
    status, told = reply(client, **changes)
    assert (status, told[: len(words)]) == (400, words)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"measure": "ehcp-20-weeks"}, "This figure no longer asks for a reply."),
        ({"breakdown": "need=ASD"}, "This figure no longer asks for a reply."),
        ({"measure": ["x"]}, "This figure no longer asks for a reply."),
        ({"period_end": "2023-02-28"}, "Newer figures have come meanwhile."),
        ({"replaces": "0123456789abcdef"}, "Somebody has changed this meanwhile"),
        ({}, "Somebody has changed this meanwhile"),
    ],
)
def test_a_reply_to_what_has_changed_is_not_taken(
    client: FlaskClient, changes: dict[str, Any], words: str
):
    status, told = reply(client, **changes)
    assert (status, told[: len(words)]) == (409, words)


def test_what_is_loaded_beside_it_is_tried_again(
    client: FlaskClient, mark: str, monkeypatch: pytest.MonkeyPatch
):
    goes: list[str] = []

    def write(*_: Any, version: str, **__: Any) -> None:
        goes.append(version)
        raise EditConflictError

    monkeypatch.setattr(commentary, "write_exception", write)
    assert reply(client, replaces=mark)[0] == 409
    assert len(goes) == 3
