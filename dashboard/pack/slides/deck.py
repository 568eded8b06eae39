"""The slides of a pack, in their fixed order."""

from collections.abc import Iterator

from dashboard.model.codes import JUDGED
from dashboard.model.panel import Priority
from dashboard.pack.blocks import Slide
from dashboard.pack.commentary import (
    exceptions_in_order,
    open_questions,
    question_points,
    recommendation_points,
    remark_points,
)
from dashboard.pack.model import Pack, StoredPack
from dashboard.pack.slides.front import changed_slides, cover_slide, summary_slides
from dashboard.pack.slides.measure import measure_slides
from dashboard.pack.slides.pagination import SlideHead, points_slides, table_slides
from dashboard.pack.tables import (
    actions_table,
    definitions_table,
    exceptions_table,
    measures_table,
    short_quality_table,
    sources_table,
    status_days,
)
from dashboard.pack.tables_figures import slide_figures
from dashboard.text.format import counted

_REMARKS = {
    "working_well": ("working-well", "What is working well"),
    "challenge": ("challenges", "Challenges"),
    "mitigation": ("mitigation", "What is being done about the challenges"),
}


def build_slides(stored: StoredPack) -> tuple[Slide, ...]:
    """Return the slides of a pack; the same pack always has the same ones in the same order."""
    pack = stored.content
    return (
        cover_slide(stored),
        *changed_slides(pack),
        *summary_slides(pack),
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
    waiting = sum(not exception.is_answered for exception in pack.exceptions)
    title = f"{counted(len(pack.exceptions), 'exception')}, {waiting} unanswered"
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
        yield from points_slides(SlideHead(name, "Where we are", title), remark_points(pack, kind))


def _actions(pack: Pack) -> Iterator[Slide]:
    for priority in pack.overview.priorities:
        table = actions_table(pack, priority)
        mine = [o for o in pack.actions.actions if o.priority_number == priority.number]
        if mine:
            done = sum(action.status == "completed" for action in mine)
            completed_text = f"{done} of {counted(len(mine), 'action')} completed"
            title = f"Priority {priority.number}: {completed_text}"
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


def _priority_title(priority: Priority) -> str:
    codes = [panel.status.code for panel in priority.panels]
    judged = sum(code in JUDGED for code in codes)
    if not judged:
        return f"Priority {priority.number}: no measure can be judged"
    return f"Priority {priority.number}: {codes.count('met')} of {judged} judged on target"


def _ending(pack: Pack) -> Iterator[Slide]:
    steps = SlideHead("next-steps", "Next steps", "Next steps")
    yield from points_slides(steps, remark_points(pack, "next_step"))
    head = SlideHead("recommendations", "Next steps", "To note, agree or refer")
    yield from points_slides(head, recommendation_points(pack))


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
