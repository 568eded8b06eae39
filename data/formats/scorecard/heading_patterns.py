"""How headings of columns are written: a pattern for each form in which they say their time."""

import re
from collections.abc import Callable
from functools import cache
from typing import Final

from data.formats.scorecard import heading_forms as forms
from data.formats.scorecard.heading_forms import MONTHS, Heading, HeadingPeriod, Parts, unclear

_NAMES: Final = (
    r"jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?"
)
_GAP: Final = r"[ \-/.',]*"
_DASH: Final = r" ?(?:-|/|to|until|up to) ?"
_SEP: Final = r"[ ,:\-]*"
_MONTH: Final = rf"(?P<month>{_NAMES})\.?"
_YEAR: Final = r"(?P<year>20[0-9]{2}|[0-9]{2})"
_FULL_YEAR: Final = r"(?P<year>20[0-9]{2})"
_ONE_MONTH: Final = _MONTH + _GAP + _YEAR
_ISO_MONTH: Final = r"(?P<may_be_years>(?P<year>20[0-9]{2})[-/](?P<month>0[1-9]|1[0-2]))"
# A year of April to March, or of September to August, is named by both its years.
_TWO_YEARS: Final = r"(?P<first>20[0-9]{2}|[0-9]{2}) ?[/-] ?(?P<second>20[0-9]{2}|[0-9]{2})"
_LONG_YEARS: Final = r"(?P<first>20[0-9]{2}) ?[/-] ?(?P<second>(?:20)?[0-9]{2})"
_SHORT_YEARS: Final = r"(?P<first>[0-9]{2})/(?P<second>[0-9]{2})"
_ANY_YEAR: Final = r"(?:20)?[0-9]{2}(?: ?[/-] ?(?:20)?[0-9]{2})?"
_SPAN: Final = (
    rf"{_MONTH}(?:{_GAP}(?P<start_year>20[0-9]{{2}}|[0-9]{{2}}))?{_DASH}"
    rf"(?P<last>{_NAMES})\.?{_GAP}{_YEAR}"
)
_MONTHS: Final = rf"{_MONTH}(?: ?(?:-|to) ?(?P<last>{_NAMES})\.?)?"
_NO_YEAR: Final = (
    rf"{_NAMES}|(?:{_NAMES})\.?{_DASH}(?:{_NAMES})\.?"
    rf"|(?:ytd|year to date|cumulative|q[1-4])[ ,:\-(]*(?:{_NAMES})(?:{_DASH}(?:{_NAMES}))?\)?"
    rf"|(?:{_NAMES})(?:{_DASH}(?:{_NAMES}))?[ ,:\-(]*(?:ytd|year to date|cumulative|q[1-4])\)?"
)
_MIDNIGHT: Final = r"(?:[t ]00:00(?::00)?)?"
# Each with the place of a prefix of its names.
_ISO_DAY: Final = r"(?P<~y>20[0-9]{2})[-/.](?P<~m>[0-9]{2})[-/.](?P<~d>[0-9]{2})" + _MIDNIGHT
_UK_DAY: Final = (
    r"(?P<~d>[0-9]{1,2})[/.-](?P<~m>[0-9]{1,2})[/.-](?P<~y>20[0-9]{2}|[0-9]{2})" + _MIDNIGHT
)
_NAMED_DAY: Final = (
    rf"(?P<~d>[0-9]{{1,2}})(?:st|nd|rd|th)?[ -](?P<~m>{_NAMES})\.?"
    r"[ -]'?(?P<~y>20[0-9]{2}|[0-9]{2})"
)
_DAYS: Final = (_ISO_DAY, _UK_DAY, _NAMED_DAY)
_QUARTER: Final = r"q(?:tr|uarter)?\.? ?(?P<quarter>[1-4])"
_FINANCIAL: Final = r"f(?:inancial|iscal)?\.? ?/?(?:y(?:ea)?r?)"
_ACADEMIC: Final = r"(?:a(?:cademic)?\.? ?/?(?:y(?:ea)?r?)|academic|school year)"
_KIND: Final = rf"(?P<kind>{_FINANCIAL}|{_ACADEMIC}|financial)"
_CALENDAR: Final = r"(?P<kind>c(?:alendar)?\.? ?/?(?:y(?:ea)?r?)|calendar)"
_YTD: Final = r"(?P<ytd>y(?:ea)?r?[ -]?to[ -]?date|ytd|cumulative|cum\.?)"
_YTD_OF_KIND: Final = r"(?:(?P<kind>f(?:inancial|iscal)?|a(?:cademic)?|c(?:alendar)?)\.? ?)?" + _YTD
_WHOLE_YEAR: Final = r"(?:(?:full |whole )?year |year[ -]end(?:ing)? )?"
_ROLLING: Final = (
    r"(?P<rolling>(?:rolling |last )?(?:12|twelve) ?(?:months?|m)|r12m?|rolling year)"
    r"(?: to| ending| ended)?(?: end)?(?: of)?"
)
_LAST_DAY: Final = r"(?:[0-9]{1,2}(?:st|nd|rd|th)? )?"
_YEAR_TO: Final = r"(?:financial |academic )?year (?:to|ending|ended|end)(?: of)?"
_TERM: Final = r"(?:autumn|spring|summer|michaelmas|lent)(?: term)?"
_HALF_TERM: Final = r"h(?:alf)?[ -]?t(?:erm)?\.? ?[1-6]"
_TERMS: Final = (
    rf"{_TERM}(?: [1-2])?{_GAP}(?:{_ANY_YEAR})?"
    rf"|term [1-6]{_GAP}(?:{_ANY_YEAR})?|{_ANY_YEAR} {_TERM}"
)
_HALF_TERMS: Final = (
    rf"{_HALF_TERM}{_GAP}(?:{_ANY_YEAR})?"
    rf"|{_ANY_YEAR} {_HALF_TERM}|{_TERM} half[ -]?term.*"
)
_WEEKS: Final = r"(?:w/?c|w/?e|w/?b|wk|week)\b.*[0-9].*|20[0-9]{2}-?w[0-9]{1,2}"
_FY_QUARTERS: Final = (
    r"q(?:tr|uarter)?\.? ?[1-4][ ,\-]*fy ?'?(?:20)?[0-9]{2}"
    r"|fy ?'?(?:20)?[0-9]{2}[ ,\-]*q(?:tr|uarter)?\.? ?[1-4]"
)
_NO_MONTH: Final = (
    rf"(?:f|a|c|financial |academic |calendar )?(?:ytd|year to date|cumulative|cum\.?)"
    rf"(?:{_SEP}{_ANY_YEAR})?|{_ANY_YEAR} (?:ytd|year to date)"
)
_BEFORE: Final = r"(?:(?:actuals?|outturn|figures?|values?|results?) ?:? ?)?"
_AFTER: Final = (
    r"(?: ?\(?(?:actuals?|values?|figures?|results?|outturn|(?P<provisional>provisional))\)?)?"
)

_FORMS: Final = (
    (_ONE_MONTH, forms.month_form),
    (_FULL_YEAR + _GAP + _MONTH, forms.month_form),
    (_ISO_MONTH, forms.numbered_month_form),
    (r"(?P<month>0?[1-9]|1[0-2])[-/]" + _FULL_YEAR, forms.numbered_month_form),
    (_FULL_YEAR + r" ?m ?(?P<month>0?[1-9]|1[0-2])", forms.numbered_month_form),
    (rf"{_QUARTER}[ ,\-]*(?:fy ?)?{_TWO_YEARS}", forms.quarter_form),
    (
        rf"{_QUARTER}[ ,\-]*(?:fy ?)?{_TWO_YEARS} ?\(?{_MONTH} ?- ?(?P<last>{_NAMES})\.?\)?",
        forms.quarter_form,
    ),
    (rf"(?:fy ?)?{_TWO_YEARS}[ ,\-]*{_QUARTER}", forms.quarter_form),
    (rf"(?:{_QUARTER}{_SEP})?\(?{_SPAN}\)?", forms.span_form),
    (rf"{_SPAN} ?\(?{_QUARTER}\)?", forms.span_form),
    (rf"{_YTD}{_SEP}\(?{_SPAN}\)?", forms.span_form),
    (rf"{_SPAN}[ ,]*\(?{_YTD}\)?", forms.span_form),
    (rf"{_YTD_OF_KIND}{_SEP}\(?(?:to |at )?(?:end (?:of )?)?{_ONE_MONTH}\)?", forms.to_date_form),
    (rf"{_ONE_MONTH}[ ,\-]*\(?{_YTD_OF_KIND}\)?", forms.to_date_form),
    (rf"{_MONTHS}{_GAP}{_TWO_YEARS}(?:[ ,]*\(?{_YTD}\)?)?", forms.months_of_year_form),
    (rf"{_YTD}{_SEP}{_MONTHS}{_GAP}{_TWO_YEARS}", forms.months_of_year_form),
    (rf"{_KIND}:? ?{_TWO_YEARS}", forms.year_form),
    (rf"{_TWO_YEARS} ?\(?{_KIND}\)?", forms.year_form),
    (_WHOLE_YEAR + _LONG_YEARS, forms.year_form),
    (_WHOLE_YEAR + _SHORT_YEARS, forms.year_form),
    (r"(?P<first>20[0-9]{2})(?P<second>1[3-9]|[2-9][0-9])", forms.year_form),
    (rf"{_CALENDAR}:? ?{_FULL_YEAR}", forms.one_year_form),
    (rf"{_FULL_YEAR} ?\(?{_CALENDAR}\)?", forms.one_year_form),
    (rf"{_KIND} ?'?{_YEAR}", forms.one_year_form),
    (_WHOLE_YEAR + _FULL_YEAR, forms.one_year_form),
    (rf"{_ROLLING} \(?{_LAST_DAY}{_ONE_MONTH}\)?", forms.twelve_months_form),
    (rf"{_YEAR_TO} {_LAST_DAY}{_ONE_MONTH}", forms.twelve_months_form),
    (rf"{_FULL_YEAR} ?-?{_QUARTER}", forms.calendar_quarter_form),
    (rf"{_QUARTER}[ ,\-]*{_YEAR}", forms.calendar_quarter_form),
    *(
        (
            rf"(?:{_HALF_TERM}.*\()?{day.replace('~', 'from_')}{_DASH}{day.replace('~', '')}\)?",
            forms.days_form,
        )
        for day in _DAYS
    ),
    *((day.replace("~", ""), forms.day_form) for day in _DAYS),
    (_FY_QUARTERS, unclear("FY24 may be 2023/24 or 2024/25: write it as Q1 23/24 or Apr-Jun 2023")),
    (_NO_MONTH, unclear("it does not say its last month: write it as YTD Mar-23")),
    (
        r"q(?:tr|uarter)?\.? ?[1-4]",
        unclear("it does not say of which year: write it as Q1 22/23 or Apr-Jun 2022"),
    ),
    (_NO_YEAR, unclear("it does not say its year: write it as Apr-23 or Apr-Jun 2023")),
    (
        r"(?:as )?(?:at|of|on):? .*[0-9].*",
        unclear("it names a day, not the time that its figures are of: write Apr-23"),
    ),
    (_TERMS, unclear("the days of a term differ: write its half terms as 1/9/2022 to 21/10/2022")),
    (_HALF_TERMS, unclear("the days of a half term differ: write them as 1/9/2022 to 21/10/2022")),
    (r"(?P<serial>4[0-9]{4})", forms.serial_day_form),
    (_WEEKS, unclear("a week is too short a time to be judged: send months or quarters")),
    (
        r"(?:month|mth|m|period|p) ?(?:[1-9]|1[0-2])",
        unclear("it does not say which month it is: write it as Apr-23"),
    ),
    (
        rf"h[12]{_GAP}(?:{_ANY_YEAR})?|half[ -]year.*",
        unclear("half a year is no period of figures: write it as YTD, or send quarters"),
    ),
)
_MANGLED: Final = re.compile(rf"(?P<year>[0-9]{{2}})-(?P<month>{'|'.join(MONTHS)})")


def plain_text(heading: str) -> str:
    """Return a heading in lower case, its dashes, apostrophes and spaces all of one form."""
    text = re.sub("[\u2010-\u2015\u2212]", "-", heading.lower())
    return " ".join(re.sub("[\u2018\u2019`]", "'", text).split())


@cache
def _compiled_forms() -> list[tuple[re.Pattern[str], Callable[[Parts], Heading]]]:
    """Return the patterns, which only whoever reads a scorecard needs, each with what reads it."""
    return [(re.compile(_BEFORE + pattern + _AFTER), build) for pattern, build in _FORMS]


def read_form(heading: str) -> Heading | None:
    """Return what a heading stands for; None where it is no time; UnclearHeadingError."""
    text = plain_text(heading)
    for pattern, build in _compiled_forms():
        if match := pattern.fullmatch(text):
            return build(Parts(match))
    return None


def mangled_month(heading: str) -> HeadingPeriod | None:
    """Return the month of a heading that a spreadsheet swapped (22-Apr); None of any other."""
    match = _MANGLED.fullmatch(plain_text(heading))
    return forms.month_form(Parts(match)) if match else None
