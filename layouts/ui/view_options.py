"""Which measures of an overview are shown, in which order, and which series of a measure."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from dashboard.model.codes import BASIS_WORDS, JUDGED, STATUS_WORDS, TREND_WORDS, breakdown_words
from dashboard.model.panel import Overview, Panel, Priority, Series
from dashboard.model.selection import Selection
from dashboard.panels.breakdowns import BASES
from dashboard.panels.panel import row_series
from dashboard.panels.verdict import distance
from dashboard.text.format import sentence_case

SORTS: Final = {
    "": "Order of the plan",
    "status": "Status, furthest from met first",
    "gap": "Furthest from target first",
    "name": "Name",
}
STATUS_ORDER: Final = ("missed", "close", "met", *(c for c in STATUS_WORDS if c not in JUDGED))
# What an address says for the total of a measure and for a basis that the source does not state.
TOTAL: Final = "total"
NOT_STATED: Final = "not-stated"
_BASIS_CODES: Final = {basis or NOT_STATED: words for basis, words in BASIS_WORDS.items()}
_WIDEST_FIRST: Final = tuple(dict.fromkeys((*BASES, *BASIS_WORDS)))
MAX_ROWS: Final = 6


@dataclass(frozen=True)
class MeasureGroup:
    """Measures under one caption; `number` is the priority's, None where several are mixed."""

    caption: str
    number: int | None
    panels: tuple[Panel, ...]
    note: str = ""


def pick_groups(overview: Overview, selection: Selection) -> tuple[MeasureGroup, ...]:
    """Return the measures that the filters leave, by priority or, where sorted, in one list.

    A priority without measures has its place in the plan's order, unless filters are at work.
    """
    groups = [_group(priority, selection) for priority in overview.priorities]
    if not selection.sort:
        return tuple(group for group in groups if group.panels or not is_filtered(selection))
    panels = sorted((p for group in groups for p in group.panels), key=_SORT_KEYS[selection.sort])
    unique = tuple({panel.measure.measure_id: panel for panel in panels}.values())
    return (
        (MeasureGroup(f"Measures: {SORTS[selection.sort].lower()}", None, unique),)
        if unique
        else ()
    )


def shown_panels(groups: Iterable[MeasureGroup]) -> tuple[Panel, ...]:
    """Return each measure once, in the order shown."""
    return tuple({p.measure.measure_id: p for group in groups for p in group.panels}.values())


def shown_panels_sentence(groups: Iterable[MeasureGroup]) -> str:
    """Return in words how many measures are shown and how many of them miss their target."""
    panels = shown_panels(groups)
    missed = Counter(panel.status.word for panel in panels if panel.status.code == "missed")
    noun = "measure" if len(panels) == 1 else "measures"
    parts = [f"{len(panels)} {noun} shown"]
    parts += [f"{count} {word.lower()}" for word, count in missed.items()]
    return ", ".join(parts)


def status_counts(overview: Overview) -> list[tuple[str, str, int]]:
    """Return the plan's measures by status: (code, words, count), furthest from met first."""
    panels = shown_panels(pick_groups(overview, Selection()))
    counts = Counter(panel.status.code for panel in panels)
    words: dict[str, list[str]] = {}
    for panel in panels:
        status_texts = words.setdefault(panel.status.code, [])
        status_texts += [panel.status.word] if panel.status.word not in status_texts else []
    return [(c, " or ".join(words[c]).capitalize(), counts[c]) for c in STATUS_ORDER if c in counts]


def is_filtered(selection: Selection) -> bool:
    """Return whether a filter hides anything; sorting does not."""
    return bool(selection.status or selection.trend or selection.priority)


def is_valid_choice(overview: Overview, selection: Selection) -> bool:
    """Return whether the filters and the order in an address exist."""
    numbers = {"", *(str(priority.number) for priority in overview.priorities)}
    is_code = selection.status in ("", *STATUS_WORDS) and selection.trend in ("", *TREND_WORDS)
    return is_code and selection.sort in SORTS and selection.priority in numbers


def chosen_series(panel: Panel, selection: Selection) -> Series | None:
    """Return the series that an address names; None where there is no such series.

    Of a part without figures on the basis that is named, the series of its widest window.
    """
    fitting = [s for s in panel.series if _fits(s, selection)]
    if not fitting and selection.breakdown not in ("", TOTAL) and selection.basis in _BASIS_CODES:
        return _on_another_basis(panel, selection)
    if panel.lead in fitting or not fitting:
        return panel.lead if panel.lead in fitting else None
    near = [
        s for s in fitting if panel.lead.breakdown == s.breakdown or panel.lead.basis == s.basis
    ]
    return (near or fitting)[0]


def _on_another_basis(panel: Panel, selection: Selection) -> Series | None:
    anywhere = replace(selection, basis="", year_kind="")
    fitting = [series for series in panel.series if _fits(series, anywhere)]
    return min(fitting, key=lambda each: _WIDEST_FIRST.index(each.basis), default=None)


def other_basis_words(series: Series, selection: Selection) -> str:
    """Return that a part has no figures on the basis chosen; empty where it is shown on that."""
    if selection.breakdown not in ("", breakdown_code(series)):
        chosen = sentence_case(breakdown_words(selection.breakdown))
        return f"{chosen}: not published on any basis yet. Shown: {series.label or 'the whole'}."
    if selection.basis in ("", basis_code(series)):
        return ""
    chosen, shown = _BASIS_CODES[selection.basis], BASIS_WORDS[series.basis]
    part = sentence_case(breakdown_words(series.breakdown))
    return f"{part}: not published on the basis “{chosen.lower()}”. Shown: {shown.lower()}."


def basis_code(series: Series) -> str:
    """Return the basis of a series as its address has it."""
    return series.basis or NOT_STATED


def year_kind_code(panel: Panel, series: Series) -> str:
    """Return the kind of year as its address has it; "" where breakdown and basis have only one."""
    kinds = {
        other.year_kind
        for other in panel.series
        if (other.breakdown, other.basis) == (series.breakdown, series.basis)
    }
    return series.year_kind if len(kinds) > 1 else ""


def breakdown_code(series: Series) -> str:
    """Return the breakdown of a series as its address has it."""
    return series.breakdown or TOTAL


def origin_code(panel: Panel, series: Series) -> str:
    """Return the origin as its address has it; "" where breakdown and window have only one."""
    origins = {
        other.origin
        for other in panel.series
        if (other.breakdown, other.window) == (series.breakdown, series.window)
    }
    return series.origin if len(origins) > 1 else ""


def breakdown_names(panel: Panel) -> dict[str, str]:
    """Return the name of each breakdown of the measure, by its form in an address."""
    whole = _whole_words(panel)
    return {
        breakdown_code(series): sentence_case(breakdown_words(series.breakdown)) or whole
        for series in panel.series
    }


def _whole_words(panel: Panel) -> str:
    """Return the name of the series without a breakdown; by exceptions there is no total."""
    parts = [series.breakdown for series in panel.series if series.breakdown]
    is_of_ways = bool(parts) and all(part.startswith("exceptions=") for part in parts)
    return "As the plan reports it" if is_of_ways else "Total"


def neighbours(
    priorities: Sequence[Priority], number: int
) -> tuple[Priority | None, Priority | None]:
    """Return the priorities before and after the numbered one; None at either end."""
    numbers = [priority.number for priority in priorities]
    at = numbers.index(number)
    before = priorities[at - 1] if at else None
    return before, priorities[at + 1] if at + 1 < len(priorities) else None


def _fits(series: Series, selection: Selection) -> bool:
    return (
        selection.basis in ("", basis_code(series))
        and selection.year_kind in ("", series.year_kind)
        and selection.breakdown in ("", breakdown_code(series))
        and selection.origin in ("", series.origin)
    )


def _group(priority: Priority, selection: Selection) -> MeasureGroup:
    is_chosen = selection.priority in ("", str(priority.number))
    panels = tuple(
        panel for panel in priority.panels if is_chosen and _passes_filters(panel, selection)
    )
    return MeasureGroup(
        f"{priority.number}. {priority.title}", priority.number, panels, priority.note
    )


def _passes_filters(panel: Panel, selection: Selection) -> bool:
    """Return whether a measure passes the filters: by its own status, and the trend of any row shown."""
    trends = {series.trend.judgement for series in row_series(panel)}
    return selection.status in ("", panel.status.code) and selection.trend in ("", *trends)


def _by_status(panel: Panel) -> tuple[int, str]:
    return STATUS_ORDER.index(panel.status.code), panel.measure.title


def _by_gap(panel: Panel) -> tuple[bool, Decimal]:
    """Return a sort key: the series that misses its target by most first, those that miss none last."""
    counted = [series for series in panel.series if series.is_counted]
    misses = [miss for series in counted if (miss := distance(series)) is not None]
    return (not misses, -max(misses, default=Decimal(0)))


def _by_name(panel: Panel) -> str:
    return panel.measure.title.lower()


_SORT_KEYS: Final = {"status": _by_status, "gap": _by_gap, "name": _by_name}
