"""The slides behind the main ones: the meeting before, changes, counts, exceptions, actions, measures, appendix."""

from collections.abc import Iterator, Sequence

from dashboard.model.codes import JUDGED
from dashboard.model.panel import Priority
from dashboard.pack.blocks import Paragraphs, Slide, StatusCounts
from dashboard.pack.commentary import (
    LESSON,
    exceptions_in_order,
    measures_words,
    open_questions,
    question_points,
    recommendation_points,
    remark_points,
)
from dashboard.pack.model import Pack, Since, Turn
from dashboard.pack.places.tables import subtitle_of
from dashboard.pack.slides.followup import followup_backup
from dashboard.pack.slides.measure import measure_slides
from dashboard.pack.slides.pagination import SlideHead, points_slides, table_slides, words_slides
from dashboard.pack.tables.figures import slide_figures
from dashboard.pack.tables.rows import (
    DUE_TITLE,
    actions_table,
    definitions_table,
    due_table,
    exceptions_table,
    measures_table,
    short_quality_table,
    sources_table,
    status_days,
)
from dashboard.pack.tables.summary import (
    ELSEWHERE_TITLE,
    NEEDED_TITLE,
    actions_by_status,
    changed_table,
    elsewhere_table,
    measures_by_status,
    needed_table,
)
from dashboard.panels.changes import FIRST
from dashboard.text.format import counted, day_words

_REMARKS = {
    "working_well": ("working-well", "What is working well"),
    "challenge": ("challenges", "Challenges"),
    "mitigation": ("mitigation", "What is being done about the challenges"),
    LESSON: ("lessons", "Lessons learnt"),
}


def backup_slides(pack: Pack) -> tuple[Slide, ...]:
    """Return everything that the main slides have no room for, in a fixed order."""
    return (
        *followup_backup(pack),
        *_changes(pack),
        *_summary(pack),
        *_exceptions(pack),
        *_questions(pack),
        *_remarks(pack),
        *_actions(pack),
        *_measures(pack),
        *(s for p in pack.panels.values() for s in measure_slides(pack, p)),
        *_ending(pack),
        *_appendix(pack),
    )


def _exceptions(pack: Pack) -> Iterator[Slide]:
    if not pack.exceptions:
        return
    waiting = {each.measure_id for each in pack.exceptions if not each.is_answered}
    title = f"{measures_words(pack.exceptions)}: {len(waiting)} unanswered"
    notes = tuple(exception.words for exception in exceptions_in_order(pack))
    head = SlideHead("exceptions", "Exceptions", title, notes=notes, is_numbered=True)
    yield from table_slides(head, exceptions_table(pack))


def _questions(pack: Pack) -> Iterator[Slide]:
    questions = open_questions(pack)
    if questions:
        title = f"{counted(len(questions), 'question')} not yet closed"
        head = SlideHead("questions", "Questions", title)
        yield from points_slides(head, question_points(pack, questions))


def _remarks(pack: Pack) -> Iterator[Slide]:
    for kind, (name, title) in _REMARKS.items():
        points = remark_points(pack, kind)
        if points.items:
            yield from points_slides(SlideHead(name, "Where we are", title), points)


def _actions(pack: Pack) -> Iterator[Slide]:
    for priority in pack.overview.priorities:
        table = actions_table(pack, priority)
        mine = [o for o in pack.actions.actions if o.priority_number == priority.number]
        if mine:
            done = sum(action.status == "completed" for action in mine)
            completed_text = f"{done} of {counted(len(mine), 'action')} completed"
            title = f"{priority.name}: {completed_text}"
            is_older = any(action.status_date != pack.overview.as_of for action in mine)
            subtitle = (
                f"{priority.title}; status{status_days(mine)}" if is_older else priority.title
            )
            head = SlideHead(f"actions-{priority.number}", "Actions", title, subtitle)
            yield from table_slides(head, table)


def _measures(pack: Pack) -> Iterator[Slide]:
    for priority in pack.overview.priorities:
        if priority.panels:
            name, title = f"measures-{priority.number}", _priority_title(priority)
            notes = tuple(panel.lead.headline for panel in priority.panels)
            head = SlideHead(name, "Measures", title, priority.title, notes=notes)
            yield from table_slides(head, measures_table(priority))
    due = due_table(pack.panels.values())
    if due.rows:
        yield from table_slides(SlideHead("due", "Measures", DUE_TITLE, is_numbered=True), due)


def _priority_title(priority: Priority) -> str:
    codes = [panel.status.code for panel in priority.panels]
    judged = sum(code in JUDGED for code in codes)
    if not judged:
        return f"{priority.name}: no measure can be judged"
    return f"{priority.name}: {codes.count('met')} of {judged} judged on target"


def _ending(pack: Pack) -> Iterator[Slide]:
    for name, title, points in (
        ("next-steps", "Next steps", remark_points(pack, "next_step")),
        ("recommendations", "To note, agree or refer", recommendation_points(pack)),
    ):
        if points.items:
            yield from points_slides(SlideHead(name, "Next steps", title), points)


def _appendix(pack: Pack) -> Iterator[Slide]:
    panels = pack.panels.values()
    titled_tables = [
        *slide_figures(panels),
        ("What each measure is", definitions_table(panels)),
        ("What to know about the figures", short_quality_table(pack)),
        ("Where the figures are from", sources_table(pack)),
    ]
    for title, table in titled_tables:
        if table.rows:
            head = SlideHead(table.table_id, "Appendix", title, is_numbered=True)
            yield from table_slides(head, table)


def _changes(pack: Pack) -> Iterator[Slide]:
    """Yield what moved, what was revised and what is new since the pack or report before.

    First figures are only counted: they are among the measures.
    """
    since = pack.since
    changes = [turn for turn in since.turns if turn.code != FIRST] if since else []
    name = "What changed"
    if since is None:
        return
    if not changes:
        title = _changed_title(since, changes) if since.measures else "Nothing to compare with"
        yield from words_slides(SlideHead("changed", name, title), Paragraphs("", (since.words,)))
        return
    notes = (since.words,)
    subtitle = since.words or f"Compared with {day_words(since.as_of)}"
    head = SlideHead("changed", name, _changed_title(since, changes), subtitle, notes=notes)
    yield from table_slides(head, changed_table(changes))


def _changed_title(since: Since, changes: Sequence[Turn]) -> str:
    measures = len({turn.measure_id for turn in changes})
    day = day_words(since.as_of)
    if not measures and since.turns:
        first = len({turn.measure_id for turn in since.turns})
        return f"First figures for {counted(first, 'measure')} since {day}"
    if not measures:
        return f"Nothing changed since {day}"
    return f"{counted(measures, 'measure')} changed since {day}"


def _summary(pack: Pack) -> Iterator[Slide]:
    """Yield where the area is: measures and actions by status, earlier numbers in brackets.

    A headline that does not fit the subtitle has a slide of its own.
    """
    headline, part = pack.overview.headline, "Where we are"
    counts: list[StatusCounts] = [measures_by_status(pack)]
    if actions := actions_by_status(pack):
        counts.append(actions)
    subtitle = subtitle_of(headline)
    yield Slide(
        slide_id="summary",
        part=part,
        layout="counts",
        title=_summary_title(pack),
        subtitle=subtitle,
        blocks=tuple(counts),
        notes=(headline,),
    )
    if subtitle != headline:
        head = SlideHead("summary-said", part, "The headline in full", notes=(headline,))
        yield from words_slides(head, Paragraphs("", (headline,)))
    if needed := pack.overview.needed:
        head = SlideHead("needed", part, NEEDED_TITLE, is_numbered=True)
        yield from table_slides(head, needed_table(needed))
    if pack.elsewhere:
        head = SlideHead("elsewhere", part, ELSEWHERE_TITLE, is_numbered=True)
        yield from table_slides(head, elsewhere_table(pack.elsewhere))


def _summary_title(pack: Pack) -> str:
    """Return the finding of the whole plan in at most ten words."""
    overview = pack.overview
    if overview.judged:
        return f"{overview.met} of {overview.judged} measures that can be judged on target"
    return "No measure can be judged against a target"
