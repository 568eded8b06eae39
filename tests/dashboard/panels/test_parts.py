"""A measure divided by a dimension."""

from datetime import date

import pandas as pd

from dashboard.panels.breakdowns import MAX_PARTS, build_breakdown, dimensions_of, version_of
from tests.builders.points import RATE

DIMENSIONS = (("need", "type of need"),)


def cell(part, numerator, denominator, *, month=3, basis="month", marker="", key="need"):
    return {
        "area_code": "E1", "measure_id": "made-rate", "breakdown": f"{key}={part}", "statistic": "",
        "basis": basis, "period_start": date(2023, month, 1), "period_end": date(2023, month, 28),
        "numerator": numerator, "denominator": denominator, "value": float("nan"),
        "is_provisional": False, "known_on": date(2023, 4, 19), "extract_id": 1, "marker": marker,
    }  # fmt: skip


def divided(*cells, key="need", **asked):
    return build_breakdown(RATE, pd.DataFrame(cells), key, DIMENSIONS, **asked)


def test_parts_are_ranked_with_n_what_is_not_known_or_hidden_last():
    parts = divided(
        cell("not_known", 9.0, 9.0), cell("HI", None, None, marker="c"), cell("SLD", 5.0, 20.0),
        cell("ASD", 30.0, 40.0),
    )  # fmt: skip
    assert [(part.words, part.n) for part in parts.parts] == [
        ("Autism", 40), ("Severe learning difficulty", 20), ("Hearing impairment", None),
        ("Type of need not known", 9),
    ]  # fmt: skip
    assert [part.point and part.point.value for part in parts.parts] == [75.0, 25.0, None, 100.0]


def test_the_parts_with_fewest_cases_are_left_out_and_counted():
    parts = divided(*(cell(f"N{n}", 10.0, 20.0 + n) for n in range(MAX_PARTS + 3)))
    assert (len(parts.parts), parts.left_out) == (MAX_PARTS, 3)
    assert min(part.n or 0 for part in parts.parts) == 23


def test_the_newest_period_is_divided_unless_another_is_named():
    cells = [cell("ASD", 30.0, 40.0), cell("ASD", 10.0, 40.0, month=2)]
    newest, earlier = divided(*cells), divided(*cells, period_end=date(2023, 2, 28))
    assert [part.point and part.point.value for part in newest.parts] == [75.0]
    assert [len(part.history) for part in newest.parts] == [2]
    assert [part.point and part.point.value for part in earlier.parts] == [25.0]
    assert [end for end, _ in earlier.periods] == [date(2023, 3, 28), date(2023, 2, 28)]


def test_a_basis_that_gathers_many_cases_comes_first():
    cells = [cell("ASD", 30.0, 40.0), cell("ASD", 300.0, 400.0, basis="rolling12")]
    assert divided(*cells).basis == "rolling12"
    assert divided(*cells, basis="month").basis == "month"


def test_overlapping_ages_are_in_order_of_age_and_said_to_overlap():
    parts = divided(
        *(cell(band, 5.0, 9.0, key="age") for band in ("12-18", "0-11", "0-5")), key="age"
    )
    assert [part.words for part in parts.parts] == ["Age 0–5", "Age 0–11", "Age 12–18"]
    assert "overlap" in parts.note


def test_without_a_dimension_only_what_there_is_to_divide_by_is_told():
    parts = divided(cell("ASD", 30.0, 40.0), key="")
    assert (parts.parts, parts.dimensions) == ((), DIMENSIONS)


def test_versions_and_bands_are_no_dimensions():
    listed = ["", "exceptions=excluding", "exceptions=excluding;need=ASD", "band=over-52", "sex=f"]
    assert dimensions_of(listed) == (("need", "type of need"), ("sex", "sex"))
    assert version_of(listed, "") == "exceptions=excluding"
    assert version_of(["need=ASD"], "") == ""
