"""Small numbers: the one service that decides what is hidden (docs/definitions.md section 9).

A count of 1 to 4 is hidden, and a percentage or an average whose parts hold one. So is what would
give a hidden number away: any other cell, of whatever measure, that counts some of the same cases.
What a cell counts is read from the entries of the measures (`quantities`), so that one quantity is
hidden everywhere or nowhere. It is decided at the load, over all cells of an area at once.

The law. A hidden number has room: there is an exchange of cases (`exchanges`) between months, parts
or lengths of time that leaves everything shown, on this day and on those before, as it is, and
makes the number any from 1 to 4, or, where it is not small itself, one of five. Cells that no such
exchange leaves as they are, are hidden too, those first that are missed least.
"""

from dashboard.disclosure.bands import band_cells, hidden_bins
from dashboard.disclosure.counts import SMALL_TO, is_small, read_small_to, suppress_counts
from dashboard.disclosure.linked_measures import measures_linked_to
from dashboard.disclosure.linked_numbers import version_and_dimension
from dashboard.disclosure.marks import HIDDEN, LEFT_OUT
from dashboard.disclosure.public_cells import public_cells
from dashboard.disclosure.published_bases import EVERY_BASIS, OF_CHILDREN, TargetBases, is_published
from dashboard.disclosure.suppression import mark_cells
from dashboard.disclosure.waits import longer_waits

__all__ = [
    "EVERY_BASIS",
    "HIDDEN",
    "LEFT_OUT",
    "OF_CHILDREN",
    "SMALL_TO",
    "TargetBases",
    "band_cells",
    "hidden_bins",
    "is_published",
    "is_small",
    "longer_waits",
    "mark_cells",
    "measures_linked_to",
    "public_cells",
    "read_small_to",
    "suppress_counts",
    "version_and_dimension",
]
