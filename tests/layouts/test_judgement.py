"""How we judge: one text, a file and a part of About, true to what the product does."""

import re

from dash import html

from dashboard.judging.forecast_text import TESTED_WORDS
from dashboard.model.codes import STATUS_WORDS
from dashboard.model.selection import Selection
from dashboard.stats.spc import ENOUGH_POINTS
from layouts.pages.about import HEADING, SOURCE, about_page, judgement_page, judgement_text
from layouts.ui.static_html import html_text

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
