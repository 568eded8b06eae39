"""Events: when each was, numbered flags on a chart with their key, and lists with their sources."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

from dash import html

from dashboard.judging.trend import BREAK
from dashboard.model.panel import Event
from dashboard.text.format import day_words, screen_name, shortened
from dashboard.text.periods import month_end, month_words
from layouts.charts.spec.axes import CHARACTER, TimeAxis

FLAG_WIDTH: Final = 26
# A title cut to fewer letters says nothing.
_SHORTEST_TITLE: Final = 12
_MONTHS: Final = {"month": 1, "quarter": 3, "year": 12}


@dataclass(frozen=True)
class Flag:
    """Events whose flags would touch, under one: `first` is the number of the first of them.

    `days` are the events' own; `day` is where the flag is drawn; `level` counts rows upwards.
    """

    first: int
    days: tuple[date, ...]
    events: tuple[Event, ...]
    level: int = 0

    @property
    def day(self) -> date:
        return self.days[0] + (self.days[-1] - self.days[0]) / 2

    @property
    def words(self) -> str:
        last = self.first + len(self.events) - 1
        return str(self.first) if last == self.first else f"{self.first}–{last}"

    @property
    def width(self) -> float:
        return max(FLAG_WIDTH, len(self.words) * CHARACTER + 12)


def build_flags(
    events: Iterable[Event], time: TimeAxis, width: float, axis_name_width: float = 0
) -> tuple[Flag, ...]:
    """Return numbered flags of the events within the axis, in order of their day.

    `axis_name_width` px at the left of the lowest row belong to the name of the axis.
    """
    shown = [event for event in events if time.start <= event_midpoint(event) <= time.end]
    flags: list[Flag] = []
    for number, event in enumerate(sorted(shown, key=event_midpoint), start=1):
        flags.append(Flag(number, (event_midpoint(event),), (event,)))
        while len(flags) > 1 and _flags_touch(flags[-2], flags[-1], time, width):
            flags[-2:] = [_joined(flags[-2], flags[-1])]
    return tuple(
        replace(flag, level=int(time.share(flag.day) * width - flag.width / 2 < axis_name_width))
        for flag in flags
    )


def _flags_touch(before: Flag, after: Flag, time: TimeAxis, width: float) -> bool:
    distance = (time.share(after.day) - time.share(before.day)) * width
    return distance < (before.width + after.width) / 2


def _joined(before: Flag, after: Flag) -> Flag:
    return Flag(before.first, before.days + after.days, before.events + after.events)


def break_days(events: Iterable[Event]) -> list[date]:
    """Return the days on which the definition of what is counted changed."""
    return [event.date for event in events if event.effect == BREAK and not event.is_planned]


def event_midpoint(event: Event) -> date:
    """Return the day at which an event is drawn: the middle of its month, quarter or year."""
    months = _MONTHS.get(event.precision)
    if months is None:
        return event.date
    first = _first_month(event.date, months)
    year, month = first.year, first.month + months - 1
    last = month_end(date(year, month, 1))
    return first + timedelta(days=(last - first).days // 2)


def event_day(event: Event) -> str:
    """Return when an event was, no more exactly than its source says: "January to March 2022"."""
    if event.precision == "year":
        return str(event.date.year)
    if event.precision == "month":
        return month_words(event.date)
    if event.precision == "quarter":
        first = _first_month(event.date, 3)
        return f"{first:%B} to {month_words(date(first.year, first.month + 2, 1))}"
    return day_words(event.date)


def _first_month(day: date, months: int) -> date:
    return date(day.year, (day.month - 1) // months * months + 1, 1)


def event_title(event: Event) -> str:
    """Return the title of an event, marked as planned where it is to come and does not say so."""
    title = screen_name(event.title)
    is_marked = "planned" in title.lower()
    return f"{title} (planned)" if event.is_planned and not is_marked else title


def event_words(event: Event) -> str:
    """Return an event with its day: "Autism clinic opens, March 2023"."""
    return f"{event_title(event)}, {event_day(event)}"


def event_lines(flags: Iterable[Flag]) -> Iterator[str]:
    """Return what the number of each event on a chart stands for: "1: Autism clinic opens, 2023"."""
    events = (event for flag in flags for event in flag.events)
    return (f"{number}: {event_words(event)}" for number, event in enumerate(events, start=1))


def legend_words(flags: Sequence[Flag], letters: int, listed: str) -> str:
    """Return what the numbers of a chart stand for in about so many letters; empty of no events.

    Their days, which the chart shows roughly, and then the ends of long titles are left out; of too
    many it says where they are `listed`.
    """
    events = [event for flag in flags for event in flag.events]
    dated = "; ".join(event_lines(flags))
    if len(dated) <= letters:
        return dated
    free = letters - sum(len(f"{number}: ; ") for number in range(1, len(events) + 1))
    if free < len(events) * _SHORTEST_TITLE:
        return f"1–{len(events)}: events, listed {listed}"
    titles = [event_title(event) for event in events]
    longest = max(map(len, titles))
    while sum(min(len(title), longest) for title in titles) > free:
        longest -= 1
    return "; ".join(
        f"{number}: {shortened(title, longest)}" for number, title in enumerate(titles, 1)
    )


def flag_lines(flags: Sequence[Flag], flag: Flag) -> list[str]:
    """Return what the numbers of one flag stand for."""
    before = sum(len(other.events) for other in flags[: flags.index(flag)])
    return list(event_lines(flags))[before : before + len(flag.events)]


def event_list(events: Iterable[Event], sources: Mapping[str, str]) -> html.Ul:
    """Render events in order of their day, each with its source."""
    rows = [
        html.Li(
            [
                html.Strong(event_day(event)),
                f": {event_title(event)} ",
                html.Span(
                    f"Source: {sources.get(event.source_document, event.source_document)}",
                    className="small",
                ),
            ]
        )
        for event in sorted(events, key=lambda event: event.date)
    ]
    return html.Ul(rows, className="events")


def numbered_events(
    flags: Iterable[Flag], sources: Mapping[str, str] | None = None, *, has_limits: bool = False
) -> html.Ol | None:
    """Render the numbered events of a chart as a list; None where it has none.

    `sources` names the documents that are worth naming beside an event; where the chart
    `has_limits`, those at which they start anew say so.
    """
    events = [event for flag in flags for event in flag.events]
    rows = [
        html.Li(
            [
                html.B(f"{event_day(event)}: "),
                event_title(event),
                _effect(event, has_limits),
                _source(event, sources),
            ]
        )
        for event in events
    ]
    return html.Ol(rows, className="chart-events") if rows else None


def _effect(event: Event, has_limits: bool) -> str:
    """Return in words the effect of an event on the chart."""
    if event.is_planned or not event.effect:
        return ""
    if event.effect == BREAK:
        return ". What is counted changed: nothing is compared across it."
    return ". Control limits start anew." if has_limits else ""


def _source(event: Event, sources: Mapping[str, str] | None) -> html.Span | None:
    source = (sources or {}).get(event.source_document)
    return html.Span(f" Source: {source}", className="small") if source else None
