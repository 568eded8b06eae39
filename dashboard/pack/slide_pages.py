"""Slides of tables, remarks and sentences: as many as what they hold needs."""

from collections.abc import Iterator

from dashboard.pack.blocks import Points, Slide, Table, Words
from dashboard.pack.letters import room_below
from dashboard.pack.paging import split_points, split_table, split_words


def table_slides(
    name: str, part: str, title: str, table: Table, subtitle: str = "", source: str = "",
    *, is_numbered: bool = False,
) -> Iterator[Slide]:  # fmt: skip
    """Make a slide of each part of a table; `name` is that of the first, or of the one, slide."""
    pages = split_table(table, _room(title, subtitle, source))
    for at, page in enumerate(pages, start=1):
        yield Slide(
            slide_id=page_id(name, at, is_numbered=is_numbered), part=part, layout="table",
            title=page_title(title, at, len(pages)), subtitle=subtitle, blocks=(page,),
            source=source,
        )  # fmt: skip


def points_slides(
    name: str, part: str, title: str, points: Points, subtitle: str = ""
) -> Iterator[Slide]:
    """Make a slide of each part of some remarks."""
    pages = split_points(points, _room(title, subtitle))
    for at, page in enumerate(pages, start=1):
        yield Slide(
            slide_id=page_id(name, at), part=part, layout="text",
            title=page_title(title, at, len(pages)), subtitle=subtitle, blocks=(page,),
        )  # fmt: skip


def words_slides(
    name: str, part: str, title: str, words: Words, subtitle: str = ""
) -> Iterator[Slide]:
    """Make a slide of each part of some sentences."""
    pages = split_words(words, _room(title, subtitle))
    for at, page in enumerate(pages, start=1):
        yield Slide(
            slide_id=page_id(name, at), part=part, layout="text",
            title=page_title(title, at, len(pages)), subtitle=subtitle, blocks=(page,),
        )  # fmt: skip


def page_id(name: str, at: int, *, is_numbered: bool = False) -> str:
    """Name the slides of one thing: actions-1, actions-1-2; numbered from the first if asked."""
    return f"{name}-{at}" if is_numbered or at > 1 else name


def page_title(title: str, at: int, pages: int) -> str:
    """Say on the slides after the first which they are; the last number is how many there are."""
    return f"{title} ({at} of {pages})" if pages > 1 else title


def _room(title: str, subtitle: str, source: str = "") -> int:
    """Give the height for what a slide holds; its title may have to say which of several it is."""
    return room_below(page_title(title, 10, 10), subtitle, source)
