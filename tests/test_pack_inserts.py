"""Profile, future need and a scenario in a pack: chosen, frozen, marked, the same in every format."""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Final

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine

from dashboard.model.selection import Selection
from dashboard.pack.blocks import Slide, Table
from dashboard.pack.inserts import freeze_profile, read_scenario
from dashboard.pack.model import Pack, StoredPack
from dashboard.pack.report import build_report
from dashboard.pack.serialise import parse, serialise
from dashboard.pack.slides.deck import build_slides
from dashboard.pack.slides.inserts import insert_slides
from dashboard.pack.tables.profile import brief_profile_table, profile_finding, profile_table
from dashboard.profile.build import build_profile
from dashboard.text.format import format_value, plain_number
from data.loading.load import load_files
from data.meetings.packs import PackRefusedError, Wanted, compare_packs, load_pack, make_pack
from data.queries.profile import load_profile
from layouts.powerpoint.presentation import powerpoint_file
from layouts.report.document import report_file
from layouts.report.pdf import report_pdf
from layouts.workbook.workbook import workbook_file
from tests.builders.files import observations
from tests.builders.packs import block_words
from tests.callbacks.conftest import client_of
from tests.read_back import read_html, read_pdf, read_powerpoint, read_workbook, squeezed
from tests.stores import MakeStore, current_day, opened, read_as_page

AREA: Final = "E09000030"
EXAMPLE: Final = "X99000001"
# Of how many stages a slide has room for a figure.
LEAST_STAGES: Final = 8
YEARS_AHEAD: Final = 5
PLAN: Final = "th-wsoa-2021"
SCENARIO: Final = f"/future?area={AREA}&growth=5&issued=60"
GROWTH: Final = "growth=50"
# The choice itself, which forms and links of a page carry on.
CARRIED: Final = re.compile(
    r'(&|&amp;|%26)growth(=|%3D)50|<input type="hidden" name="growth" value="50">'
)
NAMES: Final = ("profile", "future", "scenario")
MARK: Final = "Scenario, not a figure"
ASSUMED: Final = "Assumes that requests change by 5% every year from 887, that plans are 60%"


@pytest.fixture(scope="module")
def store(make_sqlite: MakeStore) -> Iterator[Engine]:
    with opened(make_sqlite("profile")) as engine:
        yield engine


@pytest.fixture(scope="module")
def reader(store: Engine, tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    return client_of(store, tmp_path_factory.mktemp("compressed"))


def made(engine: Engine, scenario: str = "", *, profile: bool = False, future: bool = False) -> str:
    """Make a pack of today and return its id."""
    chosen = Selection(framework=PLAN, as_of=current_day())
    return make_pack(engine, chosen, "Ann", wanted=Wanted(profile, future, read_scenario(scenario)))


@pytest.fixture(scope="module")
def whole(store: Engine) -> StoredPack:
    return load_pack(store, made(store, SCENARIO, profile=True, future=True))


@pytest.fixture(scope="module")
def bare(store: Engine) -> StoredPack:
    return load_pack(store, made(store))


def inserted(stored: StoredPack) -> list[Slide]:
    return [slide for slide in build_slides(stored) if slide.slide_id in NAMES]


def words_of(slide: Slide) -> str:
    blocks = (words for block in slide.blocks for words in block_words(block))
    return " ".join((slide.title, slide.subtitle, *blocks))


def test_each_has_one_slide_and_one_page_and_only_where_it_was_chosen(whole, bare):
    assert [slide.slide_id for slide in inserted(whole)] == [*NAMES]
    pages = [each for each in build_report(whole).sections if each.starts_page]
    assert [each.section_id for each in pages] == [*NAMES]
    assert inserted(bare) == []
    assert not any(each.starts_page for each in build_report(bare).sections)


def test_the_figures_of_the_slide_are_those_of_the_page(store: Engine, whole: StoredPack):
    chosen = Selection("profile", AREA, PLAN, as_of=current_day())
    figures = read_as_page(load_profile, store, chosen, current_day())
    tiles = build_profile(figures).tiles
    shown = whole.content.profile
    assert shown is not None
    assert [(each.title, each.point) for each in shown.figures] == [
        (tile.measure.title, tile.latest) for tile in tiles
    ]
    words = words_of(inserted(whole)[0])
    first = {each.stage: each for each in reversed(shown.figures)}
    stages = [*dict.fromkeys(each.stage for each in shown.figures)]
    for stage in stages[:LEAST_STAGES]:
        point = first[stage].point
        assert format_value(point.value or 0, point.decimals, first[stage].unit) in words


def test_what_lies_ahead_has_its_interval_and_is_called_a_projection(whole: StoredPack):
    words = words_of(inserted(whole)[1])
    assert words.startswith("1,457 more plans by January 2028 if past growth continues Projected,")
    assert "4,555 (Jan 2025) 6,012 (5,256 to 6,863)" in words
    assert "In 5 years, unchecked" in words


def test_titles_of_what_was_chosen_are_findings(whole: StoredPack):
    profile, _, scenario = inserted(whole)
    chosen = whole.content.profile, whole.content.scenario
    assert chosen[0] is not None
    assert chosen[1] is not None
    sentence = next(iter(chosen[0].verdict), "")
    assert profile.title == sentence.rstrip(".")
    _, value = chosen[1].lines[-1].points[4]
    assert scenario.title.startswith(f"{MARK}: {plain_number(value, 0)} plans")
    figure = chosen[0].figures[0]
    alone = profile_finding(replace(chosen[0], verdict=(), figures=(figure,)))
    assert alone.startswith(f"{figure.short_title}: ")
    assert (chosen[0].reference in alone) == (figure.reference is not None)
    assert profile_finding(replace(chosen[0], verdict=(), figures=())).startswith("No figure")


def test_a_profile_of_one_figure_has_no_slide(whole: StoredPack):
    profile = whole.content.profile
    assert profile is not None
    for count, names in ((1, []), (2, ["profile"])):
        few = replace(profile, figures=profile.figures[:count])
        pack = replace(whole.content, profile=few, future=None, scenario=None)
        assert [slide.slide_id for slide in insert_slides(pack)] == names


def test_the_slide_of_future_need_has_every_number_that_is_projected(whole: StoredPack):
    future = whole.content.future
    assert future is not None
    (table,) = inserted(whole)[1].blocks
    assert isinstance(table, Table)
    projected = [each for each in (*future.numbers, *future.places) if each.outlook.years]
    assert len(table.rows) == len(projected) == 7


def test_a_number_of_a_scenario_stands_over_the_projection_that_it_departs_from(whole: StoredPack):
    assert "931 · 2025; projected 1,030" in words_of(inserted(whole)[2])


def test_a_slide_that_has_not_room_for_all_says_how_many_more_the_report_has(whole: StoredPack):
    profile, future = whole.content.profile, whole.content.future
    assert profile is not None
    assert future is not None
    tables = [block for slide in inserted(whole) for block in slide.blocks]
    rows = [len(table.rows) for table in tables if isinstance(table, Table)]
    numbers = (*future.numbers, *future.places, *future.parts, *future.lists)
    in_all = [len(profile.figures), sum(bool(each.outlook.years) for each in numbers), YEARS_AHEAD]
    more = [whole - shown for whole, shown in zip(in_all, rows, strict=True)]
    for table, number in zip(tables, more, strict=True):
        assert isinstance(table, Table)
        assert table.note.endswith(f"{number} more in the report.")


def test_a_column_in_which_nothing_stands_is_left_out(whole: StoredPack, filled_engine: Engine):
    chosen = Selection("profile", EXAMPLE, "example-plan", as_of=current_day())
    figures = read_as_page(load_profile, filled_engine, chosen, current_day())
    profile = freeze_profile(build_profile(figures))
    assert whole.content.profile is not None
    for shown, names in (
        (whole.content.profile, ["England", "Half of similar areas", "Without SEN"]),
        (profile, []),
    ):
        brief = brief_profile_table(shown, shown.figures)
        assert [column.name for column in brief.columns[2:]] == names
        assert {len(row) for row in brief.rows} == {len(brief.columns)}
    assert [column.name for column in profile_table(profile).columns] == ["Figure", "Newest"]


def test_a_slide_has_every_figure_where_they_fit(whole: StoredPack, filled_engine: Engine):
    chosen = Selection("profile", EXAMPLE, "example-plan", as_of=current_day())
    figures = read_as_page(load_profile, filled_engine, chosen, current_day())
    profile = freeze_profile(build_profile(figures))
    (slide,) = insert_slides(replace(whole.content, profile=profile, future=None, scenario=None))
    (table,) = slide.blocks
    assert isinstance(table, Table)
    assert [row[0].words for row in table.rows] == [each.short_title for each in profile.figures]
    assert table.note == ""


def test_a_pack_reads_back_as_it_was_written_and_stays_after_a_load(
    store: Engine, whole: StoredPack
):
    text = serialise(whole.content)
    assert serialise(parse(text)) == text
    later = {"area_code": AREA, "measure_id": "ehcp-caseload", "period_start": "2026-01-15"}
    row = {**later, "period_end": "2026-01-15", "basis": "snapshot", "value": "9999"}
    assert [each.state for each in load_files(store, [observations(row)])] == ["loaded"]
    again = load_pack(store, whole.pack_id)
    assert again.integrity_error == ""
    assert serialise(again.content) == text


def test_a_pack_of_before_reads_back_without_them(bare: StoredPack):
    content = json.loads(serialise(bare.content))
    before = {name: value for name, value in content["pack"].items() if name not in NAMES}
    read: Pack = parse(json.dumps({**content, "pack": before}))
    assert (read.profile, read.future, read.scenario) == (None, None, None)
    assert read == bare.content


def test_two_packs_differ_in_what_was_chosen(store: Engine, whole: StoredPack, bare: StoredPack):
    others = compare_packs(store, whole.pack_id, bare.pack_id).others
    assert others == ("profile", "future need", "scenario")


def test_every_format_marks_a_scenario_and_names_what_it_assumes(whole: StoredPack):
    report = build_report(whole)
    slides = {told.title: told.text for told in read_powerpoint(powerpoint_file(whole))}
    (title,) = (title for title in slides if title.startswith(MARK))
    assert squeezed(ASSUMED) in slides[title]
    sheets = read_workbook(workbook_file(whole))
    assert {"Children with SEND", MARK} <= sheets.keys()
    assert any("scenario" in head for head in sheets[MARK][0])
    for told in (
        read_html(report_file(whole, report, "")).text,
        read_pdf(report_pdf(whole, report)),
    ):
        assert squeezed(MARK) in told
        assert squeezed(ASSUMED) in told


def test_a_scenario_alters_nothing_else_of_a_pack(whole: StoredPack, bare: StoredPack):
    one, other = (pack.content.overview for pack in (whole, bare))
    assert one == other
    assert "cenario" not in serialise(bare.content).replace('"scenario":null', "")
    others = [slide for slide in build_slides(whole) if slide.slide_id != "scenario"]
    assert not any("cenario" in words_of(slide) for slide in others)


@pytest.mark.parametrize(
    "shown",
    [
        f"/?area={AREA}",
        f"/measure/ehcp-caseload?area={AREA}",
        f"/profile?area={AREA}",
        f"/download/overview.csv?area={AREA}",
        f"/download/profile.csv?area={AREA}",
        f"/download/series.csv?area={AREA}&measure=ehcp-caseload",
        f"/download/about-series.csv?area={AREA}&measure=ehcp-caseload",
        f"/download/signals.csv?area={AREA}",
    ],
)
def test_a_scenario_in_the_address_alters_no_figure(reader: FlaskClient, shown: str):
    replies = [
        reader.get(address).get_data(as_text=True).partition("</main>")[0]
        for address in (shown, f"{shown}&{GROWTH}")
    ]
    assert any(words in replies[0] for words in ("<h1", "measure_id", "Definition"))
    assert replies[0] == CARRIED.sub("", replies[1])


@pytest.mark.parametrize(
    "scenario",
    [f"/future?area={AREA}", f"/future?area={AREA}&growth=500", "/future?area=E09000014&growth=5"],
)
def test_what_is_no_scenario_of_the_area_makes_no_pack(store: Engine, scenario: str):
    with pytest.raises(PackRefusedError, match="chooses no scenario of the area"):
        made(store, scenario)


@pytest.mark.parametrize(
    ("written", "growth"),
    [
        (SCENARIO, "5"),
        (f"https://send.example{SCENARIO}", "5"),
        (f"/profile?area={AREA}&growth=5", None),
        ("", None),
    ],
)
def test_an_address_of_future_need_is_read_whole_or_as_its_path(written: str, growth: str | None):
    chosen = read_scenario(written)
    assert (chosen.growth if chosen else None) == growth


def test_future_need_leads_to_a_pack_with_its_scenario_filled_in(reader: FlaskClient):
    page = reader.get(SCENARIO).get_data(as_text=True)
    assert "/meeting?area=E09000030&amp;framework=" in page
    link = f"/meeting?area={AREA}&framework={PLAN}&growth=5&issued=60"
    form = reader.get(link).get_data(as_text=True)
    filled = f"/future?area={AREA}&amp;framework={PLAN}&amp;growth=5&amp;issued=60"
    assert f'value="{filled}"' in form
    assert "The scenario chosen on Future need is filled in" in form


def test_before_anything_was_published_nothing_is_projected(store: Engine):
    chosen = Selection(framework=PLAN, as_of=date(2022, 1, 10))
    stored = load_pack(store, make_pack(store, chosen, "Ann", wanted=Wanted(True, True)))
    assert [slide.part for slide in inserted(stored)] == ["Children with SEND"]
