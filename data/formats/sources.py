"""The source of a foreign file that does not name itself: one for each day of publication."""

from dataclasses import dataclass

from data.formats.shapes import Part, Standing, part_of_records
from data.given import Given


@dataclass(frozen=True)
class Edition:
    """Name a release that is published again and again."""

    code: str
    title: str
    publisher: str
    note: str = ""


@dataclass(frozen=True)
class Source:
    """Hold the code of a source, and the part that brings it where it does not stand."""

    source_document: str
    parts: tuple[Part, ...] = ()


def edition_of(
    edition: Edition, standing: Standing, given: Given
) -> tuple[Source, tuple[str, ...]]:
    """Return the source of an edition, and what must be said first: the day it was published.

    A source that stands says its day itself. Each day makes a source of its own, so that a later
    publication supersedes the earlier one and both stay known.
    """
    stands = set(standing.rows("sources")["source_document"])
    day = given.published_on.isoformat() if given.published_on else ""
    code = given.source_document or "-".join(part for part in (edition.code, day) if part)
    if code in stands:
        return Source(code), ()
    record = {
        "source_document": code,
        "title": edition.title,
        "publisher": edition.publisher,
        "published_on": day,
        "note": edition.note,
    }
    made = part_of_records("sources", [record], [1])
    return Source(code, (made,)), () if day else ("published_on",)
