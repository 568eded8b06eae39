"""The numbers of a measure: its targets and baselines, then each period, the newest first."""

from typing import Final

from dash import html

from dashboard.model.panel import Panel, Series
from dashboard.model.selection import Selection
from dashboard.panels.breakdowns import Breakdown
from dashboard.text.format import screen_name
from layouts.charts.control_text import COLUMNS as CONTROL
from layouts.charts.data_table import COUNTS, TableRow, period_rows, series_name
from layouts.sections.breakdowns import drill_url_for
from layouts.sections.targets import target_table
from layouts.ui.components import section
from layouts.ui.tables import Column, Row, scroll_region, table

_EXTRACTS: Final = "history"


def numbers_part(
    panel: Panel, series: Series, parts: Breakdown | None, selection: Selection
) -> list[html.Section]:
    """Render targets and baselines, and the table of periods where there is one."""
    targets = section("Targets and baselines", target_table(panel, series))
    drill = drill_url_for(series, parts, selection) if parts else None
    rows = list(period_rows(panel, series, series.benchmarks, drill))[::-1]
    if not rows:
        return [targets]
    return [targets, section("The numbers", _table(panel, series, rows, selection), _sources(rows))]


def _is_of_one_day(rows: list[TableRow]) -> bool:
    return len({row.known_on for row in rows}) == 1


def _table(panel: Panel, series: Series, rows: list[TableRow], selection: Selection) -> html.Div:
    areas = [area.area_name for area in series.benchmarks]
    counts = COUNTS if any(any(row.counts) for row in rows) else ()
    control = CONTROL if series.chart else ()
    is_of_one_day = _is_of_one_day(rows)
    numeric = (panel.area.name if areas else "Value", *areas, *counts, *control[:-1])
    columns = [
        Column("Period"),
        *(Column(name, "number") for name in numeric),
        *(Column(name) for name in control[-1:]),
        Column("Note", "note-cell"),
        *([] if is_of_one_day else [Column("Known from")]),
        Column("Source"),
    ]
    history = selection.to("data", tab=_EXTRACTS)
    caption = f"{series_name(panel, series)}: {panel.area.name}"
    body = [
        Row(
            [
                html.A(row.heading, href=row.href) if row.href else row.heading,
                row.value,
                *row.others,
                *(row.counts if counts else ()),
                *(row.control if control else ()),
                screen_name(row.note),
                *([] if is_of_one_day else [row.known_on]),
                html.A(f"extract {row.extract}", href=history) if row.extract else row.source,
            ]
        )
        for row in rows
    ]
    return scroll_region(table(caption, columns, body, look="plain by-period"), f"Table: {caption}")


def _sources(rows: list[TableRow]) -> html.P:
    """Render which source each extract has, and from when all figures are known where that is one day."""
    sources = {row.extract: row.source for row in rows if row.extract and row.source}
    listed = "; ".join(f"extract {number}: {source}" for number, source in sources.items())
    words = [f"Sources. {listed}." if listed else ""]
    words += [f"Known from {rows[0].known_on}."] if _is_of_one_day(rows) else []
    return html.P(" ".join(filter(None, words)), className="small")
