"""The kinds of what is being done: actions, their status, events, commentary."""

from dataclasses import replace

from data.common import codes
from data.schema.definitions.catalogue import (
    AREA_CODE,
    FRAMEWORK_ID,
    MEASURE_ID,
    NOTE,
    PRIORITY_NUMBER,
    SOURCE_DOCUMENT,
)
from data.schema.definitions.figures import PUBLISHED_ON
from data.schema.figure_rules import published_by_today
from data.schema.kinds import CellType, Column, Kind, Reference

ACTION_REFERENCE = Column(
    "action_reference",
    CellType.CODE,
    "The reference of the action within its framework.",
    "1.1",
    required=True,
)
STATUS_DATE = Column(
    "status_date", CellType.DATE, "The day at which this was so.", "19/04/2023", required=True
)
OPTIONAL_MEASURE_ID = replace(
    MEASURE_ID, description="The measure it bears on, if any.", required=False
)


def _count_column(name: str, words: str, example: str) -> Column:
    return Column(name, CellType.INTEGER, f"How many actions are {words}.", example, required=True)


ACTIONS = Kind(
    name="actions",
    title="Actions",
    description="One row an action of a framework’s plan.",
    columns=(
        FRAMEWORK_ID,
        PRIORITY_NUMBER,
        ACTION_REFERENCE,
        Column(
            "title",
            CellType.TEXT,
            "What is to be done.",
            "Restructure the statutory assessment team and build its capacity",
            required=True,
        ),
    ),
    key=("framework_id", "action_reference"),
    references=(Reference("priorities", ("framework_id", "priority_number")),),
)

ACTION_STATUS = Kind(
    name="action_status",
    title="Status of actions",
    description="One row for the status of an action at a date.",
    columns=(
        FRAMEWORK_ID,
        ACTION_REFERENCE,
        STATUS_DATE,
        Column(
            "status",
            CellType.CHOICE,
            "Where it stands.",
            "completed",
            required=True,
            allowed=codes.ACTION_STATUSES,
        ),
        SOURCE_DOCUMENT,
        NOTE,
    ),
    key=("framework_id", "action_reference", "status_date"),
    references=(
        Reference("actions", ("framework_id", "action_reference")),
        Reference("sources", ("source_document",)),
    ),
    is_dated=True,
)

ACTION_MEASURES = Kind(
    name="action_measures",
    title="Measures that actions are meant to move",
    description="One row for each measure that an action is meant to move.",
    columns=(FRAMEWORK_ID, ACTION_REFERENCE, MEASURE_ID, NOTE),
    key=("framework_id", "action_reference", "measure_id"),
    references=(
        Reference("actions", ("framework_id", "action_reference")),
        Reference("measures", ("measure_id",)),
    ),
)

ACTION_TOTALS = Kind(
    name="action_totals",
    title="Totals of actions",
    description="One row for how many actions stood where at a date, as the report prints it.",
    columns=(
        FRAMEWORK_ID,
        Column(
            "label",
            CellType.CODE,
            "Which report of the two printed side by side: current or previous.",
            "current",
            required=True,
        ),
        STATUS_DATE,
        _count_column("completed", "completed", "16"),
        _count_column("on_track", "on track", "5"),
        _count_column("at_risk", "at risk", "1"),
        _count_column("delayed", "delayed", "4"),
        SOURCE_DOCUMENT,
        NOTE,
    ),
    key=("framework_id", "status_date", "label"),
    references=(
        Reference("frameworks", ("framework_id",)),
        Reference("sources", ("source_document",)),
    ),
    is_dated=True,
)

EVENTS = Kind(
    name="events",
    title="Events",
    description="One row for something that happened and may explain a line.",
    columns=(
        AREA_CODE,
        Column("date", CellType.DATE, "The day, or the first of its period.", "23/01/2023", True),
        Column(
            "precision",
            CellType.CHOICE,
            "How exactly the day is known.",
            "day",
            required=True,
            allowed=codes.DATE_PRECISIONS,
        ),
        Column("title", CellType.TEXT, "What happened.", "Monitoring visit", required=True),
        OPTIONAL_MEASURE_ID,
        Column(
            "effect",
            CellType.CHOICE,
            "restart where limits start anew with it, break where what is counted changed too, so "
            "that nothing is compared across it; release_break where only a publisher counts "
            "otherwise: a break of its own figures. Blank where it only explains.",
            "",
            allowed=codes.EVENT_EFFECTS,
        ),
        SOURCE_DOCUMENT,
    ),
    key=("area_code", "date", "title", "measure_id"),
    references=(
        Reference("areas", ("area_code",)),
        Reference("measures", ("measure_id",)),
        Reference("sources", ("source_document",)),
    ),
    is_dated=True,
)

COMMENTARY = Kind(
    name="commentary",
    title="Commentary",
    description="One row for a remark: what works, what is hard, what is done about it, what next, lessons.",
    columns=(
        AREA_CODE,
        FRAMEWORK_ID,
        replace(PRIORITY_NUMBER, description="The priority it is about, if one.", required=False),
        OPTIONAL_MEASURE_ID,
        Column(
            "kind",
            CellType.CHOICE,
            "What sort of remark.",
            "working_well",
            required=True,
            allowed=codes.COMMENTARY_KINDS,
        ),
        Column("date", CellType.DATE, "The day of the report.", "19/04/2023", required=True),
        Column(
            "text",
            CellType.TEXT,
            "The remark.",
            "Plans are issued faster than a year ago.",
            required=True,
        ),
        Column(
            "period_end",
            CellType.DATE,
            "The last day of the period that it is about, if of one.",
            "",
        ),
        Column(
            "author",
            CellType.TEXT,
            "Who wrote it: a role, or a name of staff.",
            "",
            holds_staff_name=True,
        ),
        Column(
            "owner",
            CellType.TEXT,
            "Who is to see to it: a role, or a name of staff.",
            "",
            holds_staff_name=True,
        ),
        Column("due_on", CellType.DATE, "The day by which it is to be done.", ""),
        Column(
            "state",
            CellType.CHOICE,
            "Whether it is still open; withdrawn takes it off every page.",
            "open",
            allowed=codes.COMMENTARY_STATES,
            default="open",
        ),
        replace(
            PUBLISHED_ON, description="The day it was written, where it differs from its source’s."
        ),
        SOURCE_DOCUMENT,
    ),
    key=("area_code", "framework_id", "priority_number", "measure_id", "kind", "date", "text"),
    references=(
        Reference("areas", ("area_code",)),
        Reference("frameworks", ("framework_id",)),
        Reference("priorities", ("framework_id", "priority_number")),
        Reference("measures", ("measure_id",)),
        Reference("sources", ("source_document",)),
    ),
    is_dated=True,
    rules=(published_by_today,),
)
