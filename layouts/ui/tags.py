"""Tags: a shape and a word; colour comes last and is never needed."""

from typing import Final

from dash import html

from dashboard.model.codes import ACTION_WORDS, STATUS_WORDS
from dashboard.model.meeting import OpenException
from dashboard.model.panel import Status, Trend
from dashboard.model.series import Pace
from dashboard.pack.blocks import ACTION, STATUS, Tag
from dashboard.pack.model import CHECKED, DRAFT, FINAL, STATE_WORDS, StoredPack
from layouts.ui.icons import icon
from layouts.ui.palette import TAG_COLOURS

# Code to (shape, colour pair).
STATUS_STYLE: Final = {
    "met": ("tick", "met"),
    "close": ("tilde", "close"),
    "missed": ("cross", "missed"),
    "cannot_say": ("not_equal", "neutral"),
    "not_comparable": ("not_equal", "neutral"),
    "no_target": ("dash", "neutral"),
    "not_due": ("clock", "info"),
    "not_reported": ("ring", "info"),
    "not_available": ("slashed_ring", "neutral"),
    "suppressed": ("lock", "neutral"),
    "withheld": ("lock", "neutral"),
}
TREND_COLOURS: Final = {
    "improved": "met",
    "worsened": "missed",
    "little_change": "neutral",
    "no_change": "neutral",
    "cannot_compare": "neutral",
    "no_earlier": "neutral",
    "rose": "info",
    "fell": "info",
}
# Not the ticks of a status: what is on course has met nothing yet.
FORECAST_STYLE: Final = {
    "on_course": ("chevron", "info"),
    "may_miss": ("tilde", "close"),
    "off_course": ("cross", "missed"),
    "cannot_say": ("not_equal", "neutral"),
}
ACTION_STYLE: Final = {
    "completed": ("tick", "met"),
    "on_track": ("chevron", "info"),
    "at_risk": ("tilde", "close"),
    "delayed": ("cross", "missed"),
}
_SHORT_ACTIONS: Final = {
    "completed": "Done",
    "on_track": "On track",
    "at_risk": "At risk",
    "delayed": "Late",
}
RETURN_STYLE: Final = {
    "overdue": ("cross", "missed", "Overdue"),
    "late": ("tilde", "close", "Received late"),
    "due": ("clock", "info", "Due"),
    "received": ("tick", "met", "Received"),
}
# States of questions and recommendations of a committee.
LOG_STYLE: Final = {
    "overdue": ("cross", "missed"),
    "open": ("ring", "info"),
    "answered": ("chevron", "info"),
    "closed": ("tick", "met"),
    "proposed": ("ring", "info"),
    "agreed": ("chevron", "info"),
    "in_progress": ("chevron", "info"),
    "refused": ("slashed_ring", "neutral"),
    "done": ("tick", "met"),
}
# Whether an exception has a reply.
EXCEPTION_STYLE: Final = {
    "answered": ("tick", "info", "Answered"),
    "overdue": ("clock", "missed", "Reply overdue"),
    "waiting": ("ring", "close", "No reply yet"),
}
# How far a pack has come.
PACK_STYLE: Final = {
    DRAFT: ("ring", "neutral"),
    CHECKED: ("chevron", "info"),
    FINAL: ("tick", "met"),
}
# What becomes of a file that is sent; assets/intake.js takes copies of these.
INTAKE_STYLE: Final = {
    "sending": ("clock", "info", "Sending"),
    "checking": ("clock", "info", "Checking"),
    "refused": ("cross", "missed", "Refused"),
    "failed": ("cross", "missed", "Not sent"),
    "asks": ("tilde", "close", "Needs an answer"),
    "would_load": ("tick", "met", "No issues"),
    "unchanged": ("dash", "neutral", "Loaded already"),
    "loaded": ("tick", "met", "Loaded"),
    "undone": ("dash", "neutral", "Undone"),
    "stopped": ("dash", "neutral", "Stopped"),
    "waiting": ("ring", "neutral", "Waiting"),
}
# Of what nobody has reported.
_UNKNOWN: Final = ("ring", "info")
_ARROW_ALT: Final = {"up": "Up:", "down": "Down:", "flat": "Level:"}


def status_tag(status: Status, provisional: bool = False) -> html.Span:
    """Render a status; a provisional value adds the dotted ring and the word."""
    shape, pair = STATUS_STYLE[status.code]
    word = f"{status.word}, provisional" if provisional else status.word
    return _tag(shape, pair, word, f"status-{status.code}", is_ringed=provisional)


def trend_tag(trend: Trend, *, is_neutral: bool = False) -> html.Span:
    """Render a trend: the arrow says where the number went, the word what that means.

    A neutral one has no colour of a status, beside a measure that has no target to be off.
    """
    pair = "neutral" if is_neutral else TREND_COLOURS[trend.judgement]
    alt = _ARROW_ALT.get(trend.direction or "", "")
    return _tag(_trend_shape(trend), pair, trend.word, f"trend-{trend.judgement}", alt=alt)


def forecast_tag(pace: Pace) -> html.Span:
    """Render whether the present pace leads to the target by the day it is due."""
    shape, pair = FORECAST_STYLE[pace.forecast]
    return _tag(shape, pair, pace.word, f"forecast-{pace.forecast}")


def action_tag(code: str, *, is_short: bool = False) -> html.Span:
    """Render the state of an action, in a word where there is little room."""
    shape, pair = ACTION_STYLE[code]
    words = _SHORT_ACTIONS[code] if is_short else ACTION_WORDS[code]
    return _tag(shape, pair, words, f"action-{code}")


def pack_tag(tag: Tag) -> html.Span:
    """Render a tag of a pack's block as pages render its status, trend or action."""
    shape, pair = tag_style(tag)
    code = f"{tag.kind}-{tag.code or 'unknown'}"
    alt = _ARROW_ALT.get(tag.direction, "")
    return _tag(shape, pair, tag.word, code, alt=alt, is_ringed=tag.is_provisional)


def tag_style(tag: Tag) -> tuple[str, str]:
    """Return the shape and the colour pair of a tag of a pack's block."""
    if tag.kind in (STATUS, ACTION):
        looks = STATUS_STYLE if tag.kind == STATUS else ACTION_STYLE
        return looks.get(tag.code, _UNKNOWN)
    bare = "dash" if tag.code == "no_earlier" else "not_equal"
    return tag.direction or bare, TREND_COLOURS[tag.code]


def return_tag(code: str) -> html.Span:
    """Render whether a return has come, and whether in time."""
    shape, pair, word = RETURN_STYLE[code]
    return _tag(shape, pair, word, f"return-{code}")


def log_tag(code: str, word: str) -> html.Span:
    """Render the state of a question or a recommendation of a committee."""
    shape, pair = LOG_STYLE[code]
    return _tag(shape, pair, word, f"log-{code}")


def exception_tag(exception: OpenException) -> html.Span:
    """Render whether somebody has replied to an exception, and whether in time."""
    late = "overdue" if exception.is_overdue else "waiting"
    code = "answered" if exception.is_answered else late
    shape, pair, word = EXCEPTION_STYLE[code]
    return _tag(shape, pair, word, f"exception-{code}")


def pack_state_tag(stored: StoredPack) -> html.Span:
    """Render how far a pack has come, or that it is not what was frozen."""
    if stored.integrity_error:
        return _tag("cross", "missed", "Damaged", "pack-damaged")
    shape, pair = PACK_STYLE[stored.state]
    return _tag(shape, pair, STATE_WORDS[stored.state], f"pack-{stored.state}")


def intake_tags() -> list[html.Span]:
    """Render a tag for each possible result of a file."""
    return [intake_tag(code) for code in INTAKE_STYLE]


def intake_tag(code: str, words: str = "") -> html.Span:
    """Render what becomes of a file, in other words where these are given."""
    shape, pair, word = INTAKE_STYLE[code]
    return _tag(shape, pair, words or word, f"intake-{code}")


def status_tags() -> list[html.Span]:
    """Render a tag for each status, for assets/upload_effects.js to copy."""
    return [
        _tag(shape, pair, STATUS_WORDS[code], f"status-{code}")
        for code, (shape, pair) in STATUS_STYLE.items()
    ]


def _trend_shape(trend: Trend) -> str:
    if trend.direction:
        return trend.direction
    return "dash" if trend.judgement == "no_earlier" else "not_equal"


def _tag(
    shape: str, pair: str, word: str, code: str, *, alt: str = "", is_ringed: bool = False
) -> html.Span:
    icon_image = icon(shape, TAG_COLOURS[pair].ink, alt=alt, is_ringed=is_ringed)
    return html.Span([icon_image, html.Span(word)], className=f"tag tag-{pair} {code}")
