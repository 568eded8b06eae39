"""Match the rows of a scorecard to measures and their breakdowns."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher
from functools import lru_cache

import pandas as pd

from data.formats.base import CurrentData

# Words that do not distinguish measures; what is counted is in the unit.
_FILLERS = frozenset(
    {"the", "of", "a", "an", "and", "for", "in", "on", "to", "by", "with", "who", "that", "whose"}
    | {"are", "is", "all", "share", "proportion", "percentage", "percent", "pct", "number", "no"}
    | {"count", "total", "new", "rate"}
)
# What people write for words of the catalogue.
_SAME = {
    "ehcp": "ehc plan",
    "ehcps": "ehc plan",
    "ehcna": "ehc needs assessment",
    "ehcnas": "ehc needs assessment",
    "wk": "week",
    "wks": "week",
    "asd": "autism",
    "asc": "autism",
    "slt": "speech language therapy",
    "salt": "speech language therapy",
    "ot": "occupational therapy",
    "yp": "young people",
}
_LEAST_LIKENESS, _SHORT_WORD = 0.85, 4


def _normalised_name(name: str) -> str:
    """Return a name in lower case, its words one space apart, without marks."""
    return " ".join(re.findall(r"[a-z0-9]+", name.lower().replace("'", "").replace("’", "")))


@lru_cache(maxsize=4096)
def _distinguishing_words(name: str) -> frozenset[str]:
    """Return the words of a name that distinguish measures."""
    words = (_SAME.get(word, _singular(word)) for word in _normalised_name(name).split())
    spelt = {_singular(each) for word in words for each in word.split()}
    return frozenset(spelt - _FILLERS)


def _singular(word: str) -> str:
    is_plural = len(word) > _SHORT_WORD - 1 and word.endswith("s") and not word.endswith("ss")
    return word[:-1] if is_plural else word


def _are_alike(words: frozenset[str], title: frozenset[str]) -> bool:
    """Return whether each word of one has its counterpart in the other."""
    mine, theirs = sorted(words - title), sorted(title - words)
    if len(mine) != len(theirs) or len(mine) > 1 or len(words) < len("ab"):
        return words == title
    return not mine or _is_misspelt(mine[0], theirs[0])


def _is_misspelt(word: str, other: str) -> bool:
    """Return whether two long words differ by no more than a typing error; never for numbers."""
    if min(len(word), len(other)) <= _SHORT_WORD or any(map(str.isdigit, word + other)):
        return False
    return SequenceMatcher(None, word, other).ratio() >= _LEAST_LIKENESS


EXACT, BY_REFERENCE, CLOSE = 0, 1, 2

_PERCENT = re.compile(r"%|\b(?:percent(?:age)?|pct|proportion|share|rate)\b")
_COUNT = re.compile(r"\b(?:number|no|count|total)\b|#")
_STATISTICS = {
    "average": "mean",
    "mean": "mean",
    "median": "median",
    "max": "max",
    "maximum": "max",
    "longest": "max",
    "90th percentile": "p90",
    "p90": "p90",
}
_BASES = {"ytd": "ytd", "year to date": "ytd", "cumulative": "ytd", "in month": "", "month": ""}
# The last part of a name: after a colon or a dash, or in brackets.
_LAST = re.compile(
    r"(?P<base>.+?)(?: *[:\u2013\u2014] *| - | *[(\[])(?P<part>[^()\[\]:\u2013\u2014]+?)[)\]]?"
)
_MAX_PARTS = 3


@dataclass(frozen=True)
class MatchedMeasure:
    """The measure of a row and how it was matched; `words` explain a match that is not exact."""

    measure_id: str
    breakdown: str = ""
    statistic: str = ""
    is_to_date: bool = False
    how: int = EXACT
    words: str = ""

    @property
    def series(self) -> tuple[str, str, str, bool]:
        """Return the series that no other row of the table may have."""
        return self.measure_id, self.breakdown, self.statistic, self.is_to_date


@dataclass(frozen=True)
class NoMatch:
    """The reason why a row matches no measure."""

    words: str


@dataclass
class MeasureNames:
    """The names of every measure, and its references in a framework.

    `references` maps local references to measures; `parts` a measure to its breakdowns.
    """

    titles: dict[str, tuple[str, ...]]
    units: dict[str, str]
    references: dict[str, frozenset[str]]
    parts: dict[str, frozenset[str]]
    exact: dict[str, frozenset[str]] = field(init=False)
    title_words: dict[str, list[tuple[str, frozenset[str]]]] = field(init=False)

    def __post_init__(self) -> None:
        """Index the names."""
        exact: dict[str, set[str]] = {}
        self.title_words = {}
        for measure_id, titles in self.titles.items():
            for title in (measure_id, *titles):
                exact.setdefault(_normalised_name(title), set()).add(measure_id)
            words = {_distinguishing_words(title) for title in titles} - {frozenset()}
            self.title_words[measure_id] = [(measure_id, each) for each in words]
        self.exact = {name: frozenset(measure_ids) for name, measure_ids in exact.items()}

    def of_row(self, name: str, reference: str, part: str) -> MatchedMeasure | NoMatch:
        """Return the measure of a row by its name, its reference and its part (may be "")."""
        referenced = (
            self.references.get(_folded_reference(reference), frozenset())
            if reference
            else frozenset()
        )
        if not referenced and reference in self.titles:
            referenced = frozenset({reference})
        by_name = self._by_name(name, part)
        if isinstance(by_name, MatchedMeasure) and by_name.how == EXACT:
            if referenced and by_name.measure_id not in referenced:
                others = ", ".join(sorted(referenced))
                words = f"the name is that of {by_name.measure_id}, the reference that of {others}"
                return NoMatch(words)
            return by_name
        if len(referenced) == 1:
            return self._by_reference(name, reference, part, *referenced)
        if (
            isinstance(by_name, MatchedMeasure)
            and referenced
            and by_name.measure_id not in referenced
        ):
            return NoMatch("name and reference do not agree")
        return by_name

    def _by_name(self, name: str, part: str) -> MatchedMeasure | NoMatch:
        readings = list(_names_without_parts(name, part))
        for base, parts in readings:
            if len(candidates := self.exact.get(_normalised_name(base), frozenset())) == 1:
                return self._with_parts(MatchedMeasure(*candidates), parts)
        for base, parts in readings:
            candidates = self._closest(base)
            if len(candidates) == 1:
                (measure_id,) = candidates
                title = self.titles[measure_id][0]
                return self._with_parts(
                    MatchedMeasure(
                        measure_id, how=CLOSE, words=f"read as “{title}” ({measure_id})"
                    ),
                    parts,
                )
            if candidates:
                return NoMatch(f"it could be any of {', '.join(sorted(candidates))}")
        return NoMatch("no measure of the catalogue has such a name")

    def _by_reference(
        self, name: str, reference: str, part: str, measure_id: str
    ) -> MatchedMeasure | NoMatch:
        title = self.titles[measure_id][0]
        words = f"read by its reference {reference} as “{title}” ({measure_id})"
        named = MatchedMeasure(measure_id, how=BY_REFERENCE, words=words)
        whole: MatchedMeasure | NoMatch = named
        for _, parts in _names_without_parts(name, part):
            candidate = self._with_parts(named, parts)
            if isinstance(candidate, MatchedMeasure) and candidate.series != named.series:
                return candidate
            whole = candidate if part and not parts[1:] else whole
        return whole

    def _with_parts(self, named: MatchedMeasure, parts: Sequence[str]) -> MatchedMeasure | NoMatch:
        for part in parts:
            folded = _normalised_name(part)
            if folded in _BASES:
                named = replace(named, is_to_date=named.is_to_date or bool(_BASES[folded]))
            elif folded in _STATISTICS:
                named = replace(named, statistic=_STATISTICS[folded])
            elif breakdown := self._breakdown(named.measure_id, part):
                named = replace(named, breakdown=breakdown)
            else:
                return NoMatch(f"“{part}” is no known part of {named.measure_id}")
        return named

    def _breakdown(self, measure_id: str, part: str) -> str:
        """Return the breakdown that a part means: whole, or by the value of its only pair."""
        breakdowns = self.parts.get(measure_id, frozenset())
        if part in breakdowns:
            return part
        matches = [
            each
            for each in breakdowns
            if ";" not in each
            and _normalised_name(each.partition("=")[2]) == _normalised_name(part)
        ]
        return matches[0] if len(matches) == 1 else ""

    def _closest(self, name: str) -> frozenset[str]:
        """Return the measures whose names have the same words, but for spelling and fillers."""
        words = _distinguishing_words(name)
        if not words:
            return frozenset()
        measure_ids = {
            measure_id
            for titles in self.title_words.values()
            for measure_id, title in titles
            if self._unit_fits(measure_id, name) and _are_alike(words, title)
        }
        return frozenset(measure_ids)

    def _unit_fits(self, measure_id: str, name: str) -> bool:
        lower_name = name.lower()
        unit = self.units[measure_id]
        if _PERCENT.search(lower_name):
            return unit == "percent"
        return unit == "count" if _COUNT.search(lower_name) else True


def load_names(current: CurrentData, framework_id: str) -> MeasureNames:
    """Return the names of the current measures."""
    measures = current.rows("measures").to_dict("records")
    links = current.rows("priority_measures")
    own = links[links["framework_id"] == framework_id]
    figures = [current.rows(kind)[["measure_id", "breakdown"]] for kind in _WITH_PARTS]
    parts = pd.concat(figures).drop_duplicates()
    return MeasureNames(
        {
            row["measure_id"]: tuple(t for t in (row["title"], row["short_title"]) if t)
            for row in measures
        },
        {row["measure_id"]: row["unit"] for row in measures},
        _grouped(
            (_folded_reference(r), m)
            for r, m in zip(own["local_reference"], own["measure_id"], strict=True)
        ),
        _grouped((m, b) for m, b in zip(parts["measure_id"], parts["breakdown"], strict=True) if b),
    )


_WITH_PARTS = ("observations", "targets")


def _grouped(pairs: Iterator[tuple[str, str]]) -> dict[str, frozenset[str]]:
    gathered: dict[str, set[str]] = {}
    for name, value in pairs:
        if name:
            gathered.setdefault(name, set()).add(value)
    return {name: frozenset(values) for name, values in gathered.items()}


def _folded_reference(reference: str) -> str:
    return re.sub(r"[^a-z0-9.]", "", (reference or "").lower())


def _names_without_parts(name: str, part: str) -> Iterator[tuple[str, list[str]]]:
    """Yield the name as a whole, then without its last part, and so on."""
    parts = [part] if part else []
    yield name, parts
    for _ in range(_MAX_PARTS):
        match = _LAST.fullmatch(name)
        if match is None:
            return
        name, parts = match["base"], [*parts, match["part"].strip()]
        yield name, parts
