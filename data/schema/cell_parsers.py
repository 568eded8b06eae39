"""Parsers of one cell: an ambiguous cell raises UnreadableCellError with the fix."""

import re
from collections.abc import Callable, Sequence
from math import nan
from typing import NamedTuple

from dashboard.model.codes import MARKERS
from data.common.authorities import area_code_of
from data.common.codes import STATISTICS
from data.common.errors import UnreadableCellError
from data.schema.day_parser import parse_date
from data.schema.kinds import CellType, Column
from data.schema.marks import FlaggedFigure, marker_of, without_flag

# Digits are 0 to 9: \d would take those of any script.
_WHOLE = r"(?:[1-9][0-9]{0,2}(?:,[0-9]{3})+|[0-9]+)"
_NUMBER = re.compile(rf"[+-]?{_WHOLE}(?:\.[0-9]+)?|[+-]?\.[0-9]+")
# Hyphens (plain and non-breaking), dashes and the minus sign, as programs put one for another.
_DASHES = "-\u2010\u2011\u2012–—\u2212"
_MINUS_SIGNS = str.maketrans({"\u2011": "-", "\u2212": "-"})
_BAND = re.compile(rf"([0-9.,]+) ?%? ?[{_DASHES}] ?([0-9.,]+) ?%?")
_PERCENTILE = re.compile(r"p[1-9][0-9]?")
_PAIR = re.compile(r"([A-Za-z0-9][A-Za-z0-9_ -]*)=([^=;]+)")
_NUMBER_EXPECTED = "a number such as 1,234 or 56.7"
# What a spreadsheet makes of 1-18 or 3/4: a day.
_MADE_A_DAY = re.compile(
    r"[0-9]{1,2}-[A-Za-z]{3}(?:-[0-9]{2,4})?|[0-9]{4}-[0-9]{2}-[0-9]{2}(?: .*)?"
)
_LARGEST, _LARGEST_INTEGER = 1e15, 2**31 - 1
_LONGEST_CODE, _LONGEST_TEXT = 200, 20_000
_MANY = 1_000
_YES_NO = {"yes": True, "y": True, "true": True, "1": True}
_YES_NO |= {"no": False, "n": False, "false": False, "0": False}
_YEAR_GROUP = re.compile(r"(?:year ?|y ?)?(-?[0-9]{1,2}|r|reception|n[12]?|nursery)")
_EARLY_YEARS = {"r": 0, "reception": 0, "n": -1, "nursery": -1, "n2": -1, "n1": -2}
_LEAST_YEAR_GROUP, _LARGEST_YEAR_GROUP = -5, 20
# Word writes soft breaks as U+000B and U+000C, which no XML file may hold.
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f]")
_SIGNS = {"≥": ">=", "≤": "<="}


class ParsedFigure(NamedTuple):
    """A value cell: a number, a band, or a marker that says why there is none."""

    value: float = nan
    low: float = nan
    high: float = nan
    decimals: int = -1
    marker: str = ""
    is_percent: bool = False
    is_provisional: bool = False


def parse_text(text: str) -> str:
    """Return text with \\n as its line ends and a space for every other control character."""
    if len(text) > _LONGEST_TEXT:
        raise UnreadableCellError(
            f"a text of at most {_LONGEST_TEXT:,} characters", "Shorten the text."
        )
    return _CONTROLS.sub(" ", text.replace("\r\n", "\n").replace("\r", "\n"))


def parse_code(text: str) -> str:
    """Return a code, which is one line."""
    if "\n" in text or "\r" in text:
        raise UnreadableCellError("a code on one line", "Remove the line break from the cell.")
    return _checked_length(text)


def parse_area(text: str) -> str:
    """Return the code that an area is held under, of each where several are joined by semicolons."""
    return ";".join(map(area_code_of, parse_code(text).split(";")))


def are_plain_codes(texts: Sequence[str]) -> bool:
    """Return whether more than 1,000 texts are all codes as written: filled, short, on one line."""
    if len(texts) <= _MANY or not all(texts) or max(map(len, texts)) > _LONGEST_CODE:
        return False
    together = "".join(texts)
    return "\n" not in together and "\r" not in together


def _checked_length(text: str) -> str:
    if len(text) > _LONGEST_CODE:
        raise UnreadableCellError(
            f"a code of at most {_LONGEST_CODE} characters", "Use a shorter code."
        )
    return text


def parse_number(text: str) -> float:
    """Return the number that a cell holds."""
    written = text.translate(_MINUS_SIGNS)
    if not _NUMBER.fullmatch(written):
        raise UnreadableCellError(_NUMBER_EXPECTED, _number_fix(written))
    number = float(written.replace(",", ""))
    if abs(number) >= _LARGEST:
        raise UnreadableCellError(_NUMBER_EXPECTED, "The number is too large: check it.")
    return number


def _number_fix(text: str) -> str:
    if re.fullmatch(r"[0-9.,]+", text):
        return "Use a comma only between thousands and a full stop for decimals: 1,234.5."
    if _MADE_A_DAY.fullmatch(text):
        return "A spreadsheet may have made a day of it: write the number or the band as text."
    return "Leave only the number in the cell, in the measure’s unit; words belong in the note."


def parse_integer(text: str) -> int:
    """Return a whole number of at least 0."""
    number = parse_number(text)
    if number != int(number) or number < 0:
        raise UnreadableCellError("a whole number of at least 0", "Check the number.")
    if number > _LARGEST_INTEGER:
        raise UnreadableCellError(f"a number of at most {_LARGEST_INTEGER:,}", "Check the number.")
    return int(number)


def parse_count(text: str, *, takes_markers: bool) -> tuple[float, str]:
    """Return a number of at least 0 and "", or NaN and the marker."""
    if takes_markers and (marker := marker_of(text)):
        return nan, marker
    number = parse_number(text)
    if number < 0:
        raise UnreadableCellError("a number of at least 0", "A count cannot be negative: check it.")
    return number, ""


def parse_figure(text: str, *, takes_markers: bool) -> ParsedFigure:
    """Return the number, band or marker that a value cell holds."""
    text = re.sub(r"\s", " ", text)
    if takes_markers and (marker := marker_of(text)):
        return ParsedFigure(marker=marker)
    text, is_provisional = without_flag(text) if takes_markers else FlaggedFigure(text)
    if match := _BAND.fullmatch(text):
        band = _band_figure(match[1], match[2], is_percent="%" in text)
        return band._replace(is_provisional=is_provisional)
    written = text.removesuffix("%").rstrip()
    try:
        number = parse_number(written)
    except UnreadableCellError as unreadable:
        raise UnreadableCellError(_figure_expected(takes_markers), unreadable.fix) from None
    return ParsedFigure(
        number, decimals=_decimals(written), is_percent="%" in text, is_provisional=is_provisional
    )


def _band_figure(first: str, second: str, *, is_percent: bool) -> ParsedFigure:
    low, high = parse_number(first), parse_number(second)
    decimals = max(_decimals(first), _decimals(second))
    if low > high:
        raise UnreadableCellError(
            "a band whose lower end comes first, such as 18-36", "Swap its two ends."
        )
    if low == high:
        return ParsedFigure(low, decimals=decimals, is_percent=is_percent)
    return ParsedFigure(low=low, high=high, decimals=decimals, is_percent=is_percent)


def _decimals(text: str) -> int:
    return len(text.partition(".")[2])


def _figure_expected(takes_markers: bool) -> str:
    if takes_markers:
        return f"a number, a band such as 18-36, or a marker ({', '.join(MARKERS)}, <5)"
    return "a number, or a band such as 18-36"


def parse_flag(text: str) -> bool:
    """Return whether the cell says yes."""
    try:
        return _YES_NO[text.lower()]
    except KeyError:
        raise UnreadableCellError("yes or no", "Write yes or no.") from None


def parse_choice(
    text: str, allowed: tuple[str, ...], spellings: tuple[tuple[str, str], ...] = ()
) -> str:
    """Return the allowed code that the text spells, whatever its case, spaces or hyphens."""
    folded = _folded_code(_SIGNS.get(text, text))
    for written, code in (*zip(allowed, allowed, strict=True), *spellings):
        if _folded_code(written) == folded:
            return code
    raise UnreadableCellError(f"one of {', '.join(allowed)}", "Use one of the codes listed.")


def _folded_code(text: str) -> str:
    return text.lower().replace(" ", "_").replace("-", "_")


def parse_category(text: str) -> str:
    """Return the name of a category, which can stand in a breakdown: key=category."""
    if re.search(r"[=;\r\n]", text):
        expected = "a name on one line without = and ;"
        raise UnreadableCellError(expected, "Name the category in other characters.")
    return _checked_length(" ".join(text.split()))


def parse_word(text: str) -> str:
    """Return a code in lower case with underscores."""
    return _folded_code(parse_category(text))


def parse_year_group(text: str) -> int:
    """Return the year group: reception is 0, nursery −1."""
    match = _YEAR_GROUP.fullmatch(text.translate(_MINUS_SIGNS).lower())
    written = match[1] if match else ""
    year = _EARLY_YEARS.get(written)
    if year is None and re.fullmatch(r"-?[0-9]{1,2}", written):
        year = int(written)
    if year is None or not _LEAST_YEAR_GROUP <= year <= _LARGEST_YEAR_GROUP:
        expected = "a year group: N, R, or a number from -5 to 20"
        raise UnreadableCellError(
            expected, "Write R for reception, N for nursery, else the number."
        )
    return year


def parse_statistic(text: str) -> str:
    """Return a statistic code: one of the list, or a percentile such as p90."""
    folded = _folded_code(text)
    if folded in STATISTICS or _PERCENTILE.fullmatch(folded):
        return folded
    expected = f"one of {', '.join(STATISTICS)}, or a percentile such as p90"
    raise UnreadableCellError(expected, "Use one of the codes listed.")


def parse_breakdown(text: str) -> str:
    """Return key=value pairs joined by ; with the keys in order."""
    expected = "key=value, several joined by a semicolon: age=0-5;sector=health"
    pairs: dict[str, str] = {}
    for part in text.strip(";").split(";"):
        match = _PAIR.fullmatch(part.strip())
        if match is None or not match[2].strip():
            raise UnreadableCellError(expected, "Write each part as key=value.")
        key = _folded_code(match[1].strip())
        if key in pairs:
            raise UnreadableCellError(expected, f"The key {key} stands twice: keep one.")
        pairs[key] = match[2].strip()
    return _checked_length(";".join(f"{key}={pairs[key]}" for key in sorted(pairs)))


def cell_parser(column: Column) -> Callable[[str], object]:
    """Return the function that reads one filled cell of a column."""
    marked = column.takes_markers
    parsers: dict[CellType, Callable[[str], object]] = {
        CellType.TEXT: parse_text,
        CellType.CODE: parse_code,
        CellType.AREA: parse_area,
        CellType.CHOICE: lambda text: parse_choice(text, column.allowed, column.spellings),
        CellType.CATEGORY: parse_category,
        CellType.WORD: parse_word,
        CellType.YEAR_GROUP: parse_year_group,
        CellType.STATISTIC: parse_statistic,
        CellType.BREAKDOWN: parse_breakdown,
        CellType.DATE: parse_date,
        CellType.INTEGER: parse_integer,
        CellType.NUMBER: parse_number,
        CellType.COUNT: lambda text: parse_count(text, takes_markers=marked),
        CellType.FIGURE: lambda text: parse_figure(text, takes_markers=marked),
        CellType.FLAG: parse_flag,
    }
    return parsers[column.cell]
