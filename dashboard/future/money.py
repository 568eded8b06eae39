"""Money ahead: plans times what a plan costs, beside the high needs block, as a scenario."""

from datetime import date
from typing import Final

from dashboard.future.capacity import Line
from dashboard.future.model import Money, Outlook, YearAhead
from dashboard.future.outlook import A_PLAN, NO_FIGURES, yearly_history
from dashboard.model.panel import Panel
from dashboard.text.format import format_value, plain_number

SPEND: Final = "spend-high-needs"
BLOCK: Final = "high-needs-budget"
BALANCE: Final = "dsg-balance-share"
MONEY: Final = (SPEND, BLOCK, BALANCE)
BLOCK_TITLE: Final = "High needs funding block"
SPEND_TITLE: Final = "Spend on high needs"
_MILLION: Final = 1_000_000
_THIRD: Final = 2
# A financial year ends this many days at most after the day on which its plans were counted.
_LAG: Final = 92


def build_money(
    spend: Panel, block: Panel | None, balance: Panel | None, caseload: Outlook
) -> Money:
    """Return what the plans ahead cost if each costs what it did in the newest year of spend."""
    history = _years(spend)
    outlook = Outlook(spend.measure, "", "year", history, reason=NO_FIGURES)
    newest_block, newest_balance = (_newest(panel) for panel in (block, balance))
    counted = _plans_of_year(caseload, history[-1][0]) if history else None
    if counted is None or not caseload.years:
        return Money(outlook, block=newest_block, balance=newest_balance)
    (end, spent), (day, plans) = history[-1], counted
    each = spent / plans
    years = tuple(
        YearAhead(
            end.replace(year=end.year + ahead.day.year - day.year),
            *(number * each for number in (ahead.value, ahead.low, ahead.high)),
            is_tested=False,
        )
        for ahead in caseload.years
    )
    ahead = Outlook(spend.measure, "", "year", history, years, method=A_PLAN)
    return Money(ahead, plans, each * _MILLION, newest_block, newest_balance)


def _years(panel: Panel) -> Line:
    lines = [
        yearly_history(series.points, panel.measure, ())
        for series in panel.series
        if not series.breakdown and series.basis == "year"
    ]
    return max(lines, key=len, default=())


def _newest(panel: Panel | None) -> tuple[date, float] | None:
    points = [
        (point.period_end, point.value)
        for series in (panel.series if panel else ())
        for point in series.points
        if point.period_end and point.value is not None and not series.breakdown
    ]
    return max(points, default=None)


def _plans_of_year(caseload: Outlook, end: date) -> tuple[date, float] | None:
    """Return the plans that were counted in the last months of a financial year; None if none were."""
    counted = [point for point in caseload.history if 0 <= (end - point[0]).days <= _LAG]
    return counted[-1] if counted else None


def in_scenario(money: Money, caseload: Line) -> Line:
    """Return the spend of the plans of a scenario."""
    if money.a_plan is None:
        return ()
    each = money.a_plan / _MILLION
    return tuple(
        (year.day, plans * each)
        for year, (_, plans) in zip(money.outlook.years, caseload, strict=False)
    )


def sentences(money: Money) -> tuple[str, ...]:
    """Return what the plans ahead cost, against the block as it is now, and what was not loaded."""
    words = [*_spend(money)]
    if money.block:
        end, block = money.block
        is_older = money.outlook.years and not is_of_same_years(money)
        older = " It is older than the spend, so the two are not compared." if is_older else ""
        words.append(
            f"The newest high needs block that is loaded is {million(block)}, of {_year(end)}.{older}"
        )
    else:
        words.append(f"No high needs block is loaded: {_brought(BLOCK_TITLE)}")
    if money.balance:
        end, share = money.balance
        words.append(
            f"The balance on the schools grant was {plain_number(share, 2)}% of its income at the "
            f"end of {_year(end)}. In pounds it is not loaded."
        )
    return tuple(words)


def _brought(title: str) -> str:
    return f"it comes as figures of the measure “{title}”, a financial year a row."


def _spend(money: Money) -> tuple[str, ...]:
    if not money.outlook.history:
        return (
            f"No spend is loaded, so what plans will cost is not known: {_brought(SPEND_TITLE)}",
        )
    if not money.outlook.years or money.a_plan is None:
        return (
            (
                "No plans were counted at the end of the newest year of spend, so what a plan costs is "
                "not known."
            ),
        )
    end, spent = money.outlook.last
    third = money.outlook.years[_THIRD]
    words = [
        (
            f"Scenario: each plan goes on costing £{plain_number(money.a_plan, 0)} a year "
            f"({million(spent)} in {_year(end)} for {plain_number(money.plans or 0, 0)} plans). Then plans "
            f"cost {million(third.value)} ({million(third.low)} to {million(third.high)}) in "
            f"{_year(third.day)}. Prices, needs and settings stay as they are."
        )
    ]
    if money.block and is_of_same_years(money):
        words.append(_against_block(money, money.block[1]))
    return tuple(words)


def is_of_same_years(money: Money) -> bool:
    """Return whether the newest block is of the newest year of spend or later; an older says nothing."""
    return money.block is not None and money.block[0] >= money.outlook.last[0]


def _against_block(money: Money, block: float) -> str:
    """Return what the block lacks or leaves in the third year, and over all years up to it."""
    years = money.outlook.years[: _THIRD + 1]
    short, in_all = years[-1].value - block, sum(year.value - block for year in years)
    word = "short" if short > 0 else "left"
    over = "taken from" if in_all > 0 else "added to"
    return (
        f"With a block of {million(block)} every year that is {million(abs(short))} {word} in "
        f"{_year(years[-1].day)}, and {million(abs(in_all))} {over} the balance over the "
        f"{len(years)} years."
    )


def million(number: float) -> str:
    """Return an amount: £46.1 million."""
    return format_value(number, 1, "gbp_million")


def _year(end: date) -> str:
    return f"the year to {end:%B %Y}"
