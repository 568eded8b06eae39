"""The first two main slides: the cover, and where we stand."""

from collections import Counter
from dataclasses import replace
from typing import Final

from dashboard.model.codes import ASKS_WORDS, JUDGED, STATUS_ORDER
from dashboard.model.panel import Panel, Priority
from dashboard.pack.blocks import (
    Facts,
    Paragraphs,
    Slide,
    StatusCount,
    Table,
    TableCell,
    TableColumn,
)
from dashboard.pack.blocks_from_series import status_tag
from dashboard.pack.model import Pack, StoredPack
from dashboard.pack.places.slide import cut_to_fit
from dashboard.pack.places.tables import TABLE, column_widths
from dashboard.pack.slides.measure_items import missed_word
from dashboard.pack.tables.summary import actions_by_status, measures_by_status, pack_facts
from dashboard.panels.attention import with_target
from dashboard.panels.verdict import build_verdict, has_figure
from dashboard.text.format import counted, joined, screen_name, sentence_case

_ACTIONS: Final = {
    "completed": "done",
    "on_track": "on track",
    "at_risk": "at risk",
    "delayed": "late or not started",
}
# The table of priorities: widths of its columns, and the room for marks.
_SHARES: Final = (44, 36, 20)
# With more priorities than these a title has one line.
_FEW_ROWS: Final = 4
_MOST_MARKS: Final = 12
# More priorities than these are counted in the last row.
_MOST_ROWS: Final = 8


def cover_slide(stored: StoredPack) -> Slide:
    """Return the cover: area, plan, day, version, who made and checked it, what a committee is to do."""
    overview = stored.content.overview
    asks = Counter(each.asks for each in stored.content.recommendations)
    today = joined(f"{ASKS_WORDS[code].lower()} {asks[code]}" for code in ASKS_WORDS if asks[code])
    return Slide(
        slide_id="cover",
        part="Cover",
        layout="cover",
        title=overview.area.name,
        subtitle=". Today ".join(filter(None, (screen_name(stored.content.heading), today))),
        blocks=(Facts("This pack", pack_facts(stored)),),
        notes=(overview.headline,),
    )


def summary_slide(pack: Pack) -> Slide:
    """Return where we stand: measures by status, each priority, actions by status."""
    panels = tuple(pack.panels.values())
    actions = _actions_line(pack)
    tiles = measures_by_status(pack)
    ordered = sorted(tiles.counts, key=lambda count: STATUS_ORDER.index(count.tag.code))
    now = tuple(_tile(count, panels) for count in ordered if count.now)
    table = _priorities_table(pack)
    return Slide(
        slide_id="where-we-stand",
        part="Where we stand",
        layout="summary",
        title=_title(panels),
        subtitle=_subtitle(panels),
        blocks=(
            replace(tiles, counts=now, note=""),
            table,
            *((Paragraphs("", (actions,)),) if actions else ()),
        ),
        notes=(
            pack.overview.headline,
            *(f"{row[0].words}: {row[1].marks_words}." for row in table.rows if row[1].marks),
        ),
        backup="summary",
    )


def _tile(count: StatusCount, panels: tuple[Panel, ...]) -> StatusCount:
    """Return a count as a tile has it: without the one before, and in few words."""
    tag = count.tag
    if tag.code == "missed":
        tag = replace(tag, word=sentence_case(missed_word(panels)))
    return replace(count, tag=tag, before=None)


def _title(panels: tuple[Panel, ...]) -> str:
    codes = Counter(panel.status.code for panel in panels)
    if not any(codes[code] for code in JUDGED):
        return "No measure can be judged yet"
    missed = missed_word(panels).removesuffix(" target") if codes["met"] else missed_word(panels)
    counts = (
        f"{counted(codes['met'], 'measure')} on target" if codes["met"] else "No measure on target",
        f"{codes['close']} close" if codes["close"] else "",
        f"{codes['missed']} {missed}" if codes["missed"] else "",
    )
    return ", ".join(filter(None, counts))


def _subtitle(panels: tuple[Panel, ...]) -> str:
    """Return how many measures cannot be judged, and how many moved."""
    unjudged = sum(panel.status.code not in JUDGED for panel in panels)
    rest = f"{unjudged} can’t be judged yet" if unjudged else ""
    if unjudged == len(panels):
        figures = sum(map(has_figure, panels))
        verb = "has" if figures == 1 else "have"
        has_target = any(map(with_target, panels))
        none = "" if has_target else " and no targets are loaded"
        rest = f"{figures} of {counted(len(panels), 'measure')} {verb} a figure{none}"
    return " ".join(f"{words}." for words in (rest, build_verdict(panels).moves) if words)


def _priorities_table(pack: Pack) -> Table:
    priorities = pack.overview.priorities
    rows = [_row(pack, priority) for priority in priorities[:_MOST_ROWS]]
    if len(priorities) > _MOST_ROWS:
        others = len(priorities) - _MOST_ROWS + 1
        panels = {
            panel.measure.measure_id: panel
            for priority in priorities[_MOST_ROWS - 1 :]
            for panel in priority.panels
        }
        more = replace(priorities[-1], title="", panels=tuple(panels.values()))
        rows[-1] = (TableCell(f"{others} more priorities"), _marks(more), TableCell(""))
    word = priorities[0].word
    columns = tuple(
        TableColumn(name, share=share)
        for name, share in zip((word, "Its measures", "Actions done"), _SHARES, strict=True)
    )
    if not pack.actions.actions:
        columns, rows = columns[:2], [row[:2] for row in rows]
    if len(priorities) > _FEW_ROWS:
        width = column_widths(columns)[0]
        rows = [(TableCell(cut_to_fit(name.words, TABLE, width)), *row) for name, *row in rows]
    return Table("priorities", "Priorities", columns, tuple(rows))


def _row(pack: Pack, priority: Priority) -> tuple[TableCell, ...]:
    counts = pack.actions.counts_by_priority.get(priority.number, {})
    total, late = sum(counts.values()), counts.get("delayed", 0)
    done = f"{counts.get('completed', 0)} of {total}" if total else ""
    return (
        TableCell(f"{priority.number} {screen_name(priority.title)}"),
        _marks(priority),
        TableCell(f"{done}, {late} late" if done and late else done),
    )


def _marks(priority: Priority) -> TableCell:
    """Return a mark for each measure of a priority, by status; of many their counts."""
    ordered = sorted(priority.panels, key=lambda panel: STATUS_ORDER.index(panel.status.code))
    tags = tuple(status_tag(panel.status) for panel in ordered)
    if len(tags) <= _MOST_MARKS:
        return TableCell("" if tags else "No measures", marks=tags)
    counts = Counter(tag.word.lower() for tag in tags)
    return TableCell(", ".join(f"{count} {word}" for word, count in counts.items()))


def _actions_line(pack: Pack) -> str:
    """Return the actions by status, with those before in brackets."""
    counts = actions_by_status(pack)
    if counts is None:
        return ""
    parts = []
    for count in counts.counts:
        before = "" if count.before is None else f" ({count.before}{'' if parts else ' before'})"
        parts.append(f"{count.now} {_ACTIONS[count.tag.code]}{before}")
    return f"Actions: {' · '.join(parts)}"
