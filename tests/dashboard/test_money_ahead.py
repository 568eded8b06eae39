"""What the plans ahead cost: by hand, and never from a figure that is not there."""

from dataclasses import replace
from datetime import date

import pytest

from dashboard.future.model import Money, Outlook, YearAhead
from dashboard.future.money import (
    MoneyPanels,
    balance_ahead,
    build_money,
    in_scenario,
    scenario_sentence,
    sentences,
)
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
    money = build_money(MoneyPanels(to_march(y2024=18, y2025=20), to_march(y2025=21)), PLANS)
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
    money = build_money(MoneyPanels(to_march(y2024=18)), PLANS)
    assert (money.plans, money.a_plan) == (900, 20_000)
    assert money.outlook.years[0].day == date(2026, 3, 31)


def test_a_block_that_is_older_than_the_spend_is_not_set_against_it() -> None:
    said = " ".join(
        sentences(build_money(MoneyPanels(to_march(y2025=20), to_march(y2018=12)), PLANS))
    )
    assert "short" not in said
    assert "It is older than the spend, so the two are not compared." in said


@pytest.mark.parametrize("spend", [to_march(), to_march(y2019=20)])
def test_nothing_is_projected_from_a_figure_that_is_not_there(spend: Panel) -> None:
    money = build_money(MoneyPanels(spend, to_march(y2025=21)), PLANS)
    assert money.outlook.years == ()
    assert "is not known" in sentences(money)[0]
    assert in_scenario(money, PLANS, ((date(2026, 1, 15), 1200.0),)) == ()


def test_what_is_not_loaded_says_which_measure_brings_it() -> None:
    said = " ".join(sentences(Money(Outlook(POUNDS, "", "year", ()))))
    assert "figures of the measure “Spend on high needs”" in said
    assert "figures of the measure “High needs funding block”" in said


def test_a_scenario_costs_what_its_plans_do() -> None:
    money = build_money(MoneyPanels(to_march(y2025=20)), PLANS)
    assert in_scenario(money, PLANS, ((date(2026, 1, 15), 1500.0),)) == ((date(2026, 3, 31), 30.0),)


# 200 of the 1,000 plans are in special schools, at £50,000 each; all others cost £10 million.
SPECIAL = replace(
    PLANS,
    breakdown="setting=special_school",
    history=((date(2025, 1, 15), 200),),
    years=tuple(replace(each, value=200 + 50 * place) for place, each in enumerate(AHEAD, 1)),
)


def by_setting() -> Panel:
    """Return spend of £20 million, half of it in special schools."""
    whole = to_march(y2025=20).series[0]
    part = series(to_march(y2025=10).series[0].points, breakdown="setting=special_school")
    return panel(POUNDS, whole, part)


def test_plans_of_a_setting_go_on_costing_what_they_do_there() -> None:
    money = build_money(MoneyPanels(by_setting()), PLANS, (SPECIAL,))
    # 1,100 plans, 250 of them at £50,000 and 850 at £12,500.
    assert money.outlook.years[0].value == pytest.approx(12.5 + 10.625)
    assert "By setting a plan cost £50,000 in special school; plans there go on" in " ".join(
        sentences(money)
    )


def test_spend_of_a_setting_without_plans_is_part_of_the_whole() -> None:
    money = build_money(MoneyPanels(by_setting()), PLANS, ())
    assert money.settings == ()
    assert money.outlook.years[0].value == 22


def test_the_balance_is_carried_on_year_by_year() -> None:
    panels = MoneyPanels(to_march(y2025=20), to_march(y2025=21), None, to_march(y2025=-5))
    money = build_money(panels, PLANS)
    spend = tuple((year.day, year.value) for year in money.outlook.years)
    # Spend is 22, 24 and 26 against 21 every year.
    assert [number for _, number in balance_ahead(money, spend)[:3]] == [-6, -9, -14]
    words = " ".join(sentences(money))
    assert "In pounds it was −£5.0 million at the end of the year to March 2025." in words
    assert "with that block and no repayment it is −£14.0 million (" in words
    assert scenario_sentence(money, spend) == (
        "Scenario: £26.0 million in the year to March 2028, with a balance of −£14.0 million at its end."
    )


@pytest.mark.parametrize("balance", [None, to_march(y2022=-5)])
def test_a_balance_of_another_year_is_not_carried_on(balance: Panel | None) -> None:
    money = build_money(MoneyPanels(to_march(y2025=20), to_march(y2025=21), None, balance), PLANS)
    assert balance_ahead(money, tuple((year.day, 20.0) for year in money.outlook.years)) == ()
    assert "no repayment" not in " ".join(sentences(money))
