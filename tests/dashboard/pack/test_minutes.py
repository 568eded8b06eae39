"""What a committee asked and was recommended at the meeting of a pack, as a page and a CSV file."""

from datetime import date
from typing import Final

from dashboard.model.meeting import Question, Recommendation
from dashboard.pack.minutes import Meeting, entry_mark, is_marked, minutes_of
from dashboard.pack.scope import WHOLE_PLAN, Scope, series_of

FEBRUARY, APRIL = date(2023, 2, 28), date(2023, 4, 19)
PLAN: Final = series_of("E1", "plan", WHOLE_PLAN)
OWNER: Final = series_of("E1", "plan", Scope(owner="SEN casework"))
MEETINGS: Final = {
    "p-1": Meeting(PLAN, FEBRUARY),
    "p-2": Meeting(PLAN, APRIL),
    "p-2b": Meeting(PLAN, APRIL),
    "p-3": Meeting(OWNER, APRIL),
    "p-4": Meeting(OWNER, date(2023, 7, 1)),
}


def question(name: str, day: date, pack: str = "") -> Question:
    return Question(name, "", pack, "cover", day, "Cllr Example", "Why?")


def recommendation(name: str, day: date) -> Recommendation:
    return Recommendation(name, 0, "", day, "Publish it", "agree")


def test_an_entry_belongs_to_the_meeting_of_the_newest_report_or_of_its_slide():
    questions = (
        question("before", date(2023, 1, 1)),
        question("loose", date(2023, 3, 15)),
        question("on the day", APRIL),
        question("later, on an earlier slide", date(2023, 5, 1), "p-1"),
        question("another version", date(2023, 5, 1), "p-2b"),
    )
    made = (recommendation("first", date(2023, 3, 1)), recommendation("second", date(2023, 6, 1)))
    first, second = (
        minutes_of(Meeting(PLAN, day), MEETINGS, questions, made) for day in (FEBRUARY, APRIL)
    )
    assert [each.question_id for each in first.questions] == ["loose", "later, on an earlier slide"]
    assert [each.question_id for each in second.questions] == ["on the day", "another version"]
    assert [each.recommendation_id for each in first.recommendations] == ["first"]
    assert [each.recommendation_id for each in second.recommendations] == ["second"]


def test_a_meeting_of_an_owner_has_what_was_asked_on_its_own_slides_alone():
    questions = (
        question("loose", date(2023, 4, 20)),
        question("on its slide", date(2023, 5, 1), "p-3"),
        question("on the plan’s slide", date(2023, 5, 1), "p-2"),
        question("on the next", date(2023, 7, 2), "p-4"),
    )
    made = (recommendation("made", date(2023, 5, 1)),)
    of_plan, of_owner = (
        minutes_of(Meeting(series, APRIL), MEETINGS, questions, made) for series in (PLAN, OWNER)
    )
    assert of_plan.entries == (questions[0], questions[2], *made)
    assert of_owner.entries == (questions[1],)
    other_spelling = series_of("E1", "other", Scope(owner="sen  CASEWORK"))
    assert other_spelling == OWNER


def test_a_frozen_mark_names_an_entry_and_the_hash_of_a_former_pack_still_does():
    asked = Question(
        "Q1", "m", "p-1", "cover", APRIL, "Cllr Example", "Why?", due_on=date(2023, 5, 1)
    )
    made = Recommendation("R1", 2, "", APRIL, "Publish it", "agree")
    assert entry_mark(asked) == "Q1 2023-04-19 Why?"
    assert entry_mark(made) == "R1 2023-04-19 Publish it"
    for entry, former in ((asked, "6a4ddd615e42b668"), (made, "56af1bd675438595")):
        assert is_marked(entry, (entry_mark(entry),))
        assert is_marked(entry, (former,))
        assert not is_marked(entry, ("Q1 2023-04-20 Why?", former[::-1]))
