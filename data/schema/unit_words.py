"""Units as people write them beside a number, and what a number of one is in another."""

import re
from fractions import Fraction
from typing import NamedTuple

_NUMBER = r"[0-9][0-9,]*(?:\.[0-9]+)?"
_WORDS = {
    "percent": r"%|per ?cent\b",
    "days": r"d(?:ays?)?\b",
    "weeks": r"w(?:ks?|eeks?)?\b",
    "months": r"(?:months?|mths?)\b",
    "years": r"(?:years?|yrs?)\b",
    "thousands of pounds": r"(?:k|thousand)\b",
    "billions of pounds": r"(?:bn|billion)\b",
}
_UNIT = "|".join(f"(?P<{unit.split()[0]}>{words})" for unit, words in _WORDS.items())
_PAIR = re.compile(
    rf"(?:(?P<low>{_NUMBER}) ?(?:-|\u2013|to) ?)?(?P<number>{_NUMBER})[ -]?(?:{_UNIT})?",
    re.IGNORECASE,
)
_BY_GROUP = {unit.split()[0]: unit for unit in _WORDS}
# How many of the second unit one of the first is, where that is exact.
_EXACT = {
    ("days", "weeks"): Fraction(1, 7),
    ("weeks", "days"): Fraction(7),
    ("years", "months"): Fraction(12),
    ("thousands of pounds", "gbp_million"): Fraction(1, 1000),
    ("billions of pounds", "gbp_million"): Fraction(1000),
}


class WrittenNumber(NamedTuple):
    """A number in a text, and the unit that is written after it; "" without one."""

    number: float
    unit: str


def numbers_with_units(text: str) -> list[WrittenNumber]:
    """Return the numbers of a text; the lower end of a range has the unit of the upper one."""
    found: list[WrittenNumber] = []
    for match in _PAIR.finditer(text):
        unit = next((_BY_GROUP[group] for group in _BY_GROUP if match[group]), "")
        numbers = filter(None, (match["low"], match["number"]))
        found += [WrittenNumber(float(number.replace(",", "")), unit) for number in numbers]
    return found


def converted(number: float, written_unit: str, unit: str) -> Fraction | None:
    """Return a number of one unit in another; None where that is not exact."""
    factor = _EXACT.get((written_unit, unit))
    return None if factor is None else Fraction(str(number)) * factor


def conversion_note(text: str, unit: str) -> str:
    """Return which number of a text in another unit is a whole number of this one; "" where none is."""
    for each in numbers_with_units(text):
        value = converted(each.number, each.unit, unit)
        if value is not None and value.denominator == 1:
            return f"“{each.number:g} {each.unit}” is read as {value} {unit}"
    return ""


def conversion_words(number: float, written_unit: str, unit: str) -> str:
    """Return what to write for a number of another unit: "140 days is 20 weeks: write 20."."""
    name = "million pounds" if unit == "gbp_million" else unit
    value = converted(number, written_unit, unit)
    if value is None:
        return f"Write it in {name}, as the source can give it, or check the measure."
    shown = f"{round(float(value), 2):g}"
    is_exact = Fraction(shown) == value
    return (
        f"{number:g} {written_unit} is {'' if is_exact else 'about '}{shown} {name}: write {shown}."
    )
