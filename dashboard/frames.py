"""The frames that come from the store: one schema a noun.

Everywhere: missing text is "", a missing number NaN, a missing day None (columns of days hold
`datetime.date`). `known_on` is the day from which a row was known; `extract_id` the extract that
brought it.
"""

import pandera.pandas as pa
from pandera.typing.pandas import Series


class _Frame(pa.DataFrameModel):
    """Set what all frames share: exactly these columns."""

    class Config(pa.DataFrameModel.Config):
        strict = True

    extract_id: Series[int]


class Sources(_Frame):
    """One row a source; key `source_document`."""

    source_document: Series[str] = pa.Field(unique=True)
    title: Series[str]
    publisher: Series[str]
    published_on: Series[object] = pa.Field(nullable=True)
    note: Series[str]


class Areas(_Frame):
    """One row an area; key `area_code`."""

    area_code: Series[str] = pa.Field(unique=True)
    name: Series[str]
    kind: Series[str] = pa.Field(isin=["local_area", "benchmark", "synthetic", "authority"])
    part_of: Series[str]


class Frameworks(_Frame):
    """One row a framework; key `framework_id`."""

    framework_id: Series[str] = pa.Field(unique=True)
    area_code: Series[str]
    title: Series[str]
    starts_on: Series[object]
    ends_on: Series[object] = pa.Field(nullable=True)
    source_document: Series[str]


class Priorities(_Frame):
    """One row a priority; key `framework_id`, `number`."""

    framework_id: Series[str]
    number: Series[int]
    title: Series[str]
    note: Series[str]


class Measures(_Frame):
    """One row a measure; key `measure_id`. `tolerance` is in the measure's unit."""

    measure_id: Series[str] = pa.Field(unique=True)
    title: Series[str]
    short_title: Series[str]
    definition: Series[str]
    unit: Series[str]
    kind: Series[str] = pa.Field(isin=["rate", "average", "stock", "flow"])
    better: Series[str] = pa.Field(isin=["higher", "lower", "neutral"])
    theme: Series[str]
    frequency: Series[str]
    case_extract: Series[str]
    can_exceed_100: Series[bool]
    tolerance: Series[float] = pa.Field(nullable=True)


class PriorityMeasures(_Frame):
    """One row a measure of a priority; key `framework_id`, `priority_number`, `measure_id`."""

    framework_id: Series[str]
    priority_number: Series[int]
    measure_id: Series[str]
    local_reference: Series[str]


class Targets(pa.DataFrameModel):
    """One row a target or baseline of a framework, values in the measure's unit.

    A number stands in `value`; a band in `value_low` < `value_high`, with `value` NaN; a target
    without a number has all three NaN and `decimals` -1.
    """

    class Config(pa.DataFrameModel.Config):
        strict = True

    row_id: Series[int] = pa.Field(unique=True)
    framework_id: Series[str]
    measure_id: Series[str]
    role: Series[str] = pa.Field(isin=["target", "baseline"])
    breakdown: Series[str]
    statistic: Series[str]
    basis: Series[str]
    period_start: Series[object] = pa.Field(nullable=True)
    period_end: Series[object] = pa.Field(nullable=True)
    due_on: Series[object] = pa.Field(nullable=True)
    operator: Series[str]
    value: Series[float] = pa.Field(nullable=True)
    value_low: Series[float] = pa.Field(nullable=True)
    value_high: Series[float] = pa.Field(nullable=True)
    numerator: Series[float] = pa.Field(nullable=True)
    denominator: Series[float] = pa.Field(nullable=True)
    decimals: Series[int]
    as_published: Series[str]
    note: Series[str]
    source_document: Series[str]
    published_on: Series[object] = pa.Field(nullable=True)
    known_on: Series[object]
    extract_id: Series[int]


class Observations(pa.DataFrameModel):
    """One row a figure of an area, a measure, a breakdown, a statistic, a basis and a period.

    Values are in the measure's unit. A number stands in `value`; a band in `value_low` <
    `value_high`, with `value` NaN; a marker leaves all three NaN and `decimals` -1.
    """

    class Config(pa.DataFrameModel.Config):
        strict = True

    row_id: Series[int] = pa.Field(unique=True)
    area_code: Series[str]
    framework_id: Series[str]
    measure_id: Series[str]
    breakdown: Series[str]
    statistic: Series[str]
    basis: Series[str]
    period_start: Series[object]
    period_end: Series[object]
    numerator: Series[float] = pa.Field(nullable=True)
    denominator: Series[float] = pa.Field(nullable=True)
    numerator_marker: Series[str]
    denominator_marker: Series[str]
    value: Series[float] = pa.Field(nullable=True)
    value_low: Series[float] = pa.Field(nullable=True)
    value_high: Series[float] = pa.Field(nullable=True)
    decimals: Series[int]
    marker: Series[str]
    role: Series[str] = pa.Field(isin=["actual", "benchmark", "forecast", "last_year"])
    is_provisional: Series[bool]
    published_arrow: Series[str]
    as_published: Series[str]
    note: Series[str]
    source_document: Series[str]
    published_on: Series[object] = pa.Field(nullable=True)
    known_on: Series[object]
    extract_id: Series[int]


class Actions(_Frame):
    """One row an action; key `framework_id`, `action_reference`."""

    framework_id: Series[str]
    priority_number: Series[int]
    action_reference: Series[str]
    title: Series[str]


class ActionMeasures(_Frame):
    """One row a measure that an action is meant to move."""

    framework_id: Series[str]
    action_reference: Series[str]
    measure_id: Series[str]
    note: Series[str]


class _DatedFrame(_Frame):
    """Set what frames share whose rows are known from a day."""

    known_on: Series[object]


class ActionStatus(_DatedFrame):
    """One row the status of an action at a day."""

    framework_id: Series[str]
    action_reference: Series[str]
    status_date: Series[object]
    status: Series[str] = pa.Field(isin=["completed", "on_track", "at_risk", "delayed"])
    source_document: Series[str]
    note: Series[str]


class ActionTotals(_DatedFrame):
    """One row how many actions stood where at a day, as printed; `label` current or previous."""

    framework_id: Series[str]
    label: Series[str]
    status_date: Series[object]
    completed: Series[int]
    on_track: Series[int]
    at_risk: Series[int]
    delayed: Series[int]
    source_document: Series[str]
    note: Series[str]


class Events(_DatedFrame):
    """One row an event; `measure_id` is "" where it bears on the whole area."""

    area_code: Series[str]
    date: Series[object]
    precision: Series[str] = pa.Field(isin=["day", "month", "quarter", "year"])
    title: Series[str]
    measure_id: Series[str]
    effect: Series[str] = pa.Field(isin=["", "restart", "break"])
    source_document: Series[str]


class Commentary(_DatedFrame):
    """One row a remark; `priority_number` is NaN where it is about no one priority."""

    area_code: Series[str]
    framework_id: Series[str]
    priority_number: Series[float] = pa.Field(nullable=True)
    measure_id: Series[str]
    kind: Series[str] = pa.Field(isin=["working_well", "challenge", "mitigation", "next_step"])
    date: Series[object]
    text: Series[str]
    period_end: Series[object] = pa.Field(nullable=True)
    author: Series[str]
    owner: Series[str]
    due_on: Series[object] = pa.Field(nullable=True)
    state: Series[str] = pa.Field(isin=["open", "done", "withdrawn"])
    published_on: Series[object] = pa.Field(nullable=True)
    source_document: Series[str]


class Neighbours(_DatedFrame):
    """One row an area that another is compared with; `neighbour_rank` 1 is the nearest."""

    area_code: Series[str]
    neighbour_code: Series[str]
    neighbour_rank: Series[int]
    source_document: Series[str]


class CaseSettings(_Frame):
    """One row a choice of how cases are counted; `area_code` is "" where it holds everywhere."""

    setting: Series[str]
    area_code: Series[str]
    value: Series[str]
    applies_from: Series[object] = pa.Field(nullable=True)
    applies_to: Series[object] = pa.Field(nullable=True)
    note: Series[str]


class MeasurePairs(_Frame):
    """One row a measure that belongs beside another: its backlog or its quality."""

    measure_id: Series[str]
    partner_id: Series[str]
    partner_breakdown: Series[str]
    relation: Series[str] = pa.Field(isin=["backlog", "quality"])


class Headlines(_DatedFrame):
    """One row a headline that a person wrote for a period; `text` is "" where it was taken back."""

    framework_id: Series[str]
    measure_id: Series[str]
    breakdown: Series[str]
    basis: Series[str]
    period_end: Series[object]
    text: Series[str]
    author: Series[str]
    published_on: Series[object] = pa.Field(nullable=True)
    source_document: Series[str]


class Exceptions(_DatedFrame):
    """One row what was said of an exception, by the period whose figure opened it."""

    framework_id: Series[str]
    measure_id: Series[str]
    breakdown: Series[str]
    basis: Series[str]
    period_end: Series[object]
    owner: Series[str]
    reply_by: Series[object] = pa.Field(nullable=True)
    reply: Series[str]
    author: Series[str]
    published_on: Series[object] = pa.Field(nullable=True)


class ScrutinyQuestions(_DatedFrame):
    """One row a question of a committee; `measure_id` and `pack_id` are "" where of none."""

    question_id: Series[str]
    framework_id: Series[str]
    measure_id: Series[str]
    pack_id: Series[str]
    slide: Series[str]
    asked_on: Series[object]
    member: Series[str]
    question: Series[str]
    answer: Series[str]
    owner: Series[str]
    due_on: Series[object] = pa.Field(nullable=True)
    outcome: Series[str]
    state: Series[str] = pa.Field(isin=["open", "answered", "closed", "withdrawn"])
    author: Series[str]
    published_on: Series[object] = pa.Field(nullable=True)


class Recommendations(_DatedFrame):
    """One row a recommendation; `priority_number` is NaN where it is about no one priority."""

    recommendation_id: Series[str]
    framework_id: Series[str]
    priority_number: Series[float] = pa.Field(nullable=True)
    measure_id: Series[str]
    made_on: Series[object]
    text: Series[str]
    asks: Series[str] = pa.Field(isin=["note", "agree", "refer"])
    owner: Series[str]
    due_on: Series[object] = pa.Field(nullable=True)
    progress: Series[str]
    state: Series[str] = pa.Field(
        isin=["proposed", "agreed", "refused", "in_progress", "done", "withdrawn"]
    )
    author: Series[str]
    published_on: Series[object] = pa.Field(nullable=True)
