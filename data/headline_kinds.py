"""The kind that holds headlines which a person wrote in place of the computed one."""

from dataclasses import replace

from data import codes
from data.catalogue_kinds import FRAMEWORK_ID, MEASURE_ID, SOURCE_DOCUMENT
from data.date_rules import published_by_today
from data.figure_kinds import BREAKDOWN, PUBLISHED_ON
from data.kinds import Cell, Column, Kind, Reference

OF_PERIOD = Column(
    "basis",
    Cell.CHOICE,
    "What the period is: a month, the year to date, a quarter, a day.",
    "month",
    required=True,
    allowed=codes.BASES,
)
AUTHOR = Column(
    "author",
    Cell.TEXT,
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
        Column("period_end", Cell.DATE, "Its last day.", "31/03/2023", required=True),
        Column("text", Cell.TEXT, "The headline; blank to take one back.", "", in_header=True),
        AUTHOR,
        WRITTEN_ON,
        SOURCE_DOCUMENT,
    ),
    key=("framework_id", "measure_id", "breakdown", "basis", "period_end"),
    references=(
        Reference("frameworks", ("framework_id",)),
        Reference("measures", ("measure_id",)),
        Reference("sources", ("source_document",)),
    ),
    is_dated=True,
    rules=(published_by_today,),
)
