"""The Example borough that is shipped: three years of synthetic cases, made when it is loaded."""

from datetime import date
from typing import Final

# What the recipe made before is never made again: another recipe is another version.
VERSION: Final = 1
_NAME: Final = "example-{kind}-v{version}.csv"
_KINDS: Final = (
    "ehc_assessments",
    "advice",
    "plans",
    "annual_reviews",
    "referrals",
    "feedback",
)
CASES: Final = 2_500
SEED: Final = 2_026
UNTIL: Final = date(2026, 10, 31)


def example_names() -> dict[str, str]:
    """Return the file name of each kind: known before anything is made."""
    return {kind: _NAME.format(kind=kind, version=VERSION) for kind in _KINDS}


def example_contents() -> dict[str, bytes]:
    """Return the bytes of each kind's file."""
    # Most starts find them loaded, and need not import what draws them.
    from data.synthesise.generate import Order, draw_chunks  # noqa: PLC0415

    (pieces,) = draw_chunks(Order(CASES, SEED, UNTIL))
    return {kind: text.encode() for kind, text in pieces.items()}
