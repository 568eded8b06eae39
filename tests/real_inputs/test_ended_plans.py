"""Plans that have ended: judged from everything known today, and asking for nothing."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import Engine

from callbacks.pages.document import page_of
from callbacks.pages.resolve import answer_address
from dashboard.model.panel import Series
from dashboard.model.selection import Selection
from dashboard.pack.model import StoredPack
from dashboard.pack.report import build_report
from dashboard.pack.serialise import parse, serialise
from dashboard.pack.slides.deck import build_slides
from dashboard.pack.tables.summary import NEEDED_TITLE
from dashboard.panels.overview import unique_panels
from data.loading.load import load_files
from data.meetings.commentary import load_open_exceptions
from data.meetings.pack_contents import gather
from data.meetings.packs import load_pack, make_pack
from data.queries.panels import load_overview, load_panel
from tests.builders.files import example_rows, targets
from tests.builders.packs import gather_pack
from tests.conftest import SeriesJson
from tests.stores import MakeStore, current_day, opened, read_as_page

TODAY = date(2026, 11, 28)
LAST_DAY = date(2023, 12, 31)
PLAN = "th-strategy-2018"
HARINGEY = "ha-wsoa-2021"
DUE = "48.3% in 2023 against 90% by December 2023: below target at its due date"


def on_time(engine: Engine, today: date = TODAY, as_of: date | None = None) -> Series:
    """Return the plans issued within 20 weeks in a year, exceptions left out."""
    chosen = Selection(page="measure", framework=PLAN, measure="ehcp-20-weeks", as_of=as_of)
    series = read_as_page(load_panel, engine, chosen, today).series
    return next(
        line for line in series if (line.basis, line.breakdown) == ("year", "exceptions=excluding")
    )


@pytest.mark.both_databases
def test_a_plan_that_has_ended_is_judged_from_everything_known_today(read_only: Engine):
    # Shipped figures whose source has no date became known when they were loaded, for the test.
    today = current_day()
    overview = read_as_page(load_overview, read_only, Selection(framework=PLAN), today)
    assert (overview.as_of, overview.newer_on) == (today, None)
    series = on_time(read_only, today)
    assert (series.value_words, series.period_words) == ("39.7%", "2024")
    assert (series.status.code, series.target_words) == ("missed", "90%, due 31 December 2023")


@pytest.mark.both_databases
def test_on_its_last_day_it_is_judged_at_its_newest_report(read_only: Engine):
    chosen = Selection(framework=PLAN)
    assert read_as_page(load_overview, read_only, chosen, LAST_DAY).as_of == date(2019, 9, 17)
    day_after = date(2024, 1, 1)
    assert read_as_page(load_overview, read_only, chosen, day_after).as_of == day_after


def test_its_account_names_the_figure_of_the_day_on_which_its_target_fell_due(
    series_json: SeriesJson,
):
    record = series_json(
        "ehcp-20-weeks", "E09000030", "--framework", PLAN,
        "--basis", "year", "--breakdown", "exceptions=excluding",
    )  # fmt: skip
    assert record["due_statuses"] == [
        {
            "due_on": "2023-12-31",
            "target": 90,
            "target_high": None,
            "operator": ">=",
            "code": "missed",
            "value": 48.3,
            "period_start": "2023-01-01",
            "period_end": "2023-12-31",
            "words": "48.3% in 2023 against 90% by December 2023: below target at its due date",
        }
    ]
    assert (record["status"], record["latest"]["value"]) == ("missed", 39.7)


@pytest.mark.parametrize(
    "address",
    [
        f"/?area=E09000030&framework={PLAN}",
        f"/priority/{PLAN}/2",
        f"/measure/ehcp-20-weeks?area=E09000030&framework={PLAN}",
    ],
)
def test_both_statuses_are_on_its_pages(filled_engine: Engine, address: str):
    answer = answer_address(filled_engine, address, {}, TODAY)
    shown = page_of(answer).body
    assert "39.7%" in shown
    assert DUE in shown


def test_both_statuses_are_in_its_pack_and_one_made_before_reads_back(filled_engine: Engine):
    chosen = Selection(framework=PLAN, as_of=TODAY)
    made = read_as_page(gather, filled_engine, chosen, TODAY, "Ann", None, None)
    stored = StoredPack(f"{PLAN}-v1", "E09000030", PLAN, TODAY, 1, "", "", (), pack=made)
    for blocks in (build_report(stored).sections, build_slides(stored)):
        assert DUE in str(blocks)
    content = json.loads(serialise(made))
    table = content["nouns"]["Series"]
    place = table["names"].index("due_statuses")
    del table["names"][place]
    for row in table["rows"]:
        del row[place]
    before = replace(stored, pack=parse(json.dumps(content)))
    for blocks in (build_report(before).sections, build_slides(before)):
        assert "due date" not in str(blocks)


def test_a_day_that_the_reader_names_is_kept_to(filled_engine: Engine):
    series = on_time(filled_engine, as_of=date(2025, 6, 30))
    assert (series.value_words, series.period_words) == ("32.0%", "2021")
    assert series.status.code == "missed"


def test_what_changed_is_told_since_its_last_report(filled_engine: Engine):
    chosen = Selection(framework="th-strategy-2020")
    overview = read_as_page(load_overview, filled_engine, chosen, TODAY)
    assert overview.before == date(2022, 12, 8)
    assert {change.measure_id for change in overview.changes} >= {"ehcp-20-weeks"}


def test_only_another_target_of_the_plan_takes_one_away(make_sqlite: MakeStore):
    newer = {"framework_id": PLAN, "measure_id": "ehcp-20-weeks", "published_on": "2024-05-01"}
    with opened(make_sqlite("shipped")) as engine:
        load_files(engine, [targets({**newer, "basis": "", "value": "70", "due_on": "2025-12-31"})])
        series = on_time(engine)
        judged = series.status.target
        assert judged is not None
        assert (judged.value, [target.is_in_force for target in series.targets]) == (
            70,
            [False, True],
        )


def test_it_opens_no_exceptions_and_asks_for_no_replies(make_sqlite: MakeStore):
    chosen = Selection(framework=HARINGEY)
    with opened(make_sqlite("shipped")) as engine:
        assert read_as_page(load_open_exceptions, engine, chosen, TODAY)
        plan = {
            "framework_id": HARINGEY,
            "area_code": "E09000014",
            "title": "Written Statement of Action",
            "starts_on": "2021-01-01",
            "ends_on": "2023-12-31",
        }
        load_files(engine, [example_rows("frameworks", plan)])
        assert read_as_page(load_open_exceptions, engine, chosen, TODAY) == ()
        in_its_time = Selection(framework=HARINGEY, as_of=date(2023, 4, 19))
        open_then = read_as_page(load_open_exceptions, engine, in_its_time, TODAY)
        assert open_then
        assert not any(exception.is_overdue for exception in open_then)


def test_a_pack_of_no_named_day_is_of_today(make_sqlite: MakeStore):
    now = datetime(2026, 11, 28, 12, tzinfo=UTC)
    with opened(make_sqlite("shipped")) as engine:
        ended = make_pack(engine, Selection(framework=PLAN), "Ann", now)
        assert ended == f"{PLAN}-2026-11-28-v1"
        pack = load_pack(engine, ended).pack
        assert pack is not None
        assert (pack.overview.as_of, pack.exceptions) == (TODAY, ())
        assert make_pack(engine, Selection(framework=HARINGEY), "Ann", now).endswith(
            "-2026-11-28-v1"
        )
        named = Selection(framework=PLAN, as_of=date(2019, 9, 17))
        assert make_pack(engine, named, "Ann", now) == f"{PLAN}-2019-09-17-v1"


def test_a_plan_without_a_judged_measure_says_what_it_would_take(filled_engine: Engine):
    chosen = Selection(framework=PLAN, as_of=date(2019, 9, 17))
    overview = read_as_page(load_overview, filled_engine, chosen, TODAY)
    needed = {change.measure_id: change.words for change in overview.needed}
    assert needed["ehcp-20-weeks"] == "a figure, to hold against 90%, due 31 December 2023"
    assert needed["ks2-expected"] == (
        "a figure, to hold against at least Inner London’s, due 31 December 2023"
    )
    assert needed["high-needs-budget"] == "a target with a number"
    assert needed["pupils-by-need"] == "a figure, and a target with a number"
    assert len(needed) == len(unique_panels(overview.priorities))


@pytest.mark.parametrize(("plan", "is_needed"), [("th-strategy-2020", True), (HARINGEY, False)])
def test_what_it_would_take_is_on_the_page_and_in_the_pack(
    filled_engine: Engine, plan: str, is_needed: bool
):
    area = "E09000014" if plan == HARINGEY else "E09000030"
    answer = answer_address(filled_engine, f"/?area={area}&framework={plan}", {}, TODAY)
    assert (NEEDED_TITLE in page_of(answer).body) is is_needed
    stored = gather_pack(filled_engine, plan)
    assert any(section.heading == NEEDED_TITLE for section in build_report(stored).sections) is (
        is_needed
    )
    assert any(slide.title.startswith(NEEDED_TITLE) for slide in build_slides(stored)) is is_needed


def test_the_headline_does_not_hold_a_figure_of_years_ago_against_the_target(filled_engine: Engine):
    overview = read_as_page(load_overview, filled_engine, Selection(framework=PLAN), TODAY)
    assert (
        "EHC plans issued within 20 weeks (excluding exceptions, year), 39.7% against a target of 90%"
        in (overview.headline)
    )
