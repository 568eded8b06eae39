"""Match the rows of a scorecard to measures and their breakdowns."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import get_close_matches

import pandas as pd

from data.formats.base import CurrentData
from data.formats.scorecard.measure_names import distinguishing_words, is_like, normalised_name

# How a row was matched; from BY_REFERENCE on a person must accept it.
LEFT_OUT, NO_MEASURE = "left_out", "no_measure"
EXACT, ABBREVIATED, BY_REFERENCE, CLOSE = range(4)

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
    r"|(?P<whole>.+?),? (?P<version>(?:excl|incl)(?:\.|uding)? .+)",
    re.IGNORECASE,
)
_UNITS = {
    "%": "percent",
    "percent": "percent",
    "percentage": "percent",
    "number": "count",
    "no.": "count",
    "#": "count",
    "count": "count",
    "weeks": "weeks",
    "wks": "weeks",
    "days": "days",
    "months": "months",
    "£m": "gbp_million",
    "£ million": "gbp_million",
}
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
    def needs_acceptance(self) -> bool:
        """Whether a person must say that the row is of this measure."""
        return self.how >= BY_REFERENCE

    @property
    def series(self) -> tuple[str, str, str, bool]:
        """Return the series that no other row of the table may have."""
        return self.measure_id, self.breakdown, self.statistic, self.is_to_date


@dataclass(frozen=True)
class NoMatch:
    """The reason why a row matches no measure.

    `use` is left_out where a person confirmed that it is not read, else no_measure.
    """

    words: str
    use: str = NO_MEASURE


@dataclass
class MeasureNames:
    """The names of every measure, and its references in a framework.

    `titles` has a measure's title and short title, and after them its other names; `references`
    maps local references to measures; `parts` a measure to its breakdowns.
    """

    titles: dict[str, tuple[str, ...]]
    units: dict[str, str]
    references: dict[str, frozenset[str]]
    parts: dict[str, frozenset[str]]
    exact: dict[str, frozenset[str]] = field(init=False)
    title_words: list[tuple[str, tuple[str, ...]]] = field(init=False)

    def __post_init__(self) -> None:
        """Index the names."""
        exact: dict[str, set[str]] = {}
        for measure_id, titles in self.titles.items():
            for title in (measure_id, *titles):
                exact.setdefault(normalised_name(title), set()).add(measure_id)
        self.exact = {name: frozenset(measure_ids) for name, measure_ids in exact.items()}
        self.title_words = [
            (measure_id, distinguishing_words(title))
            for measure_id, titles in self.titles.items()
            for title in titles
        ]

    def of_row(
        self, name: str, reference: str, columns: Sequence[str] = ()
    ) -> MatchedMeasure | NoMatch:
        """Return the measure of a row by its name and its reference.

        `columns` are the cells of the row's columns of parts and units; each may be "".
        """
        parts = [each for each in columns if each]
        referenced = (
            self.references.get(_folded_reference(reference), frozenset())
            if reference
            else frozenset()
        )
        if not referenced and reference in self.titles:
            referenced = frozenset({reference})
        by_name = self._by_name(name, parts)
        if isinstance(by_name, MatchedMeasure) and not by_name.needs_acceptance:
            if referenced and by_name.measure_id not in referenced:
                others = ", ".join(sorted(referenced))
                words = f"the name is that of {by_name.measure_id}, the reference that of {others}"
                return NoMatch(words)
            return by_name
        if len(referenced) == 1:
            return self._by_reference(name, reference, parts, *referenced)
        if (
            isinstance(by_name, MatchedMeasure)
            and referenced
            and by_name.measure_id not in referenced
        ):
            return NoMatch("name and reference do not agree")
        return by_name

    def _by_name(self, name: str, of_columns: Sequence[str]) -> MatchedMeasure | NoMatch:
        """Return the measure by its exact name, else by abbreviations, else by likeness."""
        readings = list(_names_without_parts(name, of_columns))
        for how, candidates_of in (
            (EXACT, lambda base: self.exact.get(normalised_name(base), frozenset())),
            (ABBREVIATED, lambda base: self._measures_named(base, tuple.__eq__)),
            (CLOSE, lambda base: self._measures_named(base, is_like)),
        ):
            for base, parts in readings:
                candidates = candidates_of(base)
                if len(candidates) > 1:
                    return NoMatch(f"it could be any of {', '.join(sorted(candidates))}")
                for measure_id in candidates:
                    title = self.titles[measure_id][0]
                    words = "" if how == EXACT else f"read as “{title}” ({measure_id})"
                    return self._with_parts(MatchedMeasure(measure_id, how=how, words=words), parts)
        return NoMatch(f"no measure has this name{self._nearest(name)}")

    def _nearest(self, name: str) -> str:
        """Return the measure of the nearest name as words, to tell that it is not this one."""
        (nearest,) = get_close_matches(normalised_name(name), self.exact, n=1) or ("",)
        if not nearest:
            return ""
        measure_id = min(self.exact[nearest])
        return f"; the nearest, “{self.titles[measure_id][0]}” ({measure_id}), is not the same"

    def _by_reference(
        self, name: str, reference: str, of_columns: Sequence[str], measure_id: str
    ) -> MatchedMeasure | NoMatch:
        title = self.titles[measure_id][0]
        words = f"read by its reference {reference} as “{title}” ({measure_id})"
        named = MatchedMeasure(measure_id, how=BY_REFERENCE, words=words)
        whole: MatchedMeasure | NoMatch = named
        for _, parts in _names_without_parts(name, of_columns):
            candidate = self._with_parts(named, parts)
            if isinstance(candidate, MatchedMeasure) and candidate.series != named.series:
                return candidate
            whole = candidate if parts and len(parts) == len(of_columns) else whole
        return whole

    def _with_parts(self, named: MatchedMeasure, parts: Sequence[str]) -> MatchedMeasure | NoMatch:
        for part in parts:
            folded = normalised_name(part)
            unit, own = _UNITS.get(part.lower().strip()), self.units[named.measure_id]
            if unit == own:
                continue
            if unit:
                return NoMatch(f"it is in {part}, and {named.measure_id} is in {own}")
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
        words = distinguishing_words(part)
        matches = [
            each
            for each in breakdowns
            if words and ";" not in each and words in _names_of_breakdown(*each.split("=", 1))
        ]
        return matches[0] if len(matches) == 1 else ""

    def _measures_named(
        self, name: str, is_same: Callable[[tuple[str, ...], tuple[str, ...]], bool]
    ) -> frozenset[str]:
        """Return the measures of which a name has the same distinguishing words."""
        words = distinguishing_words(name)
        return frozenset(
            measure_id
            for measure_id, title in self.title_words
            if words and is_same(words, title) and self._unit_fits(measure_id, name)
        )

    def _unit_fits(self, measure_id: str, name: str) -> bool:
        lower_name = name.lower()
        unit = self.units[measure_id]
        if _PERCENT.search(lower_name):
            return unit == "percent"
        return unit == "count" if _COUNT.search(lower_name) else True


def _names_of_breakdown(dimension: str, value: str) -> Iterator[tuple[str, ...]]:
    """Yield the words that may mean a part: its value, with its dimension before or after it."""
    for name in (value, f"{dimension} {value}", f"{value} {dimension}"):
        yield distinguishing_words(name.replace("_", " "))


def load_names(current: CurrentData, framework_id: str) -> MeasureNames:
    """Return the names of the current measures."""
    measures = current.rows("measures").to_dict("records")
    links = current.rows("priority_measures")
    own = links[links["framework_id"] == framework_id]
    others = current.rows("measure_names")
    other_names = _grouped(zip(others["measure_id"], others["other_name"], strict=True))
    figures = [current.rows(kind)[["measure_id", "breakdown"]] for kind in _WITH_PARTS]
    parts = pd.concat(figures).drop_duplicates()
    return MeasureNames(
        {
            row["measure_id"]: tuple(name for name in _names_of_measure(row, other_names) if name)
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


def _names_of_measure(
    row: Mapping[str, str], other_names: Mapping[str, frozenset[str]]
) -> Iterator[str]:
    yield from (row["title"], row["short_title"])
    yield from sorted(other_names.get(row["measure_id"], ()))


def _grouped(pairs: Iterator[tuple[str, str]]) -> dict[str, frozenset[str]]:
    gathered: dict[str, set[str]] = {}
    for name, value in pairs:
        if name:
            gathered.setdefault(name, set()).add(value)
    return {name: frozenset(values) for name, values in gathered.items()}


def _folded_reference(reference: str) -> str:
    return re.sub(r"[^a-z0-9.]", "", (reference or "").lower())


def _names_without_parts(name: str, parts: Sequence[str]) -> Iterator[tuple[str, Sequence[str]]]:
    """Yield the name as a whole, then without its last part, and so on."""
    yield name, parts
    for _ in range(_MAX_PARTS):
        match = _LAST.fullmatch(name)
        if match is None:
            return
        name, parts = (
            match["base"] or match["whole"],
            [*parts, (match["part"] or match["version"]).strip()],
        )
        yield name, parts
