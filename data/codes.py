"""The short words that stand in cells, and what each means."""

UNITS = ("percent", "weeks", "count", "score", "gbp_million", "days", "months")
MEASURE_KINDS = ("rate", "average", "stock", "flow")
BETTER = ("higher", "lower", "neutral")
FREQUENCIES = ("monthly", "half-termly", "quarterly", "termly", "annual")
AREA_KINDS = ("local_area", "benchmark", "synthetic", "authority")
BASES = ("month", "ytd", "quarter", "half-term", "year", "snapshot", "rolling12")
OBSERVATION_ROLES = ("actual", "benchmark", "forecast", "last_year")
TARGET_ROLES = ("target", "baseline")
OPERATORS = (">=", "<=", ">", "<", "towards")
ARROWS = ("up", "down", "level")
ACTION_STATUSES = ("completed", "on_track", "at_risk", "delayed")
EVENT_EFFECTS = ("restart", "break")
PRECISIONS = ("day", "month", "quarter", "year")
COVERAGES = ("all", "changes")
CLOCKS = ("request", "transfer_in", "tribunal")
# The primary needs as the SEN2 return spells them; NSA is no specialist assessment.
NEEDS = (
    "ASD",
    "SLCN",
    "SEMH",
    "SPLD",
    "MLD",
    "SLD",
    "PMLD",
    "HI",
    "VI",
    "MSI",
    "PD",
    "DS",
    "OTH",
    "none_specified",
)
SEXES = ("female", "male", "other")
PHASE_TRANSFERS = ("secondary_to_post16", "school", "post16_to_post16")
ANSWERS = ("positive", "neutral", "negative")
CASE_SETTINGS = (
    "age_band_ehc",
    "age_band_referrals",
    "clocks",
    "small_number_to",
    "screen_outliers",
)
YES_OR_NO = ("yes", "no")
# The columns of the SEN2 return whose cells are codes.
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
PARTNER_RELATIONS = ("backlog", "quality")
COMMENTARY_KINDS = ("working_well", "challenge", "mitigation", "next_step")
COMMENTARY_STATES = ("open", "done", "withdrawn")
QUESTION_STATES = ("open", "answered", "closed", "withdrawn")
# What a committee is asked to do with a recommendation.
RECOMMENDATION_ASKS = ("note", "agree", "refer")
RECOMMENDATION_STATES = ("proposed", "agreed", "refused", "in_progress", "done", "withdrawn")

# A percentile is written p90 and needs no entry of its own.
STATISTICS = (
    "mean",
    "median",
    "mode",
    "min",
    "max",
    "modal_band",
    "share_within",
    "not_stated",
)

# Besides these, <5 (or < and any whole number) says that a small count is hidden.
MARKERS = {
    "x": "not available from the publisher",
    "z": "not applicable: there is nothing to divide or count",
    "c": "suppressed to protect individuals",
    ":": "not available",
    "-": "rounds to zero, or none, as the publisher prints it",
    "not_available": "not available",
    "not_due": "not due yet on the day of the report",
    "not_reported": "due, but not reported",
    "suppressed": "suppressed to protect individuals",
    "withheld": "withheld by the publisher",
}
