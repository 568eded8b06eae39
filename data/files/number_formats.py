"""The number formats of a workbook's cells: what a number in a cell stands for, as text."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

# The formats that a workbook numbers without spelling them out (ECMA-376, part 1, 18.8.30).
_BUILT_IN = {1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%"}
_BUILT_IN |= {37: "#,##0", 38: "#,##0", 39: "#,##0.00", 40: "#,##0.00"}
_BUILT_IN |= dict.fromkeys((*range(14, 17), *range(27, 37), *range(50, 59)), "d/m/yyyy")
_BUILT_IN |= {17: "mmm-yy", 22: "d/m/yyyy h:mm", 46: "[h]:mm:ss"}
_BUILT_IN |= dict.fromkeys((18, 19, 20, 21, 45, 47), "h:mm:ss")
# Between quotation marks, after a backslash, or a currency in brackets: [$£-809].
_LITERAL = re.compile(r'"([^"]*)"|\\(.)|\[\$([^\]-]*)[^\]]*\]')
_LITERAL_MARK = "\0"
# Widths and colours, and what repeats to fill a cell, show no character of their own.
_UNSHOWN = re.compile(r"_.|\*.|\[[^\]]*\]")
_DIGITS = re.compile(r"[#0?,]*[#0?](?:\.(?P<decimals>[#0?]*))?(?P<scale>,*)")
_ELAPSED = re.compile(r"\[(?:h+|m+|s+)\]", re.IGNORECASE)
_LETTERS = re.compile(r"[^\W\d_]|[£$€]")
# A spreadsheet holds 15 digits of a number. More than 12 are not typed but computed.
_SIGNIFICANT_DIGITS, _MOST_TYPED = 15, 12
_LARGEST = Decimal(10) ** _SIGNIFICANT_DIGITS
_SECONDS = 86_400
# In the year 9995, whichever day is counted from.
_LAST_DAY = 2_957_003


@dataclass(frozen=True)
class NumberFormat:
    """What stands around a number, whether it is a share of 1, and its decimals (-1: all)."""

    before: str = ""
    after: str = ""
    is_percent: bool = False
    decimals: int = -1
    is_scaled: bool = False

    def text(self, number: Decimal) -> str:
        """Return a number as a cell parser reads it, with the decimals that are shown.

        No digit of it is lost that a person typed.
        """
        shown = (number * 100 if self.is_percent else number).normalize()
        lacks_decimals = -int(shown.as_tuple().exponent) < self.decimals
        if self.rounds(number) or (lacks_decimals and abs(shown) < _LARGEST):
            shown = shown.quantize(Decimal(1).scaleb(-self.decimals), rounding=ROUND_HALF_UP)
        scaled = " (shown in thousands or millions)" if self.is_scaled else ""
        return f"{self.before}{shown:f}{'%' if self.is_percent else ''}{self.after}{scaled}"

    def rounds(self, number: Decimal) -> bool:
        """Return whether a number was computed and is read with the decimals that are shown."""
        return self.decimals >= 0 and is_computed(number)


@dataclass(frozen=True)
class DayFormat:
    """How a day or a time of day is shown."""

    is_of_months: bool = False
    is_elapsed: bool = False

    def texts(self, number: Decimal, *, is_from_1904: bool) -> tuple[str, str]:
        """Return the day that a number stands for, and its month where that alone is shown.

        A day is written 2023-04-01, a time without one 13:05:00, a month Apr 2023.
        """
        if self.is_elapsed or not 0 <= number <= _LAST_DAY:
            return f"{number.normalize():f} days", ""
        seconds = int((number * _SECONDS).to_integral_value(ROUND_HALF_UP))
        days, rest = divmod(seconds, _SECONDS)
        clock = f"{rest // 3600:02}:{rest // 60 % 60:02}:{rest % 60:02}"
        if number < 1:
            return clock, ""
        day = day_of_serial(days, is_from_1904=is_from_1904)
        text = f"{day} {clock}" if rest else day.isoformat()
        return text, f"{day:%b %Y}" if self.is_of_months else ""


PLAIN = NumberFormat()


def day_of_serial(days: int, *, is_from_1904: bool = False) -> date:
    """Return the day that a spreadsheet counts so; it counts 29 February 1900, which never was."""
    if is_from_1904:
        return date(1904, 1, 1) + timedelta(days=days)
    return date(1899, 12, 31 if days < 60 else 30) + timedelta(days=days)


def number_format(number: int, codes: dict[int, str]) -> NumberFormat | DayFormat:
    """Return a format by its number, with the codes that the workbook spells out."""
    return parse_format(codes.get(number, _BUILT_IN.get(number, "")))


def parse_format(code: str) -> NumberFormat | DayFormat:
    """Return a format by its code: #,##0.0%, "£"0.00, mmm-yy."""
    literals: list[str] = []

    def literal(match: re.Match[str]) -> str:
        literals.append(next(group for group in match.groups() if group is not None))
        return _LITERAL_MARK

    spelt = _LITERAL.sub(literal, code.partition(";")[0])
    bare = _UNSHOWN.sub("", spelt)
    if _ELAPSED.search(spelt):
        return DayFormat(is_elapsed=True)
    letters = set(bare.lower()) & set("ymdhs")
    if letters:
        return DayFormat(is_of_months=letters == {"m", "y"})
    digits = _DIGITS.search(bare)
    if digits is None or "e+" in bare.lower():
        return PLAIN
    left = iter(literals)
    before, after = (
        "".join(next(left, "") if each == _LITERAL_MARK else each for each in part if each != "%")
        for part in (bare[: digits.start()], bare[digits.end() :])
    )
    return NumberFormat(
        before if _LETTERS.search(before) else "",
        after if _LETTERS.search(after) else "",
        "%" in bare,
        min(len(digits["decimals"] or ""), _SIGNIFICANT_DIGITS),
        bool(digits["scale"]),
    )


def general_text(text: str) -> str:
    """Return a number of no format as it is read: what a spreadsheet holds of it, in digits alone."""
    try:
        short = format(float(text), f".{_SIGNIFICANT_DIGITS}g")
    except ValueError:
        return text
    return f"{Decimal(short):f}" if "e" in short else short


def exact_number(text: str) -> Decimal | None:
    """Return the number that a spreadsheet holds, without what binary arithmetic adds to it."""
    try:
        number = Decimal(format(float(text), f".{_SIGNIFICANT_DIGITS}g"))
    except ValueError:
        return None
    return number if number.is_finite() else None


def is_computed(number: Decimal) -> bool:
    """Return whether a number has decimals, and more digits than anybody types."""
    is_whole = number == number.to_integral_value()
    return not is_whole and len(number.normalize().as_tuple().digits) > _MOST_TYPED
