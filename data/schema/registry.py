"""All kinds of extract, each after those it refers to."""

from data.schema.definitions.actions import (
    ACTION_MEASURES,
    ACTION_STATUS,
    ACTION_TOTALS,
    ACTIONS,
    COMMENTARY,
    EVENTS,
)
from data.schema.definitions.assessments import ADVICE, EHC_ASSESSMENTS
from data.schema.definitions.capacity import CAPACITY
from data.schema.definitions.case_settings import CASE_SETTINGS, MEASURE_PAIRS
from data.schema.definitions.catalogue import (
    AREAS,
    FRAMEWORKS,
    MEASURES,
    PRIORITIES,
    PRIORITY_MEASURES,
    SOURCES,
)
from data.schema.definitions.figures import OBSERVATIONS, TARGETS
from data.schema.definitions.inspections import INSPECTIONS
from data.schema.definitions.intake import (
    ALIASES,
    MEASURE_NAMES,
    NEIGHBOURS,
    RETURNS_DUE,
    SCORECARD_MAPPINGS,
    SEN2_CODES,
)
from data.schema.definitions.meetings import (
    EXCEPTIONS,
    HEADLINES,
    RECOMMENDATIONS,
    SCRUTINY_QUESTIONS,
)
from data.schema.definitions.plans import ANNUAL_REVIEWS, PLANS
from data.schema.definitions.services import FEEDBACK, REFERRALS
from data.schema.kinds import Kind

ALL_KINDS: tuple[Kind, ...] = (
    SOURCES,
    AREAS,
    FRAMEWORKS,
    PRIORITIES,
    MEASURES,
    PRIORITY_MEASURES,
    TARGETS,
    OBSERVATIONS,
    ACTIONS,
    ACTION_STATUS,
    ACTION_MEASURES,
    ACTION_TOTALS,
    EVENTS,
    COMMENTARY,
    HEADLINES,
    EXCEPTIONS,
    SCRUTINY_QUESTIONS,
    RECOMMENDATIONS,
    CASE_SETTINGS,
    MEASURE_PAIRS,
    NEIGHBOURS,
    INSPECTIONS,
    CAPACITY,
    RETURNS_DUE,
    SEN2_CODES,
    MEASURE_NAMES,
    SCORECARD_MAPPINGS,
    ALIASES,
    EHC_ASSESSMENTS,
    ADVICE,
    PLANS,
    ANNUAL_REVIEWS,
    REFERRALS,
    FEEDBACK,
)
KINDS: dict[str, Kind] = {kind.name: kind for kind in ALL_KINDS}
CASE_KINDS: tuple[Kind, ...] = tuple(kind for kind in ALL_KINDS if kind.cases)
