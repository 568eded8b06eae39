"""A target with two bounds, from its extract to every place where it is shown."""

from datetime import date
from io import BytesIO

import openpyxl
import pytest
from sqlalchemy import Engine

from callbacks.downloads.tables import overview_rows
from callbacks.pages.document import page_of
from callbacks.pages.resolve import answer_address
from dashboard.model.selection import Selection
from dashboard.pack.model import StoredPack
from dashboard.pack.report import build_report
from dashboard.pack.serialise import parse, serialise
from dashboard.pack.slides.deck import build_slides
from dashboard.panels.export import series_record
from data.loading.load import load_files
from data.meetings.pack_contents import gather
from data.queries.panels import load_overview, load_panel
from layouts.workbook.workbook import workbook_file
from tests.builders.files import targets
from tests.stores import read_as_page

PLAN, TODAY = "ha-wsoa-2021", date(2024, 1, 31)
RANGE = {
    "basis": "month",
    "operator": "between",
    "value": "85-90%",
    "as_published": "between 85 and 90%",
    "published_on": "2023-04-20",
}
WORDS = "3 points below the 85–90% target"


@pytest.mark.both_databases
def test_a_range_is_the_same_wherever_it_is_shown(shipped: Engine):
    (loaded,) = load_files(shipped, [targets(RANGE)])
    assert (loaded.issues, loaded.warnings) == ((), ())
    chosen = Selection(page="measure", framework=PLAN, measure="ehcp-20-weeks", as_of=TODAY)
    panel = read_as_page(load_panel, shipped, chosen, TODAY)
    series = next(line for line in panel.series if line.basis == "month")
    record = series_record(panel, series)
    assert (record["status"], record["gap"], record["gap_words"]) == ("close", -3, WORDS)
    assert [record["target"][name] for name in ("value", "value_low", "value_high")] == [
        None,
        85,
        90,
    ]
    overview = read_as_page(load_overview, shipped, Selection(framework=PLAN, as_of=TODAY), TODAY)
    rows = [
        row for row in overview_rows(overview) if row[1] == "ehcp-20-weeks" and row[4] == "month"
    ]
    assert [row[9:12] for row in rows] == [("85–90% in month", WORDS, "Close")]
    address = f"/measure/ehcp-20-weeks?framework={PLAN}&basis=month&as_of={TODAY}"
    shown = page_of(answer_address(shipped, address, {}, TODAY)).body
    assert "Target 85–90%" in shown
    made = read_as_page(gather, shipped, chosen, TODAY, "Ann", None, None)
    assert parse(serialise(made)) == made
    stored = StoredPack(f"{PLAN}-v1", "E09000014", PLAN, TODAY, 1, "", "", (), pack=made)
    for blocks in (build_report(stored).sections, build_slides(stored)):
        assert "85–90%" in str(blocks)
    sheet = openpyxl.load_workbook(BytesIO(workbook_file(stored)))["Figures"]
    row = next(
        [cell.value for cell in cells] for cells in sheet.iter_rows() if "85–90%" in
        [cell.value for cell in cells]
    )  # fmt: skip
    at = row.index(85)
    assert row[at : at + 2] == [85, 90]
