"""What stands behind a figure of cases, drawn: findings as headings, numbers as tables."""

import re
from dataclasses import replace
from datetime import date
from xml.etree import ElementTree as ET

from dash import html

from dashboard.cases.model import (
    Backlog,
    Bar,
    Calculation,
    Capacity,
    CaseView,
    Cohort,
    CohortMonth,
    Distribution,
    ExtractUsed,
    FlowMonth,
    ListProjection,
    MonthlyFlow,
    NamedCount,
)
from dashboard.model.panel import Area, Priority
from dashboard.model.points import CASES, Difference, Partner, Point
from dashboard.model.selection import Selection
from dashboard.panels.breakdowns import Breakdown, BreakdownPart
from layouts.charts.svg.canvas import NARROW, WIDE
from layouts.charts.svg.histogram import histogram_svg
from layouts.charts.svg.monthly import cohort_svg, flow_svg, list_svg
from layouts.measure.context import MeasureContext
from layouts.pages.measure import measure_series
from layouts.pages.priority import PriorityContext, priority_page
from layouts.sections.breakdowns import drill_url_for, parts_section
from layouts.sections.calculation import (
    calculation_section,
    differences_section,
    pair_sentences,
    partner_list,
)
from layouts.sections.cases import backlog_summary, case_panels
from layouts.ui.static_html import ATTRIBUTE, html_text
from tests.builders import panels as samples
from tests.layouts.test_pages import HERE, every, links, overview, words

OCTOBER = date(2026, 10, 31)
MADE_UP = replace(samples.ON_TIME, area=Area("X99000001", "Somewhere", "synthetic"))
SHOWN = Distribution(
    title="15 of 19 plans issued took at most 20 weeks", noun="plans issued",
    period="March 2023", n=19,
    bars=(Bar(0, 10, 0), Bar(10, 20, 15), Bar(20, 30, None, "c"), Bar(30, 40, 2)),
    bands=(NamedCount("Up to 20 weeks", 15, share=78.9), NamedCount("Over 20 weeks", None, "c")),
    limit=20, limit_words="20 weeks",
)  # fmt: skip
BACKLOG = Backlog(
    OCTOBER, "On 31 October 2026, 247 cases were open.",
    (NamedCount("Open cases", 247), NamedCount("Open past 20 weeks", None, "c")),
)  # fmt: skip


def month(number: int, came: float | None, *, is_whole: bool = True, marker: str = "") -> FlowMonth:
    end = date.fromordinal(date(2026, number + 1, 1).toordinal() - 1)
    counts = (NamedCount("In", came, marker), NamedCount("Out", 5), NamedCount("Open", 40))
    return FlowMonth(date(2026, number, 1), end, *counts, is_whole=is_whole)


MONTHS = (month(7, 9), month(8, None, marker="c"), month(9, 4, is_whole=False))
FLOW = MonthlyFlow("9 in, 5 out", ("In", "Out", "Open"), MONTHS)
COHORT = Cohort(
    "Of 79 requests, 41 had a plan",
    (
        CohortMonth(date(2026, 5, 1), date(2026, 5, 31), 41, 79, 51.9),
        CohortMonth(date(2026, 6, 1), date(2026, 6, 30), 3, 60, 5.0, is_whole=False),
    ),
    20,
)
AHEAD = ListProjection(
    ((date(2026, 7, 31), 40.0), (date(2026, 8, 31), 44.0)), 9, 5, "44 on 31 August."
)


def svgs(tree: object) -> list[str]:
    """Give the SVG texts of a tree's drawings."""
    found = [getattr(one, ATTRIBUTE, None) for one in every(html.Div, tree)]
    return [svg for text in found if text for svg in re.findall(r"<svg.*?</svg>", text)]


def test_every_drawing_is_whole_xml_within_its_width_and_its_words_no_smaller_than_the_page_s():
    drawn = [
        draw(width)
        for width in (WIDE, NARROW)
        for draw in (
            lambda wide: histogram_svg(SHOWN, wide),
            lambda wide: flow_svg(FLOW, wide),
            lambda wide: list_svg(MONTHS, AHEAD, wide, "Open"),
            lambda wide: cohort_svg(COHORT, wide),
        )
    ]
    for text in drawn:
        root = ET.fromstring(text)  # noqa: S314 - drawn above
        width = float(root.get("width", "0"))
        assert root.get("font-size") == "16"
        bars = [one for one in root if one.tag.endswith("rect")]
        assert all(0 <= float(bar.get("x", "0")) <= width for bar in bars)


def test_a_bar_past_the_limit_has_another_colour_and_a_hidden_one_is_a_cross():
    text = histogram_svg(SHOWN, WIDE)
    assert text.count('fill="#12436D"') == 1
    assert text.count('fill="#F46A25"') == 1
    assert text.count("l8 8m0-8-8 8") == 1
    assert "Limit: 20 weeks" in text


def test_a_month_that_is_not_whole_is_drawn_open_and_a_hidden_number_as_a_cross():
    text = flow_svg(FLOW, WIDE)
    assert text.count("stroke-dasharray") == 2
    assert text.count("l8 8m0-8-8 8") == 1
    assert "Incomplete" in cohort_svg(COHORT, NARROW)


def test_a_projection_is_dotted_and_named_one():
    assert "Projection: 44" in list_svg(MONTHS, AHEAD, WIDE, "Open")
    assert "Projection" not in list_svg(MONTHS, None, WIDE, "Open")


def test_each_panel_has_its_finding_as_heading_its_numbers_as_tables_and_alternative_text():
    view = CaseView("ehcp-20-weeks", SHOWN, replace(BACKLOG, by_week=SHOWN), FLOW, COHORT)
    page = case_panels(MADE_UP, view)
    headings = [words(one) for one in every(html.H2, page)]
    assert headings == [SHOWN.title, SHOWN.title, FLOW.title, COHORT.title]
    assert len(list(every(html.Table, page))) == 5
    drawings = [one for one in every(html.Div, page) if getattr(one, "role", "") == "img"]
    assert all(0 < len(getattr(one, "aria-label")) <= 220 for one in drawings)
    assert len(svgs(page)) == 2 * len(drawings)


def test_a_cross_is_explained_and_what_has_no_bar_is_words_without_a_picture():
    crossed = "A cross marks a number that is suppressed to protect confidentiality."
    page = words(case_panels(MADE_UP, CaseView("ehcp-20-weeks", SHOWN, None, FLOW, COHORT)))
    assert page.count(crossed) == 2
    bars = tuple(replace(bar, count=None, marker="c") for bar in SHOWN.bars)
    hidden = replace(SHOWN, bars=bars)
    view = CaseView("ehcp-20-weeks", hidden, replace(BACKLOG, by_week=hidden))
    panels = case_panels(MADE_UP, view)
    assert words(panels).count("Not drawn: every number is suppressed") == 2
    assert svgs(panels) == []
    assert list(every(html.Button, panels)) == []
    months = tuple(replace(one, waiting=NamedCount("Open", None, "c")) for one in MONTHS)
    view = CaseView("ehcp-20-weeks", None, None, replace(FLOW, months=months))
    panels = case_panels(MADE_UP, view)
    assert "Not drawn: every number is suppressed" in words(panels)
    # That of what came in and went out, wide and narrow.
    assert len(svgs(panels)) == 2


def test_made_up_figures_are_said_to_be_in_every_panel_and_in_the_name_of_its_picture():
    view = CaseView("ehcp-20-weeks", SHOWN, BACKLOG, FLOW, COHORT)
    page = case_panels(MADE_UP, view)
    subtitles = [one for one in every(html.P, page) if one.className == "chart-subtitle"]
    assert all("synthetic data" in words(one) for one in subtitles)
    buttons = list(every(html.Button, page))
    assert all("synthetic" in getattr(one, "data-file") for one in buttons)
    real = case_panels(samples.ON_TIME, view)
    assert "synthetic" not in words(real)


def test_a_hidden_number_is_called_suppressed_and_never_written():
    told = words(backlog_summary(BACKLOG))
    assert "Open past 20 weeks Suppressed" in told
    table = words(case_panels(MADE_UP, CaseView("m", distribution=SHOWN)))
    assert "Over 20 to 30 Suppressed" in table
    assert "n = 19" in table


def test_capacity_says_why_a_list_is_not_carried_on():
    capacity = Capacity("More came in", FLOW, (NamedCount("Referrals a month", 9.0, unit="mean"),))
    refused = replace(capacity, reason="No projection: it needs 3 whole months.")
    assert "it needs 3 whole months" in words(case_panels(MADE_UP, CaseView("m", capacity=refused)))
    made = replace(capacity, projection=AHEAD)
    told = words(case_panels(MADE_UP, CaseView("m", capacity=made)))
    assert "44 on 31 August." in told
    assert "9.0" in told


def test_a_still_page_keeps_its_drawings():
    text = html_text(case_panels(MADE_UP, CaseView("m", distribution=SHOWN)))
    assert text.count("<svg") == 2
    assert "&lt;svg" not in text


def working() -> Calculation:
    used = ExtractUsed("cases.csv", "ehc_assessments", "", OCTOBER, "all", OCTOBER, 22)
    return Calculation(
        "Plans within 140 days ÷ plans", "plans within 140 days", "plans", "from request to plan",
        None, "", (used,), 19, (("On another clock", 3),)
    )  # fmt: skip


def test_how_it_was_worked_out_names_formula_parts_extracts_and_what_was_left_out():
    point = Point(
        date(2023, 3, 1), date(2023, 3, 31), "month", numerator=15, denominator=19, value=78.9,
        decimals=1, origin=CASES,
    )  # fmt: skip
    series = samples.series((point,), origin=CASES)
    told = words(calculation_section(MADE_UP, series, working()))
    assert "15 ÷ 19 = 78.9%" in told
    assert "cases.csv ehc assessments 31 October 2026 All cases 22" in told
    assert "On another clock 3" in told
    assert "Rows in the extracts 22 Rows counted 19" in told
    assert "The cases are synthetic." in told


def test_where_rows_are_not_counted_the_words_say_so():
    extracts = tuple(replace(each, rows=None) for each in working().extracts)
    calculation = replace(working(), extracts=extracts, counted=None, left_out=(), shows_rows=False)
    told = words(calculation_section(MADE_UP, samples.series(()), calculation))
    assert "How many rows were counted or left out is not shown" in told
    assert "All cases" in told
    assert "Rows" not in told
    assert "22" not in told


def test_reported_and_worked_out_figures_stand_side_by_side_with_their_difference():
    one = Difference(
        "", "month", "March 2023", "82%", "79%", "15 of 19", "−3 points", "", agrees=False
    )
    assert differences_section(samples.ON_TIME) is None
    told = words(differences_section(replace(samples.ON_TIME, differences=(one,))))
    assert "1 of 1 differ." in told
    assert "March 2023 In month 82% 79% 15 of 19 −3 points" in told


def test_what_partners_say_is_a_sentence_and_each_partner_is_linked_once():
    partner = Partner("ehc-open", "Open cases", "", "backlog", "247 on 31 October 2026")
    panel = replace(
        samples.ON_TIME, partners=(partner, partner), pair_words=("Faster, but quality fell.",)
    )
    assert words(pair_sentences(panel)) == "Faster, but quality fell."
    assert list(links(partner_list(panel, HERE))) == ["Open cases"]
    assert pair_sentences(samples.ON_TIME) is None
    assert partner_list(samples.ON_TIME, HERE) is None


def need(code: str, name: str, value: float | None, n: float | None) -> BreakdownPart:
    point = Point(
        date(2025, 11, 1), OCTOBER, "rolling12", denominator=n, value=value,
        marker="" if value is not None else "c", decimals=1 if value is not None else -1,
        origin=CASES,
    )  # fmt: skip
    return BreakdownPart(
        f"need={code}", name, point, n, (point, point) if value is not None else ()
    )


DIMENSIONS = (("age", "age"), ("need", "type of need"))
BY_NEED = Breakdown(
    "need", "type of need", "", "rolling12", OCTOBER, "12 months to October 2026",
    (need("ASD", "Autism", 78.4, 171), need("MSI", "Multi-sensory", 100.0, 3),
     need("PD", "Physical", 60.0, 20), need("VI", "Visual", None, None)),
    DIMENSIONS, periods=((OCTOBER, "12 months to October 2026"), (date(2026, 9, 30), "to September")),
    left_out=2,
)  # fmt: skip


def test_parts_are_bars_with_n_and_the_heading_names_only_those_of_ten_cases_or_more():
    chosen = replace(HERE, by="need")
    page = parts_section(samples.ON_TIME, samples.IN_MONTH, BY_NEED, chosen)
    (heading,) = every(html.H2, page)
    assert words(heading) == (
        "By type of need: highest Autism 78.4%, lowest Physical 60.0%, of those with 10 cases or more"
    )
    told = words(page)
    assert "Autism 78.4% 171" in told
    assert "Multi-sensory 100.0% 3 indicative" in told
    assert "Visual Suppressed" in told
    assert "2 more categories of fewer cases not shown." in told


def test_each_category_leads_to_its_own_series_and_back_to_the_whole():
    inside = replace(HERE, page="measure", by="need", breakdown="need=ASD", basis="month")
    found = links(parts_section(samples.ON_TIME, samples.IN_MONTH, BY_NEED, inside))
    assert "breakdown=need=PD" in found["Physical"]
    assert "by=need" in found["Physical"]
    assert "breakdown=" not in found["Back to the whole"]
    assert "basis=month" in found["Back to the whole"]


def test_a_category_of_a_version_goes_back_to_that_version():
    chosen = "exceptions=excluding;need=ASD"
    inside = replace(HERE, by="need", breakdown=chosen)
    found = links(parts_section(samples.ON_TIME, samples.IN_MONTH, BY_NEED, inside))
    assert "breakdown=exceptions=excluding&" in found["Back to the whole"]


def test_a_point_leads_to_the_parts_of_its_period_and_a_link_leads_back():
    asked = Selection(area="E09000014", framework="ha-wsoa-2021")
    point = samples.month("2023-02", 76, origin=CASES)
    series = samples.series((point, samples.month("2023-03", 82)), origin=CASES)
    drill = drill_url_for(series, BY_NEED, asked)
    assert drill is not None
    assert "basis=month&by=need&period=2023-02-28" in drill(point)
    assert "tab=breakdowns" in drill(point)
    assert drill(samples.month("2023-03", 82)) == ""
    beside = MeasureContext((), (), (), {}, parts=replace(BY_NEED, dimension="age"))
    page = measure_series(samples.ON_TIME, series, beside, replace(asked, tab="numbers"))
    assert "by=age&period=2023-02-28" in links(page)["February 2023"]
    back = links(
        parts_section(
            samples.ON_TIME,
            samples.IN_MONTH,
            BY_NEED,
            replace(asked, period=date(2023, 2, 28), by="need"),
        )
    )
    assert "period" not in back["Back to the newest period"]


def test_a_measure_that_nothing_divides_has_no_section():
    assert (
        parts_section(samples.ON_TIME, samples.IN_MONTH, replace(BY_NEED, dimensions=()), HERE)
        is None
    )


def test_a_priority_has_a_backlog_of_several_measures_once():
    other = replace(samples.ON_TIME, measure=replace(samples.PLANS_ON_TIME, measure_id="ehc-open"))
    priority = Priority(1, "Timeliness", "", (samples.ON_TIME, other))
    backlogs = {"ehcp-20-weeks": BACKLOG, "ehc-open": BACKLOG}
    told = PriorityContext((), (), {}, {}, backlogs)
    page = priority_page(overview(priority), priority, told, HERE)
    assert words(page).count(BACKLOG.sentence) == 1
