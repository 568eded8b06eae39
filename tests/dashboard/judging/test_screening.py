"""Whether outlying ranges are screened: whose choice holds on a day."""

from datetime import date

import pytest

from dashboard.judging.control import Screening, read_screening, screens_outliers

HERE, THERE = "E09000014", "E09000030"
DAY = date(2025, 6, 1)


def choice(area_code: str, is_on: bool, begins: date | None = None, ends: date | None = None):
    return Screening(area_code, is_on, begins, ends)


def test_ranges_are_screened_unless_something_else_is_set():
    assert screens_outliers((), HERE, DAY)


@pytest.mark.parametrize(
    ("choices", "is_on"),
    [
        ([choice("", False)], False),
        ([choice(THERE, False)], True),
        ([choice("", False), choice(HERE, True)], True),
        ([choice(HERE, False, date(2025, 6, 2))], True),
        ([choice(HERE, False, None, date(2025, 5, 31))], True),
        ([choice(HERE, False, date(2025, 6, 1), date(2025, 6, 1))], False),
        ([choice(HERE, False), choice(HERE, True, date(2025, 1, 1))], True),
    ],
    ids=[
        "for everywhere",
        "for another area",
        "an area’s own before one for everywhere",
        "not begun",
        "over",
        "on its only day",
        "the one that began last",
    ],
)
def test_the_choice_that_holds_on_the_day_decides(choices, is_on):
    assert screens_outliers(choices, HERE, DAY) is is_on
    assert screens_outliers(choices[::-1], HERE, DAY) is is_on


def test_other_settings_are_left_alone():
    row = {"area_code": "", "applies_from": None, "applies_to": None, "extract_id": 3}
    rows = [
        row | {"setting": "small_number_to", "value": "4"},
        row | {"setting": "screen_outliers", "value": "no"},
    ]
    assert read_screening(rows) == (Screening("", False, None, None, 3),)
