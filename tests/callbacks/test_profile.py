"""The page of a profile: its address, its links, its file, and areas that have no plan."""

import csv
import io
import re
from html import unescape

import pytest

from callbacks.pages.document import page_of
from callbacks.pages.resolve import Answer, answer_address
from data.loading.load import load_files
from tests.builders.files import csv_file
from tests.builders.shipped import rows_of
from tests.callbacks.conftest import client_of
from tests.stores import current_day, opened

# Figures without a day of publication are those of the day on which the store was filled.
TOWER_HAMLETS = "/profile?area=E09000030"
HACKNEY = "/profile?area=E09000012"


def ask(engine, address: str) -> Answer:
    return answer_address(engine, address, {}, current_day())


def body_of(engine, address: str) -> str:
    answer = ask(engine, address)
    assert answer.is_found
    return page_of(answer).body


def measure_links(body: str) -> list[str]:
    return [unescape(link) for link in re.findall(r'href="(/measure/[^"]+)"', body)]


@pytest.mark.parametrize("address", [TOWER_HAMLETS, "/profile?area=E09000014", HACKNEY])
def test_it_is_found_with_one_heading_and_no_id_twice(engine, address):
    body = body_of(engine, address)
    assert len(re.findall("<h1[ >]", body)) == 1
    ids = re.findall(r' id="([^"]+)"', body)
    assert len(ids) == len(set(ids))


def test_the_profile_and_future_need_of_every_authority_in_the_data_open(engine):
    """With a plan and without: those of the boroughs' neighbours are shipped."""
    areas = [row["area_code"] for row in rows_of("profile_areas")]
    assert len(areas) > 15
    for area in areas:
        body = body_of(engine, f"/profile?area={area}")
        assert body.count('class="profile-tile"') >= 30
        assert body_of(engine, f"/future?area={area}").count('class="outlook-card"') >= 4


@pytest.mark.parametrize("address", [TOWER_HAMLETS, HACKNEY])
def test_every_tile_opens_its_measure_with_the_same_figure(engine, address):
    body = body_of(engine, address)
    tiles = re.findall(
        r'<article class="profile-tile"><h3><a href="([^"]+)".*?<p class="value">([^<]+)</p>', body
    )
    assert len(tiles) > 30
    for href, value in tiles:
        found = ask(engine, unescape(href))
        assert found.is_found, href
        number = re.sub(r"[^0-9.,-]", "", value)
        assert number in page_of(found).body, href


@pytest.mark.parametrize("typed", ["Hackney", "hackney", "E09000012"])
def test_an_area_is_typed_by_its_name(engine, typed):
    answer = ask(engine, f"/profile?area={typed}")
    assert answer.address == HACKNEY


def test_what_is_chosen_is_in_the_address(engine):
    shown = f"{TOWER_HAMLETS}&section=key_stage_4&compare=E12000007&group=sen_support"
    body = body_of(engine, shown)
    assert "Attainment 8 at key stage 4, at SEN support" in body
    assert "Key stage 2</h2>" not in body
    assert "London 38.7" in body
    assert "similar areas (" not in body


def test_an_unknown_filter_is_left_out_and_named(engine):
    body = body_of(engine, f"{TOWER_HAMLETS}&section=never")
    assert "The filter “never” is not known and was left out" in body
    assert "Key stage 2</h2>" in body


def test_an_area_without_a_plan_leads_to_no_page_of_plans(engine):
    body = body_of(engine, HACKNEY)
    assert 'href="/actions"' in body
    assert "/present" not in body
    assert "area=E09000012" not in "".join(re.findall(r'href="(/(?:actions|meeting)[^"]*)"', body))


def test_an_area_without_a_plan_leads_to_its_future_need(engine):
    (future,) = re.findall(r'href="([^"]*)">Future need', body_of(engine, HACKNEY))
    assert "Hackney: future need" in body_of(engine, unescape(future))


def test_a_measure_of_an_area_without_a_plan_has_its_figures_and_no_target(engine):
    link = next(each for each in measure_links(body_of(engine, HACKNEY)) if "attainment8" in each)
    body = body_of(engine, link)
    assert "22.9" in body
    assert "No target" in body


def test_its_file_has_every_year(client):
    answer = client.get("/download/profile.csv?area=E09000030")
    rows = list(csv.DictReader(io.StringIO(answer.get_data(as_text=True).removeprefix("\ufeff"))))
    years = {
        row["period_end"][:4]: row["value"]
        for row in rows
        if (row["measure_id"], row["group"]) == ("ks4-attainment8", "EHC plan")
    }
    assert len(years) == 10
    assert years["2025"] == "21.7"
    # A minus is a hyphen there.
    assert {row["value"][0] for row in rows if row["measure_id"] == "dsg-balance-share"} >= {"-"}
    assert client.get("/download/profile.csv?area=nowhere").status_code == 404


def test_a_measure_of_an_area_without_a_plan_leads_back_to_its_profile(engine):
    body = body_of(engine, "/measure/ks4-attainment8?area=E09000012")
    assert "Hackney: children with SEND" in body
    assert 'href="/profile?area=E09000012"' in body
    assert "Commentary and questions" not in body


@pytest.mark.parametrize(
    ("section", "listed", "title"),
    [
        (
            "provision",
            {"workforce-case-officers", "placements-out-of-area", "placements-independent"},
            "SEN casework officers",
        ),
        ("money", {"spend-top-up", "spend-travel", "spend-independent"}, "Spend on top-up funding"),
    ],
)
def test_what_is_not_loaded_has_a_template_that_loads_once_it_is_filled(
    make_sqlite, tmp_path_factory, section, listed, title
):
    with opened(make_sqlite("profile")) as store:
        client = client_of(store, tmp_path_factory.mktemp("compressed"))
        text = client.get(f"/download/profile-template.csv?area=E09000014&section={section}")
        rows = list(csv.DictReader(io.StringIO(text.get_data(as_text=True).removeprefix("\ufeff"))))
        assert listed <= {row["measure_id"] for row in rows}
        filled = csv_file(*(row | {"value": "12"} for row in rows), name="filled.csv")
        (report,) = load_files(store, [filled], by="test")
        assert (report.state, report.issues) == ("loaded", ())
        body = body_of(store, f"/profile?area=E09000014&section={section}")
        assert title in body
        assert "Not loaded" not in body
