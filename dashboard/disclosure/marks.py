"""The marks that the load gives to cells: what of them is shown, and to whom."""

from typing import Final

SHOWN: Final = 0
HIDDEN: Final = 1
LEFT_OUT: Final = 2
"""Not published at all: a month of a breakdown, a month in progress, months of very few."""
EARLIER: Final = 3
"""Hidden now, though shown as known on an earlier day."""
