"""Counts by status with the ones before in brackets: of measures and of actions."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from datetime import date

from dashboard.model.codes import ACTION_WORDS, STATUS_WORDS
from dashboard.pack.blocks import ACTION, STATUS, StatusCount, StatusCounts, Tag
from dashboard.pack.blocks_from_series import count_word
from dashboard.pack.model import Pack
from dashboard.panels.overview import unique_panels
from dashboard.text.format import day_words


def measure_counts(pack: Pack) -> StatusCounts:
    """Count the measures by status; in brackets those of the pack, or the report, before."""
    panels = unique_panels(pack.overview.priorities)
    now = Counter(panel.status.code for panel in panels)
    words: defaultdict[str, set[str]] = defaultdict(set)
    for panel in panels:
        words[panel.status.code].add(panel.status.word)
    before = pack.since.measures if pack.since else {}
    counts = tuple(
        StatusCount(
            Tag(STATUS, code, count_word(code, words[code])), now[code], _count_before(before, code)
        )
        for code in STATUS_WORDS
        if now[code] or before.get(code)
    )
    note = f"In brackets: as at {day_words(pack.since.as_of)}." if pack.since and before else ""
    return StatusCounts(f"{len(panels)} measures by status", counts, note)


def action_counts(pack: Pack) -> StatusCounts | None:
    """Count the actions by status; in brackets those of the period before. None without actions."""
    plan = pack.actions
    if not plan.actions and not any(plan.counts.values()):
        return None
    before, note = _actions_before(pack)
    return StatusCounts(
        f"{sum(plan.counts.values())} actions by status",
        tuple(
            StatusCount(
                Tag(ACTION, code, ACTION_WORDS[code]),
                plan.counts.get(code, 0),
                _count_before(before, code),
            )
            for code in ACTION_WORDS
        ),
        " ".join(part for part in (note, plan.check_words) if part),
    )


def _count_before(before: Mapping[str, int], code: str) -> int | None:
    return before.get(code, 0) if before else None


def _actions_before(pack: Pack) -> tuple[Mapping[str, int], str]:
    """Choose the newest earlier counts: those the report prints, or those of the pack before."""
    plan, since = pack.actions, pack.since
    earlier_counts: list[tuple[date, Mapping[str, int], str]] = []
    if plan.before_on and plan.printed_before:
        odd = f" ({plan.before_note})" if plan.before_note else ""
        note = f"In brackets: {day_words(plan.before_on)}, as printed in the report{odd}."
        earlier_counts.append((plan.before_on, plan.printed_before, note))
    if since and since.actions and since.as_of < pack.overview.as_of:
        note = f"In brackets: as at {day_words(since.as_of)}."
        earlier_counts.append((since.as_of, since.actions, note))
    newest = max(earlier_counts, key=lambda dated_counts: dated_counts[0], default=None)
    return (newest[1], newest[2]) if newest else ({}, "")
