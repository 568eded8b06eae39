"""Who may write the log of a committee, what is answered, and the files of it."""

import csv
import io
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine

from dashboard.model.meeting import Question, Recommendation
from dashboard.model.selection import Selection
from dashboard.records.scrutiny import LONGEST_TEXT, entry_token
from data.meetings.scrutiny import load_shown_log
from data.store.databases.engine import make_engine
from tests.apps import OWN, entered, server_of
from tests.stores import read_as_page

PLAN: Final = {"framework_id": "ha-wsoa-2021", "by": "Clerk"}
ASKED: Final = {
    **PLAN,
    "measure_id": "ehcp-20-weeks",
    "member": "Chair",
    "question": "How many plans wait for health advice?",
    "asked_on": "2023-04-25",
    "due_on": "2023-05-12",
}
OF_ANOTHER_PLAN: Final = "autism-decisions"
MADE: Final = {**PLAN, "text": "Report on waits in June", "asks": "agree", "priority_number": "1"}
CHOSEN: Final = Selection(framework="ha-wsoa-2021")
LOG_PAGE: Final = "/scrutiny?area=E09000014&framework=ha-wsoa-2021"
FILES: Final = "/download/scrutiny-{}.csv?area=E09000014&framework=ha-wsoa-2021"


@pytest.fixture(scope="module")
def engine(filled_store: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """A store of its own, which may be written to."""
    path = tmp_path_factory.mktemp("scrutiny") / "send.sqlite3"
    shutil.copy(filled_store.removeprefix("sqlite:///"), path)
    made = make_engine(f"sqlite:///{path}")
    yield made
    made.dispose()


@pytest.fixture(scope="module")
def client(engine: Engine, tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    return entered(server_of(engine, tmp_path_factory.mktemp("compressed")).test_client())


def post(client: FlaskClient, path: str, said: dict[str, Any], **headers: str) -> tuple[int, Any]:
    response = client.post(f"/scrutiny/{path}", json=said, headers=headers or OWN)
    return response.status_code, response.get_json()


def refused(client: FlaskClient, path: str, said: dict[str, Any]) -> tuple[int, str]:
    status, told = post(client, path, said)
    return status, told["error"]["words"]


def logged(engine: Engine, number: str) -> Question:
    return next(
        one for one in read_as_page(load_shown_log, engine, CHOSEN)[0] if one.question_id == number
    )


def made(engine: Engine, number: str) -> Recommendation:
    found = read_as_page(load_shown_log, engine, CHOSEN)[1]
    return next(one for one in found if one.recommendation_id == number)


def test_a_question_is_logged_answered_and_closed(client: FlaskClient, engine: Engine):
    status, told = post(client, "questions", ASKED)
    assert status == 200
    assert told["words"].startswith("The question is logged. It shows beside its measure")
    number = told["question_id"]
    assert number == "Q-ha-wsoa-2021-2023-04-25-1"
    was = entry_token(logged(engine, number))
    status, told = post(client, f"questions/{number}", {**PLAN, "answer": "52", "was": was})
    assert (status, told["words"].partition(".")[0]) == (200, "It is saved")
    assert logged(engine, number).state == "answered"
    status, words = refused(client, f"questions/{number}", {**PLAN, "answer": "61", "was": was})
    assert status == 409
    assert words.startswith("Somebody else has written about this")
    was = entry_token(logged(engine, number))
    status, told = post(client, f"questions/{number}", {**PLAN, "outcome": "Noted", "was": was})
    assert told == {"words": "It is saved. The question is closed."}
    assert ASKED["question"] in client.get(f"{LOG_PAGE}&status=all").get_data(as_text=True)
    lines = [*csv.DictReader(io.StringIO(client.get(FILES.format("questions")).text))]
    line = next(one for one in lines if one["\ufeffquestion_id"] == number)
    assert (line["answer"], line["outcome"], line["overdue"]) == ("52", "Noted", "no")
    assert line["measure"] == "EHC plans issued within 20 weeks"


def test_a_recommendation_is_logged_and_its_progress_told(client: FlaskClient, engine: Engine):
    number = post(client, "recommendations", MADE)[1]["recommendation_id"]
    one = made(engine, number)
    assert (one.priority_number, one.asks, one.state) == (1, "agree", "proposed")
    said = {**PLAN, "state": "in_progress", "progress": "Half done", "was": entry_token(one)}
    assert post(client, f"recommendations/{number}", said) == (200, {"words": "It is saved."})
    assert made(engine, number).progress == "Half done"
    assert "Half done" in client.get(FILES.format("recommendations")).text


@pytest.mark.parametrize(
    "headers", [{"X-Intake": "1"}, {"X-Intake": "1", "Origin": "http://localhost:8051"}]
)
@pytest.mark.parametrize("path", ["questions", "questions/Q-1", "recommendations/R-1"])
def test_what_another_site_sends_is_refused(
    client: FlaskClient, path: str, headers: dict[str, str]
):
    assert post(client, path, ASKED, **headers)[0] == 403


def test_a_browser_that_has_not_opened_the_link_is_told_to(engine: Engine, tmp_path: Path):
    status, words = refused(server_of(engine, tmp_path).test_client(), "questions", ASKED)
    assert status == 403
    assert "open the link that the server printed" in words


@pytest.mark.parametrize(
    ("changes", "status", "words"),
    [
        ({"question": " "}, 400, "Write the question."),
        ({"question": "x" * (LONGEST_TEXT + 1)}, 400, "The question may have up to"),
        ({"question": 7}, 400, "The question cannot be read."),
        ({"question": "How\0many?"}, 400, "Nothing was said that can be read"),
        ({"member": ""}, 400, "Say who asks."),
        ({"by": ""}, 400, "Say who you are"),
        ({"due_on": "soon"}, 400, "The day by which it is due cannot be read as a day."),
        ({"asked_on": "2050-01-01"}, 400, "The day on which it was asked is still to come."),
        ({"due_on": "2023-04-01"}, 400, "It cannot be due before the day"),
        ({"framework_id": "nowhere"}, 404, "Nothing is saved. No such plan is loaded."),
        ({"measure_id": "nowhere"}, 404, "Nothing is saved. This plan has no such measure."),
        ({"measure_id": OF_ANOTHER_PLAN}, 404, "Nothing is saved. This plan has no such measure."),
        ({"pack_id": "nowhere"}, 404, "Nothing is saved. This plan has no such pack."),
        (
            {"question": "Why does A123456789012 wait?"},
            422,
            "Nothing is saved. The text under “question” seems to hold a UPN",
        ),
    ],
)
def test_a_question_that_cannot_be_taken_is_told_in_words(
    client: FlaskClient, changes: dict[str, Any], status: int, words: str
):
    told = refused(client, "questions", {**ASKED, **changes})
    assert told[0] == status
    assert told[1].startswith(words)
    assert "A123456789012" not in told[1]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"text": ""}, "Write the recommendation."),
        ({"asks": "hope"}, "asks is one of note, agree, refer."),
        ({"asks": None}, "asks is one of note, agree, refer."),
        ({"priority_number": "first"}, "The priority is named by its number."),
        ({"priority_number": "9" * 5_000}, "The priority is named by its number."),
    ],
    ids=[
        "no text",
        "an unknown wish",
        "no wish",
        "a priority in words",
        "a priority of 5,000 digits",
    ],
)
def test_a_recommendation_that_cannot_be_taken_is_told_in_words(
    client: FlaskClient, changes: dict[str, Any], words: str
):
    assert refused(client, "recommendations", {**MADE, **changes}) == (400, words)


def test_a_recommendation_about_a_measure_of_another_plan_is_refused(client: FlaskClient):
    told = refused(client, "recommendations", {**MADE, "measure_id": OF_ANOTHER_PLAN})
    assert told == (404, "Nothing is saved. This plan has no such measure.")


@pytest.mark.parametrize(
    ("said", "status", "words"),
    [
        ({"was": "x"}, 400, "Nothing was said of it."),
        ({"answer": "52"}, 400, "Open the page again."),
        ({"answer": "52", "was": ""}, 400, "Open the page again."),
        ({"state": "lost", "was": "x"}, 400, "state is one of open, answered, closed, withdrawn."),
        ({"answer": "52", "was": "x"}, 404, "The log of this plan has no such entry"),
    ],
)
def test_what_cannot_be_said_of_a_question_is_told_in_words(
    client: FlaskClient, said: dict[str, Any], status: int, words: str
):
    told = refused(client, "questions/Q-nowhere", {**PLAN, **said})
    assert told[0] == status
    assert told[1].startswith(words)


def test_closing_without_an_outcome_is_told_in_words(client: FlaskClient, engine: Engine):
    number = post(client, "questions", ASKED)[1]["question_id"]
    said = {**PLAN, "state": "closed", "was": entry_token(logged(engine, number))}
    status, words = refused(client, f"questions/{number}", said)
    assert (status, words) == (
        422,
        "Nothing is saved. Say what came of the question before it is closed.",
    )


def test_the_file_of_a_day_gone_by_has_the_log_of_that_day(client: FlaskClient):
    past = client.get(f"{FILES.format('questions')}&as_of=2023-04-19")
    assert past.text.count("\n") == 1
    assert "as-at-2023-04-19.csv" in past.headers["Content-Disposition"]


def test_a_filter_or_plan_that_nobody_knows_is_not_found(client: FlaskClient):
    assert client.get(f"{LOG_PAGE}&status=lost").status_code == 404
    assert client.get("/download/scrutiny-questions.csv?framework=nowhere").status_code == 404
