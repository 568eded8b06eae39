"""Numbers as spreadsheets and programs write them, brought to the decimals that they stand for."""

import re
from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal

_NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?(?:[Ee][-+]?[0-9]{1,2})?")


def is_number(text: str) -> bool:
    """Return whether a cell is a plain number, however many decimals it is written with."""
    return bool(_NUMBER.fullmatch(text))


def decimals_needed(texts: Iterable[str], most: int) -> int:
    """Return the decimals that the numbers of a column need, at most so many.

    Trailing noughts need none, nor do the last digits of 4.4000000000000004, which is 4.4; nor is
    7.0000000000000007E-2 more than 0.07.
    """
    return min(most, max((_decimals(text) for text in texts if is_number(text)), default=0))


def at_decimals(text: str, decimals: int) -> str:
    """Return a number rounded to so many decimals, halves up."""
    shortest = Decimal(repr(float(text)))
    return f"{shortest.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP):f}"


def _decimals(text: str) -> int:
    exponent = Decimal(repr(float(text))).normalize().as_tuple().exponent
    return max(0, -int(exponent))
