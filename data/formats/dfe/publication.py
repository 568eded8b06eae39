"""Tell which publication a delivery is: by what it says itself, else by what is said of it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

import pandas as pd

from data.common.load_options import LoadOptions
from data.files.csv_reader import ExtractFile
from data.formats.base import READ_AS, ExtractPart, Note, part_from_records

_TITLE = "Education, health and care plans"
_PUBLISHER = "Department for Education"
_REPORTING_YEAR = re.compile(rb"\bReporting year (20[0-9]{2})\b", re.IGNORECASE)
# The guidance names the release and its year in the first lines.
_FIRST_LINES = 2_000


@dataclass(frozen=True)
class Publication:
    """Name the publication that figures come from; "" for what is not known."""

    source_document: str
    published_on: str
    title: str
    is_current: bool

    @property
    def asks(self) -> tuple[str, ...]:
        """Return what must be said before the figures can be loaded."""
        details = {"source_document": self.source_document, "published_on": self.published_on}
        return tuple(name for name, detail in details.items() if not detail)

    @property
    def columns(self) -> dict[str, str]:
        """Return what each of its observations carries."""
        return {"source_document": self.source_document, "published_on": self.published_on}

    def parts(self) -> tuple[ExtractPart, ...]:
        """Return an extract with the source, where it does not stand yet."""
        if self.is_current or self.asks:
            return ()
        record = {
            "source_document": self.source_document,
            "title": self.title,
            "publisher": _PUBLISHER,
            "published_on": self.published_on,
            "note": "Open Government Licence v3.0",
        }
        return (part_from_records("sources", [record], [1], "the publication"),)

    def notes(self) -> tuple[Note, ...]:
        """Say as what the delivery was read."""
        if self.asks:
            return ()
        words = f"Read as {self.source_document}, published on {self.published_on}."
        return (Note(READ_AS, self.title, words),)


def find_publication(
    name: str, members: Iterable[ExtractFile], options: LoadOptions, sources: pd.DataFrame
) -> Publication:
    """Find the publication: what is given counts, then the guidance in the archive.

    The names and days of files prove nothing, so a single table must be told. A publication that
    stands already has its day.
    """
    year = reporting_year(members)
    source = options.source_document or (f"dfe-{year}" if year else "")
    title = f"{_TITLE}, reporting year {year}" if year else f"{_TITLE}: {name}"
    published_days = dict(zip(sources["source_document"], sources["published_on"], strict=True))
    is_current = source in published_days
    day = options.published_on or published_days.get(source)
    return Publication(
        source, "" if day is None or pd.isna(day) else f"{day:%Y-%m-%d}", title, is_current
    )


def reporting_year(members: Iterable[ExtractFile]) -> str:
    """Return the reporting year that the guidance of a release names; "" where there is none."""
    for member in members:
        start = member.content[:_FIRST_LINES]
        if not member.name.lower().endswith(".txt") or _TITLE.encode() not in start:
            continue
        if match := _REPORTING_YEAR.search(start):
            return match[1].decode()
    return ""
