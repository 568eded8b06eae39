"""The report of a pack: the SEND Executive highlight report, in the order of the main slides."""

from collections.abc import Iterator
from typing import Final

from dashboard.model.panel import Panel
from dashboard.pack.blocks import (
    Block,
    Facts,
    Paragraphs,
    Picture,
    Report,
    Section,
    Table,
    TableCell,
    TableColumn,
)
from dashboard.pack.blocks_from_series import baseline_cell, target_cell, trend_tag, value_cell
from dashboard.pack.commentary import (
    LESSON,
    measures_words,
    open_questions,
    question_points,
    recommendation_points,
    remark_points,
)
from dashboard.pack.model import Pack, StoredPack
from dashboard.pack.slides.account import ACCOUNT_TITLE, account_tables
from dashboard.pack.slides.followup import HEADING, followup_points, followup_words, meeting_before
from dashboard.pack.slides.measure_items import item_title, off_target, off_target_title
from dashboard.pack.tables.figures import report_figures
from dashboard.pack.tables.inserts import insert_sections
from dashboard.pack.tables.rows import (
    DUE_TITLE,
    actions_table,
    definitions_table,
    due_table,
    exceptions_table,
    quality_table,
    sources_table,
)
from dashboard.pack.tables.summary import (
    ELSEWHERE_TITLE,
    NEEDED_TITLE,
    actions_by_status,
    changed_blocks,
    elsewhere_table,
    highlight_table,
    measures_by_status,
    needed_table,
    pack_facts,
)
from dashboard.panels.verdict import shown_series

_TITLE: Final = "SEND Executive highlight report"


def build_report(stored: StoredPack) -> Report:
    """Return the report of a pack, with the numbers and text of its slides and in their order.

    First comes what the main slides have, then what else there is to know, then the appendix.
    """
    pack = stored.content
    overview = pack.overview
    return Report(
        title=f"{pack.scope.words or _TITLE}: {overview.area.name}",
        subtitle=overview.framework.title,
        facts=Facts("This report", pack_facts(stored)),
        sections=(*_body(pack), *_more(pack), *_appendix(pack)),
    )


def _body(pack: Pack) -> Iterator[Section]:
    yield from _followup(pack)
    counts: list[Block] = [Paragraphs("", (pack.overview.headline,)), measures_by_status(pack)]
    if actions := actions_by_status(pack):
        counts.append(actions)
    yield Section("summary", "Where we are", 2, tuple(counts))
    yield from _account(pack)
    if pack.since:
        yield Section("changed", "What changed", 2, changed_blocks(pack.since))
    off = off_target_table(pack)
    if off.rows:
        yield Section("off-target", "Off target, furthest first", 2, (off,))
    yield Section("measures", "Measures", 2, (highlight_table(pack),))
    yield from insert_sections(pack)
    yield from _actions(pack)
    points = {
        ("working-well", "What is working well"): remark_points(pack, "working_well"),
        ("challenges", "Challenges"): remark_points(pack, "challenge"),
        ("mitigation", "Mitigation"): remark_points(pack, "mitigation"),
        ("lessons", "Lessons learnt"): remark_points(pack, LESSON),
        ("next-steps", "Next steps"): remark_points(pack, "next_step"),
        ("recommendations", "Recommendations"): recommendation_points(pack),
        ("questions", "Questions not yet closed"): question_points(pack, open_questions(pack)),
    }
    for (section_id, heading), block in points.items():
        if block.items:
            yield Section(section_id, heading, 2, (block,))


def _account(pack: Pack) -> Iterator[Section]:
    for table in account_tables(pack):
        yield Section("account", ACCOUNT_TITLE, 2, (table,))


def _elsewhere(pack: Pack) -> Iterator[Section]:
    if pack.elsewhere:
        yield Section("elsewhere", ELSEWHERE_TITLE, 2, (elsewhere_table(pack.elsewhere),))


def _followup(pack: Pack) -> Iterator[Section]:
    if followup := followup_points(pack):
        heading = f"{HEADING}: {followup_words(meeting_before(pack))}"
        yield Section("meeting-before", heading, 2, followup)


def off_target_table(pack: Pack) -> Table:
    """Return the measures that miss their target, the furthest off first, as their slide has them."""
    columns = (
        TableColumn("Measure", share=30),
        TableColumn("Now", is_number=True, share=15),
        TableColumn("Target", is_number=True, share=20),
        TableColumn("Baseline", is_number=True, share=20),
        TableColumn("Trend", share=15),
    )
    panels = off_target(pack.panels.values())
    rows = tuple(
        (
            TableCell(item_title(panel, series)),
            value_cell(panel, series),
            target_cell(panel, series),
            baseline_cell(panel, series),
            TableCell("", tag=trend_tag(series)),
        )
        for panel in panels
        for series in (shown_series(panel),)
    )
    return Table("off-target", off_target_title(panels), columns, rows)


def _actions(pack: Pack) -> Iterator[Section]:
    tables = [actions_table(pack, priority) for priority in pack.overview.priorities]
    with_rows = tuple(table for table in tables if table.rows)
    if with_rows:
        word = pack.overview.priorities[0].word.lower()
        yield Section("actions", f"Actions by {word}", 2, with_rows)


def _more(pack: Pack) -> Iterator[Section]:
    """Yield what the main slides have no room for, before the appendix."""
    if pack.overview.needed:
        yield Section("needed", NEEDED_TITLE, 2, (needed_table(pack.overview.needed),))
    yield from _elsewhere(pack)
    due = due_table(pack.panels.values())
    if due.rows:
        yield Section("due", DUE_TITLE, 2, (due,))
    if pack.exceptions:
        heading = f"Exceptions: {measures_words(pack.exceptions)}"
        yield Section("exceptions", heading, 2, (exceptions_table(pack),))


def _appendix(pack: Pack) -> Iterator[Section]:
    panels = pack.panels.values()
    yield Section("appendix", "Appendix: every measure", 2, (), is_appendix=True)
    for panel in panels:
        section_id = f"measure-{panel.measure.measure_id}"
        blocks = tuple(_measure_blocks(panel))
        yield Section(section_id, panel.measure.title, 3, blocks, is_appendix=True)
    tables = (
        ("definitions", "Definitions", definitions_table(panels)),
        ("data-quality", "Data quality", quality_table(pack)),
        ("sources", "Sources", sources_table(pack)),
    )
    for section_id, heading, table in tables:
        if table.rows:
            yield Section(section_id, heading, 2, (table,), is_appendix=True)


def _measure_blocks(panel: Panel) -> Iterator[Block]:
    due = (f"{words}." for words in panel.lead.due_words)
    yield Paragraphs("", (panel.lead.headline, *due))
    if any(point.has_number for point in panel.lead.points):
        yield Picture(panel, panel.lead, panel.lead.alt)
    yield from report_figures(panel)
