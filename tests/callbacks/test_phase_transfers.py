"""Transfers between phases, counted by the year alone: no child is found among their parts."""

import re
from collections import Counter
from pathlib import Path

from callbacks.pages.resolve import answer_address
from dashboard.model.selection import Selection
from data.files.csv_reader import open_extract
from data.loading.load import load_files
from data.queries.panels import load_parts
from data.store.databases.engine import Engine, make_engine
from tests.callbacks.conftest import HARINGEY
from tests.stores import MakeStore, current_day, read_as_page

MEASURE = "phase-transfer-on-time"
TRANSFERS = {"ASD": 20, "MLD": 15, "VI": 2}


def loaded(engine: Engine, folder: Path, needs_by_year: dict[int, dict[str, int]]) -> Engine:
    """Load plans due for a transfer on 15 February of a year, all with a final plan in time."""
    plans, reviews = [], []
    for year, needs in needs_by_year.items():
        for number, need in enumerate(Counter(needs).elements()):
            plan = f"P{year}-{number}"
            plans.append(f"{plan},{HARINGEY},2020-01-15,school,{year}-02-15,{need},2024-12-31,all")
            reviews.append(f"{plan},{HARINGEY},{year}-01-10,school,{year}-02-01,2024-12-31,all")
    head = "plan_id,area_code,issued_date,phase_transfer,phase_transfer_due,primary_need,cut_off,coverage"
    (folder / "plans.csv").write_text("\n".join([head, *plans]))
    head = "plan_id,area_code,meeting_date,phase_transfer,final_plan_date,cut_off,coverage"
    (folder / "annual_reviews.csv").write_text("\n".join([head, *reviews]))
    files = [open_extract(folder / name) for name in ("plans.csv", "annual_reviews.csv")]
    for report in load_files(engine, files, by="test"):
        assert report.issues == ()
    return engine


def hidden_parts(engine: Engine) -> dict[str, bool]:
    chosen = Selection(area=HARINGEY, measure=MEASURE, by="need")
    parts = read_as_page(load_parts, engine, chosen, current_day())
    assert parts is not None
    return {each.breakdown: each.point is not None and each.point.is_hidden for each in parts.parts}


def test_beside_a_hidden_part_of_the_transfers_another_is_hidden(make_sqlite: MakeStore, tmp_path):
    engine = loaded(make_engine(make_sqlite("filled")), tmp_path, {2023: TRANSFERS})
    assert hidden_parts(engine) == {"need=ASD": False, "need=MLD": True, "need=VI": True}
    engine.dispose()


def test_few_transfers_in_two_years_are_a_page_without_them(make_sqlite: MakeStore, tmp_path):
    few = {2022: {"ASD": 3}, 2023: {"ASD": 2, "VI": 1}}
    engine = loaded(make_engine(make_sqlite("filled")), tmp_path, few)
    assert hidden_parts(engine) == {"need=ASD": True, "need=VI": True}
    address = f"/measure/{MEASURE}?area={HARINGEY}&by=need"
    answer = answer_address(engine, address, {}, current_day())
    assert answer.is_found
    assert "Suppressed" in str(answer.content)
    assert not re.search(r"\b[1-3] of [1-3]\b", str(answer.content))
    engine.dispose()
