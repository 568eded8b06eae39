"""The Example borough: three years of synthetic cases, generated when it is loaded."""

from datetime import date
from typing import Final

# Change it with any change of what is generated.
VERSION: Final = 1
_NAME: Final = "example-{kind}-v{version}.csv"
_KINDS: Final = ("ehc_assessments", "advice", "plans", "annual_reviews", "referrals", "feedback")
CASES: Final = 2_500
SEED: Final = 2_026
UNTIL: Final = date(2026, 10, 31)


def example_names() -> dict[str, str]:
    """Return the file name of each kind, without generating anything."""
    return {kind: _NAME.format(kind=kind, version=VERSION) for kind in _KINDS}


def example_contents() -> dict[str, bytes]:
    """Return the bytes of each kind's file."""
    # Imported here, for most starts find the files loaded.
    from data.synthesise.generate import Order, draw_chunks  # noqa: PLC0415

    (pieces,) = draw_chunks(Order(CASES, SEED, UNTIL))
    return {kind: text.encode() for kind, text in pieces.items()}
