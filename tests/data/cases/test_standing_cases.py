"""Which cases count, and what is worked out from them, as extracts come, supersede and are undone."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from random import Random

import pandas as pd
import pytest
from sqlalchemy import Engine

from data.cases.read_snapshots import (
    load_case_extracts,
    load_computed_accounts,
    load_computed_bins,
    load_computed_figures,
)
from data.files.csv_reader import ExtractFile
from data.loading.history import extract_history
from data.loading.load import check_files, load_files
from data.store.read_transaction import data_version
from tests.builders.case_files import (
    FEBRUARY,
    HARINGEY,
    JANUARY,
    MARCH,
    TOWER_HAMLETS,
    extract,
    figures,
    load,
    load_one,
    undo,
)
from tests.builders.files import csv_file

pytestmark = pytest.mark.both_databases

CASE = "ehc_assessments"
OPEN = "ehc-open"
BOTH = {}, {"case_id": "C2"}
ISSUED = {"case_id": "C1", "plan_issued_date": "2023-02-10"}


def everything(engine: Engine, as_of: date | None = None) -> pd.DataFrame:
    """Return all that is worked out, without the extract under which it stands."""
    frame = load_computed_figures(engine, as_of=as_of).drop(columns=["extract_id", "known_on"])
    return frame.sort_values(
        ["area_code", "measure_id", "breakdown", "statistic", "basis", "period_end"],
        ignore_index=True,
    )


def test_a_case_moves_on_with_a_later_extract(shipped: Engine):
    load(shipped, extract(CASE, *BOTH))
    new = {"case_id": "C3", "request_date": "2023-02-20"}
    changes = extract(CASE, ISSUED, {"case_id": "C2"}, new, cut_off=FEBRUARY, coverage="changes")
    (report,) = load(shipped, changes)
    assert (report.new, report.changed, report.unchanged, report.vanished) == (1, 1, 1, 0)
    assert figures(shipped, OPEN)[JANUARY] == 2
    assert figures(shipped, OPEN)[FEBRUARY] == 2
    assert figures(shipped, "ehcp-new-plans") == {FEBRUARY: 1}


def test_a_case_that_a_whole_extract_no_longer_holds_has_vanished(shipped: Engine):
    load(shipped, extract(CASE, *BOTH))
    (report,) = load(shipped, extract(CASE, {}, cut_off=FEBRUARY))
    assert (report.vanished, report.new, report.changed, report.unchanged) == (1, 0, 0, 1)
    assert figures(shipped, "ehc-requests") == {"2022-09-30": 1, **months_without()}


def months_without() -> dict[str, float]:
    """Return the months after September without any request."""
    return dict.fromkeys(("2022-10-31", "2022-11-30", "2022-12-31", JANUARY, FEBRUARY), 0.0)


def test_a_case_that_only_changes_do_not_hold_still_counts(shipped: Engine):
    load(shipped, extract(CASE, *BOTH))
    (report,) = load(shipped, extract(CASE, {}, cut_off=FEBRUARY, coverage="changes"))
    assert report.vanished == 0
    assert figures(shipped, OPEN)[FEBRUARY] == 2


def test_extracts_count_in_the_order_of_their_cut_offs_not_of_their_loads(shipped: Engine):
    load(shipped, extract(CASE, ISSUED, {"case_id": "C2"}, cut_off=FEBRUARY))
    before = everything(shipped)
    (late,) = load(shipped, extract(CASE, *BOTH, {"case_id": "C3"}))
    assert figures(shipped, "ehcp-new-plans") == {FEBRUARY: 1}
    pd.testing.assert_frame_equal(everything(shipped), before)
    assert late.vanished == 0


def test_changes_older_than_the_whole_extract_do_not_count(shipped: Engine):
    load(shipped, extract(CASE, {}, cut_off=FEBRUARY))
    load(shipped, extract(CASE, {"case_id": "C2"}, coverage="changes"))
    assert figures(shipped, OPEN)[FEBRUARY] == 1
    assert load_case_extracts(shipped, HARINGEY, "assessments")["coverage"].tolist() == ["all"]


def test_a_whole_extract_of_one_provider_leaves_the_others_as_they_were(shipped: Engine):
    other = {"referral_id": "R2", "provider": "South trust"}
    load(shipped, extract("referrals", {}, other))
    load(shipped, extract("referrals", {"closed_date": FEBRUARY}, cut_off=FEBRUARY))
    assert figures(shipped, "autism-waiting")[FEBRUARY] == 1
    found = load_case_extracts(shipped, HARINGEY, "referrals")
    assert found["scope"].tolist() == [
        "provider=South trust;service=autism",
        "provider=North trust;service=autism",
    ]
    assert found["cut_off"].tolist() == [date(2023, 1, 31), date(2023, 2, 28)]


def test_a_month_that_some_scope_does_not_reach_is_provisional(shipped: Engine):
    other = {"referral_id": "R2", "provider": "South trust"}
    load(shipped, extract("referrals", {}, other))
    load(shipped, extract("referrals", {}, cut_off=FEBRUARY))
    frame = load_computed_figures(
        shipped, [HARINGEY], ["autism-referrals"], bases=["month"], breakdowns=[""]
    )
    marks = zip(frame["period_end"], frame["is_provisional"], strict=True)
    assert [day.isoformat() for day, is_provisional in marks if is_provisional] == [FEBRUARY]


def test_areas_in_one_file_are_counted_each_for_itself(shipped: Engine):
    there = {"area_code": TOWER_HAMLETS}
    load(shipped, extract(CASE, {}, there, {**there, "case_id": "C2"}))
    assert figures(shipped, OPEN)[JANUARY] == 1
    assert figures(shipped, OPEN, TOWER_HAMLETS)[JANUARY] == 2


def test_plans_and_reviews_loaded_together_are_worked_out_once(shipped: Engine):
    review = {"decision": "maintain", "decision_date": "2023-01-20"}
    files = [extract("annual_reviews", review), extract("plans", {}, {"plan_id": "P2"})]
    reviews, plans = load(shipped, *files)
    assert (plans.figures, (reviews.figures or 0) > 0) == (None, True)
    assert figures(shipped, "ehcp-caseload")[JANUARY] == 2
    assert figures(shipped, "annual-review-overdue")[JANUARY] == 1
    undo(shipped, reviews.extract_id or 0)
    assert figures(shipped, "annual-review-overdue")[JANUARY] == 2
    undo(shipped, plans.extract_id or 0)
    assert figures(shipped, "ehcp-caseload") == {}


def test_advice_counts_in_the_area_of_its_case(shipped: Engine):
    load(shipped, extract(CASE, {"area_code": TOWER_HAMLETS}))
    load(shipped, extract("advice", {"received_date": "2022-10-01"}))
    assert figures(shipped, "ehc-advice-6-weeks", TOWER_HAMLETS) == {"2022-10-31": 1}


def test_accounts_say_why_a_case_does_not_count(shipped: Engine):
    load(shipped, extract(CASE, {}, {"case_id": "C2", "clock": "tribunal"}))
    frame = load_computed_accounts(shipped, HARINGEY, "ehc-requests")
    counts = dict(zip(frame["reason"], frame["rows"], strict=True))
    assert counts == {"counted": 1, "on another clock": 1}


def test_bins_hold_the_weeks_of_those_still_open(shipped: Engine):
    load(shipped, extract(CASE, {}))
    frame = load_computed_bins(shipped, HARINGEY, OPEN)
    bins = zip(frame["period_end"], frame["week"], frame["count"], strict=True)
    assert [each for each in bins if each[0] == date(2023, 1, 31)] == [(date(2023, 1, 31), 21, 1)]


def test_a_band_of_weeks_that_was_hidden_stays_hidden_when_more_are_in_it(shipped: Engine):
    referred = {"2022-12-10": 20, "2022-09-01": 12, "2022-06-01": 3, "2021-11-01": 9}

    def hidden_weeks() -> set[int]:
        seen = [
            {
                "referral_id": f"R{day}{at}",
                "referral_date": day,
                "first_appointment_date": "2023-01-20",
            }
            for day, count in referred.items()
            for at in range(count)
        ]
        load(shipped, extract("referrals", *seen))
        bins = load_computed_bins(shipped, HARINGEY, "autism-seen")
        return set(bins.loc[(bins["basis"] == "month") & (bins["mark"] != 0), "week"])

    first = hidden_weeks()
    assert first == {20, 33}
    referred["2022-06-01"] = 7
    assert hidden_weeks() == first


# Settings


def test_settings_change_what_is_worked_out_and_an_undo_brings_it_back(shipped: Engine):
    load(shipped, extract(CASE, {}, {"case_id": "C2", "clock": "tribunal"}))
    before = everything(shipped)
    rows = [{"setting": "clocks", "value": clock} for clock in ("request", "tribunal")]
    settings = load_one(shipped, csv_file(*rows))
    assert figures(shipped, OPEN)[JANUARY] == 2
    undo(shipped, settings)
    pd.testing.assert_frame_equal(everything(shipped), before)


def test_settings_undone_after_later_cases_are_undone_there_too(shipped: Engine):
    load(shipped, extract(CASE, {}))
    row = {"setting": "clocks", "area_code": HARINGEY, "value": "tribunal"}
    settings = load_one(shipped, csv_file(row))
    load(shipped, extract(CASE, {}, {"case_id": "C2"}, cut_off=FEBRUARY))
    assert figures(shipped, OPEN) == {}
    undo(shipped, settings)
    assert figures(shipped, OPEN)[FEBRUARY] == 2


# Dry runs, days and undos


def test_a_dry_run_tells_what_would_be_worked_out_and_keeps_nothing(shipped: Engine):
    version, before = data_version(shipped), everything(shipped)
    file = extract(CASE, *BOTH)
    (tried,) = load_files(shipped, [file], dry_run=True)
    assert (tried.state, tried.new, (tried.figures or 0) > 0) == ("would_load", 2, True)
    assert check_files(shipped, [file])[0].figures is None
    assert data_version(shipped) == version
    pd.testing.assert_frame_equal(everything(shipped), before)
    (loaded,) = load(shipped, file)
    assert loaded.figures == tried.figures


def test_what_was_known_on_a_day_was_worked_out_from_what_was_loaded_by_then(shipped: Engine):
    first, second = (datetime(2023, month, 20, tzinfo=UTC) for month in (2, 3))
    load_files(shipped, [extract(CASE, *BOTH)], now=first)
    load_files(shipped, [extract(CASE, ISSUED, cut_off=FEBRUARY, coverage="changes")], now=second)
    assert figures(shipped, OPEN, as_of=date(2023, 2, 19)) == {}
    assert FEBRUARY not in figures(shipped, OPEN, as_of=date(2023, 3, 19))
    assert figures(shipped, OPEN, as_of=date(2023, 3, 20))[FEBRUARY] == 1


def test_an_undo_leaves_what_was_known_before_as_it_was(shipped: Engine):
    days = [datetime(2023, month, 20, tzinfo=UTC) for month in (2, 3, 4)]
    files = [
        extract(CASE, *BOTH),
        extract(CASE, ISSUED, cut_off=FEBRUARY, coverage="changes"),
        extract(CASE, {"case_id": "C3"}, cut_off=MARCH, coverage="changes"),
    ]
    ids = [
        load_files(shipped, [file], now=day)[0].extract_id
        for file, day in zip(files, days, strict=True)
    ]
    earliest = everything(shipped, date(2023, 2, 28))
    undo(shipped, ids[1] or 0)
    pd.testing.assert_frame_equal(everything(shipped, date(2023, 3, 31)), earliest)
    assert figures(shipped, OPEN)[MARCH] == 3


@pytest.mark.parametrize(
    "seed", [0, *(pytest.param(n, marks=pytest.mark.sweep) for n in range(1, 6))]
)
def test_loads_and_undos_in_any_order_leave_what_the_loads_that_remain_would(
    make_shipped: Callable[[], Engine], seed: int
):
    random = Random(seed)  # noqa: S311 - chooses among loads, keeps no secret
    store, twin = make_shipped(), make_shipped()
    files = [_random_extract(random, number) for number in range(5)]
    ids = [load_one(store, file) for file in files]
    kept = sorted(random.sample(range(5), 3))
    gone = [ids[at] for at in range(5) if at not in kept]
    random.shuffle(gone)
    for extract_id in gone:
        undo(store, extract_id)
    for at in kept:
        load_one(twin, files[at])
    pd.testing.assert_frame_equal(everything(store), everything(twin))
    states = [record.state for record in extract_history(store)]
    assert states.count("undone") == len(gone)


def _random_extract(random: Random, number: int) -> ExtractFile:
    cut_off = random.choice([JANUARY, FEBRUARY, MARCH])
    rows = [
        {
            "case_id": f"C{case}",
            "area_code": random.choice([HARINGEY, TOWER_HAMLETS]),
            "primary_need": random.choice(["ASD", "SLCN", ""]),
            "plan_issued_date": random.choice(["", "2023-01-20", "2023-01-25"]),
        }
        for case in random.sample(range(6), 4)
    ]
    coverage = random.choice(["all", "changes"])
    return extract(CASE, *rows, cut_off=cut_off, coverage=coverage, name=f"{number}.csv")
