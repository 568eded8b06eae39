"""What children are like is published over long windows alone; pages and files work without the rest.

All on a copy of the Example borough that is not marked synthetic.
"""

import csv
import io
import re
from datetime import date
from html import unescape

import numpy as np
import pandas as pd
import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine

from callbacks.pages.document import page_of
from callbacks.pages.resolve import answer_address
from dashboard.disclosure import is_published
from dashboard.model.selection import Selection
from data.files.csv_reader import open_extract
from data.loading.load import load_files
from data.meetings.packs import make_pack
from data.queries.panels import load_panel, load_parts
from tests.apps import made_file
from tests.callbacks.conftest import client_of
from tests.stores import MakeStore, current_day, opened, read_as_page, unmark_synthetic

AREA = "X99000001"
PLAN = "example-plan"
TIMELY = "/measure/ehcp-20-weeks?area=X99000001"
ASD = "exceptions=excluding;need=ASD"


def words(engine: Engine, address: str) -> str:
    answer = answer_address(engine, address, {}, current_day())
    assert answer.is_found
    return unescape(page_of(answer).body)


@pytest.fixture(scope="module")
def client(local_example: Engine, tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    return client_of(local_example, tmp_path_factory.mktemp("compressed"))


def rows_of(client: FlaskClient, query: str) -> list[dict[str, str]]:
    answer = client.get(f"/download/{query}")
    assert answer.status_code == 200
    return list(csv.DictReader(io.StringIO(answer.text.removeprefix("\ufeff"))))


def is_long(basis: str, end: date) -> bool:
    at_quarter_end = (end.month, end.day) in ((3, 31), (6, 30), (9, 30), (12, 31))
    return basis == "year" or (basis in ("rolling12", "snapshot") and at_quarter_end)


def cells(*rows: tuple[str, str, str]) -> pd.DataFrame:
    made = pd.DataFrame(rows, columns=["breakdown", "basis", "period_end"])
    ends = [date.fromisoformat(end) for end in made["period_end"]]
    return made.assign(measure_id="m", period_end=ends)


@pytest.mark.parametrize(
    "part", ["need=ASD", "sex=female", "ethnicity=asian", "age=0-5", "setting=none", "locality=East",
             "provider=A", ASD],
)  # fmt: skip
def test_what_children_are_like_is_published_by_year_12_months_to_a_quarter_and_quarter_end(part):
    bases = [
        ("month", "2026-09-30"), ("quarter", "2026-09-30"), ("ytd", "2026-09-30"),
        ("rolling12", "2026-08-31"), ("rolling12", "2026-09-30"), ("year", "2025-12-31"),
        ("snapshot", "2026-10-31"), ("snapshot", "2026-06-30"),
    ]  # fmt: skip
    rows = cells(*((part, basis, end) for basis, end in bases))
    assert np.flatnonzero(is_published(rows, {})).tolist() == [4, 5, 7]
    whole = rows.assign(breakdown="exceptions=excluding")
    assert is_published(whole, {}).all()
    assert is_published(rows.assign(breakdown="sector=health"), {}).all()


def test_a_period_is_published_when_it_is_over():
    rows = cells(("", "month", "2026-09-30"), ("", "month", "2026-10-31"))
    assert is_published(rows, {}, date(2026, 10, 30)).tolist() == [True, False]


def test_a_part_with_a_target_of_its_own_keeps_the_basis_of_its_target():
    rows = cells(*(("age=0-5", basis, "2026-08-31") for basis in ("month", "quarter", "rolling12")))
    published = is_published(rows, {("m", "age=0-5"): frozenset({"month"})})
    assert rows.loc[published, "basis"].tolist() == ["month"]


def test_no_part_of_a_measure_is_on_a_page_over_a_shorter_window(local_example):
    for measure in ("ehcp-20-weeks", "ehc-requests", "autism-waiting", "annual-review-on-time"):
        chosen = Selection(area=AREA, measure=measure)
        listed = read_as_page(load_parts, local_example, chosen, current_day())
        assert listed is not None
        for by, _ in listed.dimensions:
            parts = read_as_page(
                load_parts,
                local_example,
                Selection(area=AREA, measure=measure, by=by),
                current_day(),
            )
            assert parts is not None
            points = [point for part in parts.parts for point in part.history]
            assert points, (measure, by)
            if by != "sector":
                assert all(is_long(each.basis, each.period_end or date.min) for each in points)


@pytest.mark.parametrize("basis", ["month", "quarter", "ytd"])
def test_an_address_of_a_part_on_another_basis_switches_and_says_so(local_example, basis):
    address = f"{TIMELY}&basis={basis}&breakdown={ASD}"
    text = words(local_example, address)
    assert "not published on the basis" in text
    assert "Shown: rolling 12 months." in text


def test_a_chosen_breakdown_switches_the_basis_and_says_so(local_example):
    text = words(local_example, f"{TIMELY}&basis=month&by=need&period=2026-05-31")
    assert "May 2026: not published by type of need. Shown: 12 months to " in text
    assert "published by year, by 12 months to the end of a quarter" in text


def test_on_a_basis_that_there_is_nothing_is_said(local_example):
    text = words(local_example, f"{TIMELY}&basis=rolling12&breakdown={ASD}")
    assert "not published" not in text


def test_controls_offer_only_the_bases_that_there_are(local_example):
    address = f"{TIMELY}&basis=month&breakdown={ASD}&by=need"
    page = words(local_example, address)
    offered = set(re.findall(r'type="radio" name="basis" value="(\w+)"', page))
    assert offered == {"rolling12", "year"}


def test_an_unknown_part_is_still_not_found(local_example):
    answer = answer_address(
        local_example, f"{TIMELY}&basis=month&breakdown=need=XX", {}, current_day()
    )
    assert not answer.is_found


def test_the_unsuppressed_view_keeps_every_basis(local_example):
    chosen = Selection(area=AREA, measure="ehcp-20-weeks", breakdown=ASD)
    panel = read_as_page(load_panel, local_example, chosen, current_day(), shows_small=True)
    own = {each.basis for each in panel.series if each.breakdown == ASD}
    assert {"month", "quarter", "ytd", "rolling12", "year"} <= own


def test_a_sector_with_a_target_keeps_its_months(local_example):
    chosen = Selection(area=AREA, measure="ehc-advice-6-weeks", breakdown="sector=health")
    panel = read_as_page(load_panel, local_example, chosen, current_day())
    assert "month" in {one.basis for one in panel.series if one.breakdown == "sector=health"}


def test_an_age_band_with_a_target_keeps_its_basis_and_other_bands_do_not(
    make_sqlite: MakeStore, tmp_path
):
    path = tmp_path / "targets.csv"
    head = "framework_id,measure_id,role,breakdown,basis,due_on,operator,value,as_published,source_document"
    path.write_text(
        f"{head}\n{PLAN},autism-waiting,target,age=0-5,snapshot,2027-12-31,<=,90,90,example-synthetic\n"
    )
    with opened(make_sqlite("filled")) as engine:
        unmark_synthetic(engine)
        (report,) = load_files(engine, [open_extract(path)], by="test")
        assert report.state == "loaded"
        ends = {
            part: max(
                point.period_end or date.min
                for series in read_as_page(
                    load_panel,
                    engine,
                    Selection(area=AREA, measure="autism-waiting", breakdown=part),
                    current_day(),
                ).series
                if series.breakdown == part
                for point in series.points
            )
            for part in ("age=0-5", "age=6-18")
        }
    assert ends == {"age=0-5": date(2026, 10, 31), "age=6-18": date(2026, 9, 30)}


def test_a_file_of_a_part_has_the_windows_that_are_published_and_no_sum_of_days(client):
    query = f"series.csv?measure=ehcp-20-weeks&area={AREA}&basis=month&breakdown={ASD}"
    rows = rows_of(client, query)
    assert rows
    assert {row["basis"] for row in rows} == {"rolling12"}
    months = rows_of(client, f"series.csv?measure=ehcp-average-weeks&area={AREA}&basis=month")
    assert [row for row in months if row["denominator"]]
    assert {row["numerator"] for row in months} == {""}


def test_the_files_of_a_local_area_can_be_fetched(client):
    assert rows_of(client, f"overview.csv?area={AREA}")
    assert rows_of(client, f"signals.csv?area={AREA}")
    picture = client.get(f"/download/series.svg?measure=slt-longest-waiting&area={AREA}")
    assert picture.status_code == 200
    assert "Suppressed" in picture.text or "suppressed" in picture.text


def test_the_packs_of_a_local_area_can_be_read_and_have_no_sum_of_days(
    make_sqlite: MakeStore, tmp_path
):
    with opened(make_sqlite("filled")) as engine:
        unmark_synthetic(engine)
        pack = make_pack(engine, Selection(area=AREA, framework=PLAN), "Test officer")
        reader = client_of(engine, tmp_path)
        ways = (f"/meeting/{pack}", f"/report/{pack}", f"/download/report/{pack}.pptx",
                f"/download/report/{pack}.xlsx", f"/download/report/{pack}.html")  # fmt: skip
        answers = {way: made_file(reader, way) for way in ways}
    assert {way: one.status_code for way, one in answers.items()} == dict.fromkeys(ways, 200)
    html = answers[f"/download/report/{pack}.html"].text
    assert "days ÷ 7" not in html


def test_a_part_that_is_published_on_no_basis_yet_is_said_to_be_so(
    make_sqlite: MakeStore, tmp_path
):
    """Two months of cases make no year, nor 12 months to a quarter's end."""
    path = tmp_path / "ehc_assessments.csv"
    head = "case_id,area_code,request_date,plan_issued_date,primary_need,cut_off,coverage"
    rows = [f"A{n},E09000014,2022-11-0{n},2023-02-01,ASD,2023-02-28,all" for n in range(1, 10)]
    path.write_text("\n".join([head, *rows]))
    whole = "/measure/ehcp-20-weeks?area=E09000014&framework=ha-wsoa-2021"
    with opened(make_sqlite("filled")) as engine:
        (report,) = load_files(engine, [open_extract(path)], by="test")
        assert report.state == "loaded"
        part = words(engine, f"{whole}&basis=month&breakdown={ASD}")
        divided = words(engine, f"{whole}&by=need")
    assert "Excluding exceptions, autism: not published on any basis yet. Shown: " in part
    assert "No figure is divided in this way. Figures by type of need are published by" in divided
