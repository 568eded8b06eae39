"""Which measures of an overview are shown, in which order, and which series of a measure."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from dashboard.model.codes import BASIS_WORDS, breakdown_words
from dashboard.model.panel import Panel, Priority, Series
from dashboard.model.selection import Selection
from dashboard.panels.breakdowns import BASES
from dashboard.panels.briefs import WHOLE
from dashboard.text.format import sentence_case

# What an address says for the total of a measure and for a basis that the source does not state.
TOTAL: Final = "total"
NOT_STATED: Final = "not-stated"
_BASIS_CODES: Final = {basis or NOT_STATED: words for basis, words in BASIS_WORDS.items()}
_WIDEST_FIRST: Final = tuple(dict.fromkeys((*BASES, *BASIS_WORDS)))


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


def series_choices(panel: Panel, series: Series) -> dict[str, str]:
    """Return what names a series in an address, by the names of a selection."""
    return {
        "basis": basis_code(series),
        "year_kind": year_kind_code(panel, series),
        "breakdown": breakdown_code(series),
    }


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
    return "As the plan reports it" if is_of_ways else WHOLE


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
