"""The head of a report: the pack, its changes, counts by status, the measures part by part."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from dashboard.judging.status import combine_statuses
from dashboard.model.codes import ACTION_WORDS, STATUS_WORDS, window_words
from dashboard.model.panel import Change, Panel, Series
from dashboard.pack.blocks import (
    ACTION,
    STATUS,
    Block,
    Fact,
    Paragraphs,
    StatusCount,
    StatusCounts,
    Table,
    TableCell,
    TableColumn,
    Tag,
)
from dashboard.pack.blocks_from_series import (
    NO_FIGURE,
    NOT_RECORDED_CELL,
    baseline_cell,
    last_year_cell,
    series_tag,
    status_tag,
    target_cell,
    trend_tag,
    value_cell,
)
from dashboard.pack.changes import TURN_WORDS
from dashboard.pack.model import STATE_WORDS, Pack, Since, StoredPack, Turn
from dashboard.pack.tables.figures import part_name
from dashboard.pack.tables.rows import NO_REFERENCE, with_references
from dashboard.panels.panel import row_series
from dashboard.text.format import day_words, sentence_case

_BASIS_COLUMNS: Final = ("ytd", "month")
SYNTHETIC_NOTE: Final = "Everything about this area is synthetic: made up to show the product."
NEEDED_TITLE: Final = "What it would take to judge this plan"
ELSEWHERE_TITLE: Final = "Measures of more than one plan"
_ELSEWHERE_NOTE: Final = (
    "Elsewhere in this pack each is as that plan judges it by which it is furthest behind."
)
_STEP_WORDS: Final = {"draft": "Made by", "checked": "Checked by", "final": "Finalised by"}


def pack_facts(stored: StoredPack) -> tuple[Fact, ...]:
    """Return day, version and state of a pack, who made and checked it, and its hash."""
    state = STATE_WORDS[stored.state].lower()
    steps = [
        Fact(_STEP_WORDS[step.state], step.by, (f"on {day_words(step.at.date())}",))
        for step in stored.steps
    ]
    facts = [
        Fact("As at", day_words(stored.as_of)),
        Fact("Version", f"{stored.version}, {state}"),
        *steps,
        Fact("Hash", stored.short_hash, (f"SHA-256, first {len(stored.short_hash)} characters",)),
    ]
    if stored.content.overview.area.is_synthetic:
        facts.append(Fact("Synthetic", SYNTHETIC_NOTE))
    return tuple(facts)


def changed_table(turns: Sequence[Turn]) -> Table:
    """Return what turned, moved or was revised: measure, what it is, from what to what."""
    columns = (
        TableColumn("Measure", share=24),
        TableColumn("What", share=16),
        TableColumn("Then and now", share=35),
    )
    rows = tuple(
        (
            TableCell(turn.title),
            TableCell(TURN_WORDS.get(turn.code, sentence_case(turn.code))),
            TableCell("; ".join(turn.parts) or turn.words),
        )
        for turn in turns
    )
    return Table("changed", "What changed", columns, rows)


def needed_table(changes: Sequence[Change]) -> Table:
    """Return what each measure lacks of a plan of which none can be judged."""
    return _words_table("needed", NEEDED_TITLE, "What is needed", changes)


def elsewhere_table(changes: Sequence[Change]) -> Table:
    """Return what other plans say of the measures that serve several."""
    table = _words_table("elsewhere", ELSEWHERE_TITLE, "In the other plan", changes)
    return replace(table, note=_ELSEWHERE_NOTE)


def _words_table(name: str, title: str, column: str, changes: Sequence[Change]) -> Table:
    columns = (TableColumn("Measure", share=26), TableColumn(column, share=49))
    rows = tuple((TableCell(change.title), TableCell(change.words)) for change in changes)
    return Table(name, title, columns, rows)


def changed_blocks(since: Since) -> tuple[Block, ...]:
    """Return what changed for the report: in a sentence, then one by one."""
    words = Paragraphs("", (since.words,))
    return (words, changed_table(since.turns)) if since.turns else (words,)


def measures_by_status(pack: Pack) -> StatusCounts:
    """Return the measures by status, with those of the pack or report before."""
    panels = pack.panels.values()
    now = Counter(panel.status.code for panel in panels)
    words: defaultdict[str, set[str]] = defaultdict(set)
    for panel in panels:
        words[panel.status.code].add(panel.status.word)
    before = pack.since.measures if pack.since else {}
    counts = tuple(
        StatusCount(
            Tag(STATUS, code, _count_word(code, words[code])),
            now[code],
            _count_before(before, code),
        )
        for code in STATUS_WORDS
        if now[code] or before.get(code)
    )
    note = f"In brackets: as at {day_words(pack.since.as_of)}." if pack.since and before else ""
    return StatusCounts(f"{len(panels)} measures by status", counts, note)


def _count_word(code: str, words: set[str]) -> str:
    """Return the heading of a count of measures: a missed target is below it or above a limit."""
    status_words = sorted(words, reverse=True) or [STATUS_WORDS[code]]
    return sentence_case(" or ".join(word.lower() for word in status_words))


def actions_by_status(pack: Pack) -> StatusCounts | None:
    """Return the actions by status, with those of the period before; None without actions."""
    plan = pack.actions
    if not plan.actions and not any(plan.counts.values()):
        return None
    before, note = actions_before(pack)
    return StatusCounts(
        f"{sum(plan.counts.values())} actions by status",
        tuple(
            StatusCount(
                Tag(ACTION, code, ACTION_WORDS[code]),
                plan.counts.get(code, 0),
                _count_before(before, code),
            )
            for code in ACTION_WORDS
        ),
        " ".join(part for part in (note, plan.check_words) if part),
    )


def _count_before(before: Mapping[str, int], code: str) -> int | None:
    return before.get(code, 0) if before else None


def actions_before(pack: Pack) -> tuple[Mapping[str, int], str]:
    """Return the newest earlier counts, from the report or the pack before, and a note on them."""
    plan, since = pack.actions, pack.since
    earlier_counts: list[tuple[date, Mapping[str, int], str]] = []
    if plan.before_on and plan.printed_before:
        odd = f" ({plan.before_note})" if plan.before_note else ""
        note = f"In brackets: {day_words(plan.before_on)}, as printed in the report{odd}."
        earlier_counts.append((plan.before_on, plan.printed_before, note))
    if since and since.actions and since.as_of < pack.overview.as_of:
        note = f"In brackets: as at {day_words(since.as_of)}."
        earlier_counts.append((since.as_of, since.actions, note))
    newest = max(earlier_counts, key=lambda dated_counts: dated_counts[0], default=None)
    return (newest[1], newest[2]) if newest else ({}, "")


def highlight_table(pack: Pack) -> Table:
    """Return every measure: baseline, target, last year, year to date, month, other, status."""
    columns = (
        TableColumn("Reference", share=5),
        TableColumn("Measure", share=22),
        TableColumn("Baseline", is_number=True, share=11),
        TableColumn("Target", is_number=True, share=11),
        TableColumn("Last year", is_number=True, share=10),
        TableColumn("Year to date", is_number=True, share=10),
        TableColumn("Month", is_number=True, share=10),
        TableColumn("Other period", is_number=True, share=10),
        TableColumn("Status", share=11),
    )
    panels = pack.panels.values()
    rows = [row for panel in panels for row in _part_rows(panel)]
    note = " ".join(_arrow_notes(pack))
    table = Table("measures", "Measures of the plan", columns, tuple(rows), note)
    return with_references(table, panels)


def _arrow_notes(pack: Pack) -> Iterator[str]:
    """Yield each way in which the report that figures are from printed another arrow, and of which."""
    noted: defaultdict[str, list[str]] = defaultdict(list)
    for panel in pack.panels.values():
        for series in row_series(panel):
            if series.printed_arrow_note:
                reference = panel.local_reference or panel.measure.short_title
                label = f", {series.label.lower()}" if series.label else ""
                noted[series.printed_arrow_note].append(f"{reference}{label}")
    for note, names in noted.items():
        yield f"{'; '.join(names)}: {note}"


def _part_rows(panel: Panel) -> Iterator[tuple[TableCell, ...]]:
    """Yield a row for each part: its series of one breakdown and origin side by side.

    A part that has two series for one column has a second row.
    """
    rows: list[list[Series]] = []
    for series in row_series(panel):
        row = next((row for row in rows if _fits(series, row)), None)
        if row is None:
            rows.append([series])
        else:
            row.append(series)
    return (_part_row(panel, row) for row in rows)


def _fits(series: Series, row: Sequence[Series]) -> bool:
    same_part = (series.breakdown, series.origin) == (row[0].breakdown, row[0].origin)
    return same_part and _column_of(series) not in map(_column_of, row)


def _column_of(series: Series) -> str:
    return series.basis if series.basis in _BASIS_COLUMNS else ""


def _part_row(panel: Panel, row: Sequence[Series]) -> tuple[TableCell, ...]:
    return (
        TableCell(panel.local_reference or NO_REFERENCE),
        TableCell(panel.measure.title, sentence_case(part_name(panel, row[0]))),
        _combined_cell([baseline_cell(panel, series) for series in row]),
        _combined_cell([target_cell(panel, series) for series in row]),
        _combined_cell([last_year_cell(panel, series) for series in row]),
        *(_basis_cell(panel, row, column) for column in (*_BASIS_COLUMNS, "")),
        _status_cell(panel, row),
    )


def _combined_cell(cells: Sequence[TableCell]) -> TableCell:
    """Return the one content of several cells, else all of them with their details."""
    unlike = list(dict.fromkeys(cells))
    recorded = [cell for cell in unlike if cell != NOT_RECORDED_CELL] or unlike
    if len(recorded) == 1:
        return recorded[0]
    texts = [f"{c.words} ({c.detail})" if c.detail else c.words for c in recorded]
    return TableCell("; ".join(texts))


def _basis_cell(panel: Panel, row: Sequence[Series], column: str) -> TableCell:
    series = next((series for series in row if _column_of(series) == column), None)
    if series is None:
        return TableCell(NO_FIGURE)
    latest = series.latest
    has_figure = latest is not None and (latest.has_number or latest.is_band)
    tag = trend_tag(series) if has_figure else None
    return replace(value_cell(panel, series), detail=series.period_words, tag=tag)


def _status_cell(panel: Panel, row: Sequence[Series]) -> TableCell:
    """Return the status of the series of a row; where they differ, the combined one and each."""
    words = {series.status.word for series in row}
    if len(words) == 1:
        return TableCell("", tag=series_tag(row[0]))
    whole = combine_statuses(panel.measure, row)
    each = [f"{window_words(*o.window).lower()}: {o.status.word.lower()}" for o in row]
    return TableCell("", sentence_case("; ".join(each)), status_tag(whole))
