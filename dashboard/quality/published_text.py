"""Hold a figure or a target against the words it was published in."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from dashboard.quality.model import BASELINE, TARGET, Doubt, Figure
from dashboard.text.format import exact, plain_number

_NUMBER: Final = re.compile(r"\d[\d,]*(?:\.\d+)?")
# A growth that is told beside a figure, "(+6%)", is not the figure.
_GROWTH: Final = re.compile(r"\([+-−]\s?[\d.]+\s?%\)")
_SHARE: Final = re.compile(r"(\d[\d,]*(?:\.\d+)?)\s?(?:%|per ?cent\b)", re.IGNORECASE)
_UP: Final = r"more|higher|increase|rise|growth|up"
_DOWN: Final = r"fewer|less|lower|decrease|reduction|down"
_CHANGE: Final = re.compile(
    rf"(?P<percent>\d+(?:\.\d+)?)\s?(?:%|per ?cent) (?P<way>{_UP}|{_DOWN})\b"
    r"(?: than (?P<base>\d[\d,]*(?:\.\d+)?))?",
    re.IGNORECASE,
)
_CHANGE_BY: Final = re.compile(
    r"\b(?P<way>increase|rise|grow|raise|reduce|cut|lower|decrease)\w*\b[^.;]*?\bby "
    r"(?P<percent>\d+(?:\.\d+)?)\s?(?:%|per ?cent)",
    re.IGNORECASE,
)
_FALLS: Final = frozenset(
    {"fewer", "less", "lower", "decrease", "reduction", "down", "reduce", "cut"}
)
# Words in which a source gives a time, and how many of the measure's unit one of them is.
_TIMES: Final = {
    ("month", "weeks"): 52 / 12,
    ("year", "weeks"): 52.0,
    ("day", "weeks"): 1 / 7,
    ("week", "days"): 7.0,
    ("month", "days"): 365 / 12,
    ("year", "months"): 12.0,
    ("week", "months"): 12 / 52,
}
_STRICT: Final = re.compile(
    r"(?<!no )\b(?:more than|over|above|fewer than|less than|under|below)\b"
)
_LOOSE: Final = re.compile(r"\b(?:at least|or more|at most|or less|no more than)\b")
_ASK: Final = "Ask whoever set it which is meant; until then it is judged by its number."


def check_words(figures: Sequence[Figure]) -> Iterator[Doubt]:
    """Find figures and targets that do not say what their own words say."""
    for one in figures:
        if one.as_published and one.shown() != "no number":
            yield from _own_words(one)
            yield from _two_percentages(one)
            yield from _other_unit(one)
        if one.role == TARGET:
            yield from _operator(one)
            yield from _no_share(one)
    yield from _changes_asked(figures)


def _own_words(one: Figure) -> Iterator[Doubt]:
    """A number that does not stand in its own words, in any unit that they name."""
    said = numbers_in(one.as_published)
    ends = [end for end in (one.value, one.low, one.high) if end is not None]
    if not said or any(_is_said(end, one, said) for end in ends):
        return
    slip = next((n for n in said for end in ends if _is_ten_times(end, n)), None)
    why = "a point or a nought may have slipped" if slip else "the two differ"
    yield Doubt(
        "own_words",
        one,
        f"the figure is {one.shown()}",
        f"what its words say, “{one.as_published}”",
        f"Look it up in the source: {why}.",
    )


def numbers_in(words: str) -> list[float]:
    """Read every number in a text."""
    return [float(found.replace(",", "")) for found in _NUMBER.findall(words)]


def _is_said(end: float, one: Figure, said: Iterable[float]) -> bool:
    low = one.as_published.lower()
    units = [
        times for (word, unit), times in _TIMES.items() if unit == one.measure.unit and word in low
    ]
    half = 0.5 * 10.0 ** -max(one.decimals, 0)
    return any(abs(number * times - end) <= half for number in said for times in (1.0, *units))


def _is_ten_times(end: float, number: float) -> bool:
    return end > 0 and any(
        exact(end) * ten == exact(number) or exact(number) * ten == exact(end)
        for ten in (10, 100, 1000)
    )


def _two_percentages(one: Figure) -> Iterator[Doubt]:
    """One cell that prints two percentages, without saying which is which."""
    shares = _SHARE.findall(_GROWTH.sub("", one.as_published))
    if len(shares) > 1:
        yield Doubt(
            "two_figures",
            one,
            f"“{one.as_published}” holds {len(shares)} percentages; {one.shown()} was taken",
            "one figure in a cell",
            "Ask which period each of them is of.",
        )


def _other_unit(one: Figure) -> Iterator[Doubt]:
    """A percent sign on what is measured in something else."""
    if one.measure.unit == "percent" or one.value is None:
        return
    shares = [float(s.replace(",", "")) for s in _SHARE.findall(_GROWTH.sub("", one.as_published))]
    if one.value in shares:
        yield Doubt(
            "other_unit",
            one,
            f"printed as a percentage, “{one.as_published}”",
            f"a {one.measure.unit.replace('_', ' ')}, without a percent sign",
            "It is shown in the measure's own unit.",
        )


def _operator(one: Figure) -> Iterator[Doubt]:
    """A target that asks for more than its words do, or for less."""
    words = one.as_published.lower()
    if one.operator in (">=", "<=") and _STRICT.search(words) and not _LOOSE.search(words):
        expected = "to be beaten, not only reached"
    elif one.operator in (">", "<") and _LOOSE.search(words):
        expected = "to be met when it is reached"
    else:
        return
    yield Doubt(
        "operator",
        one,
        f"“{one.as_published}” is loaded as {one.operator} {one.shown()}",
        expected,
        "Correct the operator, or the words.",
    )


def _no_share(one: Figure) -> Iterator[Doubt]:
    """A target for a share within a limit that gives the limit and no share."""
    if one.statistic == "share_within" and not _SHARE.search(one.as_published):
        yield Doubt(
            "no_share",
            one,
            f"“{one.as_published}” gives no share",
            "the share that is asked for",
            "Ask for the number: until it is set, this target cannot be judged.",
        )


def _changes_asked(figures: Sequence[Figure]) -> Iterator[Doubt]:
    """Targets whose words ask for so many per cent more or less than the plan's baseline."""
    baselines = {_subject(one): one for one in figures if one.role == BASELINE and one.value}
    for one in figures:
        if one.role == TARGET and one.value is not None:
            yield from _change_asked(one, baselines.get(_subject(one)))


def _change_asked(one: Figure, baseline: Figure | None) -> Iterator[Doubt]:
    words = f"{one.measure.title}. {one.as_published}. {one.note}"
    found = _CHANGE.search(words) or _CHANGE_BY.search(words)
    named = found.groupdict().get("base") if found else None
    base = float(named.replace(",", "")) if named else baseline.value if baseline else None
    if found is None or base is None or one.value is None:
        return
    percent = float(found["percent"])
    share = exact(-percent if found["way"].lower() in _FALLS else percent)
    asked = [exact(base) * (100 + share) / 100]
    if one.measure.unit == "percent":
        asked.append(exact(base) + share)
    if any(abs(exact(one.value) - each) < 1 for each in asked):
        return
    goal = one.shown(float(round(asked[0])))
    way = "less" if share < 0 else "more"
    yield Doubt(
        "percent_change",
        one,
        f"the target is {one.shown()}",
        f"{goal}, which is {plain_number(percent, -1)}% {way} than {one.shown(base)}",
        _ASK,
        (baseline,) if baseline else (),
    )


def _subject(one: Figure) -> tuple[str, str, str]:
    return (one.framework_id, one.measure.measure_id, one.breakdown)
