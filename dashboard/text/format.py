"""Numbers and figures as text: the one display format of pages, tables, slides and files."""

import re
from collections.abc import Iterable, Sequence
from datetime import timedelta
from decimal import ROUND_HALF_UP, Decimal

from dashboard.model.codes import BASIS_WORDS, is_upper_limit, marker_status
from dashboard.model.panel import Point, Target
from dashboard.text import periods

day_words = periods.day_words
_TIMES = ("days", "weeks", "months")
# Units where there is little room.
_SHORT_UNITS = {"weeks": " wk", "months": " mo", "days": " d", "percent": "%", "gbp_million": "m"}
_OPERATORS = {">": "more than ", "<": "less than ", "towards": "towards "}
_WINDOWS = {"month": " in month", "ytd": " year to date"}
_STATISTICS = {"max": " longest", "mean": " mean"}
_UNIT_NOUN = {**{unit: unit for unit in _TIMES}, "percent": "points", "score": "points"}

# An abbreviation, or a word and the letter that names one of several.
_NAME = re.compile(r".[A-Z]|\w+ [A-Z]\b")


def exact(number: float) -> Decimal:
    """Return the decimal number that was typed, so that 77.2 − 71 is 6.2 and not 6.2000000000000028."""
    return Decimal(repr(float(number)))


def rounded(number: float, decimals: int) -> Decimal:
    """Return a number rounded half up to its decimals as published (-1: as many as it has)."""
    value = exact(number)
    if decimals >= 0:
        return value.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    return value.quantize(Decimal(1)) if value == value.to_integral() else value.normalize()


def plain_number(number: float, decimals: int) -> str:
    """Return a number with its decimals as published (-1: as many as it has): 3,265, −2.83."""
    return f"{rounded(number, decimals) + 0:,f}".replace("-", "−")


def count_number(number: float) -> str:
    """Return what a figure is of: a count whole, a mean of counts to one decimal (38.3)."""
    return plain_number(number, -1 if float(number).is_integer() else 1)


def format_value(value: float, decimals: int, unit: str) -> str:
    """Return a value with its unit: 82%, 46 weeks, −£46.08 million, 3,265."""
    before, after = unit_affixes(unit, is_one=plain_number(value, decimals) == "1")
    return f"{_amount(value, decimals, before)}{after}"


def format_band(low: float, high: float, decimals: int, unit: str) -> str:
    """Return a band with its unit: 18–36 weeks, −5 to 10, −£5 to £10 million."""
    before, after = unit_affixes(unit)
    return f"{_band_amounts(low, high, decimals, before)}{after}"


def _band_amounts(low: float, high: float, decimals: int, before: str) -> str:
    if low >= 0:
        return f"{before}{plain_number(low, decimals)}–{plain_number(high, decimals)}"
    return f"{_amount(low, decimals, before)} to {_amount(high, decimals, before)}"


def _amount(value: float, decimals: int, before: str) -> str:
    """Return a number after what stands before it; of money the sign comes first."""
    if before and value < 0:
        return f"−{before}{plain_number(-value, decimals)}"
    return f"{before}{plain_number(value, decimals)}"


def unit_affixes(unit: str, *, is_one: bool = False) -> tuple[str, str]:
    """Return what stands before and after a number in a unit: "£" and " million", "" and "%"."""
    if unit == "percent":
        return "", "%"
    if unit == "gbp_million":
        return "£", " million"
    if unit in _TIMES:
        return "", f" {unit[:-1] if is_one else unit}"
    return "", ""


def short_number(value: float, decimals: int, unit: str) -> str:
    """Return a value with its unit where there is little room: 82%, 46 wk, −£46.08m."""
    amount = _amount(value, decimals, unit_affixes(unit)[0])
    return f"{amount}{_SHORT_UNITS.get(unit, '')}"


def short_goal(target: Target, unit: str) -> str:
    """Return a target's number or range where there is little room: 80%, 26 wk, 90–95%."""
    if target.value_high is None:
        return short_number(target.value, target.decimals, unit)
    return _short_band(target.value, target.value_high, target.decimals, unit)


def short_point(point: Point, unit: str) -> str:
    """Return a point's value or band where there is little room; a dash where it has none.

    Of a longest wait that few share it is what is shown instead: Over 52 wk.
    """
    if point.is_over:
        return f"Over {point.marker[1:]}{_SHORT_UNITS['weeks']}"
    if point.value is not None:
        return short_number(point.value, point.decimals, unit)
    if point.value_low is not None and point.value_high is not None:
        return _short_band(point.value_low, point.value_high, point.decimals, unit)
    return "–"


def _short_band(low: float, high: float, decimals: int, unit: str) -> str:
    band = _band_amounts(low, high, decimals, unit_affixes(unit)[0])
    return f"{band}{_SHORT_UNITS.get(unit, '')}"


def number_format(value: float, decimals: int, unit: str) -> str:
    """Return the number format of a spreadsheet that shows a value as `format_value` does.

    For 82% it is #,##0"%", for £46.08 million "£"#,##0.00" million".
    """
    shown = rounded(value, decimals)
    places = max(-int(shown.as_tuple().exponent), 0)
    affixes = unit_affixes(unit, is_one=shown == 1 and not places)
    before, after = (f'"{affix}"' if affix else "" for affix in affixes)
    return f"{before}#,##0{'.' + '0' * places if places else ''}{after}"


def point_words(point: Point, unit: str) -> str:
    """Return a point's value or band with its unit, or why there is none."""
    if point.value is not None:
        return format_value(point.value, point.decimals, unit)
    if point.value_low is not None and point.value_high is not None:
        return format_band(point.value_low, point.value_high, point.decimals, unit)
    return sentence_case(marker_status(point.marker)[1])


def period_words(point: Point) -> str:
    """Return the period of a point in words."""
    return periods.period_words(point.period_start, point.period_end, point.basis)


def in_period(point: Point) -> str:
    """Return a period for the inside of a sentence: "in March 2023", "on 31 March 2023", "from … to …"."""
    return periods.in_period(point.period_start, point.period_end, point.basis)


def target_words(target: Target, unit: str) -> str:
    """Return a target with its operator where that is not plain "reach it": "more than 90%".

    One that was worked out names its figure: "at least Inner London's 21.4% in 2023".
    """
    relative = target.relative_words
    return relative or f"{_OPERATORS.get(target.operator, '')}{goal_words(target, unit)}"


def goal_words(target: Target, unit: str) -> str:
    """Return a target's number or range with its unit, without its operator: 80%, 90–95%."""
    if target.value_high is None:
        return format_value(target.value, target.decimals, unit)
    return format_band(target.value, target.value_high, target.decimals, unit)


def distance(value: Decimal, target: Target) -> Decimal:
    """Return how far a value lies above a target, negative below it; of a range its nearer bound.

    It is 0 inside a range, bounds included.
    """
    low = exact(target.value)
    if target.value_high is None or value < low:
        return value - low
    return max(value - exact(target.value_high), Decimal(0))


def qualified_target_words(target: Target, unit: str) -> str:
    """Return a target with the statistic and window it is for, without its day: "80% in month"."""
    statistic, window = _STATISTICS.get(target.statistic, ""), _WINDOWS.get(target.basis, "")
    return f"{target_words(target, unit)}{statistic}{window}"


def is_plain_target(target: Target) -> bool:
    """Return whether a target is its number alone: to be reached, by no other statistic or window."""
    is_qualified = target.statistic in _STATISTICS or target.basis in _WINDOWS
    return not (is_qualified or target.relative_words or target.operator in _OPERATORS)


def covered_words(target: Target) -> str:
    """Return the period whose figures alone a target is for: "the year to March 2024", "2023"."""
    start, end = target.period_start, target.period_end
    if start is None or end is None:
        return ""
    is_year = end + timedelta(days=1) == start.replace(year=start.year + 1)
    return periods.period_in_sentence(start, end, "year" if is_year else "month")


def when_words(target: Target) -> str:
    """Return when a target is to be met: "due 31 March 2026", "for 2025"; empty if nothing says so."""
    covered = covered_words(target)
    due = f"due {day_words(target.due_on)}" if target.due_on else ""
    return ", ".join(filter(None, (f"for {covered}" if covered else "", due)))


def basis_words(target: Target) -> str:
    """Return the basis a target is for: its own, else those of the figures it was set beside."""
    if target.basis or not target.figure_bases:
        return BASIS_WORDS[target.basis].lower()
    bases = (BASIS_WORDS[code].lower() for code in target.figure_bases.split())
    return f"set beside figures: {', '.join(bases)}"


def dated_target_words(target: Target, unit: str) -> str:
    """Return a target with its period and day: "80% in month, for 2025, due 31 March 2026"."""
    return ", ".join(filter(None, (qualified_target_words(target, unit), when_words(target))))


def target_noun(better: str, *targets: Target) -> str:
    """Return what targets are called: "limit" where none is to be exceeded, else "target"."""
    are_limits = all(
        is_upper_limit(target.operator, better) and target.value_high is None for target in targets
    )
    return "limit" if targets and are_limits else "target"


def gap_words(value: float, target: Target, unit: str, better: str) -> str:
    """Return where a value lies: "2 points above the 80% target", "within the 90–95% target".

    A target not to be exceeded is a limit: "11 weeks above the 40-week limit".
    """
    gap = distance(exact(value), target)
    goal = goal_words(target, unit)
    if unit in _TIMES:
        goal = f"{goal_words(target, '')}-{unit[:-1]}"
    name = f", {target.relative_name}" if target.relative_name else ""
    goal = f"the {goal} {target_noun(better, target)}{name}"
    if gap == 0:
        return f"{'within' if target.value_high is not None else 'equal to'} {goal}"
    return f"{difference_words(gap, unit)} {'above' if gap > 0 else 'below'} {goal}"


def brief_gap_words(value: float, target: Target, unit: str) -> str:
    """Return where a value lies in few words: "4.4 below 85%", "equal to 80%", "within 90–95%"."""
    gap = distance(exact(value), target)
    goal = goal_words(target, unit)
    goal = f"{target.relative_name} {goal}" if target.relative_name else goal
    if gap == 0:
        return f"{'within' if target.value_high is not None else 'equal to'} {goal}"
    number = plain_number(float(abs(gap)), -1)
    return f"{number} {'above' if gap > 0 else 'below'} {goal}"


def counts_words(point: Point, unit: str) -> str:
    """Return what a percentage was made of: "41 of 50"; empty where that is not loaded."""
    if unit != "percent" or point.numerator is None or point.denominator is None:
        return ""
    return f"{plain_number(point.numerator, -1)} of {plain_number(point.denominator, -1)}"


def difference_words(difference: Decimal, unit: str) -> str:
    """Return the size of a difference without its sign: "11 points", "7 weeks", "£1.6 million"."""
    size = abs(difference)
    number = plain_number(float(size), -1)
    if unit == "gbp_million":
        return f"£{number} million"
    noun = _UNIT_NOUN.get(unit, "")
    return f"{number} {noun[:-1] if number == '1' else noun}".strip()


def joined(words: Iterable[str]) -> str:
    """Return words joined as a sentence does: a, b and c; empty ones are left out."""
    items = [word for word in words if word]
    return " and ".join([", ".join(items[:-1]), items[-1]] if len(items) > 1 else items)


def sentence_case(text: str) -> str:
    """Return a text with its first letter raised, but not that of a marker ("x: not available")."""
    return text if text[1:2] == ":" else text[:1].upper() + text[1:]


def screen_name(name: str) -> str:
    """Return words without the mark of synthetic data, which a page or slide has in one place."""
    if name == "synthetic":
        return ""
    return name.replace(" (synthetic data)", "").replace(" (synthetic)", "")


def within_sentence(text: str) -> str:
    """Return a text with its first letter lowered, but not that of an abbreviation or of a name.

    So "SEN support" and "Section F" stay.
    """
    return text if _NAME.match(text) else text[:1].lower() + text[1:]


def first_and_more(words: Sequence[str], most: int) -> str:
    """Return the first words and how many more there are: "3, 5, 9 and 40 more"."""
    more = f" and {len(words) - most:,} more" if len(words) > most else ""
    return f"{', '.join(words[:most])}{more}"


def shortened(text: str, length: int) -> str:
    """Return the first characters of a text, with an ellipsis where there are more."""
    return text if len(text) <= length else f"{text[:length].rstrip()}…"


def counted(count: int, noun: str) -> str:
    """Return a count with its noun: 1 row, 1,200 rows."""
    return f"{count:,} {noun}{'' if count == 1 else 's'}"
