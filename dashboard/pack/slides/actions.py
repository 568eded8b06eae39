"""The main slide of actions: a column a priority, late ones and those at risk by name."""

import textwrap
from collections.abc import Iterator, Sequence
from typing import Final

from dashboard.model.panel import Action, Priority
from dashboard.pack.blocks import Columns, Item, Points, Slide
from dashboard.pack.blocks_from_series import action_tag
from dashboard.pack.model import Pack
from dashboard.pack.places.slide import ONE_ROW_OF_COLUMNS, cut_heading
from dashboard.pack.slides.columns import fit_columns
from dashboard.pack.tables.summary import actions_before
from dashboard.text.format import counted, joined, screen_name

_NAMED: Final = {"delayed": "late", "at_risk": "at risk"}
_COUNTED: Final = {"on_track": "on track", "completed": "done", "": "without a status"}
# With more named actions than this, and more than one priority, there are two slides.
_MOST_NAMED: Final = 10
# A name is cut at a word after so many letters.
_LONGEST, _LONGEST_OF_MANY = 58, 40
_MOST_COLUMNS: Final = 8


def actions_slides(pack: Pack) -> Iterator[Slide]:
    """Yield the actions of a plan; nothing where it has none."""
    plan = pack.actions
    columns = [
        (priority, mine)
        for priority in pack.overview.priorities
        if (mine := [a for a in plan.actions if a.priority_number == priority.number])
    ]
    if not columns:
        return
    named = sum(action.status in _NAMED for _, mine in columns for action in mine)
    pages = 2 if (named > _MOST_NAMED or len(columns) > _MOST_COLUMNS) and len(columns) > 1 else 1
    title, subtitle = actions_title(pack), _before(pack)
    each = -(-len(columns) // pages)
    for page in range(1, pages + 1):
        shown = columns[(page - 1) * each : page * each]
        backups = [f"actions-{priority.number}" for priority, _ in shown]
        block = Columns(
            tuple(_column(priority, mine, columns=len(shown)) for priority, mine in shown)
        )
        name = f"{title} ({page} of {pages})" if pages > 1 else title
        yield Slide(
            slide_id="actions" if page == 1 else f"actions-page-{page}",
            part="Actions",
            layout="columns",
            title=name,
            subtitle=subtitle,
            blocks=(fit_columns(block, name, subtitle, backups),),
            notes=tuple(filter(None, (plan.check_words,))),
            backup=backups[0],
        )


def actions_title(pack: Pack) -> str:
    """Return how many actions are done, and how many late."""
    statuses = [action.status for action in pack.actions.actions]
    done, late, risk = (statuses.count(code) for code in ("completed", "delayed", "at_risk"))
    verb = "is" if done == 1 else "are"
    first = f"{done} of {counted(len(statuses), 'action')} {verb} done"
    if late:
        return f"{first}; {late} {'is' if late == 1 else 'are'} late"
    return f"{first}; {risk} at risk" if risk else first


def _before(pack: Pack) -> str:
    """Return how many were done and late before, and what is named below."""
    before, _ = actions_before(pack)
    words = joined(
        f"{before[code]} {word}"
        for code, word in (("completed", "done"), ("delayed", "late"))
        if code in before
    )
    named = any(action.status in _NAMED for action in pack.actions.actions)
    parts = (
        f"Before: {words}." if words else "",
        "Late or not started, and at risk, by name:" if named else "",
    )
    return " ".join(filter(None, parts))


def _column(priority: Priority, mine: Sequence[Action], *, columns: int) -> Points:
    """Return the actions of a priority; a low column has shorter names and one line of counts."""
    is_low = columns > ONE_ROW_OF_COLUMNS
    backup = f"actions-{priority.number}"
    longest = _LONGEST_OF_MANY if is_low else _LONGEST
    named = tuple(
        Item(
            _cut(f"{action.reference} {action.title}", longest),
            by=_NAMED[code],
            tag=action_tag(code),
            backup=backup,
        )
        for code in _NAMED
        for action in mine
        if action.status == code
    )
    counts = {
        code: f"{count} {word}"
        for code, word in _COUNTED.items()
        if (count := sum(action.status == code for action in mine))
    }
    items = tuple(Item(words, tag=action_tag(code)) for code, words in counts.items())
    if is_low and len(items) > 1:
        items = (Item(", ".join(counts.values())),)
    name = f"{priority.number} {screen_name(priority.title)}"
    return Points(cut_heading(name, columns, 1 if is_low else 2), (*named, *items))


def _cut(words: str, length: int) -> str:
    return textwrap.shorten(words, length, placeholder=" …")
