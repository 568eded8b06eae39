"""The kinds that loading other files needs: neighbours, returns due, the codes of the SEN2 return."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from data.common import codes
from data.common.errors import Issue
from data.schema.definitions.catalogue import (
    AREA_CODE,
    FRAMEWORK_ID,
    MEASURE_ID,
    NOTE,
    SOURCE_DOCUMENT,
)
from data.schema.definitions.figures import BREAKDOWN, STATISTIC
from data.schema.figure_rules import in_order
from data.schema.kinds import CellType, Column, Kind, Reference
from data.schema.parsed_rows import ParsedRows, ReferenceData

# What services send, time and again.
AWAITED = (
    "ehc_assessments",
    "advice",
    "plans",
    "annual_reviews",
    "referrals",
    "feedback",
    "observations",
    "action_status",
    "action_totals",
    "commentary",
    "events",
)


def not_its_own_neighbour(rows: ParsedRows, _reference_data: ReferenceData) -> Iterator[Issue]:
    """Refuse an area that is compared with itself."""
    is_same = (rows.frame["area_code"] == rows.frame["neighbour_code"]).to_numpy()
    for position in np.flatnonzero(is_same):
        yield rows.issue(position, "neighbour_code", "another area", "Name the area beside it.")


def measure_is_named(rows: ParsedRows, _reference_data: ReferenceData) -> Iterator[Issue]:
    """Refuse a row that is used as the figures of a measure without naming it."""
    is_nameless = (rows.frame["use"] == "measure").to_numpy() & rows.is_blank("measure_id")
    for position in np.flatnonzero(is_nameless):
        expected = "the measure whose figures the row has"
        yield rows.issue(position, "measure_id", expected, "Name it, or write left_out as its use.")


NEIGHBOURS = Kind(
    name="neighbours",
    title="Statistical neighbours",
    description="One row an area that is like another one, so that the two may be compared.",
    columns=(
        AREA_CODE,
        Column(
            "neighbour_code",
            CellType.AREA,
            "The ONS code of the area that is like it, as listed in areas.",
            "E09000030",
            required=True,
        ),
        Column(
            "neighbour_rank",
            CellType.INTEGER,
            "How near it is: 1 is the nearest.",
            "1",
            required=True,
        ),
        SOURCE_DOCUMENT,
    ),
    key=("area_code", "neighbour_code", "source_document"),
    references=(
        Reference("areas", ("area_code",)),
        Reference("areas", ("neighbour_code",)),
        Reference("sources", ("source_document",)),
    ),
    is_dated=True,
    rules=(not_its_own_neighbour,),
)

RETURNS_DUE = Kind(
    name="returns_due",
    title="Returns due",
    description="One row a return that a service is to send: which kind, for which period, by when.",
    columns=(
        Column(
            "service",
            CellType.CATEGORY,
            "Who is to send it.",
            "Community paediatrics",
            required=True,
        ),
        AREA_CODE,
        Column(
            "kind",
            CellType.CHOICE,
            "The kind of extract that is awaited, by its name in the data dictionary.",
            "referrals",
            required=True,
            allowed=AWAITED,
        ),
        Column(
            "measure_id",
            CellType.CODE,
            "Of figures, the measure that is awaited; blank for any.",
            "",
        ),
        Column(
            "provider",
            CellType.CATEGORY,
            "Of referrals, the provider that is awaited; blank for any.",
            "",
        ),
        Column("period_start", CellType.DATE, "The first day.", "01/03/2023", required=True),
        Column("period_end", CellType.DATE, "The last day.", "31/03/2023", required=True),
        Column("due_on", CellType.DATE, "The day by which it is due.", "21/04/2023", required=True),
        NOTE,
    ),
    key=("service", "area_code", "kind", "measure_id", "provider", "period_end"),
    references=(Reference("areas", ("area_code",)), Reference("measures", ("measure_id",))),
    rules=(in_order("period_start", "period_end"), in_order("period_end", "due_on")),
)

SEN2_CODES = Kind(
    name="sen2_codes",
    title="Codes of the SEN2 return",
    description="One row a code of the SEN2 return: what it means here. Correct it where it is wrong.",
    columns=(
        Column(
            "item",
            CellType.CHOICE,
            "The column of the return.",
            "requestoutcome",
            required=True,
            allowed=codes.SEN2_ITEMS,
        ),
        Column("code", CellType.CODE, "What stands in the return.", "Y", required=True),
        Column(
            "meaning",
            CellType.WORD,
            "What it is in the extracts; leave_out keeps such rows out, blank says nothing.",
            "assess",
        ),
        replace(NOTE, example="decided to assess"),
    ),
    key=("item", "code"),
)

MEASURE_NAMES = Kind(
    name="measure_names",
    title="Other names of measures",
    description="One row another name of a measure, by which scorecards call it.",
    columns=(
        MEASURE_ID,
        Column(
            "other_name",
            CellType.TEXT,
            "The name; upper and lower case and signs make no difference.",
            "20 week timeliness",
            required=True,
        ),
        NOTE,
    ),
    key=("other_name",),
    references=(Reference("measures", ("measure_id",)),),
)

SCORECARD_MAPPINGS = Kind(
    name="scorecard_mappings",
    title="How scorecards are read",
    description="One row a row or column of a plan’s scorecard: what a person confirmed that it is.",
    columns=(
        FRAMEWORK_ID,
        Column(
            "sheet",
            CellType.TEXT,
            "The words above the table without numbers and months; blank where there are none.",
            "Haringey SEND scorecard",
        ),
        Column(
            "item",
            CellType.CHOICE,
            "Whether it is a row or a column of the sheet.",
            "row",
            required=True,
            allowed=codes.SCORECARD_ITEMS,
        ),
        Column(
            "label",
            CellType.TEXT,
            "The name of the row, or the heading; of a period its form, with 0 for each digit.",
            "EHCPs issued within 20 wks",
            required=True,
        ),
        Column("reference", CellType.TEXT, "The reference of the row in the sheet.", "EHCP 1"),
        Column("part", CellType.TEXT, "What the sheet’s column of parts has in the row.", ""),
        Column(
            "use",
            CellType.CHOICE,
            "What it is used as: of a row, the figures of a measure, or nothing.",
            "measure",
            required=True,
            allowed=codes.SCORECARD_USES,
        ),
        replace(MEASURE_ID, required=False, description="The measure of the row."),
        BREAKDOWN,
        STATISTIC,
        Column(
            "basis",
            CellType.CHOICE,
            "The basis of a period; of a row, ytd where its months count up a year.",
            "",
            allowed=codes.BASES,
        ),
        Column(
            "year_kind",
            CellType.CHOICE,
            "Which year a year to date counts: it begins in January, April or September.",
            "",
            allowed=codes.YEAR_KINDS,
        ),
        NOTE,
    ),
    key=("framework_id", "sheet", "item", "label", "reference", "part"),
    references=(Reference("frameworks", ("framework_id",)), Reference("measures", ("measure_id",))),
    rules=(measure_is_named,),
)

ALIASES = Kind(
    name="aliases",
    title="Names in the DfE's releases",
    description="One row a name in a DfE release, of a column, a topic or a measure: what it means.",
    columns=(
        Column(
            "release_table",
            CellType.CHOICE,
            "The table of the release; every where the name means the same in all of them.",
            "timeliness",
            required=True,
            allowed=codes.RELEASE_TABLES,
        ),
        Column(
            "item",
            CellType.CHOICE,
            "What has the name: a column, a topic of the column breakdown_topic, or a measure of the "
            "Local Authority Interactive Tool.",
            "column",
            required=True,
            allowed=codes.RELEASE_ITEMS,
        ),
        Column(
            "alias",
            CellType.TEXT,
            "The name in the file. {year} in it stands for the year that the rows are of, "
            "{next_year} for the one after.",
            "plans_within_20_weeks",
            required=True,
        ),
        Column(
            "meaning",
            CellType.TEXT,
            "A column: a name that it had before, or unread. A topic: total, or part. A measure: the "
            "code of the measure that has its figures, with a space and the group if they are of "
            "one: absence-rate provision=ehc_plan.",
            "plans_issued_within_20_weeks",
            required=True,
        ),
        replace(NOTE, example="renamed in 2027"),
    ),
    key=("release_table", "item", "alias"),
)
