"""The control chart in the form that the published test vectors are written in."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from dashboard.stats.spc import COMMON, COMMON_LABEL, CONCERN, IMPROVEMENT, Analysis, Segment
from dashboard.stats.spc import analyse as analysis_of

ICONS = {"consistent_pass": "pass", "consistent_fail": "fail", "inconsistent": "inconsistent"}


def analyse(given: dict[str, Any]) -> dict[str, Any]:
    """Analyse the input of a vector."""
    found = analysis_of(
        [date.fromisoformat(day) for day in given["dates"]],
        given["values"],
        given["improvement_direction"],
        target=given["target"],
        rebase_dates=[date.fromisoformat(day) for day in given["rebase_dates"]],
        fix_after=given["fix_after_n_points"],
        screens_outliers=given["screen_outliers"],
    )
    return {
        "overall": _overall(found),
        "segments": [_summary(segment) for segment in found.segments],
        "points": _columns(found),
    }


def _overall(found: Analysis) -> dict[str, Any]:
    return {
        "variation_type": found.point_type,
        "variation_icon": found.variation,
        "assurance_type": found.assurance,
        "assurance_icon": ICONS.get(found.assurance or ""),
        "any_short_segment": any(segment.is_short for segment in found.segments),
        "arrow": found.arrow,
    }


def _summary(segment: Segment) -> dict[str, Any]:
    types = list(segment.point_types)
    return {
        "segment": segment.number,
        "n": len(types),
        "mean": segment.limits.mean,
        "lpl": segment.limits.lower,
        "upl": segment.limits.upper,
        "n_common_cause": types.count(COMMON),
        "n_improvement": types.count(IMPROVEMENT),
        "n_concern": types.count(CONCERN),
        "variation_type": types[-1],
    }


def _columns(found: Analysis) -> dict[str, list[Any]]:
    rows = [row for segment in found.segments for row in _rows(segment)]
    names = list(rows[0]) if rows else []
    return {name: [row[name] for row in rows] for name in names}


def _rows(segment: Segment) -> Iterator[dict[str, Any]]:
    for place, day in enumerate(segment.dates):
        yield {
            "date": day.isoformat(),
            "value": segment.values[place],
            "segment": segment.number,
            "used_in_limits": place < segment.baseline,
            "mean": segment.limits.mean,
            "lpl": segment.limits.lower,
            "upl": segment.limits.upper,
            "relative_to_mean": segment.sides[place],
            "outside_limits": segment.is_outside[place],
            "close_to_limits": segment.is_close[place],
            "in_trend": segment.in_trend[place],
            "in_two_in_three": segment.in_two_in_three[place],
            "in_run": segment.in_run[place],
            "special_cause_type": segment.labels[place],
            "special_cause_flag": segment.labels[place] != COMMON_LABEL,
            "point_type": segment.point_types[place],
            "short_segment_warning": segment.is_short,
        }
