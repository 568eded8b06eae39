"""Rings: a whole and the parts of one dimension, whose counts give each other away."""

import re
from collections import defaultdict
from collections.abc import Iterable
from itertools import combinations
from typing import Final

_VERSION: Final = "exceptions"
_AGES: Final = re.compile(r"=(\d+)-(\d+)$")


def version_and_dimension(breakdown: str) -> tuple[str, str]:
    """Name the version of a breakdown and its dimension, each empty where it has none."""
    pairs = [pair for pair in breakdown.split(";") if pair]
    version = next((pair for pair in pairs if pair.startswith(f"{_VERSION}=")), "")
    keys = [pair.split("=", 1)[0] for pair in pairs if pair != version]
    return version, ";".join(keys)


def dimension_margins(breakdowns: Iterable[str]) -> dict[tuple[str, str], tuple[str, ...]]:
    """Gather the parts of each dimension, by version and key; the wholes have no ring."""
    parts_by_margin: dict[tuple[str, str], list[str]] = defaultdict(list)
    for breakdown in breakdowns:
        version, key = version_and_dimension(breakdown)
        if key:
            parts_by_margin[version, key].append(breakdown)
    return {margin: tuple(sorted(parts)) for margin, parts in parts_by_margin.items()}


def overlaps(parts: Iterable[str]) -> bool:
    """Tell whether some parts are bands of ages that share an age."""
    spans = [tuple(map(int, m.groups())) for part in parts if (m := _AGES.search(part))]
    return any(a[0] <= b[1] and b[0] <= a[1] for a, b in combinations(spans, 2))
