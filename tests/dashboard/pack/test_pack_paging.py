"""What does not fit a slide goes on in the next: nothing is lost, nothing is too high."""

from collections.abc import Sequence

from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.pack.blocks import (
    STATUS,
    Item,
    Paragraphs,
    Points,
    Table,
    TableCell,
    TableColumn,
    Tag,
)
from dashboard.pack.places.tables import (
    SUBTITLE_CHARACTERS,
    column_widths,
    head_height,
    height_below,
    row_height,
    sentences_of,
    split_text,
    subtitle_of,
    title_height,
)
from dashboard.pack.slides.pagination import (
    SLIDE_HEIGHT,
    item_height,
    split_points,
    split_table,
    split_words,
)

LETTERS = st.characters(codec="utf-8", categories=("L", "N", "P", "Zs"))
TEXTS = st.one_of(
    st.text(LETTERS, max_size=60),
    st.lists(st.sampled_from(["Plans", "82%", "20-week", "co-production", "a"]), max_size=200).map(
        " ".join
    ),
)
TAGS = st.sampled_from([None, Tag(STATUS, "met", "On target"), Tag(STATUS, "no", "Can’t compare")])
CELLS = st.builds(TableCell, TEXTS, TEXTS, TAGS)
# A word that is wider than a column cannot be told from its parts: real words are shorter.
CUT_SHORT = 12


def shortened(text: str) -> str:
    return " ".join(word[:CUT_SHORT] for word in text.split())


@st.composite
def tables(draw: st.DrawFn) -> Table:
    width = draw(st.integers(1, 5))
    rows = draw(st.lists(st.tuples(*[CELLS] * width), max_size=12))
    plain = tuple(
        tuple(TableCell(shortened(c.words), shortened(c.detail), c.tag) for c in row)
        for row in rows
    )
    columns = tuple(TableColumn(f"Column {at}", share=at + 1) for at in range(width))
    return Table("t", "A table", columns, plain)


def words_of(cells: Sequence[TableCell]) -> list[str]:
    """Every word of some cells, sorted: a row that goes on says its cells in pieces."""
    return sorted(word for cell in cells for word in f"{cell.words} {cell.detail}".split())


@settings(max_examples=60, deadline=None)
@given(tables())
def test_the_parts_of_a_table_say_all_of_it_and_fit(table: Table):
    parts = split_table(table)
    assert [part.part for part in parts] == list(range(1, len(parts) + 1))
    assert {part.parts for part in parts} == {len(parts)}
    columns = {part.columns for part in parts}
    assert len(columns) == 1
    for at in range(len(table.columns)):
        whole = words_of([row[at] for row in table.rows])
        again = [row[at] for part in parts for row in part.rows]
        if at == 0:
            again = [cell for cell in again if not cell.words.endswith("(continued)")]
        assert words_of(again) == whole
    tags = [cell.tag for row in table.rows for cell in row if cell.tag]
    assert [c.tag for part in parts for row in part.rows for c in row if c.tag] == tags
    for part in parts:
        widths = column_widths(part.columns)
        heights = [row_height(row, widths) for row in part.rows]
        assert sum(heights) + head_height(part.columns) <= SLIDE_HEIGHT


def test_a_table_that_fits_stays_whole_and_its_caption_counts_nothing():
    rows = tuple((TableCell(f"Measure {at}"), TableCell("82%")) for at in range(5))
    (part,) = split_table(
        Table("t", "Measures", (TableColumn("Measure"), TableColumn("Now")), rows)
    )
    assert (part.caption, part.part, part.parts) == ("Measures", 1, 1)
    assert part.rows == rows


def test_a_long_table_is_divided_and_says_which_part_it_is():
    rows = tuple((TableCell(f"Measure {at}"), TableCell("82%")) for at in range(28))
    parts = split_table(Table("t", "Measures", (TableColumn("Measure"), TableColumn("Now")), rows))
    assert len(parts) == 3
    assert parts[1].caption == "Measures, part 2 of 3"
    assert tuple(row for part in parts for row in part.rows) == rows


def test_a_row_that_no_slide_holds_goes_on_under_its_heading():
    long = " ".join(["definition"] * 300)
    table = Table(
        "t",
        "Definitions",
        (TableColumn("Measure"), TableColumn("What")),
        ((TableCell("A"), TableCell(long)),),
    )
    parts = split_table(table)
    assert len(parts) > 1
    rows = [row for part in parts for row in part.rows]
    assert [row[0].words for row in rows] == ["A", *["A (continued)"] * (len(rows) - 1)]
    assert " ".join(row[1].words for row in rows) == long


def test_a_table_without_rows_is_one_part():
    assert [
        len(part.rows) for part in split_table(Table("t", "None", (TableColumn("A"),), ()))
    ] == [0]


ITEMS = st.builds(Item, TEXTS.map(shortened), st.just("EHCP 1"), st.sampled_from(["", "Owner Ann"]))


@settings(max_examples=60, deadline=None)
@given(st.lists(ITEMS, max_size=8))
def test_the_parts_of_remarks_say_all_of_them_and_fit(items: list[Item]):
    parts = split_points(Points("", tuple(items)))
    said = " ".join(item.words for part in parts for item in part.items)
    assert said.split() == " ".join(item.words for item in items).split()
    for part in parts:
        assert sum(item_height(item) for item in part.items) <= SLIDE_HEIGHT


@settings(max_examples=60, deadline=None)
@given(st.lists(TEXTS.map(shortened), max_size=6))
def test_the_parts_of_sentences_say_all_of_them(sentences: list[str]):
    parts = split_words(Paragraphs("", tuple(sentences)))
    said = " ".join(one for part in parts for one in part.sentences)
    assert said.split() == " ".join(sentences).split()


@given(TEXTS, st.integers(1, 9), st.integers(40, 1200))
def test_a_divided_text_is_the_same_words_in_order(text: str, lines: int, width: int):
    assert " ".join(split_text(text, lines, 28, width)).split() == text.split()


def test_a_subtitle_holds_whole_sentences_and_never_cuts_a_figure_off():
    assert sentences_of("Up 4.5 points. On target.") == ["Up 4.5 points.", "On target."]
    first = f"{'Plans ' * 20}82%."
    assert subtitle_of(f"{first} {'More ' * 30}.") == first
    assert len(subtitle_of("Word " * 200)) <= SUBTITLE_CHARACTERS


def test_less_room_is_left_below_a_longer_head_and_above_a_longer_foot():
    room = height_below("Plans within 20 weeks: 82%", "", "")
    assert height_below("Plans within 20 weeks: 82%", "A subtitle", "") < room
    assert height_below("Plans within 20 weeks: 82%", "", "Source: " + "a report " * 20) < room
    assert title_height("Average autism assessment wait, age 0–5: 18–36 weeks, cannot compare") > 61
