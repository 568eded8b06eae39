"""Columns of a main slide that hold only what fits them, and say how much more there is."""

from collections.abc import Sequence
from dataclasses import replace

from dashboard.pack.blocks import Columns, Item, Points
from dashboard.pack.places.slide import columns_layout, head_layout


def fit_columns(block: Columns, title: str, subtitle: str, backups: Sequence[str]) -> Columns:
    """Return columns below a head that fit in the smallest letters.

    Items are left out of the longest column first; its last item says how many, and `backups` has
    for each column the slide that has them.
    """
    body = head_layout(title, subtitle).body
    columns = [list(column.items) for column in block.columns]
    hidden = [0] * len(columns)

    def built() -> Columns:
        return Columns(
            tuple(
                replace(column, items=(*items, *_more(count, backup)))
                for column, items, count, backup in zip(
                    block.columns, columns, hidden, backups, strict=True
                )
            )
        )

    while not columns_layout(built(), body).fits and any(len(items) > 1 for items in columns):
        lengths = [
            sum(len(f"{item.reference}{item.words}{item.by}") + 20 for item in items)
            * (len(items) > 1)
            for items in columns
        ]
        at = lengths.index(max(lengths))
        columns[at].pop(_least(columns[at]))
        hidden[at] += 1
    return built()


def _least(items: list[Item]) -> int:
    """Return the place of the last item that leads to a slide of its own, else of the last."""
    linked = [at for at, item in enumerate(items) if item.backup]
    return linked[-1] if linked else len(items) - 1


def _more(count: int, backup: str) -> tuple[Item, ...]:
    return (Item(f"and {count} more", backup=backup),) if count else ()


def points_column(heading: str, items: tuple[Item, ...]) -> tuple[Points, ...]:
    """Return a column; none where it would be empty."""
    return (Points(heading, items),) if items else ()
