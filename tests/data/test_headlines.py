"""Headlines that a person wrote: kept as an extract, shown for their period alone, taken back."""

from datetime import UTC, date, datetime

from sqlalchemy import Engine

from dashboard.addresses import Selection
from dashboard.overview import unique_panels
from dashboard.shapes import Panel
from data.headlines import write_headline
from data.history import extract_history, undo_delivery
from data.load import load_files
from data.panels import load_overview, load_panel
from tests.data.made import example_rows, observations, told

TODAY = date(2026, 11, 21)
NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
LATER = datetime(2026, 11, 21, 13, tzinfo=UTC)
CHOSEN = Selection(area="E09000014", framework="ha-wsoa-2021", measure="ehcp-20-weeks")
TEXT = "Four in five plans now come on time"
STAMP = "Written by Head of SEND on 21 November 2026."


def panel_of(engine: Engine, **more: object) -> Panel:
    chosen = Selection(area=CHOSEN.area, framework=CHOSEN.framework, measure=CHOSEN.measure, **more)
    return load_panel(engine, chosen, TODAY)


def write(engine: Engine, text: str = TEXT, by: str = "Head of SEND", now: datetime = NOON):
    panel = panel_of(engine)
    return write_headline(engine, panel, panel.lead, text, by, now)


def test_a_written_headline_stands_on_every_page_with_its_stamp(shipped: Engine):
    computed = panel_of(shipped).lead
    assert write(shipped).state == "loaded"
    lead = panel_of(shipped).lead
    assert lead.headline == f"{TEXT}. {STAMP}"
    assert lead.alt.startswith(f"{TEXT}. {STAMP} On target.")
    assert lead.written is not None
    assert lead.written.computed == computed.headline
    assert lead.written.warnings == ()
    overview = load_overview(shipped, CHOSEN, TODAY)
    panels = {one.measure.measure_id: one for one in unique_panels(overview.priorities)}
    assert panels["ehcp-20-weeks"].lead.headline == lead.headline
    assert (lead.title, lead.status, lead.trend) == (computed.title, computed.status, computed.trend)


def test_it_is_known_from_the_day_it_was_written(shipped: Engine):
    write(shipped)
    assert panel_of(shipped, as_of=date(2026, 11, 20)).lead.written is None
    assert panel_of(shipped, as_of=TODAY).lead.written is not None


def test_a_newer_period_brings_the_computed_headline_back(shipped: Engine):
    write(shipped)
    load_files(shipped, [observations({"published_on": "2023-05-20", "source_document": ""})])
    newer = load_panel(shipped, CHOSEN, TODAY)
    in_month = next(one for one in newer.series if (one.breakdown, one.basis) == ("", "month"))
    assert in_month.period_words == "April 2023"
    assert in_month.written is None
    assert "Head of SEND" not in in_month.headline


def test_a_blank_text_takes_it_back_and_an_undo_brings_it_again(shipped: Engine):
    computed = panel_of(shipped).lead.headline
    write(shipped)
    blank = write(shipped, "", now=LATER)
    assert panel_of(shipped).lead.headline == computed
    assert blank.extract_id is not None
    undo_delivery(shipped, blank.extract_id, by="Head of SEND")
    assert panel_of(shipped).lead.headline.startswith(TEXT)


def test_of_two_writers_the_later_stands_and_the_earlier_is_in_the_history(shipped: Engine):
    write(shipped, "First words", "First writer", NOON)
    write(shipped, "Second words", "Second writer", LATER)
    assert panel_of(shipped).lead.headline.startswith("Second words. Written by Second writer")
    newest, earlier, *_ = extract_history(shipped)
    assert [newest.loaded_by, earlier.loaded_by] == ["Second writer", "First writer"]
    assert newest.kind == earlier.kind == "headlines"
    assert newest.changed_count == 1


def test_the_same_words_can_be_written_again_after_others(shipped: Engine):
    for place, text in enumerate((TEXT, "Other words", TEXT)):
        write(shipped, text, now=NOON.replace(minute=place))
    assert panel_of(shipped).lead.headline.startswith(TEXT)


def test_what_would_start_a_formula_or_a_line_is_kept_as_it_was_written(shipped: Engine):
    write(shipped, '=2 "plans", late')
    assert panel_of(shipped).lead.headline.startswith('=2 "plans", late.')


def test_words_that_point_at_a_child_are_refused(shipped: Engine):
    report = write(shipped, "Write to jo.bloggs@example.com about it")
    assert report.state == "refused"
    assert report.faults
    assert panel_of(shipped).lead.written is None


def test_an_extract_of_headlines_is_refused_with_every_fault(shipped: Engine):
    row = {"framework_id": "nowhere", "basis": "monthly", "author": ""}
    (report,) = load_files(shipped, [example_rows("headlines", row)])
    columns = {line.split(" ")[1].rstrip(":") for line in told((report,))}
    assert columns == {"framework_id", "basis", "author"}


def test_a_statistic_judged_alone_shows_only_what_was_written_of_it(shipped: Engine):
    write(shipped)
    statistic = panel_of(shipped).lead.statistic
    assert panel_of(shipped, statistic=statistic).lead.written is not None
    chosen = Selection(area="E09000030", measure="autism-wait")
    assert load_panel(shipped, CHOSEN, TODAY).lead.written is not None
    assert chosen.statistic == ""
