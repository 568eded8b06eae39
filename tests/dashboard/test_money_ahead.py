"""What the plans ahead cost: by hand, and never from a figure that is not there."""

from dataclasses import replace
from datetime import date

import pytest

from dashboard.future.model import Money, Outlook, YearAhead
from dashboard.future.money import build_money, in_scenario, sentences
from dashboard.model.panel import Panel
from tests.builders.panels import panel, series
from tests.builders.points import FLOW, STOCK, year

POUNDS = replace(FLOW, unit="gbp_million")
AHEAD = tuple(
    YearAhead(date(number, 1, 15), 1000 + 100 * place, 900, 1500, is_tested=True)
    for place, number in enumerate(range(2026, 2031), start=1)
)
PLANS = Outlook(STOCK, "", "snapshot", ((date(2024, 1, 15), 900), (date(2025, 1, 15), 1000)), AHEAD)


def to_march(**by_year: float) -> Panel:
    """Return a panel of financial years, by the year in which they end."""
    points = tuple(
        replace(
            year(2000, value),
            period_start=date(int(end[1:]) - 1, 4, 1),
            period_end=date(int(end[1:]), 3, 31),
        )
        for end, value in by_year.items()
    )
    return panel(POUNDS, series(points, basis="year"))


def test_each_plan_goes_on_costing_what_it_does() -> None:
    money = build_money(to_march(y2024=18, y2025=20), to_march(y2025=21), None, PLANS)
    assert (money.plans, money.a_plan) == (1000, 20_000)
    third = money.outlook.years[2]
    assert (third.day, third.value, third.high) == (date(2028, 3, 31), 26, 30)
    said = " ".join(sentences(money))
    assert (
        "each plan goes on costing £20,000 a year (£20.0 million in the year to March 2025" in said
    )
    assert (
        "that is £5.0 million short in the year to March 2028, and £9.0 million taken from" in said
    )


def test_spend_of_an_earlier_year_is_of_the_plans_of_that_year() -> None:
    money = build_money(to_march(y2024=18), None, None, PLANS)
    assert (money.plans, money.a_plan) == (900, 20_000)
    assert money.outlook.years[0].day == date(2026, 3, 31)


def test_a_block_that_is_older_than_the_spend_is_not_set_against_it() -> None:
    said = " ".join(sentences(build_money(to_march(y2025=20), to_march(y2018=12), None, PLANS)))
    assert "short" not in said
    assert "It is older than the spend, so the two are not compared." in said


@pytest.mark.parametrize("spend", [to_march(), to_march(y2019=20)])
def test_nothing_is_projected_from_a_figure_that_is_not_there(spend: Panel) -> None:
    money = build_money(spend, to_march(y2025=21), None, PLANS)
    assert money.outlook.years == ()
    assert "is not known" in sentences(money)[0]
    assert in_scenario(money, ((date(2026, 1, 15), 1200.0),)) == ()


def test_what_is_not_loaded_says_which_measure_brings_it() -> None:
    said = " ".join(sentences(Money(Outlook(POUNDS, "", "year", ()))))
    assert "figures of the measure “Spend on high needs”" in said
    assert "figures of the measure “High needs funding block”" in said


def test_a_scenario_costs_what_its_plans_do() -> None:
    money = build_money(to_march(y2025=20), None, None, PLANS)
    assert in_scenario(money, ((date(2026, 1, 15), 1500.0),)) == ((date(2026, 3, 31), 30.0),)
