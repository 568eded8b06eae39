"""Try the projections on what is long enough to know better: `python -m tests.bench.pace`.

From every figure on that has enough before it, the pace is taken and every later figure that it
carries to is held against its 80% interval. Appeal rates and caseloads have too few years for the
product's six figures, so there five are enough. Restarts are not told: what the product leaves out
of a stretch makes these harder. Fails where the interval does not hold 75% to 85% of what came, in
all and of each source, or where the page says another share.
"""

import csv
import io
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import groupby
from typing import Final, NamedTuple

from sqlalchemy import Engine

from dashboard.judging.forecast import LEAST_POINTS, stretch_of
from dashboard.judging.forecast_text import TESTED, TESTED_IN_ALL
from dashboard.model.panel import Panel
from dashboard.model.selection import Selection
from dashboard.stats.robust_line import LEAST_FITTED, fit_line, months_between
from data.loading.setup import set_up
from data.queries.panels import load_panel
from data.queries.snapshot import open_snapshot
from data.store.databases.engine import make_engine
from data.synthesise.generate import area_codes
from tests.bench.published.files import published_release
from tests.stores import current_day

EXAMPLE: Final = area_codes(1)[0]
LEAST_HELD, MOST_HELD = 75, 85
TOLD_AHEAD: Final = (1, 2, 3, 4, 5, 6, 9, 12, 18, 24)
# A monthly series has as many ends as months; a quarterly one three months between them.
_MONTHLY_STEP: Final = 1.5

Stretch = list[tuple[date, float]]


class Outcome(NamedTuple):
    """One later figure held against the interval for its day, so many figures ahead."""

    source: str
    ahead: int
    is_inside: bool


def main() -> int:
    """Print how often the interval held; 1 where it is not as it should be, or not as is told."""
    asked = (
        (TESTED[0].source, appeal_rates(), LEAST_FITTED),
        (TESTED[1].source, caseloads(), LEAST_FITTED),
        (TESTED[2].source, example_months(), LEAST_POINTS),
    )
    outcomes = [one for source, found, least in asked for one in tried(source, found, least)]
    shares = {source: share(list(group)) for source, group in groupby(outcomes, lambda o: o.source)}
    shares["in all"] = share(outcomes)
    for source in shares:
        _print(source, [one for one in outcomes if source in (one.source, "in all")])
    told = {**{one.source: one.held for one in TESTED}, "in all": TESTED_IN_ALL}
    issues = list(_faults(shares, told))
    print("\n".join(issues) or "The intervals hold as the page says.")
    return 1 if issues else 0


def tried(source: str, stretches: Iterable[Stretch], least: int) -> Iterator[Outcome]:
    """Go through every origin of every stretch, and every later figure that it carries to."""
    for stretch in stretches:
        for origin in range(least, len(stretch)):
            days, values = zip(*stretch[:origin], strict=True)
            line = fit_line(days, values)
            for ahead, (day, value) in enumerate(stretch[origin:], start=1):
                months = months_between(days[-1], day)
                if line.can_project(months):
                    miss = abs(value - line.value_after(months))
                    is_inside = miss <= line.margin_after(months) + 1e-9
                    yield Outcome(source, ahead, is_inside)


def appeal_rates() -> Iterator[Stretch]:
    """Read the appeal rate of each authority, a calendar year a figure."""
    content = published_release().appeals.content.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(content, newline="")))
    head = next(row for row in rows if row[0] == "Local Authority")
    years = {place + 2: int(cell) for place, cell in enumerate(head) if cell.strip().isdigit()}
    for row in rows:
        if row[1:2] and row[1].strip().isdigit():
            cells = {year: row[place].strip() for place, year in years.items()}
            yield [
                (date(year, 12, 31), float(cell.rstrip("%")))
                for year, cell in cells.items()
                if cell.endswith("%")
            ]


def caseloads() -> Iterator[Stretch]:
    """Read the number of EHC plans of each authority on the census day of each January."""
    found: dict[str, Stretch] = defaultdict(list)
    for row in published_release().totals("caseload"):
        if row["ehcplans"].isdigit() and row["geographic_level"] == "Local authority":
            january = date(2000 + int(row["time_period"][4:]), 1, 31)
            found[row["new_la_code"]].append((january, float(row["ehcplans"])))
    for stretch in found.values():
        yield sorted(stretch)


def example_months() -> Iterator[Stretch]:
    """Give every monthly series of the Example borough, worked out from its made-up cases."""
    with tempfile.TemporaryDirectory() as folder:
        engine = make_engine(f"sqlite:///{folder}/send.sqlite3")
        set_up(engine)
        for panel in _panels(engine):
            yield from _monthly(panel)
        engine.dispose()


def _panels(engine: Engine) -> Iterator[Panel]:
    today = current_day()
    with open_snapshot(engine, today) as snapshot:
        for measure_id in snapshot.choices.measures:
            yield load_panel(snapshot.of(Selection(area=EXAMPLE, measure=measure_id)))


def _monthly(panel: Panel) -> Iterator[Stretch]:
    for series in panel.series:
        if series.latest is None:
            continue
        known = series.points[: series.points.index(series.latest) + 1]
        points = stretch_of(panel.measure, known, None)
        stretch = [(p.period_end, p.value) for p in points if p.period_end and p.value is not None]
        if len(stretch) > LEAST_POINTS and _is_monthly(stretch):
            yield stretch


def _is_monthly(stretch: Stretch) -> bool:
    months = months_between(stretch[0][0], stretch[-1][0])
    return months / (len(stretch) - 1) < _MONTHLY_STEP


def share(outcomes: list[Outcome]) -> float:
    """Give how many of some outcomes lay inside their interval, in percent."""
    return 100 * sum(one.is_inside for one in outcomes) / len(outcomes)


def _print(source: str, outcomes: list[Outcome]) -> None:
    print(f"{source}: {share(outcomes):.1f}% of {len(outcomes):,} lay inside")
    for ahead in TOLD_AHEAD:
        if those := [one for one in outcomes if one.ahead == ahead]:
            print(f"  {ahead:>2} ahead: {share(those):.1f}% of {len(those):,}")


def _faults(shares: dict[str, float], told: dict[str, int]) -> Iterator[str]:
    for source, held in shares.items():
        if not LEAST_HELD <= held <= MOST_HELD:
            yield f"{source}: {held:.1f}% is not within {LEAST_HELD}% to {MOST_HELD}%"
        if round(held) != told[source]:
            yield f"{source}: the page says {told[source]}%, measured {held:.1f}%"


if __name__ == "__main__":
    sys.exit(main())
