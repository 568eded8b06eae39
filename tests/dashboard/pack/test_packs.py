"""Packs as values: frozen and thawed to the letter, and set against the one before."""

import json
from dataclasses import asdict, replace
from datetime import UTC, date, datetime
from math import inf
from typing import Any, Final

import pytest

from dashboard.model.panel import ActionPlan, Change, Point
from dashboard.pack.changes import ComparedState, action_counts, build_since, compare, state_of_pack
from dashboard.pack.model import DRAFT, Oddity, Pack, Step, StoredPack, Turn, scoped_overview
from dashboard.pack.serialise import (
    UnreadablePackError,
    content_hash,
    parse,
    parse_since,
    serialise,
)
from tests.builders.points import KNOWN, month, target
from tests.dashboard.panels.test_signals import HIGH_AT_LAST, USUAL, months, named, overview

ACTIONS: Final = ActionPlan(
    (), {"completed": 2}, {}, {}, {}, None, None, "", "", is_consistent=True
)
AIM: Final = target(60)
WORDS: Final = "Made rate"


def pack(values: tuple[float, ...] = USUAL, **more: Any) -> Pack:
    """Make a pack of one measure, by month up to March 2023, whose target is 60%."""
    points = months(values)
    return Pack(plan(points), ACTIONS, (), {"a": "A report"}, "Ann", **more)


def plan(points: list[Point]) -> Any:
    measure = named("rate")
    return scoped_overview(overview([measure], {"rate": points}, {"rate": AIM}))


def stored(content: Pack, version: int = 1, day: date = KNOWN) -> StoredPack:
    step = Step(DRAFT, "Ann", datetime(2023, 4, 25, tzinfo=UTC))
    return StoredPack(f"plan-v{version}", "E1", "plan", day, version, "", "", (step,), pack=content)


def turns(before: Pack, now: Pack) -> list[tuple[str, str, tuple[str, ...]]]:
    since = build_since(state_of_pack(stored(before)), now)
    return [(turn.code, turn.words, turn.parts) for turn in since.turns]


def test_a_thawed_pack_is_what_was_frozen_to_the_letter():
    made = pack(HIGH_AT_LAST)
    text = serialise(made)
    again = parse(text)
    assert again == made
    assert serialise(again) == text
    before, after = made.overview.priorities[0].panels[0], again.overview.priorities[0].panels[0]
    assert before.lead.pace is not None
    assert after.lead.pace == before.lead.pace
    assert after.lead.chart == before.lead.chart
    assert after.lead is after.series[0]


def test_a_pack_frozen_before_targets_had_two_bounds_or_a_reach_reads_back():
    made = pack()
    content = json.loads(serialise(made))
    table = content["nouns"]["Target"]
    old = table["names"].index("extract_id") + 1
    table["names"] = table["names"][:old]
    table["rows"] = [row[:old] for row in table["rows"]]
    assert parse(json.dumps(content)) == made


@pytest.mark.parametrize(("unit", "least"), [("gbp_million", -inf), ("score", 0), ("percent", 0)])
def test_in_packs_frozen_before_a_measure_said_so_only_money_can_be_negative(
    unit: str, least: float
):
    content = json.loads(serialise(pack()))
    table = content["nouns"]["Measure"]
    old = table["names"].index("can_exceed_100")
    (row,) = table["rows"]
    table["names"], table["rows"] = table["names"][:old], [row[:old]]
    table["rows"][0][table["names"].index("unit")] = unit
    measure = parse(json.dumps(content)).overview.priorities[0].panels[0].measure
    assert measure.bounds == (least, 100 if unit == "percent" else inf)


def test_a_range_is_frozen_with_both_its_bounds():
    made = pack()
    panel = made.overview.priorities[0].panels[0]
    aim = replace(AIM, operator="between", value_high=70.0, period_start=date(2023, 1, 1))
    lead = replace(panel.lead, targets=(aim,))
    priority = replace(made.overview.priorities[0], panels=(replace(panel, lead=lead),))
    made = replace(made, overview=replace(made.overview, priorities=(priority,)))
    assert parse(serialise(made)).overview.priorities[0].panels[0].lead.targets == (aim,)


def test_what_stands_in_many_places_is_written_once():
    nouns = json.loads(serialise(pack()))["nouns"]
    assert len(nouns["Point"]["rows"]) == len(USUAL)
    assert len(nouns["Series"]["rows"]) == 1


def test_the_least_change_gives_another_hash():
    assert content_hash(serialise(pack())) == content_hash(serialise(pack()))
    other = replace(pack(), made_by="Bea")
    assert content_hash(serialise(other)) != content_hash(serialise(pack()))


def test_the_first_form_is_still_read():
    made = pack()
    written = json.dumps({"form": 1, "pack": as_first_form(asdict(made))}, default=str)
    assert parse(written) == made


def as_first_form(value: Any) -> Any:
    """Write out every noun where it stands, as the first form did."""
    if isinstance(value, dict):
        named_so = {str(name): as_first_form(one) for name, one in value.items()}
        pace = named_so.pop("make_pace", None)
        return {**named_so, "pace": None} if pace or "cursor" in value else named_so
    return [as_first_form(one) for one in value] if isinstance(value, list | tuple) else value


def test_fields_of_another_time_are_passed_over_and_those_not_yet_there_have_their_default():
    content = json.loads(serialise(pack()))
    points = content["nouns"]["Point"]
    points["names"].append("colour")
    for row in points["rows"]:
        row.append("red")
    panels = content["nouns"]["Panel"]
    place = panels["names"].index("pair_words")
    del panels["names"][place]
    for row in panels["rows"]:
        del row[place]
    del content["pack"]["questions"]
    content["pack"]["weather"] = "fair"
    assert parse(json.dumps(content)) == pack()


def test_a_note_frozen_without_its_kind_has_the_kind_of_its_first_sentence():
    noted = replace(pack(), oddities=(Oddity("rate", "Rate", "It jumps. Ask why.", "It jumps"),))
    content = json.loads(serialise(noted))
    assert [note.pop("kind") for note in content["pack"]["oddities"]] == ["It jumps"]
    (oddity,) = parse(json.dumps(content)).oddities
    assert oddity.kind == "It jumps"


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"form":2,"pack":{}}', '{"form":2,"pack":7}'])
def test_what_is_no_frozen_pack_is_said_to_be_none(text: str):
    with pytest.raises(UnreadablePackError, match="cannot be read"):
        parse(text)


def test_since_alone_is_read_of_a_frozen_pack():
    first = pack()
    later = replace(first, since=build_since(state_of_pack(stored(first)), first))
    assert parse_since(serialise(later)) == later.since
    assert parse_since(serialise(first)) is None


def test_a_figure_that_only_moved_is_told():
    moved = pack((*USUAL, 51))
    found = turns(pack(), replace(moved, overview=plan([*months(USUAL), month("2023-04", 51)])))
    assert found == [
        ("moved", "50% in March 2023, below target → 51% in April 2023, below target", ())
    ]


def test_a_figure_that_turned_is_told_once_and_not_as_moved():
    now = replace(pack(), overview=plan([*months(USUAL), month("2023-04", 61)]))
    codes = [code for code, _, _ in turns(pack(), now)]
    assert "met" in codes
    assert "moved" not in codes


def test_what_was_revised_is_told_by_period():
    points = months(USUAL)
    revised = [*points[:-3], replace(points[-3], value=47, source_document=""), *points[-2:]]
    found = turns(pack(), replace(pack(), overview=plan(revised)))
    assert found == [("revised", "January 2023: 52% → 47%, source not named", ())]


def test_what_did_not_change_is_said_so():
    since = build_since(state_of_pack(stored(pack())), pack())
    assert since.turns == ()
    assert since.words == "Nothing is new in the figures since version 1 of 19 April 2023."
    assert since.measures == {"missed": 1}
    assert since.actions == {"completed": 2}


def test_without_an_earlier_figure_nothing_is_told_as_new():
    since = build_since(ComparedState(date(2023, 2, 28)), pack(), actions={"completed": 1})
    assert since.turns == ()
    assert since.measures == {}
    assert since.actions == {"completed": 1}
    assert since.words.startswith("No figure of an earlier report is loaded; of 28 February 2023")


def test_an_earlier_version_for_the_same_day_is_told_as_revised():
    points = months(USUAL)
    other = replace(pack(), overview=plan([*points[:-1], replace(points[-1], value=53)]))
    before = state_of_pack(stored(pack(), day=date(2023, 3, 1)))
    since = build_since(before, pack(), draft=state_of_pack(stored(other, version=2)))
    words = "Since version 2 of this pack: March 2023: 53% → 50%, source: highlight-report"
    assert since.turns == (Turn("revised", "rate", "rate", words),)


def test_two_packs_are_compared_in_their_order_whichever_is_named_first():
    one, other = stored(pack()), stored(pack(HIGH_AT_LAST), version=2)
    there, back = compare(one, other), compare(other, one)
    assert there == back
    assert (there.earlier.version, there.later.version) == (1, 2)
    assert there.measures == {"met": 1}
    assert there.others == ()
    said = replace(pack(), oddities=(Oddity("rate", "rate", "Odd."),))
    assert compare(one, stored(said, version=2)).others == ("data-quality notes",)
    elsewhere = (Change("rate", "Rate", "Another plan: 40%, below target"),)
    plans = stored(replace(pack(), elsewhere=elsewhere), version=2)
    assert compare(one, plans).others == ("what other plans say",)
    with pytest.raises(ValueError, match="listed without its content"):
        compare(one, replace(other, pack=None))


def test_actions_are_counted_as_their_report_prints_them():
    assert action_counts(ACTIONS) == {"completed": 2}
    assert action_counts(replace(ACTIONS, printed_now={"completed": 3})) == {"completed": 3}
