"""What changed since the pack before or, for a first pack, since the report before."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final

from dashboard.model.codes import FORMER_SOURCE_IDS
from dashboard.model.panel import ActionPlan, Panel, Series
from dashboard.pack.model import Pack, Since, StoredPack, Turn
from dashboard.panels.changes import FIRST, NEWS_WORDS, build_news
from dashboard.text.format import counted, day_words, in_period, joined

MOVED: Final = "moved"
# The kinds of turn, in their order.
TURN_WORDS: Final[Mapping[str, str]] = {
    "missed": NEWS_WORDS["missed"],
    "met": NEWS_WORDS["met"],
    "worsened": NEWS_WORDS["worsened"],
    "improved": NEWS_WORDS["improved"],
    MOVED: "Another figure, and nothing turned",
    "stale": NEWS_WORDS["stale"],
    "revised": NEWS_WORDS["revised"],
    FIRST: NEWS_WORDS[FIRST],
}
# Kinds that imply a new figure.
_TURNED: Final = frozenset({"missed", "met", "worsened", "improved", FIRST})
# Parts of a pack that may differ besides its figures.
_OTHERS: Final = {
    "actions": "actions",
    "commentary": "commentary",
    "exceptions": "exceptions",
    "questions": "questions",
    "recommendations": "recommendations",
    "oddities": "data-quality notes",
    "profile": "profile",
    "future": "future need",
    "scenario": "scenario",
    "elsewhere": "what other plans say",
}
_NOUNS: Final = {MOVED: "other figure", "revised": "revised figure"}


@dataclass(frozen=True)
class ComparedState:
    """The figures that a pack is compared with: `panels` by measure, `actions` counted by status.

    `pack_id` is "" and `version` 0 for a report of which no pack was made, and for what was known on
    a day, which is no report.
    """

    as_of: date
    panels: Mapping[str, Panel] = field(default_factory=dict)
    actions: Mapping[str, int] = field(default_factory=dict)
    pack_id: str = ""
    version: int = 0
    is_report: bool = True

    @property
    def name(self) -> str:
        """Its name in a sentence."""
        return compared_name(self)


def compared_name(compared: ComparedState | Since) -> str:
    """Return the name, in a sentence, of what a pack is compared with."""
    day = day_words(compared.as_of)
    if compared.pack_id:
        return f"version {compared.version} of {day}"
    return f"the report of {day}" if compared.is_report else day


def state_of_pack(stored: StoredPack) -> ComparedState:
    """Return the figures of a pack for another to be compared with."""
    pack = stored.content
    actions = action_counts(pack.actions)
    return ComparedState(stored.as_of, pack.panels, actions, stored.pack_id, stored.version)


def build_since(
    before: ComparedState,
    pack: Pack,
    draft: ComparedState | None = None,
    actions: Mapping[str, int] | None = None,
) -> Since:
    """Return what changed in a pack since the one before.

    `draft` is an earlier version for the same day: where its figures differ, that is a revision.
    `actions` are the counts of the period before as the report itself prints them.
    """
    order = list(TURN_WORDS)
    changes = (*_changes_since(before, pack), *_revisions(draft, pack))
    turns = tuple(sorted(changes, key=lambda turn: order.index(turn.code)))
    measures = Counter(panel.status.code for panel in before.panels.values())
    then = before.actions if actions is None else actions
    return Since(
        before.pack_id,
        before.as_of,
        before.version,
        _since_text(before, turns),
        turns,
        dict(sorted(measures.items())),
        dict(then),
        before.is_report,
    )


@dataclass(frozen=True)
class PackComparison:
    """Two packs of a plan, the later compared with the earlier; counts are of the later one.

    `others` names what else differs between them.
    """

    earlier: StoredPack
    later: StoredPack
    since: Since
    measures: Mapping[str, int]
    actions: Mapping[str, int]
    others: tuple[str, ...] = ()


def compare(first: StoredPack, second: StoredPack) -> PackComparison:
    """Return the comparison of two packs of a plan in order of day; ValueError if unreadable."""
    earlier, later = sorted((first, second), key=lambda pack: (pack.as_of, pack.version))
    pack = later.content
    measures = Counter(panel.status.code for panel in pack.panels.values())
    since = build_since(state_of_pack(earlier), pack)
    others = tuple(
        words
        for name, words in _OTHERS.items()
        if _comparable_part(pack, name) != _comparable_part(earlier.content, name)
    )
    return PackComparison(earlier, later, since, measures, action_counts(pack.actions), others)


def _comparable_part(pack: Pack, name: str) -> object:
    """Return a part of a pack; sources by their present ids, for an old pack has others."""
    if name != "commentary":
        return getattr(pack, name)
    ids = FORMER_SOURCE_IDS
    return [
        replace(note, source_document=ids.get(note.source_document, note.source_document))
        for note in pack.commentary
    ]


def action_counts(plan: ActionPlan) -> Mapping[str, int]:
    """Return the actions by status as the report prints the counts, else as they are listed."""
    return plan.printed_now or plan.counts


def _changes_since(before: ComparedState, pack: Pack) -> Iterator[Turn]:
    """Yield what turned, what only moved and what was revised; nothing without earlier figures."""
    if not before.panels:
        return
    turned_lines: set[tuple[str, str]] = set()
    for news in build_news(before.panels, pack.panels.values()):
        measure = news.panel.measure.measure_id
        turned_lines |= {(measure, _series_key(news.series))} if news.code in _TURNED else set()
        title = _turn_title(news.panel, news.series)
        yield Turn(news.code, measure, title, news.words, news.parts)
    for panel in pack.panels.values():
        yield from _moved_turns(before.panels.get(panel.measure.measure_id), panel, turned_lines)


def _moved_turns(
    old: Panel | None, panel: Panel, turned_lines: set[tuple[str, str]]
) -> Iterator[Turn]:
    """Yield the counted series whose newest figure or status changed without a turn.

    A figure of the same period that changed counts as revised.
    """
    measure = panel.measure.measure_id
    earlier = {_series_key(line): line for line in old.series} if old else {}
    for series in panel.series:
        same = earlier.get(_series_key(series))
        is_listed = not series.is_counted or (measure, _series_key(series)) in turned_lines
        if is_listed or same is None or _state_key(same) == _state_key(series):
            continue
        words = f"{_state_words(same)} → {_state_words(series)}"
        yield Turn(MOVED, measure, _turn_title(panel, series), words)


def _revisions(draft: ComparedState | None, pack: Pack) -> Iterator[Turn]:
    """Yield the differences from an earlier version for the same day, as revisions."""
    if draft is None:
        return
    for turn in _changes_since(draft, pack):
        words = f"Since version {draft.version} of this pack: {turn.words}"
        yield Turn("revised", turn.measure_id, turn.title, words, turn.parts)


def _since_text(before: ComparedState, turns: tuple[Turn, ...]) -> str:
    if not before.panels:
        day = day_words(before.as_of)
        return f"No figure of an earlier report is loaded; of {day} only the actions are known."
    parts = [words for code in TURN_WORDS if (words := _count_text(code, turns))]
    if not parts:
        return f"Nothing is new in the figures since {before.name}."
    return f"Since {before.name}: {joined(parts)}."


def _count_text(code: str, turns: Iterable[Turn]) -> str:
    of_code = [turn for turn in turns if turn.code == code]
    count = sum(len(turn.parts) or 1 for turn in of_code)
    if not count:
        return ""
    if code == FIRST:
        return f"first figures for {counted(len({turn.measure_id for turn in of_code}), 'measure')}"
    return counted(count, _NOUNS[code]) if code in _NOUNS else f"{count} {TURN_WORDS[code].lower()}"


def _state_words(series: Series) -> str:
    period = f" {in_period(series.latest)}" if series.latest else ""
    return f"{series.value_words}{period}, {series.status.word.lower()}"


def _state_key(series: Series) -> tuple[object, ...]:
    latest = series.latest
    window = (latest.period_start, latest.period_end) if latest else ()
    return (*window, series.status.code)


def _turn_title(panel: Panel, series: Series | None) -> str:
    label = f" – {series.label}" if series and series.label else ""
    return f"{panel.measure.short_title}{label}"


def _series_key(series: Series | None) -> str:
    return "|".join((series.breakdown, *series.window, series.origin)) if series else ""
