"""The Wilson score interval: between which shares the cases behind a small percentage may lie.

Source: E. B. Wilson, "Probable inference, the law of succession, and statistical inference",
Journal of the American Statistical Association 22 (1927), 209-212; the method that English public
health figures use for proportions.
"""

from math import sqrt
from typing import Final

# The standard normal deviate that leaves 2.5% on either side.
Z_95: Final = 1.959963984540054


def wilson_interval(numerator: float, denominator: float) -> tuple[float, float]:
    """Return the 95% interval of a share, as percentages from 0 to 100.

    ValueError where the numerator is no part of the denominator, or there is nothing to share.
    """
    if not 0 <= numerator <= denominator or denominator <= 0:
        raise ValueError(f"{numerator} is no part of {denominator}")
    share, square = numerator / denominator, Z_95 * Z_95
    centre = share + square / (2 * denominator)
    spread = Z_95 * sqrt(share * (1 - share) / denominator + square / (4 * denominator**2))
    scale = 1 + square / denominator
    # None and all of n reach the end exactly; floating point would leave them a hair off it.
    low = 0.0 if numerator == 0 else 100 * (centre - spread) / scale
    high = 100.0 if numerator == denominator else 100 * (centre + spread) / scale
    return max(low, 0.0), min(high, 100.0)
