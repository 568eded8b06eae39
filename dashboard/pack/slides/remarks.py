"""The last main slides: what people say, and what happens next."""

import textwrap
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from dashboard.model.codes import ASKS_WORDS, DONE
from dashboard.model.panel import Commentary
from dashboard.pack.blocks import Columns, Item, Points, Slide
from dashboard.pack.commentary import LESSON, about, open_questions, owner_words, remarks
from dashboard.pack.model import Pack
from dashboard.pack.slides.columns import fit_columns, points_column
from dashboard.text.format import counted

# The columns with the slide that has all of each.
_REMARKS: Final = {
    "working_well": ("Working well", "working-well"),
    "challenge": ("Challenges", "challenges"),
    "mitigation": ("Being done", "mitigation"),
}
_MOST: Final = 3
_LONGEST: Final = 120


def remark_slides(pack: Pack) -> Iterator[Slide]:
    """Yield what works well, the challenges and what is done about them; nothing without any."""
    columns = [
        column
        for kind, (heading, backup) in _REMARKS.items()
        for column in points_column(heading, _items(pack, remarks(pack, kind), backup))
    ]
    well, challenges = len(remarks(pack, "working_well")), len(remarks(pack, "challenge"))
    counts = [f"{well} working well"] * bool(well)
    counts += [counted(challenges, "challenge")] * bool(challenges)
    if columns:
        title = f"What people say: {', '.join(counts)}" if counts else "What is being done"
        yield _columns_slide("remarks", "What people say", title, tuple(columns))


def lesson_slides(pack: Pack) -> Iterator[Slide]:
    """Yield the lessons of a year; nothing without any."""
    lessons = _items(pack, remarks(pack, LESSON), "lessons")
    if lessons:
        title = f"{counted(len(remarks(pack, LESSON)), 'lesson')} learnt in the year"
        columns = (Points("Lessons learnt", lessons),)
        yield _columns_slide("lessons-learnt", "Lessons learnt", title, columns)


def ending_slides(pack: Pack) -> Iterator[Slide]:
    """Yield next steps, decisions asked for and open questions; nothing without any."""
    steps = _items(pack, [r for r in remarks(pack, "next_step") if r.state != DONE], "next-steps")
    decisions = tuple(
        Item(
            _short(each.text),
            f"{ASKS_WORDS.get(each.asks, each.asks)}:",
            owner_words(each),
            backup="recommendations",
        )
        for each in pack.recommendations
        if each.state != DONE
    )
    questions = tuple(
        Item(_short(each.question), "", owner_words(each), backup="questions")
        for each in open_questions(pack)
    )
    counts = {"next step": len(steps), "decision": len(decisions), "open question": len(questions)}
    columns = (
        *points_column("Next steps", _shortened(steps, "next-steps")),
        *points_column("Decisions today", _shortened(decisions, "recommendations")),
        *points_column("Open questions", _shortened(questions, "questions")),
    )
    if columns:
        words = [counted(n, noun) for noun, n in counts.items() if n]
        yield _columns_slide(
            "next", "Next steps", f"What happens next: {', '.join(words)}", columns
        )


def _columns_slide(name: str, part: str, title: str, columns: tuple[Points, ...]) -> Slide:
    backups = [column.items[0].backup for column in columns]
    if len(columns) == 1:
        # The title says what it is.
        columns = (replace(columns[0], heading=""),)
    return Slide(
        slide_id=name,
        part=part,
        layout="columns",
        title=title,
        subtitle="",
        blocks=(fit_columns(Columns(columns), title, "", backups),),
        backup=backups[0],
    )


def _items(
    pack: Pack, found: list[Commentary] | tuple[Commentary, ...], backup: str
) -> tuple[Item, ...]:
    items = tuple(
        Item(
            _short(remark.text),
            f"{subject}:" if (subject := about(pack, remark.measure_id)) else "",
            owner_words(remark),
            backup=backup,
        )
        for remark in found
    )
    return items if backup == "next-steps" else _shortened(items, backup)


def _shortened(items: tuple[Item, ...], backup: str) -> tuple[Item, ...]:
    """Return the first items, and how many more there are."""
    more = len(items) - _MOST
    return (*items[:_MOST], *((Item(f"and {more} more", backup=backup),) if more > 0 else ()))


def _short(text: str) -> str:
    return textwrap.shorten(text, _LONGEST, placeholder=" …")
