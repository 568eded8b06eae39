"""The kind of extract that says what places and appointments are there, and which are planned."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from data.common import codes
from data.common.errors import Issue
from data.schema.definitions.catalogue import AREA_CODE, MEASURE_ID, NOTE, SOURCE_DOCUMENT
from data.schema.kinds import CellType, Column, Kind, Reference
from data.schema.parsed_rows import ParsedRows, ReferenceData


def is_of_setting_or_list(rows: ParsedRows, _reference_data: ReferenceData) -> Iterator[Issue]:
    """Refuse a row that is of neither a setting nor a waiting list, or of both."""
    no_setting, no_list = rows.is_blank("setting"), rows.is_blank("measure_id")
    for position in np.flatnonzero(no_setting == no_list):
        expected = "either a setting, for places, or a waiting list, for a service"
        yield rows.issue(position, "setting", expected, "Fill in one of the two.")


CAPACITY = Kind(
    name="capacity",
    title="Places and capacity",
    description="One row a step: from a day on so many places in a kind of setting, or so many "
    "completed a month by a service. Load what is there now as well as what is planned.",
    columns=(
        AREA_CODE,
        Column(
            "setting",
            CellType.CHOICE,
            "The kind of setting that has the places, as in extracts of plans; blank of a service.",
            "special_school",
            allowed=codes.SETTINGS,
        ),
        replace(
            MEASURE_ID,
            required=False,
            description="The waiting list that a service works through, by the code in measures; "
            "blank of places.",
            example="",
        ),
        Column(
            "provision",
            CellType.TEXT,
            "The school or service; blank of all there are. Those of a setting or list are added up.",
            "New special school at Bow",
        ),
        Column(
            "starts_on",
            CellType.DATE,
            "The first day with that many, until the next step of the same school or service.",
            "01/09/2027",
            required=True,
        ),
        Column(
            "capacity",
            CellType.COUNT,
            "How many there are from that day on: places, or completed a month.",
            "120",
            required=True,
        ),
        Column(
            "confidence",
            CellType.CHOICE,
            "How sure it is: open (there already), agreed (with its money) or planned.",
            "agreed",
            required=True,
            allowed=codes.CONFIDENCES,
        ),
        SOURCE_DOCUMENT,
        NOTE,
    ),
    key=("area_code", "setting", "measure_id", "provision", "starts_on"),
    references=(
        Reference("areas", ("area_code",)),
        Reference("measures", ("measure_id",)),
        Reference("sources", ("source_document",)),
    ),
    is_dated=True,
    rules=(is_of_setting_or_list,),
)
