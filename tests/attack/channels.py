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

import pandas as pd
from flask import Flask
from sqlalchemy import Engine

from dashboard.disclosure import version_and_dimension
from dashboard.measures import MEASURES
from dashboard.model.codes import BASIS_WORDS, STATISTIC_WORDS, TREND_WORDS
from dashboard.model.selection import Selection
from dashboard.model.urls import PAGES, Urls
from dashboard.pack.scope import WHOLE_PLAN, Scope
from dashboard.panels.signals import ASSURANCE_WORDS, VARIATION_WORDS
from dashboard.quality.checks import CHECK_WORDS
from data.cases.visible_cells import list_breakdowns
from data.common.codes import YEAR_KINDS
from data.meetings.packs import Wanted, make_pack
from data.schema.registry import KINDS
from data.store.read_transaction import read_transaction
from layouts.measure.tabs import ALL
from layouts.ui.overview_measures import TARGET_WORDS
from tests.attack.bodies import first_difference, pieces_of
from tests.attack.boroughs import AREA, PLAN, UNTIL, Borough, day_loaded, filled
from tests.attack.crawl import Reply, crawl, public_client
from tests.attack.fetch import measures_worked_out
from tests.attack.guesses import Choices
from tests.attack.twins import Twins, find_swaps, twins_by
from tests.attack.written import SERVICE

# One measure of each kind of figure in each group, and one of a survey.
OF_EACH_KIND: Final = (
    *{(type(measure), measure.group): name for name, measure in MEASURES.items()}.values(),
    "ehcp-family-involved",
)
CUT_OFFS: Final = (UNTIL, date(2026, 10, 14))
# How far back the periods go that a reader guesses.
_MONTHS: Final = 24
METRICS: Final = "/metrics"
# Whose packs are made besides that of the plan.
_SCOPES: Final = (Scope(owner=SERVICE), Scope(priority=1))
Replies = Mapping[str, Reply]


@dataclass(frozen=True)
class Difference:
    """An address of which two servers do not show the same, and where."""

    address: str
    rule: str
    piece: str
    words: str


def fetch_all(engine: Engine, borough: Borough, most: int) -> dict[str, Reply]:
    """Return all that the public can fetch of a store, with a pack of the plan on each day.

    Of the newest day there are packs of a service and of a priority too.
    """
    days = [day_loaded(cut_off) for cut_off in sorted(borough.cut_offs)]
    packs = [_make_pack(engine, day) for day in days]
    packs += [_make_pack(engine, days[-1], scope) for scope in _SCOPES]
    with tempfile.TemporaryDirectory() as folder:
        client = public_client(engine, Path(folder))
        whole = [
            Selection(area=AREA, framework=PLAN).to("measure", measure=name, tab=ALL)
            for name in borough.measures
        ]
        starts = [*_addresses(client.application, packs, days), *whole]
        return crawl(client, starts, _choices(engine, borough, days), most)


def _choices(engine: Engine, borough: Borough, days: Sequence[date]) -> Choices:
    """Return what a reader may choose who knows the codes: parts and periods that no page offers."""
    with read_transaction(engine) as transaction:
        parts = list_breakdowns(transaction, AREA, measures_worked_out(transaction))
    months = pd.date_range(end=UNTIL, periods=_MONTHS, freq="ME").strftime("%Y-%m-%d").tolist()
    around = [day + timedelta(days=more) for day in days for more in (-1, 0, 1)]
    return {
        "as_of": [day.isoformat() for day in around],
        "breakdown": parts,
        "members": parts,
        "by": sorted({version_and_dimension(part)[1] for part in parts} - {""}),
        "year_kind": YEAR_KINDS,
        "statistic": [*STATISTIC_WORDS],
        "trend": [*TREND_WORDS],
        "signal": [f"{one}.{other}" for one in VARIATION_WORDS for other in ASSURANCE_WORDS],
        "section": [*CHECK_WORDS],
        "shown": [f"{name}:{basis}" for name in borough.measures for basis in BASIS_WORDS],
        "target": [*TARGET_WORDS],
        "limits": ["0"],
        "page_number": ["2"],
        "changed": ["load-1", "load-20"],
        **dict.fromkeys(("growth", "issued", "capacity"), ("0", "5", "80")),
        "capacity_of": borough.measures,
        "capacity_from": months,
        "find": [borough.measures[0], "plans", "cases"],
        **dict.fromkeys(("period", "at", "from", "to"), months),
    }


def _make_pack(engine: Engine, day: date, scope: Scope = WHOLE_PLAN) -> str:
    plan = Selection(area=AREA, framework=PLAN, as_of=day)
    made_on = datetime.combine(day + timedelta(days=1), time(9), UTC)
    scenario = Selection("future", growth="5", issued="60", capacity="80")
    return make_pack(engine, plan, "attack", made_on, Wanted(True, True, scenario, scope))


def _addresses(server: Flask, packs: Sequence[str], days: Sequence[date]) -> Iterator[str]:
    """Yield the addresses of every page on every day, and of every rule that answers a GET.

    They are filled in with what a reader may guess.
    """
    for path in PAGES.values():
        if "<" not in path:
            yield path
            yield from (f"{path}?as_of={day}" for day in days)
    for pack in packs:
        of_pack = {"area": AREA, "framework": PLAN, "pack": pack}
        yield Urls.with_query(Urls.MINUTES_CSV, of_pack.items())
    adapter = server.url_map.bind("localhost")
    guesses = {"pack": packs, "slide": ["cover"], "kind": [*KINDS], "number": [1, 2, 3]}
    for rule in server.url_map.iter_rules():
        names = sorted(rule.arguments)
        if "GET" in (rule.methods or ()) and set(names) <= guesses.keys():
            for values in product(*(guesses[name] for name in names)):
                yield adapter.build(rule.endpoint, dict(zip(names, values, strict=True)))


def differences(one: Replies, other: Replies) -> Iterator[Difference]:
    """Yield where two servers do not show the same, but for how long each took to answer."""
    for address in sorted((one.keys() | other.keys()) - {METRICS}):
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
        borough = Borough(chosen.cases, seed, CUT_OFFS, OF_EACH_KIND, is_written_about=True)
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
