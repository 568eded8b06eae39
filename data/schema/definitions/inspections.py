"""The outcomes of inspections of an area's arrangements for children with SEND."""

from data.common import codes
from data.schema.definitions.catalogue import AREA_CODE, SOURCE_DOCUMENT
from data.schema.figure_rules import in_order, published_by_today
from data.schema.kinds import CellType, Column, Kind, Reference

INSPECTIONS = Kind(
    name="inspections",
    title="Inspections",
    description="One row an inspection by Ofsted and the CQC of a local area’s arrangements for "
    "children and young people with SEND.",
    columns=(
        AREA_CODE,
        Column(
            "outcome",
            CellType.CHOICE,
            "What experiences and outcomes they lead to: typically positive, inconsistent, or "
            "there are widespread or systemic failings.",
            "inconsistent",
            required=True,
            allowed=codes.INSPECTION_OUTCOMES,
        ),
        Column("started_on", CellType.DATE, "The first day of the inspection.", "23/06/2025"),
        Column("ended_on", CellType.DATE, "Its last day.", "27/06/2025"),
        Column(
            "published_on",
            CellType.DATE,
            "The day its report was published.",
            "21/08/2025",
            required=True,
        ),
        Column(
            "next_within",
            CellType.TEXT,
            "The time within which the next full inspection is to be.",
            "3 years",
        ),
        SOURCE_DOCUMENT,
    ),
    key=("area_code", "published_on"),
    references=(Reference("areas", ("area_code",)), Reference("sources", ("source_document",))),
    is_dated=True,
    rules=(published_by_today, in_order("started_on", "ended_on")),
)
