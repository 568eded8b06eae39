"""An area's own settings stand in place of everybody's, and those in place of the defaults."""

from datetime import date

import pandas as pd
import pytest

from dashboard.measures import AgeBand, CaseSettings, read_settings
from tests.builders.case_frames import counts, worked_out

HERE = "X99000001"


def settings(*rows: tuple) -> pd.DataFrame:
    columns = ["setting", "area_code", "value", "applies_from", "applies_to"]
    return pd.DataFrame(list(rows), columns=columns)


def test_without_rows_the_defaults_stand():
    assert read_settings(settings(), HERE) == CaseSettings()


@pytest.mark.parametrize("none", [None, "", pd.NaT, float("nan")])
def test_rows_for_everywhere_stand_in_place_of_the_defaults(none):
    read = read_settings(settings(("age_band_ehc", none or "", "0-25", none, none)), HERE)
    assert read.ehc_bands == (AgeBand(0, 25),)
    assert read.referral_bands == CaseSettings().referral_bands


def test_rows_for_the_area_stand_in_place_of_those_for_everywhere():
    rows = settings(
        ("clocks", "", "request", None, None),
        ("clocks", HERE, "request", None, None),
        ("clocks", HERE, "tribunal", None, None),
        ("clocks", "E09000014", "transfer_in", None, None),
        ("small_number_to", "", "4", None, None),
    )
    assert read_settings(rows, HERE).clocks == {"request", "tribunal"}
    assert read_settings(rows, "E09000099").clocks == {"request"}


@pytest.mark.parametrize("day", [date(2023, 2, 1), "2023-02-01", pd.Timestamp("2023-02-01")])
def test_a_band_has_its_days(day):
    read = read_settings(settings(("age_band_referrals", "", "0-18", day, None)), HERE)
    assert read.referral_bands == (AgeBand(0, 18, date(2023, 2, 1)),)


def test_bands_that_changed_leave_no_gap_and_no_age_out_of_both():
    bands = (
        AgeBand(0, 10, applies_to=date(2023, 1, 31)),
        AgeBand(0, 15, applies_from=date(2023, 2, 1)),
    )
    plans = [
        {"plan_issued_date": day, "age_at_request": age}
        for day in ("2023-01-10", "2023-02-10")
        for age in (8, 12)
    ]
    found = worked_out(
        "assessments", "2023-02-28", CaseSettings(ehc_bands=bands), ehc_assessments=plans
    )
    shown = {
        band: counts(found, "ehc-exception-rate", breakdown=f"age={band}")
        for band in ("0-10", "0-15", "not_known")
    }
    assert shown == {
        "0-10": {"2023-01-31": (0, 1)},
        "0-15": {"2023-02-28": (0, 2)},
        "not_known": {"2023-01-31": (0, 1)},
    }


def test_a_year_group_gives_the_age_where_none_is_told():
    plans = [
        {"plan_issued_date": "2023-01-10", "year_group": 0},
        {"plan_issued_date": "2023-01-10", "year_group": -1},
        {"plan_issued_date": "2023-01-10", "year_group": 0, "age_at_request": 4},
        {"plan_issued_date": "2023-01-10"},
    ]
    found = worked_out("assessments", "2023-01-31", ehc_assessments=plans)
    shown = {
        band: counts(found, "ehc-exception-rate", breakdown=f"age={band}")["2023-01-31"][1]
        for band in ("0-4", "5-10", "not_known")
    }
    assert shown == {"0-4": 2, "5-10": 1, "not_known": 1}
