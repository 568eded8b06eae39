"""The Data page: the way in, the returns, and a history that tells no small number of children."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

import pytest

from data.loading.history import ExtractRecord
from layouts.pages.data import DataPageContent, data_page
from layouts.pages.data_history import UNFOLDED
from layouts.pages.data_returns import Titles, counts_words
from layouts.ui.static_html import html_text
from layouts.ui.tags import INTAKE_STYLE

MOMENT = datetime(2026, 11, 22, 9, 5, tzinfo=UTC)
TITLES = Titles({"referrals": "Referrals"}, {"E09000014": "Haringey"}, {}, {})


@dataclass(frozen=True)
class Return:
    """A return of a service, as the store judges it."""

    service: str
    state: str
    due_on: date = date(2023, 4, 21)
    days: int = 0
    received_on: date | None = None
    extract_id: int | None = None
    area_code: str = "E09000014"
    kind: str = "referrals"
    measure_id: str = ""
    provider: str = ""
    note: str = ""
    period_start: date = date(2023, 3, 1)
    period_end: date = date(2023, 3, 31)


def extract(number: int, kind: str = "observations", **fields) -> ExtractRecord:
    """An extract that brought 250 rows, 3 of them new."""
    plain = {
        "file_name": "x.csv", "sha256": "", "row_count": 250, "new_count": 3, "changed_count": 20,
        "unchanged_count": 227, "loaded_by": "me", "loaded_at": MOMENT, "state": "loaded",
        "undone_by": None, "undone_at": None,
    }  # fmt: skip
    return ExtractRecord(extract_id=number, kind=kind, **{**plain, **fields})


def page(*history: ExtractRecord, shows_small: bool = False, titles=TITLES, **fields) -> str:
    """The page as the browser gets it."""
    intake = DataPageContent(history=history, titles=titles, **fields)
    return "".join(map(html_text, data_page(intake, shows_small=shows_small)))


@pytest.mark.parametrize("kind", ["ehc_assessments", "referrals", "annual_reviews", "feedback"])
def test_few_new_cases_are_not_counted_out(kind: str):
    told = page(extract(71, kind))
    assert ">about 250</td>" in told
    assert ">fewer than 10</td>" in told
    assert ">about 20</td>" in told
    assert not any(f">{exact}<" in told for exact in (250, 3, 20, 227))


def test_the_data_team_and_other_kinds_are_told_all():
    assert ">3</td>" in page(extract(71, "ehc_assessments"), shows_small=True)
    assert ">3</td>" in page(extract(71))


def test_the_extracts_of_one_delivery_are_one_load_that_is_undone_as_one():
    parts = [extract(number, delivery_id=70, format="DfE release") for number in (71, 70)]
    told = page(*parts)
    assert ">500</td>" in told
    assert "DfE release" in told
    assert told.count("data-undo=") == 1
    assert 'data-undo="70"' in told
    assert told.count("data-contents-of=") == 2


def test_a_few_children_are_not_found_by_taking_one_part_from_the_whole():
    parts = [
        extract(71, "referrals", delivery_id=70, row_count=3),
        extract(70, "referrals", delivery_id=70, row_count=240),
    ]
    told = page(*parts)
    assert ">about 250</td>" in told
    assert "243" not in told
    assert "Referrals: about 240 rows" in told
    assert "Referrals: fewer than 10 rows" in told


def test_an_undone_load_says_who_undid_it_and_when():
    told = page(extract(5, state="undone", undone_by="Ada", undone_at=MOMENT))
    assert "data-undo" not in told
    assert "22 November 2026, 09:05 UTC" in told
    assert "by Ada" in told


def test_old_loads_are_folded_away():
    many = [extract(number) for number in range(UNFOLDED + 12, 0, -1)]
    assert "<summary>12 older loads</summary>" in page(*many)
    assert "older load" not in page(*many[:UNFOLDED])


def test_there_is_room_for_files_and_a_tag_for_all_that_may_become_of_them():
    told = page()
    assert '<div class="intake" data-intake="work"></div>' in told
    assert all(f"intake-{code}" in told for code in INTAKE_STYLE)


def test_the_sections_stand_in_their_order():
    told = page(extract(5))
    anchors = ["load", "returns", "history", "templates", "dictionary", "terminal"]
    places = [told.index(f'<section id="{anchor}"') for anchor in anchors]
    assert places == sorted(places)


def test_returns_are_counted_in_a_sentence_and_the_overdue_come_first():
    came = Return("Speech therapy", "late", days=3, received_on=date(2023, 4, 24), extract_id=9)
    due = Return("Audiology", "due")
    overdue = Return("Paediatrics", "overdue", days=40)
    told = page(returns=[came, due, overdue])
    assert "Of 3 returns, 1 is overdue, 1 is due and not here yet and 1 came (1 late)." in told
    assert told.index("Paediatrics") < told.index("Audiology") < told.index("Speech therapy")
    assert "for 40 days" in told
    assert "on 24 April 2023 as load 9, 3 days late" in told


def test_returns_that_all_came_say_that_none_is_overdue():
    assert counts_words([Return("A", "received")]) == "Of 1 return, none is overdue and 1 came."


def test_where_no_return_is_declared_the_page_says_how():
    assert 'href="/download/template/returns_due.csv"' in page()


def test_what_was_confirmed_of_a_scorecard_is_shown_with_the_way_to_edit_it():
    common = {"framework_id": "ha", "sheet": "Board", "breakdown": "", "statistic": "", "basis": ""}
    confirmed = [
        common
        | {"item": "column", "label": "Mmm-00", "use": "period", "reference": "", "part": ""},
        common
        | {"item": "row", "label": "Plans <20 wks", "reference": "E1", "part": ""}
        | {"use": "measure", "measure_id": "ehcp-20-weeks", "basis": "ytd"},
    ]
    measures = {"ehcp-20-weeks": "EHC plans issued within 20 weeks"}
    titles = replace(TITLES, measures=measures, plans={"ha": "Written Statement of Action"})
    shown = page(scorecards=confirmed, titles=titles)
    assert "Board: Written Statement of Action (2 rows)" in shown
    assert "E1 Plans &lt;20 wks" in shown
    assert "EHC plans issued within 20 weeks, year to date" in shown
    assert 'href="/download/rows/scorecard_mappings.csv"' in shown
    assert "Nothing has been confirmed yet" in page()
