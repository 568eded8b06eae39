"""Selections: everything a reader chose, written to and read from the address of a page."""

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import replace as _replace
from datetime import date
from typing import Any, Final
from urllib.parse import parse_qs

from dashboard.model.urls import LATEST, LATEST_WORD, Urls, query_names, read_path

# Names in a query whose values are days.
DAYS: Final = ("period", "as_of", "since", "until", "capacity_from")
# Names in a query that may come several times, as from the ticks of a form.
LISTS: Final = ("compare", "members")
# The names in a query of what Python reads as words of its own.
_WRITTEN: Final = {"since": "from", "until": "to"}
# What a form sends as its report date where the day itself is chosen next.
ANOTHER_DAY: Final = "another"
_OF_SERIES: Final = ("basis", "year_kind", "breakdown", "statistic", "origin")
# What falls with a choice: another area has other plans, another plan other priorities and parts.
_DEPENDENT_CHOICES: Final[Mapping[str, tuple[str, ...]]] = {
    "area": ("framework", *_OF_SERIES, "by", "period", "priority"),
    "framework": (*_OF_SERIES, "by", "period", "priority"),
    "breakdown": ("basis", "year_kind", "statistic", "origin", "period"),
}


@dataclass(frozen=True)
class Selection:
    """What the reader chose; empty text where nothing was.

    `by` is the dimension by which a measure is divided (need, age, provider …), `period` the last
    day of the period of `basis` that is divided; `origin` is "published" or "cases" where a series
    has both; `limits` is "0" where no control limits are drawn; `pack` is compared with the pack
    `against`; `tab` is a part of a page, `find` the text that its rows are searched for,
    `page_number` the place in a long list of them. `compare` has what a chart is set beside and
    `members` the parts that are drawn on it, separated by commas; `since` and `until` are the days
    between which it is drawn, `axis` is "fit" where it does not start at zero, `events` "0" where
    none is marked, `size` "large" where it is enlarged, `at` the last day of the
    period whose figure is read out. An overview is shown as tiles or, where `view` is "list", as a
    list, under the headings of a `group`; `target` and `signal` are filters like `status`, and
    `show` is one that a form sends as its name and value; `all` is "1" where nothing is folded.
    Of a page of many panels `open` has the measures that are enlarged, `shown` the window of those
    that show another than their first, as measure:window, both separated by commas.
    """

    page: str = "overview"
    area: str = ""
    framework: str = ""
    measure: str = ""
    priority_number: int | None = None
    basis: str = ""
    year_kind: str = ""
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
    tab: str = ""
    find: str = ""
    page_number: str = ""
    compare: str = ""
    members: str = ""
    since: date | None = None
    until: date | None = None
    axis: str = ""
    events: str = ""
    size: str = ""
    at: str = ""
    view: str = ""
    group: str = ""
    target: str = ""
    signal: str = ""
    show: str = ""
    all: str = ""
    open: str = ""
    shown: str = ""
    changed: str = ""
    growth: str = ""
    issued: str = ""
    capacity: str = ""
    capacity_of: str = ""
    capacity_from: date | None = None

    def to(self, page: str, **changes: object) -> str:
        """Return the address of another page for the same area, plan and report date."""
        base = Selection(page=page, area=self.area, framework=self.framework, as_of=self.as_of)
        return address(_replace(base, **changes))  # type: ignore[arg-type]


def address(chosen: Selection) -> str:
    """Return the address of what a reader chose, in one canonical order."""
    written = {_WRITTEN.get(name, name): value for name, value in vars(chosen).items()}
    return Urls.page(chosen.page, written)


def without(chosen: Selection, name: str) -> Selection:
    """Return what is chosen without one choice and what falls with it; a new one is added to it."""
    emptied: dict[str, Any] = dict.fromkeys((name, *_DEPENDENT_CHOICES.get(name, ())), "")
    emptied |= {day: None for day in DAYS if day in emptied}
    if chosen.page == "priority" and name in ("area", "framework"):
        emptied |= {"page": "overview", "priority_number": None}
    return _replace(chosen, **emptied)


def read_address(path: str, search: str) -> Selection | None:
    """Read an address; None where no such page exists or a date in it cannot be read."""
    named = read_path(path)
    if named is None:
        return None
    page, parts = named
    query = {
        name: ",".join(values) if name in LISTS else values[-1]
        for name, values in parse_qs(search.lstrip("?")).items()
    }
    written_days = {name: query.get(_WRITTEN.get(name, name), "") for name in DAYS}
    if written_days["as_of"] == ANOTHER_DAY:
        written_days["as_of"] = ""
    days = {name: _read_date(text) for name, text in written_days.items()}
    if written_days["as_of"] == LATEST_WORD:
        days["as_of"] = LATEST
    if any(text and days[name] is None for name, text in written_days.items()):
        return None
    not_texts = {*DAYS, *_WRITTEN.values()}
    texts = {name: query.get(name, "") for name in query_names(page) if name not in not_texts}
    # What a box of a form sends where it is ticked is what holds without a choice.
    texts |= {name: "" for name in ("limits", "events") if texts[name] == "1"}
    if ":" in texts["basis"]:
        texts["basis"], texts["year_kind"] = texts["basis"].split(":", 1)
    number = int(parts.pop("priority_number")) if "priority_number" in parts else None
    return Selection(page=page, priority_number=number, **parts, **texts, **days)


def _read_date(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
