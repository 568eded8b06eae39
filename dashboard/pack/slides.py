"""Build the slides of a pack, in their fixed order."""

from collections.abc import Iterator

from dashboard.overview import unique_panels
from dashboard.pack.blocks import Slide
from dashboard.pack.figures import slide_figures
from dashboard.pack.measure_slides import measure_slides
from dashboard.pack.quality import quality_table, sources_table
from dashboard.pack.said import (
    exceptions_in_order,
    open_questions,
    question_points,
    recommendation_points,
    remark_points,
)
from dashboard.pack.shapes import Pack, StoredPack
from dashboard.pack.slide_pages import points_slides, table_slides
from dashboard.pack.slides_front import changed_slides, cover_slide, summary_slide
from dashboard.pack.tables import (
    actions_table,
    definitions_table,
    exceptions_table,
    measures_table,
)
from dashboard.shapes import Priority
from dashboard.wording import counted


def build_slides(stored: StoredPack) -> tuple[Slide, ...]:
    """Make the slides of a pack; the same pack always gives the same ones, in the same order."""
    pack = stored.content
    return (
        cover_slide(stored),
        *changed_slides(pack),
        summary_slide(pack),
        *_exceptions(pack),
        *_questions(pack),
        *_remarks(pack),
        *_actions(pack),
        *_measures(pack),
        *(s for p in unique_panels(pack.overview.priorities) for s in measure_slides(pack, p)),
        *_ending(pack),
        *_appendix(pack),
    )


def _exceptions(pack: Pack) -> Iterator[Slide]:
    if not pack.exceptions:
        return
    waiting = sum(not one.is_answered for one in exceptions_in_order(pack))
    title = f"{counted(len(pack.exceptions), 'exception')}, {waiting} unanswered"
    table = exceptions_table(pack)
    yield from table_slides("exceptions", "Exceptions", title, table, is_numbered=True)


def _questions(pack: Pack) -> Iterator[Slide]:
    found = open_questions(pack)
    if found:
        title = f"{counted(len(found), 'question')} still open"
        points = question_points(pack, found)
        yield from points_slides("questions", "Questions", title, points)


def _remarks(pack: Pack) -> Iterator[Slide]:
    titles = {
        "working_well": "What is working well",
        "challenge": "Challenges",
        "mitigation": "What is being done about the challenges",
    }
    for kind, title in titles.items():
        name = {"challenge": "challenges"}.get(kind, kind.replace("_", "-"))
        points = remark_points(pack, kind)
        yield from points_slides(name, "Where we are", title, points)


def _actions(pack: Pack) -> Iterator[Slide]:
    for priority in pack.overview.priorities:
        table = actions_table(pack, priority)
        if table.rows:
            done = sum(
                one.status == "completed"
                for one in pack.actions.actions
                if one.priority_number == priority.number
            )
            title = f"Priority {priority.number}: {done} of {counted(len(table.rows), 'action')} completed"
            name = f"actions-{priority.number}"
            yield from table_slides(name, "Actions", title, table, priority.title)


def _measures(pack: Pack) -> Iterator[Slide]:
    for priority in pack.overview.priorities:
        if priority.panels:
            name = f"measures-{priority.number}"
            title = _priority_title(priority)
            table = measures_table(priority)
            yield from table_slides(name, "Measures", title, table, priority.title)


def _priority_title(priority: Priority) -> str:
    codes = [panel.status.code for panel in priority.panels]
    judged = sum(code in ("met", "close", "missed") for code in codes)
    if not judged:
        return f"Priority {priority.number}: no measure can be judged"
    return f"Priority {priority.number}: {codes.count('met')} of {judged} judged on target"


def _ending(pack: Pack) -> Iterator[Slide]:
    part = "Next steps"
    yield from points_slides("next-steps", part, "Next steps", remark_points(pack, "next_step"))
    title = "The meeting is asked to note, agree or refer"
    yield from points_slides("recommendations", part, title, recommendation_points(pack))


def _appendix(pack: Pack) -> Iterator[Slide]:
    part = "Appendix"
    panels = unique_panels(pack.overview.priorities)
    for table in slide_figures(panels):
        title = "The figures" if table.table_id == "figures" else "The newest figures"
        yield from table_slides(table.table_id, part, title, table, is_numbered=True)
    for table, title in (
        (definitions_table(panels), "What each measure is"),
        (quality_table(pack), "What to know about the figures"),
        (sources_table(pack), "Where the figures are from"),
    ):
        if table.rows:
            yield from table_slides(table.table_id, part, title, table, is_numbered=True)
