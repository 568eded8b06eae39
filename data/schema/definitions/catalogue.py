"""The kinds that other kinds refer to: sources, areas, plans, priorities, measures."""

from collections.abc import Iterator

import numpy as np

from dashboard.model.codes import FORMER_SOURCE_IDS
from data.common import codes
from data.common.errors import Issue
from data.schema.figure_rules import in_order, published_by_today
from data.schema.kinds import CellType, Column, Kind, Reference
from data.schema.parsed_rows import ParsedRows, ReferenceData

FRAMEWORK_ID = Column(
    "framework_id",
    CellType.CODE,
    "The plan, strategy or statement of action, by the code in frameworks.",
    "ha-wsoa-2021",
    required=True,
)
MEASURE_ID = Column(
    "measure_id",
    CellType.CODE,
    "The measure, by the code in measures.",
    "ehcp-20-weeks",
    required=True,
)
AREA_CODE = Column(
    "area_code",
    CellType.AREA,
    "The ONS code of the area, as listed in areas.",
    "E09000014",
    required=True,
)
PRIORITY_NUMBER = Column(
    "priority_number",
    CellType.INTEGER,
    "The number of the priority within its framework.",
    "1",
    required=True,
)
SOURCE_DOCUMENT = Column(
    "source_document",
    CellType.CODE,
    "The document that the row was read from, by its code in sources.",
    "ha-highlight-report-2023",
)
NOTE = Column("note", CellType.TEXT, "What a reader should know about the row.", "")


def has_no_former_id(rows: ParsedRows, _reference_data: ReferenceData) -> Iterator[Issue]:
    """Refuse a source under its former id: its figures would be loaded twice."""
    ids = rows.frame["source_document"]
    for position in np.flatnonzero(ids.isin(list(FORMER_SOURCE_IDS)).to_numpy()):
        expected = f"{FORMER_SOURCE_IDS[ids.iloc[position]]}, the id of this source now"
        fix = "Write the new id here and in every file that refers to the source."
        yield rows.issue(position, "source_document", expected, fix)


SOURCES = Kind(
    name="sources",
    title="Sources",
    description="One row a document or release that figures come from.",
    columns=(
        Column(
            "source_document",
            CellType.CODE,
            "A short code of the document, unique.",
            "ha-highlight-report-2023",
            required=True,
        ),
        Column(
            "title",
            CellType.TEXT,
            "Its title.",
            "SEND Executive highlight report: Written Statement of Action progress update",
            required=True,
        ),
        Column(
            "publisher",
            CellType.TEXT,
            "Who published it.",
            "Haringey and NHS North Central London ICB",
            required=True,
        ),
        Column(
            "published_on",
            CellType.DATE,
            "The day it was published: its figures are known from then on.",
            "19/04/2023",
        ),
        NOTE,
    ),
    key=("source_document",),
    rules=(published_by_today, has_no_former_id),
)

AREAS = Kind(
    name="areas",
    title="Areas",
    description="One row a local area, or an area that serves as a benchmark.",
    columns=(
        Column("area_code", CellType.AREA, "The ONS code, unique.", "E09000014", required=True),
        Column("name", CellType.TEXT, "The name as shown.", "Haringey", required=True),
        Column(
            "kind",
            CellType.CHOICE,
            "Whether the area has plans of its own (local_area), is compared with (benchmark), is "
            "another council that some are compared with (authority), or is made up (synthetic).",
            "local_area",
            required=True,
            allowed=codes.AREA_KINDS,
        ),
        Column(
            "part_of",
            CellType.AREA,
            "The areas that it lies in, by their codes, joined by semicolons, the nearest first.",
            "E13000001;E12000007;E92000001",
        ),
    ),
    key=("area_code",),
)

FRAMEWORKS = Kind(
    name="frameworks",
    title="Frameworks",
    description="One row a plan, strategy or statement of action of a local area.",
    columns=(
        Column(
            "framework_id",
            CellType.CODE,
            "A short code, unique: it stands in addresses.",
            "ha-wsoa-2021",
            required=True,
        ),
        AREA_CODE,
        Column("title", CellType.TEXT, "Its title.", "Written Statement of Action", required=True),
        Column("starts_on", CellType.DATE, "The day it begins.", "01/01/2021", required=True),
        Column("ends_on", CellType.DATE, "The day it ends; blank where none is set.", ""),
        SOURCE_DOCUMENT,
    ),
    key=("framework_id",),
    references=(Reference("areas", ("area_code",)), Reference("sources", ("source_document",))),
    rules=(in_order("starts_on", "ends_on"),),
)

PRIORITIES = Kind(
    name="priorities",
    title="Priorities",
    description="One row a priority of a framework.",
    columns=(
        FRAMEWORK_ID,
        Column("number", CellType.INTEGER, "Its number in the framework.", "1", required=True),
        Column(
            "title",
            CellType.TEXT,
            "Its title.",
            "Co-ordination, quality and timeliness of EHC plans and annual reviews",
            required=True,
        ),
        NOTE,
    ),
    key=("framework_id", "number"),
    references=(Reference("frameworks", ("framework_id",)),),
)

MEASURES = Kind(
    name="measures",
    title="Measures",
    description="One row a measure: what it counts, in which unit, and which way is better.",
    columns=(
        Column(
            "measure_id",
            CellType.CODE,
            "A short code, unique: it stands in addresses.",
            "ehcp-20-weeks",
            required=True,
        ),
        Column("title", CellType.TEXT, "The full title.", "EHC plans issued within 20 weeks", True),
        Column(
            "short_title", CellType.TEXT, "At most six words, for charts.", "Plans within 20 weeks"
        ),
        Column(
            "definition",
            CellType.TEXT,
            "What is counted, in plain English.",
            "New EHC plans issued within 20 weeks of the request, as a share of all issued",
            required=True,
        ),
        Column("unit", CellType.CHOICE, "The unit.", "percent", required=True, allowed=codes.UNITS),
        Column(
            "kind",
            CellType.CHOICE,
            "What sort of number it is: what may be compared follows from it.",
            "rate",
            required=True,
            allowed=codes.MEASURE_KINDS,
        ),
        Column(
            "better",
            CellType.CHOICE,
            "Which way is better.",
            "higher",
            required=True,
            allowed=codes.BETTER_DIRECTIONS,
        ),
        Column("theme", CellType.CODE, "A code that groups measures.", "ehcp_timeliness"),
        Column(
            "stage",
            CellType.CHOICE,
            "The part of an area’s profile that shows it, mostly a stage of life; blank: with the "
            "others, where other areas have figures of it too.",
            "plans",
            allowed=codes.STAGES,
        ),
        Column(
            "frequency",
            CellType.CHOICE,
            "How often a figure should come.",
            "monthly",
            allowed=codes.FREQUENCIES,
        ),
        Column(
            "case_extract",
            CellType.CODE,
            "The case extract from which it can be worked out, if any.",
            "ehc_assessments",
        ),
        Column(
            "can_exceed_100",
            CellType.FLAG,
            "Whether a percentage above 100 makes sense.",
            "no",
            default="no",
        ),
        Column(
            "can_be_negative",
            CellType.FLAG,
            "Whether a figure below 0 makes sense, as it does of a net flow; blank: yes of scores, "
            "money, averages and percentages that can exceed 100, no of counts and shares.",
            "no",
            yes_where=(
                ("unit", ("score", "gbp_million")),
                ("kind", ("average",)),
                ("can_exceed_100", (True,)),
            ),
        ),
        Column(
            "tolerance",
            CellType.COUNT,
            "How far from its target still counts as close, in the measure’s unit.",
            "",
        ),
        Column(
            "published_in",
            CellType.TEXT,
            "The release that has its figures, named where none is loaded.",
            "",
        ),
    ),
    key=("measure_id",),
)

PRIORITY_MEASURES = Kind(
    name="priority_measures",
    title="Measures of priorities",
    description="One row for each measure that serves a priority.",
    columns=(
        FRAMEWORK_ID,
        PRIORITY_NUMBER,
        MEASURE_ID,
        Column("local_reference", CellType.TEXT, "The reference the area itself uses.", "EHCP 1"),
        Column(
            "key_order",
            CellType.INTEGER,
            "The place of the measure among the four key measures that the overview shows first; "
            "empty for any other.",
            "1",
        ),
        Column(
            "owner",
            CellType.TEXT,
            "The group or service that answers for it in the plan, or a name of staff: of whom a "
            "quarterly summary is made.",
            "SEN casework",
            holds_staff_name=True,
        ),
    ),
    key=("framework_id", "priority_number", "measure_id"),
    references=(
        Reference("priorities", ("framework_id", "priority_number")),
        Reference("measures", ("measure_id",)),
    ),
)
