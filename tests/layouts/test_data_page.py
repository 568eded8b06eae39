"""The Data page: the way in, the returns, and a history that tells no small number of children."""

import re
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.model.selection import Selection
from dashboard.text.periods import month_end
from data.loading.history import ExtractRecord
from data.upkeep.purge import PurgeRecord
from layouts.pages.data_team.history import PAGE_ROWS
from layouts.pages.data_team.returns import Titles, counts_words
from layouts.pages.data_team.start import TABS, DataPageContent, data_page
from layouts.ui.static_html import html_text
from layouts.ui.tags import INTAKE_STYLE

MOMENT = datetime(2026, 11, 22, 9, 5, tzinfo=UTC)
TODAY = date(2023, 5, 2)
HISTORY, RETURNS, SCORECARDS = (
    Selection(page="data", tab=tab) for tab in ("history", "returns", "scorecards")
)
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


def page(
    *history: ExtractRecord, shows_small: bool = False, titles=TITLES, chosen=HISTORY, **fields
) -> str:
    """A tab of the page as the browser gets it."""
    intake = DataPageContent(TODAY, history=history, titles=titles, **fields)
    return "".join(map(html_text, data_page(intake, chosen, shows_small=shows_small)))


def first_screen(*history: ExtractRecord, **fields) -> str:
    return page(*history, chosen=Selection(page="data"), **fields)


@pytest.mark.parametrize("kind", ["ehc_assessments", "referrals", "annual_reviews", "feedback"])
@given(counts=st.tuples(*[st.integers(0, 2000)] * 4))
def test_a_load_of_cases_reads_the_same_however_many_there_are(kind: str, counts):
    names = ("row_count", "new_count", "changed_count", "unchanged_count")
    other = extract(71, kind, **dict(zip(names, counts, strict=True)))
    for each in (page, first_screen):
        assert each(other) == each(extract(71, kind))
    assert page(other).count("files of cases have is not shown") == 1


def test_a_column_of_numbers_stands_only_where_a_load_has_one():
    cases, other = extract(71, "referrals"), extract(70)
    for each in (page, first_screen):
        assert ">New</th>" not in each(cases)
        assert ">New</th>" in each(cases, other)
    assert "is not shown" not in page(other)


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


def test_a_delivery_with_cases_counts_the_rows_of_its_other_extracts_alone():
    parts = [
        extract(71, "referrals", delivery_id=70, row_count=3),
        extract(70, delivery_id=70, row_count=240),
    ]
    told = page(*parts)
    assert "243" not in told
    assert ">240</td>" not in told
    assert "observations: 240 rows" in told
    assert "Referrals: " not in told
    assert "Referrals: 3 rows" in page(*parts, shows_small=True)


def test_an_undone_load_says_who_undid_it_and_when():
    told = page(extract(5, state="undone", undone_by="Ada", undone_at=MOMENT))
    assert "data-undo" not in told
    assert "22 November 2026, 09:05 UTC" in told
    assert "by Ada" in told


def test_a_purge_is_among_the_loads_with_what_it_dropped_when_and_by_whom():
    purged = extract(5, "referrals", purged_at=datetime(2026, 12, 3, 8, tzinfo=UTC))
    later = extract(6, file_name="later.csv", loaded_at=datetime(2026, 12, 4, tzinfo=UTC))
    words = "cases of extracts with a cut-off before 1 June 2026"
    purge = PurgeRecord(words, "Grace", datetime(2026, 12, 3, 8, tzinfo=UTC), (purged,))
    told = page(later, purged, purges=[purge])
    places = [told.index(part) for part in ("later.csv", "Cases of extracts", "Cases purged 3 Dec")]
    assert places == sorted(places)
    assert "Grace" in told
    assert "x.csv, load 5</li>" in told
    assert "2 loads and 1 purge" in told
    screen = first_screen(purged, purges=[purge])
    assert "Cases of extracts" in screen
    assert "All 1 load and 1 purge</a>" in screen
    found = page(later, purged, purges=[purge], chosen=replace(HISTORY, find="grace"))
    assert "0 loads and 1 purge of 2 loads and 1 purge found" in found


def test_where_nobody_is_named_a_row_says_when_alone():
    undone = extract(5, loaded_by="", state="undone", undone_by="", undone_at=MOMENT)
    purge = PurgeRecord("cases", "", MOMENT, (undone,))
    assert (
        first_screen(undone, purges=[purge]).count('data-label="By, when">22 Nov, 09:05</td>') == 2
    )
    assert ">by " not in page(undone, purges=[purge])


def test_loads_are_paged_and_the_pages_lead_to_each_other():
    many = [extract(number) for number in range(PAGE_ROWS + 2, 0, -1)]
    first, second = page(*many), page(*many, chosen=replace(HISTORY, page_number="2"))
    assert (first.count("data-undo="), second.count("data-undo=")) == (PAGE_ROWS, 2)
    assert 'href="/data?tab=history&amp;page_number=2"' in first
    assert "Page 2 of 2" in second
    assert "Newer loads" in second
    assert "Page" not in page(*many[:PAGE_ROWS])


@pytest.mark.parametrize("number", ["0", "-1", "99", "second"])
def test_a_page_that_is_not_there_is_the_nearest(number: str):
    assert page(extract(5), chosen=replace(HISTORY, page_number=number)).count("data-undo=") == 1


@pytest.mark.parametrize(
    ("wanted", "count"), [("referrals", 1), ("ADA march", 1), ("7", 1), ("nobody", 0), ("", 2)]
)
def test_loads_are_found_by_file_kind_person_or_number(wanted: str, count: int):
    loads = [extract(7, file_name="march.csv", loaded_by="Ada"), extract(6, "referrals")]
    told = page(*loads, chosen=replace(HISTORY, find=wanted))
    assert told.count("data-undo=") == count
    assert ("No load fits." in told) == (count == 0)


def test_the_first_screen_has_the_last_three_loads_and_leads_to_all():
    told = first_screen(*(extract(number) for number in range(5, 0, -1)))
    assert told.count("data-undo=") == 3
    assert ">All 5 loads</a>" in told
    assert not re.search(r"<h2[^>]*>(?:(?!</h2>).)*<a ", told)
    assert 'href="/data?tab=history"' in told


def test_there_is_room_for_files_and_a_tag_for_all_that_may_become_of_them():
    told = first_screen()
    assert 'data-intake="work"' in told
    assert "Without scripts this page matches no columns and undoes no load" in told
    assert all(f"intake-{code}" in told for code in INTAKE_STYLE)


def test_the_parts_of_the_first_screen_stand_in_their_order():
    told = first_screen(extract(5))
    places = [told.index(f'id="{anchor}"') for anchor in ("load", "returns", "check", "history")]
    assert places == sorted(places)


@pytest.mark.parametrize("tab", [*TABS, "", "nonsense"])
def test_each_tab_has_an_address_and_an_unknown_one_is_the_first_screen(tab: str):
    told = page(extract(5), chosen=Selection(page="data", tab=tab))
    assert ("Drop this month’s files here" in told) == (tab not in TABS)
    assert told.count("<h1") == 1
    assert all(
        f'href="/data?tab={name}"' in told for name in ("templates", "dictionary", "terminal")
    )


def test_services_stand_beside_the_last_three_months_the_most_urgent_first():
    def month(service, number, state, **fields):
        start = date(2023, number, 1)
        return Return(service, state, period_start=start, period_end=month_end(start), **fields)

    told = first_screen(
        returns=[
            month("Audiology", 1, "received", received_on=date(2023, 2, 9)),
            *(month("Audiology", n, "late", received_on=date(2023, n + 1, 9)) for n in (2, 3)),
            month("Audiology", 4, "due", due_on=date(2023, 5, 31)),
            month("Paediatrics", 3, "overdue", days=12),
            month("Paediatrics", 3, "received", received_on=date(2023, 4, 1)),
            month("Audiology", 6, "due"),
        ]
    )
    assert "April 2023" in told
    assert ">Jan<" not in told
    assert ">Jun<" not in told
    assert told.index("Paediatrics") < told.index("Audiology")
    assert "1 of 2, 12 days overdue" in told
    assert "9 Mar late" in told
    assert "due 31 May" in told
    assert told.count('href="/data?tab=returns"') == 1


def test_of_all_returns_each_service_leads_to_its_own():
    told = page(returns=[Return("Audiology", "due"), Return("Paediatrics", "due")], chosen=RETURNS)
    assert 'href="/data?section=Audiology&amp;tab=returns"' in told


def test_a_service_has_its_returns_with_the_file_that_brought_each():
    came = Return("Speech therapy", "received", received_on=date(2023, 4, 20), extract_id=9)
    own = replace(RETURNS, section="Speech therapy")
    told = page(
        extract(9, file_name="april.csv"), returns=[came, Return("Audiology", "due")], chosen=own
    )
    assert "april.csv" in told
    assert "Of 1 return, none is overdue and 1 came." in told
    assert ">Audiology</td>" not in told
    assert ">Audiology</th>" not in told
    assert 'href="/data?tab=returns"' in told


def test_returns_are_counted_in_a_sentence_and_the_overdue_come_first():
    came = Return("Speech therapy", "late", days=3, received_on=date(2023, 4, 24), extract_id=9)
    due = Return("Audiology", "due")
    overdue = Return("Paediatrics", "overdue", days=40)
    told = page(returns=[came, due, overdue], chosen=RETURNS)
    assert "Of 3 returns, 1 is overdue, 1 is due and not here yet and 1 came (1 late)." in told
    rows = told.partition("<table")[2]
    assert rows.index("Paediatrics") < rows.index("Audiology") < rows.index("Speech therapy")
    assert "for 40 days" in told
    assert "on 24 April 2023 as load 9, 3 days late" in told


def test_returns_that_all_came_say_that_none_is_overdue():
    assert counts_words([Return("A", "received")]) == "Of 1 return, none is overdue and 1 came."


def test_where_nobody_loads_only_what_is_loaded_and_looks_odd_is_shown():
    loads = (extract(5, "referrals", state="undone", undone_at=MOMENT), extract(4))
    for chosen in (Selection(page="data"), HISTORY):
        told = page(*loads, chosen=chosen, returns=[Return("Audiology", "due")], is_public=True)
        for words in ("Due and received", "Audiology", "Undo<", "In a terminal", "Templates"):
            assert words not in told
        for words in ("Undone", ">Loaded", "Data dictionary"):
            assert words in told


def test_a_file_without_a_name_is_shown_by_its_kind():
    load = extract(5, "referrals", file_name="")
    for told in (page(load), first_screen(load)):
        assert ">Referrals<" in told


def test_where_no_return_is_declared_the_page_says_how():
    for told in (first_screen(), page(chosen=RETURNS)):
        assert "No deadlines are set." in told
        assert 'href="/download/template/returns_due.csv"' in told


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
    shown = page(scorecards=confirmed, titles=titles, chosen=SCORECARDS)
    assert "Board: Written Statement of Action (2 rows)" in shown
    assert "E1 Plans &lt;20 wks" in shown
    assert "EHC plans issued within 20 weeks, year to date" in shown
    assert 'href="/download/rows/scorecard_mappings.csv"' in shown
    assert "No scorecard is loaded yet." in page(chosen=SCORECARDS)
