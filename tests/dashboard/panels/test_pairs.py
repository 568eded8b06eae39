"""A measure beside its backlog and its quality: both figures, never a cause."""

from dataclasses import replace
from datetime import date

import pandas as pd
import pytest

from dashboard.judging.observations import MeasureRows, Observation
from dashboard.judging.series import build_series
from dashboard.model.panel import Area, Framework, Panel
from dashboard.model.points import CASES
from dashboard.panels.balancing_measures import (
    BalancingPair,
    partner_ids,
    read_balancing_pairs,
    with_partners,
)
from dashboard.panels.panel import lead_series
from tests.builders.points import RATE, STOCK, baseline, month, on_day, to_date

REPORT = date(2023, 4, 19)
IN_TIME = replace(RATE, measure_id="ehcp-20-weeks", title="Plans in time")
QUALITY = replace(RATE, measure_id="quality", title="Advice of good quality")
OPEN = replace(STOCK, measure_id="ehc-open-past-20-weeks", title="Open", better="lower")
PAIRS = {
    "ehcp-20-weeks": (
        BalancingPair("ehcp-20-weeks", "ehc-open-past-20-weeks", "", "backlog"),
        BalancingPair("ehcp-20-weeks", "quality", "sector=health", "quality"),
        BalancingPair("ehcp-20-weeks", "quality", "", "quality"),
    )
}


def panel(measure, *points, breakdown="", start=None):
    own = tuple(Observation("E1", breakdown, "actual", point) for point in points)
    rows = MeasureRows(own, (), (), (baseline(start, breakdown),) if start else ())
    series = build_series(measure, rows, REPORT, {})
    lead = lead_series(series)
    plan = Framework("plan", "E1", "Plan", None, None, "")
    area = Area("E1", "Made borough", "local_area")
    return Panel(measure, area, plan, REPORT, series, lead, lead.status)


def paired(own, *others):
    named = {one.measure.measure_id: one for one in others}
    return with_partners(own, PAIRS, named.get)


FASTER = panel(IN_TIME, month("2023-03", 82), start=month("2022-01", 27))


def health(now, before):
    return panel(
        QUALITY, to_date("2023-03", now), breakdown="sector=health", start=month("2022-01", before)
    )


def test_faster_but_quality_fell_is_said_with_all_four_figures():
    faster = paired(FASTER, health(67, 83))
    assert faster.pair_brief == "Faster, but quality fell"
    assert faster.pair_change.endswith(" went from 27% to 82%; 1 quality figure fell")
    (words,) = faster.pair_words
    assert words == (
        "Faster, but quality fell: Plans in time went from 27% in January 2022 to 82% in March "
        "2023. In quality, Advice of good quality, health, went from 83% in January 2022 to 67% in "
        "2023 to date (to March). That they moved together does not say that one caused the other."
    )


@pytest.mark.parametrize(
    ("own", "other"),
    [
        (FASTER, health(90, 83)),
        (panel(IN_TIME, month("2023-03", 20), start=month("2022-01", 27)), health(67, 83)),
        (panel(IN_TIME, month("2023-03", 82)), health(67, 83)),
    ],
)
def test_it_is_not_said_where_either_did_not_move_so(own, other):
    assert paired(own, other).pair_words == ()


def test_of_many_whose_quality_fell_those_that_fell_by_most_are_named():
    falls = {"early_years": 3, "education": 5, "health": 20, "psychology": 30, "school": 1,
             "social_care": 10, "therapy": 2}  # fmt: skip
    parts = [
        panel(
            replace(QUALITY, measure_id=name, title=f"Advice from {name}"),
            to_date("2023-03", 80 - fall),
            start=month("2022-01", 80),
        )
        for name, fall in falls.items()
    ]
    named = {one.measure.measure_id: one for one in parts}
    pairs = {
        IN_TIME.measure_id: tuple(
            BalancingPair("ehcp-20-weeks", one, "", "quality") for one in falls
        )
    }
    (words,) = with_partners(FASTER, pairs, named.get).pair_words
    by_most = ("psychology", "health", "social_care", "education", "early_years")
    places = [words.find(f"Advice from {name}") for name in by_most]
    assert places == sorted(places)
    assert -1 not in places
    assert "; and 2 more fell. " in words
    assert "school" not in words


def test_partners_are_told_with_their_latest_figure_each_once():
    (partner,) = paired(FASTER, health(67, 83)).partners
    assert (partner.measure_id, partner.breakdown, partner.relation, partner.latest) == (
        "quality", "sector=health", "quality", "67% in 2023 to date (to March)",
    )  # fmt: skip


def test_a_partner_without_any_figure_is_left_out():
    assert paired(FASTER, panel(QUALITY)).partners == ()


def in_time(before, now):
    points = [
        replace(month(text, 100 * within / of), numerator=within, denominator=of, origin=CASES)
        for text, (within, of) in (("2023-02", before), ("2023-03", now))
    ]
    return panel(IN_TIME, *points)


def still_open(before, now):
    days = (("2023-02-28", before), ("2023-03-31", now))
    points = [on_day(day, count, marker="" if count else "c", origin=CASES) for day, count in days]
    return panel(OPEN, *points)


def test_clearing_old_cases_beside_a_lower_percentage_is_said_with_its_months():
    (words,) = paired(in_time((16, 20), (16, 40)), still_open(50, 30)).pair_words
    assert words == (
        "Old cases cleared and a lower percentage, February 2023 to March 2023: it fell from 80% "
        "to 40%, plans issued after 20 weeks rose from 4 to 24 and open cases past 20 weeks fell "
        "from 50 to 30. A late plan counts in the month in which it is issued, however long ago "
        "its 20 weeks ended."
    )


def test_leaving_old_cases_open_beside_a_higher_percentage_is_said_too():
    (words,) = paired(in_time((16, 40), (16, 20)), still_open(30, 50)).pair_words
    assert words.startswith(
        "Old cases left open and a higher percentage, February 2023 to March 2023: it rose from 40%"
    )


def test_nothing_is_said_of_a_backlog_that_moved_the_other_way_or_is_hidden():
    assert paired(in_time((16, 20), (16, 40)), still_open(30, 50)).pair_words == ()
    assert paired(in_time((16, 20), (16, 40)), still_open(None, 30)).pair_words == ()


def test_pairs_are_read_in_their_order():
    frame = pd.DataFrame(
        [("a", "b", None, "backlog"), ("a", "c", "sector=health", "quality"), ("d", "b", "", "backlog")],
        columns=["measure_id", "partner_id", "partner_breakdown", "relation"],
    )  # fmt: skip
    pairs = read_balancing_pairs(frame)
    assert [pair.partner_id for pair in pairs["a"]] == ["b", "c"]
    assert partner_ids(pairs, ["a", "d"]) == ("b", "c")
