"""All kinds of extract, each after those it refers to."""

from data.action_kinds import (
    ACTION_MEASURES,
    ACTION_STATUS,
    ACTION_TOTALS,
    ACTIONS,
    COMMENTARY,
    EVENTS,
)
from data.case_kinds import ADVICE, EHC_ASSESSMENTS
from data.case_settings_kinds import CASE_SETTINGS, MEASURE_PAIRS
from data.catalogue_kinds import (
    AREAS,
    FRAMEWORKS,
    MEASURES,
    PRIORITIES,
    PRIORITY_MEASURES,
    SOURCES,
)
from data.figure_kinds import OBSERVATIONS, TARGETS
from data.headline_kinds import HEADLINES
from data.intake_kinds import NEIGHBOURS, RETURNS_DUE, SEN2_CODES
from data.kinds import Kind
from data.meeting_kinds import EXCEPTIONS, RECOMMENDATIONS, SCRUTINY_QUESTIONS
from data.plan_kinds import ANNUAL_REVIEWS, PLANS
from data.service_kinds import FEEDBACK, REFERRALS

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
    RETURNS_DUE,
    SEN2_CODES,
    EHC_ASSESSMENTS,
    ADVICE,
    PLANS,
    ANNUAL_REVIEWS,
    REFERRALS,
    FEEDBACK,
)
KINDS: dict[str, Kind] = {kind.name: kind for kind in ALL_KINDS}
CASE_KINDS: tuple[Kind, ...] = tuple(kind for kind in ALL_KINDS if kind.cases)
