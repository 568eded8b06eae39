"""What a committee asked and was recommended at the meeting of a pack, as a page and a CSV file."""

from datetime import date
from typing import Final

from dashboard.model.meeting import Question, Recommendation
from dashboard.pack.minutes import minutes_of

FEBRUARY, APRIL = date(2023, 2, 28), date(2023, 4, 19)
DAYS: Final = {"p-1": FEBRUARY, "p-2": APRIL, "p-2b": APRIL}


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
    meetings = DAYS.values()
    first = minutes_of(FEBRUARY, DAYS, meetings, questions, made)
    second = minutes_of(APRIL, DAYS, meetings, questions, made)
    assert [each.question_id for each in first.questions] == ["loose", "later, on an earlier slide"]
    assert [each.question_id for each in second.questions] == ["on the day", "another version"]
    assert [each.recommendation_id for each in first.recommendations] == ["first"]
    assert [each.recommendation_id for each in second.recommendations] == ["second"]
