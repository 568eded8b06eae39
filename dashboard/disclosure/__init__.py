"""Small numbers: the one service that decides what is hidden (docs/definitions.md section 9).

A count of 1 to 4 is hidden, and a percentage or an average whose parts hold one; so is what would
give it away by subtraction, across the parts of a dimension and across windows of months.

The law. A window of whole months lies between two month boundaries; a shown window *ties* them,
and what is tied can be subtracted. So the two boundaries of a hidden window are never tied. Nor
does the rest of its dimension give it away: there is a second part for which no shown window
reaches from inside one of the first part's groups of tied boundaries to outside. One case moved
across the edge of that group in the one part, and one moved back in the other, leave all that is
shown as it is. A day looked at by itself is a window of its own. A part without cases is known: the
hidden parts of a window have so many cases together that a small one may be any small number.
"""

from dashboard.disclosure.counts import (
    SMALL_TO,
    case_count_words,
    is_small,
    read_small_to,
    suppress_counts,
)
from dashboard.disclosure.linked_measures import measures_linked_to, parts_linked_to
from dashboard.disclosure.published_bases import (
    EVERY_BASIS,
    OF_CHILDREN,
    TargetBases,
    published_cells,
)
from dashboard.disclosure.suppression import suppress_cells
from dashboard.disclosure.windows import version_and_dimension

__all__ = [
    "EVERY_BASIS",
    "OF_CHILDREN",
    "SMALL_TO",
    "TargetBases",
    "case_count_words",
    "is_small",
    "measures_linked_to",
    "parts_linked_to",
    "published_cells",
    "read_small_to",
    "suppress_cells",
    "suppress_counts",
    "version_and_dimension",
]
