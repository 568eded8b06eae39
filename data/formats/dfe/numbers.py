"""Read the numbers that the release prints."""

import re
from decimal import Decimal

from data.formats.dfe.aliases import markers

_NUMBER = re.compile(r"-?(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,12})(?:\.[0-9]{1,6})?")


def number_in(text: str) -> Decimal | None:
    """Return the number in a cell, written with commas or a per-cent sign; None where there is none."""
    written = text.removesuffix("%")
    return Decimal(written.replace(",", "")) if _NUMBER.fullmatch(written) else None


def marker_in(text: str) -> str:
    """Return our marker for what is printed; "" where it is not one that is known."""
    return markers().get(text.lower(), "")


def decimals_of(text: str) -> int:
    """Return with how many decimals a number is printed."""
    return len(text.removesuffix("%").partition(".")[2])
