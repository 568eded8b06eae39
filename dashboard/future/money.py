"""Money ahead: plans times what a plan costs, beside the high needs block, as a scenario."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from dashboard.future.capacity import SETTING, Line
from dashboard.future.model import Money, Outlook, SettingSpend, YearAhead
from dashboard.future.outlook import A_PLAN, NO_FIGURES, yearly_history
from dashboard.model.codes import breakdown_words
from dashboard.model.panel import Panel
from dashboard.text.format import format_value, joined, plain_number

SPEND: Final = "spend-high-needs"
BLOCK: Final = "high-needs-budget"
SHARE: Final = "dsg-balance-share"
BALANCE: Final = "dsg-balance"
BLOCK_TITLE: Final = "High needs funding block"
SPEND_TITLE: Final = "Spend on high needs"
BALANCE_TITLE: Final = "Cumulative balance on the dedicated schools grant"
_MILLION: Final = 1_000_000
_THIRD: Final = 2
# A financial year ends this many days at most after the day on which its plans were counted.
_LAG: Final = 92


@dataclass(frozen=True)
class MoneyPanels:
    """The measures of money: None where one is not in the catalogue."""

    spend: Panel
    block: Panel | None = None
    share: Panel | None = None
    balance: Panel | None = None


def build_money(panels: MoneyPanels, caseload: Outlook, parts: Iterable[Outlook] = ()) -> Money:
    """Return what the plans ahead cost if each costs what it did in the newest year of spend.

    Where spend is known by setting, that is what it did in its setting.
    """
    spend = panels.spend
    history = _years(spend)
    outlook = Outlook(spend.measure, "", "year", history, reason=NO_FIGURES)
    block, share, balance = map(_newest, (panels.block, panels.share, panels.balance))
    counted = _plans_of_year(caseload, history[-1][0]) if history else None
    if counted is None or not caseload.years:
        return Money(outlook, None, None, block, share, balance)
    (end, spent), (day, plans) = history[-1], counted
    settings = tuple(_setting_spends(spend, parts, end))
    years = []
    for place, ahead in enumerate(caseload.years):
        cost = _cost(settings, (plans, spent), ahead.value, place)
        ends = (cost * edge / ahead.value for edge in (ahead.low, ahead.high))
        last_day = end.replace(year=end.year + ahead.day.year - day.year)
        years.append(YearAhead(last_day, cost, *ends, is_tested=False))
    ahead = replace(outlook, years=tuple(years), reason="", method=A_PLAN)
    return Money(ahead, plans, spent / plans * _MILLION, block, share, balance, settings)


def _setting_spends(spend: Panel, parts: Iterable[Outlook], end: date) -> Iterator[SettingSpend]:
    """Yield the settings whose spend and plans of the newest year are known."""
    of_year = {
        series.breakdown: point.value
        for series in spend.series
        for point in series.points
        if series.breakdown.startswith(SETTING) and point.period_end == end and point.value
    }
    for part in parts:
        counted = _plans_of_year(part, end) if part.years else None
        if part.breakdown in of_year and counted:
            yield SettingSpend(part, counted[1], of_year[part.breakdown])


def _cost(
    settings: Sequence[SettingSpend], whole: tuple[float, float], plans: float, place: int
) -> float:
    """Return what plans of a year cost: those of each setting at its own cost, all others at theirs.

    `whole` are the plans and spend of the newest year.
    """
    counted, spent = whole
    cost = 0.0
    for each in settings:
        ahead = each.part.years[place].value
        cost += ahead * each.spent / each.plans
        plans, counted, spent = plans - ahead, counted - each.plans, spent - each.spent
    return cost + (plans * spent / counted if counted > 0 else 0)


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


def in_scenario(money: Money, projected: Outlook, caseload: Line) -> Line:
    """Return the spend of the plans of a scenario: as much a plan as those of the projection."""
    return tuple(
        (year.day, year.value * plans / ahead.value)
        for year, ahead, (_, plans) in zip(
            money.outlook.years, projected.years, caseload, strict=False
        )
    )


def balance_ahead(money: Money, spend: Line) -> Line:
    """Return the balance at the end of each year if the block stays; () where it is not known.

    It is carried on from the end of the newest year of spend, with no repayment and no other change.
    """
    if not (money.block and money.balance and is_of_same_years(money)):
        return ()
    (start, balance), (_, block) = money.balance, money.block
    if start != money.outlook.last[0]:
        return ()
    line = []
    for day, spent in spend:
        balance += block - spent
        line.append((day, balance))
    return tuple(line)


def scenario_sentence(money: Money, spend: Line) -> str:
    """Return what plans cost in the third year of a scenario, and the balance at its end."""
    day, spent = spend[_THIRD]
    balances = balance_ahead(money, spend)
    balance = f", with a balance of {million(balances[_THIRD][1])} at its end" if balances else ""
    return f"Scenario: {million(spent)} in {_year(day)}{balance}."


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
    return (*words, *_balance(money))


def _balance(money: Money) -> Iterator[str]:
    """Yield what the balance was, and what it comes to in the third year."""
    if money.share:
        end, share = money.share
        yield (
            f"The balance on the schools grant was {plain_number(share, 2)}% of its income at the "
            f"end of {_year(end)}."
        )
    if money.balance is None:
        yield f"In pounds the balance is not loaded: {_brought(BALANCE_TITLE)}"
        return
    end, balance = money.balance
    yield f"In pounds it was {million(balance)} at the end of {_year(end)}."
    years = money.outlook.years
    lines = [
        balance_ahead(money, tuple((year.day, getattr(year, edge)) for year in years))
        for edge in ("value", "high", "low")
    ]
    if lines[0]:
        (day, middle), *ends = (line[_THIRD] for line in lines)
        low, high = (million(number) for _, number in ends)
        yield (
            f"Scenario: with that block and no repayment it is {million(middle)} ({low} to {high}) at the "
            f"end of {_year(day)}."
        )
    elif years:
        yield "Its year, or that of the block, is not that of the spend, so it is not carried on."


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
    if money.settings:
        words.append(_by_setting(money))
    if money.block and is_of_same_years(money):
        words.append(_against_block(money, money.block[1]))
    return tuple(words)


def _by_setting(money: Money) -> str:
    costs = [
        f"£{plain_number(each.spent / each.plans * _MILLION, 0)} in {breakdown_words(each.part.breakdown)}"
        for each in money.settings
    ]
    return (
        f"By setting a plan cost {joined(costs)}; plans there go on costing that, and all others what "
        "is left of the spend."
    )


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
    """Return an amount: £46.1 million, −£5.0 million."""
    return format_value(number, 1, "gbp_million")


def _year(end: date) -> str:
    return f"the year to {end:%B %Y}"
