"""What the store works out from extracts, and takes back, is what the oracle says stands."""

from datetime import UTC, date, datetime, timedelta
from itertools import count

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine

from data.cases.read_snapshots import load_computed_figures
from data.files.csv_reader import ExtractFile
from data.loading.history import undo_delivery
from data.loading.load import load_files
from tests.builders.files import csv_file, issue_lines
from tests.oracle.asked import Settings
from tests.oracle.cells import Cells, Key
from tests.oracle.columns import KINDS_OF, case
from tests.oracle.extracts import Extract, standing_figures
from tests.oracle.product import Shown, differences, figures_of
from tests.oracle.sendings import Sent, Undo, everything, moves
from tests.oracle.worked_out import DEFAULTS

FIRST_DAY = date(2025, 6, 1)
AREAS = (f"E09{number:06}" for number in count(500_000))
# Loading is too slow to look for a smaller example.
FEW = settings(
    phases=[Phase.reuse, Phase.generate],
    deadline=None,
    max_examples=6,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@pytest.mark.both_databases
@FEW
@given(drawn=everything())
def test_every_figure_through_the_store_is_that_of_the_oracle(store: Engine, drawn):
    sendings, chosen = drawn
    area_code = new_area(store, chosen)
    sent = [each.of_area(area_code) for each in sendings]
    loaded = sent_in(store, sent, FIRST_DAY)
    expected: Cells = {}
    for group in KINDS_OF:
        of_group = [each for each in loaded if each.kind in KINDS_OF[group]]
        expected |= standing_figures(group, of_group, chosen)
    assert differences(expected, stored(store, area_code)) == []


@pytest.mark.parametrize("group", ["assessments", "reviews", "referrals", "feedback"])
@settings(FEW, max_examples=3)
@given(data=st.data())
def test_cases_move_on_vanish_and_come_back_as_extracts_do(store: Engine, group, data):
    area_code = new_area(store, DEFAULTS)
    loaded: list[Extract] = []
    steps: list[Sent | Undo] = data.draw(moves(group))
    for number, step in enumerate(steps):
        day = FIRST_DAY + timedelta(number)
        if isinstance(step, Sent):
            loaded += sent_in(store, [step.of_area(area_code)], day)
        elif loaded:
            undone = loaded.pop(step % len(loaded))
            undo_delivery(store, undone.extract_id, now=noon(day))
        assert differs(store, area_code, group, loaded, None) == []
        earlier = FIRST_DAY + timedelta(number // 2)
        assert differs(store, area_code, group, loaded, earlier) == []


def test_an_extract_of_an_earlier_day_may_come_after_one_of_a_later(store: Engine):
    area_code = new_area(store, DEFAULTS)
    earlier, later = date(2024, 5, 31), date(2024, 6, 30)
    held = case("referrals", referral_id="R1", service="camhs", referral_date=earlier)
    closed = held | {"closed_date": later}
    sent = Sent("referrals", later, "all", (closed,)).of_area(area_code)
    loaded = sent_in(store, [sent], FIRST_DAY)
    sent = Sent("referrals", earlier, "changes", (held,)).of_area(area_code)
    loaded += sent_in(store, [sent], FIRST_DAY)
    assert differs(store, area_code, "referrals", loaded, None) == []
    sent = Sent("referrals", earlier, "all", (held | {"provider": "north_trust"},))
    loaded += sent_in(store, [sent.of_area(area_code)], FIRST_DAY)
    assert differs(store, area_code, "referrals", loaded, None) == []


def differs(
    engine: Engine, area_code: str, group: str, loaded: list[Extract], as_of: date | None
) -> list[str]:
    """Say what is not as the extracts that were known on the day have it."""
    known = [each for each in loaded if as_of is None or each.loaded_on <= as_of]
    expected = standing_figures(group, known, DEFAULTS)
    return differences(expected, stored(engine, area_code, as_of))


def stored(engine: Engine, area_code: str, as_of: date | None = None) -> dict[Key, Shown]:
    return figures_of(load_computed_figures(engine, [area_code], as_of=as_of))


def new_area(engine: Engine, chosen: Settings) -> str:
    """Make an area of its own for an example, with its settings where it has any."""
    area_code = next(AREAS)
    area = {"area_code": area_code, "name": f"Area {area_code}", "kind": "local_area"}
    files = [csv_file(area, name="areas.csv")]
    if chosen != DEFAULTS:
        files.append(settings_file(area_code, chosen))
    reports = load_files(engine, files, now=noon(FIRST_DAY))
    assert issue_lines(reports) == []
    return area_code


def settings_file(area_code: str, chosen: Settings) -> ExtractFile:
    bands = [("age_band_ehc", band) for band in chosen.ehc_bands]
    bands += [("age_band_referrals", band) for band in chosen.referral_bands]
    rows = [
        {
            "setting": setting,
            "area_code": area_code,
            "value": band.category,
            "applies_from": f"{band.applies_from or ''}",
            "applies_to": f"{band.applies_to or ''}",
        }
        for setting, band in bands
    ]
    clocks = [
        {"setting": "clocks", "area_code": area_code, "value": clock}
        for clock in sorted(chosen.clocks)
    ]
    return csv_file(*rows, *clocks, name="case_settings.csv")


def sent_in(engine: Engine, sendings: list[Sent], day: date) -> list[Extract]:
    """Load the files and return those that were not loaded already."""
    reports = load_files(engine, [each.file for each in sendings], now=noon(day))
    assert issue_lines(reports) == []
    return [
        Extract(report.extract_id or 0, each.kind, each.cut_off, each.coverage, each.rows, day)
        for each, report in zip(sendings, reports, strict=True)
        if report.state == "loaded"
    ]


def noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
