"""The intervals of projections, as `python -m tests.bench.future` works them out.

From the DfE's release of 2025 and its table of appeals: every authority's history is cut short, what
came 1, 2 and 3 years later is held against the projection. The widths are those of every other
authority in the order of their codes, `held` the shares of the rest, and so is how far `off` it was there.
"""

from collections.abc import Mapping
from typing import Final

from dashboard.stats.growth import GROWTH, NO_CHANGE, Interval

CASELOAD: Final = "ehcp-caseload"
REQUESTS: Final = "ehc-requests"
NEW_PLANS: Final = "ehcp-new-plans"
APPEALS: Final = "tribunal-appeals"
MAINSTREAM: Final = "ehcp-in-mainstream-schools"
SPECIAL: Final = "ehcp-in-special-schools"
COLLEGE: Final = "ehcp-in-further-education"
# The measures of plans by setting that the DfE counts, by the part that they are.
SETTINGS: Final[Mapping[str, str]] = {
    "setting=mainstream_school": MAINSTREAM,
    "setting=special_school": SPECIAL,
    "setting=further_education": COLLEGE,
}
# The number at which chance widens an interval by the root of 2.
SMALL_NUMBERS: Final = 100

INTERVALS: Final[Mapping[str, Interval]] = {
    CASELOAD: Interval(
        GROWTH,
        SMALL_NUMBERS,
        (-0.059, -0.101, -0.133),
        (0.056, 0.101, 0.131),
        (80, 83, 82),
        (4.0, 6.4, 8.0),
        (10.0, 19.9, 29.8),
        (4.6, 8.4, 11.1),
    ),
    REQUESTS: Interval(
        GROWTH,
        SMALL_NUMBERS,
        (-0.196, -0.264, -0.264),
        (0.223, 0.274, 0.393),
        (83, 79, 82),
        (16.7, 21.7, 26.0),
        (21.8, 37.5, 52.2),
        (20.3, 32.0, 34.4),
    ),
    NEW_PLANS: Interval(
        GROWTH,
        SMALL_NUMBERS,
        (-0.305, -0.357, -0.357),
        (0.378, 0.601, 0.728),
        (76, 79, 90),
        (44.2, 52.4, 41.3),
        (44.4, 52.3, 48.7),
        (83.2, 87.6, 95.8),
    ),
    APPEALS: Interval(
        GROWTH,
        SMALL_NUMBERS,
        (-0.248, -0.303, -0.329),
        (0.25, 0.329, 0.396),
        (79, 80, 80),
        (35.1, 45.8, 56.8),
        (37.6, 54.6, 70.1),
        (50.8, 79.3, 103.8),
    ),
    MAINSTREAM: Interval(
        GROWTH,
        SMALL_NUMBERS,
        (-0.106, -0.144, -0.163),
        (0.118, 0.183, 0.252),
        (85, 81, 84),
        (7.1, 11.3, 13.3),
        (13.8, 26.8, 39.0),
        (9.3, 17.9, 19.3),
    ),
    SPECIAL: Interval(
        GROWTH,
        SMALL_NUMBERS,
        (-0.065, -0.1, -0.139),
        (0.071, 0.101, 0.114),
        (84, 82, 86),
        (4.8, 6.9, 8.1),
        (7.4, 12.8, 18.5),
        (5.9, 9.7, 9.5),
    ),
    COLLEGE: Interval(
        NO_CHANGE,
        SMALL_NUMBERS,
        (-0.159, -0.228, -0.228),
        (0.201, 0.293, 0.375),
        (80, 80, 80),
        (17.0, 22.3, 23.2),
        (17.0, 22.3, 23.2),
        (28.5, 47.3, 45.4),
    ),
}
