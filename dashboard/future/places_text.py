"""Places, appointments and how long a list takes to clear, in words."""

from collections.abc import Iterator
from datetime import date
from typing import Final

from dashboard.future.capacity import SETTING, Line, gaps, list_ahead, steps_of, total_on, totals
from dashboard.future.intervals import CASELOAD, SETTINGS
from dashboard.future.lists import months_to_clear
from dashboard.future.model import FutureNeed, Outlook, WaitingList
from dashboard.future.scenario import Chosen, part_in_scenario, with_chosen
from dashboard.future.text import interval, number, when
from dashboard.model.codes import breakdown_words
from dashboard.text.format import joined, plain_number

NO_PLACES: Final = (
    "No places are loaded, so whether they are enough is not known. They come with an extract of "
    "capacity: how many there are in each kind of setting, and how many are planned from when."
)
_NO_PACE: Final = (
    "How many are completed a month is not loaded, so how long it takes to clear is not known."
)
_LONG: Final = 24
_THIRD: Final = 2


def shown_settings(need: FutureNeed) -> list[str]:
    """Return the settings that are shown beside their places: those that are counted, or have any."""
    with_places = {step.of for step in need.steps if step.of.startswith(SETTING)}
    return [of for of in (*SETTINGS, *sorted(with_places - SETTINGS.keys())) if need.part(of)]


def missing_places(need: FutureNeed) -> str:
    """Return why a gap is not worked out: no places, or no plans of the settings that have some."""
    if not need.steps:
        return NO_PLACES
    settings = dict.fromkeys(s.of for s in need.steps if s.of.startswith(SETTING))
    unknown = [breakdown_words(of) for of in settings if need.part(of) is None]
    if not unknown:
        return ""
    return (
        f"The plans in {joined(unknown)} are hidden or not loaded, so whether its places are enough "
        "is not known."
    )


def gap_sentence(outlook: Outlook, line: Line, name: str) -> str:
    """Return how many plans more, or fewer, than places there are in three years, and by when first."""
    gaps_ahead = gaps(outlook, line)
    if not gaps_ahead:
        return ""
    in_three_years = outlook.years[_THIRD].day
    gap = next((each for each in gaps_ahead if each.day >= in_three_years), gaps_ahead[-1])
    amount, places = number(abs(gap.missing)), f"{name} places"
    by = f"by {when(outlook, gap.day)} if both go on as they are"
    if gap.missing > 0:
        first = next(each for each in gaps_ahead if each.missing > 0)
        since = f" More from {when(outlook, first.day)} on." if first.day < gap.day else ""
        return f"{amount} more plans than {places} {by}.{since}"
    low, high = outlook.years[_THIRD].low, outlook.years[_THIRD].high
    if gap.day == in_three_years and high > gap.places:
        return (
            f"{amount} more {places} than plans {by}, but plans may be {interval(low, high)}: too "
            "few places are possible."
        )
    return f"{amount} more {places} than plans {by}."


def scenario_gap(plans: Line, line: Line, name: str) -> str:
    """Return how many plans more, or fewer, than places there are in the scenario's third year."""
    day, held = plans[_THIRD]
    places = total_on(line, day)
    if places is None:
        return ""
    more, fewer = ("plans than", "places") if held > places else (f"{name} places than", "plans")
    thing = f"{name} {fewer}" if held > places else fewer
    return f"Scenario: {number(abs(held - places))} more {more} {thing} by {month_and_year(day)}."


def setting_in_scenario(need: FutureNeed, of: str, chosen: Chosen) -> tuple[Line, Line, str]:
    """Return plans and places of a setting in what was chosen, and their gap in words.

    Each is empty where nothing of it was chosen.
    """
    part, caseload = need.part(of), need.outlook(CASELOAD)
    if part is None or caseload is None:
        return (), (), ""
    planned = totals(steps_of(need.steps, of))
    line = with_chosen(planned, chosen.capacity, of)
    plans = part_in_scenario(part, caseload, chosen.scenario) if chosen.scenario else ()
    if not plans and line == planned:
        return (), (), ""
    expected = plans or tuple((year.day, year.value) for year in part.years)
    words = scenario_gap(expected, line, breakdown_words(of))
    return plans, line if line != planned else (), words


def list_in_scenario(need: FutureNeed, waiting: WaitingList, chosen: Chosen) -> tuple[Line, str]:
    """Return the length of a list under the capacity that was chosen, and when it is clear."""
    measure_id = waiting.outlook.measure.measure_id
    planned = totals(steps_of(need.steps, measure_id))
    line = with_chosen(planned, chosen.capacity, measure_id)
    if line == planned:
        return (), ""
    return list_ahead(waiting, line), f"Scenario: {planned_end(waiting, line)}"


def clearance_sentences(waiting: WaitingList, line: Line) -> Iterator[str]:
    """Yield how long a list takes to clear as it is now, and as is planned."""
    completed, referrals = waiting.completed, waiting.referrals
    if completed is None or not waiting.outlook.history:
        yield _NO_PACE
        return
    _, length = waiting.outlook.last
    alone = months_to_clear(length, completed)
    if alone is not None:
        yield f"At {plain_number(completed, 1)} completed a month it takes {months(alone)} to clear if nobody joins."
    if referrals is not None:
        cleared = months_to_clear(length, completed, referrals)
        ends = f"it would be clear in {months(cleared)}" if cleared else "it never clears"
        joining = plain_number(referrals, 1)
        yield f"With {joining} joining a month, as in the last 3 months, {ends}."
        rises = bool(waiting.outlook.years) and waiting.outlook.years[0].value > length
        if rises == (completed > referrals):
            yield "Its last two years and its last 3 months lead different ways."
    if line:
        yield f"As is planned, {planned_end(waiting, line)}"


def planned_end(waiting: WaitingList, line: Line) -> str:
    """Return when a list is clear under what is completed from each day on, or how long it is then."""
    ahead = list_ahead(waiting, line)
    if not ahead:
        return "how long it takes is not known: how many join a month is not loaded."
    day, length = ahead[-1]
    if length <= 0:
        return f"it is clear by {month_and_year(day)}."
    return f"{number(length)} are still waiting in {month_and_year(day)}."


def month_and_year(day: date) -> str:
    """Return the month of a day: March 2028."""
    return f"{day:%B %Y}"


def months(length: float) -> str:
    """Return a length in months, or in years where it is long."""
    if length >= _LONG:
        return f"{plain_number(length / 12, 1)} years"
    shown = plain_number(length, 0)
    return f"{shown} month{'' if shown == '1' else 's'}"
