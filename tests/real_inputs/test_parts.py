"""Parts of a whole that are together more than it."""

import pytest
from sqlalchemy import Engine

from data.loading.load import check_files
from tests.real_inputs.inputs import input_file

SOURCES = input_file("sources.csv")


@pytest.mark.parametrize(
    ("name", "column", "words"),
    [
        (
            "parts_above_whole.csv",
            "value",
            "the parts by sex (female 30, male 45) add up to 75 for March 2023; expected: 50 or less, the whole",
        ),
        (
            "parts_above_whole_percent.csv",
            "numerator",
            "the numerators by sex (female 30, male 45) add up to 75 for March 2023; expected: 60 or less, the numerator of the whole",
        ),
    ],
)
def test_parts_above_their_whole_are_a_doubt(read_only: Engine, name: str, column: str, words: str):
    _, report = check_files(read_only, [SOURCES, input_file(name)])
    (warning,) = [each for each in report.warnings if "add up" in each.found]
    assert report.issues == ()
    assert (warning.row, warning.column) == (2, column)
    assert warning.found.endswith(words)
    assert warning.fix == "Ask which is right: the whole, or its parts."
