"""What people say in a pack, what changed and how it is counted, from made packs."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from dashboard.model.meeting import OpenException, Question, Recommendation
from dashboard.model.panel import Action, ActionPlan, Commentary
from dashboard.pack.blocks import Facts, Paragraphs, Points, Slide, StatusCounts, Table
from dashboard.pack.commentary import open_questions, remarks
from dashboard.pack.model import Oddity, Pack, Since, Step, Turn
from dashboard.pack.report import build_report
from dashboard.pack.scope import Scope
from dashboard.pack.slides.deck import build_slides
from dashboard.pack.slides.measure import focus_slide
from dashboard.pack.tables.summary import actions_by_status
from tests.builders.points import KNOWN
from tests.dashboard.pack.test_packs import pack as bare
from tests.dashboard.pack.test_packs import stored

MARCH = date(2023, 3, 31)


def pack(**more: Any) -> Pack:
    """Make a pack of one measure and no actions that holds what people say."""
    none = ActionPlan((), {}, {}, {}, {}, None, None, "", "", is_consistent=True)
    return replace(bare(), **({"actions": none} | more))


def remark(kind: str, text: str, day: date = KNOWN, **more: Any) -> Commentary:
    return Commentary(kind, text, day, 1, more.pop("measure_id", "rate"), "", **more)


def slides_of(content: Pack) -> dict[str, Slide]:
    return {slide.slide_id: slide for slide in build_slides(stored(content))}


def exception(measure: str, **more: Any) -> OpenException:
    words = "45% in March 2023: 15 points below the 60% target."
    return OpenException(measure, "Made rate", "", "", "month", MARCH, "missed", words, **more)


def question(number: str, state: str = "open", **more: Any) -> Question:
    return Question(
        number, "rate", "plan-v1", "measure-rate", date(2023, 4, 20), "Cllr Example",
        "Why did it fall?", state=state, **more,
    )  # fmt: skip


def test_of_each_thing_the_newest_remark_stands():
    old, new = remark("challenge", "Old.", date(2023, 1, 1)), remark("challenge", "New.")
    other = remark("challenge", "Of the priority.", date(2023, 1, 1), measure_id="")
    made = pack(commentary=(old, other, new))
    assert [one.text for one in remarks(made, "challenge")] == ["New.", "Of the priority."]
    assert remarks(made, "mitigation") == ()


def test_a_remark_names_its_owner_and_its_day():
    made = pack(commentary=(remark("mitigation", "Train.", owner="Ann", due_on=date(2023, 5, 1)),))
    slides = slides_of(made)
    (points,) = slides["mitigation"].blocks
    assert isinstance(points, Points)
    assert [item.by for item in points.items] == ["Owner Ann, by 1 May 2023"]
    foot = slides["measure-rate"].blocks[2]
    assert isinstance(foot, Facts)
    assert [fact.words for fact in foot.facts] == ["Train. (by 1 May 2023)", "Ann"]


def test_what_the_foot_does_not_hold_stands_in_full_on_the_next_slide():
    long = " ".join(["training"] * 60)
    slides = slides_of(pack(commentary=(remark("challenge", long),)))
    foot = slides["measure-rate"].blocks[2]
    assert isinstance(foot, Facts)
    assert foot.facts[0].words == "In full on the next slide"
    (words,) = slides["measure-rate-said"].blocks
    assert isinstance(words, Paragraphs)
    assert words.sentences == (f"Why: {long}",)
    assert slides["measure-rate-said"].measure_id == "rate"


def test_exceptions_come_before_the_rest_the_unanswered_first():
    answered = exception("rate", reply="Two posts are empty.", author="Bea")
    waiting = exception("rate", owner="Ann", reply_by=date(2023, 5, 3), is_overdue=True)
    well = remark("working_well", "More plans are in time.")
    slides = build_slides(stored(pack(exceptions=(answered, waiting), commentary=(well,))))
    names = [slide.slide_id for slide in slides]
    assert names.index("summary") < names.index("exceptions-1") < names.index("working-well")
    slide = slides[names.index("exceptions-1")]
    assert slide.title == "1 measure, 2 figures: 1 unanswered"
    (table,) = slide.blocks
    assert isinstance(table, Table)
    assert table.caption == "Exceptions and replies"
    told = [[cell.text for cell in row[2:]] for row in table.rows]
    assert told == [
        ["Ann · by 3 May 2023, overdue", "Not yet answered"],
        ["No owner named · no date set", "Two posts are empty. · Bea"],
    ]
    foot = slides[names.index("measure-rate")].blocks[2]
    assert isinstance(foot, Facts)
    assert [fact.words for fact in foot.facts] == ["Two posts are empty.", "Ann"]


def test_without_exceptions_and_questions_there_is_no_slide_of_them():
    names = slides_of(pack())
    assert not [name for name in names if name.startswith(("exceptions", "questions"))]


def test_a_question_stands_on_its_measure_until_it_is_closed():
    asked = (question("1"), question("2", "closed"), question("3", "answered", answer="Leave."))
    made = pack(questions=asked)
    assert [one.question_id for one in open_questions(made)] == ["1", "3"]
    slides = slides_of(made)
    assert [one.question_id for one in slides["measure-rate"].questions] == ["1", "3"]
    assert slides["questions"].title == "2 questions not yet closed"
    (points,) = slides["questions"].blocks
    assert isinstance(points, Points)
    assert [item.words for item in points.items] == [
        "Why did it fall? Not yet answered.",
        "Why did it fall? Answer: Leave.",
    ]
    assert points.items[0].by == "Asked by Cllr Example on 20 April 2023"
    assert "questions" in [s.section_id for s in build_report(stored(made)).sections]


def test_recommendations_say_what_is_asked_and_how_far_it_has_come():
    one = Recommendation(
        "1", 1, "", date(2023, 4, 1), "Fund the team.", "agree", "Ann", state="done"
    )
    (points,) = slides_of(pack(recommendations=(one,)))["recommendations"].blocks
    assert isinstance(points, Points)
    (item,) = points.items
    assert (item.words, item.reference, item.by) == (
        "To agree: Fund the team.", "Priority 1", "Done, owner Ann",
    )  # fmt: skip


def since(*turns: Turn, **more: Any) -> Since:
    given = {"measures": {"met": 1}, "actions": {}} | more
    return Since("", date(2023, 2, 28), 0, "Since then.", turns, **given)


def test_a_first_pack_has_no_slide_of_what_changed():
    assert not {"changed", "since"} & set(slides_of(pack()))


def test_what_turned_and_was_revised_is_listed_period_by_period():
    turned = Turn("missed", "rate", "Made rate", "62%, on target → 45%, below target")
    revised = Turn(
        "revised", "rate", "Made rate", "2 periods revised", ("May: 1 → 2", "June: 3 → 4")
    )
    first = Turn("first", "rate", "Made rate", "62%")
    slide = slides_of(pack(since=since(turned, revised, first)))["changed"]
    assert (slide.title, slide.subtitle) == (
        "1 measure changed since 28 February 2023",
        "Since then.",
    )
    (table,) = slide.blocks
    assert isinstance(table, Table)
    assert [[cell.words for cell in row] for row in table.rows] == [
        ["Made rate", "Newly below target or above limit", "62%, on target → 45%, below target"],
        ["Made rate", "Revised figures", "May: 1 → 2; June: 3 → 4"],
    ]
    only_first = slides_of(pack(since=since(first)))["changed"]
    assert only_first.title == "First figures for 1 measure since 28 February 2023"
    nothing = slides_of(pack(since=since()))["changed"]
    assert nothing.title == "Nothing changed since 28 February 2023"


def test_measures_are_counted_with_the_ones_before_in_brackets():
    slide = slides_of(pack(since=since(measures={"missed": 2})))["summary"]
    (counts,) = slide.blocks
    assert isinstance(counts, StatusCounts)
    assert {one.tag.word: one.words for one in counts.counts}["Below target"].endswith("(2)")
    assert counts.note == "In brackets: as at 28 February 2023."
    (bare,) = slides_of(pack())["summary"].blocks
    assert isinstance(bare, StatusCounts)
    assert [one.before for one in bare.counts] == [None]
    assert bare.note == ""


def plan(**more: Any) -> ActionPlan:
    action = Action("1.1", "Train", 1, "completed", KNOWN, ("rate",))
    counts = {"completed": 1, "on_track": 0, "at_risk": 0, "delayed": 0}
    given = {"printed_before": {}, "before_on": None, "before_note": ""} | more
    return ActionPlan(
        (action,), counts, {1: counts}, {}, given["printed_before"], KNOWN, given["before_on"],
        given["before_note"], "They add up.", is_consistent=True,
    )  # fmt: skip


def test_actions_are_counted_against_the_newest_earlier_counts():
    printed = plan(printed_before={"completed": 0, "delayed": 1}, before_on=date(2023, 1, 31))
    made = pack(actions=printed)
    found = actions_by_status(made)
    assert found is not None
    assert [one.words for one in found.counts] == ["1 (0)", "0 (0)", "0 (0)", "0 (1)"]
    assert "31 January 2023, as printed in the report" in found.note
    newer = replace(made, since=since(actions={"completed": 0, "at_risk": 1}))
    found = actions_by_status(newer)
    assert found is not None
    assert [one.words for one in found.counts] == ["1 (0)", "0 (0)", "0 (1)", "0 (0)"]
    assert actions_by_status(pack()) is None


def test_an_action_names_what_it_is_meant_to_move():
    (table,) = slides_of(pack(actions=plan()))["actions-1"].blocks
    assert isinstance(table, Table)
    assert [cell.text for cell in table.rows[0]] == ["1.1", "Train", "Completed", "rate"]


def test_oddities_stand_together_on_slides_and_one_by_one_in_the_report():
    odd = tuple(
        Oddity("rate", "Made rate", f"It jumps. {at} of 10; ask why.", "It jumps")
        for at in range(3)
    )
    made = pack(oddities=odd)
    (table,) = slides_of(made)["data-quality-1"].blocks
    assert isinstance(table, Table)
    told = [row[1].text for row in table.rows]
    assert told[-1] == "It jumps. · Each of them is in the report."
    assert len([words for words in told if "jumps" in words]) == 1
    section = next(s for s in build_report(stored(made)).sections if s.section_id == "data-quality")
    (full,) = section.blocks
    assert isinstance(full, Table)
    assert [row[1].words for row in full.rows[-3:]] == [one.words for one in odd]


def test_the_cover_names_everyone_who_stands_for_the_pack():
    made = stored(pack())
    checked = Step("checked", "Bea", datetime(2023, 4, 26, tzinfo=UTC))
    cover = build_slides(replace(made, steps=(*made.steps, checked), sha256="ab" * 32))[0]
    (facts,) = cover.blocks
    assert isinstance(facts, Facts)
    told = {fact.name: (fact.words, fact.detail) for fact in facts.facts}
    assert told["Version"] == ("1, checked", "")
    assert told["Made by"] == ("Ann", "on 25 April 2023")
    assert told["Checked by"] == ("Bea", "on 26 April 2023")
    assert told["Hash"][0] == "abababababab"


def test_where_nobody_has_replied_the_owner_that_the_plan_declares_is_named():
    def owner_on(made: Pack) -> list[tuple[str, str]]:
        slide = focus_slide(made, made.panels["rate"])
        facts = [fact for each in slide.blocks if isinstance(each, Facts) for fact in each.facts]
        return [(fact.name, fact.words) for fact in facts if fact.name == "Owner"]

    declared, nobody = (
        pack(owners=owners, scope=Scope(owner="Clinic"))
        for owners in ({"rate": "SEN casework"}, {})
    )
    assert owner_on(declared) == [("Owner", "SEN casework.")]
    assert owner_on(nobody) == []
    late = pack(exceptions=(exception("rate", reply_by=date(2023, 3, 31)),))
    assert owner_on(late) == [("Owner", "No owner named. Reply was due 31 March 2023.")]
