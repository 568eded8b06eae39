"""The main slides of a pack: eight to fourteen, each one finding; the rest stands behind them."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Final

from dashboard.model.codes import JUDGED
from dashboard.model.panel import Panel, Priority
from dashboard.pack.blocks import (
    MeasureBars,
    MeasureCells,
    MeasureItem,
    Slide,
    Table,
    TableCell,
    TableColumn,
)
from dashboard.pack.blocks_from_series import status_tag
from dashboard.pack.model import Pack, StoredPack
from dashboard.pack.places.measures import NOTE_LINES
from dashboard.pack.places.slide import (
    MAIN_TABLE,
    SMALLEST,
    SUBTITLE_WIDTH,
    cut_to_fit,
    head_layout,
)
from dashboard.pack.places.tables import TABLE, column_widths, head_height, row_height
from dashboard.pack.slides.account import account_slides
from dashboard.pack.slides.actions import actions_slides
from dashboard.pack.slides.changes import changes_slides
from dashboard.pack.slides.followup import followup_slides
from dashboard.pack.slides.inserts import insert_slides
from dashboard.pack.slides.measure import focus_slide
from dashboard.pack.slides.measure_items import (
    by_need,
    focus_panels,
    measure_item,
    off_target,
    off_target_title,
)
from dashboard.pack.slides.remarks import ending_slides, lesson_slides, remark_slides
from dashboard.pack.slides.summary import cover_slide, summary_slide
from dashboard.panels.verdict import has_figure, shown_series
from dashboard.text.font_metrics import OFFICE, words_width
from dashboard.text.format import counted, joined, screen_name, sentence_case, within_sentence

_MOST_SLIDES: Final = 14
# The slide of priorities 1 and 2 is named priority-1-2.
_PRIORITY: Final = "priority"
_MOST_FOCUS: Final = 3
_ROWS: Final = 8
_MOST_ROWS: Final = 16
_CELLS: Final = 9
# With more priorities than this two share a slide, a row of cells each; so do the few of an owner.
_MOST_PRIORITIES: Final = 6
# The lines of names that a priority without figures has at most.
_MOST_LINES: Final = 9
_CELLS_OF_TWO: Final = 3
# What a ring and a line mean, where one is drawn.
_RING: Final = "Ring: baseline."
_DASHES: Final = "Dashes: target."


def priorities_of(slide_id: str) -> frozenset[str]:
    """Return the numbers of the priorities that a main slide is of by its name; none of another."""
    name, *numbers = slide_id.split("-")
    return frozenset(numbers if name == _PRIORITY else ())


def main_slides(stored: StoredPack) -> tuple[Slide, ...]:
    """Return the main slides of a pack in their order; what is empty is left out."""
    pack = stored.content
    before = (
        cover_slide(stored),
        *followup_slides(pack),
        summary_slide(pack),
        *account_slides(pack),
        *changes_slides(pack),
        *_off_target_slides(pack),
        *_priority_slides(pack),
    )
    after = (
        *actions_slides(pack),
        *remark_slides(pack),
        *lesson_slides(pack),
        *ending_slides(pack),
    )
    room = min(max(_MOST_SLIDES - len(before) - len(after), 0), _MOST_FOCUS)
    alone = {slide.measure_id for slide in before}
    others = (panel for name, panel in pack.panels.items() if name not in alone)
    focus = (focus_slide(pack, panel) for panel in focus_panels(others, room))
    # What the maker of a pack chose beside the plan does not take their room.
    return (*before, *focus, *insert_slides(pack), *after)


def _off_target_slides(pack: Pack) -> Iterator[Slide]:
    panels = off_target(pack.panels.values())
    if not panels:
        return
    items = [measure_item(panel) for panel in panels[:_MOST_ROWS]]
    title = off_target_title(panels)
    pages = -(-len(items) // _ROWS)
    each = -(-len(items) // pages)
    more = len(panels) - len(items)
    for page in range(pages):
        first = page == 0
        words = (
            "Furthest from target first."
            if first
            else f"{page + 1} of {pages}: nearer their target."
        )
        ring = _RING if any(item.series.baselines for item in items) else ""
        rest = f"{more} more in the backup." if more and page == pages - 1 else ""
        yield Slide(
            slide_id="off-target" if first else f"off-target-{page + 1}",
            part=f"Off target, {page + 1} of {pages}" if pages > 1 else "Off target",
            layout="bars",
            title=title,
            subtitle=" ".join(filter(None, (words, "Bar: now. Line: target.", ring, rest))),
            blocks=(MeasureBars(tuple(items[page * each : (page + 1) * each])),),
            notes=tuple(panel.lead.headline for panel in panels[page * each : (page + 1) * each]),
            backup="exceptions-1" if pack.exceptions else "",
        )


def _priority_slides(pack: Pack) -> Iterator[Slide]:
    every = [each for each in pack.overview.priorities if each.panels]
    without = [each for each in every if not any(map(has_figure, each.panels))]
    priorities = [each for each in every if len(without) == 1 or each not in without]
    are_small = all(len(each.panels) <= _CELLS_OF_TWO for each in priorities)
    if len(priorities) <= _MOST_PRIORITIES and not (pack.scope.owner and are_small):
        for each in priorities:
            yield _only_figure_slide(pack, each) or _priority_slide([each], _CELLS)
    else:
        for at in range(0, len(priorities), 2):
            yield _priority_slide(priorities[at : at + 2], _CELLS_OF_TWO)
    if len(without) > 1:
        yield _slide_without_figures(without)


def _slide_without_figures(priorities: Sequence[Priority]) -> Slide:
    """Return the one slide of priorities none of whose measures has a figure: their names, and why."""
    panels = [panel for priority in priorities for panel in priority.panels]
    numbers = [str(priority.number) for priority in priorities]
    reasons = {panel.status.word for panel in panels}
    title = f"{counted(len(panels), 'measure')} have no figure yet"
    is_named = len(reasons) > 1
    heading = "Measures" if is_named else reasons.pop()
    names = [_by_status(map(measure_item, p.panels), is_named=is_named) for p in priorities]
    columns = (TableColumn("Priority", share=4), TableColumn(heading, share=9))
    widths, room = column_widths(columns), head_layout(title, "").body.height
    heads = [TableCell(_name(priority)) for priority in priorities]

    def rows(lines: int) -> tuple[tuple[TableCell, ...], ...]:
        cut = (cut_to_fit(each, TABLE, widths[1], OFFICE, lines=lines) for each in names)
        return tuple(zip(heads, map(TableCell, cut), strict=True))

    def fits(lines: int) -> bool:
        return sum(row_height(row, widths) for row in rows(lines)) <= room - head_height(columns)

    lines = next(filter(fits, range(_MOST_LINES, 1, -1)), 1)
    return Slide(
        slide_id="-".join([_PRIORITY, *numbers]),
        part=f"{priorities[0].word} {joined(numbers)}",
        layout=MAIN_TABLE,
        title=title,
        subtitle="",
        blocks=(Table("without-figures", title, columns, rows(lines)),),
        notes=tuple(panel.lead.headline for panel in panels),
        backup=f"measures-{priorities[0].number}",
    )


def _priority_slide(priorities: Sequence[Priority], most: int) -> Slide:
    """Return the slide of a priority, or of two with a row of cells each."""
    panels = [panel for priority in priorities for panel in priority.panels]
    finding = next((panel for panel in panels if panel.pair_brief), None)
    # Packs of former releases end it with a full stop.
    title = finding.pair_brief.rstrip(".") if finding else _finding(priorities)
    counts = (
        f"{_on_target_words(each)}." if finding and len(priorities) == 1 else ""
        for each in priorities
    )
    numbers = "-".join(str(priority.number) for priority in priorities)
    has_figures = any(has_figure(panel) for panel in panels)
    return Slide(
        slide_id=f"{_PRIORITY}-{numbers}",
        part=f"{priorities[0].word} {numbers.replace('-', ' and ')}",
        layout="cells" if has_figures else MAIN_TABLE,
        title=title,
        subtitle=_subtitle(priorities, " ".join(filter(None, (*counts, *_key(panels))))),
        blocks=tuple(
            _cells(each, most, has_heading=len(priorities) > 1)
            if has_figures
            else _reasons(each, most)
            for each in priorities
        ),
        notes=(
            *(words for panel in panels for words in panel.pair_words),
            *(panel.lead.headline for panel in panels),
        ),
        backup=f"measures-{priorities[0].number}",
    )


def _only_figure_slide(pack: Pack, priority: Priority) -> Slide | None:
    """Return the slide of a priority with one figure, drawn large beside its facts; None of others."""
    items = [measure_item(panel) for panel in by_need(priority.panels)]
    only, *more = [item for item in items if item.has_number] or [None]
    if only is None or more:
        return None
    rest = [item for item in items if item is not only]
    words = f"{sentence_case(_on_target_words(priority))}." if rest else ""
    slide = focus_slide(
        pack,
        only.panel,
        _subtitle([priority], words),
        {"Without a figure": _by_status(rest)} if rest else {},
    )
    return replace(
        slide,
        slide_id=f"{_PRIORITY}-{priority.number}",
        part=f"{priority.word} {priority.number}",
        notes=(*slide.notes, *(item.panel.lead.headline for item in rest)),
        backup=f"measures-{priority.number}",
    )


def _key(panels: Sequence[Panel]) -> Iterator[str]:
    """Yield what the marks mean that the charts of measures may have."""
    with_figures = [shown_series(panel) for panel in panels if has_figure(panel)]
    if any(series.baselines for series in with_figures):
        yield _RING
    if any(series.targets for series in with_figures):
        yield _DASHES


def _subtitle(priorities: Sequence[Priority], rest: str) -> str:
    """Return the name of a priority, cut so that it fits one line with the rest; of two the rest.

    It fits in the smallest letters of a wider font too.
    """
    if len(priorities) > 1:
        return rest
    room = SUBTITLE_WIDTH - words_width(f". {rest}", SMALLEST, typeface=OFFICE)
    name = cut_to_fit(_name(priorities[0]), SMALLEST, room, OFFICE)
    return f"{name}. {rest}".strip() if not name.endswith("…") else f"{name} {rest}".strip()


def _cells(priority: Priority, most: int, *, has_heading: bool) -> MeasureCells:
    """Return the cells of a priority; a measure of which nothing but its status is known has none."""
    items = [measure_item(panel) for panel in by_need(priority.panels)]
    in_cells = [item for item in items if item.value] or items
    more = len(in_cells) - most
    rest = f"{more} more in the backup" if more > 0 else ""
    return MeasureCells(
        _name(priority) if has_heading else "",
        tuple(in_cells[:most]),
        _named(
            [item for item in items if not item.value] if len(in_cells) < len(items) else [], rest
        ),
    )


def _by_status(items: Iterable[MeasureItem], *, is_named: bool = True) -> str:
    """Return the titles of measures by their status, which is named unless all have the same.

    Why there is no figure is named with it where the status does not say so.
    """
    titles: dict[str, list[str]] = {}
    for item in items:
        is_stated = item.value in ("", sentence_case(item.series.period_words))
        why = "" if is_stated or not is_named else f" ({item.value})"
        titles.setdefault(f"{item.status.word}{why}", []).append(item.title)
    groups = ((f"{word}: " if is_named else "", named) for word, named in titles.items())
    return ". ".join(f"{status}{'; '.join(named)}" for status, named in groups)


def _named(items: Iterable[MeasureItem], rest: str) -> str:
    """Return measures by their status in a line or two, after the rest, which is never cut."""
    words = ". ".join(filter(None, (rest, _by_status(items))))
    return cut_to_fit(words, SMALLEST, SUBTITLE_WIDTH, OFFICE, lines=NOTE_LINES)


def _reasons(priority: Priority, most: int) -> Table:
    """Return why no measure of a priority has a figure."""
    ordered = by_need(priority.panels)
    more = len(ordered) - most
    rows = tuple(
        (TableCell(panel.measure.short_title), TableCell("", tag=status_tag(panel.status)))
        for panel in ordered[:most]
    )
    return Table(
        f"reasons-{priority.number}",
        f"Measures of {priority.name.lower()}",
        (TableColumn("Measure", share=3), TableColumn("Why it has no figure", share=2)),
        rows,
        f"{more} more in the backup" if more > 0 else "",
    )


def _name(priority: Priority) -> str:
    return f"{priority.number} {screen_name(priority.title)}"


def _on_target_words(priority: Priority) -> str:
    codes = [panel.status.code for panel in priority.panels]
    if not any(code in JUDGED for code in codes):
        return f"none of {counted(len(codes), 'measure')} can be judged yet"
    return f"{codes.count('met')} of {len(codes)} on target"


def _finding(priorities: Sequence[Priority]) -> str:
    """Return the finding of a priority without a pair that fired."""
    panels: list[Panel] = [panel for priority in priorities for panel in priority.panels]
    whole = replace(priorities[0], panels=tuple(panels))
    if len(panels) == 1:
        return f"{measure_item(panels[0]).title}: {panels[0].status.word.lower()}"
    words = _on_target_words(whole)
    first = words[:1].upper() + words[1:]
    if not any(has_figure(panel) for panel in panels):
        return f"None of {counted(len(panels), 'measure')} has a figure yet"
    furthest = next(iter(off_target(panels)), None)
    return f"{first}; worst: {within_sentence(furthest.measure.short_title)}" if furthest else first
