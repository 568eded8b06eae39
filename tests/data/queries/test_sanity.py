"""What looks odd about the shipped figures is found, each fault by its name, and nothing else is."""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import Engine

from dashboard.quality.model import Anomaly
from data.loading.anomalies import load_anomalies, load_plan_anomalies
from data.loading.load import check_files, load_files
from tests.builders.files import observations, targets
from tests.stores import MakeStore, opened, read_at_once

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
HARINGEY, TOWER_HAMLETS, ENGLAND = "E09000014", "E09000030", "E92000001"
REPORT = "ha-highlight-report-2023"

# Every fault of the founding documents and of the DfE's figures that are shipped:
# (check, area, measure, part, words that must be told).
FAULTS = {
    "40% more than 986 subscribers is not 1,000": (
        "percent_change", HARINGEY, "newsletter-subscribers", "",
        "1,380, which is 40% more than 986"),
    "50% more than 4,992 unique views is not 7,448": (
        "percent_change", HARINGEY, "local-offer-views", "kind=unique",
        "7,488, which is 50% more than 4,992"),
    "two percentages in one cell, without labels": (
        "two_figures", HARINGEY, "ehcp-20-weeks", "", "“27% 44%” holds 2 percentages"),
    "an arrow up where education’s advice fell from 83 to 79": (
        "arrow", HARINGEY, "ehcp-advice-quality", "sector=education", "down, from 83%"),
    "an arrow down where social care’s advice rose from 56 to 67": (
        "arrow", HARINGEY, "ehcp-advice-quality", "sector=social_care", "up, from 56%"),
    "an arrow up where 100 stayed 100": (
        "arrow", HARINGEY, "ehcp-family-involved", "", "no arrow, from 100%"),
    "100% of nobody knows how many families": (
        "whole_without_count", HARINGEY, "ehcp-family-involved", "", "not of how many"),
    "100% of three plans": (
        "whole_of_few", TOWER_HAMLETS, "ehcp-20-weeks", "exceptions=excluding", "100.0% of 3"),
    "100% of eight plans": (
        "whole_of_few", TOWER_HAMLETS, "ehcp-20-weeks", "exceptions=including", "100.0% of 8"),
    "100% of seven plans": (
        "whole_of_few", HARINGEY, "ehcp-20-weeks", "exceptions=excluding", "100.0% of 7"),
    "a modal band after a mean, age 0–5": (
        "statistic_changed", HARINGEY, "autism-wait", "age=0-5", "a mean, as for August 2022"),
    "a modal band after a mean, age 6–18": (
        "statistic_changed", HARINGEY, "autism-wait", "age=6-18", "a mean, as for July 2022"),
    "18 months, of nobody knows which average": (
        "statistic_not_stated", HARINGEY, "autism-wait", "age=12-18", "78 weeks"),
    "under 52 weeks, of nobody knows which average": (
        "statistic_not_stated", HARINGEY, "autism-wait", "age=0-11", "0–52 weeks"),
    "a baseline of 70 weeks without a day": (
        "undated", HARINGEY, "autism-wait", "age=0-17", "70 weeks"),
    "a baseline of 39 weeks without a day": (
        "undated", HARINGEY, "autism-wait", "age=0-5", "39 weeks"),
    "a baseline of 85 weeks without a day": (
        "undated", HARINGEY, "autism-wait", "age=6-18", "85 weeks"),
    "a baseline of 93% without a day": ("undated", HARINGEY, "autism-comms", "", "93%"),
    "a baseline of 80% without a day": ("undated", HARINGEY, "autism-support-waiting", "", "80%"),
    "a year of page views beside a monthly target": (
        "other_window", HARINGEY, "local-offer-views", "kind=all", "95,796 for 2022"),
    "a year of unique views beside a monthly target": (
        "other_window", HARINGEY, "local-offer-views", "kind=unique", "75,221 for 2022"),
    "three months of page views beside a monthly target": (
        "other_window", HARINGEY, "local-offer-views", "kind=all", "20,511 for 2023 to date"),
    "three months of unique views beside a monthly target": (
        "other_window", HARINGEY, "local-offer-views", "kind=unique", "17,531 for 2023 to date"),
    "a large majority, of which nobody says how large": (
        "no_share", TOWER_HAMLETS, "autism-wait", "", "a large majority"),
    "England’s pupils with SEND, 14.7 where the counts give 14.6": (
        "own_counts", ENGLAND, "send-share-of-pupils", "", "14.6%, which 1,276,216 of 8,735,098"),
    "England’s pupils at SEN support, 11.8 where the counts give 11.7": (
        "own_counts", ENGLAND, "sen-support-share-of-pupils", "", "11.7%"),
    "England’s decisions in 6 weeks, 84.8 where the counts give 84.9": (
        "own_counts", ENGLAND, "ehc-decision-6-weeks", "", "84.9%, which 111,723 of 131,586"),
    "Haringey’s decisions in 6 weeks, 94.3 where the counts give 94.7": (
        "own_counts", HARINGEY, "ehc-decision-6-weeks", "", "94.7%, which 624 of 659"),
    **{
        f"a score printed as a percentage: {area}, {part}": (
            "other_unit", area, "ks4-attainment8", f"provision={part}", "printed as a percentage")
        for area in (TOWER_HAMLETS, ENGLAND)
        for part in ("without_sen", "sen_support", "ehc_plan")
    },
    **{
        f"the 2022 column repeats the baseline: {measure} {part}": (
            "copied", HARINGEY, measure, part, value)
        for measure, part, value in (
            ("ehcp-advice-quality", "sector=education", "83%"),
            ("ehcp-advice-quality", "sector=health", "83%"),
            ("ehcp-advice-quality", "sector=social_care", "56%"),
            ("ehcp-voice", "", "50%"),
            ("ehcp-legal-compliance", "part=general", "87%"),
            ("ehcp-legal-compliance", "part=section_f", "89%"),
            ("ehcp-audit-compliance", "", "81%"),
            ("annual-review-on-time", "", "56%"),
            ("ehcp-family-involved", "", "100%"),
            ("pfa-options", "", "44%"),
            ("local-offer-useful", "", "50%"),
            ("newsletter-informed", "", "50%"),
            ("young-people-in-reviews", "", "50%"),
            ("cyp-influence", "", "71%"),
            ("newsletter-subscribers", "", "986"),
        )
    },
}  # fmt: skip


@pytest.fixture(scope="module")
def store(make_sqlite: MakeStore) -> Iterator[Engine]:
    """What is shipped; the tests write nothing into it."""
    with opened(make_sqlite("shipped")) as engine:
        yield engine


def key(doubt: Anomaly) -> tuple[str, str, str, str]:
    one = doubt.figure
    return (doubt.check, one.area_code, one.measure.measure_id, one.breakdown)


@pytest.mark.parametrize("issue", FAULTS.values(), ids=FAULTS)
def test_each_fault_of_the_founding_documents_is_found(store: Engine, issue: tuple[str, ...]):
    *where, words = issue
    told = [
        doubt.words for doubt in read_at_once(load_anomalies, store) if key(doubt) == tuple(where)
    ]
    assert any(words in each for each in told), told


def test_nothing_else_that_is_shipped_looks_odd(store: Engine):
    found = Counter(map(key, read_at_once(load_anomalies, store)))
    expected = Counter(tuple(issue[:-1]) for issue in FAULTS.values())
    # The same families are 100% in the baseline, last year's column and the year to date.
    expected["whole_without_count", HARINGEY, "ehcp-family-involved", ""] = 3
    assert found == expected


def test_a_measure_tells_what_is_odd_of_its_own_plan_and_area(store: Engine):
    told = read_at_once(load_plan_anomalies, store, "ha-wsoa-2021", ("newsletter-subscribers",))
    assert [doubt.check for doubt in told] == ["percent_change", "copied"]
    assert (
        read_at_once(load_plan_anomalies, store, "th-strategy-2020", ("newsletter-subscribers",))
        == ()
    )


def test_a_report_gone_by_tells_only_what_was_known_on_its_day(store: Engine):
    before = read_at_once(
        load_plan_anomalies, store, "ha-wsoa-2021", ("newsletter-subscribers",), date(2023, 4, 18)
    )
    assert before == ()


def warned(store: Engine, *files) -> list[tuple[int, str]]:
    """What a check warns of, having refused nothing."""
    reports = check_files(store, files, now=NOON)
    assert [report.issues for report in reports] == [()] * len(files)
    return [(one.row, one.column) for report in reports for one in report.warnings]


def test_sound_rows_raise_no_warning(store: Engine):
    assert (
        warned(store, observations({"value": "80"}, {"breakdown": "need=asd", "value": "75"})) == []
    )


def test_a_warning_names_row_and_column_and_keeps_nothing_out(store: Engine):
    odd = observations(
        {"value": "80"}, {"breakdown": "need=asd", "value": "82", "as_published": "28%"}
    )
    (report,) = check_files(store, [odd], now=NOON)
    (warning,) = report.warnings
    assert (report.state, report.issues) == ("would_load", ())
    assert (warning.row, warning.column) == (3, "as_published")
    assert "EHC plans issued within 20 weeks" in warning.found
    assert "what its words say, “28%”" in warning.found


def test_a_new_figure_is_held_against_what_stands(store: Engine):
    later = {"basis": "ytd", "period_start": "2023-01-01", "measure_id": "local-offer-views"}
    falls = observations({**later, "breakdown": "kind=all", "value": "19000"})
    assert (2, "value") in warned(store, falls)


def test_a_new_target_is_held_against_the_standing_baseline(store: Engine):
    asked = {"measure_id": "newsletter-subscribers", "basis": "snapshot"}
    wrong = targets({**asked, "value": "1100", "as_published": "1,100: 40% more"})
    right = targets({**asked, "value": "1380", "as_published": "1,380: 40% more"})
    assert warned(store, wrong) == [(2, "value")]
    assert warned(store, right) == []


def test_a_correction_is_not_held_against_the_row_that_it_supersedes(store: Engine):
    stood = {
        "framework_id": "ha-wsoa-2021", "basis": "ytd", "period_start": "2022-01-01",
        "period_end": "2022-12-31", "source_document": REPORT, "value": "44",
    }  # fmt: skip
    assert warned(store, observations({**stood, "as_published": "44%"})) == []
    assert warned(store, observations({**stood, "as_published": "27% 44%"})) == [
        (2, "as_published")
    ]


def test_what_stands_already_is_not_told_again(store: Engine):
    assert warned(store, observations({"measure_id": "newsletter-subscribers", "basis": "snapshot",
        "period_start": "2023-04-30", "value": "3300"})) == []  # fmt: skip


def test_a_load_that_is_odd_is_kept_and_its_warnings_are_told(make_sqlite: MakeStore):
    odd = observations({"value": "100", "numerator": "3", "denominator": "3"})
    with opened(make_sqlite("shipped")) as engine:
        (report,) = load_files(engine, [odd], by="test", now=NOON)
        assert (report.state, len(report.warnings)) == ("loaded", 1)
        told = read_at_once(load_plan_anomalies, engine, "ha-wsoa-2021", ("ehcp-20-weeks",))
        assert "whole_of_few" in {doubt.check for doubt in told if doubt.figure.basis == "month"}
