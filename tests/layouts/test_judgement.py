"""How we judge: one text, a file and a part of About, true to what the product does."""

import re

from dash import html

from dashboard.judging.forecast_text import TESTED_WORDS
from dashboard.model.codes import STATUS_WORDS
from dashboard.model.selection import Selection
from dashboard.stats.spc import ENOUGH_POINTS
from layouts.pages.about import (
    HEADING,
    SOURCE,
    about_page,
    anchor_of,
    judgement_headings,
    judgement_page,
    judgement_text,
)
from layouts.ui.static_html import html_text
from tests.builders import panels as samples

PLAIN = " ".join(judgement_text().replace("**", "").split())


def test_about_shows_the_file_in_full_wherever_the_server_runs(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    judgement_text.cache_clear()
    page = " ".join(html_text(html.Div(about_page([], [], Selection(page="about")))).split())
    for block in judgement_text().split("\n\n"):
        words = re.sub(r"^(## |- )", "", block).split("\n- ")[0]
        shown = html_text(html.Div(" ".join(words.replace("**", "").split())))[5:-6]
        assert shown in re.sub(r"</?strong>", "", page)


def test_it_is_one_page_without_marks_of_its_source():
    page = html_text(html.Div(judgement_page()))
    assert "**" not in page
    assert "##" not in page
    assert len(PLAIN.split()) < 1000
    assert SOURCE.read_text(encoding="utf-8").startswith(f"# {HEADING}\n\n")


def test_it_names_every_status_and_the_points_that_a_control_chart_needs():
    said = PLAIN.lower()
    for word in STATUS_WORDS.values():
        assert word.lower() in said, word
    assert f"with {ENOUGH_POINTS} figures or more" in said


def test_it_tells_how_often_the_interval_held_as_the_measure_page_does():
    assert TESTED_WORDS in PLAIN


def test_its_headings_follow_one_another_below_the_page_s_own():
    levels = [type(part).__name__ for part in judgement_page()]
    assert "H3" in levels
    assert set(levels) <= {"H3", "P", "Ul"}


MEASURES = [samples.ON_TIME.measure, samples.WAITING.measure]


def about(**chosen: str) -> str:
    return html_text(html.Div(about_page(MEASURES, [], Selection(page="about", **chosen))))


def test_each_page_has_its_own_part_and_the_index_of_all():
    parts = {"": '<section id="rules"', "measures": 'id="measures"', "statements": 'id="privacy"'}
    for tab, part in parts.items():
        assert [other for other in parts.values() if other in about(tab=tab)] == [part]
        for place in ("/about", "/about?tab=measures", "/about?tab=statements"):
            assert f'href="{place}"' in about(tab=tab)
    assert parts[""] in about(tab="nonsense")


def test_a_search_by_address_hides_what_it_does_not_find():
    found = about(tab="measures", find="20 weeks")
    assert "1 of 2 measures" in found
    assert found.count('<tr class="is-out"') == 1
    assert "2 of 2 measures" in about(tab="measures")


def test_the_headings_of_the_rules_are_led_to():
    for heading in judgement_headings():
        assert f'href="#{anchor_of(heading)}"' in about()
        assert f'id="{anchor_of(heading)}"' in about()
