"""Which measures of a plan come first: the key ones, and the others in each order."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any, Final

from dashboard.model.codes import JUDGED
from dashboard.model.panel import Overview, Panel, Series
from dashboard.model.same import cached_by_object
from dashboard.panels.panel import CACHED_PANELS
from dashboard.panels.verdict import has_figure, misses, shown_series
from dashboard.text.format import exact

KEY_COUNT: Final = 4
# What stands first where a plan names no key measures, as far as it has figures.
_USUAL_KEYS: Final = (
    "ehcp-20-weeks",
    "autism-wait",
    "annual-review-on-time",
    "ehcp-coproduction-meeting",
)
# The orders in which measures can be shown, by their form in an address.
SORT_WORDS: Final = {
    "": "Needs attention first",
    "moved": "Most moved first",
    "gap": "Furthest from target first",
    "plan": "Order of the plan",
    "name": "By name",
}
SORT_NAMES: Final = {
    "": "Needs attention",
    "moved": "Most moved",
    "gap": "Furthest from target",
    "plan": "Order of the plan",
    "name": "Name",
}


def key_panels(named: Sequence[str], panels: Sequence[Panel]) -> tuple[Panel, ...]:
    """Return the key measures of a plan: those it names, then the usual ones, then any with figures.

    Of those the ones that a target judges come first: one figure alone has nothing to be drawn against.
    """
    by_measure = {panel.measure.measure_id: panel for panel in panels}
    with_figures = [name for name, panel in by_measure.items() if has_figure(panel)]
    usual = [name for name in _USUAL_KEYS if name in with_figures]
    judged = [name for name in with_figures if by_measure[name].status.code in JUDGED]
    order = dict.fromkeys((*named, *usual, *judged, *with_figures))
    return tuple(by_measure[name] for name in order if name in by_measure)[:KEY_COUNT]


def ranks(overview: Overview, panels: Sequence[Panel]) -> Mapping[str, Mapping[str, int]]:
    """Return the place of each measure in each order, by the order's form in an address."""
    numbers = {
        panel.measure.measure_id: priority.number
        for priority in reversed(overview.priorities)
        for panel in priority.panels
    }
    in_plan = sorted(panels, key=lambda panel: numbers[panel.measure.measure_id])
    keys = {panel.measure.measure_id: _sort_keys(panel) for panel in panels}
    placed = {sort: sorted(keys, key=lambda name: keys[name][sort]) for sort in _KEYS}
    placed["plan"] = [panel.measure.measure_id for panel in in_plan]
    return {
        sort: {name: place for place, name in enumerate(names)} for sort, names in placed.items()
    }


def _miss(panel: Panel) -> Decimal:
    return max((miss for miss, _ in misses(panel)), default=Decimal(0))


def _title(panel: Panel) -> str:
    return panel.measure.title.lower()


def _group(panel: Panel) -> int:
    """Return the group of a measure: off target first, without a target late, without a figure last."""
    code = panel.status.code
    if code == "met":
        return 3 if shown_series(panel).trend.judgement == "worsened" else 4
    return {"missed": 0, "close": 1, "not_reported": 2, "no_target": 6, "not_available": 7}.get(
        code, 5
    )


def by_attention(panel: Panel) -> tuple[int, Decimal, bool, str]:
    """Return the place of a measure among others, those that need attention first."""
    is_worse = shown_series(panel).trend.judgement == "worsened"
    return _group(panel), -_miss(panel), not is_worse, _title(panel)


def _by_gap(panel: Panel) -> tuple[Decimal, int, str]:
    return -_miss(panel), _group(panel), _title(panel)


def _by_move(panel: Panel) -> tuple[bool, Decimal, str]:
    moved = move(shown_series(panel))
    return moved is None, -(moved or Decimal(0)), _title(panel)


def move(series: Series) -> Decimal | None:
    """Return how far a series moved: in its usual range where it has one, else as a share of its target.

    None where no trend was computed.
    """
    chosen = series.trend.chosen
    if chosen is None or not chosen.is_allowed or chosen.change is None:
        return None
    change = abs(exact(chosen.change))
    limits = series.chart.segment.limits if series.chart and series.chart.is_enough else None
    if limits and limits.lower is not None and limits.upper is not None:
        width = exact(limits.upper - limits.lower)
        return change / width if width else None
    target = series.status.target
    return change / abs(exact(target.value)) if target and target.value else None


_KEYS: Final[Mapping[str, Callable[[Panel], Any]]] = {
    "": by_attention,
    "moved": _by_move,
    "gap": _by_gap,
    "name": _title,
}


@cached_by_object(CACHED_PANELS)
def _sort_keys(panel: Panel) -> Mapping[str, Any]:
    """Return what places a measure among others, by the order's form in an address."""
    return {sort: key(panel) for sort, key in _KEYS.items()}


def priority_numbers(overview: Overview) -> Mapping[str, tuple[int, ...]]:
    """Return the numbers of the priorities that each measure serves."""
    numbers: dict[str, tuple[int, ...]] = {}
    for priority in overview.priorities:
        for panel in priority.panels:
            name = panel.measure.measure_id
            numbers[name] = (*numbers.get(name, ()), priority.number)
    return numbers


def with_target(panel: Panel) -> bool:
    """Return whether a measure has a target in force that is a number."""
    targets: Iterable[Any] = (target for series in panel.series for target in series.targets)
    return any(target.is_in_force for target in targets)
