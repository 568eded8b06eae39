"""Numbers as a worksheet holds them: the value, and the format that shows it as the pages do."""

import re
from typing import Final

_NUMBER: Final = re.compile(
    r"(?P<before>£?)(?P<number>-?\d{1,3}(?:,\d{3})+|-?\d+)(?P<decimals>\.\d+)?"
    r"(?P<after>%| million| (?:day|week|month)s?)?"
)


def parse_display_number(words: str) -> tuple[float, str] | None:
    """Read words that are one number with its unit: 82%, 46 weeks, £46.08 million, 3,265.

    Gives the number and its number format; None where the words are anything else.
    """
    match = _NUMBER.fullmatch(words)
    if match is None:
        return None
    decimals = match["decimals"] or ""
    number = float(match["number"].replace(",", "") + decimals)
    before, after = (f'"{part}"' if part else "" for part in (match["before"], match["after"]))
    whole = "#,##0" if "," in match["number"] or number < 1000 else "0"
    zeros = "." + "0" * (len(decimals) - 1) if decimals else ""
    return number, f"{before}{whole}{zeros}{after}"
