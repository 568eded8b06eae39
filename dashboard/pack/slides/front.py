"""The first slides of a pack: cover, what changed, and where the area is."""

from collections.abc import Iterator, Sequence
from typing import Final

from dashboard.pack.blocks import (
    Block,
    Fact,
    Facts,
    Paragraphs,
    Slide,
    StatusCounts,
    Table,
    TableCell,
    TableColumn,
)
from dashboard.pack.changes import TURN_WORDS
from dashboard.pack.model import STATE_WORDS, Pack, Since, StoredPack, Turn
from dashboard.pack.slides.geometry import subtitle_of
from dashboard.pack.slides.pagination import SlideHead, table_slides, words_slides
from dashboard.pack.tables_summary import action_counts, measure_counts
from dashboard.panels.changes import FIRST
from dashboard.text.format import counted, day_words, sentence_case

HASH_CHARACTERS: Final = 12
SYNTHETIC_NOTE: Final = "Everything about this area is synthetic: made up to show the product."
NO_EARLIER: Final = "This is the first pack, and no earlier report is loaded."
_STEP_WORDS: Final = {"draft": "Made by", "checked": "Checked by", "final": "Finalised by"}


def cover_slide(stored: StoredPack) -> Slide:
    """Return the cover: area, plan, day, version, and who made and checked it."""
    overview = stored.content.overview
    return Slide(
        slide_id="cover",
        part="Cover",
        layout="cover",
        title=overview.area.name,
        subtitle=overview.framework.title,
        blocks=(Facts("This pack", pack_facts(stored)),),
        notes=(overview.headline,),
    )


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
        Fact(
            "Hash",
            stored.sha256[:HASH_CHARACTERS],
            (f"SHA-256, first {HASH_CHARACTERS} characters",),
        ),
    ]
    if stored.content.overview.area.is_synthetic:
        facts.append(Fact("Synthetic", SYNTHETIC_NOTE))
    return tuple(facts)


def changed_slides(pack: Pack) -> Iterator[Slide]:
    """Yield what moved, what was revised and what is new since the pack or report before.

    First figures are only counted: they are among the measures.
    """
    since = pack.since
    changes = [turn for turn in since.turns if turn.code != FIRST] if since else []
    name = "What changed"
    if since is None or not changes:
        words = since.words if since else NO_EARLIER
        has_earlier = since is not None and bool(since.measures)
        title = (
            _changed_title(since, changes) if since and has_earlier else "Nothing to compare with"
        )
        yield from words_slides(SlideHead("changed", name, title), Paragraphs("", (words,)))
        return
    notes = (since.words,)
    subtitle = since.words or f"Compared with {day_words(since.as_of)}"
    head = SlideHead("changed", name, _changed_title(since, changes), subtitle, notes=notes)
    yield from table_slides(head, changed_table(changes))


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


def changed_blocks(pack: Pack) -> tuple[Block, ...]:
    """Return what changed for the report: in a sentence, then one by one."""
    since = pack.since
    if since is None:
        return (Paragraphs("", (NO_EARLIER,)),)
    words = Paragraphs("", (since.words,))
    return (words, changed_table(since.turns)) if since.turns else (words,)


def _changed_title(since: Since, changes: Sequence[Turn]) -> str:
    measures = len({turn.measure_id for turn in changes})
    day = day_words(since.as_of)
    if not measures and since.turns:
        return f"{counted(len(since.turns), 'first figure')} since {day}"
    if not measures:
        return f"Nothing changed since {day}"
    return f"{counted(measures, 'measure')} changed since {day}"


def summary_slides(pack: Pack) -> Iterator[Slide]:
    """Yield where the area is: measures and actions by status, earlier numbers in brackets.

    A headline that does not fit the subtitle has a slide of its own.
    """
    headline, part = pack.overview.headline, "Where we are"
    counts: list[StatusCounts] = [measure_counts(pack)]
    if actions := action_counts(pack):
        counts.append(actions)
    subtitle = subtitle_of(headline)
    yield Slide(
        slide_id="summary",
        part=part,
        layout="counts",
        title=summary_title(pack),
        subtitle=subtitle,
        blocks=tuple(counts),
        notes=(headline,),
    )
    if subtitle != headline:
        head = SlideHead("summary-said", part, "The headline in full", notes=(headline,))
        yield from words_slides(head, Paragraphs("", (headline,)))


def summary_title(pack: Pack) -> str:
    """Return the finding of the whole plan in at most ten words."""
    overview = pack.overview
    if overview.judged:
        return f"{overview.met} of {overview.judged} measures that can be judged on target"
    return "No measure can be judged against a target"
