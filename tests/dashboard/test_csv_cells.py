"""A CSV that leaves holds what it should, and nothing that a spreadsheet would run."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.text.csv_safe import csv_text, safe_text


@pytest.mark.parametrize(
    "text",
    ["=cmd|'/C calc'!A0", "+1+cmd", "-2+3", "@SUM(A1)", "\t=1", " =1", "\r=1", "＝1", "-", "-x",
     "\ufeff=1", "-1-1", "--1", "+44 20 7946 0123"],
)  # fmt: skip
def test_what_begins_like_a_formula_is_made_text(text: str):
    assert safe_text(text) == ("-" if text == "-" else f"'{text}")


@pytest.mark.parametrize(
    "cell",
    ["-17", "-1.5", "+3", "-17%", "-1,234.5", ".5", "-.5", "1e5", -17, -0.5, "<5", ">=", "a=b"],
)
def test_numbers_and_plain_words_stay_as_they_are(cell: object):
    assert safe_text(cell) == str(cell)


def test_nothing_is_a_blank_cell():
    assert csv_text(["a", "b"], [[None, 0]]) == "a,b\r\n,0\r\n"


def test_a_formula_behind_a_semicolon_stays_in_its_cell():
    assert csv_text(["a"], [["x;=1+1"]]) == 'a\r\n"x;=1+1"\r\n'


@given(st.lists(st.lists(st.text(max_size=12), min_size=2, max_size=2), max_size=4))
def test_every_cell_is_read_back_as_it_was_written(rows: list[list[str]]):
    text = csv_text(["a", "b"], rows)
    back = list(csv.reader(io.StringIO(text, newline="")))[1:]
    assert back == [[safe_text(cell) for cell in row] for row in rows]
    filled = [cell.strip() for row in back for cell in row if not cell.startswith("'")]
    assert not [cell for cell in filled if cell[:1] in "=@" and cell]
