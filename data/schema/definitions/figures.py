"""The kinds that hold figures: observations, targets and baselines."""

from dataclasses import replace

from data.common import codes
from data.schema.definitions.catalogue import (
    AREA_CODE,
    FRAMEWORK_ID,
    MEASURE_ID,
    NOTE,
    SOURCE_DOCUMENT,
)
from data.schema.figure_rules import (
    basis_fits_period,
    between_has_range,
    both_or_neither,
    figure_bases_are_codes,
    in_order,
    no_actual_ahead,
    published_by_today,
    target_has_operator,
)
from data.schema.kinds import CellType, Column, Kind, Reference
from data.schema.measure_rules import value_fits_measure
from data.schema.relative_targets import relative_target_is_whole

BREAKDOWN = Column(
    "breakdown",
    CellType.BREAKDOWN,
    "The part of the measure: key=value, several joined by a semicolon; blank for the whole.",
    "exceptions=including",
)
STATISTIC = Column(
    "statistic",
    CellType.STATISTIC,
    "Which average or extreme the figure is; blank where the measure has one statistic only.",
    "",
)
PUBLISHED_ON = Column(
    "published_on",
    CellType.DATE,
    "The day the figure was published, where it differs from its source’s.",
    "",
)
AS_PUBLISHED = Column(
    "as_published", CellType.TEXT, "The words of the source, where they say more.", "Mth : 82%"
)

OBSERVATIONS = Kind(
    name="observations",
    title="Observations",
    description="One row a figure of an area: a measure, a part of it, a period.",
    columns=(
        AREA_CODE,
        replace(
            FRAMEWORK_ID,
            description="The plan under which the figure was reported, if any.",
            required=False,
        ),
        MEASURE_ID,
        BREAKDOWN,
        STATISTIC,
        Column(
            "basis",
            CellType.CHOICE,
            "What the period is: a month, the year to date, a quarter, a day.",
            "month",
            required=True,
            allowed=codes.BASES,
        ),
        Column(
            "period_start",
            CellType.DATE,
            "The first day; of a year to date 1 January, 1 April or 1 September.",
            "01/03/2023",
            required=True,
        ),
        Column("period_end", CellType.DATE, "The last day.", "31/03/2023", required=True),
        Column(
            "numerator",
            CellType.COUNT,
            "The part that is counted, or a marker.",
            "18",
            takes_markers=True,
        ),
        Column(
            "denominator",
            CellType.COUNT,
            "What it is a part of, or a marker.",
            "22",
            takes_markers=True,
        ),
        Column(
            "value",
            CellType.FIGURE,
            "The figure as published: a number, a band, or a marker that says why there is none.",
            "82%",
            required=True,
            takes_markers=True,
        ),
        Column(
            "provisional",
            CellType.FLAG,
            "Whether the figure may still change.",
            "no",
            default="no",
            stored_name="is_provisional",
        ),
        Column(
            "role",
            CellType.CHOICE,
            "What the figure is; blank for an actual.",
            "actual",
            allowed=codes.OBSERVATION_ROLES,
            default="actual",
        ),
        PUBLISHED_ON,
        Column(
            "published_arrow",
            CellType.CHOICE,
            "The arrow that the source prints beside the figure.",
            "up",
            allowed=codes.ARROWS,
        ),
        AS_PUBLISHED,
        SOURCE_DOCUMENT,
        NOTE,
    ),
    key=(
        "area_code",
        "measure_id",
        "breakdown",
        "statistic",
        "basis",
        "period_start",
        "period_end",
        "role",
        "source_document",
    ),
    references=(
        Reference("areas", ("area_code",)),
        Reference("frameworks", ("framework_id",)),
        Reference("measures", ("measure_id",)),
        Reference("sources", ("source_document",)),
    ),
    is_dated=True,
    rules=(
        in_order("period_start", "period_end"),
        basis_fits_period,
        no_actual_ahead,
        published_by_today,
        value_fits_measure,
    ),
)

TARGETS = Kind(
    name="targets",
    title="Targets and baselines",
    description="One row a target or a baseline that a framework sets for a measure.",
    columns=(
        FRAMEWORK_ID,
        MEASURE_ID,
        Column(
            "role",
            CellType.CHOICE,
            "Whether the row is a target or the baseline.",
            "target",
            required=True,
            allowed=codes.TARGET_ROLES,
        ),
        BREAKDOWN,
        STATISTIC,
        Column(
            "basis",
            CellType.CHOICE,
            "The basis the source states; blank where it states none.",
            "month",
            allowed=codes.BASES,
        ),
        Column(
            "period_start",
            CellType.DATE,
            "A baseline’s first day; of a target for figures of one period alone, its first day.",
            "",
        ),
        Column("period_end", CellType.DATE, "The last day of that period.", ""),
        Column("due_on", CellType.DATE, "The day by which the target is to be met.", "31/12/2023"),
        Column(
            "operator",
            CellType.CHOICE,
            "How the value is to be met; between needs two numbers, such as 90-95%; towards is a"
            " direction without a threshold.",
            ">=",
            allowed=codes.OPERATORS,
        ),
        Column(
            "value",
            CellType.FIGURE,
            "A target’s number or range, or a baseline’s number or band; blank where none is set.",
            "80%",
        ),
        Column("numerator", CellType.COUNT, "The part that was counted.", ""),
        Column("denominator", CellType.COUNT, "What it is a part of.", ""),
        PUBLISHED_ON,
        replace(AS_PUBLISHED, example="80% (in month)"),
        Column(
            "figure_bases",
            CellType.TEXT,
            "The bases of the figures beside a target whose source states none: month, ytd …"
            " separated by spaces.",
            "",
        ),
        Column(
            "relative_to",
            CellType.CHOICE,
            "What the target is set against, in place of a value: the figure of another area, the"
            " plan’s baseline, or the figure before.",
            "",
            allowed=codes.RELATIVE_TO,
        ),
        Column(
            "relative_area",
            CellType.AREA,
            "The code of the area whose figure of the same period is the target.",
            "",
        ),
        Column(
            "relative_factor",
            CellType.NUMBER,
            "How many times that figure: 0.5 is half, 3 is trebled, 1.4 is 40% more; blank for once.",
            "",
        ),
        Column(
            "relative_change",
            CellType.NUMBER,
            "What is added to it, in the unit of the measure; negative for less.",
            "",
        ),
        SOURCE_DOCUMENT,
        NOTE,
    ),
    key=(
        "framework_id",
        "measure_id",
        "role",
        "breakdown",
        "statistic",
        "basis",
        "period_start",
        "period_end",
        "due_on",
        "operator",
        "source_document",
    ),
    references=(
        Reference("frameworks", ("framework_id",)),
        Reference("measures", ("measure_id",)),
        Reference("sources", ("source_document",)),
    ),
    is_dated=True,
    rules=(
        both_or_neither("period_start", "period_end"),
        in_order("period_start", "period_end"),
        basis_fits_period,
        published_by_today,
        target_has_operator,
        between_has_range,
        figure_bases_are_codes,
        relative_target_is_whole,
        value_fits_measure,
    ),
)
