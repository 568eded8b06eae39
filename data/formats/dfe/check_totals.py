"""Hold the counts of each row against what must add up, and find those that are negative."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from data.formats.base import IDENTITY, LEFT_OUT, Note
from data.formats.dfe.aliases import Identity, fields_of, identities
from data.formats.dfe.columns import TableLayout
from data.formats.dfe.numbers import number_in
from data.formats.dfe.rows import Total


def identity_notes(layout: TableLayout, totals: Sequence[Total], source: str) -> Iterator[Note]:
    """Yield for each identity in how many rows it holds, with every row in which it does not."""
    for identity in identities(layout.table):
        if {*identity.whole, *identity.parts} <= set(layout.places):
            yield _identity_note(identity, totals, source)


def _identity_note(identity: Identity, totals: Sequence[Total], source: str) -> Note:
    sides = [(total, _sum(total, identity.whole), _sum(total, identity.parts)) for total in totals]
    published = [
        (total, whole, parts)
        for total, whole, parts in sides
        if whole is not None and parts is not None
    ]
    wrong = [
        f"{total.place} ({whole:,} against {parts:,})"
        for total, whole, parts in published
        if whole != parts
    ]
    words = f"{identity.words[:1].upper()}{identity.words[1:]}: "
    words += f"holds in {len(published) - len(wrong):,} of {len(published):,} rows"
    if len(published) < len(totals):
        words += f", {len(totals) - len(published):,} not published"
    if wrong:
        because = f" ({identity.reason})" if identity.reason else ""
        words += f"; not in {'; '.join(wrong)}{because}"
    return Note(IDENTITY, source, f"{words}.")


def _sum(total: Total, fields: Sequence[str]) -> Decimal | None:
    numbers = [number_in(total.cells[field]) for field in fields]
    published = [number for number in numbers if number is not None]
    return sum(published, Decimal(0)) if len(published) == len(numbers) else None


def negative_notes(layout: TableLayout, totals: Sequence[Total], source: str) -> Iterator[Note]:
    """Yield each column that has counts below 0, with the areas: no figure is made of such a count."""
    for name, field in fields_of(layout.table).items():
        if field not in layout.places:
            continue
        counts = [(total, number_in(total.cells.get(field, ""))) for total in totals]
        places = [f"{total.place} ({n})" for total, n in counts if n is not None and n < 0]
        if places and _is_named(layout, name, field):
            words = f"A count cannot be negative, and no figure is made of it: {'; '.join(places)}."
            yield Note(LEFT_OUT, f"{source}, {name}", words)


def _is_named(layout: TableLayout, name: str, field: str) -> bool:
    """Tell whether a field stands under this of its names."""
    return layout.names[layout.places[field]] == name
