"""What is loaded later never changes what was judged earlier, and what is odd is said."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime

import pytest

from dashboard.model.panel import Series
from dashboard.model.selection import Selection
from data.files.csv_reader import ExtractFile
from data.loading.load import load_files
from data.queries.panels import load_action_plan, load_overview, load_panel
from data.store.databases.engine import Engine
from tests.stores import MakeStore, opened, read_as_page

TODAY = date(2026, 11, 21)
REPORT = date(2023, 4, 19)
PLAN = "ha-wsoa-2021"
SOURCE = "ha-highlight-report-2023"
Load = Callable[[str], None]


@pytest.fixture
def engine(make_sqlite: MakeStore) -> Iterator[Engine]:
    """A store of its own with the shipped extracts."""
    with opened(make_sqlite("filled")) as made:
        yield made


@pytest.fixture
def load(engine: Engine) -> Load:
    def load_text(text: str) -> None:
        file = ExtractFile("made.csv", text.encode())
        now = datetime(2026, 11, 21, 12, tzinfo=UTC)
        (report,) = load_files(engine, [file], by="test", now=now)
        assert report.state == "loaded", report.issues

    return load_text


def _series(
    engine: Engine, measure: str, basis: str, breakdown: str = "", **more: object
) -> Series:
    chosen = Selection(page="measure", framework=PLAN, measure=measure, **more)  # type: ignore[arg-type]
    found = read_as_page(load_panel, engine, chosen, TODAY).series
    return next(one for one in found if (one.basis, one.breakdown) == (basis, breakdown))


YEAR = "area_code,measure_id,breakdown,basis,period_start,period_end,value,published_on,source_document\n"


def test_a_correction_published_later_leaves_the_report_as_it_was(engine: Engine, load: Load):
    row = "E09000014,ehcp-20-weeks,exceptions=excluding,year,2021-01-01,2021-12-31,33.3,2024-05-01,dfe-2022"
    load(YEAR + row)
    judged = _series(engine, "ehcp-20-weeks", "year", "exceptions=excluding")
    assert judged.value_words == "29.6%"
    as_of = _series(engine, "ehcp-20-weeks", "year", "exceptions=excluding", as_of=date(2024, 6, 1))
    assert as_of.value_words == "33.3%"


def test_what_changed_compares_with_what_was_known_at_the_report_before(engine: Engine, load: Load):
    load(
        "area_code,framework_id,measure_id,basis,period_start,period_end,value,published_on,source_document\n"
        f"E09000014,{PLAN},ehcp-20-weeks,month,2023-03-01,2023-03-31,81,2023-06-01,{SOURCE}"
    )
    overview = read_as_page(load_overview, engine, Selection(framework=PLAN), TODAY)
    assert (overview.before, overview.as_of) == (REPORT, date(2023, 6, 1))
    assert [change.words for change in overview.changes] == [
        "In month: 82%, on target → 81% (March 2023), on target"
    ]


def test_an_areas_own_source_makes_a_report_and_a_national_release_does_not(
    engine: Engine, load: Load
):
    load("source_document,title,publisher,published_on\nown,Monthly scorecard,Haringey,2023-06-20")
    assert read_as_page(load_overview, engine, Selection(framework=PLAN), TODAY).as_of == REPORT
    row = "E09000014,annual-review-on-time,,ytd,2023-01-01,2023-05-31,85,,own"
    load(YEAR + row)
    overview = read_as_page(load_overview, engine, Selection(framework=PLAN), TODAY)
    assert overview.as_of == date(2023, 6, 20)
    assert _series(engine, "annual-review-on-time", "ytd").value_words == "85%"


def test_a_target_without_a_number_is_said_and_judges_nothing(engine: Engine, load: Load):
    load(
        "framework_id,measure_id,role,operator,value,as_published,source_document\n"
        f"{PLAN},local-offer-useful,target,>=,,to be agreed,{SOURCE}"
    )
    series = _series(engine, "local-offer-useful", "month")
    assert series.status.code == "no_target"
    assert "The plan’s target has no number: “to be agreed”, so it cannot be judged" in series.notes
    assert read_as_page(load_overview, engine, Selection(framework=PLAN), TODAY).judged == 13


def test_a_percentage_that_its_counts_do_not_give_is_said(engine: Engine, load: Load):
    load(
        "area_code,framework_id,measure_id,basis,period_start,period_end,numerator,denominator,value,source_document\n"
        f"E09000014,{PLAN},ehcp-20-weeks,month,2023-03-01,2023-03-31,18,40,82%,{SOURCE}"
    )
    notes = _series(engine, "ehcp-20-weeks", "month").notes
    assert "Published as 82%; its counts, 18 of 40, give 45%" in notes


@pytest.mark.parametrize("denominator", ["8", "<5"])
def test_a_percentage_of_few_cases_is_indicative_and_has_no_arrow(
    engine: Engine, load: Load, denominator: str
):
    load(
        "area_code,framework_id,measure_id,basis,period_start,period_end,denominator,value,source_document\n"
        f"E09000014,{PLAN},cyp-influence,ytd,2023-01-01,2023-03-31,{denominator},75,{SOURCE}"
    )
    series = _series(engine, "cyp-influence", "ytd")
    assert series.trend.judgement == "cannot_compare"
    assert "Indicative: fewer than 10 cases" in series.notes


def test_an_action_reported_on_later_makes_a_report_of_its_plan(engine: Engine, load: Load):
    before = read_as_page(load_action_plan, engine, Selection(framework=PLAN), TODAY)
    load(
        "framework_id,action_reference,status_date,status\n"
        f"{PLAN},1.2,2023-06-01,completed"
    )  # fmt: skip
    after = read_as_page(load_action_plan, engine, Selection(framework=PLAN), TODAY)
    assert (before.counts["completed"], after.counts["completed"]) == (16, 17)
    assert not after.is_consistent
    then = read_as_page(load_action_plan, engine, Selection(framework=PLAN, as_of=REPORT), TODAY)
    assert then.counts == before.counts


def test_a_target_names_the_extract_it_came_from(engine: Engine):
    (target,) = _series(engine, "newsletter-subscribers", "snapshot").targets
    assert target.extract_id > 0
