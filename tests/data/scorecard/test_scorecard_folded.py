"""A table of figures that is folded into a scorecard and unfolded again is the same table."""

import csv
import io
from collections.abc import Callable
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from data.common.progress import unwatched
from data.files.csv_reader import ExtractFile
from data.formats.scorecard.reader import SCORECARD, recognises
from tests.builders.scorecard import CONFIRMED, MEASURES, Catalogue, rows_of

Cells = dict[tuple[str, date], str]
# No stocks: what happened in a month keeps its month.
TITLES = {each[0]: each[1] for each in MEASURES if each[3] != "stock"}
UNITS = {each[0]: each[2] for each in MEASURES}
STYLES: tuple[Callable[[date], str], ...] = (
    lambda day: f"{day:%b-%y}",
    lambda day: f"{day:%b %Y}",
    lambda day: f"{day:%B %Y}",
    lambda day: f"{day:%Y-%m}",
    lambda day: f"{day:%m/%Y}",
    lambda day: f"{day:%b} ’{day:%y}",
)
ADDED = {"percent": "%", "weeks": " wks", "count": "", "gbp_million": "m"}
BLANKS = st.sampled_from(("", " "))
FILLERS = st.sampled_from((["", ""], ["", "Priority 2: plans"], ["", "Notes: see the minutes"]))


def month(number: int) -> date:
    return date(2014 + number // 12, 1 + number % 12, 1)


@st.composite
def figures(draw: st.DrawFn) -> Cells:
    """Draw figures of some measures in some months: at least three months, none all blank."""
    first = draw(st.integers(0, 90))
    months = draw(st.lists(st.integers(first, first + 17), min_size=3, max_size=8, unique=True))
    names = draw(st.lists(st.sampled_from(sorted(TITLES)), min_size=1, max_size=5, unique=True))
    number = st.integers(2, 99).map(str) | st.integers(20, 999).map(lambda n: f"{n / 10:.1f}")
    return {
        (name, month(each)): draw(number)
        for name in names
        for each in sorted(months)
        if draw(st.integers(0, 4)) or each == months[0]
    }


@st.composite
def folded(draw: st.DrawFn, cells: Cells) -> ExtractFile:
    """Draw a scorecard that holds these figures."""
    style = draw(st.sampled_from(STYLES))
    months = draw(st.permutations(sorted({day for _, day in cells})))
    if len(months) < 3:
        spare = (month(n) for n in range(200))
        months += [day for day in spare if day not in months][: 3 - len(months)]
    names = draw(st.permutations(sorted({name for name, _ in cells})))
    rows = [["Scorecard"], []][: draw(st.integers(0, 2))]
    rows.append(["Ref", "Indicator", *map(style, months), "RAG"])
    for name in names:
        if draw(st.booleans()):
            rows.append(draw(FILLERS))
        unit = ADDED[UNITS[name]]
        filled = [
            f"{cells[name, day]}{unit}" if (name, day) in cells else draw(BLANKS) for day in months
        ]
        pound = "£" if UNITS[name] == "gbp_million" else ""
        rows.append(
            [
                "",
                TITLES[name],
                *(pound + cell if cell.strip(" -–") else cell for cell in filled),
                "G",
            ]
        )
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return ExtractFile("folded.csv", text.getvalue().encode())


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_unfolding_a_folded_table_gives_it_back(data: st.DataObject):
    cells = data.draw(figures())
    file = data.draw(folded(cells))
    assert recognises(file)
    reading = SCORECARD.read([file], Catalogue(), CONFIRMED, unwatched)
    found = {
        (row["measure_id"], date.fromisoformat(row["period_start"])): row["value"].removesuffix("%")
        for row in rows_of(reading)
    }
    assert found == cells
    assert {row["basis"] for row in rows_of(reading)} == {"month"}
    assert [each for each in reading.notes if each.topic == "unrecognised"] == []
