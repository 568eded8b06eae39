"""A measure is added by one entry and rows of the catalogue, and is then wherever measures are."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final

import pytest
from sqlalchemy import Engine

from callbacks.pages.document import page_of
from callbacks.pages.resolve import answer_address
from dashboard.measures import MEASURES, EventRate
from dashboard.measures.services.assessments import EHC, PLANS, WEEKS_TO_PLAN
from dashboard.model.panel import Panel, Series
from dashboard.model.points import CASES
from dashboard.model.selection import Selection
from dashboard.pack.model import StoredPack
from dashboard.pack.slides.deck import build_slides
from data.cases.drill_down import drill_down_cases
from data.queries.panels import load_case_view, load_panel
from layouts.powerpoint.presentation import powerpoint_file
from layouts.workbook.workbook import workbook_file
from tests.builders.case_files import HARINGEY, extract, load
from tests.builders.files import csv_file
from tests.builders.packs import HARINGEY as PLAN
from tests.builders.packs import gather_pack
from tests.read_back import chart_numbers, read_powerpoint, read_workbook
from tests.stores import MakeStore, current_day, opened, read_as_page

ADDED: Final = EventRate(
    "ehcp-26-weeks",
    PLANS,
    "plans issued within {limit} days of the request",
    "plans issued in the period",
    "From the request to the plan, day {limit} included",
    limit=26 * 7,
    family=EHC,
    weeks_of=WEEKS_TO_PLAN,
)
FORMULA: Final = "Plans issued within 182 days of the request ÷ plans issued in the period"
CHOSEN: Final = Selection(area=HARINGEY, framework=PLAN, measure=ADDED.measure_id)


def plans(issued: date, *days: int) -> Iterator[dict[str, str]]:
    for at, taken in enumerate(days):
        yield {
            "case_id": f"{issued:%m}-{at}",
            "request_date": str(issued - timedelta(taken)),
            "plan_issued_date": str(issued),
        }


@pytest.fixture(scope="module")
def engine(make_sqlite: MakeStore) -> Iterator[Engine]:
    """A store with the added measure: 15 of 20 plans in time in March 2023, 3 of 5 in February."""
    measure = {
        "measure_id": ADDED.measure_id,
        "title": "EHC plans issued within 26 weeks",
        "short_title": "Plans within 26 weeks",
        "definition": "New EHC plans issued within 26 weeks of the request, of all",
        "unit": "percent",
        "kind": "rate",
        "better": "higher",
        "theme": "ehcp_timeliness",
        "frequency": "monthly",
        "case_extract": "ehc_assessments",
    }
    served = {"framework_id": PLAN, "priority_number": "1", "measure_id": ADDED.measure_id}
    cases = [
        *plans(date(2023, 3, 15), *[182] * 15, *[183] * 5),
        *plans(date(2023, 2, 1), 100, 100, 182, 183, 200),
    ]
    with pytest.MonkeyPatch.context() as patch, opened(make_sqlite("shipped")) as engine:
        patch.setitem(MEASURES, ADDED.measure_id, ADDED)
        load(engine, csv_file(measure, name="measures.csv"))
        load(engine, csv_file(served, name="priority_measures.csv"))
        load(engine, extract("ehc_assessments", *cases, cut_off="2023-03-31"))
        yield engine


@pytest.fixture(scope="module")
def stored(engine: Engine) -> StoredPack:
    return gather_pack(engine, PLAN, current_day())


def by_month(panel: Panel) -> Series:
    (series,) = [
        series
        for series in panel.series
        if (series.origin, series.basis, series.breakdown) == (CASES, "month", "")
    ]
    return series


def test_its_panel_has_its_figures_and_hides_small_numbers_from_the_public(engine: Engine):
    public = by_month(read_as_page(load_panel, engine, CHOSEN, current_day()))
    own = by_month(read_as_page(load_panel, engine, CHOSEN, current_day(), shows_small=True))
    assert [(each.value, each.marker) for each in public.points] == [(None, "c"), (75.0, "")]
    assert [(each.value, each.marker) for each in own.points] == [(60.0, ""), (75.0, "")]


def test_its_page_says_how_it_is_worked_out_and_who_is_still_open(engine: Engine):
    view = read_as_page(load_case_view, engine, CHOSEN, current_day())
    assert view is not None
    assert view.calculation is not None
    assert view.calculation.formula == FORMULA
    assert view.calculation.clock_words.endswith("day 182 included")
    assert view.backlog is not None
    assert view.distribution is not None
    address = f"/measure/{ADDED.measure_id}?area={HARINGEY}&framework={PLAN}&tab=all"
    page = page_of(answer_address(engine, address, {}, current_day())).body
    assert FORMULA in page
    assert view.backlog.sentence in page


def test_the_cases_behind_a_figure_are_listed(engine: Engine):
    cases = drill_down_cases(
        engine, ADDED.measure_id, HARINGEY, date(2023, 3, 1), date(2023, 3, 31)
    )
    assert len(cases) == 20
    assert cases["is_within"].tolist().count(True) == 15


def test_it_is_on_a_slide_of_the_meeting(stored: StoredPack):
    title = "Plans within 26 weeks: 75.0%"
    slides = read_powerpoint(powerpoint_file(stored))
    for titles in ([s.title for s in build_slides(stored)], [s.title for s in slides]):
        assert titles.count(title) == 1
    (slide,) = [slide for slide in slides if slide.title == title]
    (chart,) = slide.charts
    assert [75.0] in chart_numbers(chart).values()


def test_its_figures_are_in_the_workbook_without_the_small_one(stored: StoredPack):
    heads, *rows = read_workbook(workbook_file(stored))["Figures"]
    figures = [dict(zip(heads, row, strict=True)) for row in rows]
    own = [each for each in figures if each["Measure"] == "EHC plans issued within 26 weeks"]
    assert [(each["Period"], each["Value"], each["Numerator"]) for each in own] == [
        ("February 2023", "[c]", "[c]"),
        ("March 2023", "75.0", "15"),
    ]
