"""The profile of an area: every shipped figure of it, beside those of similar areas."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from statistics import quantiles
from typing import Final

import pytest
from sqlalchemy import Engine

from dashboard.model.selection import Selection
from dashboard.profile.build import build_profile
from dashboard.profile.model import Profile, ProfileFigures, Tile
from dashboard.profile.rows import PROFILE_COLUMNS, profile_rows
from dashboard.text.format import rounded
from data.queries.panels import load_panel
from data.queries.profile import load_profile
from data.queries.snapshot import UnknownSelectionError, resolve
from tests.builders.shipped import Row, rows_of
from tests.stores import MakeStore, current_day, opened, read_as_page

EXTRACTS: Final = (
    "observations_dfe",
    "observations_outcomes",
    "profile_observations_lait",
    "profile_observations_releases",
)
# Figures without a day of publication are those of the day on which the store was filled.
BOROUGHS: Final = ("E09000030", "E09000014")
HACKNEY: Final = "E09000012"
# What a figure is found by: area, measure, breakdown, and its last day.
Cell = tuple[str, str, str, str]


@pytest.fixture(scope="module")
def store(make_sqlite: MakeStore) -> Iterator[Engine]:
    with opened(make_sqlite("profile")) as engine:
        yield engine


@pytest.fixture(scope="module")
def shipped_cells() -> dict[Cell, str]:
    """Every number of the shipped extracts that a profile is made of."""
    rows: list[Row] = [row for name in EXTRACTS for row in rows_of(name)]
    return {
        (row["area_code"], row["measure_id"], row["breakdown"], row["period_end"]): row["value"]
        for row in rows
        if row["value"][-1].isdigit()
    }


def figures_of(store: Engine, area: str) -> ProfileFigures:
    return read_as_page(load_profile, store, Selection(page="profile", area=area), current_day())


def profiles_of(store: Engine, area: str) -> list[Profile]:
    figures = figures_of(store, area)
    return [build_profile(figures, group) for group in ("", "sen_support")]


def councils() -> list[str]:
    return [*BOROUGHS, *(row["area_code"] for row in rows_of("profile_areas"))]


def printed(value: float | None, decimals: int) -> str:
    return f"{rounded(value or 0.0, decimals):f}"


def recent(cells: dict[Cell, str], area: str) -> dict[Cell, str]:
    """Return the figures of an area that are no older than ten years before its newest."""
    newest: defaultdict[tuple[str, str], int] = defaultdict(int)
    for owner, measure, breakdown, end in cells:
        if owner == area:
            newest[measure, breakdown] = max(newest[measure, breakdown], int(end[:4]))
    return {
        cell: value
        for cell, value in cells.items()
        if cell[0] == area and int(cell[3][:4]) > newest[cell[1], cell[2]] - 10
    }


@pytest.mark.parametrize("area", councils())
def test_every_shipped_figure_of_a_council_is_in_its_profile(
    store: Engine, shipped_cells: dict[Cell, str], area: str
):
    """To the decimals that were printed: in its file, of every year, and in a tile, of the last."""
    figures = figures_of(store, area)
    rows = [dict(zip(PROFILE_COLUMNS, row, strict=True)) for row in profile_rows(figures)]
    from_file: dict[Cell, str] = {}
    for panel in figures.panels:
        for line in panel.series:
            for point in line.points:
                key = (area, panel.measure.measure_id, line.breakdown, str(point.period_end))
                from_file[key] = printed(point.value, point.decimals)
    expected = recent(shipped_cells, area)
    assert {cell: from_file.get(cell) for cell in expected} == {
        cell: printed(float(value), len(value.partition(".")[2]))
        for cell, value in expected.items()
    }
    numbers = {(row["measure_id"], row["period_end"], row["value"]) for row in rows}
    missing = [
        cell
        for cell, value in expected.items()
        if (cell[1], cell[3], printed(float(value), len(value.partition(".")[2]))) not in numbers
    ]
    assert missing == []


@pytest.mark.parametrize("area", councils())
def test_a_tile_has_the_newest_shipped_figure_and_those_of_the_other_groups(
    store: Engine, shipped_cells: dict[Cell, str], area: str
):
    for profile in profiles_of(store, area):
        for tile in profile.tiles:
            measure, end = tile.measure.measure_id, str(tile.latest.period_end)
            shown = [(tile.series.breakdown, tile.latest)]
            shown += [(part.breakdown, part.point) for part in tile.parts]
            for breakdown, point in shown:
                value = shipped_cells.get((area, measure, breakdown, end))
                if value is not None:
                    assert float(printed(point.value, point.decimals)) == float(value)
            newest = max(
                (
                    cell[3]
                    for cell in shipped_cells
                    if cell[:3] == (area, measure, tile.series.breakdown)
                ),
                default=end,
            )
            assert newest == end


@pytest.mark.parametrize("area", BOROUGHS)
def test_england_and_the_middle_half_are_those_of_the_extracts(
    store: Engine, shipped_cells: dict[Cell, str], area: str
):
    neighbours = [
        row["neighbour_code"] for row in rows_of("profile_neighbours") if row["area_code"] == area
    ]
    compared = 0
    for tile in [tile for profile in profiles_of(store, area) for tile in profile.tiles]:
        measure, end = tile.measure.measure_id, str(tile.latest.period_end)
        cell = (measure, tile.series.breakdown, end)
        if tile.reference_latest is not None:
            assert tile.reference_latest.value == float(shipped_cells["E92000001", *cell])
        theirs = [shipped_cells.get((code, *cell)) for code in neighbours]
        values = [float(value) for value in theirs if value is not None]
        half = tile.middle_latest
        if half is None:
            continue
        compared += 1
        low, _, high = quantiles(values, n=4)
        assert half.of == len(values)
        assert (half.low, half.high) == pytest.approx(
            (low, high), abs=0.51 * 10**-tile.latest.decimals
        )
        assert tile.place == place_of(tile.latest.value or 0.0, half.low, half.high)
    assert compared > 40


def place_of(value: float, low: float, high: float) -> str:
    return "below" if value < low else "above" if value > high else "within"


def test_a_count_is_compared_with_no_other_area(store: Engine):
    (profile, _) = profiles_of(store, BOROUGHS[0])
    counts = [tile for tile in profile.tiles if tile.measure.kind in ("stock", "flow")]
    assert {"ehcp-caseload", "ehc-requests"} <= {tile.measure.measure_id for tile in counts}
    assert [(tile.reference, tile.middle, tile.rank) for tile in counts] == [("", (), None)] * len(
        counts
    )


def test_a_rank_stands_only_where_every_count_is_published(store: Engine):
    ranked = {t.measure.measure_id: t for t in profiles_of(store, BOROUGHS[0])[0].tiles if t.rank}
    assert "ks4-attainment8" not in ranked
    rank = ranked["ehcp-20-weeks"].rank
    assert rank is not None
    assert (rank.place, rank.best, rank.worst, rank.of) == (9, 8, 10, 11)


def test_the_gap_is_that_between_pupils_with_a_plan_and_without_sen(store: Engine):
    figures = figures_of(store, BOROUGHS[0])
    gaps = {tile.measure.measure_id: tile for tile in build_profile(figures, "gap").tiles}
    assert "ehcp-share-of-pupils" not in gaps
    tile = gaps["ks4-attainment8"]
    assert (tile.latest.value, tile.reference_latest and tile.reference_latest.value) == (
        -31.1,
        -35.4,
    )
    assert tile.place == "above"


def test_an_area_without_a_plan_has_a_profile_beside_england(store: Engine):
    (profile, _) = profiles_of(store, HACKNEY)
    assert profile.area.name == "Hackney"
    assert profile.similar == 0
    tiles: dict[str, Tile] = {tile.measure.measure_id: tile for tile in profile.tiles}
    tile = tiles["ehcp-share-of-pupils"]
    assert (tile.latest.value, tile.reference, tile.middle) == (6.3, "England", ())
    assert tile.series.status.code == "no_target"


def test_a_share_of_pupils_rises_and_is_neither_better_nor_worse(store: Engine):
    words = {}
    for area in (*BOROUGHS, HACKNEY):
        tiles = {t.measure.measure_id: t for t in profiles_of(store, area)[0].tiles}
        tile = tiles["ehcp-share-of-pupils"]
        words[area] = (tile.measure.better, tile.series.trend.word)
    assert words == {
        BOROUGHS[0]: ("neutral", "Rose"),
        BOROUGHS[1]: ("neutral", "Little change"),
        HACKNEY: ("neutral", "Rose"),
    }


@pytest.mark.parametrize(("plan", "better"), [("th-strategy-2018", "lower"), ("", "neutral")])
def test_the_plan_that_wants_the_share_lower_judges_it_so(store: Engine, plan: str, better: str):
    area = BOROUGHS[0] if plan else BOROUGHS[1]
    chosen = Selection("measure", area, plan, "ehcp-share-of-pupils")
    assert read_as_page(load_panel, store, chosen).measure.better == better


@pytest.mark.parametrize("page", ["overview", "actions", "meeting"])
def test_no_page_of_plans_opens_for_an_area_without_one(store: Engine, page: str):
    with pytest.raises(UnknownSelectionError):
        read_as_page(lambda s: resolve(s.choices, s.selection), store, Selection(page, HACKNEY))


def test_the_verdict_is_of_the_figures_shown(store: Engine):
    assert profiles_of(store, BOROUGHS[0])[0].verdict == (
        "7.6% of pupils have a plan, up from 4.0% in 2016 and more than in similar areas.",
        "At 16 they score 21.7, England 14.8; 97.6% go on to education, training or work.",
        "At 11, 14% reach the expected level, 83% of those without SEN.",
    )


def test_what_is_not_loaded_names_the_release_that_has_it(store: Engine):
    (profile, _) = profiles_of(store, BOROUGHS[0])
    absence = next(band for band in profile.bands if band.stage == "absence")
    assert absence.tiles == ()
    assert all(measure.published_in for measure in absence.missing)
    assert "exclusion-ehcp" in {measure.measure_id for measure in absence.missing}


def test_an_earlier_day_shows_what_was_known_then(store: Engine):
    chosen = Selection(page="profile", area=BOROUGHS[0], as_of=date(2023, 1, 1))
    shown = build_profile(read_as_page(load_profile, store, chosen, current_day()))
    assert {tile.measure.measure_id for tile in shown.tiles}.isdisjoint({"ks4-progress8"})


def test_the_newest_inspection_stands_with_those_of_similar_areas(store: Engine):
    (profile, _) = profiles_of(store, BOROUGHS[0])
    found = next(band.inspections for band in profile.bands if band.inspections)
    assert found.own is not None
    assert (found.own.outcome, found.own.published_on) == ("inconsistent", date(2025, 8, 21))
    assert found.similar == {"positive": 2, "inconsistent": 2}
