"""Where each control leads: the address that is left when one choice is taken out."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from dashboard.model.selection import DAYS, Selection, address

# What falls with a choice: another area has other plans, another plan other priorities and parts.
_DEPENDENT_CHOICES: Final[Mapping[str, tuple[str, ...]]] = {
    "area": ("framework", "basis", "breakdown", "statistic", "origin", "by", "period", "priority"),
    "framework": ("basis", "breakdown", "statistic", "origin", "by", "period", "priority"),
    "breakdown": ("basis", "statistic", "origin", "period"),
}
CHOICES: Final = ("area", "framework", "as_of", "status", "trend", "priority", "sort", "breakdown")


def addresses_without(selection: Selection) -> dict[str, str]:
    """Give, for each control, the address to which the browser adds what is chosen next."""
    return {name: address(_without(selection, name)) for name in CHOICES}


def _without(selection: Selection, name: str) -> Selection:
    emptied: dict[str, Any] = dict.fromkeys((name, *_DEPENDENT_CHOICES.get(name, ())), "")
    emptied |= {day: None for day in DAYS if day in emptied}
    if selection.page == "priority" and name in ("area", "framework"):
        emptied |= {"page": "overview", "priority_number": None}
    return replace(selection, **emptied)
