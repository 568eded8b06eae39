"""Whoever has roles in one area is shown no load, pack or return of another."""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Final

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine

from callbacks.access.who import token_of
from dashboard.model.rights import ROLES
from dashboard.model.selection import Selection
from data.accounts.sessions import sign_in_from_provider
from data.accounts.users import disable_user, set_roles
from data.common.load_options import LoadOptions
from data.files.csv_reader import ExtractFile
from data.loading.load import load_files
from data.meetings.packs import make_pack
from data.store.databases.engine import make_engine
from data.store.tables import extracts, pack_agendas, pack_steps
from tests.apps import OWN, OWN_FORM, server_of, signed_in
from tests.builders.files import csv_file, example_rows, observations
from tests.stores import MakeStore

HARINGEY: Final = "E09000014"
TOWER_HAMLETS: Final = "E09000030"
OF_TOWER_HAMLETS: Final = "area=E09000030&framework=th-strategy-2018"
FILE: Final = "march-haringey.csv"
TABS: Final = ("minutes", "slides")
FILES_OF_AREAS: Final = (
    "overview",
    "signals",
    "profile",
    "profile-template",
    "scrutiny-questions",
    "scrutiny-recommendations",
)
WRITTEN: Final = (extracts, pack_steps, pack_agendas)


@pytest.fixture(scope="module")
def engine(make_sqlite: MakeStore) -> Iterator[Engine]:
    made = make_engine(make_sqlite("shipped"))
    yield made
    made.dispose()


@pytest.fixture(scope="module")
def load_of_haringey(engine: Engine) -> int:
    (report,) = load_files(engine, [observations({"value": "61"}, name=FILE)], by="Hal Example")
    return report.extract_id or 0


@pytest.fixture(scope="module")
def packs(engine: Engine) -> tuple[str, str]:
    first, second = (make_pack(engine, Selection(framework="ha-wsoa-2021"), "Ann") for _ in "12")
    return first, second


@pytest.fixture(scope="module")
def server(engine: Engine, tmp_path_factory: pytest.TempPathFactory) -> Flask:
    return server_of(engine, tmp_path_factory.mktemp("areas"), has_sign_in=True)


def client_of(server: Flask, engine: Engine, area: str, *roles: str) -> FlaskClient:
    return signed_in(server.test_client(), engine, *((role, area) for role in roles or ROLES))


def test_packs_of_another_area_are_neither_listed_nor_compared_nor_opened(
    server: Flask, engine: Engine, packs: tuple[str, str]
):
    client = client_of(server, engine, TOWER_HAMLETS)
    listed = client.get(f"/meeting?{OF_TOWER_HAMLETS}")
    assert listed.status_code == 200
    assert "ha-wsoa-2021" not in listed.text
    compared = f"pack={packs[0]}&against={packs[1]}"
    assert client.get(f"/meeting?{OF_TOWER_HAMLETS}&{compared}").status_code == 404
    assert client.get(f"/meeting/{packs[0]}/cover").status_code == 404
    own = client_of(server, engine, HARINGEY, "viewer").get(f"/meeting?area={HARINGEY}&{compared}")
    assert own.status_code == 200
    assert packs[0] in own.text


def test_the_data_page_has_the_loads_of_ones_own_areas(
    server: Flask, engine: Engine, load_of_haringey: int
):
    pages = {
        area: client_of(server, engine, area, "data_team").get("/data?tab=history&find=haringey")
        for area in (HARINGEY, TOWER_HAMLETS)
    }
    assert FILE in pages[HARINGEY].text
    for tab in ("", "history", "returns", "data-quality", "scorecards"):
        page = client_of(server, engine, TOWER_HAMLETS, "data_team").get(f"/data?tab={tab}")
        assert page.status_code == 200
        assert FILE not in page.text
        assert "Hal Example" not in page.text
        assert "Haringey" not in page.text.partition("<main")[2]


def test_neither_what_such_a_load_brought_nor_its_undo_is_open_to_others(
    server: Flask, engine: Engine, load_of_haringey: int
):
    to = f"/intake/extracts/{load_of_haringey}"
    assert client_of(server, engine, HARINGEY, "data_team").get(to).status_code == 200
    assert client_of(server, engine, HARINGEY, "viewer").get(to).status_code == 403
    client = client_of(server, engine, TOWER_HAMLETS, "data_team")
    assert client.get(to).status_code == 404
    said = {"extract": load_of_haringey, "by": "x"}
    answer = client.post("/intake/undo", json=said, headers=OWN)
    assert f"There is no extract {load_of_haringey}" in answer.text
    fields = client.get("/intake").get_json()["asks"]["fields"]
    options = {field["name"]: [code for code, _ in field["options"] if code] for field in fields}
    assert options["area_code"] == [TOWER_HAMLETS]
    assert len(options["framework_id"]) == 3
    assert all(plan.startswith("th-") for plan in options["framework_id"])


def test_of_what_was_undone_in_another_area_nobody_is_told_the_name(server: Flask, engine: Engine):
    (report,) = load_files(engine, [observations({"value": "57"}, name="april-haringey.csv")])
    said = {"extract": report.extract_id}
    own = client_of(server, engine, HARINGEY, "data_team")
    assert '"result"' in own.post("/intake/undo", json=said, headers=OWN).text
    assert "april-haringey.csv" in own.post("/intake/undo", json=said, headers=OWN).text
    other = client_of(server, engine, TOWER_HAMLETS, "data_team")
    answer = other.post("/intake/undo", json=said, headers=OWN)
    assert f"There is no extract {report.extract_id}" in answer.text
    assert "april-haringey.csv" not in answer.text


def test_a_check_tells_nothing_of_another_areas_figures_beside_a_file_with_faults(
    server: Flask, engine: Engine, load_of_haringey: int
):
    def checked(area: str) -> dict:
        client = client_of(server, engine, area, "data_team")
        tokens = [
            client.post(
                f"/intake/files?name={name}.csv", data=file.content, headers=OWN
            ).get_json()["token"]
            for name, file in (
                ("guess", observations({"value": "62"})),
                ("faulty", observations({"value": "many"})),
            )
        ]
        answer = client.post("/intake/check", json={"tokens": tokens, "options": {}}, headers=OWN)
        return json.loads(answer.text.splitlines()[-1])

    assert load_of_haringey
    (guess, faulty) = checked(HARINGEY)["result"]["files"]
    assert (guess["changed"], faulty["state"]) == (1, "refused")
    told = checked(TOWER_HAMLETS)
    assert "not of your areas alone" in told["error"]["words"]
    assert "result" not in told


def test_a_file_with_faults_tells_nothing_of_other_areas(server: Flask, engine: Engine):
    """Which case numbers, plans and sources another council has, and whether it has loaded a file."""
    own, other = "9001", "9002"
    cases = [
        example_rows("ehc_assessments", {"area_code": area, "case_id": number})
        for area, number in ((HARINGEY, own), (TOWER_HAMLETS, other))
    ]
    loaded = observations({"area_code": TOWER_HAMLETS, "value": "88"}, name="theirs.csv")
    source = csv_file({"source_document": "th-secret", "title": "T", "publisher": "Council"})
    reports = load_files(
        engine, [*cases, loaded, source], options=LoadOptions(date(2026, 11, 1), "all")
    )
    assert {report.state for report in reports} == {"loaded"}, reports
    client = client_of(server, engine, HARINGEY, "data_team")

    def told(file: ExtractFile, **options: str) -> str:
        sent = client.post(f"/intake/files?name={file.name}", data=file.content, headers=OWN)
        checked = {"tokens": [sent.get_json()["token"]], "options": options}
        return client.post("/intake/check", json=checked, headers=OWN).text

    def advice(*rows: tuple[str, str]) -> ExtractFile:
        named = ({"area_code": area, "case_id": number} for area, number in rows)
        return example_rows("advice", *named)

    cut_off = {"cut_off": "2026-11-01", "coverage": "all"}
    own_case, other_case = (told(advice(("", each)), **cut_off) for each in (own, other))
    assert "of the same area" not in own_case
    assert "of the same area" in other_case
    refused = "not of your areas alone"
    for file in (
        advice((TOWER_HAMLETS, other), (TOWER_HAMLETS, "9003")),
        example_rows("priorities", {"framework_id": "th-wsoa-2021", "number": "many"}),
        loaded,
    ):
        assert refused in told(file, **cut_off), file.content
    guess = observations({"source_document": "th-secre"}, name="guess.csv")
    assert "source_document" in told(guess)
    assert "th-secret" not in told(guess)


def test_beside_ones_own_area_stands_of_others_what_is_published(server: Flask, engine: Engine):
    may = {"period_start": "2023-05-01", "period_end": "2023-05-31"}
    reports = load_files(
        engine,
        [
            observations(
                {"area_code": TOWER_HAMLETS, "value": "70.3"},
                {"area_code": TOWER_HAMLETS, "value": "71.4", **may},
            ),
            observations({"value": "61.7", "source_document": ""}, name="internal.csv"),
            observations(
                {"value": "62.9", "source_document": "ha-highlight-report-2023", **may},
                name="report.csv",
            ),
        ],
    )
    assert {report.state for report in reports} == {"loaded"}, reports
    plan = "framework=th-wsoa-2021"
    chosen = f"area={TOWER_HAMLETS}&{plan}&measure=ehcp-20-weeks&compare={HARINGEY}"
    address = f"/download/series.csv?{chosen}&basis=month&breakdown=total"
    for area, is_told in ((TOWER_HAMLETS, False), ("", True)):
        reader = client_of(server, engine, area, "viewer")
        file = reader.get(address).text
        assert "70.3" in file
        assert "62.9" in file
        assert ("61.7" in file) == is_told
        page = reader.get(f"/measure/ehcp-20-weeks?{chosen}&basis=month&breakdown=total&tab=data")
        assert ("61.7" in page.text) == is_told


def test_sources_are_listed_of_what_a_reader_may_see(server: Flask, engine: Engine, tmp_path: Path):
    rows = [
        {"source_document": f"{area}-{day}", "title": f"{area} {day or 'unpublished'}",
         "publisher": "Council", "published_on": day}
        for area in ("ha", "th") for day in ("", "2023-05-01")
    ]  # fmt: skip
    cited = [
        observations({"area_code": area, "source_document": row["source_document"]}, name="c.csv")
        for area, row in zip((HARINGEY, HARINGEY, TOWER_HAMLETS, TOWER_HAMLETS), rows, strict=True)
    ]
    reports = load_files(engine, [csv_file(*rows, name="sources.csv"), *cited])
    assert {report.state for report in reports} == {"loaded"}, reports
    public = server_of(make_engine(engine.url), tmp_path, is_read_only=True).test_client()
    for reader, unpublished in (
        (client_of(server, engine, HARINGEY, "viewer"), ["ha"]),
        (client_of(server, engine, TOWER_HAMLETS, "viewer"), ["th"]),
        (client_of(server, engine, "", "viewer"), ["ha", "th"]),
        (public, []),
    ):
        page = reader.get("/about?tab=statements").text
        assert [area for area in ("ha", "th") if f"{area} unpublished" in page] == unpublished
        assert "ha 2023-05-01" in page
        assert "th 2023-05-01" in page


def test_how_scorecards_are_read_is_taken_away_of_ones_own_areas(server: Flask, engine: Engine):
    rows = [{"framework_id": plan} for plan in ("ha-wsoa-2021", "th-wsoa-2021")]
    (report,) = load_files(engine, [example_rows("scorecard_mappings", *rows)])
    assert report.issues == ()
    for area, own, other in ((HARINGEY, "ha-", "th-"), (TOWER_HAMLETS, "th-", "ha-")):
        file = client_of(server, engine, area, "viewer").get(
            "/download/rows/scorecard_mappings.csv"
        )
        assert f"\n{own}wsoa-2021," in file.text
        assert f"\n{other}wsoa-2021," not in file.text


def test_the_newest_pack_is_one_of_ones_own_areas(
    server: Flask, engine: Engine, packs: tuple[str, str]
):
    for area, opened in ((HARINGEY, f"/meeting/{packs[1]}/cover"), (TOWER_HAMLETS, "/meeting")):
        answer = client_of(server, engine, area, "viewer").get("/present")
        assert answer.location == opened


def test_nothing_of_another_area_is_read_or_written_by_its_name(
    server: Flask, engine: Engine, packs: tuple[str, str], load_of_haringey: int
):
    """Whoever has every role in one area names packs, entries of the log and loads of another."""
    plan, own_plan, pack = "ha-wsoa-2021", "th-wsoa-2021", packs[0]
    writer = client_of(server, engine, HARINGEY)
    of_plan = {"framework_id": plan, "by": "x"}
    asked = {**of_plan, "member": "Chair", "question": "Why so slow?"}
    question = writer.post("/scrutiny/questions", json=asked, headers=OWN).get_json()["question_id"]
    made = {**of_plan, "text": "Report again", "asks": "note"}
    answer = writer.post("/scrutiny/recommendations", json=made, headers=OWN)
    recommendation = answer.get_json()["recommendation_id"]
    before = counted(engine)

    client = client_of(server, engine, TOWER_HAMLETS)
    there = f"area={HARINGEY}&framework={plan}"
    here = f"area={TOWER_HAMLETS}&framework={own_plan}"
    for address in (
        *(f"/meeting/{pack}{part}" for part in ("", "/backup", "/cover", "/cover/notes")),
        *(f"/download/report/{pack}.{ending}" for ending in ("pdf", "pptx", "xlsx", "html")),
        f"/download/summary/{pack}.pdf",
        *(f"/{kind}/{pack}" for kind in ("report", "summary")),
        *(f"/meeting?{each}&pack={pack}&tab={tab}" for each in (there, here) for tab in TABS),
        *(f"/download/minutes.csv?{each}&pack={pack}" for each in (there, here)),
        f"/meeting?{here}&pack={pack}&against={packs[1]}",
        f"/report?{there}",
        f"/present?framework={plan}",
        f"/scrutiny?{there}",
        f"/intake/extracts/{load_of_haringey}",
        *(f"/download/{name}.csv?{there}" for name in FILES_OF_AREAS),
        f"/download/series.svg?{there}&measure=ehcp-20-weeks",
    ):
        answer = client.get(address, follow_redirects=True)
        assert answer.status_code in (403, 404), address
        assert "Why so slow?" not in answer.text
    page = f"/priority/{plan}/1?{there}"
    measure = f"/measure/ehcp-20-weeks?{there}&tab=commentary"
    words = {"by": "x", "was": "x", "replaces": "x"}
    of_pack = {**words, "pack_id": pack}
    for to, said in (
        ("/packs", {**words, "address": f"/meeting?{there}", "as_of": "2023-04-19"}),
        ("/packs/step", {**of_pack, "state": "checked", "is_sure": "yes"}),
        ("/packs/slides", {**of_pack, "move": "note", "slide": "cover", "note": "Mine"}),
        ("/packs/slides", {**of_pack, "move": "hide", "slide": "actions"}),
        ("/scrutiny/questions", asked),
        ("/scrutiny/questions", {**asked, "framework_id": own_plan, "pack_id": pack}),
        ("/scrutiny/recommendations", made),
        *(
            (f"/scrutiny/{kind}/{number}", {**words, "framework_id": of, field: "Mine"})
            for kind, number, field in (
                ("questions", question, "answer"),
                ("recommendations", recommendation, "progress"),
            )
            for of in (plan, own_plan)
        ),
        *(
            ("/remarks", {**words, "address": to, "kind": "challenge", "text": "Mine"})
            for to in (page, measure)
        ),
        ("/exceptions", {**words, "address": page, "measure": "ehcp-20-weeks", "owner": "Mine"}),
        ("/headline", {**words, "address": measure, "period_end": "2023-03-31", "text": "Mine"}),
        ("/intake/undo", {"by": "x", "extract": load_of_haringey}),
    ):
        for sent, headers in (({"json": said}, OWN), ({"data": said}, OWN_FORM)):
            answer = client.post(to, **sent, headers=headers)
            is_refused = answer.status_code in (400, 403, 404)
            assert is_refused or "There is no extract" in answer.text, (to, said)
    assert counted(engine) == before


def test_what_another_area_has_is_answered_as_what_there_is_not(
    server: Flask, engine: Engine, packs: tuple[str, str], load_of_haringey: int
):
    names = {
        packs[0]: "ha-wsoa-2021-of-nobody",
        "ha-wsoa-2021": "ha-wsoa-2022",
        str(load_of_haringey): "999999",
    }

    def answered(method: str, to: str, said: object, name: str) -> tuple[int, str]:
        accepts = OWN | {"Accept": "text/html" if method == "GET" else "application/json"}
        answer = client.open(to, method=method, json=said, headers=accepts, buffered=True)
        text = f"{answer.headers.get('Location')} {answer.text}"
        return answer.status_code, text.replace(name, "NAME")

    client = client_of(server, engine, TOWER_HAMLETS)
    pack, plan, number = names
    step = {"state": "checked", "is_sure": "yes"}
    asked = {"member": "Cllr A", "question": "Why so slow?", "framework_id": plan}
    address = f"/priority/{plan}/1"
    for name, to, said in (
        *((pack, f"/meeting/{pack}{part}", None) for part in ("", "/backup", "/x", "/x/notes")),
        *((pack, f"/{kind}/{pack}", None) for kind in ("report", "summary")),
        *((pack, f"/download/report/{pack}.{end}", None) for end in ("pdf", "html", "xlsx")),
        (pack, "/packs/step", {**step, "pack_id": pack}),
        (pack, "/packs/slides", {"move": "reset", "pack_id": pack}),
        *((plan, f"/{page}?framework={plan}", None) for page in ("meeting", "report", "present")),
        *((plan, f"/{page}?framework={plan}", None) for page in ("about", "data", "actions", "")),
        *((plan, f"/?area={area}&framework={plan}", None) for area in (HARINGEY, TOWER_HAMLETS)),
        (plan, address, None),
        (plan, f"/download/overview.csv?framework={plan}", None),
        (plan, f"/download/minutes.csv?framework={plan}", None),
        (plan, "/packs", {"address": f"/meeting?framework={plan}", "as_of": "2023-04-19"}),
        (plan, "/remarks", {"address": address, "kind": "challenge", "text": "Mine"}),
        (plan, "/scrutiny/questions", asked),
        (plan, "/scrutiny/questions/q1", {"framework_id": plan, "was": "x", "answer": "Mine"}),
        (number, f"/intake/extracts/{number}", None),
        (number, "/intake/undo", {"extract": int(number)}),
    ):
        method = "GET" if said is None else "POST"
        other = names[name]
        unknown, unknown_said = json.loads(json.dumps([to, said]).replace(name, other))
        there = answered(method, to, said, name)
        assert there == answered(method, unknown, unknown_said, other), to


def counted(engine: Engine) -> list[int]:
    """Return how many loads, steps and choices of slides there are."""
    with engine.connect() as connection:
        counts = (sa.select(sa.func.count()).select_from(t) for t in WRITTEN)
        return [connection.scalar(count) or 0 for count in counts]


def test_a_role_counts_no_more_from_the_request_after_it_is_taken_away(
    server: Flask, engine: Engine
):
    client, page = server.test_client(), f"/actions?area={HARINGEY}"
    client.set_cookie("session", sign_in_from_provider(engine, "cy", "Cy", [("viewer", HARINGEY)]))
    assert client.get(page).status_code == 200
    set_roles(engine, "cy", [("viewer", TOWER_HAMLETS)])
    assert client.get(page).status_code == 403
    disable_user(engine, "cy")
    assert client.get(f"/actions?area={TOWER_HAMLETS}").status_code == 401


def test_who_made_a_pack_does_not_check_it_under_another_name(server: Flask, engine: Engine):
    def signed_in_as(name: str) -> FlaskClient:
        token = sign_in_from_provider(engine, "dee", name, [("approver", HARINGEY)])
        client = server.test_client()
        client.set_cookie("session", token)
        client.environ_base["HTTP_X_CSRF_TOKEN"] = token_of(token)
        return client

    there = {"address": f"/meeting?area={HARINGEY}&framework=ha-wsoa-2021"}
    made = signed_in_as("Dee One").post(
        "/packs", json={**there, "as_of": "2023-04-19"}, headers=OWN
    )
    step = {"pack_id": made.get_json()["pack_id"], "state": "checked", "is_sure": "yes"}
    refused = signed_in_as("Dee Two").post("/packs/step", json=step, headers=OWN)
    assert refused.status_code == 409
    assert "Dee One made this pack" in refused.text
    other = client_of(server, engine, HARINGEY, "approver")
    assert other.post("/packs/step", json=step, headers=OWN).status_code == 200


def test_an_areas_administrator_does_not_read_the_audit_log_of_all(server: Flask, engine: Engine):
    for address in ("/audit", "/audit.csv"):
        local = client_of(server, engine, HARINGEY, "administrator")
        assert local.get(address).status_code == 403
        assert client_of(server, engine, "", "administrator").get(address).status_code == 200
