"""Rings: a whole and the parts of one dimension, whose counts give each other away."""

import re
from collections import defaultdict
from collections.abc import Iterable
from itertools import combinations
from typing import Final

_VERSION: Final = "exceptions"
_AGES: Final = re.compile(r"=(\d+)-(\d+)$")


def ring_of(breakdown: str) -> tuple[str, str]:
    """Name the version of a breakdown and its dimension, each empty where it has none."""
    pairs = [pair for pair in breakdown.split(";") if pair]
    version = next((pair for pair in pairs if pair.startswith(f"{_VERSION}=")), "")
    keys = [pair.split("=", 1)[0] for pair in pairs if pair != version]
    return version, ";".join(keys)


def rings(breakdowns: Iterable[str]) -> dict[tuple[str, str], tuple[str, ...]]:
    """Gather the parts of each dimension, by version and key; the wholes have no ring."""
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    for breakdown in breakdowns:
        version, key = ring_of(breakdown)
        if key:
            found[version, key].append(breakdown)
    return {ring: tuple(sorted(parts)) for ring, parts in found.items()}


def overlaps(parts: Iterable[str]) -> bool:
    """Tell whether some parts are bands of ages that share an age."""
    spans = [tuple(map(int, m.groups())) for part in parts if (m := _AGES.search(part))]
    return any(a[0] <= b[1] and b[0] <= a[1] for a, b in combinations(spans, 2))
