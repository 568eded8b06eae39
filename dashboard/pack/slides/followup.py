"""The slide after the cover: what became of what the meeting before asked and was recommended."""

import textwrap
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Final

from dashboard.model.codes import CLOSED, DONE, OPEN, PROGRESS_WORDS
from dashboard.model.meeting import Question, Recommendation
from dashboard.pack.blocks import Columns, Item, Points, Slide
from dashboard.pack.commentary import about, owner_words
from dashboard.pack.minutes import Minutes, is_marked
from dashboard.pack.model import Pack, Since
from dashboard.pack.slides.columns import fit_columns, points_column
from dashboard.pack.slides.pagination import SlideHead, points_slides
from dashboard.text.format import counted, day_words

_LONGEST: Final = 120
# The columns with the slide that has all of each.
_BACKUPS: Final = {"Questions": "before-questions", "Recommendations": "before-recommendations"}
HEADING: Final = "Since the meeting before"


def meeting_before(pack: Pack) -> Minutes:
    """Return the minutes of the meeting of the pack before; empty where nothing was logged."""
    since = pack.since
    if since is None or not since.pack_id:
        return Minutes()
    if since.minute_entries is None:
        return _until_this_report(pack, since)
    marks = since.minute_entries
    return Minutes(
        tuple(each for each in pack.questions if is_marked(each, marks)),
        tuple(each for each in pack.recommendations if is_marked(each, marks)),
    )


def _until_this_report(pack: Pack, since: Since) -> Minutes:
    """Return the minutes of the meeting before in a pack that does not say what they are."""

    def is_between(day: date) -> bool:
        return since.as_of <= day < pack.overview.as_of

    return Minutes(
        tuple(q for q in pack.questions if q.pack_id == since.pack_id or is_between(q.asked_on)),
        tuple(r for r in pack.recommendations if is_between(r.made_on)),
    )


def followup_slides(pack: Pack) -> Iterator[Slide]:
    """Yield what became of the meeting before; nothing where nothing was asked or recommended."""
    points, title = followup_points(pack), followup_words(meeting_before(pack))
    columns = tuple(_column(block) for block in points)
    if not columns:
        return
    subtitle = _meeting_words(pack)
    backups = [_BACKUPS[block.heading] for block in points]
    yield Slide(
        slide_id="meeting-before",
        part=HEADING,
        layout="columns",
        title=title,
        subtitle=subtitle,
        blocks=(fit_columns(Columns(columns), title, subtitle, backups),),
        backup=backups[0],
    )


def followup_backup(pack: Pack) -> Iterator[Slide]:
    """Yield all that became of the meeting before, in full."""
    for block in followup_points(pack):
        title = f"{block.heading} of the meeting before"
        head = SlideHead(_BACKUPS[block.heading], HEADING, title, _meeting_words(pack))
        yield from points_slides(head, replace(block, heading=""))


def _meeting_words(pack: Pack) -> str:
    day = f" on the report of {day_words(pack.since.as_of)}" if pack.since else ""
    return f"Asked and recommended at the meeting{day}"


def followup_points(pack: Pack) -> tuple[Points, ...]:
    """Return what became of the questions and recommendations of the meeting before."""
    minutes = meeting_before(pack)
    questions = tuple(_question_outcome(pack, each) for each in minutes.questions)
    made = tuple(_recommendation_outcome(pack, each) for each in minutes.recommendations)
    return (*points_column("Questions", questions), *points_column("Recommendations", made))


def followup_words(minutes: Minutes) -> str:
    """Return how much of what was asked is answered, and how much of what was recommended is done."""
    answered = sum(each.state != OPEN for each in minutes.questions)
    done = sum(each.state == DONE for each in minutes.recommendations)
    parts = (
        f"{answered} of {counted(len(minutes.questions), 'question')} answered"
        if minutes.questions
        else "",
        f"{done} of {counted(len(minutes.recommendations), 'recommendation')} done"
        if minutes.recommendations
        else "",
    )
    return ", ".join(filter(None, parts))


def _question_outcome(pack: Pack, question: Question) -> Item:
    """Return a question with its outcome, else its answer, else that there is none."""
    came = question.outcome if question.state == CLOSED else question.answer
    words = came or ", ".join(filter(None, ("Not yet answered", owner_words(question))))
    return Item(question.question, about(pack, question.measure_id), words)


def _recommendation_outcome(pack: Pack, recommendation: Recommendation) -> Item:
    """Return a recommendation with how far it has come."""
    state = PROGRESS_WORDS[recommendation.state]
    words = f"{state}: {recommendation.progress}" if recommendation.progress else state
    return Item(recommendation.text, about(pack, recommendation.measure_id), words)


def _column(block: Points) -> Points:
    """Return a column of the slide, whose items lead to where all of each is."""
    backup = _BACKUPS[block.heading]
    return replace(block, items=tuple(_shortened(item, backup) for item in block.items))


def _shortened(item: Item, backup: str) -> Item:
    """Return an item as a slide has room for it."""
    words, became = (
        textwrap.shorten(text, _LONGEST, placeholder=" …") for text in (item.words, item.by)
    )
    return replace(item, words=words, by=became, backup=backup)
