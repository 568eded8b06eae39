"""Parse the cells of a scorecard: figures with their units, and targets with their operators."""

import re
from dataclasses import dataclass
from math import isnan

from dashboard.model.codes import marker_status
from dashboard.text.written_target import read_whole
from data.common.errors import UnreadableCellError
from data.schema.cell_parsers import parse_figure, parse_number
from data.schema.marks import marker_of, without_flag
from data.schema.unit_words import conversion_words, converted

_EMPTY = ("not_available", "not_due", "not_reported")
# How numbers are written in each unit.
_UNITS = {
    "percent": re.compile(r"(?P<number>.+?) ?(?:%|per ?cent)"),
    "weeks": re.compile(r"(?P<number>.+?) ?(?:w|wks?|weeks?)\.?", re.IGNORECASE),
    "days": re.compile(r"(?P<number>.+?) ?(?:d|days?)\.?", re.IGNORECASE),
    "months": re.compile(r"(?P<number>.+?) ?(?:m|mths?|months?)\.?", re.IGNORECASE),
    "gbp_million": re.compile(r"£ ?(?P<number>.+?) ?(?:m|mn|million)", re.IGNORECASE),
}
_PERCENT_SIGN = re.compile("%|per ?cent")
_UNIT_NAMES = {
    "percent": "a percentage",
    "gbp_million": "millions of pounds",
    "count": "a count",
    "score": "a score",
}
_WHOLE = r"[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+"
_RATIO = rf"(?P<numerator>{_WHOLE}) ?(?:/|of|out of) ?(?P<denominator>{_WHOLE})"
_SHARES = (
    re.compile(rf"(?P<number>[0-9.]+(?: ?%)?) ?[(\[]{_RATIO}[)\]]"),
    re.compile(rf"{_RATIO} ?[(\[](?P<number>[0-9.]+(?: ?%)?)[)\]]"),
)
_DEFAULT_OPERATORS = {"higher": ">=", "lower": "<="}


@dataclass(frozen=True)
class FigureCell:
    """A figure as an extract has it; `is_bare` where a percentage lacks its sign."""

    value: str
    numerator: str = ""
    denominator: str = ""
    is_bare: bool = False
    is_provisional: bool = False
    marker: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether it has a mark that there is no figure, not that one is hidden."""
        return bool(self.marker) and marker_status(self.marker)[0] in _EMPTY


def read_figure(text: str, unit: str) -> FigureCell | None:
    """Return the figure of a cell; None where it is blank; else raise UnreadableCellError."""
    written = " ".join(text.split())
    if not written:
        return None
    if marker := marker_of(written):
        return FigureCell(marker, marker=marker)
    if unit == "percent":
        for form in _SHARES:
            if share := form.fullmatch(written):
                number = share["number"].replace(" ", "")
                return FigureCell(number, share["numerator"], share["denominator"])
    flagged = without_flag(_without_unit(written, unit))
    bare = _without_unit(flagged.figure, unit)
    # "<5" has no unit: "<5%" is no small count that is hidden.
    parse_figure(bare, takes_markers=False)
    has_sign = _PERCENT_SIGN.search(written) is not None
    value = f"{bare}%" if unit == "percent" and has_sign else bare
    return FigureCell(value, is_bare=not has_sign, is_provisional=flagged.is_provisional)


def read_target(text: str, unit: str, better: str, *, can_be_negative: bool) -> tuple[str, str]:
    """Return operator and number, or both bounds, of a target; else raise UnreadableCellError.

    A sign makes it a change, unless its measure can be negative.
    """
    target = read_whole(text)
    if target is None:
        raise UnreadableCellError("a number or a range", "Write the number to be reached.")
    if target.is_change or (target.sign and not can_be_negative):
        expected = "a number to reach: this one is set against another figure"
        raise UnreadableCellError(expected, "Write the number that it comes to.")
    operator = target.operator or _DEFAULT_OPERATORS.get(better, "")
    if not operator:
        fix = "Say whether more or less is meant: at least 80."
        raise UnreadableCellError("a number with its operator", fix)
    numbers = [_without_unit(number, unit) for number in target.numbers]
    is_bare = numbers == list(target.numbers)
    value = "-".join(numbers)
    figure = parse_figure(value, takes_markers=False)
    if unit == "percent" and is_bare and 0 < max(target.values) < 1:
        raise UnreadableCellError("a percentage such as 80%", "Write 80% where 0.8 stands for it.")
    if isnan(figure.value) != (operator == "between"):
        raise UnreadableCellError("a number or a range", "Write the number to be reached.")
    return operator, value


def is_like_fractions(cells: list[FigureCell]) -> bool:
    """Return whether percentages look like shares of 1: no sign, none above 1, not all whole."""
    numbers = [_as_number(cell.value) for cell in cells if cell.is_bare]
    numbers = [number for number in numbers if number is not None]
    is_small = bool(numbers) and len(numbers) == len(cells) and all(n <= 1 for n in numbers)
    return is_small and any(number not in {0, 1} for number in numbers)


def _as_number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def _without_unit(written: str, unit: str) -> str:
    """Return a figure without its unit, converted where it is a whole number of the measure's.

    UnreadableCellError where it has another unit.
    """
    for name, form in _UNITS.items():
        match = form.fullmatch(written)
        if match is None:
            continue
        if name == unit:
            return match["number"].strip()
        if not (name == "months" and unit == "gbp_million"):
            expected = f"{_UNIT_NAMES.get(unit, f'a number of {unit}')}"
            return _converted(match["number"].strip(), name, unit, expected)
    return written


def _converted(number: str, written_unit: str, unit: str, expected: str) -> str:
    """Return a number of another unit as a whole number of the measure's, else UnreadableCellError."""
    try:
        value = parse_number(number)
    except UnreadableCellError:
        fix = "Check the unit, and which measure the row is of."
        raise UnreadableCellError(expected, fix) from None
    whole = converted(value, written_unit, unit)
    if whole is None or whole.denominator > 1:
        raise UnreadableCellError(expected, conversion_words(value, written_unit, unit))
    return str(whole)
