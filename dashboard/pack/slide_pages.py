"""Slides of tables, remarks and sentences: as many as what they hold needs."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from dashboard.pack.blocks import Block, Points, Slide, Table, Words
from dashboard.pack.paging import split_points, split_table, split_words
from dashboard.pack.room import room_below


@dataclass(frozen=True)
class Head:
    """What the slides of one thing have in common; `name` is that of the first, or the one, slide.

    `is_numbered` numbers the first too: definitions-1, definitions-2.
    """

    name: str
    part: str
    title: str
    subtitle: str = ""
    source: str = ""
    notes: tuple[str, ...] = ()
    measure_id: str = ""
    is_numbered: bool = False

    @property
    def room(self) -> int:
        """Give the height for what a slide holds; its title may say which of several it is."""
        return room_below(_title(self.title, 10, 10), self.subtitle, self.source)


def table_slides(head: Head, table: Table) -> Iterator[Slide]:
    """Make a slide of each part of a table."""
    return _slides(head, "table", split_table(table, head.room))


def points_slides(head: Head, points: Points) -> Iterator[Slide]:
    """Make a slide of each part of some remarks."""
    return _slides(head, "text", split_points(points, head.room))


def words_slides(head: Head, words: Words) -> Iterator[Slide]:
    """Make a slide of each part of some sentences."""
    return _slides(head, "text", split_words(words, head.room))


def _slides(head: Head, layout: str, pages: Sequence[Block]) -> Iterator[Slide]:
    for at, page in enumerate(pages, start=1):
        is_named = head.is_numbered or at > 1
        yield Slide(
            slide_id=f"{head.name}-{at}" if is_named else head.name,
            part=head.part,
            layout=layout,
            title=_title(head.title, at, len(pages)),
            subtitle=head.subtitle,
            blocks=(page,),
            source=head.source,
            notes=head.notes,
            measure_id=head.measure_id,
        )


def _title(title: str, at: int, pages: int) -> str:
    """Say which of several slides it is."""
    return f"{title} ({at} of {pages})" if pages > 1 else title
