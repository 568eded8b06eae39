"""All kinds of extract, each after those it refers to."""

from data.action_kinds import (
    ACTION_MEASURES,
    ACTION_STATUS,
    ACTION_TOTALS,
    ACTIONS,
    COMMENTARY,
    EVENTS,
)
from data.catalogue_kinds import (
    AREAS,
    FRAMEWORKS,
    MEASURES,
    PRIORITIES,
    PRIORITY_MEASURES,
    SOURCES,
)
from data.figure_kinds import OBSERVATIONS, TARGETS
from data.kinds import Kind

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
)
KINDS: dict[str, Kind] = {kind.name: kind for kind in ALL_KINDS}
