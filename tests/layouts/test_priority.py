"""The page of a priority: every finding once, pictures by what the figures can show, a rail."""

import re
from dataclasses import replace
from typing import Any

import pytest
from dash import html

from dashboard.judging.status import build_status
from dashboard.model.panel import Action, Commentary, Panel, Priority
from dashboard.model.selection import Selection
from layouts.charts.svg.mini.figures import compared_targets
from layouts.charts.svg.mini.picture import mini_words
from layouts.pages.priority import PriorityContext, priority_page
from layouts.sections.overview.tile_words import gap_line
from layouts.ui.live import split_region
from layouts.ui.static_html import html_text
from tests.builders import panels as samples
from tests.layouts.test_pages import HERE, every, links, of_parts, overview, two_priorities, words

NOTHING = PriorityContext((), (), {}, {})


def page_of(*panels: Panel, here: Selection = HERE, context: PriorityContext = NOTHING) -> Any:
    plan = overview(Priority(1, "Quality", "", panels))
    return priority_page(plan, plan.priorities[0], context, here)


def named(name: str, status: str = "met", **fields: Any) -> Panel:
    measure = replace(samples.PLANS_ON_TIME, measure_id=name, short_title=name)
    judged = replace(samples.MET, code=status, gap=-5.0, **fields)
    line = replace(samples.IN_MONTH, status=judged)
    return replace(samples.ON_TIME, measure=measure, status=judged, series=(line,), lead=line)


def cards(page: Any) -> list[Any]:
    return list(every(html.Article, page))


def test_a_panel_says_each_finding_once():
    (card,) = cards(page_of(samples.ON_TIME))
    said = words(card)
    assert said.count("82%") == 1
    assert said.count("On target") == 1
    assert said.count("Mar 2023") == 1
    assert links(card)["Plans within 20 weeks"].startswith("/measure/ehcp-20-weeks")


def test_what_is_furthest_off_comes_first_and_another_order_can_be_chosen():
    target = samples.target(80, basis="month")
    far = named("b-far", "missed", target=samples.target(40, basis="month"))
    near = named("c-near", "missed", target=target)
    met = named("a-met")
    order = [card.id for card in cards(page_of(met, near, far))]
    assert order == ["panel-b-far", "panel-c-near", "panel-a-met"]
    by_plan = cards(page_of(met, near, far, here=replace(HERE, sort="plan")))
    assert [card.id for card in by_plan] == ["panel-a-met", "panel-c-near", "panel-b-far"]


def test_parts_are_rows_of_one_panel():
    (card,) = cards(page_of(of_parts("met", "missed", "met")))
    rows = [one for one in every(html.Div, card) if getattr(one, "className", "") == "part-row"]
    assert len(rows) == 3
    assert "data-stops" not in html_text(card)


def test_the_whole_among_its_parts_has_a_name():
    whole = replace(samples.IN_MONTH, label="", status=samples.NO_TARGET)
    parts = (whole, replace(whole, breakdown="phase=primary"))
    (card,) = cards(page_of(replace(samples.ON_TIME, series=parts, lead=whole)))
    names = [one for one in every(html.Span, card) if getattr(one, "className", "") == "part-name"]
    assert [words(name) for name in names] == ["Total", "Primary schools"]
    assert "Total, one of 2. " in words(card)


def test_a_direction_is_said_and_judges_nothing():
    towards = samples.target(2.9, "towards")
    line = replace(samples.IN_MONTH, targets=(towards,), status=samples.NO_TARGET)
    panel = replace(samples.ON_TIME, series=(line,), lead=line, status=samples.NO_TARGET)
    (card,) = cards(page_of(panel))
    assert "Aim: towards 2.9%. " in words(card)
    assert gap_line(panel, line) == "Aim: towards 2.9% · Mar 2023"
    assert not compared_targets(panel.measure, line)
    assert "arget" not in mini_words(panel.measure, line)


def test_another_window_is_a_link_in_the_head_of_its_panel():
    to_date = replace(
        samples.IN_MONTH, points=(samples.to_date("2023-03", 74),), basis="ytd", value_words="74%",
        label="Year to date", cursor=("74%",), latest=samples.to_date("2023-03", 74),
    )  # fmt: skip
    panel = replace(samples.ON_TIME, series=(samples.IN_MONTH, to_date))
    (card,) = cards(page_of(panel))
    href = links(card)["Year to date"]
    assert "shown=ehcp-20-weeks:ytd" in href
    assert "82%" in words(card)
    (other,) = cards(page_of(panel, here=replace(HERE, shown="ehcp-20-weeks:ytd-calendar")))
    assert "74%" in words(other)
    assert "82%" not in words(other)


def test_a_measure_without_a_figure_says_why_in_a_box():
    measure = replace(samples.PLANS_ON_TIME, published_in="“Plans in England”")
    status = build_status(measure, None, ())
    empty = replace(samples.IN_MONTH, points=(), cursor=(), latest=None, status=status)
    panel = replace(samples.ON_TIME, measure=measure, series=(empty,), lead=empty, status=status)
    (card,) = cards(page_of(panel))
    (box,) = [one for one in every(html.Div, card) if getattr(one, "className", "") == "no-picture"]
    assert "Not loaded: its figures are published in “Plans in England”." in words(box)
    assert "80%" in words(box)


def test_the_rail_has_late_actions_first_and_those_done_folded():
    titles = {"ehcp-20-weeks": "Plans on time"}
    actions = [
        Action(ref, f"Action {ref}", 1, status, samples.AS_OF, ("ehcp-20-weeks", "elsewhere"))
        for ref, status in (("1", "completed"), ("2", "on_track"), ("3", "delayed"))
    ]
    note = Commentary("challenge", "Audits ask for more.", samples.AS_OF, 1, "", samples.REPORT)
    told = PriorityContext(actions, [note], titles, {samples.REPORT: "Report"})
    page = page_of(samples.ON_TIME, context=told)
    (rail,) = every(html.Aside, page)
    said = words(rail)
    assert "1 of 3 done, 1 late" in said
    assert said.index("Action 3") < said.index("Action 2") < said.index("1 done")
    assert links(rail)["Plans within 20 weeks"] == "#panel-ehcp-20-weeks"
    assert "Challenges. Audits ask for more." in said
    assert "19 April 2023. Source: Report." in words(page)


def test_a_filter_leaves_its_measures_and_can_be_taken_away():
    found = page_of(named("a"), named("b", "missed"), here=replace(HERE, status="missed"))
    assert [card.id for card in cards(found)] == ["panel-b"]
    none = page_of(named("a"), here=replace(HERE, status="close"))
    assert "No measure fits." in words(none)
    assert "status" not in links(none)["Clear filters"]


@pytest.mark.parametrize("view", ["", "list"])
def test_a_page_is_plain_html(view: str):
    page = page_of(samples.ON_TIME, samples.WAITING, here=replace(HERE, view=view))
    parts, region = split_region(page)
    assert all(html_text(part) for part in parts)
    assert region is not None


def test_a_list_has_a_row_for_each_measure():
    page = page_of(samples.ON_TIME, samples.WAITING, here=replace(HERE, view="list"))
    assert not cards(page)
    (listed,) = [one for one in every(html.Table, page) if "panel-table" in str(one.className)]
    assert len(list(every(html.Tr, listed))) == 3


def test_the_priorities_before_and_after_are_linked():
    plan = two_priorities()
    found = links(priority_page(plan, plan.priorities[0], NOTHING, HERE))
    assert found["Priority 2 Autism ›"] == "/priority/ha-wsoa-2021/2"
    back = links(priority_page(plan, plan.priorities[1], NOTHING, HERE))
    assert back["‹ Priority 1 Timeliness"] == "/priority/ha-wsoa-2021/1"


def test_a_priority_without_measures_still_shows_its_actions_and_commentary():
    said = words(page_of())
    assert "The plan sets no measure under this priority." in said
    assert "No action is loaded here." in said
    assert "No commentary has been written or loaded." in said


def plot_words(page: Any) -> str:
    return "".join(html_text(card) for card in cards(page))


def test_one_choice_sets_every_chart_beside_another_and_fits_or_shares_their_scale():
    panel = replace(samples.BY_YEAR, measure=samples.PLANS_ON_TIME)
    plain = plot_words(page_of(panel))
    assert "England" not in plain
    assert ">100%<" in plain
    page = page_of(panel, here=replace(HERE, compare="E92000001"))
    assert "England" in plot_words(page)
    assert "Inner London" not in plot_words(page)
    (form,) = [each for each in every(html.Form, page) if each.className == "tools"]
    assert "England" in words(form)
    assert "Axis from" in plot_words(page_of(panel, here=replace(HERE, axis="fit")))


def test_one_period_acts_on_every_chart():
    since = replace(HERE, since=samples.GAPPED.points[1].period_start)
    whole, part = (
        plot_words(page_of(samples.BY_YEAR)),
        plot_words(page_of(samples.BY_YEAR, here=since)),
    )
    assert "40.1%" in whole
    assert "40.1%" not in part


def test_measures_that_are_compared_share_one_axis_of_time():
    points = samples.IN_MONTH.points[:2]
    early = replace(samples.IN_MONTH, points=points, cursor=("1", "2"), baselines=())
    names = ("a", "b")
    panels = [named(names[0]), replace(named(names[1]), series=(early,), lead=early)]
    apart = [
        re.findall(r'"range":\["(.*?)"\]', plot_words(page_of(p)).replace("&quot;", chr(34)))
        for p in panels
    ]
    assert apart[0] != apart[1]
    page = page_of(*panels, here=replace(HERE, open="a,b"))
    together = re.findall(r'"range":\["(.*?)"\]', plot_words(page).replace("&quot;", '"'))
    assert len(together) == 2
    assert len(set(together)) == 1
