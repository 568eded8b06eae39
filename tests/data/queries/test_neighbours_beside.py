"""A council beside its neighbours, and authorities kept out of everything else."""

from collections.abc import Iterator
from datetime import date
from math import sqrt

import pytest
from sqlalchemy import Engine

from dashboard.comparison.neighbours import group_for
from dashboard.model.rights import Reach
from dashboard.model.selection import Selection
from data.common.load_options import LoadOptions
from data.files.csv_reader import ExtractFile
from data.loading.load import load_files
from data.meetings.packs import Wanted, load_pack, make_pack
from data.queries.as_of import load_as_of
from data.queries.neighbours import load_all_neighbours, load_neighbours
from data.queries.panels import load_panel
from data.queries.snapshot import Snapshot, load_catalogue
from data.store.read_transaction import read_transaction
from tests.builders.files import csv_file, observations
from tests.stores import current_day, opened, read_as_page, read_at_once

HERE, AUTHORITY = "E09000014", "E09000031"
TITLE = "EHC plans issued within 20 weeks"
TODAY = date(2025, 12, 1)
YEAR = Selection(
    page="measure", area="E09000030", measure="ehcp-20-weeks", basis="year",
    breakdown="exceptions=excluding",
)  # fmt: skip


@pytest.fixture
def store(make_sqlite) -> Iterator[Engine]:
    """A store of its own on SQLite."""
    with opened(make_sqlite("shipped")) as made:
        yield made


def compare(engine: Engine, options: LoadOptions | None = None) -> None:
    """Make Waltham Forest a neighbour of Haringey."""
    row = {
        "la": "Haringey", "rank": "1", "sn_la_code": "320", "sn_new_la_code": AUTHORITY,
        "sn_name": "Waltham Forest",
    }  # fmt: skip
    options = options or LoadOptions(published_on=date(2025, 6, 1))
    assert load_files(engine, [csv_file(row)], options=options)[0].state == "loaded"


def figures(*codes: str) -> ExtractFile:
    yearly = {"basis": "year", "period_start": "2024-01-01", "period_end": "2024-12-31"}
    return observations(
        *(
            {**yearly, "area_code": code, "numerator": "40", "denominator": "80", "value": "50"}
            for code in codes
        )
    )


# How many plans were issued in time and in all: Tower Hamlets as shipped, its neighbours made up.
ISSUED: dict[str, tuple[int, int]] = {
    "E09000030": (217, 546),
    "E09000012": (310, 360),
    "E09000019": (198, 240),
    "E09000025": (101, 402),
    "E09000028": (260, 512),
    "E09000022": (230, 551),
    "E09000011": (88, 300),
    "E09000032": (322, 645),
    "E09000013": (15, 48),
    "E09000001": (5, 6),
    "E09000002": (0, 217),
}


@pytest.fixture
def issued() -> dict[str, tuple[int, int]]:
    """The plans in time and in all of Tower Hamlets and its ten neighbours."""
    return ISSUED


@pytest.fixture
def nearest() -> ExtractFile:
    """The list of its neighbours, as it is published."""
    return csv_file(
        *(
            {
                "la": "Tower Hamlets",
                "rank": str(place),
                "sn_la_code": str(900 + place),
                "sn_new_la_code": code,
                "sn_name": f"Council {place}",
            }
            for place, code in enumerate(ISSUED)
            if place
        )
    )


def plain_interval(counted: float, cases: float) -> tuple[float, float]:
    """Work Wilson's interval out once more, from the roots of its quadratic."""
    z2 = 1.959963984540054**2
    a, b, c = cases + z2, -(2 * counted + z2), counted * counted / cases
    root = sqrt(b * b - 4 * a * c)
    return (-b - root) / (2 * a), (-b + root) / (2 * a)


def test_a_council_stands_among_its_ten_neighbours(
    store: Engine, issued: dict[str, tuple[int, int]], nearest: ExtractFile
):
    rows = [
        {
            "area_code": code,
            "breakdown": "exceptions=excluding",
            "basis": "year",
            "period_start": "2024-01-01",
            "period_end": "2024-12-31",
            "numerator": str(counted),
            "denominator": str(cases),
            "value": f"{counted / cases * 100:.1f}",
            "source_document": "dfe-2025",
        }
        for code, (counted, cases) in issued.items()
    ]
    options = LoadOptions(published_on=date(2025, 6, 1))
    load_files(store, [nearest], options=options)
    (report,) = load_files(store, [observations(*rows)])
    assert report.issues == ()
    panel = read_as_page(load_panel, store, YEAR, TODAY)
    neighbours = read_as_page(load_neighbours, store, YEAR)
    assert neighbours is not None
    chosen = [one for one in panel.series if one.breakdown == YEAR.breakdown]
    group = group_for(panel.measure, panel.area, chosen, neighbours)
    assert group is not None
    assert group.rank is not None
    assert len(group.others) == 10
    counts = dict(issued)
    own = counts.pop("E09000030")
    low, high = plain_interval(*own)
    ends = [plain_interval(*one) for one in counts.values()]
    assert group.rank.place == 1 + sum(a / b > own[0] / own[1] for a, b in counts.values())
    assert group.rank.best == 1 + sum(one[0] > high for one in ends)
    assert group.rank.worst == 11 - sum(one[1] < low for one in ends)
    together = sum(a for a, _ in counts.values()) / sum(b for _, b in counts.values())
    assert group.mean_points[-1].value == round(together * 100, 1)


def test_a_pack_has_of_other_councils_what_is_published(store: Engine, nearest: ExtractFile):
    """Also one of whoever reads every area: it is shown to people who do not."""
    load_files(store, [nearest], options=LoadOptions(published_on=date(2025, 6, 1)))

    def middle(neighbour_value: int, **more: str) -> tuple[float, ...] | None:
        rows = [
            {
                "area_code": code,
                "breakdown": "exceptions=excluding",
                "basis": "year",
                "period_start": "2025-01-01",
                "period_end": "2025-12-31",
                "value": str(neighbour_value + place),
                "source_document": "dfe-2025",
                **(more if place else {}),
            }
            for place, code in enumerate(ISSUED)
        ]
        (report,) = load_files(store, [observations(*rows)])
        assert report.issues == ()
        chosen = Selection(framework="th-strategy-2020", as_of=current_day())
        pack_id = make_pack(store, chosen, "Ann", wanted=Wanted(profile=True))
        profile = load_pack(store, pack_id).content.profile
        assert profile is not None
        (figure,) = (each for each in profile.figures if each.title == TITLE)
        return figure.middle and (figure.middle.low, figure.middle.high)

    assert middle(50, source_document="") is None
    published = middle(30)
    assert published is not None
    assert 31 <= published[0] <= published[1] <= 40


def test_an_authority_stands_in_no_frame_that_every_page_reads(store: Engine):
    compare(store)
    load_files(store, [figures(AUTHORITY, HERE)])
    known = read_at_once(load_as_of, store, None)
    rows = [row for _, row in known.figures.observed["ehcp-20-weeks"]]
    assert AUTHORITY not in {row.area_code for row in rows}
    assert HERE in {row.area_code for row in rows}
    assert AUTHORITY not in {area.area_code for area in read_at_once(load_catalogue, store).areas}
    panel = read_as_page(
        load_panel, store, Selection(page="measure", area=HERE, measure="ehcp-20-weeks"), TODAY
    )
    named = {other.area_code for one in panel.series for other in one.benchmarks}
    assert named == {"E92000001", "E12000007", "E09000030"}


def test_a_neighbour_has_the_figures_of_the_chosen_measure_alone(store: Engine):
    compare(store)
    load_files(store, [figures(AUTHORITY)])
    chosen = Selection(page="measure", area=HERE, measure="ehcp-20-weeks")
    found = read_as_page(load_neighbours, store, chosen)
    assert found is not None
    assert [(one.name, one.nearness, len(one.observed)) for one in found.listed] == [
        ("Waltham Forest", 1, 1)
    ]
    other = read_as_page(
        load_neighbours, store, Selection(page="measure", area=HERE, measure="ehcp-voice")
    )
    assert other is not None
    assert other.listed[0].observed == ()


def test_of_a_neighbour_outside_ones_own_areas_what_is_published_is_told(store: Engine):
    compare(store)
    released = {
        "source_document": "dfe-2025",
        "period_start": "2024-02-01",
        "period_end": "2024-02-29",
    }
    rows = [{"area_code": AUTHORITY, **each} for each in (released, {})]
    (report,) = load_files(store, [observations(*rows)])
    assert report.issues == ()
    chosen = Selection(page="measure", area=HERE, measure="ehcp-20-weeks")
    counts = []
    for areas in (None, frozenset((HERE,)), frozenset((HERE, AUTHORITY))):
        with read_transaction(store) as transaction:
            snapshot = Snapshot(transaction, chosen, TODAY, Reach(areas))
            found = load_neighbours(snapshot)
            listed = load_all_neighbours(transaction, HERE, date.max, areas)["ehcp-20-weeks"]
        assert found is not None
        counts.append([len(each.listed[0].observed) for each in (found, listed)])
    assert counts == [[2, 2], [1, 1], [2, 2]]


def test_the_newest_list_known_on_the_day_counts(store: Engine):
    compare(store)
    later = LoadOptions(published_on=date(2025, 9, 1))
    row = {
        "la": "Haringey", "rank": "1", "sn_la_code": "307", "sn_new_la_code": "E09000009",
        "sn_name": "Ealing",
    }  # fmt: skip
    load_files(store, [csv_file(row)], options=later)
    chosen = Selection(page="measure", area=HERE, measure="ehcp-20-weeks")
    names = [
        [one.name for one in found.listed]
        if (found := read_as_page(load_neighbours, store, asked))
        else []
        for asked in (
            chosen,
            Selection(page="measure", area=HERE, measure="ehcp-20-weeks", as_of=date(2025, 7, 1)),
            Selection(page="measure", area=HERE, measure="ehcp-20-weeks", as_of=date(2025, 5, 1)),
        )
    ]
    assert names == [["Ealing"], ["Waltham Forest"], []]


def test_regions_of_which_an_area_is_no_part_are_no_benchmark_of_it(store: Engine):
    region = {"area_code": "E12000001", "name": "North East", "kind": "benchmark"}
    load_files(store, [csv_file(region), figures("E12000001")])
    panel = read_as_page(
        load_panel, store, Selection(page="measure", area=HERE, measure="ehcp-20-weeks"), TODAY
    )
    named = {other.area_code for one in panel.series for other in one.benchmarks}
    assert "E12000001" not in named
    assert "E12000007" in named
