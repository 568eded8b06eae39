"""Attack boroughs as a reader without rights could: `python -m tests.attack --cases 300 1000`.

Prints what is hidden, solved and narrowed. `--whole` leaves out the parts of dimensions; `--days`
is on how many days a reader looks, the newest first. With `--must-hold` it fails where anything is
narrowed.
"""

import argparse
import resource
import sys
import time
from collections.abc import Sequence
from datetime import date
from typing import Final

from tests.attack.boroughs import UNTIL, Borough, day_loaded, filled
from tests.attack.cells import Learnt, learn
from tests.attack.fetch import fetch
from tests.attack.report import counts_of, table, worst_leaks
from tests.attack.run import attack_all

CUT_OFFS: Final = (UNTIL, date(2026, 10, 14), date(2026, 9, 30))
_OTHER_CASES: Final = 300
_OTHERS: Final = 3


def main(arguments: list[str] | None = None) -> int:
    """Attack each borough and print what is found; 1 where something must hold and does not."""
    parser = argparse.ArgumentParser(prog="python -m tests.attack", description=__doc__)
    parser.add_argument("--cases", type=int, nargs="+", default=[300], help="requests in a year")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--days", type=int, default=1, choices=range(1, len(CUT_OFFS) + 1))
    parser.add_argument("--seconds", type=float, default=60, help="for the programmes, each part")
    parser.add_argument("--whole", action="store_true", help="area totals alone")
    parser.add_argument("--must-hold", action="store_true")
    chosen = parser.parse_args(arguments)
    narrowed = 0
    for cases in chosen.cases:
        narrowed += attack_borough(
            Borough(cases, chosen.seed, CUT_OFFS[: chosen.days]),
            chosen.seconds,
            is_whole=chosen.whole,
        )
    return 1 if chosen.must_hold and narrowed else 0


def attack_borough(borough: Borough, seconds: float, *, is_whole: bool) -> int:
    """Attack a borough, print what is found and return how much is narrowed."""
    began = time.monotonic()
    dimensions = () if is_whole else None
    days = [day_loaded(cut_off) for cut_off in borough.cut_offs]
    with filled(borough) as engine:
        public = fetch(engine, days, dimensions)
        truth = fetch(engine, days, dimensions, shows_small=True)
    fetched = time.monotonic()
    results = list(attack_all(public, truth, seconds, _learn_elsewhere(borough, days)))
    solved = time.monotonic()
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(
        f"{borough.cases_a_year} requests a year, seed {borough.seed}, {len(days)} days:"
        f" {len(public)} cells, {(public['marker'] != '').sum()} hidden;"
        f" fetched in {fetched - began:.0f} s, solved in {solved - fetched:.0f} s, {memory} MB"
    )
    for line in (*table(results), *worst_leaks(results)):
        print(line)
    return sum(sum(counts_of(each.found)[1:3]) for each in results)


def _learn_elsewhere(borough: Borough, days: Sequence[date]) -> Learnt:
    """Return what holds in boroughs of other seeds."""
    boroughs = []
    for seed in range(borough.seed + 1, borough.seed + 1 + _OTHERS):
        with filled(Borough(_OTHER_CASES, seed, borough.cut_offs)) as engine:
            boroughs.append(fetch(engine, days, (), shows_small=True))
    return learn(boroughs)


if __name__ == "__main__":
    sys.exit(main())
