"""Tell which measure, and which part of it, a row of a scorecard is about."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher
from functools import lru_cache

import pandas as pd

from data.formats.base import Standing

# Words that say nothing of which measure it is; what is counted is held by the unit.
_FILLERS = frozenset(
    [
        "the",
        "of",
        "a",
        "an",
        "and",
        "for",
        "in",
        "on",
        "to",
        "by",
        "with",
        "who",
        "that",
        "whose",
        "are",
        "is",
        "all",
        "share",
        "proportion",
        "percentage",
        "percent",
        "pct",
        "number",
        "no",
        "count",
        "total",
        "new",
        "rate",
    ]
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


def plain(name: str) -> str:
    """Return a name in lower case, its words one space apart, without marks."""
    return " ".join(re.findall(r"[a-z0-9]+", name.lower().replace("'", "").replace("’", "")))


@lru_cache(maxsize=4096)
def content(name: str) -> frozenset[str]:
    """Return the words of a name that tell which measure it is."""
    words = (_SAME.get(word, _singular(word)) for word in plain(name).split())
    spelt = {_singular(each) for word in words for each in word.split()}
    return frozenset(spelt - _FILLERS)


def _singular(word: str) -> str:
    is_plural = len(word) > _SHORT_WORD - 1 and word.endswith("s") and not word.endswith("ss")
    return word[:-1] if is_plural else word


def are_alike(words: frozenset[str], title: frozenset[str]) -> bool:
    """Return whether each word of one has its fellow in the other."""
    mine, theirs = sorted(words - title), sorted(title - words)
    if len(mine) != len(theirs) or len(mine) > 1 or len(words) < len("ab"):
        return words == title
    return not mine or _is_misspelt(mine[0], theirs[0])


def _is_misspelt(word: str, other: str) -> bool:
    """Return whether two long words differ by no more than a slip; numbers never do."""
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
_MOST_PARTS = 3


@dataclass(frozen=True)
class Named:
    """Say what a row is about and how that was told; `words` explain what was not exact."""

    measure_id: str
    breakdown: str = ""
    statistic: str = ""
    is_to_date: bool = False
    how: int = EXACT
    words: str = ""

    @property
    def series(self) -> tuple[str, str, str, bool]:
        """Return what no other row of the table may be about."""
        return self.measure_id, self.breakdown, self.statistic, self.is_to_date


@dataclass(frozen=True)
class Unnamed:
    """Say why a row is about nothing known."""

    words: str


@dataclass
class Names:
    """Hold every name of every measure, and what a framework calls them.

    `references` maps local references to measures; `parts` a measure to its breakdowns.
    """

    titles: dict[str, tuple[str, ...]]
    units: dict[str, str]
    references: dict[str, frozenset[str]]
    parts: dict[str, frozenset[str]]
    exact: dict[str, frozenset[str]] = field(init=False)
    content: dict[str, list[tuple[str, frozenset[str]]]] = field(init=False)

    def __post_init__(self) -> None:
        """Index the names."""
        exact: dict[str, set[str]] = {}
        self.content = {}
        for measure_id, titles in self.titles.items():
            for title in (measure_id, *titles):
                exact.setdefault(plain(title), set()).add(measure_id)
            words = {content(title) for title in titles} - {frozenset()}
            self.content[measure_id] = [(measure_id, each) for each in words]
        self.exact = {name: frozenset(found) for name, found in exact.items()}

    def of_row(self, name: str, reference: str, part: str) -> Named | Unnamed:
        """Tell what a row is about by its name, its reference and the part it may name beside it."""
        said = self.references.get(_folded(reference), frozenset()) if reference else frozenset()
        if not said and reference in self.titles:
            said = frozenset({reference})
        found = self._by_name(name, part)
        if isinstance(found, Named) and found.how == EXACT:
            if said and found.measure_id not in said:
                others = ", ".join(sorted(said))
                words = f"the name is that of {found.measure_id}, the reference that of {others}"
                return Unnamed(words)
            return found
        if len(said) == 1:
            return self._by_reference(name, reference, part, *said)
        if isinstance(found, Named) and said and found.measure_id not in said:
            return Unnamed("name and reference do not agree")
        return found

    def _by_name(self, name: str, part: str) -> Named | Unnamed:
        readings = list(_readings(name, part))
        for base, parts in readings:
            if len(found := self.exact.get(plain(base), frozenset())) == 1:
                return self._with_parts(Named(*found), parts)
        for base, parts in readings:
            found = self._closest(base)
            if len(found) == 1:
                (measure_id,) = found
                title = self.titles[measure_id][0]
                return self._with_parts(
                    Named(measure_id, how=CLOSE, words=f"read as “{title}” ({measure_id})"), parts
                )
            if found:
                return Unnamed(f"it could be any of {', '.join(sorted(found))}")
        return Unnamed("no measure of the catalogue has such a name")

    def _by_reference(
        self, name: str, reference: str, part: str, measure_id: str
    ) -> Named | Unnamed:
        title = self.titles[measure_id][0]
        words = f"read by its reference {reference} as “{title}” ({measure_id})"
        named = Named(measure_id, how=BY_REFERENCE, words=words)
        whole: Named | Unnamed = named
        for _, parts in _readings(name, part):
            found = self._with_parts(named, parts)
            if isinstance(found, Named) and found.series != named.series:
                return found
            whole = found if part and not parts[1:] else whole
        return whole

    def _with_parts(self, named: Named, parts: Sequence[str]) -> Named | Unnamed:
        for part in parts:
            folded = plain(part)
            if folded in _BASES:
                named = replace(named, is_to_date=named.is_to_date or bool(_BASES[folded]))
            elif folded in _STATISTICS:
                named = replace(named, statistic=_STATISTICS[folded])
            elif breakdown := self._breakdown(named.measure_id, part):
                named = replace(named, breakdown=breakdown)
            else:
                return Unnamed(f"“{part}” is no known part of {named.measure_id}")
        return named

    def _breakdown(self, measure_id: str, part: str) -> str:
        """Return the breakdown that a part means: whole, or by the value of its only pair."""
        known = self.parts.get(measure_id, frozenset())
        if part in known:
            return part
        found = [
            each
            for each in known
            if ";" not in each and plain(each.partition("=")[2]) == plain(part)
        ]
        return found[0] if len(found) == 1 else ""

    def _closest(self, name: str) -> frozenset[str]:
        """Return the measures whose names have the same words, but for spelling and fillers."""
        words = content(name)
        if not words:
            return frozenset()
        found = {
            measure_id
            for titles in self.content.values()
            for measure_id, title in titles
            if self._unit_fits(measure_id, name) and are_alike(words, title)
        }
        return frozenset(found)

    def _unit_fits(self, measure_id: str, name: str) -> bool:
        said = name.lower()
        unit = self.units[measure_id]
        if _PERCENT.search(said):
            return unit == "percent"
        return unit == "count" if _COUNT.search(said) else True


def known_names(standing: Standing, framework_id: str) -> Names:
    """Gather the names that stand."""
    measures = standing.rows("measures").to_dict("records")
    links = standing.rows("priority_measures")
    own = links[links["framework_id"] == framework_id]
    figures = [standing.rows(kind)[["measure_id", "breakdown"]] for kind in _WITH_PARTS]
    parts = pd.concat(figures).drop_duplicates()
    return Names(
        {
            row["measure_id"]: tuple(t for t in (row["title"], row["short_title"]) if t)
            for row in measures
        },
        {row["measure_id"]: row["unit"] for row in measures},
        _gathered(
            (_folded(r), m) for r, m in zip(own["local_reference"], own["measure_id"], strict=True)
        ),
        _gathered(
            (m, b) for m, b in zip(parts["measure_id"], parts["breakdown"], strict=True) if b
        ),
    )


_WITH_PARTS = ("observations", "targets")


def _gathered(pairs: Iterator[tuple[str, str]]) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for name, value in pairs:
        if name:
            found.setdefault(name, set()).add(value)
    return {name: frozenset(values) for name, values in found.items()}


def _folded(reference: str) -> str:
    return re.sub(r"[^a-z0-9.]", "", (reference or "").lower())


def _readings(name: str, part: str) -> Iterator[tuple[str, list[str]]]:
    """Yield the name as a whole, then without its last part, and so on."""
    parts = [part] if part else []
    yield name, parts
    for _ in range(_MOST_PARTS):
        found = _LAST.fullmatch(name)
        if found is None:
            return
        name, parts = found["base"], [*parts, found["part"].strip()]
        yield name, parts
