"""Tags carry a shape and a word, in colours that everyone can read."""

from dataclasses import replace
from itertools import combinations
from typing import Any

import pytest

from dashboard.model.codes import ACTION_WORDS, STATUS_WORDS, TREND_WORDS
from dashboard.model.panel import Status
from dashboard.pack import blocks_from_series
from layouts.powerpoint.text import tag_run
from layouts.report.document import ASSETS, report_styles
from layouts.ui import palette
from layouts.ui.icons import icon_svg
from layouts.ui.tags import (
    ACTION_STYLE,
    STATUS_STYLE,
    TREND_COLOURS,
    action_tag,
    pack_tag,
    status_tag,
    trend_tag,
)
from layouts.workbook.sheets import tag_words
from tests.builders import panels as samples
from tests.layouts.contrast import contrast


def word_of(tag: Any) -> str:
    return tag.children[1].children


def icon_of(tag: Any) -> Any:
    return tag.children[0]


def test_every_code_has_a_look() -> None:
    assert set(STATUS_STYLE) == set(STATUS_WORDS)
    assert set(TREND_COLOURS) == set(TREND_WORDS)
    assert set(ACTION_STYLE) == set(ACTION_WORDS)


@pytest.mark.parametrize("code", STATUS_WORDS)
def test_a_status_is_a_shape_and_a_word(code: str) -> None:
    tag = status_tag(Status(code, STATUS_WORDS[code], ""))
    assert word_of(tag) == STATUS_WORDS[code]
    assert icon_of(tag).src.startswith("data:image/svg+xml,")
    assert icon_of(tag).alt == ""


def test_judged_statuses_and_actions_differ_in_shape_and_not_only_in_colour() -> None:
    for looks in (STATUS_STYLE, ACTION_STYLE):
        judged = [looks[code][0] for code in looks if looks[code][1] in ("met", "close", "missed")]
        assert len(set(judged)) == len(judged) == 3


def test_a_provisional_status_adds_the_dotted_ring_and_the_word() -> None:
    tag = status_tag(samples.MET, provisional=True)
    assert word_of(tag) == "On target, provisional"
    assert "stroke-dasharray" in icon_of(tag).src


def test_an_arrow_points_where_the_number_went_and_the_word_judges() -> None:
    worsened = replace(samples.IMPROVED, judgement="worsened", word="Worsened")
    tag: Any = trend_tag(worsened)
    assert icon_of(tag).alt == "Up:"
    assert word_of(tag) == "Worsened"
    assert "tag-missed" in tag.className


def test_a_withheld_trend_is_the_not_equal_sign_without_an_arrow() -> None:
    shown = icon_of(trend_tag(samples.WITHHELD))
    assert shown.alt == ""
    assert shown.src == icon_of(status_tag(samples.NOT_COMPARABLE)).src


@pytest.mark.parametrize(("code", "word"), ACTION_WORDS.items())
def test_an_action_is_told_in_words(code: str, word: str) -> None:
    assert word_of(action_tag(code)) == word


def test_an_action_without_a_status_is_told_in_every_format() -> None:
    tag = blocks_from_series.action_tag("")
    assert word_of(pack_tag(tag)) == tag_run(tag).words.partition("\u00a0")[2] == "Not reported"
    assert icon_of(pack_tag(tag)).src.startswith("data:image/svg+xml,")


def test_every_format_says_of_a_provisional_status_that_it_is() -> None:
    tag = blocks_from_series.status_tag(samples.MET, is_provisional=True)
    assert tag.word == word_of(pack_tag(tag)) == tag_words(tag) == "On target, provisional"
    assert tag_run(tag).words == "✓\u00a0On target, provisional"
    assert "stroke-dasharray" in icon_of(pack_tag(tag)).src


@pytest.mark.parametrize("name", palette.TAG_COLOURS)
def test_tag_text_reads_well_on_its_ground(name: str) -> None:
    pair = palette.TAG_COLOURS[name]
    assert contrast(pair.ink, pair.ground) >= 4.5


def test_stylesheets_take_their_colours_from_the_palette() -> None:
    """Where this fails: python -m layouts.ui.palette > assets/tokens.css"""
    assert (ASSETS / "tokens.css").read_text("utf-8") == palette.tokens_css()


@pytest.mark.parametrize("name", ["dashboard.css", "deck.css", "report.css"])
def test_no_stylesheet_writes_the_colour_of_a_tag_itself(name: str) -> None:
    css = (ASSETS / name).read_text("utf-8").lower()
    assert not [each for tag in palette.TAG_COLOURS.values() for each in tag if each in css]
    # Nor which part of a tag has which: pages and slides load that with tokens.css.
    assert not [tag for tag in palette.TAG_COLOURS if f"\n.tag-{tag} {{" in css]


def test_a_report_carries_the_colours_of_tags() -> None:
    css = report_styles()
    for name, pair in palette.TAG_COLOURS.items():
        rule = css.partition(f".tag-{name} {{")[2].partition("}")[0]
        assert [each in rule for each in pair] == [True] * len(pair)


def test_the_colours_of_a_report_travel_with_it() -> None:
    assert "var(" not in report_styles()
    assert palette.MISSED.ink in report_styles()


@pytest.mark.parametrize(
    "colour", [palette.TEXT, palette.SECONDARY, palette.LINK, palette.FOCUS, palette.EVENT]
)
def test_words_on_a_chart_have_at_least_4_5_to_1(colour: str) -> None:
    assert contrast(colour, palette.WHITE) >= 4.5


@pytest.mark.parametrize("colour", [palette.OTHERS, palette.BASELINE, palette.AXIS, palette.TARGET])
def test_strokes_that_carry_meaning_have_at_least_3_to_1(colour: str) -> None:
    assert contrast(colour, palette.WHITE) >= 3


def test_contrast_is_the_ratio_of_wcag() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


def test_no_two_shapes_are_drawn_alike() -> None:
    shapes = (
        "tick",
        "tilde",
        "cross",
        "not_equal",
        "dash",
        "clock",
        "ring",
        "slashed_ring",
        "lock",
    )
    assert all(icon_svg(a, "#000") != icon_svg(b, "#000") for a, b in combinations(shapes, 2))
