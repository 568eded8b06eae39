"""Headlines that a person wrote: kept as an extract, shown for their period alone, taken back."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
import sqlalchemy as sa
from sqlalchemy import Engine

from dashboard.model.panel import ManualHeadline, Series
from dashboard.model.selection import Selection
from dashboard.panels.overview import unique_panels
from dashboard.panels.records import records
from dashboard.records.commentary import read_manual_headlines, with_manual_headlines
from data.loading.history import extract_history, undo_delivery
from data.loading.load import FileReport, load_files
from data.meetings.commentary import write_headline
from data.queries.panels import load_overview, load_panel
from data.store.frames import load_frame
from data.store.tables import metadata
from tests.builders.files import example_rows, issue_lines, observations
from tests.builders.panels import MET, PLANS_ON_TIME, month, series
from tests.builders.panels import panel as sample_panel
from tests.migrations import run_migration
from tests.stores import MakeStore, opened, read_as_page

TODAY = date(2026, 11, 21)
NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
LATER = datetime(2026, 11, 21, 13, tzinfo=UTC)
CHOSEN = Selection(area="E09000014", framework="ha-wsoa-2021", measure="ehcp-20-weeks")
KEY = ("ha-wsoa-2021", "ehcp-20-weeks")
TEXT = "Four in five plans now come on time"
STAMP = "Written by Head of SEND on 21 November 2026."
PANEL = sample_panel(PLANS_ON_TIME, series(points=(month("2023-03", 82),), status=MET))


@pytest.fixture
def one_store(make_sqlite: MakeStore) -> Iterator[Engine]:
    """A store of its own, for what pages make of a headline, which is the same on any."""
    with opened(make_sqlite("shipped")) as made:
        yield made


def write(
    engine: Engine, text: str = TEXT, by: str = "Head of SEND", now: datetime = NOON
) -> FileReport:
    return write_headline(engine, PANEL, PANEL.lead, text, by, now)


def standing(engine: Engine, as_of: date | None = None) -> tuple[ManualHeadline, ...]:
    return read_manual_headlines(records(load_frame(engine, "headlines", as_of=as_of))).get(KEY, ())


def test_a_headline_is_an_extract_that_stands_from_the_day_it_was_written(shipped: Engine):
    assert write(shipped).state == "loaded"
    expected = ManualHeadline("", "month", date(2023, 3, 31), TEXT, "Head of SEND", TODAY)
    assert standing(shipped) == (expected,)
    assert standing(shipped, date(2026, 11, 20)) == ()
    assert standing(shipped, TODAY) == (expected,)
    newest = extract_history(shipped)[0]
    assert (newest.kind, newest.loaded_by) == ("headlines", "Head of SEND")


def test_a_blank_text_takes_it_back_and_an_undo_brings_it_again(shipped: Engine):
    write(shipped)
    blank = write(shipped, "", now=LATER)
    assert standing(shipped) == ()
    assert blank.extract_id is not None
    undo_delivery(shipped, blank.extract_id, by="Head of SEND")
    assert [one.text for one in standing(shipped)] == [TEXT]


@pytest.mark.both_databases
def test_of_two_writers_the_later_stands_and_the_earlier_is_in_the_history(shipped: Engine):
    write(shipped, "First words", "First writer", NOON)
    write(shipped, "Second words", "Second writer", LATER)
    assert [(one.text, one.author) for one in standing(shipped)] == [
        ("Second words", "Second writer")
    ]
    newest, earlier, *_ = extract_history(shipped)
    assert [newest.loaded_by, earlier.loaded_by] == ["Second writer", "First writer"]
    assert newest.changed_count == 1


def test_the_same_words_can_be_written_again_after_others(shipped: Engine):
    for place, text in enumerate((TEXT, "Other words", TEXT)):
        assert write(shipped, text, now=NOON.replace(minute=place)).state == "loaded"
    assert [one.text for one in standing(shipped)] == [TEXT]


def test_what_would_start_a_formula_is_kept_as_it_was_written(one_store: Engine):
    write(one_store, '=2 "plans", late')
    assert [one.text for one in standing(one_store)] == ['=2 "plans", late']


def test_words_that_point_at_a_child_are_refused(one_store: Engine):
    report = write(one_store, "Write to jo.bloggs@example.com about it")
    assert (report.state, len(report.issues)) == ("refused", 1)
    assert standing(one_store) == ()


def test_a_name_of_staff_may_sign_it_and_a_name_in_its_text_is_warned_about(one_store: Engine):
    assert write(one_store, by="Sarah Jones").warnings == ()
    assert len(write(one_store, "Sarah Jones waits for her plan", now=LATER).warnings) == 1
    assert [one.author for one in standing(one_store)] == ["Head of SEND"]


def test_taking_it_back_compares_no_measures(one_store: Engine):
    report = write(one_store)
    assert report.extract_id is not None
    looked_at: list[object] = []
    undo_delivery(
        one_store, report.extract_id, by="x", before_commit=lambda _, areas: looked_at.append(areas)
    )
    assert looked_at == [set()]


def test_a_headline_is_written_for_a_period(one_store: Engine):
    with pytest.raises(ValueError, match="for a period"):
        write_headline(one_store, PANEL, replace(PANEL.lead, latest=None), TEXT, "Head of SEND")


def test_an_extract_of_headlines_is_refused_with_every_fault(one_store: Engine):
    row = {"framework_id": "nowhere", "basis": "monthly", "author": ""}
    (report,) = load_files(one_store, [example_rows("headlines", row)])
    columns = {line.split(" ")[1].rstrip(":") for line in issue_lines((report,))}
    assert columns == {"framework_id", "basis", "author"}


def test_pages_show_it_with_its_stamp_until_a_newer_period_comes(one_store: Engine):
    computed = read_as_page(load_panel, one_store, CHOSEN, TODAY).lead
    write(one_store)
    lead = read_as_page(load_panel, one_store, CHOSEN, TODAY).lead
    assert lead.headline == f"{TEXT}. {STAMP}"
    assert lead.alt.startswith(f"{TEXT}. {STAMP} On target.")
    assert lead.written is not None
    assert lead.written.computed == computed.headline
    overview = read_as_page(load_overview, one_store, CHOSEN, TODAY)
    panels = {one.measure.measure_id: one for one in unique_panels(overview.priorities)}
    assert panels["ehcp-20-weeks"].lead.headline == lead.headline
    then = read_as_page(load_panel, one_store, replace(CHOSEN, as_of=date(2023, 4, 19)), TODAY)
    assert then.lead.written is None
    load_files(one_store, [observations({"published_on": "2023-05-20"})])
    newer = read_as_page(load_panel, one_store, CHOSEN, TODAY)
    in_month = next(one for one in newer.series if (one.breakdown, one.basis) == ("", "month"))
    assert in_month.period_words == "April 2023"
    assert in_month.written is None
    assert "Head of SEND" not in in_month.headline


SEPTEMBER = date(2023, 9, 30)


def to_september(start: date) -> Series:
    point = replace(month("2023-09", 82), basis="ytd", period_start=start, period_end=SEPTEMBER)
    return series(points=(point,), basis="ytd", status=MET)


@pytest.mark.both_databases
def test_years_to_date_that_end_on_one_day_have_headlines_of_their_own(shipped: Engine):
    calendar, financial = to_september(date(2023, 1, 1)), to_september(date(2023, 4, 1))
    panel = sample_panel(PLANS_ON_TIME, calendar, financial)
    for line, text in ((calendar, "Since January"), (financial, "Since April")):
        assert write_headline(shipped, panel, line, text, "Head of SEND", NOON).state == "loaded"
    written = {KEY: standing(shipped)}
    assert {one.year_kind: one.text for one in written[KEY]} == {
        "calendar": "Since January",
        "financial": "Since April",
    }
    shown = with_manual_headlines(panel, written).series
    assert [line.written.text for line in shown if line.written] == ["Since January", "Since April"]


@pytest.mark.both_databases
def test_headlines_of_before_have_the_kind_of_their_year(shipped: Engine):
    ends = {"year": ("2023-03-31", "2022-08-31", "2022-12-31"), "ytd": ("2023-03-31",)}
    rows = [{"basis": basis, "period_end": end} for basis in ends for end in ends[basis]]
    load_files(shipped, [example_rows("headlines", *rows)])
    table = metadata.tables["headlines"]
    columns = (table.c.basis, table.c.period_end, table.c.year_kind, table.c.record_key)

    def stored() -> list[tuple[str, str, str, str]]:
        with shipped.connect() as connection:
            found = connection.execute(sa.select(*columns).order_by(table.c.row_number))
            return [(basis, str(end), kind, key) for basis, end, kind, key in found]

    run_migration(shipped, "years_of_records", "downgrade")
    run_migration(shipped, "years_of_records")
    after = stored()
    assert [row[2] for row in after] == ["financial", "academic", "", ""]
    later = [{**row, "year_kind": kind} for row, (_, _, kind, _) in zip(rows, after, strict=True)]
    (report,) = load_files(shipped, [example_rows("headlines", *later)])
    assert report.unchanged == len(rows)
