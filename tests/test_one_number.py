"""The number of a headline is that of the table, of the alternative text and of the cursor: everywhere."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine

from dashboard.model.panel import Panel, Series
from dashboard.model.selection import Selection
from dashboard.panels.overview import unique_panels
from data.queries.panels import load_overview
from data.queries.snapshot import load_catalogue
from layouts.measure.numbers import numbers_part
from layouts.ui.static_html import html_text
from tests.stores import current_day, read_as_page, read_at_once

CAUSES = ("because", "due to", "thanks to", "caused by", "as a result of", "owing to")


@pytest.fixture(scope="module")
def shown_series(example: Engine) -> list[tuple[Panel, Series]]:
    """Every series of every measure of every plan that has a figure."""
    return list(_series_with_figures(example))


def _series_with_figures(engine: Engine) -> Iterator[tuple[Panel, Series]]:
    # The made-up cases of the Example borough are known from the day on which the store was filled.
    today = current_day()
    for plan in read_at_once(load_catalogue, engine).frameworks:
        chosen = Selection(area=plan.area_code, framework=plan.framework_id)
        for panel in unique_panels(read_as_page(load_overview, engine, chosen, today).priorities):
            for series in panel.series:
                if series.latest is not None and series.latest.has_number:
                    yield panel, series


def test_the_same_number_stands_in_headline_alt_text_title_and_cursor(
    shown_series: list[tuple[Panel, Series]],
):
    assert len({panel.framework.framework_id for panel, _ in shown_series}) > 2
    for panel, series in shown_series:
        where = (panel.measure.measure_id, series.label)
        assert series.value_words in series.headline, where
        assert series.value_words in series.alt, where
        assert series.value_words in series.title, where
        place = series.points.index(series.latest)  # type: ignore[arg-type]
        assert series.value_words in series.cursor[place], where


def test_the_same_number_stands_in_the_table(shown_series: list[tuple[Panel, Series]]):
    leads = {id(panel): (panel, panel.lead) for panel, _ in shown_series if panel.lead.latest}
    for panel, lead in leads.values():
        if lead.latest is not None and lead.latest.has_number:
            parts = numbers_part(panel, lead, None, Selection(page="measure"))
            assert lead.value_words in "".join(map(html_text, parts)), panel.measure.title


def test_no_headline_names_a_cause(shown_series: list[tuple[Panel, Series]]):
    for panel, series in shown_series:
        said = f"{series.headline} {series.alt}".lower().replace(panel.measure.title.lower(), "")
        assert not [words for words in CAUSES if words in said], said
