"""A marker means the same to whoever loads it, reads a page or opens a workbook."""

from datetime import date
from math import isnan

import pytest

from dashboard.model.codes import MARKERS, STATUS_WORDS, breakdown_words, marker_status
from dashboard.model.panel import Point
from dashboard.text.format import point_words, sentence_case
from data.common.codes import NEEDS
from data.schema.cell_parsers import parse_figure
from data.schema.data_dictionary import data_dictionary
from layouts.workbook.figures_sheet import SHORTHAND


@pytest.mark.parametrize("marker", [*MARKERS, "<5"])
def test_a_marker_is_read_as_no_value_and_shown_with_its_reason(marker: str):
    figure = parse_figure(marker, takes_markers=True)
    assert figure.marker == marker
    assert isnan(figure.value)
    status, reason = marker_status(marker)
    assert status in STATUS_WORDS
    point = Point(date(2023, 3, 1), date(2023, 3, 31), "month", marker=figure.marker)
    assert point_words(point, "percent") == sentence_case(reason)


def test_a_dash_is_no_value_and_not_a_nought():
    assert parse_figure("–", takes_markers=True).marker == "-"
    assert marker_status("-") == ("not_available", "no value in the published figures")


def test_the_data_dictionary_names_every_marker():
    (content,) = {
        column.content
        for kind in data_dictionary()
        for column in kind.columns
        if (kind.name, column.name) == ("observations", "value")
    }
    assert content.endswith(f"or a marker: {', '.join(MARKERS)}, <5")


def test_a_workbook_explains_shorthand_in_the_words_of_pages():
    assert SHORTHAND["[x]"] == "Not available."
    assert SHORTHAND["[c]"] == "Suppressed to protect confidentiality."
    assert SHORTHAND["[z]"].startswith("Not applicable: there was nothing to measure")


@pytest.mark.parametrize("need", NEEDS)
def test_every_need_that_an_extract_may_hold_has_words(need: str):
    assert breakdown_words(f"need={need}") not in ("", need, need.replace("_", " "))
