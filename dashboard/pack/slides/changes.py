"""The main slide of what changed: newly off target, back on it, and what moved."""

from collections.abc import Iterator, Sequence
from typing import Final

from dashboard.pack.blocks import Columns, Item, Points, Slide
from dashboard.pack.model import Pack, Since, Turn
from dashboard.pack.slides.columns import fit_columns
from dashboard.text.format import counted, day_words, joined

# The columns with the kinds of change in each; of those that hold anything the first three are shown.
_COLUMNS: Final = {
    "Newly off target": ("missed",),
    "Newly on target": ("met",),
    "Moved": ("worsened", "improved", "moved"),
    "Revised figures": ("revised",),
}
_MOST_COLUMNS: Final = 3
_BACKUP: Final = "changed"


def changes_slides(pack: Pack) -> Iterator[Slide]:
    """Yield what changed since the pack or report before; nothing where nothing did.

    First figures are among the measures, and those out of date say so there.
    """
    since = pack.since
    columns = {
        heading: _of_kinds(since.turns, kinds) if since else []
        for heading, kinds in _COLUMNS.items()
    }
    filled = {heading: found for heading, found in columns.items() if found}
    if since is None or not filled:
        return
    shown = dict(list(filled.items())[:_MOST_COLUMNS])
    others = [f"{len(found)} {name.lower()}" for name, found in filled.items() if name not in shown]
    title = _title(since, filled)
    subtitle = f"Also {joined(others)}." if others else ""
    points = tuple(Points(heading, tuple(map(_item, found))) for heading, found in shown.items())
    yield Slide(
        slide_id="since",
        part="What changed",
        layout="columns",
        title=title,
        subtitle=subtitle,
        blocks=(fit_columns(Columns(points), title, subtitle, [_BACKUP] * len(points)),),
        notes=(since.words,),
        backup=_BACKUP,
    )


def _of_kinds(turns: Sequence[Turn], kinds: Sequence[str]) -> list[Turn]:
    """Return the first change of each measure that is of some kinds."""
    found: dict[str, Turn] = {}
    for kind in kinds:
        for turn in turns:
            if turn.code == kind:
                found.setdefault(turn.measure_id, turn)
    return list(found.values())


def _title(since: Since, filled: dict[str, list[Turn]]) -> str:
    day = day_words(since.as_of)
    counts = [
        f"{len(filled[heading])} {heading.lower()}"
        for heading in ("Newly off target", "Newly on target")
        if heading in filled
    ]
    if counts:
        return f"Since {day}: {joined(counts)}"
    measures = {turn.measure_id for found in filled.values() for turn in found}
    return f"Since {day}: {counted(len(measures), 'measure')} changed"


def _item(turn: Turn) -> Item:
    return Item(
        turn.parts[0] if turn.parts else turn.words, turn.title, backup=f"measure-{turn.measure_id}"
    )
