"""The overview as a tree of components, made from small hand-made panels."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from dash import html

from dashboard.model.panel import ActionPlan, Change, Overview, Panel, Priority
from dashboard.model.selection import Selection
from dashboard.panels.attention import key_panels, ranks
from dashboard.panels.changes import News
from dashboard.panels.overview import unique_panels
from dashboard.panels.verdict import shown_series
from data.queries.panels import load_overview
from layouts.pages.overview import OverviewContext, announcement, overview_page
from layouts.sections.overview.changes import since_words
from layouts.sections.overview.tile_words import (
    brief_words,
    gap_line,
    name_words,
    short_period,
    value_words,
)
from layouts.sections.priority.panel_card import chosen_view, panel_card
from layouts.ui.overview_measures import MeasuresView, valid_selection
from layouts.ui.static_html import html_text
from tests.builders import panels as samples
from tests.layouts.test_pages import (
    HERE,
    MISSED,
    every,
    links,
    of_parts,
    overview,
    texts,
    two_priorities,
    words,
)
from tests.stores import read_as_page

TODAY = date(2026, 11, 28)
FAR = samples.target(100, due_on=samples.DUE)
OFF = replace(MISSED, target=FAR, gap=-75.0)


def page(plan: Overview, selection: Selection = HERE, **context: Any) -> list[Any]:
    return overview_page(plan, selection, OverviewContext(TODAY, **context))


def named(name: str, code: str = "met", **fields: Any) -> Panel:
    """Return a panel of a measure of a name, with a status; it misses its target by far if so."""
    empty = replace(samples.NO_TARGET, code="not_available", word="Not available")
    status = {
        "met": samples.MET, "missed": OFF, "no_target": samples.NO_TARGET, "not_available": empty,
    }[code]  # fmt: skip
    line = replace(samples.IN_MONTH, status=status, **fields)
    measure = replace(samples.PLANS_ON_TIME, measure_id=name, title=name, short_title=name)
    return samples.panel(measure, line, status=status)


def many(count: int) -> Overview:
    panels = tuple(named(f"measure-{n:02}", "missed" if n % 2 else "met") for n in range(count))
    return overview(Priority(1, "Timeliness", "", panels))


def names(items: Any) -> list[str]:
    return [getattr(item, "data-measure") for item in items if not item.hidden]


def tiles(built: list[Any], look: str = "tile ") -> list[Any]:
    return [one for one in every(html.Li, built) if getattr(one, "className", "").startswith(look)]


def test_an_overview_has_one_heading_and_links_every_priority_and_measure() -> None:
    built = page(two_priorities())
    (heading,) = every(html.H1, built)
    assert "".join(texts(heading)) == "Haringey: Written statement of action"
    found = links(built)
    assert found["Timeliness"] == "/priority/ha-wsoa-2021/1"
    written = "".join(map(html_text, built))
    linked = re.findall(r'<a href="([^"?]*)[^"]*">([^<]*)</a>', written)
    assert ("/measure/ehcp-20-weeks", "EHC plans issued within 20 weeks") in linked


def test_a_tile_is_one_stop_and_says_value_gap_status_and_trend_once() -> None:
    tile, _ = tiles(page(two_priorities()), "key-tile")
    written = html_text(tile)
    assert written.count("<a ") == 1
    assert "82%" in re.findall(r'<p class="(?!brief)[^"]*">([^<]*)</p>', written)
    assert "On target" in written
    assert "Improved" in written


def test_a_plan_without_priorities_or_measures_says_so() -> None:
    assert "No measures are set for this plan." in words(page(overview()))
    bare = page(overview(Priority(1, "Leading", "", ())), actions=ActionPlan(
        (), {"completed": 3}, {1: {"completed": 3, "delayed": 2}}, {}, {}, None, None, "", "", True
    ))  # fmt: skip
    assert "No measures · 3 of 5 actions done" in words(bare)


def test_the_key_measures_are_those_named_then_the_usual_then_any_with_figures() -> None:
    panels = [named(name) for name in ("a", "b", "c", "autism-wait", "d", "ehcp-20-weeks")]
    ids = [panel.measure.measure_id for panel in key_panels(("c",), panels)]
    assert ids == ["c", "ehcp-20-weeks", "autism-wait", "a"]
    empty = replace(panels[3], series=(replace(samples.IN_MONTH, latest=None),))
    ids = [panel.measure.measure_id for panel in key_panels((), [*panels[:3], empty])]
    assert ids == ["a", "b", "c"]
    unjudged = [named("d", "no_target"), *panels[:3]]
    ids = [panel.measure.measure_id for panel in key_panels((), unjudged)]
    assert ids == ["a", "b", "c", "d"]


def test_what_needs_attention_comes_first() -> None:
    worse = replace(samples.IMPROVED, judgement="worsened", word="Worsened")
    panels = (
        named("none", "no_target"), named("met"), named("met-worse", trend=worse),
        named("off", "missed"), named("far", "missed"), named("empty", "not_available"),
    )  # fmt: skip
    further = replace(OFF, gap=-90.0)
    line = replace(panels[4].lead, status=further)
    panels = (*panels[:4], replace(panels[4], series=(line,), lead=line), panels[5])
    plan = overview(Priority(1, "All", "", panels))
    places = ranks(plan, unique_panels(plan.priorities))
    assert sorted(places[""], key=places[""].__getitem__) == [
        "far", "off", "met-worse", "met", "none", "empty",
    ]  # fmt: skip
    assert min(places["name"], key=places["name"].__getitem__) == "empty"
    assert list(places["plan"]) == ["none", "met", "met-worse", "off", "far", "empty"]


def test_a_measure_that_serves_two_priorities_is_shown_once() -> None:
    plan = overview(
        Priority(1, "A", "", (samples.ON_TIME,)), Priority(2, "B", "", (samples.ON_TIME,))
    )
    view = MeasuresView(plan, HERE)
    assert view.statuses() == [("met", "On target", 1)]
    assert [each.priorities for each in view.measures] == [(1, 2)]


def test_filters_combine_and_are_counted() -> None:
    plan = two_priorities()
    assert announcement(plan, HERE) == "2 measures shown"
    assert announcement(plan, replace(HERE, priority="2")) == "1 of 2 measures shown"
    both = replace(HERE, priority="2", status="met")
    assert announcement(plan, both) == "0 of 2 measures shown"
    (nothing,) = [
        one for one in every(html.P, page(plan, both)) if getattr(one, "id", "") == "no-measure"
    ]
    assert not nothing.hidden
    assert links(nothing)["Clear filters"] == "/?area=E09000014&framework=ha-wsoa-2021"


def test_what_a_load_changed_is_a_filter_of_its_own() -> None:
    plan, chosen = two_priorities(), replace(HERE, changed="load-37")
    changed = {samples.WAITING.measure.measure_id}
    built = page(plan, chosen, changed=changed)
    assert announcement(plan, chosen, changed) == "1 of 2 measures shown"
    assert links(built)["Changed by load 37 ×"] == "/?area=E09000014&framework=ha-wsoa-2021"
    assert valid_selection(plan, replace(HERE, changed="load-x"))[1] == ("load-x",)
    assert valid_selection(plan, chosen) == (chosen, ())


def test_a_press_of_a_status_keeps_the_order_and_other_filters_and_a_second_lifts_it() -> None:
    chosen = replace(HERE, sort="name", trend="improved")
    (met,) = [
        one
        for one in every(html.A, page(two_priorities(), chosen))
        if getattr(one, "data-toggle", "") == "status=met"
    ]
    assert met.href.endswith("&status=met&trend=improved&sort=name")
    again = replace(chosen, status="met")
    (met,) = [
        one
        for one in every(html.A, page(two_priorities(), again))
        if getattr(one, "data-toggle", "") == "status=met"
    ]
    assert met.href.endswith("framework=ha-wsoa-2021&trend=improved&sort=name")
    assert getattr(met, "aria-current") == "true"


def test_a_filter_that_does_not_exist_is_left_out_and_named() -> None:
    plan = two_priorities()
    chosen, unknown = valid_selection(plan, replace(HERE, status="below", sort="name"))
    assert (chosen.status, chosen.sort, unknown) == ("", "name", ("below",))
    told = words(page(plan, chosen, unknown=unknown))
    assert "The filter “below” is not known and was left out" in told
    sent, _ = valid_selection(plan, replace(HERE, show="trend:improved", status="met"))
    assert (sent.trend, sent.status, sent.show) == ("improved", "met", "")


@pytest.mark.parametrize(("count", "shown"), [(1, 0), (4, 0), (28, 24), (80, 12)])
def test_of_many_tiles_the_first_are_shown(count: int, shown: int) -> None:
    built = page(many(count))
    assert len(names(tiles(built, "key-tile"))) == min(count, 4)
    assert len(names(tiles(built))) == shown
    assert len(tiles(built)) == max(count - 4, 0)
    everything = page(many(count), replace(HERE, all="1"))
    assert len(names(tiles(everything))) == max(count - 4, 0)


def test_the_list_has_every_measure_and_its_heads_sort() -> None:
    built = page(many(80), replace(HERE, view="list", sort="name"))
    bodies = [one for one in every(html.Tbody, built) if getattr(one, "data-measure", "")]
    assert len(names(bodies)) == 80
    (sorted_head,) = [one for one in every(html.Th, built) if getattr(one, "aria-sort", "")]
    assert words(sorted_head) == "Measure"


def test_in_the_plans_order_tiles_stand_under_their_priority() -> None:
    panels = tuple(named(f"m{n}") for n in range(6))
    plan = overview(Priority(1, "A", "", panels[:5]), Priority(2, "B", "", panels[5:]))
    built = page(plan, replace(HERE, sort="plan"))
    (place,) = [one for one in every(html.Ul, built) if getattr(one, "id", "") == "tiles"]
    shown = [
        words(one.children)
        if "heading" in getattr(one, "className", "")
        else getattr(one, "data-measure")
        for one in place.children
        if not one.hidden
    ]
    assert shown == ["1. A", "m4", "2. B", "m5"]


def test_rows_are_grouped_by_variation_and_assurance() -> None:
    built = page(two_priorities(), replace(HERE, view="list", group="signal"))
    heads = [one for one in every(html.Tbody, built) if getattr(one, "data-heading", "")]
    assert [words(one) for one in heads if not one.hidden] == ["Not judged by a control chart"]
    (matrix,) = [one for one in every(html.Div, built) if getattr(one, "id", "") == "signal-matrix"]
    assert not matrix.hidden
    assert not list(every(html.Table, matrix)), "counts of a matrix that has none"
    assert "13 points" in words(matrix)


def test_the_part_furthest_off_stands_for_a_measure_and_is_named() -> None:
    panel = replace(of_parts("met", "missed"), status=MISSED)
    lines = [replace(panel.series[0]), replace(panel.series[1], status=replace(OFF, gap=-18.0))]
    panel = replace(panel, series=tuple(lines), lead=lines[0])
    assert shown_series(panel) is lines[1]
    assert gap_line(panel, lines[1]) == "1, worst of 2 · 18 to go · Mar 2023"


def test_gap_lines_fit_their_place_and_say_what_is_asked() -> None:
    panel, line = samples.ON_TIME, samples.IN_MONTH
    assert gap_line(panel, line) == "2 points above 80% · Mar 2023"
    assert brief_words(panel, line) == "2 above 80%, improved"
    assert value_words(panel, line) == "82%"
    waiting = samples.WAITING
    assert gap_line(waiting, samples.WAITS) == "A range, not an average · Feb 2023"
    assert value_words(waiting, samples.WAITS) == "18–36 wk"
    coming = replace(line, latest=samples.month("2023-06", marker="not_due", decimals=-1))
    assert gap_line(panel, coming) == "Due after Jun 2023 · baseline 27%"
    assert gap_line(panel, replace(coming, baselines=())) == "Due after Jun 2023"
    long = replace(samples.PLANS_ON_TIME, title="A title that is too long for two lines " * 3)
    assert name_words(long) == "Plans within 20 weeks"


def test_newer_figures_are_pointed_to_with_the_day_they_became_known() -> None:
    plan = replace(two_priorities(), newer_on=date(2025, 7, 1))
    assert links(page(plan))["Newer figures: 1 July 2025"].endswith("as_of=2025-07-01")


def test_what_changed_is_behind_one_press_and_nothing_is_said_without_a_report_before() -> None:
    assert "Since" not in words(page(two_priorities()))
    change = Change("ehcp-20-weeks", "Plans on time", "27%, below target → 82%, on target")
    plan = replace(two_priorities(), before=date(2023, 2, 28), changes=(change,))
    built = page(plan)
    assert "Since 28 February: 1 measure changed" in words(built)
    (details,) = [one for one in every(html.Details, built) if getattr(one, "id", "") == "changes"]
    assert "Plans on time" in links(details)
    assert "See 1 change" in texts(details)
    # One press is enough where nothing turned.
    assert list(every(html.Details, details.children)) == []
    turned = page(plan, news=[News("missed", named("a"), None, "")])
    (details,) = [one for one in every(html.Details, turned) if getattr(one, "id", "") == "changes"]
    assert "Newly off target" in texts(details)
    assert len(list(every(html.Details, details.children))) == 1


def test_priorities_have_a_glyph_for_each_measure_or_all_have_counts() -> None:
    few, many_panels = (named("few"),), unique_panels(many(15).priorities)
    for panels, looks in ((many_panels[:14], {"glyph"}), (many_panels, {"glyph-count"})):
        built = page(overview(Priority(1, "A", "", few), Priority(2, "B", "", panels)))
        found = [getattr(span, "className", "") for span in every(html.Span, built)]
        assert {look for look in found if look.startswith("glyph")} == looks


def test_what_glyphs_and_keys_show_is_heard_in_words_once() -> None:
    built = page(overview(Priority(1, "A", "", (named("a"), named("b"), named("c", "missed")))))
    heard = [
        one for one in every(html.P, built) if getattr(one, "className", "") == "visually-hidden"
    ]
    assert "1 below target, 2 on target" in [words(one) for one in heard]
    (key,) = [
        one for one in every(html.P, built) if getattr(one, "className", "") == "key-of-marks"
    ]
    assert getattr(key, "aria-hidden", "") == "true"


@pytest.mark.parametrize(
    ("codes", "line"),
    [
        (("missed", "met", "missed", "first"), "Since 28 February: 2 newly off, 1 back on"),
        (("worsened", "first", "first"), "Since 28 February: 2 now have figures"),
        (("worsened",), "Since 28 February: 3 measures changed"),
    ],
)
def test_what_matters_first_is_said_of_what_changed(codes: Sequence[str], line: str) -> None:
    news = [News(code, named(f"measure-{n}"), None, "") for n, code in enumerate(codes)]
    changes = tuple(Change(f"measure-{n}", "Plans", "82%") for n in range(3))
    plan = replace(two_priorities(), before=date(2023, 2, 28), changes=changes)
    assert since_words(plan, news) == line


def test_a_report_of_another_year_is_named_with_it() -> None:
    plan = replace(two_priorities(), before=date(2019, 9, 17))
    news = [News("missed", named("measure"), None, "")]
    assert since_words(plan, news) == "Since 17 September 2019: 1 newly off"


@pytest.mark.parametrize(("count", "look"), [(1, "visually-hidden"), (5, None)])
def test_no_heading_is_seen_above_nothing(count: int, look: str | None) -> None:
    (heading,) = [
        one
        for one in every(html.H2, page(many(count)))
        if getattr(one, "id", "") == "measures-heading"
    ]
    assert getattr(heading, "className", None) == look


def test_a_page_is_plain_html() -> None:
    assert all(html_text(part).startswith("<") for part in page(two_priorities()))


def test_the_longest_wait_of_few_is_shown_as_slides_have_it(local_example):
    chosen = Selection(area="X99000001", framework="example-plan")
    plan = read_as_page(load_overview, local_example, chosen, date(2027, 1, 1))
    panels = unique_panels(plan.priorities)
    panel = next(each for each in panels if each.measure.measure_id == "ehc-oldest-open")
    series = shown_series(panel)
    assert series.latest is not None
    assert series.latest.is_over
    assert value_words(panel, series) == "Over 52 wk"
    assert gap_line(panel, series) == short_period(series.latest)
    card = panel_card(panel, chosen_view(panel, chosen), (), chosen)
    assert "Over 52 weeks" in texts(card)
    hidden = next(each for each in panels if each.measure.measure_id == "ehc-decision-6-weeks")
    card = panel_card(hidden, chosen_view(hidden, chosen), (), chosen)
    assert "Hidden: too few children. Oct 2026." in texts(card)
