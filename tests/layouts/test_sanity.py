"""What looks odd, as the data team and the reader of a measure see it."""

from dataclasses import replace
from datetime import date

from dashboard.model.selection import Selection
from dashboard.quality.checks import find_anomalies
from dashboard.quality.model import Anomaly
from layouts.measure.context import MeasureContext
from layouts.pages.data_team.start import DataPageContent, data_page
from layouts.pages.measure import measure_series
from layouts.sections.data_quality import ANCHOR, MOST_LISTED, anomalies_list, measure_anomalies
from layouts.ui.live import split_region
from layouts.ui.static_html import html_text
from tests.builders import panels as samples
from tests.builders.points import STOCK
from tests.dashboard.test_sanity import baseline, figure, target

ODD = find_anomalies([baseline(986, STOCK), target(1000, "1000", STOCK, note="40% more")])
NOW = date(2023, 4, 19)
AREAS = {"E09000014": "Haringey"}


def page(*anomalies: Anomaly) -> str:
    return "".join(map(html_text, anomalies_list(anomalies, AREAS)))


def test_the_data_team_sees_what_was_found_expected_and_to_be_done():
    told = page(*ODD)
    assert "1 figure to check. Nothing was changed." in told
    assert "<summary>Target differs from its wording (1)</summary>" in told
    for words in (
        "Haringey",
        "The target is 1,000",
        "1,380, which is 40% more than 986",
        "Ask whoever",
    ):
        assert words in told


def test_the_measure_is_linked_in_its_plan_and_a_figure_of_another_area_is_not():
    link = 'href="/measure/made-stock?area=E09000014&amp;framework=a-plan"'
    assert link in page(*ODD)
    elsewhere = replace(ODD[0], figure=replace(ODD[0].figure, role="benchmark"))
    assert "href" not in page(elsewhere)


def test_of_very_many_of_a_kind_the_rest_is_counted():
    told = page(*(ODD[0] for _ in range(MOST_LISTED + 2)))
    assert told.count("The target is 1,000") == MOST_LISTED
    assert "And 2 more of the same." in told


def test_where_nothing_is_odd_the_page_says_so():
    assert "No figure or target looks odd" in page()


def test_the_data_page_counts_them_and_leads_to_the_list_with_the_kind_open():
    screen = data_page(DataPageContent(NOW, anomalies=ODD), Selection(page="data"))
    address = f"/data?section=percent_change&tab={ANCHOR}"
    assert f'href="{address.replace("&", "&amp;")}"' in "".join(map(html_text, screen))
    chosen = Selection(page="data", tab=ANCHOR, section="percent_change")
    listed = "".join(map(html_text, data_page(DataPageContent(NOW, anomalies=ODD), chosen)))
    assert '<details id="percent_change" class="dictionary" open>' in listed
    assert "1,380" in listed


def test_a_measure_says_what_is_odd_about_it_once():
    part = measure_anomalies([*ODD, *ODD])
    assert part is not None
    told = html_text(part)
    assert told.count("1,380, which is 40% more than 986") == 1
    assert measure_anomalies(()) is None


def test_words_of_a_file_are_escaped():
    odd = find_anomalies([figure(82, as_published="28% <b>bold</b>")])
    assert "<b>" not in page(*odd)
    assert "&lt;b&gt;" in page(*odd)


def test_the_part_stands_on_the_measures_page():
    beside = MeasureContext([], [], [], {}, anomalies=ODD)
    chosen = Selection(page="measure", measure=samples.ON_TIME.measure.measure_id)
    chosen = replace(chosen, tab="method")
    told = "".join(
        map(
            html_text,
            split_region(measure_series(samples.ON_TIME, samples.IN_MONTH, beside, chosen))[0],
        )
    )
    assert f'id="{ANCHOR}"' in told
    assert "How it’s worked out (1 to check)" in told
    without = measure_series(
        samples.ON_TIME, samples.IN_MONTH, replace(beside, anomalies=()), chosen
    )
    assert f'id="{ANCHOR}"' not in "".join(map(html_text, split_region(without)[0]))
