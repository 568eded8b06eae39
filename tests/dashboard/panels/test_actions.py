"""The action plan: counts, and whether they add up to what the report prints."""

from datetime import date

import pandas as pd

from dashboard.panels.actions import build_action_plan, statuses_before

REPORT = date(2023, 4, 19)


def _frames(statuses, totals):
    actions = [
        ("made", 1 + index // 2, f"1.{index}", f"Action {index}") for index in range(len(statuses))
    ]
    status = [
        ("made", f"1.{index}", day, code, "", day)
        for index, history in enumerate(statuses)
        for day, code in history
    ]
    return {
        "actions": pd.DataFrame(actions, columns=["framework_id", "priority_number", "action_reference", "title"]),
        "action_status": pd.DataFrame(
            status,
            columns=["framework_id", "action_reference", "status_date", "status", "note", "known_on"],
        ),
        "action_measures": pd.DataFrame(
            [("made", "1.0", "made-rate")], columns=["framework_id", "action_reference", "measure_id"]
        ),
        "action_totals": pd.DataFrame(
            totals,
            columns=["framework_id", "status_date", "completed", "on_track", "at_risk", "delayed", "note", "known_on"],
        ),
    }  # fmt: skip


BEFORE = date(2023, 2, 28)
STATUSES = [
    [(BEFORE, "delayed"), (REPORT, "completed")],
    [(REPORT, "on_track")],
    [(REPORT, "delayed")],
]
TOTALS = [("made", BEFORE, 0, 1, 0, 2, "odd", BEFORE), ("made", REPORT, 1, 1, 0, 1, "", REPORT)]


def test_the_newest_status_on_the_report_date_stands():
    plan = build_action_plan(_frames(STATUSES, TOTALS), "made", REPORT)
    assert plan.counts == {"completed": 1, "on_track": 1, "at_risk": 0, "delayed": 1}
    assert plan.counts_by_priority[2] == {"completed": 0, "on_track": 0, "at_risk": 0, "delayed": 1}
    assert plan.actions[0].measures == ("made-rate",)


def test_an_earlier_report_date_gives_what_was_known_then():
    plan = build_action_plan(_frames(STATUSES, TOTALS), "made", BEFORE)
    assert plan.counts == {"completed": 0, "on_track": 0, "at_risk": 0, "delayed": 1}
    assert plan.printed_before == {}


def test_counts_stand_beside_those_of_the_report_before():
    plan = build_action_plan(_frames(STATUSES, TOTALS), "made", REPORT)
    assert (plan.before_on, plan.before_note) == (BEFORE, "odd")
    assert plan.printed_before == {"completed": 0, "on_track": 1, "at_risk": 0, "delayed": 2}


def test_a_list_that_adds_up_says_so():
    plan = build_action_plan(_frames(STATUSES, TOTALS), "made", REPORT)
    assert plan.is_consistent
    assert (
        plan.check_words == "The 3 listed statuses add up to the totals printed on 19 April 2023."
    )


def test_a_list_that_does_not_add_up_says_where():
    wrong = [TOTALS[0], ("made", REPORT, 2, 1, 0, 1, "", REPORT)]
    plan = build_action_plan(_frames(STATUSES, wrong), "made", REPORT)
    assert not plan.is_consistent
    assert "completed 1 listed, 2 printed" in plan.check_words


def test_a_plan_without_actions_is_empty_not_an_error():
    plan = build_action_plan(_frames(STATUSES, TOTALS), "another", REPORT)
    assert (plan.actions, plan.printed_now, plan.now_on) == ((), {}, None)


def test_totals_published_after_the_report_date_are_not_held_against_the_list():
    later = [TOTALS[0], ("made", REPORT, 9, 9, 9, 9, "", date(2026, 1, 1))]
    plan = build_action_plan(_frames(STATUSES, later), "made", REPORT)
    assert plan.now_on == BEFORE


def test_the_statuses_of_the_report_before_are_those_of_its_day():
    frames = _frames(STATUSES, TOTALS)
    plan = build_action_plan(frames, "made", REPORT)
    assert statuses_before(frames, plan, "made", REPORT) == {"1.0": "delayed"}


def test_without_printed_totals_the_day_before_is_the_last_one_with_another_status():
    frames = _frames([*STATUSES, [(date(2022, 12, 1), "at_risk"), (REPORT, "at_risk")]], [])
    plan = build_action_plan(frames, "made", REPORT)
    assert statuses_before(frames, plan, "made", REPORT) == {"1.0": "delayed", "1.3": "at_risk"}
    first = build_action_plan(frames, "made", date(2022, 12, 1))
    assert statuses_before(frames, first, "made", date(2022, 12, 1)) == {}
