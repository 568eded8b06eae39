"""Compare all that two servers show of twins, which differ in hidden numbers alone.

`python -m tests.attack.channels --cases 12 --seeds 1 2 3` looks for twins, fetches what the public
can of both, and prints each difference: a hidden number that is shown, or has an effect.
"""

import argparse
import logging
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import product
from pathlib import Path
from typing import Final

from flask import Flask
from sqlalchemy import Engine

from dashboard.measures import MEASURES
from dashboard.model.selection import Selection
from dashboard.model.urls import PAGES
from data.meetings.packs import make_pack
from data.schema.registry import KINDS
from tests.attack.bodies import first_difference, pieces_of
from tests.attack.boroughs import AREA, PLAN, Borough, day_loaded, filled
from tests.attack.crawl import Reply, crawl, public_client
from tests.attack.twins import Twins, find_swaps, twins_by

# One measure of each kind of figure in each group.
OF_EACH_KIND: Final = tuple(
    {(type(measure), measure.group): name for name, measure in MEASURES.items()}.values()
)
Replies = Mapping[str, Reply]


@dataclass(frozen=True)
class Difference:
    """An address of which two servers do not show the same, and where."""

    address: str
    rule: str
    piece: str
    words: str


def fetch_all(engine: Engine, borough: Borough, most: int) -> dict[str, Reply]:
    """Return all that the public can fetch of a store, with a pack of the plan on each day."""
    days = [day_loaded(cut_off) for cut_off in sorted(borough.cut_offs)]
    packs = [_make_pack(engine, day) for day in days]
    with tempfile.TemporaryDirectory() as folder:
        client = public_client(engine, Path(folder))
        starts = _addresses(client.application, packs)
        return crawl(client, starts, [day.isoformat() for day in days], most)


def _make_pack(engine: Engine, day: date) -> str:
    plan = Selection(area=AREA, framework=PLAN, as_of=day)
    made_on = datetime.combine(day + timedelta(days=1), time(9), UTC)
    return make_pack(engine, plan, by="attack", now=made_on)


def _addresses(server: Flask, packs: Sequence[str]) -> Iterator[str]:
    """Yield the addresses of every page, and of every rule that answers a GET.

    They are filled in with what a reader may guess.
    """
    yield from (path for path in PAGES.values() if "<" not in path)
    adapter = server.url_map.bind("localhost")
    guesses = {"pack": packs, "slide": ["cover"], "kind": [*KINDS], "number": [1, 2, 3]}
    for rule in server.url_map.iter_rules():
        names = sorted(rule.arguments)
        if "GET" in (rule.methods or ()) and set(names) <= guesses.keys():
            for values in product(*(guesses[name] for name in names)):
                yield adapter.build(rule.endpoint, dict(zip(names, values, strict=True)))


def differences(one: Replies, other: Replies) -> Iterator[Difference]:
    """Yield where two servers do not show the same."""
    for address in sorted(one.keys() | other.keys()):
        if address not in one or address not in other:
            shown = one.get(address) or other[address]
            yield Difference(address, shown.rule, "", "  only one of the two leads there")
            continue
        if one[address] == other[address]:
            continue
        left, right = pieces_of(one[address]), pieces_of(other[address])
        for name in sorted(left.keys() | right.keys()):
            pieces = left.get(name, b""), right.get(name, b"")
            if pieces[0] != pieces[1]:
                yield Difference(address, one[address].rule, name, first_difference(*pieces))


def differences_of(twins: Twins, most: int) -> tuple[dict[str, Reply], list[Difference]]:
    """Return what is fetched of one of the twins, and where the other is not the same."""
    fetched = []
    for cases in (twins.cases, twins.swapped):
        with filled(twins.borough, cases) as engine:
            fetched.append(fetch_all(engine, twins.borough, most))
    return fetched[0], list(differences(*fetched))


def main(arguments: list[str] | None = None) -> int:
    """Attack the channels of twins of each seed; 1 where they show a difference."""
    parser = argparse.ArgumentParser(prog="python -m tests.attack.channels", description=__doc__)
    parser.add_argument("--cases", type=int, default=12, help="requests in a year")
    parser.add_argument("--seeds", type=int, nargs="+", default=[3])
    parser.add_argument("--tries", type=int, default=200, help="swaps tried of each group")
    parser.add_argument("--most", type=int, default=40, help="addresses of each rule and choice")
    chosen = parser.parse_args(arguments)
    logging.disable(logging.WARNING)
    leaks = 0
    for seed in chosen.seeds:
        borough = Borough(chosen.cases, seed, measures=OF_EACH_KIND)
        twins = twins_by(borough, find_swaps(borough, chosen.tries, seed))
        replies, listed = differences_of(twins, chosen.most)
        leaks += len(listed)
        rules = Counter(reply.rule for reply in replies.values())
        print(
            f"Seed {seed}: {len(twins.swaps)} swaps change {len(twins.differing)} cells;"
            f" {len(replies)} replies of {len(rules)} rules, {len(listed)} differences"
        )
        for each in listed:
            print(f"{each.address} {each.piece}\n{each.words}")
    return 1 if leaks else 0


if __name__ == "__main__":
    sys.exit(main())
