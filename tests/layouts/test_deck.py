"""The slides of a pack as HTML: one shown of all, marked as what they are, charts that video keeps."""

import re
from dataclasses import replace
from html.parser import HTMLParser
from typing import Final

import pytest
from sqlalchemy import Engine

from dashboard.model.meeting import Question
from dashboard.model.panel import SYNTHETIC, Panel
from dashboard.pack.blocks import Fact, Facts, Item, Points, Slide, Table
from dashboard.pack.model import FINAL, StoredPack
from dashboard.pack.slides.measure import drop_stated_details
from dashboard.records.scrutiny import LONGEST_NAME, LONGEST_TEXT
from dashboard.text.font_metrics import lines_of
from layouts.charts.data_table import slide_numbers
from layouts.charts.svg.pack_chart import has_line, slide_chart
from layouts.deck.blocks import slide_block
from layouts.deck.document import (
    Deck,
    DeckAssets,
    backup_part,
    deck_page,
    presenter_page,
    render_deck,
)
from layouts.deck.slide import render_slide
from layouts.ui.palette import GRID
from layouts.ui.static_html import html_text
from tests.builders.packs import HARINGEY, gather_pack
from tests.builders.panels import AS_OF, UNEVEN, judged_panel, monthly_points

FILES: Final = DeckAssets("/font.woff2", ("/deck.css",), ("/deck.js",), "/icon.svg")
A_MEASURE: Final = "measure-ehcp-20-weeks"


class Shown(HTMLParser):
    """Note which slides a document shows, and its headings and ids."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.slides: list[tuple[str, bool]] = []
        self.ids: list[str] = []
        self.headings = 0
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        self.ids += [told["id"] or ""] if "id" in told else []
        self.headings += tag == "h1"
        if "data-slide" in told:
            self.slides.append((told["data-slide"] or "", "hidden" not in told))


@pytest.fixture(scope="module")
def stored(filled_engine: Engine) -> StoredPack:
    return gather_pack(filled_engine, HARINGEY)


@pytest.fixture(scope="module")
def deck(stored: StoredPack) -> Deck:
    return render_deck(stored)


def uneven() -> Panel:
    return judged_panel(monthly_points(*UNEVEN), goal=60)


def drawn(slide: Slide, stored: StoredPack) -> str:
    return render_slide(slide, "3 of 9", stored).inside


def a_slide(**told: object) -> Slide:
    made = Slide("one", "Measures", "text", "A finding", "What stands under it", ())
    return replace(made, **told)  # type: ignore[arg-type]


def test_a_document_holds_the_main_slides_and_shows_the_one_asked_for(deck):
    main = [one.slide_id for one in deck.slides if not one.is_backup]
    page = Shown(deck_page(deck, deck.place("off-target"), FILES))
    assert [name for name, _ in page.slides] == main
    assert [name for name, is_shown in page.slides if is_shown] == ["off-target"]
    assert page.headings == len(main)
    assert len(set(page.ids)) == len(page.ids)
    behind = Shown(deck_page(deck, deck.place(A_MEASURE), FILES))
    assert [name for name, _ in behind.slides] == [*main, A_MEASURE]
    assert [name for name, is_shown in behind.slides if is_shown] == [A_MEASURE]
    rest = Shown(backup_part(deck))
    assert main + [name for name, _ in rest.slides] == [one.slide_id for one in deck.slides]


def test_without_scripts_a_deck_leads_to_the_questions(deck):
    (written,) = re.findall(r"<noscript>(.*?)</noscript>", deck_page(deck, 0, FILES), re.DOTALL)
    ways = re.findall(r'href="(/[a-z]+)', written)
    assert ways == ["/scrutiny"]


def test_a_number_names_a_slide_and_steps_stay_among_their_own(deck):
    assert (deck.name_of("1"), deck.name_of("a2")) == ("cover", "summary")
    assert deck.name_of("99") == deck.name_of("A0") == ""
    count = sum(not one.is_backup for one in deck.slides)
    assert deck.near(count - 1, 1) is deck.slides[count - 1]
    assert deck.near(count, -1) is deck.slides[count]


def test_its_title_is_that_of_the_slide_and_says_draft(deck):
    page = deck_page(deck, deck.place(A_MEASURE), FILES)
    title = re.search("<title>(.*?)</title>", page)
    assert title
    assert title[1].startswith(deck.slides[deck.place(A_MEASURE)].title)
    assert "– draft – Haringey –" in title[1]


def test_links_lead_on_without_scripts(deck):
    page = deck_page(deck, 1, FILES)
    before, after = (deck.slides[place].slide_id for place in (0, 2))
    assert f'data-does="back" href="/meeting/{deck.pack_id}/{before}"' in page
    assert f'data-does="on" href="/meeting/{deck.pack_id}/{after}"' in page


def test_notes_are_in_the_presenters_window_alone(deck):
    place = deck.place(A_MEASURE)
    note = re.search("<p>(.*?)</p>", deck.slides[place].notes)
    assert note
    words = "New EHC plans whose final plan was issued within 20 weeks of the request"
    assert words in presenter_page(deck, place, FILES)
    assert words not in deck_page(deck, place, FILES).split('data-slide="definitions')[0]
    assert note[0] in presenter_page(deck, place, FILES)


def test_every_foot_says_day_version_state_and_place(stored):
    foot = drawn(a_slide(), stored)
    for words in ("As at 19 April 2023", "Version 1", ">Draft<", "3 of 9"):
        assert words in foot
    assert "Synthetic" not in foot


def test_a_final_pack_is_no_draft(stored):
    final = replace(stored, steps=(replace(stored.steps[0], state=FINAL),))
    assert ">Final<" in drawn(a_slide(), final)
    assert "raft" not in render_deck(final).suffix


def test_synthetic_figures_are_marked_on_every_slide(stored):
    overview = stored.content.overview
    area = replace(overview.area, kind=SYNTHETIC)
    pack = replace(stored.content, overview=replace(overview, area=area))
    made_up = replace(stored, pack=pack)
    assert ">Synthetic data<" in drawn(a_slide(), made_up)


def test_a_source_that_speaks_of_a_day_leaves_the_foot_its_own(stored):
    source = "Source: Census, as printed. As at 19 April 2023."
    assert drawn(a_slide(source=source), stored).count("As at 19 April 2023") == 2


def test_the_dialog_takes_as_much_as_the_log_does(deck):
    page = deck_page(deck, 0, FILES)
    longest = re.findall(r'name="(\w+)"[^>]*maxlength="(\d+)"', page)
    assert dict(longest) == {
        "member": str(LONGEST_NAME), "question": str(LONGEST_TEXT), "by": str(LONGEST_NAME),
    }  # fmt: skip


def test_questions_not_yet_closed_are_named_on_the_slide_they_are_about(stored):
    question = Question("q1", "ehcp-20-weeks", "", A_MEASURE, AS_OF, "Chair", "Why?")
    words = drawn(a_slide(questions=(question,)), stored)
    assert re.search(
        r'<a href="/meeting/[^"]+/questions"[^>]*>1 question not yet closed</a>', words
    )


def test_nothing_that_a_person_wrote_becomes_html(stored):
    bad = "<script>alert(1)</script>"
    told = a_slide(
        title=bad, subtitle=bad, source=bad, notes=(bad,), references=(bad,),
        blocks=(Facts(bad, (Fact(bad, bad, (bad,)),)), Points(bad, (Item(bad, bad, bad),))),
    )  # fmt: skip
    made = render_slide(told, "1 of 1", stored)
    assert "<script" not in made.inside + made.attributes + made.notes


def test_the_numbers_of_a_chart_have_a_row_for_every_point():
    panel = uneven()
    series = panel.lead
    table = slide_numbers(panel, series)
    expected = len(series.points) + len(series.baselines) + len(series.targets)
    assert table.count('<th scope="row">') == expected
    assert table.startswith("<table><caption>")


def test_a_chart_has_no_line_that_video_would_lose():
    panel = uneven()
    drawing, _ = slide_chart(panel, panel.lead)
    strokes = [float(one) for one in re.findall(r'stroke-width="([\d.]+)"', drawing)]
    assert min(strokes) >= 2
    assert GRID not in drawing
    assert 'font-size="16"' in drawing
    assert 'viewBox="0 0 368 170"' in drawing


def test_a_series_without_a_number_says_so_in_place_of_a_chart(deck):
    place = deck.place("measure-autism-comms")
    assert '<div class="chart chart-empty"><p>' in deck.slides[place].inside
    assert "<template" not in deck.slides[place].inside


def test_a_series_of_markers_alone_has_no_line():
    panel = uneven()
    assert has_line(panel.lead)
    assert not has_line(replace(panel.lead, points=()))


def test_tables_stay_tables_where_they_are_drawn_as_lists(deck):
    table = deck.slides[deck.place("measures-1")].inside
    for role in ("table", "rowgroup", "row", "columnheader", "rowheader", "cell"):
        assert f'role="{role}"' in table


def test_what_the_line_under_the_title_says_is_not_said_twice():
    fact = Fact("Target", "80%", ("due May 2023", "2 points above the 80% target"))
    (told,) = drop_stated_details([fact], "Plans: 82% – 2 points above the 80% target.")
    assert told.detail == "due May 2023"


def test_words_break_between_words_and_take_a_line_at_least():
    assert lines_of("", 32, 100) == 0
    assert lines_of("word", 32, 10) == 1
    assert lines_of("word word", 32, 100) == 2


def test_a_block_of_no_known_kind_is_refused():
    with pytest.raises(TypeError, match="str is no block of a slide"):
        slide_block("words")  # type: ignore[arg-type]


def test_an_empty_table_still_has_its_caption():
    assert "<caption>Nothing</caption>" in html_text(slide_block(Table("t", "Nothing", (), ())))
