"""The kinds of what is said at meetings: headlines, exceptions, questions, recommendations."""

from dataclasses import replace

from data.common import codes
from data.schema.definitions.actions import OPTIONAL_MEASURE_ID
from data.schema.definitions.catalogue import (
    FRAMEWORK_ID,
    MEASURE_ID,
    PRIORITY_NUMBER,
    SOURCE_DOCUMENT,
)
from data.schema.definitions.figures import BREAKDOWN, PUBLISHED_ON
from data.schema.figure_rules import in_order, published_by_today
from data.schema.kinds import CellType, Column, Kind, Reference

OF_PERIOD = Column(
    "basis",
    CellType.CHOICE,
    "What the period is: a month, the year to date, a quarter, a day.",
    "month",
    required=True,
    allowed=codes.BASES,
)
YEAR_KIND = Column(
    "year_kind",
    CellType.CHOICE,
    "Of a year or a year to date: financial or academic; blank for a calendar year.",
    "",
    allowed=codes.OTHER_YEAR_KINDS,
)
AUTHOR = Column(
    "author",
    CellType.TEXT,
    "Who wrote it: a role, or a name of staff.",
    "Head of SEND",
    required=True,
    holds_staff_name=True,
)
WRITTEN_ON = replace(PUBLISHED_ON, description="The day it was written; else the day it is loaded.")

HEADLINES = Kind(
    name="headlines",
    title="Headlines written by a person",
    description="One row a headline that stands in place of the computed one, for one period.",
    columns=(
        FRAMEWORK_ID,
        MEASURE_ID,
        BREAKDOWN,
        OF_PERIOD,
        Column("period_end", CellType.DATE, "Its last day.", "31/03/2023", required=True),
        YEAR_KIND,
        Column("text", CellType.TEXT, "The headline; blank to take one back.", "", in_header=True),
        AUTHOR,
        WRITTEN_ON,
        SOURCE_DOCUMENT,
    ),
    key=("framework_id", "measure_id", "breakdown", "basis", "period_end", "year_kind"),
    references=(
        Reference("frameworks", ("framework_id",)),
        Reference("measures", ("measure_id",)),
        Reference("sources", ("source_document",)),
    ),
    is_dated=True,
    rules=(published_by_today,),
)


_OF_PLAN_AND_MEASURE = (
    Reference("frameworks", ("framework_id",)),
    Reference("measures", ("measure_id",)),
)


def _staff_column(
    name: str, description: str, example: str = "", *, required: bool = False
) -> Column:
    return Column(
        name, CellType.TEXT, description, example, required=required, holds_staff_name=True
    )


_OWNER = _staff_column("owner", "Who is to see to it: a role, or a name of staff.")

EXCEPTIONS = Kind(
    name="exceptions",
    title="Exceptions",
    description="One row a figure off target or signalling concern: who is asked, and the reply.",
    columns=(
        FRAMEWORK_ID,
        MEASURE_ID,
        BREAKDOWN,
        OF_PERIOD,
        Column(
            "period_end",
            CellType.DATE,
            "The last day of the period whose figure is replied to.",
            "31/03/2023",
            required=True,
        ),
        YEAR_KIND,
        _OWNER,
        Column("reply_by", CellType.DATE, "The day by which a reply is asked for.", "14/04/2023"),
        Column(
            "reply",
            CellType.TEXT,
            "Why it is so and what is done about it; blank while open.",
            "",
            in_header=True,
        ),
        AUTHOR,
        WRITTEN_ON,
    ),
    key=("framework_id", "measure_id", "breakdown", "basis", "period_end", "year_kind"),
    references=_OF_PLAN_AND_MEASURE,
    is_dated=True,
    rules=(published_by_today,),
)

SCRUTINY_QUESTIONS = Kind(
    name="scrutiny_questions",
    title="Questions of a committee",
    description="One row a question that was asked: by whom, the answer, and what came of it.",
    columns=(
        Column(
            "question_id",
            CellType.CODE,
            "A number of its own in its plan, by which it is answered later.",
            "Q-2022-12-08-1",
            required=True,
        ),
        FRAMEWORK_ID,
        OPTIONAL_MEASURE_ID,
        Column("pack_id", CellType.TEXT, "The pack that was on the screen, if one was.", ""),
        Column("slide", CellType.TEXT, "The slide that was shown, if one was.", ""),
        Column("asked_on", CellType.DATE, "The day it was asked.", "08/12/2022", required=True),
        _staff_column("member", "Who asked: a member of the committee.", "Chair", required=True),
        Column(
            "question",
            CellType.TEXT,
            "What was asked.",
            "How many plans wait for health advice?",
            required=True,
        ),
        Column("answer", CellType.TEXT, "The answer; blank while it is open.", ""),
        _OWNER,
        Column("due_on", CellType.DATE, "The day by which an answer is due.", "23/12/2022"),
        Column("outcome", CellType.TEXT, "What came of it.", ""),
        Column(
            "state",
            CellType.CHOICE,
            "Where it stands; it shows beside its measure until it is closed.",
            "open",
            allowed=codes.QUESTION_STATES,
            default="open",
        ),
        AUTHOR,
        WRITTEN_ON,
    ),
    key=("framework_id", "question_id"),
    references=_OF_PLAN_AND_MEASURE,
    is_dated=True,
    rules=(published_by_today, in_order("asked_on", "due_on")),
)

RECOMMENDATIONS = Kind(
    name="recommendations",
    title="Recommendations",
    description="One row a recommendation to or of a committee, with its progress.",
    columns=(
        Column(
            "recommendation_id",
            CellType.CODE,
            "A number of its own in its plan, by which its progress is told later.",
            "R-2022-12-08-1",
            required=True,
        ),
        FRAMEWORK_ID,
        replace(PRIORITY_NUMBER, description="The priority it is about, if one.", required=False),
        OPTIONAL_MEASURE_ID,
        Column("made_on", CellType.DATE, "The day of the meeting.", "08/12/2022", required=True),
        Column(
            "text",
            CellType.TEXT,
            "What is recommended.",
            "Report on waits for health advice in March",
            required=True,
        ),
        Column(
            "asks",
            CellType.CHOICE,
            "What the committee is asked to do with it.",
            "note",
            required=True,
            allowed=codes.RECOMMENDATION_REQUESTS,
        ),
        _OWNER,
        Column("due_on", CellType.DATE, "The day by which it is to be done.", "31/03/2023"),
        Column("progress", CellType.TEXT, "How far it has come.", ""),
        Column(
            "state",
            CellType.CHOICE,
            "Where it stands.",
            "proposed",
            allowed=codes.RECOMMENDATION_STATES,
            default="proposed",
        ),
        AUTHOR,
        WRITTEN_ON,
    ),
    key=("framework_id", "recommendation_id"),
    references=(
        *_OF_PLAN_AND_MEASURE,
        Reference("priorities", ("framework_id", "priority_number")),
    ),
    is_dated=True,
    rules=(published_by_today, in_order("made_on", "due_on")),
)
