"""The reading of targets in words: one for who loads them and for who checks them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

_NO: Final = r"not? "
_LEAST: Final = (
    rf"≥|>=|=>|at least|at or above|{_NO}(?:less|fewer|lower) than|not below"
    r"|(?:a )?min(?:imum)?\.?(?: of)?|(?:greater|more) than or equal to"
)
_MOST: Final = (
    rf"≤|<=|=<|at most|at or below|{_NO}(?:more|greater|higher) than|not (?:above|over)"
    r"|not (?:to )?exceed(?:ing)?|up to|within|(?:a )?max(?:imum)?\.?(?: of)?"
    r"|(?:less|fewer) than or equal to"
)
_ABOVE: Final = r">|(?:more|greater|higher) than|over|above|exceed(?:s|ing)?"
_BELOW: Final = r"<|(?:less|fewer|lower) than|under|below"
_LEAST_AFTER: Final = r"\+|(?:or|and) (?:more|above|over|higher|greater)|min(?:imum)?\b\.?"
_MOST_AFTER: Final = r"(?:or|and) (?:less|fewer|below|under|lower)|max(?:imum)?\b\.?"
_SIGN: Final = r"(?<![\w%])[+\-\u2212]"
_NUMBER: Final = r"(?:[0-9]+(?:,[0-9]{3})*(?:\.[0-9]+)?|\.[0-9]+)"
_UNIT: Final = (
    r"(?: ?(?:%|per ?cent|(?:w|wks?|weeks?|d|days?|m|mn|mths?|months?|million|hours?|years?)\b\.?))"
)
_CHANGE: Final = (
    r"(?:up|down|(?:increase|rise|grow|raise|improve|reduce|cut|lower|decrease|fall)\w*)(?: by)?"
)
_CHANGE_AFTER: Final = (
    r"(?:more|fewer|less|higher|lower|increase|reduction|decrease|rise|growth|up(?! to\b)|down)\b"
)
_FORM: Final = re.compile(
    rf"(?:(?P<change>\b{_CHANGE} )"
    rf"|(?P<least>(?<!\w)(?:{_LEAST}) ?)|(?P<most>(?<!\w)(?:{_MOST}) ?)"
    rf"|(?P<above>(?<!\w)(?:{_ABOVE}) ?)|(?P<below>(?<!\w)(?:{_BELOW}) ?)"
    r"|(?P<between>\b(?:between|from) ))?"
    rf"(?P<sign>{_SIGN} ?)?(?P<low>£ ?{_NUMBER}{_UNIT}?|(?<![\w.,]){_NUMBER}{_UNIT}?)"
    rf"(?: ?(?P<to>[-\u2010-\u2015\u2212]|to|and) ?(?P<high>£? ?{_NUMBER}{_UNIT}?)(?!\w))?"
    rf"(?: ?(?:(?P<least_after>{_LEAST_AFTER})|(?P<most_after>{_MOST_AFTER})"
    rf"|(?P<change_after>{_CHANGE_AFTER})|or better))?",
    re.IGNORECASE,
)
_LEADING: Final = re.compile(rf"^-?£? ?{_NUMBER} ?")
_OPERATORS: Final = {
    "least": ">=",
    "most": "<=",
    "above": ">",
    "below": "<",
    "least_after": ">=",
    "most_after": "<=",
}


@dataclass(frozen=True)
class WrittenTarget:
    """A number or a range as it is written, with its unit; `operator` is "" where no word has it.

    One that `is_change` is set against another figure: 10% fewer, up 40%; so is one with a sign,
    unless its measure can be negative.
    """

    operator: str
    numbers: tuple[str, ...]
    is_change: bool = False
    sign: str = ""

    @property
    def values(self) -> tuple[float, ...]:
        """Its numbers without their units."""
        found = (re.search(rf"-?{_NUMBER}", number) for number in self.numbers)
        return tuple(float(match[0].replace(",", "")) for match in found if match)


def read_whole(words: str) -> WrittenTarget | None:
    """Return the target that some words are, from the first to the last; None where they are none."""
    match = _FORM.fullmatch(" ".join(words.split()).rstrip("."))
    return _target(match) if match else None


def read_each(words: str) -> Iterator[WrittenTarget]:
    """Yield every number or range in a text with the operator beside it."""
    for match in _FORM.finditer(" ".join(words.split())):
        if target := _target(match):
            yield target


def _target(match: re.Match[str]) -> WrittenTarget | None:
    """Return what is written; None where it has two operators, or two numbers that are no range."""
    named = match.groupdict()
    operators = {sign for name, sign in _OPERATORS.items() if named[name]}
    low, high = named["low"], named["high"]
    is_change = bool(named["change"] or named["change_after"])
    if len(operators) > 1:
        return None
    sign = (named["sign"] or "")[:1].replace("\u2212", "-")
    low = f"-{low}" if sign == "-" else low
    if high is None:
        return WrittenTarget(next(iter(operators), ""), (low,), is_change, sign)
    is_from = (named["between"] or "").lower().startswith("from")
    is_range = named["to"] != "and" if not named["between"] else not is_from
    if operators or not is_range:
        return None
    target = WrittenTarget("between", (_with_unit_of(low, high), high), is_change, sign)
    # Not 2022-23.
    return target if target.values[0] < target.values[1] else None


def _with_unit_of(low: str, high: str) -> str:
    """Return a number with the unit of another where it has none: 90 of 90-95% is 90%."""
    return f"{low}{_LEADING.sub('', high)}" if _LEADING.fullmatch(low) else low
