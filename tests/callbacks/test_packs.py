"""Who may make a pack or take it further, and what is answered where it cannot be."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from sqlalchemy import Engine
from werkzeug.test import TestResponse

from dashboard.pack.scope import LONGEST_OWNER
from data.loading.load import load_files
from data.store.databases.engine import make_engine
from data.store.tables import packs
from tests.apps import OWN, entered, server_of
from tests.builders.files import csv_file
from tests.builders.unreadable_packs import unreadable
from tests.stores import current_day

PAGE: Final = "/meeting?area=E09000014&framework=ha-wsoa-2021"
MADE: Final = {"address": PAGE, "as_of": "2023-04-19", "by": "Ann Example"}
FIRST: Final = "ha-wsoa-2021-2023-04-19-v1"
CHECKED: Final = {"pack_id": FIRST, "state": "checked", "by": "Bea Other", "is_sure": "yes"}
# A made-up one whose check letter fits.
UPN: Final = "H801200001001"


@pytest.fixture(scope="module")
def own_engine(filled_store: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """A store of its own, with nothing but what is shipped."""
    store = tmp_path_factory.mktemp("packs") / "send.sqlite3"
    shutil.copy(filled_store.removeprefix("sqlite:///"), store)
    engine = make_engine(f"sqlite:///{store}")
    yield engine
    engine.dispose()


@pytest.fixture(scope="module")
def writer(own_engine: Engine, tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    return entered(server_of(own_engine, tmp_path_factory.mktemp("compressed")).test_client())


def post(client: FlaskClient, path: str, said: dict[str, Any], **changes: Any) -> tuple[int, str]:
    response = client.post(path, json={**said, **changes}, headers=OWN)
    told = response.get_json()
    return response.status_code, told["words"] if response.status_code == 200 else told["error"][
        "words"
    ]


@pytest.mark.parametrize(
    ("changes", "status", "words"),
    [
        ({"by": " "}, 400, "Say who you are"),
        ({"by": "x" * 61}, 400, "The name may have up to 60 characters."),
        ({"as_of": "19/04/2023"}, 400, "Choose the report date of the pack."),
        ({"as_of": None}, 400, "Choose the report date of the pack."),
        ({"as_of": "0001-01-01"}, 400, "Choose the report date of the pack."),
        ({"as_of": "2099-01-01"}, 409, "1 January 2099 is still to come"),
        ({"address": "/actions"}, 404, "There is no such plan any more."),
        ({"address": "/meeting?framework=nowhere"}, 404, "There is no such plan any more."),
        ({"address": 7}, 404, "There is no such plan any more."),
        ({"scope": "priority:none"}, 400, "What a pack is of is the plan, an owner or a priority."),
        ({"scope": "priority:9"}, 409, "This plan has no priority 9 with measures."),
        (
            {"scenario": "/profile?growth=5"},
            400,
            "The scenario is an address of the page Future need.",
        ),
        (
            {"scenario": "/future?area=E09000030&growth=5"},
            409,
            "This address chooses no scenario of the area on the report date.",
        ),
        ({"by": f"Ann {UPN}"}, 422, "The text under “your name” seems to hold a UPN: take it out."),
    ],
)
def test_a_pack_that_cannot_be_made_is_said(
    writer: FlaskClient, changes: dict[str, Any], status: int, words: str
):
    answered, told = post(writer, "/packs", MADE, **changes)
    assert answered == status
    assert told.startswith(words)


def test_a_pack_holds_what_was_ticked_and_nothing_more(writer: FlaskClient):
    chosen = {"profile": "yes", "scenario": "/future?growth=5", "as_of": str(current_day())}
    made = {**MADE, "address": "/meeting?area=E09000030&framework=th-wsoa-2021", **chosen}
    assert post(writer, "/packs", made)[0] == 200
    report = writer.get(f"/report/th-wsoa-2021-{chosen['as_of']}-v1").get_data(as_text=True)
    assert "<h2>Children with SEND</h2>" in report
    assert "<h2>Scenario, not a figure</h2>" in report
    assert "<h2>Future need</h2>" not in report


def test_a_pack_is_made_checked_made_final_and_said_to_be_damaged(
    writer: FlaskClient, own_engine: Engine
):
    page = writer.get(PAGE).get_data(as_text=True)
    assert "No pack of Written Statement of Action has been made yet." in page
    assert "Compare two packs" not in page
    answer = writer.get("/report?area=E09000014&framework=ha-wsoa-2021")
    assert (answer.status_code, answer.location) == (302, PAGE)

    status, words = post(writer, "/packs", MADE)
    assert (status, words) == (
        200,
        "The pack of 19 April 2023, version 1, is made, as a draft. A second person checks it next.",
    )
    assert newest(writer) == f"/report/{FIRST}"
    shown = {
        "/priority/ha-wsoa-2021/2": "priority-2",
        f"/actions?{PAGE.partition('?')[2]}": "actions",
    }
    for path, slide in shown.items():
        present = f"/present?framework=ha-wsoa-2021&amp;slide={slide}"
        assert present in writer.get(path).get_data(as_text=True)
        assert writer.get(present.replace("amp;", "")).location == f"/meeting/{FIRST}/{slide}"
    assert post(writer, "/packs/step", CHECKED, by="ann  example")[0] == 409
    assert post(writer, "/packs/step", CHECKED)[0] == 200
    status, words = post(writer, "/packs/step", CHECKED, state="final")
    assert (status, words) == (
        200, "The pack of 19 April 2023, version 1, is final: it never changes.",
    )  # fmt: skip
    assert post(writer, "/packs", MADE)[0] == 200
    # The report that the meeting was given stays the one that is led to.
    assert newest(writer) == f"/report/{FIRST}"
    page = writer.get(PAGE).get_data(as_text=True)
    assert "As at 19 April 2023, version 2" in page
    assert "Compare two packs" in page

    with unreadable(own_engine, FIRST):
        assert newest(writer) == f"/report/{FIRST.replace('-v1', '-v2')}"
    assert newest(writer) == f"/report/{FIRST}"

    assert "As at 19 April 2023" in writer.get(f"{PAGE}&as_of=2023-04-19").get_data(as_text=True)
    earlier = writer.get(f"{PAGE}&as_of=2023-04-18").get_data(as_text=True)
    assert "As at 19 April 2023" not in earlier
    assert "has a report date up to 18 April 2023." in earlier

    second = FIRST.replace("-v1", "-v2")
    assert "This pack is damaged." not in writer.get(PAGE).get_data(as_text=True)
    with own_engine.connect().execution_options(writes=True) as connection, connection.begin():
        change = sa.update(packs).where(packs.c.pack_id == second).values(content="{}")
        connection.execute(change)
    page = writer.get(PAGE).get_data(as_text=True)
    assert "This pack is damaged." in page
    assert "was changed afterwards. Nothing of it is shown. Make a new pack" in page
    compared = writer.get(f"{PAGE}&pack={second}&against={FIRST}").get_data(as_text=True)
    assert "19 April 2023, version 2: What is kept of this pack is not what was frozen" in compared


def test_the_packs_of_every_plan_are_listed_those_of_this_plan_first(writer: FlaskClient):
    address = "/meeting?area=E09000030&framework=th-wsoa-2021"
    assert post(writer, "/packs", MADE, address=address, as_of="2023-03-31")[0] == 200
    other = "Tower Hamlets: Written Statement of Action (local area inspection 2021)"
    heading = f"{other} As at 31 March 2023, version 1"
    page = words_of(writer.get(PAGE))
    assert page.index("Haringey: Written Statement of Action") < page.index(heading)
    own = words_of(writer.get(address))
    assert heading not in own
    assert own.index(other) < own.index("As at 31 March 2023, version 1")
    for name in ("Present", "Report", "PDF", "PowerPoint", "Workbook", "HTML for e-mail"):
        assert f"{name} 31 March 2023, version 1" in own


def words_of(answer: TestResponse) -> str:
    """Return the words of a page, without the elements that they stand in."""
    return re.sub(r"\\u003c.*?\\u003e|<[^>]*>", "", answer.get_data(as_text=True))


def newest(client: FlaskClient) -> str | None:
    return client.get("/report?area=E09000014&framework=ha-wsoa-2021").location


@pytest.mark.parametrize(
    ("changes", "status", "words"),
    [
        ({"state": "draft"}, 400, "A pack is marked as checked or made final."),
        ({"is_sure": ""}, 400, "Say that you are sure of it"),
        ({"note": "x" * 201}, 400, "The note may have up to 200 characters."),
        ({"note": 7}, 400, "The note cannot be read."),
        ({"by": ""}, 400, "Say who you are"),
        ({"pack_id": "nowhere"}, 404, "There is no such pack."),
        ({"pack_id": None}, 404, "There is no such pack."),
        ({"pack_id": "\ud800"}, 400, "Nothing was said that can be read"),
        ({"note": f"About {UPN}"}, 422, "The text under “note” seems to hold a UPN: take it out."),
        ({"by": f"Bea {UPN}"}, 422, "The text under “your name” seems to hold a UPN: take it out."),
    ],
)
def test_a_step_that_cannot_be_taken_is_said(
    writer: FlaskClient, changes: dict[str, Any], status: int, words: str
):
    answered, told = post(writer, "/packs/step", CHECKED, **changes)
    assert answered == status
    assert told.startswith(words)


@pytest.mark.parametrize("path", ["/packs", "/packs/step"])
@pytest.mark.parametrize(
    "headers", [{}, {"X-Intake": "1"}, {**OWN, "Origin": "null"}, {**OWN, "Via": "1"}]
)
def test_others_are_refused(writer: FlaskClient, path: str, headers: dict[str, str]):
    assert writer.post(path, json=MADE, headers=headers).status_code == 403


@pytest.mark.parametrize(("name", "status"), [("%00", 400), ("%ED%A0%80", 404), ("a%0Ab", 404)])
def test_an_odd_name_is_that_of_no_pack(writer: FlaskClient, name: str, status: int):
    for path in (f"/report/{name}", f"/meeting/{name}/1", f"{PAGE}&pack={name}&against={FIRST}"):
        assert writer.get(path).status_code == status, path


def test_packs_that_are_not_there_are_not_found(writer: FlaskClient):
    assert writer.get(f"{PAGE}&pack=nowhere&against={FIRST}").status_code == 404
    same = writer.get(f"{PAGE}&pack={FIRST}&against={FIRST}")
    assert same.status_code == 200
    assert "Choose two different packs." in same.get_data(as_text=True)


def test_without_a_store_the_report_leads_to_the_page_that_says_so(
    empty_engine: Engine, tmp_path: Path
):
    client = server_of(empty_engine, tmp_path).test_client()
    assert client.get("/report").location == "/meeting"


def test_a_pack_of_a_priority_is_chosen_made_and_listed_under_its_name(writer: FlaskClient):
    page = writer.get(PAGE).text
    assert '<option value="priority:2">Priority 2, yearly account: Autism' in page
    status, words = post(writer, "/packs", MADE, scope="priority:2", as_of="2023-04-18")
    assert status == 200
    assert words == (
        "The pack of 18 April 2023, version 1 (yearly account of priority 2), is made, as a draft."
        " A second person checks it next."
    )
    assert (
        "Yearly account of priority 2 </span>As at 18 April 2023, version 1"
        in writer.get(PAGE).text
    )
    deck = writer.get("/meeting/ha-wsoa-2021-2023-04-18-v1/cover").text
    assert "Yearly account of priority 2: Autism assessment waiting times" in deck


def test_every_owner_that_is_offered_may_be_chosen(writer: FlaskClient, own_engine: Engine):
    """A service may have as many letters as a code; the owner in a remark is a text of any length."""
    service, sentence = "S" * LONGEST_OWNER, "T" * (LONGEST_OWNER + 1)
    due = {
        "area_code": "E09000030", "kind": "observations", "service": service,
        "measure_id": "ehcp-20-weeks", "period_start": "2022-10-01", "period_end": "2022-12-31",
        "due_on": "2023-01-31",
    }  # fmt: skip
    remark = {
        "area_code": "E09000030", "framework_id": "th-strategy-2018", "priority_number": "1",
        "kind": "next_step", "date": "2022-12-08", "text": "Ask them", "author": "Ann Example",
        "owner": sentence,
    }  # fmt: skip
    files = [csv_file(due, name="returns_due.csv"), csv_file(remark, name="commentary.csv")]
    assert [each.state for each in load_files(own_engine, files)] == ["loaded"] * 2
    page, scope = "/meeting?framework=th-strategy-2018", f"owner:{service}"
    offered = re.findall(r'<option value="(owner:[^"]+)"', writer.get(page).text)
    assert scope in offered
    assert f"owner:{sentence}" not in offered
    made = {**MADE, "address": page, "as_of": "2022-12-08"}
    assert post(writer, "/packs", made, scope=scope)[0] == 200
