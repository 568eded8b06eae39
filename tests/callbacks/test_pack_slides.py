"""The slides of a draft are moved, hidden, added and noted, and frozen once it is checked."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from html import unescape
from io import BytesIO
from typing import Any, Final

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from pptx import Presentation
from sqlalchemy import Engine

from dashboard.model.selection import Selection
from dashboard.pack.agenda import agenda_mark, agenda_text
from dashboard.pack.model import CHECKED, DRAFT
from dashboard.pack.scope import Scope
from dashboard.pack.slides.deck import build_slides
from data.loading.load import load_files
from data.meetings.packs import PackRefusedError, Wanted, load_pack, make_pack, move_pack
from data.store.tables import pack_steps, packs
from layouts.measure.tabs import TABS
from layouts.pages.priority import PANELS
from layouts.powerpoint.presentation import powerpoint_file
from tests.apps import OWN, entered, server_of
from tests.builders.files import csv_file
from tests.builders.packs import DAYS, HARINGEY
from tests.callbacks.live_answers import answer as live_answer
from tests.stores import MakeStore, opened

# A made-up one whose check letter fits.
UPN: Final = "H801200001001"
NOTE: Final = "Thank the casework team first."


@pytest.fixture(scope="module")
def store(make_sqlite: MakeStore) -> Iterator[Engine]:
    with opened(make_sqlite("shipped")) as engine:
        yield engine


@pytest.fixture(scope="module")
def writer(store: Engine, tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    return entered(server_of(store, tmp_path_factory.mktemp("compressed")).test_client())


@pytest.fixture
def pack(store: Engine) -> str:
    return make_pack(store, Selection(framework=HARINGEY, as_of=DAYS[HARINGEY]), "Ann Example")


def choose(client: FlaskClient, pack: str, move: str, slide: str = "", **more: str) -> Any:
    sent = {"pack_id": pack, "move": move, "slide": slide, "by": "Ann Example", **more}
    answer = client.post("/packs/slides", json=sent, headers=OWN)
    words = answer.get_json()
    return answer.status_code, words.get("words") or words["error"]["words"]


def main_slides_of(store: Engine, pack: str) -> list[str]:
    return [each.slide_id for each in build_slides(load_pack(store, pack)) if not each.is_backup]


def test_slides_are_moved_hidden_shown_and_put_back(writer: FlaskClient, store: Engine, pack: str):
    before = main_slides_of(store, pack)
    third, fourth = before[2:4]
    status, words = choose(writer, pack, "up", fourth)
    assert status == 200
    assert words.startswith("“Faster, but quality fell")
    assert words.endswith(" is slide 3.")
    assert main_slides_of(store, pack) == [*before[:2], fourth, third, *before[4:]]
    assert choose(writer, pack, "hide", third) == (200, "The slide is hidden.")
    assert main_slides_of(store, pack) == [*before[:2], fourth, *before[4:]]
    assert choose(writer, pack, "show", third)[0] == 200
    assert main_slides_of(store, pack)[-1] == third
    assert choose(writer, pack, "down", third)[0] == 200
    assert main_slides_of(store, pack)[-1] == third
    assert choose(writer, pack, "reset")[0] == 200
    assert main_slides_of(store, pack) == before


def test_a_measure_is_added_and_the_last_in_focus_leaves(
    writer: FlaskClient, store: Engine, pack: str
):
    before = main_slides_of(store, pack)
    in_focus = [name for name in before if name.startswith("focus-")]
    added = f"focus-{next(iter(load_pack(store, pack).content.panels))}"
    assert added not in before
    status, words = choose(writer, pack, "add", measure=added.removeprefix("focus-"))
    assert status == 200
    assert "in place of" in words
    after = main_slides_of(store, pack)
    assert [name for name in after if name.startswith("focus-")] == [added, *in_focus[:-1]]
    assert len(after) == len(before)
    again = choose(writer, pack, "add", measure=added.removeprefix("focus-"))
    assert again == (409, "This measure is among the slides already.")


def test_a_note_is_in_the_presenters_window_and_in_powerpoint(
    writer: FlaskClient, store: Engine, pack: str
):
    assert choose(writer, pack, "note", "actions", note=NOTE) == (200, "The note is saved.")
    assert NOTE in writer.get(f"/meeting/{pack}/actions/notes").text
    deck = Presentation(BytesIO(powerpoint_file(load_pack(store, pack))))
    at = main_slides_of(store, pack).index("actions")
    frame = deck.slides[at].notes_slide.notes_text_frame
    assert frame
    assert frame.text.startswith(NOTE)
    page = writer.get(f"/meeting?pack={pack}&tab=slides&at=actions").text
    assert NOTE in page
    assert choose(writer, pack, "note", "actions", note=" ") == (200, "The note is taken away.")
    assert NOTE not in writer.get(f"/meeting/{pack}/actions/notes").text


def test_what_was_chosen_is_sealed_once_the_pack_is_checked(
    writer: FlaskClient, store: Engine, pack: str
):
    choose(writer, pack, "hide", "actions", by="Cy Third")
    with pytest.raises(PackRefusedError, match="somebody else checks it"):
        move_pack(store, pack, CHECKED, "cy third (unverified)")
    agenda = load_pack(store, pack).agenda
    chosen = agenda_text(agenda)
    move_pack(store, pack, CHECKED, "Bea Other", read=agenda_mark(agenda))
    assert choose(writer, pack, "reset") == (
        409,
        "This pack is no longer a draft: its slides stay as they are. Make a new pack instead.",
    )
    assert "Order, hide and show" not in writer.get(f"/meeting?pack={pack}&tab=slides").text
    assert "actions" not in main_slides_of(store, pack)
    with store.begin() as connection:
        is_step = (pack_steps.c.pack_id == pack) & (pack_steps.c.state == CHECKED)
        assert connection.scalar(sa.select(pack_steps.c.agenda).where(is_step)) == chosen
        connection.execute(sa.update(pack_steps).where(is_step).values(agenda=""))
    assert "the seal of checked does not fit" in load_pack(store, pack).integrity_error


def test_slides_that_changed_after_they_were_read_are_not_checked(
    writer: FlaskClient, store: Engine, pack: str
):
    def check(read: str) -> Any:
        sent = {
            "pack_id": pack,
            "state": CHECKED,
            "is_sure": "yes",
            "by": "Bea Other",
            "read": read,
        }
        answer = writer.post("/packs/step", json=sent, headers=OWN)
        return answer.status_code, answer.get_json()

    choose(writer, pack, "hide", "actions")
    read = agenda_mark(load_pack(store, pack).agenda)
    assert f'"{read}"' in unescape(writer.get(f"/meeting?framework={HARINGEY}").text)
    choose(writer, pack, "show", "actions")
    for seen in (read, ""):
        status, answer = check(seen)
        assert status == 409
        assert "were changed since you opened this page" in answer["error"]["words"]
    assert load_pack(store, pack).state == DRAFT
    assert check(agenda_mark(load_pack(store, pack).agenda))[0] == 200


def test_tiles_panels_and_a_measures_page_lead_to_the_slides_of_the_newest_draft_alone(
    writer: FlaskClient, store: Engine, pack: str
):
    reader = writer.application.test_client()
    measure = next(iter(load_pack(store, pack).content.panels))
    plan = f"area=E09000014&framework={HARINGEY}"
    pages = (f"/?{plan}", f"/priority/{HARINGEY}/1", f"/measure/{measure}?{plan}&tab=commentary")
    address = f"/meeting?{plan}&pack={pack}&tab=slides&at=add-{measure}"

    def shown(client: FlaskClient) -> list[str]:
        """Return the pages, and what their live parts answer: packs have no part in the data version."""
        live = (live_answer(client, PANELS, pages[1]), live_answer(client, TABS, pages[2]))
        return [unescape(text) for text in (*(client.get(page).text for page in pages), *live)]

    assert all(f'href="{address}#add"' in text for text in shown(writer))
    assert not any("Add to slides" in text for text in shown(reader))
    newer = make_pack(store, Selection(framework=HARINGEY, as_of=DAYS[HARINGEY]), "Ann Example")
    assert all(f"pack={newer}&tab=slides&at=add-{measure}" in text for text in shown(writer))
    move_pack(store, newer, CHECKED, "Bea Other")
    assert not any("Add to slides" in text for text in shown(writer))


def test_the_form_that_adds_a_measure_opens_with_the_one_that_was_asked_for(
    writer: FlaskClient, store: Engine, pack: str
):
    *_, measure = load_pack(store, pack).content.panels
    address = f"/meeting?pack={pack}&tab=slides&at=add-"
    form = writer.get(f"{address}{measure}").text.partition('id="add"')[2]
    assert form.index("<details") < form.index(" open") < form.index("<summary")
    assert unescape(form).partition('value="measure=')[2].startswith(f'{measure}"')
    assert choose(writer, pack, "add", measure=measure)[0] == 200
    title = load_pack(store, pack).content.panels[measure].measure.short_title
    assert f"{title} is among the slides already." in unescape(
        writer.get(f"{address}{measure}").text
    )
    note = writer.get(f"/meeting?pack={pack}&tab=slides&at=focus-{measure}").text
    assert "is among the slides already" not in note
    assert "This measure is not in the pack." in writer.get(f"{address}nowhere").text


def test_the_minutes_of_a_meeting_are_a_page_and_a_file_and_open_the_next_pack(
    writer: FlaskClient, store: Engine, pack: str
):
    asked = {
        "framework_id": HARINGEY,
        "pack_id": pack,
        "slide": "actions",
        "member": "Cllr Example",
        "question": "Why are four actions late?",
        "asked_on": "2023-05-02",
        "by": "Clerk",
    }
    empty = writer.get(f"/meeting?area=E09000014&framework={HARINGEY}&pack={pack}&tab=minutes").text
    assert ">Scrutiny log</a>" in empty
    assert writer.post("/scrutiny/questions", json=asked, headers=OWN).status_code == 200
    loose = {**asked, "pack_id": "", "slide": "", "question": "Who checks?"}
    assert writer.post("/scrutiny/questions", json=loose, headers=OWN).status_code == 200
    chosen = f"area=E09000014&framework={HARINGEY}&pack={pack}"
    page = writer.get(f"/meeting?{chosen}&tab=minutes").text
    assert "2 questions and 0 recommendations" in page
    assert asked["question"] in page
    file = writer.get(f"/download/minutes.csv?{chosen}").text
    assert f"2023-05-02,Cllr Example,{asked['question']}" in file
    assert writer.get(f"/download/minutes.csv?framework={HARINGEY}&pack=x").status_code == 404
    assert writer.get(f"/meeting?framework=th-wsoa-2021&pack={pack}&tab=minutes").status_code == 404
    # Of the next report, whether it is made for the first time or again.
    next_day = {**loose, "question": "And this report?", "asked_on": "2023-06-30"}
    assert writer.post("/scrutiny/questions", json=next_day, headers=OWN).status_code == 200
    wanted = Selection(framework=HARINGEY, as_of=date(2023, 6, 30))
    for later in (make_pack(store, wanted, "Ann Example") for _ in range(2)):
        slide = build_slides(load_pack(store, later))[1]
        assert (slide.slide_id, slide.title) == ("meeting-before", "0 of 2 questions answered")
        assert asked["question"] in writer.get(f"/meeting/{later}/meeting-before").text
        report = writer.get(f"/report/{later}").text
        assert "Since the meeting before: 0 of 2 questions answered" in report


def test_the_minutes_of_a_pack_that_was_tampered_with_are_neither_a_page_nor_a_file(
    writer: FlaskClient, store: Engine, pack: str
):
    chosen = f"area=E09000014&framework={HARINGEY}&pack={pack}"
    to_read = (f"/meeting?{chosen}&tab=minutes", f"/download/minutes.csv?{chosen}")
    assert [writer.get(address).status_code for address in to_read] == [200, 200]
    with store.begin() as connection:
        connection.execute(sa.update(packs).where(packs.c.pack_id == pack).values(content="{}"))
    assert [writer.get(address).status_code for address in to_read] == [404, 404]


def test_a_pack_of_a_priority_takes_nothing_from_the_minutes_of_its_plan(
    writer: FlaskClient, store: Engine
):
    framework = "th-strategy-2020"
    plan = Selection(framework=framework, as_of=date(2022, 12, 8))
    pack = make_pack(store, plan, "Ann Example")
    made = {
        "framework_id": framework,
        "text": "Publish the waiting times",
        "made_on": "2023-01-05",
        "asks": "agree",
        "by": "Clerk",
    }
    assert writer.post("/scrutiny/recommendations", json=made, headers=OWN).status_code == 200
    between = replace(plan, as_of=date(2022, 12, 30))
    make_pack(store, between, "Ann Example", wanted=Wanted(scope=Scope(priority=3)))
    chosen = f"framework={framework}&pack={pack}"
    assert made["text"] in writer.get(f"/meeting?{chosen}&tab=minutes").text
    assert made["text"] in writer.get(f"/download/minutes.csv?{chosen}").text


def test_a_question_on_an_owners_slide_is_of_the_plan_that_serves_the_measure(
    writer: FlaskClient, store: Engine
):
    framework, measure, owner = "th-strategy-2018", "special-school-places", "Place planning"
    asked = {
        "framework_id": framework,
        "measure_id": measure,
        "member": "Cllr Example",
        "question": "When do the new places open?",
        "asked_on": "2022-12-01",
        "owner": owner,
        "by": "Clerk",
    }
    assert writer.post("/scrutiny/questions", json=asked, headers=OWN).status_code == 200
    page = Selection(framework="th-wsoa-2021", as_of=date(2022, 12, 8))
    pack = make_pack(store, page, "Ann Example", wanted=Wanted(scope=Scope(owner=owner)))
    slide = f"measure-{measure}"
    deck = writer.get(f"/meeting/{pack}/{slide}").text
    assert f'data-measure="{measure}" data-framework="{framework}"' in deck
    again = {**asked, "pack_id": pack, "slide": slide, "question": "Which school is first?"}
    assert writer.post("/scrutiny/questions", json=again, headers=OWN).status_code == 200
    assert f'href="/meeting/{pack}/{slide}"' in writer.get(f"/scrutiny?framework={framework}").text
    of_another_area = {**again, "framework_id": HARINGEY, "measure_id": ""}
    refused = writer.post("/scrutiny/questions", json=of_another_area, headers=OWN)
    assert refused.get_json()["error"]["words"].endswith("This plan has no such pack.")


def test_an_owners_minutes_have_what_was_asked_on_its_slides_and_open_its_next_pack(
    writer: FlaskClient, store: Engine
):
    """Under whichever plan it is logged: of the measure, or, about none, of the pack's."""
    plans, owner = ("th-wsoa-2021", "th-strategy-2020"), "SEN casework"
    due = {
        "area_code": "E09000030", "kind": "observations", "service": owner,
        "measure_id": "ehcp-20-weeks", "period_start": "2022-10-01", "period_end": "2022-12-31",
        "due_on": "2023-01-31",
    }  # fmt: skip
    load_files(store, [csv_file(due, name="returns_due.csv")])

    def made(day: date, scope: Scope, plan: str = plans[0]) -> str:
        chosen = Selection(framework=plan, as_of=day)
        return make_pack(store, chosen, "Ann Example", wanted=Wanted(scope=scope))

    whole = [made(date(2022, 12, 8), Scope(), plan) for plan in plans]
    pack = made(date(2022, 12, 8), Scope(owner=owner))
    asked = {plan: f"What is said of {plan}?" for plan in plans}
    for plan, words in asked.items():
        question = {
            "framework_id": plan, "pack_id": pack, "slide": "cover", "member": "Cllr Example",
            "question": words, "asked_on": "2022-12-09", "by": "Clerk",
        }  # fmt: skip
        assert writer.post("/scrutiny/questions", json=question, headers=OWN).status_code == 200
    chosen = f"framework={plans[0]}&pack={pack}"
    page = writer.get(f"/meeting?{chosen}&tab=minutes").text
    assert "2 questions<" in page
    file = writer.get(f"/download/minutes.csv?{chosen}").text
    for plan, words in asked.items():
        assert words in page
        assert f'name="framework_id" value="{plan}"' in " ".join(page.split())
        assert words in file
    for plan, other in zip(plans, whole, strict=True):
        of_plan = f"framework={plan}&pack={other}"
        for address in (f"/meeting?{of_plan}&tab=minutes", f"/download/minutes.csv?{of_plan}"):
            assert asked[plan] not in writer.get(address).text
    later = made(date(2023, 3, 8), Scope(owner="sen  casework"), plans[1])
    slide = build_slides(load_pack(store, later))[1]
    assert (slide.slide_id, slide.title) == ("meeting-before", "0 of 2 questions answered")
    deck = writer.get(f"/meeting/{later}/meeting-before").text
    assert all(words in deck for words in asked.values())
    of_plan = build_slides(load_pack(store, made(date(2023, 3, 8), Scope())))
    assert "meeting-before" not in [slide.slide_id for slide in of_plan]


@pytest.mark.parametrize(
    ("changes", "status", "words"),
    [
        ({"move": "sideways"}, 400, "A slide is moved"),
        ({"move": "up", "slide": "nowhere"}, 409, "This slide is not shown."),
        ({"move": "show", "slide": "actions"}, 409, "This slide is shown already."),
        ({"move": "note", "slide": "nowhere", "note": NOTE}, 409, "There is no such slide."),
        ({"move": "add", "measure": "nowhere"}, 409, "This measure is not in the pack."),
        ({"move": "reset", "pack_id": "nowhere"}, 404, "There is no such pack."),
        ({"move": "reset", "pack_id": ""}, 404, "There is no such pack."),
        ({"move": "note", "slide": "cover", "note": f"See {UPN}"}, 422, "The text under “note”"),
        ({"move": "reset", "by": ""}, 400, "Say who you are"),
    ],
)  # fmt: skip
def test_what_cannot_be_chosen_is_said(
    writer: FlaskClient, pack: str, changes: dict[str, str], status: int, words: str
):
    sent = {"pack_id": pack, "by": "Ann Example", **changes}
    answer = writer.post("/packs/slides", json=sent, headers=OWN)
    assert answer.status_code == status
    assert answer.get_json()["error"]["words"].startswith(words)


def test_nobody_who_may_not_make_packs_is_told_whether_there_is_a_pack(
    writer: FlaskClient, pack: str
):
    reader = writer.application.test_client()
    for name in (pack, "nowhere", ""):
        assert choose(reader, name, "add", measure="x")[0] == 403


def test_the_last_slide_after_the_cover_stays(writer: FlaskClient, store: Engine, pack: str):
    _, *hidden, last = main_slides_of(store, pack)
    for name in hidden:
        assert choose(writer, pack, "hide", name)[0] == 200
    assert choose(writer, pack, "hide", last) == (409, "One slide after the cover stays.")
    assert main_slides_of(store, pack) == ["cover", last]


def test_without_scripts_a_button_leads_back_to_the_page(
    writer: FlaskClient, store: Engine, pack: str
):
    page = f"/meeting?area=E09000014&framework={HARINGEY}&pack={pack}&tab=slides"
    sent = {"address": page, "pack_id": pack, "by": "Ann", "pressed": "move=hide&slide=actions"}
    answer = writer.post("/packs/slides", data=sent, headers={"Origin": "http://localhost"})
    assert (answer.status_code, answer.location) == (303, page)
    assert "The slide is hidden." in writer.get(page).text
    assert "actions" not in main_slides_of(store, pack)
