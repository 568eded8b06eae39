"""Where the parts of main slides stand: rooms are filled, letters stay large, nothing is on another."""

import pytest

from dashboard.judging.status import build_status
from dashboard.pack.blocks import (
    STATUS,
    TREND,
    Fact,
    Facts,
    MeasureCells,
    MeasureItem,
    Picture,
    Slide,
    Table,
    TableCell,
    Tag,
)
from dashboard.pack.blocks import TableColumn as Column
from dashboard.pack.places.measure_slide import footer_top, measure_slide_layout
from dashboard.pack.places.measures import CellLayout, bar_layouts, cell_groups
from dashboard.pack.places.slide import (
    MEASURE,
    SMALLEST,
    Place,
    cut_heading,
    cut_to_fit,
    grid,
    head_layout,
)
from dashboard.pack.places.tables import fill_room
from dashboard.pack.slides.measure_items import measure_item
from dashboard.text.font_metrics import OFFICE, PAGES, Typeface, lines_of, words_width
from dashboard.text.format import point_words
from tests.builders.panels import (
    PLANS_ON_TIME,
    UNEVEN,
    judged_panel,
    month,
    monthly_points,
    panel,
    series,
)

BODY = Place(40, 120, 1200, 540)
LONG = "Professional advice within 6 weeks from social care, in the month of the request"


def item(
    title: str = "Plans within 20 weeks",
    status: str = "Below target",
    value: str = "72.0%",
    goal: str = "of 85%",
) -> MeasureItem:
    panel = judged_panel(monthly_points(*UNEVEN), goal=60)
    trend = Tag(TREND, "little_change", "little change", "flat")
    tag = Tag(STATUS, "missed", status)
    return MeasureItem(panel, panel.lead, title, value, goal, tag, trend, "measure-x")


def cells(
    count: int, typeface: Typeface = PAGES, height: float = BODY.height, **more: str
) -> list[CellLayout]:
    block = MeasureCells("", tuple(item(**more) for _ in range(count)), "")
    return cell_groups([block], BODY._replace(height=height), typeface)[0].cells


def measure_slide(
    *others: Fact, value: str = "82%", title: str = "Plans: 82%", said: tuple[Fact, ...] = ()
) -> Slide:
    panel = judged_panel(monthly_points(*UNEVEN), goal=60)
    now = Fact("Now", value, ("March 2023",), Tag(STATUS, "met", "On target"))
    blocks = (Picture(panel, panel.lead, "A chart"), Facts("", (now, *others)))
    foot = (Facts("", said),) if said else ()
    return Slide("one", "Measures", MEASURE, title, "In March 2023.", (*blocks, *foot))


def reasons(count: int) -> Table:
    row = (TableCell("Parents sure where to look"), TableCell("Not available"))
    return Table(
        "reasons", "Why", (Column("Measure", share=3), Column("Why", share=2)), (row,) * count
    )


@pytest.mark.parametrize("count", range(1, 10))
def test_cells_fill_the_room_between_head_and_foot(count: int):
    places = [layout.place for layout in cells(count)]
    assert len(places) == count
    for top in {place.top for place in places}:
        row = [place for place in places if place.top == top]
        assert row[0].left == BODY.left
        assert row[-1].left + row[-1].width == pytest.approx(BODY.left + BODY.width)
    assert places[-1].bottom == pytest.approx(BODY.bottom)


def test_a_row_of_fewer_has_wider_places():
    places = grid(7, 3, BODY)
    assert [sum(place.top == top for place in places) for top in sorted({p.top for p in places})] == [
        3, 2, 2,
    ]  # fmt: skip
    assert places[-1].width > places[0].width


@pytest.mark.parametrize("typeface", [PAGES, OFFICE])
@pytest.mark.parametrize("count", [1, 2, 3, 4, 6, 7, 9])
def test_letters_of_a_cell_stay_large_and_its_parts_apart(count: int, typeface: Typeface):
    for layout in cells(count, typeface, title=LONG, status="Below target, provisional"):
        for text in (layout.title, layout.value, layout.tags):
            assert text.size >= SMALLEST
            assert text.place.left + text.place.width <= layout.place.left + layout.place.width
        assert layout.title.place.bottom <= layout.value.place.top
        assert layout.value.place.bottom <= layout.tags.place.top + 0.01
        assert layout.tags.place.bottom <= layout.place.bottom


def test_a_wider_font_shows_less_in_a_low_cell_and_the_status_always():
    low = cells(9, OFFICE, 470, title=LONG, status="Below target, provisional")[0]
    assert [tag.kind for tag in low.tags_shown] == [STATUS]
    assert low.title_words.endswith("…")
    assert [tag.kind for tag in cells(9, PAGES, 470)[0].tags_shown] == [STATUS, TREND]
    assert cells(9, PAGES, 470)[0].title_words == "Plans within 20 weeks"


def test_a_long_value_leaves_a_low_cell_its_chart():
    for height in (470, 530):
        title = "Average autism assessment wait"
        low = cells(9, OFFICE, height, title=title, value="29.5 wk", goal="limit 26 wk")[0]
        assert low.value.size >= SMALLEST
        assert low.chart.width >= 60
        assert low.chart.height >= 30
        assert low.chart.left >= low.value.place.left + low.value.place.width


@pytest.mark.parametrize(
    ("marker", "value"),
    [("c", "January 2020"), ("not_due", "January 2020"), ("<5", "Suppressed: fewer than 5")],
)
def test_a_cell_does_not_say_again_what_its_status_says(marker: str, value: str):
    point = month("2020-01", marker=marker)
    status = build_status(PLANS_ON_TIME, point, ())
    said = {"value_words": point_words(point, "percent"), "period_words": "January 2020"}
    shown = panel(PLANS_ON_TIME, series((point,), status=status, **said))
    assert measure_item(shown).value == value


def test_a_note_under_cells_has_the_lines_that_it_needs():
    for words, lines in (
        ("", 0),
        ("2 more in the backup", 1),
        (f"Not available: {LONG}; {LONG}", 2),
    ):
        block = MeasureCells("", (item(),) * 4, words)
        ((_, layouts, note),) = cell_groups([block], BODY)
        assert note.place.height == 34 * lines
        assert layouts[-1].place.bottom == pytest.approx(note.place.top)
        assert note.place.bottom == BODY.bottom


def test_a_title_of_a_row_keeps_clear_of_the_lines_of_the_table():
    for words in (LONG, "Plan audits rated compliant"):
        (layout, *_) = bar_layouts((item(words),) * 8, BODY)
        assert layout.title.size >= SMALLEST
        assert layout.title.place.top >= layout.place.top + 3
        assert layout.title.place.bottom <= layout.place.bottom - 3


def test_words_are_cut_to_so_many_lines_and_only_then():
    assert cut_to_fit("Plans", 28, 300) == "Plans"
    for lines in (1, 2):
        cut = cut_to_fit(LONG, 28, 300, lines=lines)
        assert cut.endswith(" …")
        assert lines_of(cut, 28, 300) == lines
    assert len(cut_heading(LONG, 3, 2)) > len(cut_heading(LONG, 3, 1))


def test_letters_of_a_table_grow_until_its_rows_fill_the_room():
    few, many = fill_room(reasons(2), 540), fill_room(reasons(9), 540)
    assert few.scale > fill_room(reasons(6), 540).scale > many.scale >= 1
    for count in (2, 5, 9):
        fit = fill_room(reasons(count), 540)
        assert count * fit.row <= 540


@pytest.mark.parametrize("typeface", [PAGES, OFFICE])
@pytest.mark.parametrize("said", [(), (Fact("Why", LONG * 3),), (Fact("Why", LONG),) * 3])
def test_chart_figures_and_remarks_of_a_measure_stand_apart(
    typeface: Typeface, said: tuple[Fact, ...]
):
    slide = measure_slide(Fact("Target", "80%"), Fact("Baseline", "27%"), said=said)
    layout = measure_slide_layout(slide, 660, typeface)
    head = head_layout(slide.title, slide.subtitle, typeface).body
    assert layout.chart.top == layout.rail.top == head.top
    assert layout.chart.left + layout.chart.width < layout.rail.left
    assert layout.letters >= SMALLEST
    assert layout.now_height < layout.rail.height
    assert len(layout.foot) == len(said)
    for place in layout.foot:
        assert place.top > layout.chart.bottom
        assert place.bottom == pytest.approx(660)
    if not said:
        assert layout.chart.bottom == 660


def test_the_first_figure_is_as_large_as_the_others_leave_it_and_on_one_line():
    few = measure_slide_layout(measure_slide(Fact("Target", "80%")), 660)
    many = measure_slide_layout(measure_slide(*(Fact("Target", "80%", (LONG,)),) * 4), 660)
    assert few.figure > many.figure
    assert few.letters > many.letters >= SMALLEST
    long = measure_slide_layout(measure_slide(value="£46.08 million"), 660)
    assert words_width("£46.08 million", long.figure, is_bold=True) <= long.rail.width
    assert long.figure >= 48


def test_a_longer_title_and_a_longer_source_leave_a_chart_less_room():
    short, long = (measure_slide(title=words) for words in ("Plans: 82%", LONG))
    assert (
        measure_slide_layout(short, 660).chart.height > measure_slide_layout(long, 660).chart.height
    )
    assert head_layout(LONG, "").title.size == head_layout("Plans: 82%", "").title.size >= 48
    assert footer_top("Source: worked out from cases.", "As at") > footer_top(
        f"{LONG} {LONG}", "As"
    )
    low = measure_slide_layout(short, 600)
    assert low.chart.bottom == 600
