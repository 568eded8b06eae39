"""The numbers behind the chart of a slide: a table in few columns, to be read across a room.

It is written as text: a pack has thousands of its rows, and nobody may ever ask for them.
"""

from html import escape
from typing import Final

from dashboard.model.panel import Panel, Series
from layouts.charts.data_table import COUNTS, TableRow, series_name, table_rows

_HEADING: Final = '<th scope="row">{}</th>'
_NUMBER: Final = '<td class="number">{}</td>'
_WORDS: Final = "<td>{}</td>"


def slide_numbers(panel: Panel, series: Series) -> str:
    """Write every point of a series, its baselines and its targets as an HTML table.

    Where each is from stands on the page of its measure.
    """
    rows = list(table_rows(panel, series))
    has_counts = any(any(row.counts) for row in rows)
    names = ("Value", *COUNTS) if has_counts else ("Value",)
    heads = [f'<th scope="col" class="number">{name}</th>' for name in names]
    head = f'<th scope="col">Period</th>{"".join(heads)}<th scope="col">Note</th>'
    body = "".join(_row(row, has_counts=has_counts) for row in rows)
    caption = escape(f"{series_name(panel, series)}: {panel.area.name}")
    return (
        f"<table><caption>{caption}</caption><thead><tr>{head}</tr></thead>"
        f"<tbody>{body}</tbody></table>"
    )


def _row(row: TableRow, *, has_counts: bool) -> str:
    numbers = (row.value, *(row.counts if has_counts else ()))
    cells = "".join(_NUMBER.format(escape(each)) for each in numbers)
    note = _WORDS.format(escape(row.note))
    return f"<tr>{_HEADING.format(escape(row.heading))}{cells}{note}</tr>"
