"""The codes that cells of an extract may have; dashboard.model.codes has their words on pages."""

from dashboard.model.codes import (
    ACTION_WORDS,
    ASKS_WORDS,
    BASIS_WORDS,
    CALENDAR,
    COMMENTARY_WORDS,
    INSPECTION_WORDS,
    NEED_WORDS,
    PROGRESS_WORDS,
    QUESTION_STATE_WORDS,
    REMARK_STATE_WORDS,
    STAGE_WORDS,
    STATISTIC_WORDS,
    WITHDRAWN,
    YEAR_KIND_BY_MONTH,
)

UNITS = ("percent", "weeks", "count", "score", "gbp_million", "days", "months")
MEASURE_KINDS = ("rate", "average", "stock", "flow")
BETTER_DIRECTIONS = ("higher", "lower", "neutral")
# The kinds of setting that have places.
SETTINGS = (
    "mainstream_school",
    "resource_base",
    "special_school",
    "alternative_provision",
    "further_education",
    "early_years",
)
# How sure it is that places or appointments will be there.
CONFIDENCES = ("open", "agreed", "planned")
FREQUENCIES = ("monthly", "half-termly", "quarterly", "termly", "annual")
STAGES = tuple(filter(None, STAGE_WORDS))
INSPECTION_OUTCOMES = tuple(INSPECTION_WORDS)
AREA_KINDS = ("local_area", "benchmark", "synthetic", "authority")
BASES = tuple(filter(None, BASIS_WORDS))
OBSERVATION_ROLES = ("actual", "benchmark", "forecast", "last_year")
TARGET_ROLES = ("target", "baseline")
RELATIVE_TO = ("area", "baseline", "before")
OPERATORS = (">=", "<=", ">", "<", "between", "towards")
ARROWS = ("up", "down", "level")
ACTION_STATUSES = tuple(ACTION_WORDS)
EVENT_EFFECTS = ("restart", "break", "release_break")
DATE_PRECISIONS = ("day", "month", "quarter", "year")
COVERAGES = ("all", "changes")
YEAR_KINDS = tuple(YEAR_KIND_BY_MONTH.values())
OTHER_YEAR_KINDS = tuple(kind for kind in YEAR_KINDS if kind != CALENDAR)
CLOCKS = ("request", "transfer_in", "tribunal")
NEEDS = tuple(NEED_WORDS)
SEXES = ("female", "male", "other")
PHASE_TRANSFERS = ("secondary_to_post16", "school", "post16_to_post16")
ANSWER_TONES = ("positive", "neutral", "negative")
CASE_SETTINGS = (
    "age_band_ehc",
    "age_band_referrals",
    "clocks",
    "small_number_to",
    "screen_outliers",
)
YES_OR_NO = ("yes", "no")
# The columns of the SEN2 return whose cells are codes.
# The tables of a release of the DfE; every for all of them.
RELEASE_TABLES = (
    "every",
    "timeliness",
    "requests",
    "assessments",
    "new_plans",
    "caseload",
    "annual_reviews",
    "phase_transfers",
    "tribunal",
    "lait",
)
RELEASE_ITEMS = ("column", "topic", "measure")
SEN2_ITEMS = (
    "requestoutcome",
    "assessmentoutcome",
    "reviewoutcome",
    "requestsource",
    "ceasereason",
    "sensetting",
    "sentype",
    "sex",
    "ethnicity",
)
SCORECARD_ITEMS = ("row", "column")
SCORECARD_USES = (
    "measure",
    "period",
    "target",
    "name",
    "reference",
    "part",
    "unit",
    "left_out",
    "no_measure",
)
PAIR_RELATIONS = ("backlog", "quality")
COMMENTARY_KINDS = tuple(COMMENTARY_WORDS)
COMMENTARY_STATES = (*REMARK_STATE_WORDS, WITHDRAWN)
QUESTION_STATES = (*QUESTION_STATE_WORDS, WITHDRAWN)
RECOMMENDATION_REQUESTS = tuple(ASKS_WORDS)
RECOMMENDATION_STATES = (*PROGRESS_WORDS, WITHDRAWN)

# A percentile is written p90 and needs no entry of its own.
STATISTICS = tuple(code for code in STATISTIC_WORDS if code not in ("", "p90"))
