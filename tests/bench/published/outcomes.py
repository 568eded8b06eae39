"""Published tables of children's outcomes: read whole, as loaded elsewhere, and as they are shipped."""

from collections.abc import Iterator
from datetime import date
from typing import Final

from sqlalchemy import Engine

from data.common.load_options import LoadOptions
from data.files.csv_reader import open_extract
from data.loading.load import FileReport, load_files
from data.store import frames
from tests.bench.published.files import APPEALS, PUBLISHED, RELEASE, rows_of
from tests.builders.shipped import Row
from tests.builders.shipped import rows_of as shipped_rows
from tests.data.conftest import shipped

__all__ = ["shipped"]
LAIT: Final = (PUBLISHED / "lait_send_values.csv", PUBLISHED / "lait_send_measures.csv")
PROFILE: Final = PUBLISHED / "dfe_eyfsp_2022_sen.csv"
BALANCES: Final = PUBLISHED / "dsg_cumulative_balance_2019_2022.csv"
WAITS: Final = PUBLISHED / "nhs_community_health_waits_2023.csv"
DAY: Final = LoadOptions(published_on=date(2025, 12, 1))
NAMES: Final = {
    "E09000030": "Tower Hamlets",
    "E09000014": "Haringey",
    "E13000001": "London (Inner)",
    "E12000007": "London",
    "E92000001": "England",
}
SHORT_NAMES: Final = {
    ("ehcp-share-of-pupils", ""): "SEN_TotStat",
    ("sen-support-share-of-pupils", ""): "SEN_TotSENSuP",
    ("ks2-expected", "provision=without_sen"): "NoID_SEN_NEW_KS2_RWM",
    ("ks2-expected", "provision=sen_support"): "NEW_KS2_RWM_Sen_W/Osta",
    ("ks2-expected", "provision=ehc_plan"): "NEW_KS2_RWM_Sen_Withsta",
    ("ks4-attainment8", "provision=without_sen"): "SEN_NoID_AVG_Attain8_Score",
    ("ks4-attainment8", "provision=sen_support"): "SEN_WoStat_AVG_Attain8_Score",
    ("ks4-attainment8", "provision=ehc_plan"): "SEN_Stat_AVG_Attain8_Score",
}
GROUPS: Final = {
    "provision=without_sen": ["No identified SEN"],
    "sen=any": ["All SEN"],
    "provision=sen_support": ["SEN support"],
    "provision=ehc_plan": ["EHC plan"],
    "provision=unclassified": ["Unclassified"],
    "": ["No identified SEN", "All SEN", "Unclassified"],
}


def load(engine: Engine, *paths, **options) -> FileReport:
    """Load files of one delivery and return its report."""
    given = LoadOptions(**{"published_on": DAY.published_on, **options})
    report = load_files(engine, [open_extract(path) for path in paths], options=given)[0]
    assert (report.state, report.issues) == ("loaded", ())
    return report


def test_the_files_have_as_many_figures_as_were_counted(shipped: Engine):
    counts = {LAIT: 7_796, (PROFILE,): 2_952, (BALANCES,): 478, (WAITS,): 480}
    for paths, count in counts.items():
        report = load(shipped, *paths)
        assert {part.kind: part.rows for part in report.parts}["observations"] == count


def test_no_figure_of_the_lait_differs_from_what_others_publish(shipped: Engine):
    load(shipped, RELEASE)
    load(shipped, APPEALS, source_document="tribunal-2024")
    load(shipped, *LAIT)
    agreeing, differing = 0, []
    key = ["area_code", "measure_id", "breakdown", "period_end"]
    everything = frames.load_frame(shipped, "observations")
    frame = everything[everything["value"].notna() & (everything["basis"] != "month")]
    for place, rows in frame.groupby(key):
        by_source = dict(zip(rows["source_document"], rows["value"], strict=True))
        lait = by_source.pop("dfe-lait-2025-12-01", None)
        for source, value in by_source.items() if lait is not None else ():
            if abs(value - lait) < 1e-9:
                agreeing += 1
            else:
                differing.append((place, source, value, lait))
    assert differing == []
    assert agreeing > 1_000


def lait_values() -> dict[tuple[str, str, str], str]:
    """Return the cells of the long table by short name, area and year."""
    return {
        (row["Short Desc"], row["LA and Regions"], row["Years"]): row["Values"]
        for row in rows_of(LAIT[0])
    }


def profile_counts() -> dict[tuple[str, str], tuple[int, int]]:
    """Return the children at a good level and all children, by area and group."""
    return {
        (row["new_la_code"] or row["region_code"] or row["country_code"], group): (
            int(row["gld_number"]),
            int(row["children_number"]),
        )
        for row in rows_of(PROFILE)
        for group in [row["characteristic_type"]]
        if row["gld_number"].isdigit()
    }


def shipped_outcomes(*measures: str) -> Iterator[Row]:
    rows = [row for row in shipped_rows("observations_outcomes") if row["measure_id"] in measures]
    assert rows
    yield from rows


def test_every_shipped_figure_of_the_lait_is_as_published_and_none_is_missing():
    published = lait_values()
    found = set()
    for row in shipped_outcomes(*{measure for measure, _ in SHORT_NAMES}):
        place = (
            SHORT_NAMES[row["measure_id"], row["breakdown"]],
            NAMES[row["area_code"]],
            row["period_end"][:4],
        )
        assert float(row["value"]) == float(published[place])
        found.add(place)
    assert found == {
        (short, name, year)
        for (short, name, year), cell in published.items()
        if short in SHORT_NAMES.values() and name in NAMES.values() and cell != "-"
    }


def test_every_shipped_figure_of_the_profile_is_as_published_and_all_children_the_sum():
    counts = profile_counts()
    rows = list(shipped_outcomes("eyfs-expected"))
    assert len(rows) == len(NAMES) * len(GROUPS)
    for row in rows:
        parts = [counts[row["area_code"], group] for group in GROUPS[row["breakdown"]]]
        reached, children = map(sum, zip(*parts, strict=True))
        assert (int(row["numerator"]), int(row["denominator"])) == (reached, children)
        assert abs(float(row["value"]) - 100 * reached / children) < 0.051


def test_every_shipped_balance_is_as_published():
    balances = {
        (row["la_name"] or row["region_name"], row["financial_year"][-2:]): row["deficit"]
        for row in rows_of(BALANCES)
    }
    rows = list(shipped_outcomes("dsg-balance-share"))
    assert len(rows) == 4 * 3
    for row in rows:
        deficit = balances[NAMES[row["area_code"]], row["period_end"][2:4]]
        assert float(row["value"]) == -float(deficit)
