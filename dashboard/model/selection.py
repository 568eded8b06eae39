"""Selections: everything a reader chose, written to and read from the address of a page."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from dataclasses import replace as _replace
from datetime import date
from typing import Final
from urllib.parse import parse_qs, quote, urlencode

# Query names in the order in which an address gives them.
QUERY: Final = (
    "area",
    "framework",
    "basis",
    "breakdown",
    "statistic",
    "origin",
    "by",
    "period",
    "as_of",
    "status",
    "trend",
    "priority",
    "sort",
    "section",
    "limits",
    "pack",
    "against",
)
# Of these, the ones that hold a day.
DAYS: Final = ("period", "as_of")


@dataclass(frozen=True)
class Selection:
    """What the reader chose; empty text where nothing was.

    `by` is the dimension by which a measure is divided (need, age, provider …), `period` the last
    day of the period of `basis` that is divided; `origin` is "published" or "cases" where a series
    has both; `limits` is "0" where no control limits are drawn; `pack` is compared with the pack
    `against`.
    """

    page: str = "overview"
    area: str = ""
    framework: str = ""
    measure: str = ""
    priority_number: int | None = None
    basis: str = ""
    breakdown: str = ""
    statistic: str = ""
    origin: str = ""
    by: str = ""
    period: date | None = None
    as_of: date | None = None
    status: str = ""
    trend: str = ""
    priority: str = ""
    sort: str = ""
    section: str = ""
    limits: str = ""
    pack: str = ""
    against: str = ""

    def to(self, page: str, **changes: object) -> str:
        """Return the address of another page for the same area, plan and report date."""
        base = Selection(page=page, area=self.area, framework=self.framework, as_of=self.as_of)
        return address(_replace(base, **changes))  # type: ignore[arg-type]


def address(chosen: Selection) -> str:
    """Return a selection as path and query, in one canonical order."""
    pairs = [(name, _text(getattr(chosen, name))) for name in _query_names(chosen)]
    query = urlencode([pair for pair in pairs if pair[1]], safe="=:,")
    return _path(chosen) + (f"?{query}" if query else "")


def read_address(path: str, search: str) -> Selection | None:
    """Return the selection of an address; None for an unknown page or a date that is none."""
    parts = [part for part in path.split("/") if part]
    query = {name: values[-1] for name, values in parse_qs(search.lstrip("?")).items()}
    chosen = _read_path(parts)
    if chosen is None:
        return None
    days = {name: _read_date(query.get(name, "")) for name in DAYS}
    if any(query.get(name) and day is None for name, day in days.items()):
        return None
    texts = {name: query.get(name, "") for name in _query_names(chosen) if name not in DAYS}
    return _replace(chosen, **days, **texts)


def _query_names(chosen: Selection) -> Iterable[str]:
    """Return the query names of a page; not those that its path states."""
    return (
        name for name in QUERY if not (chosen.page == "priority" and name in ("area", "framework"))
    )


def _path(chosen: Selection) -> str:
    if chosen.page == "overview":
        return "/"
    if chosen.page == "priority":
        return f"/priority/{quote(chosen.framework)}/{chosen.priority_number}"
    if chosen.page == "measure":
        return f"/measure/{quote(chosen.measure)}"
    return f"/{chosen.page}"


def _read_path(parts: list[str]) -> Selection | None:
    if not parts:
        return Selection()
    match parts:
        case ["priority", framework, number] if re.fullmatch(r"\d{1,3}", number):
            return Selection(page="priority", framework=framework, priority_number=int(number))
        case ["measure", measure]:
            return Selection(page="measure", measure=measure)
        case [("signals" | "actions" | "meeting" | "scrutiny" | "data" | "about") as page]:
            return Selection(page=page)
    return None


def _text(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if value else ""


def _read_date(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
