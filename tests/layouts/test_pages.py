"""Pages as trees of components, made from small hand-made panels."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import dash_bootstrap_components as dbc
import pytest
from dash import html
from dash.development.base_component import Component

from dashboard.judging.status import build_status
from dashboard.model.panel import (
    Action,
    ActionPlan,
    Commentary,
    Overview,
    Panel,
    Priority,
    ReportDates,
    Series,
)
from dashboard.model.selection import Selection
from dashboard.panels.panel import row_series
from layouts.measure.context import MeasureContext
from layouts.pages import errors
from layouts.pages.actions import actions_page
from layouts.pages.measure import measure_series, measure_top
from layouts.ui.controls import ChooserAreas, chooser_fields, report_date_control
from layouts.ui.live import split_region
from layouts.ui.static_html import html_text
from layouts.ui.view_options import breakdown_names, chosen_series, neighbours
from tests.builders import panels as samples

HERE = Selection(area="E09000014", framework="ha-wsoa-2021")
MISSED = replace(samples.MET, code="missed", word="Below target", gap=-5.0, gap_words="5 below")


def overview(*priorities: Priority, **fields: Any) -> Overview:
    plain: dict[str, Any] = {"before": None, "changes": ()}
    return Overview(
        samples.HARINGEY, samples.PLAN, samples.AS_OF, "1 of 2 measures meet their target.",
        priorities, **{**plain, **fields},
    )  # fmt: skip


def two_priorities() -> Overview:
    first = Priority(1, "Timeliness", "", (samples.ON_TIME,))
    return overview(first, Priority(2, "Autism", "", (samples.WAITING,)))


def of_parts(*codes: str) -> Panel:
    lines = [part(f"sector={n}", status(code)) for n, code in enumerate(codes)]
    return replace(samples.ON_TIME, series=tuple(lines), lead=lines[0])


def part(breakdown: str, judged: Any, basis: str = "month") -> Series:
    return replace(
        samples.IN_MONTH, breakdown=breakdown, status=judged, basis=basis, label=breakdown
    )


def status(code: str) -> Any:
    return {"met": samples.MET, "missed": MISSED, "no_target": samples.NO_TARGET}[code]


def every(kind: type, tree: Any) -> Iterator[Any]:
    """Find every component of a kind in a tree."""
    if isinstance(tree, (list, tuple)):
        for one in tree:
            yield from every(kind, one)
    elif isinstance(tree, Component):
        if isinstance(tree, kind):
            yield tree
        yield from every(kind, getattr(tree, "children", None))


def words(tree: Any) -> str:
    """Join all the words of a tree."""
    return " ".join(" ".join(texts(tree)).split())


def texts(tree: Any) -> Iterator[str]:
    """Give every text of a tree in reading order."""
    if isinstance(tree, (list, tuple)):
        for one in tree:
            yield from texts(one)
    elif isinstance(tree, Component):
        yield from texts(getattr(tree, "children", None))
    elif tree is not None:
        yield str(tree)


def links(tree: Any) -> dict[str, str]:
    return {words(one.children): one.href for one in every(html.A, tree)}


def test_a_part_without_a_target_gets_no_row_of_its_own():
    panel = of_parts("met", "no_target", "missed")
    assert [one.status.code for one in row_series(panel)] == ["met", "missed"]
    assert [one.status.code for one in row_series(of_parts("no_target", "met"))] == ["met"]


def test_where_nothing_can_be_judged_the_parts_with_a_target_get_a_row_else_those_with_a_figure():
    panel = of_parts("no_target", "no_target", "no_target")
    first, second, third = panel.series
    assert first.targets
    assert first.latest
    aimless = [replace(one, targets=()) for one in (second, third)]
    assert row_series(replace(panel, series=(first, *aimless))) == (first,)
    unknown = replace(aimless[1], latest=None)
    assert row_series(replace(panel, series=(aimless[0], unknown))) == (aimless[0],)
    assert row_series(replace(panel, series=(unknown,), lead=unknown)) == (unknown,)


DATES = ReportDates(
    judged_on=date(2023, 4, 19),
    today=date(2026, 11, 28),
    own=(date(2022, 12, 8), date(2023, 4, 19)),
    newest=date(2025, 7, 1),
)


def test_report_dates_are_the_last_the_newest_figures_then_earlier_ones():
    control = report_date_control(DATES, HERE)
    assert control.options == (
        ("", "Last report: 19 April 2023"),
        ("latest", "Newest figures: 1 July 2025"),
        ("2022-12-08", "8 December 2022"),
        ("another", "Another day …"),
    )
    assert control.value == ""


def test_a_day_that_is_no_report_date_is_among_them_while_it_is_chosen():
    chosen = report_date_control(DATES, replace(HERE, as_of=date(2030, 1, 1)))
    assert chosen.value == "2030-01-01"
    assert ("2030-01-01", "1 January 2030, ahead of today") in chosen.options
    assert report_date_control(DATES, replace(HERE, as_of=DATES.newest)).value == "latest"


def test_a_plan_that_has_ended_is_seen_from_today():
    ended = report_date_control(replace(DATES, has_ended=True, judged_on=DATES.today), HERE)
    assert ended.options[0] == ("", "Today: 28 November 2026")
    assert ("2023-04-19", "19 April 2023") in ended.options


def test_any_day_up_to_today_can_be_typed():
    fields = chooser_fields(ChooserAreas((), (), DATES), HERE)
    (day,) = [field for form in fields for field in every(dbc.Input, form) if field.type == "date"]
    assert day.max == "2026-11-28"


def test_series_that_differ_by_exceptions_alone_have_no_total():
    ways = [part("", samples.MET), part("exceptions=excluding", samples.MET)]
    names = breakdown_names(replace(samples.ON_TIME, series=tuple(ways)))
    assert names["total"] == "As the plan reports it"
    sectors = [part("", samples.MET), part("sector=health", samples.MET)]
    assert breakdown_names(replace(samples.ON_TIME, series=tuple(sectors)))["total"] == "Total"


def measure_page(panel: Panel, series: Series, chosen: Selection = HERE, **beside: Any) -> str:
    context = MeasureContext(
        **{"crumbs": (), "actions": (), "commentary": (), "titles": {}, **beside}
    )
    page = [measure_top(panel, context, chosen), measure_series(panel, series, context, chosen)]
    return "".join(html_text(part) for parts in split_region(page)[0] for part in parts)


def chosen_tab(page: str) -> list[str]:
    return re.findall(r'aria-selected="true"[^>]*>([^<]+)<', page)


def test_a_measure_page_opens_with_one_card_of_six_facts_and_the_first_tab_to_read():
    page = measure_page(samples.ON_TIME, samples.IN_MONTH)
    assert page.count('class="measure-card"') == 1
    assert page.count("<dt>") == 6 == page.count('popovertarget="fact-')
    assert ">Commentary and questions<" in page
    assert chosen_tab(page) == ["Numbers"]
    remark = Commentary("challenge", "Advice comes late", date(2022, 12, 8), 1, "", samples.REPORT)
    remarked = measure_page(samples.ON_TIME, samples.IN_MONTH, commentary=(remark,))
    assert chosen_tab(remarked) == ["Commentary and questions (1)"]


def test_events_too_many_for_their_line_are_listed_on_the_page_itself():
    first = samples.ON_TIME.events[0]
    visits = tuple(replace(first, title=f"Visit {number}") for number in range(9))
    page = measure_page(replace(samples.ON_TIME, events=visits), samples.IN_MONTH)
    assert ">1–9: events, listed under Related<" in page


def test_every_tab_is_an_address_and_all_of_them_one_for_printing():
    tabs = re.findall(r'role="tab"', measure_page(samples.ON_TIME, samples.IN_MONTH))
    for code in ("commentary", "numbers", "method"):
        page = measure_page(samples.ON_TIME, samples.IN_MONTH, replace(HERE, tab=code))
        assert f'aria-labelledby="tab-{code}"' in page
    page = measure_page(samples.ON_TIME, samples.IN_MONTH, replace(HERE, tab="all"))
    assert page.count('class="printed-tab"') == len(tabs)
    assert 'role="tab"' not in page
    told = re.sub(r"<[^>]+>", " ", page)
    assert all(event.title in told for event in samples.ON_TIME.events)


def test_an_address_chooses_a_series_and_one_that_does_not_exist_is_none():
    lines = (part("", samples.MET), part("", samples.MET, "ytd"), part("sector=health", MISSED))
    panel = replace(samples.ON_TIME, series=lines, lead=lines[0])
    assert chosen_series(panel, HERE) is lines[0]
    assert chosen_series(panel, replace(HERE, basis="ytd")) is lines[1]
    assert chosen_series(panel, replace(HERE, breakdown="sector=health")) is lines[2]
    assert chosen_series(panel, replace(HERE, breakdown="total", basis="month")) is lines[0]
    assert chosen_series(panel, replace(HERE, breakdown="sector=sport")) is None
    assert chosen_series(panel, replace(HERE, basis="year")) is None


def test_the_controls_are_one_form_of_the_address():
    many = of_parts(*["met"] * 12)
    page = measure_page(many, many.lead, replace(HERE, page="measure", measure="ehcp-20-weeks"))
    (form,) = re.findall(r"<form id=\"measure-choices\".*?</form>", page)
    assert 'action="/measure/ehcp-20-weeks" method="get"' in form
    assert form.count('<option value="sector=') == 12
    names = set(re.findall(r'name="([^"]+)"', form))
    assert {"area", "framework", "breakdown", "from", "to", "axis", "events"} <= names
    assert 'type="submit"' in form


def test_a_measure_page_gives_definition_targets_and_numbers():
    crumbs = [("Plan", "/"), ("Timeliness", "/priority/ha-wsoa-2021/1")]
    page = measure_page(
        samples.ON_TIME, samples.IN_MONTH, replace(HERE, tab="numbers"), crumbs=crumbs,
        after=("Next one", "/measure/next"),
    )  # fmt: skip
    assert "Plans issued within 20 weeks of the request." in page
    assert "Targets and baselines" in page
    assert '<a href="/priority/ha-wsoa-2021/1">Timeliness</a>' in page
    assert 'href="/download/series.csv?area=E09000014' in page
    assert 'aria-label="Next measure: Next one"' in page


def test_a_measure_without_figures_says_so_and_keeps_its_target():
    measure = replace(samples.ON_TIME.measure, published_in="“Plans in England”")
    status = build_status(measure, None, ())
    empty = replace(samples.IN_MONTH, points=(), cursor=(), latest=None, status=status)
    panel = replace(samples.ON_TIME, measure=measure, series=(empty,), lead=empty)
    page = measure_page(panel, empty)
    assert "Not loaded: its figures are published in “Plans in England”." in page
    assert "80%" in page


def test_neighbours_end_at_either_end():
    first, second = two_priorities().priorities
    assert neighbours((first, second), 1) == (None, second)
    assert neighbours((first, second), 2) == (first, None)


ACTIONS = replace(HERE, page="actions")
DONE = Action("1.1", "Rebuild the team", 1, "completed", samples.AS_OF, ("ehcp-20-weeks",))
LATE = Action("2.1", "Shorten the wait", 2, "delayed", samples.AS_OF, (), "No money yet")
ACTION_PLAN = ActionPlan(
    actions=(DONE, LATE), counts={"completed": 16, "on_track": 5, "at_risk": 1, "delayed": 4},
    counts_by_priority={1: {"completed": 1}, 2: {"delayed": 1}}, printed_now={},
    printed_before={"completed": 14, "on_track": 0, "at_risk": 5, "delayed": 7},
    now_on=samples.AS_OF, before_on=date(2023, 2, 28), before_note="",
    check_words="The 26 listed statuses add up.", is_consistent=True,
)  # fmt: skip


def test_actions_are_counted_now_and_at_the_report_before():
    page = actions_page(ACTION_PLAN, two_priorities(), {}, ACTIONS)
    strip = next(nav for nav in every(html.Nav, page) if "status-strip" in nav.className)
    assert [words(item) for item in every(html.Li, strip)] == [
        "16 Completed (14 before)",
        "5 On track (0 before)",
        "1 At risk of delay (5 before)",
        "4 Delayed or not started (7 before)",
    ]
    assert "The 26 listed statuses add up." in words(page)


def test_the_late_action_comes_first_and_the_done_one_is_folded_with_what_moved_since():
    page = actions_page(ACTION_PLAN, two_priorities(), {}, ACTIONS)
    first, second = every(html.Table, page)
    assert "Shorten the wait" in words(first)
    assert "No money yet" in words(first)
    assert "Rebuild the team" in words(second)
    assert "27% in January 2022" in words(second)
    folded = next(each for each in every(html.Details, page) if each.className == "done-actions")
    assert not folded.open
    assert words(folded).startswith("1 completed")
    assert "Was" not in words(page)


def test_filters_of_actions_keep_each_other_and_are_lifted_by_a_second_press():
    chosen = replace(ACTIONS, status="delayed", priority="2")
    page = actions_page(ACTION_PLAN, two_priorities(), {}, chosen)
    assert "1 action: delayed or not started and priority 2" in words(page)
    assert "Rebuild the team" not in words(page)
    addresses = links(page)
    assert addresses["16 Completed (14 before)"].endswith("status=completed&priority=2")
    assert addresses["4 Delayed or not started (7 before)"].endswith("&priority=2")
    assert "status" not in addresses["4 Delayed or not started (7 before)"]
    assert addresses["1. Timeliness"].endswith("status=delayed&priority=1")
    none = actions_page(ACTION_PLAN, two_priorities(), {}, replace(chosen, status="completed"))
    assert "No action fits." in words(none)


@pytest.mark.parametrize("unknown", [{"status": "splendid"}, {"priority": "9"}])
def test_a_filter_that_no_action_can_have_is_left_out(unknown: dict[str, str]):
    page = actions_page(ACTION_PLAN, two_priorities(), {}, replace(ACTIONS, **unknown))
    assert "Rebuild the team" in words(page)
    assert "Clear filters" not in words(page)


def test_what_each_action_was_stands_beside_it_and_moves_the_counts_of_its_priority():
    page = actions_page(ACTION_PLAN, two_priorities(), {"2.1": "on_track"}, ACTIONS)
    first, second = every(html.Table, page)
    assert "On track" in words(first)
    assert "1 → 0 on track 0 → 1 late" in words(page)
    assert "1 done" in words(page)
    assert "Was" in words(second)


def test_a_plan_without_actions_says_so_and_leads_to_the_templates():
    plan = ActionPlan((), {}, {}, {}, {}, None, None, "", "", True)
    page = actions_page(plan, two_priorities(), {}, ACTIONS)
    assert "No actions of this plan are loaded." in words(page)
    assert "tab=templates" in links(page)["Templates"]


def test_every_message_page_has_one_heading_and_a_way_on():
    pages = [errors.not_found_page(HERE), errors.error_page("a1b2")]
    pages += [errors.not_set_up_page(), errors.outdated_page()]
    for page in pages:
        assert len(list(every(html.H1, page))) == 1
    assert "/?area=E09000014&framework=ha-wsoa-2021" in links(pages[0]).values()
    assert "a1b2" in words(pages[1])
