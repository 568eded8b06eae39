"""What lies ahead, in words."""

from collections.abc import Sequence
from datetime import date
from typing import Final

from dashboard.future.intervals import (
    APPEALS,
    CASELOAD,
    COLLEGE,
    INTERVALS,
    MAINSTREAM,
    NEW_PLANS,
    REQUESTS,
    SETTINGS,
    SPECIAL,
)
from dashboard.future.lists import LINE
from dashboard.future.model import FutureNeed, Outlook
from dashboard.future.outlook import A_PLAN, LEAST_PART, SHARE
from dashboard.future.scenario import Scenario
from dashboard.model.codes import breakdown_words
from dashboard.stats.growth import GROWTH, LAST_CHANGE, NO_CHANGE
from dashboard.text.format import joined, plain_number, sentence_case

IF: Final = "if past growth continues"
_RELEASE: Final = "of the DfE's release “Education, health and care plans”"
# What brings the figures of a measure.
BROUGHT_BY: Final = {
    CASELOAD: f"the table caseload {_RELEASE}, or with an extract of plans",
    REQUESTS: f"the table requests {_RELEASE}, or with an extract of EHC assessments",
    NEW_PLANS: f"the table newplans {_RELEASE}, or with an extract of EHC assessments",
    APPEALS: f"the table of appeals {_RELEASE}",
}
NAMES: Final = {
    CASELOAD: "plans maintained",
    REQUESTS: "requests",
    NEW_PLANS: "new plans",
    APPEALS: "tribunal appeals",
    MAINSTREAM: "plans in mainstream schools",
    SPECIAL: "plans in special schools",
    COLLEGE: "plans in further education",
}
METHOD_WORDS: Final = {
    GROWTH: "Growth, own and England’s",
    NO_CHANGE: "No change",
    LAST_CHANGE: "Last year’s change again",
}
_UNCHECKED: Final = "How far off this may be was not checked: England’s figures are not known."
_RESTS_ON: Final = {
    LINE: "",
    A_PLAN: "",
    NO_CHANGE: "Stays as it is: of the ways that were tried none was nearer to what came.",
    LAST_CHANGE: "The last year’s change again: of the ways that were tried it was the nearest.",
}
PARTS_NOTE: Final = (
    "A part that rests on its present share grows with all of them, and its interval is theirs, wider "
    "for small numbers: how far off parts were was not tested, and nothing is said of how needs, ages "
    f"and settings may shift. A part of fewer than {LEAST_PART} is left out: chance decides where it goes."
)
NO_LISTS: Final = (
    "No waiting list of this area is loaded. They come with an extract of referrals, or as figures of "
    "a measure of children waiting."
)
# By what a number is divided, in order.
DIMENSIONS: Final = ("setting", "need", "age")
# An 80% interval is wider than it need be where it held more than this share where it was tested.
MOST_HELD: Final = 85


def _wider_words() -> str:
    wider = [
        f"{NAMES[measure]} {years} years ahead ({held}%)"
        for measure, interval in INTERVALS.items()
        for years, held in enumerate(interval.held, start=1)
        if held > MOST_HELD
    ]
    return (
        f"More than {MOST_HELD}% lay inside for {joined(wider)}: the authorities that set the width met "
        "larger changes than those that tested it. It stays so wide: set by what tests it, it would not "
        "be tested."
    )


METHOD: Final = (
    (
        "A number grows every year by half of its own growth, the middle of that between every two of its "
        "years, and half of England’s in its last year. Where that was no nearer to what came than no "
        "change, or the last year’s change again, the nearest of the three is taken."
    ),
    (
        "The interval held 80% of what came: every authority’s history was cut short at every year, and "
        "what came 1, 2 and 3 years later held against the projection. Half of the authorities set its "
        "width, the other half tested it. Years 4 and 5 are drawn lighter: they were never checked. A few "
        "years only could be tested, of requests three years ahead 2024 alone."
    ),
    _wider_words(),
    "A list follows the robust line of its last two years.",
)


def when(outlook: Outlook, day: date) -> str:
    """Return the period that ends on a day: 2025, January 2025, 12 months to October 2026."""
    if outlook.basis == "snapshot":
        return f"{day:%B %Y}"
    if outlook.basis == "year":
        return str(day.year) if day.month == 12 else f"the year to {day:%B %Y}"
    return f"the 12 months to {day:%B %Y}"


def short_when(outlook: Outlook, day: date) -> str:
    """Return the period that ends on a day in a few letters: 2025, Jan 2025, to Oct 2026."""
    if outlook.basis == "year" and day.month == 12:
        return str(day.year)
    return f"{'' if outlook.basis == 'snapshot' else 'to '}{day:%b %Y}"


def number(value: float) -> str:
    """Return a number of children as it is shown: whole."""
    return plain_number(value, 0)


def interval(low: float, high: float) -> str:
    """Return the ends of an 80% interval."""
    return f"{number(low)} to {number(high)}"


def more_plans(need: FutureNeed) -> str:
    """Return how many plans more, or fewer, there are in three years; "" without a projection."""
    caseload = need.outlook(CASELOAD)
    if caseload is None or not caseload.years:
        return ""
    third = caseload.years[2]
    more = third.value - caseload.last[1]
    change = "more" if more > 0 else "fewer"
    return f"{number(abs(more))} {change} plans by {when(caseload, third.day)} {IF}"


def verdict(need: FutureNeed) -> tuple[str, str]:
    """Return what is coming in two sentences: the caseload, then the requests."""
    sentences = []
    caseload, requests = need.outlook(CASELOAD), need.outlook(REQUESTS)
    if caseload and caseload.years:
        day, last = caseload.last
        third, end = caseload.years[2], caseload.years[-1]
        sentences.append(
            f"{more_plans(need)}: "
            f"{number(third.value)} ({interval(third.low, third.high)}), against {number(last)} in "
            f"{when(caseload, day)}; {number(end.value)} by {when(caseload, end.day)}."
        )
    if requests and requests.years:
        third = requests.years[2]
        sentences.append(
            f"Requests go from {number(requests.last[1])} in {when(requests, requests.last[0])} to "
            f"{number(third.value)} in {when(requests, third.day)} ({interval(third.low, third.high)})."
        )
    if not sentences:
        return "No projection yet.", missing_words(need.outlooks[0]) if need.outlooks else ""
    return sentences[0], " ".join(sentences[1:])


def outlook_sentence(outlook: Outlook) -> str:
    """Return the newest figure, those of the third and fifth year, and their intervals."""
    if not outlook.years:
        return missing_words(outlook)
    third, fifth = outlook.years[2], outlook.years[4]
    day, last = outlook.last
    return (
        f"{number(last)} in {when(outlook, day)}. {sentence_case(IF)}, {number(third.value)} in "
        f"{when(outlook, third.day)} ({interval(third.low, third.high)}) and {number(fifth.value)} in "
        f"{when(outlook, fifth.day)} ({interval(fifth.low, fifth.high)})."
    )


def missing_words(outlook: Outlook) -> str:
    """Return why there is no projection, and what brings the figures."""
    brought_by = BROUGHT_BY.get(outlook.measure.measure_id, "")
    words = f"No projection: {outlook.reason}."
    return f"{words} They come with {brought_by}." if brought_by else words


def basis_sentence(outlook: Outlook) -> str:
    """Return what the projection rests on."""
    if not outlook.years:
        return ""
    if is_share(outlook):
        every = NAMES[outlook.measure.measure_id]
        return f"Stays the share of all {every} that it is now, with their interval; not tested."
    if outlook.method in _RESTS_ON:
        return _RESTS_ON[outlook.method]
    own = f"{plain_number(outlook.growth or 0, 1)}% a year, the middle of {len(outlook.history)} years"
    if outlook.country_growth is None:
        return f"Grows by its own {own}. {_UNCHECKED}"
    country = plain_number(outlook.country_growth, 1)
    words = f"Grows by half of its own growth ({own}) and half of England’s in its last year ({country}%)."
    if not outlook.no_nearer:
        return words
    years = joined([str(number_of) for number_of in outlook.no_nearer])
    return (
        f"{words} {years} years ahead that was in the mean no nearer to what came than no change."
    )


def part_name(outlook: Outlook) -> str:
    """Return a part's name with a capital."""
    return sentence_case(breakdown_words(outlook.breakdown))


def whole_of(part: Outlook) -> str:
    """Return the measure that a part is of; plans in some settings are measures of their own."""
    measure_id = part.measure.measure_id
    return CASELOAD if measure_id in SETTINGS.values() else measure_id


def parts_title(parts: Sequence[Outlook]) -> str:
    """Return what the parts of one measure are: Requests by setting, need and age."""
    present = {dimension_of(part) for part in parts}
    dimensions = joined([each for each in DIMENSIONS if each in present])
    return sentence_case(f"{NAMES[whole_of(parts[0])]} by {dimensions}")


def dimension_of(part: Outlook) -> str:
    """Return by what a part divides its whole: setting, need or age."""
    return part.breakdown.partition("=")[0]


def is_share(outlook: Outlook) -> bool:
    """Return whether a part stays its present share of the whole."""
    return outlook.method == SHARE


def scenario_sentence(scenario: Scenario) -> str:
    """Return what a scenario comes to in the third and fifth year."""
    ends = [
        f"{number(line[place][1])} {words} in {line[place][0].year}"
        for place in (2, 4)
        for words, line in (
            ("requests", scenario.requests),
            ("plans maintained", scenario.caseload),
        )
    ]
    return f"{', '.join(ends[:2])}; {', '.join(ends[2:])}."
