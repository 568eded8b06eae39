"""What was confirmed of each scorecard: which row is which measure, which column is what."""

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any, Final

from dash import html
from dash.development.base_component import Component

from dashboard.model.urls import Urls
from dashboard.text.format import counted
from layouts.pages.data_team.returns import Titles
from layouts.ui.tables import plain_table

KIND: Final = "scorecard_mappings"
_USE_WORDS: Final = {
    "period": "Figures",
    "target": "Targets",
    "name": "The names of the rows",
    "reference": "The plan’s references",
    "part": "The part of the measure",
    "unit": "The unit",
    "left_out": "Not read",
    "no_measure": "No measure has this name: not read",
}


def scorecards(confirmed: Sequence[Mapping[str, Any]], titles: Titles) -> list[Component]:
    """Render a folded table of the rows of each scorecard, and how to change what was confirmed."""
    if not confirmed:
        words = "No scorecard is loaded yet. How each is read is confirmed as it is loaded, and listed here."
        return [html.P(words)]
    edit = html.A(
        "these rows as a CSV file", href=Urls.path(Urls.ROWS_CSV, kind=KIND), className="more"
    )
    words = " Write left_out as the use of what is not to be read; load the file as any other."
    ordered = sorted(confirmed, key=_sheet)
    sheets = [
        _sheet_details(plan, sheet, list(rows), titles)
        for (plan, sheet), rows in groupby(ordered, key=_sheet)
    ]
    return [html.P(["To change how a scorecard is read, edit ", edit, ".", words]), *sheets]


def _sheet(row: Mapping[str, Any]) -> tuple[str, str]:
    return row["framework_id"], row["sheet"]


def _sheet_details(
    plan: str, sheet: str, rows: list[Mapping[str, Any]], titles: Titles
) -> html.Details:
    title = f"{sheet or 'Scorecard without a title'}: {titles.plans.get(plan, plan)}"
    cells = [
        [" ".join(filter(None, (row["reference"], row["label"], row["part"]))), _use(row, titles)]
        for row in sorted(rows, key=lambda row: row["item"] != "row")
    ]
    summary = html.Summary(f"{title} ({counted(len(rows), 'row')})")
    table = plain_table(f"How it is read: {title}", ("Row or column", "Read as"), cells)
    return html.Details([summary, table], className="dictionary")


def _use(row: Mapping[str, Any], titles: Titles) -> str:
    if row["use"] != "measure":
        return _USE_WORDS[row["use"]]
    measure = titles.measures.get(row["measure_id"], row["measure_id"])
    parts = (row["breakdown"], row["statistic"], "year to date" if row["basis"] == "ytd" else "")
    return ", ".join(filter(None, (measure, *parts)))
