"""The group of similar councils as it is drawn: lines, labels, table, alt text."""

from dataclasses import replace
from datetime import date
from itertools import pairwise
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from dash import html

from dashboard.comparison.model import Neighbour, NeighbourGroup, Neighbours
from dashboard.comparison.neighbours import build_group
from dashboard.judging.observations import Observation
from dashboard.model.panel import Point
from dashboard.model.points import Benchmark
from layouts.charts.svg.canvas import NARROW, WIDE
from layouts.sections.neighbours import around_picture, group_strokes, lines_svg, neighbours_section
from layouts.ui import palette
from layouts.ui.static_html import ATTRIBUTE, html_text
from tests.builders.panels import HARINGEY, PLANS_ON_TIME, panel, series, year
from tests.layouts.contrast import contrast

SVG = "{http://www.w3.org/2000/svg}"


def share(number: int, part: float, whole: float = 100) -> Point:
    return year(number, part * 100 / whole, numerator=part, denominator=whole)


OWN = series((share(2022, 50), share(2023, 60)), basis="year")
PANEL = panel(PLANS_ON_TIME, OWN, sources={"list": "A list, of a department"})


def group(*shares: tuple[float, float]) -> NeighbourGroup:
    """Make the group of neighbours A, B, C … with these percentages of 2022 and 2023."""
    listed = [
        Neighbour(
            f"N{place}",
            chr(64 + place),
            place,
            tuple(
                Observation(f"N{place}", "", "actual", share(number, part))
                for number, part in zip((2022, 2023), parts, strict=True)
            ),
        )
        for place, parts in enumerate(shares, start=1)
    ]
    made = build_group(PLANS_ON_TIME, HARINGEY, OWN, Neighbours(tuple(listed), "list"))
    assert made is not None
    return made


THREE = group((90, 95), (40, 62), (10, 5))


def drawn(width: int, made: NeighbourGroup = THREE) -> ET.Element:
    strokes = group_strokes(made)
    return ET.fromstring(lines_svg(PLANS_ON_TIME, made.series, strokes, width))  # noqa: S314 - our own drawing


def found(tree: Any, kind: Any) -> list[Any]:
    """Walk a tree and give its components of a kind."""
    children = getattr(tree, "children", None)
    inside = children if isinstance(children, (list, tuple)) else [children]
    mine = [tree] if isinstance(tree, kind) else []
    return mine + [one for child in inside if child is not None for one in found(child, kind)]


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_each_neighbour_is_a_thin_line_and_we_and_their_middle_are_named(width: int):
    root = drawn(width)
    lines = [line.get("stroke") for line in root.iter(f"{SVG}polyline")]
    assert lines == [palette.NEIGHBOUR] * 3 + [palette.TEXT, palette.FOCUS]
    said = [text.text or "" for text in root.iter(f"{SVG}text")]
    assert "Haringey" in said
    assert "together" in " ".join(said)
    assert not {"A", "B", "C"} & set(said)


@pytest.mark.parametrize("width", [WIDE, NARROW])
@pytest.mark.parametrize("theirs", [(60, 60), (99, 99), (1, 1)])
def test_names_stand_apart_and_inside_the_drawing(width: int, theirs: tuple[float, float]):
    root = drawn(width, group(theirs))
    height = float(root.get("height") or 0)
    left = max(float(line.get("x") or 0) for line in root.iter(f"{SVG}text"))
    names = [text for text in root.iter(f"{SVG}text") if float(text.get("x") or 0) == left]
    rows = [float(text.get("y") or 0) for text in names]
    assert all(later - earlier >= 19.9 for earlier, later in pairwise(rows))
    assert all(14 <= y <= height for y in rows)
    assert all(left + len(text.text or "") * 8.2 <= width for text in names)


def test_a_neighbours_grey_can_be_seen_and_is_paler_than_a_benchmarks():
    assert contrast(palette.NEIGHBOUR, palette.WHITE) >= 3
    assert contrast(palette.NEIGHBOUR, palette.WHITE) < contrast(palette.OTHERS, palette.WHITE)


def test_the_picture_says_the_finding_in_at_most_220_characters():
    section = neighbours_section(PANEL, THREE)
    (picture,) = [one for one in found(section, html.Div) if getattr(one, "role", "") == "img"]
    label = getattr(picture, "aria-label")
    assert label.startswith("Haringey is 3rd highest of 4 at 60% in 2023; with these numbers")
    assert len(label) <= 220
    assert getattr(picture, ATTRIBUTE).count("<svg") == 2


def test_the_table_gives_every_place_its_n_and_its_range():
    section = neighbours_section(PANEL, THREE)
    rows = [
        [html_text(cell.children) for cell in found(row, (html.Th, html.Td))]
        for row in found(section, html.Tr)
    ]
    assert rows[0] == ["Area", "Value", "Likely range", "n", "Beside Haringey", "On one scale"]
    assert [row[:5] for row in rows[1:]] == [
        ["A", "95%", "88.8–97.8%", "100", "Clearly higher"],
        ["B", "62%", "52.2–70.9%", "100", "Cannot be told apart"],
        ["<strong>Haringey</strong>", "60%", "50.2–69.1%", "100", ""],
        ["C", "5%", "2.2–11.2%", "100", "Clearly lower"],
    ]
    assert "Compared by: A list, of a department." in html_text(section)


def test_without_counts_there_is_a_table_in_order_of_nearness_and_no_place():
    plain = [
        Observation("N1", "", "actual", year(2023, 90)),
        Observation("N2", "", "actual", year(2023, 95)),
    ]
    listed = [Neighbour(one.area_code, one.area_code, n, (one,)) for n, one in enumerate(plain, 1)]
    made = build_group(PLANS_ON_TIME, HARINGEY, OWN, Neighbours(tuple(listed), "list"))
    assert made is not None
    section = neighbours_section(PANEL, made)
    first = [html_text(found(row, html.Th)[0].children) for row in found(section, html.Tr)]
    assert first == ["Area", "<strong>Haringey</strong>", "N1", "N2"]
    assert "1st" not in html_text(section)
    assert "3rd" not in html_text(section)


def test_areas_around_are_drawn_and_named_where_we_have_no_figure():
    points = (year(2022, 40), year(2023, 44, known_on=date(2023, 5, 1)))
    around = replace(OWN, points=(), benchmarks=(Benchmark("E92000001", "England", points),))
    picture = around_picture(PLANS_ON_TIME, around)
    assert getattr(picture, "aria-label") == "England 44%"
    assert "England" in getattr(picture, ATTRIBUTE)


def test_areas_around_without_a_figure_are_no_picture():
    hidden = replace(year(2022, 40), value=None, marker="c")
    around = replace(OWN, points=(), benchmarks=(Benchmark("E92000001", "England", (hidden,)),))
    assert around_picture(PLANS_ON_TIME, around) is None


def test_counts_of_areas_around_are_no_picture() -> None:
    around = replace(
        OWN, points=(), benchmarks=(Benchmark("E92000001", "England", (year(2022, 40),)),)
    )
    assert around_picture(PLANS_ON_TIME, around) is not None
    assert around_picture(replace(PLANS_ON_TIME, kind="stock"), around) is None
