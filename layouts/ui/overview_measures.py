"""The measures of an overview as a reader chose to see them: filtered, in an order, under headings."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final

from dashboard.model.codes import STATUS_ORDER, STATUS_WORDS, TREND_WORDS
from dashboard.model.panel import Overview, Panel, Series
from dashboard.model.selection import Selection
from dashboard.panels.attention import SORT_WORDS, key_panels, priority_numbers, ranks, with_target
from dashboard.panels.overview import unique_panels
from dashboard.panels.signals import ASSURANCE_WORDS, VARIATION_WORDS, Signals, build_signals
from dashboard.panels.verdict import shown_series
from dashboard.text.format import screen_name
from layouts.ui.series_links import place_of

# What narrows the measures down, each by itself: none of them undoes another.
FILTERS: Final = ("status", "trend", "priority", "target", "signal", "changed")
# The form of the last filter in an address: the load that a measure was changed by.
_LOAD: Final = re.compile(r"load-(\d{1,9})")
TARGET_WORDS: Final = {"with": "With a target", "without": "Without a target"}
VIEW_WORDS: Final = {"": "Tiles", "list": "List"}
BY_PRIORITY: Final = "priority"
GROUP_WORDS: Final = {
    "": "Nothing",
    "signal": "Variation and assurance",
    "theme": "Inspection theme",
}
THEME_WORDS: Final = {
    "identification": "Identification and assessment",
    "provision": "Provision and support",
    "outcomes": "Outcomes and experience",
}
_OUTCOMES: Final = ("outcomes", "early_years", "transitions")
_PROVISION: Final = (
    "ehcp_quality",
    "annual_reviews",
    "coproduction",
    "communication",
    "leadership",
)
UNCHARTED: Final = "uncharted"
# Of more tiles than these, the first are shown and the rest folded.
FOLD_ABOVE: Final = 24
FOLDED_TO: Final = 12

# Those of an element, by name.
Attributes = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class ShownMeasure:
    """One measure with the series that stands for it, and all by which it is found and placed.

    `signal` is its variation and assurance with a point between; `places` its place in each order;
    `load` the load that is asked for, where it changed the measure.
    """

    panel: Panel
    series: Series
    priorities: tuple[int, ...]
    signal: str
    places: Mapping[str, int]
    is_key: bool = False
    load: str = ""

    @property
    def theme(self) -> str:
        """The theme of an inspection that it belongs to."""
        theme = self.panel.measure.theme
        if theme in _OUTCOMES:
            return "outcomes"
        return "provision" if theme in _PROVISION else "identification"

    @cached_property
    def values(self) -> dict[str, str]:
        """What each filter and heading finds it by; a value among several is between spaces."""
        return {
            "status": self.panel.status.code,
            "trend": self.series.trend.judgement,
            "priority": " ".join(map(str, self.priorities)),
            "target": "with" if with_target(self.panel) else "without",
            "signal": self.signal,
            "theme": self.theme,
            "changed": self.load,
        }

    def fits(self, selection: Selection) -> bool:
        """Return whether the chosen filters leave it."""
        return all(
            value in self.values[name].split()
            for name in FILTERS
            if (value := getattr(selection, name))
        )

    @cached_property
    def attributes(self) -> Attributes:
        """What the browser filters and orders it by."""
        return (
            ("data-measure", self.panel.measure.measure_id),
            *((f"data-{name}", value) for name, value in self.values.items()),
            *((f"data-place-{sort or 'attention'}", str(at)) for sort, at in self.places.items()),
        )


@dataclass(frozen=True)
class MeasuresView:
    """All measures of an overview, and how they are to be shown.

    `changed` are the measures that the chosen load changed, `draft` the pack of the plan to whose slides
    a measure can be added, "" where there is none.
    """

    overview: Overview
    selection: Selection
    named_keys: Sequence[str] = ()
    changed: Collection[str] = ()
    draft: str = ""

    @cached_property
    def place(self) -> Selection:
        """What the addresses of its measures take from the selection."""
        return place_of(self.selection)

    @cached_property
    def signals(self) -> Signals:
        """What control charts say of the plan."""
        return build_signals(self.overview)

    @cached_property
    def measures(self) -> tuple[ShownMeasure, ...]:
        """Every measure, in the chosen order."""
        panels = unique_panels(self.overview.priorities)
        places = ranks(self.overview, panels)
        numbers = priority_numbers(self.overview)
        keys = {panel.measure.measure_id for panel in key_panels(self.named_keys, panels)}
        signals = {
            (sign.panel.measure.measure_id, id(sign.series)): f"{sign.variation}.{sign.assurance}"
            for sign in self.signals.signs
        }
        shown = []
        for panel in panels:
            name, series = panel.measure.measure_id, shown_series(panel)
            shown.append(
                ShownMeasure(
                    panel,
                    series,
                    numbers[name],
                    signals.get((name, id(series)), UNCHARTED),
                    {sort: at[name] for sort, at in places.items()},
                    name in keys,
                    self.selection.changed if name in self.changed else "",
                )
            )
        return tuple(sorted(shown, key=lambda each: each.places[self.selection.sort]))

    @cached_property
    def keys(self) -> tuple[ShownMeasure, ...]:
        """The key measures, in their own order, whatever the order of the others."""
        order = [
            panel.measure.measure_id
            for panel in key_panels(self.named_keys, unique_panels(self.overview.priorities))
        ]
        keys = [each for each in self.measures if each.is_key]
        return tuple(sorted(keys, key=lambda each: order.index(each.panel.measure.measure_id)))

    @cached_property
    def others(self) -> tuple[ShownMeasure, ...]:
        """The measures that are no key ones, in the chosen order."""
        return tuple(each for each in self.measures if not each.is_key)

    @cached_property
    def fitting(self) -> tuple[ShownMeasure, ...]:
        """The measures that the filters leave."""
        return tuple(each for each in self.measures if each.fits(self.selection))

    @property
    def is_filtered(self) -> bool:
        """Whether a filter is at work; an order is none."""
        return any(getattr(self.selection, name) for name in FILTERS)

    def statuses(self) -> list[tuple[str, str, int]]:
        """Return the measures by status, as (code, words, count), the furthest from met first."""
        words: dict[str, list[str]] = {}
        for each in self.measures:
            status = each.panel.status
            words.setdefault(status.code, []).append(status.word)
        return [
            (code, _status_words(code, words[code]), len(words[code]))
            for code in STATUS_ORDER
            if code in words
        ]

    def without(self, **changes: str) -> Selection:
        """Return the selection with some of it changed, and nothing folded anew."""
        return replace(self.selection, **changes)  # type: ignore[arg-type]


def _status_words(code: str, words: Iterable[str]) -> str:
    several = dict.fromkeys(words)
    return next(iter(several)) if len(several) == 1 else "Off target" if code == "missed" else code


def headings(view: MeasuresView, group: str) -> dict[str, str]:
    """Return the headings of a group, by the value that the measures under each have."""
    if group == BY_PRIORITY:
        return {
            str(each.number): f"{each.number}. {screen_name(each.title)}"
            for each in view.overview.priorities
        }
    if group == "theme":
        return dict(THEME_WORDS)
    if group == "signal":
        pairs = {
            f"{variation}.{assurance}": f"{one} · {other}"
            for variation, one in VARIATION_WORDS.items()
            for assurance, other in ASSURANCE_WORDS.items()
        }
        return pairs | {UNCHARTED: "Not judged by a control chart"}
    return {}


def filter_words(view: MeasuresView, name: str, value: str) -> str:
    """Return a filter in words, as on its chip."""
    if name == "status":
        words = {code: words for code, words, _ in view.statuses()}
        return words.get(value, STATUS_WORDS[value])
    if name == "trend":
        return TREND_WORDS[value]
    if name == "target":
        return TARGET_WORDS[value]
    if name == "changed":
        return f"Changed by load {load_number(value)}"
    return headings(view, name)[value]


def valid_selection(overview: Overview, selection: Selection) -> tuple[Selection, tuple[str, ...]]:
    """Return a selection whose filters and order exist, and the values that were left out.

    What a form sends as `show` becomes the filter that it names.
    """
    name, _, value = selection.show.partition(":")
    sent = {name: value} if name in FILTERS else {}
    chosen = replace(selection, show="", **sent)  # type: ignore[arg-type]
    view = MeasuresView(overview, Selection())
    choices = {
        "status": STATUS_WORDS,
        "trend": TREND_WORDS,
        "priority": headings(view, BY_PRIORITY),
        "target": TARGET_WORDS,
        "signal": headings(view, "signal"),
        "sort": SORT_WORDS,
        "view": VIEW_WORDS,
        "group": GROUP_WORDS,
        "all": ("1",),
        "changed": (chosen.changed,) if load_number(chosen.changed) else (),
    }
    unknown = {
        name: value
        for name, values in choices.items()
        if (value := getattr(chosen, name)) and value not in values
    }
    return replace(chosen, **dict.fromkeys(unknown, "")), tuple(unknown.values())


def load_number(changed: str) -> int | None:
    """Return the number of the load that a filter names; None where it names none."""
    named = _LOAD.fullmatch(changed)
    return int(named[1]) if named else None


def shown_words(count: int, total: int) -> str:
    """Return how many measures are shown: "8 of 18 measures shown"."""
    return f"{count} of {total} measures shown" if count < total else f"{total} measures shown"
