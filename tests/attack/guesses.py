"""Addresses that no page offers: those that are offered, with choices of other addresses in them."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import cycle, islice
from random import Random
from typing import Final
from urllib.parse import parse_qsl, urlencode, urlsplit

from dashboard.model.urls import QUERY

Choices = Mapping[str, Collection[str]]
# So many choices of an address are others' at most.
_CHANGED: Final = 6


def choices_of(addresses: Iterable[str], also: Choices) -> dict[str, list[str]]:
    """Return every value that addresses have of each name in a query, and others."""
    values: dict[str, set[str]] = {name: set(also.get(name, ())) for name in QUERY}
    for address in addresses:
        for name, value in parse_qsl(urlsplit(address).query):
            values.setdefault(name, set()).add(value.rstrip("/"))
    return {name: sorted(found) for name, found in values.items() if found}


def guesses(
    by_path: Mapping[str, Collection[str]], choices: Choices, most: int, draw: Random
) -> Iterator[str]:
    """Yield so many addresses of each path; among them all every name in a query comes in its turn."""
    names = sorted(choices)
    draw.shuffle(names)
    turns = cycle(names)
    for path in sorted(by_path):
        offered = sorted(by_path[path])
        for _ in range(most):
            query = draw.choice(offered).partition("?")[2]
            changed = islice(turns, draw.randint(1, _CHANGED))
            others = {name: draw.choice(sorted(choices[name])) for name in changed}
            yield f"{path}?{urlencode(dict(parse_qsl(query)) | others)}"
