"""Checks of figures and targets against the words they were published in."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from dashboard.model.codes import OPERATOR_WORDS, runs_against
from dashboard.quality.model import BASELINE, TARGET, Anomaly, CheckedFigure
from dashboard.text.format import exact, plain_number
from dashboard.text.written_target import read_each

_NUMBER: Final = re.compile(r"\d[\d,]*(?:\.\d+)?")
# A growth in brackets after a figure, "(+6%)", is not the figure.
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
# What a target with each operator asks for.
_PHRASES: Final = {
    **{operator: f"{words} {{}}" for operator, words in OPERATOR_WORDS.items()},
    "between": "{}, bounds included",
}
_ADVICE: Final = "Ask whoever set it which is meant; until then it is judged by its number."


def check_published_text(figures: Sequence[CheckedFigure]) -> Iterator[Anomaly]:
    """Yield figures and targets that differ from their own published words."""
    for figure in figures:
        if figure.as_published and figure.shown() != "no number":
            yield from _check_value_in_published_text(figure)
            yield from _two_percentages(figure)
            yield from _other_unit(figure)
        if figure.role == TARGET:
            yield from _operator(figure)
            yield from _against_direction(figure)
            yield from _out_of_reach(figure)
            yield from _no_share(figure)
    yield from _check_percent_changes(figures)


def _check_value_in_published_text(figure: CheckedFigure) -> Iterator[Anomaly]:
    """Yield a number that is not in its published words, in any unit that they name."""
    text_numbers = numbers_in(figure.as_published)
    ends = figure.numbers
    if not text_numbers or any(_is_in_text(end, figure, text_numbers) for end in ends):
        return
    slip = next((n for n in text_numbers for end in ends if _is_ten_times(end, n)), None)
    why = "a point or a nought may have slipped" if slip else "the two differ"
    yield Anomaly(
        "own_words",
        figure,
        f"the figure is {figure.shown()}",
        f"what its words say, “{figure.as_published}”",
        f"Look it up in the source: {why}.",
    )


def numbers_in(words: str) -> list[float]:
    """Return every number in a published text."""
    return [float(number.replace(",", "")) for number in _NUMBER.findall(words)]


def _is_in_text(end: float, figure: CheckedFigure, text_numbers: Iterable[float]) -> bool:
    low = figure.as_published.lower()
    units = [
        times
        for (word, unit), times in _TIMES.items()
        if unit == figure.measure.unit and word in low
    ]
    half = 0.5 * 10.0 ** -max(figure.decimals, 0)
    return any(
        abs(number * times - end) <= half for number in text_numbers for times in (1.0, *units)
    )


def _is_ten_times(end: float, number: float) -> bool:
    return end > 0 and any(
        exact(end) * ten == exact(number) or exact(number) * ten == exact(end)
        for ten in (10, 100, 1000)
    )


def _two_percentages(figure: CheckedFigure) -> Iterator[Anomaly]:
    """Yield one cell that prints two percentages, without saying which is which."""
    shares = _SHARE.findall(_GROWTH.sub("", figure.as_published))
    is_range = figure.role == TARGET and figure.low is not None
    if len(shares) > 1 + is_range:
        yield Anomaly(
            "two_figures",
            figure,
            f"“{figure.as_published}” holds {len(shares)} percentages; {figure.shown()} was taken",
            "one figure in a cell",
            "Ask which period each of them is of.",
        )


def _other_unit(figure: CheckedFigure) -> Iterator[Anomaly]:
    """Yield a percent sign on what is measured in something else."""
    if figure.measure.unit == "percent" or figure.value is None:
        return
    shares = [
        float(s.replace(",", "")) for s in _SHARE.findall(_GROWTH.sub("", figure.as_published))
    ]
    if figure.value in shares:
        yield Anomaly(
            "other_unit",
            figure,
            f"printed as a percentage, “{figure.as_published}”",
            f"a {figure.measure.unit.replace('_', ' ')}, without a percent sign",
            "It is shown in the measure’s own unit.",
        )


def _operator(figure: CheckedFigure) -> Iterator[Anomaly]:
    """Yield a target whose operator is not that of its words: stricter, less strict, no range."""
    written = next(
        (each for each in read_each(figure.as_published) if set(figure.numbers) & set(each.values)),
        None,
    )
    if written and (written.is_change or (written.sign and figure.measure.bounds[0] == 0)):
        yield Anomaly(
            "change_as_number",
            figure,
            f"“{figure.as_published}” is loaded as {figure.operator} {figure.shown()}",
            "a number to reach, or the figure that it changes in relative_to",
            "Correct the row: a change is no number to reach.",
        )
        return
    operator = written.operator if written else ""
    if figure.low is not None and not operator:
        operator = "between"
    if not operator or operator == figure.operator or figure.operator == "towards" == operator:
        return
    numbers = written.values if written else figure.numbers
    yield Anomaly(
        "operator",
        figure,
        f"“{figure.as_published}” is loaded as {figure.operator} {figure.shown()}",
        _PHRASES[operator].format(figure.shown(*numbers)),
        "Correct the operator, or the words.",
    )


def _against_direction(figure: CheckedFigure) -> Iterator[Anomaly]:
    """Yield a target that asks for the way in which its measure is worse."""
    better = figure.measure.better
    if figure.low is None and runs_against(figure.operator, better):
        expected = _PHRASES[">=" if better == "higher" else "<="]
        yield Anomaly(
            "against_direction",
            figure,
            f"the target is {_PHRASES[figure.operator].format(figure.shown())}",
            f"{expected.format(figure.shown())}, for {better} is better",
            "Ask whoever set it which is meant; until then it is judged as it is written.",
        )


def _out_of_reach(figure: CheckedFigure) -> Iterator[Anomaly]:
    """Yield a target that its measure cannot reach."""
    if max(figure.numbers, default=0) > figure.measure.bounds[1]:
        yield Anomaly(
            "out_of_reach",
            figure,
            f"the target is {figure.shown()}",
            "at most 100%: the measure cannot exceed it",
            "Look it up in the source, or correct the measure.",
        )


def _no_share(figure: CheckedFigure) -> Iterator[Anomaly]:
    """Yield a target for a share within a limit that has the limit and no share."""
    if figure.statistic == "share_within" and not _SHARE.search(figure.as_published):
        yield Anomaly(
            "no_share",
            figure,
            f"“{figure.as_published}” gives no share",
            "the share that is asked for",
            "Ask for the number: until it is set, this target cannot be judged.",
        )


def _check_percent_changes(figures: Sequence[CheckedFigure]) -> Iterator[Anomaly]:
    """Yield targets that are not so many per cent more or less than the baseline as their words say."""
    baselines = {
        _subject(figure): figure for figure in figures if figure.role == BASELINE and figure.value
    }
    for figure in figures:
        if figure.role == TARGET and figure.value is not None:
            yield from _check_percent_change(figure, baselines.get(_subject(figure)))


def _check_percent_change(
    figure: CheckedFigure, baseline: CheckedFigure | None
) -> Iterator[Anomaly]:
    words = f"{figure.measure.title}. {figure.as_published}. {figure.note}"
    match = _CHANGE.search(words) or _CHANGE_BY.search(words)
    base_text = match.groupdict().get("base") if match else None
    base = float(base_text.replace(",", "")) if base_text else baseline.value if baseline else None
    if match is None or base is None or figure.value is None:
        return
    percent = float(match["percent"])
    share = exact(-percent if match["way"].lower() in _FALLS else percent)
    expected_values = [exact(base) * (100 + share) / 100]
    if figure.measure.unit == "percent":
        expected_values.append(exact(base) + share)
    if any(abs(exact(figure.value) - each) < 1 for each in expected_values):
        return
    goal = figure.shown(float(round(expected_values[0])))
    direction = "less" if share < 0 else "more"
    yield Anomaly(
        "percent_change",
        figure,
        f"the target is {figure.shown()}",
        f"{goal}, which is {plain_number(percent, -1)}% {direction} than {figure.shown(base)}",
        _ADVICE,
        (baseline,) if baseline else (),
    )


def _subject(figure: CheckedFigure) -> tuple[str, str, str]:
    return (figure.framework_id, figure.measure.measure_id, figure.breakdown)
