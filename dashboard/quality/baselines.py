"""Hold figures against the baseline of their plan: copies, arrows, windows, statistics, days."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import pairwise
from typing import Final

from dashboard.judging.status import statistic_words
from dashboard.model.codes import BASIS_WORDS
from dashboard.quality.figures import slip_words
from dashboard.quality.model import BASELINE, TARGET, Doubt, Figure

Subject = tuple[str, str, str]
# That one figure is what it was happens; that a column is, digit for digit, does not.
_COLUMN: Final = 3
_LONG: Final = 3


def check_copies(figures: Sequence[Figure]) -> Iterator[Doubt]:
    """Find figures that repeat, contradict or cannot be set beside what their plan starts from."""
    baselines = _by_subject(figures, BASELINE)
    targets = _by_subject(figures, TARGET)
    actual = [one for one in figures if one.role == "actual" and one.origin == "observations"]
    yield from _copies(figures, actual, baselines)
    for one in actual:
        yield from _arrow(one, baselines.get(_subject(one), ()))
        yield from _window(one, baselines.get(_subject(one), ()), targets.get(_subject(one), ()))
    yield from _undated(figures)
    yield from _statistics(actual)
    yield from _slips_from_baseline(actual, baselines)


def _subject(one: Figure) -> Subject:
    return (one.framework_id, one.measure.measure_id, one.breakdown)


def _by_subject(figures: Sequence[Figure], role: str) -> Mapping[Subject, list[Figure]]:
    found: dict[Subject, list[Figure]] = defaultdict(list)
    for one in figures:
        if one.role == role and one.framework_id:
            found[_subject(one)].append(one)
    return found


def _copies(
    figures: Sequence[Figure], actual: Sequence[Figure], baselines: Mapping[Subject, list[Figure]]
) -> Iterator[Doubt]:
    """Last year's cells that hold the baseline, and whole columns that do."""
    for one in figures:
        if one.role == "last_year" and (same := _same(one, baselines)):
            yield _copied(one, same)
    columns: dict[tuple[object, ...], list[tuple[Figure, Figure]]] = defaultdict(list)
    for one in actual:
        same = _same(one, baselines)
        if same and same.window != one.window:
            columns[one.framework_id, one.source, one.window].append((one, same))
    for pairs in columns.values():
        for one, same in pairs:
            if len(pairs) >= _COLUMN or _digits(one) >= _LONG:
                yield _copied(one, same)


def _same(one: Figure, baselines: Mapping[Subject, list[Figure]]) -> Figure | None:
    found = baselines.get(_subject(one), ())
    return next((b for b in found if one.value is not None and b.value == one.value), None)


def _digits(one: Figure) -> int:
    """Count the digits that would have to agree; the noughts of a round number are none."""
    digits = f"{one.value:.{max(one.decimals, 0)}f}".replace(".", "").strip("0")
    return 0 if one.value == 100 else len(digits)


def _copied(one: Figure, same: Figure) -> Doubt:
    return Doubt(
        "copied",
        one,
        f"{one.shown()} for {one.period()} is the baseline, of {same.period()}",
        "a figure of its own",
        "It does not count as another observation: ask for the year's own.",
        (same,),
    )


def _arrow(one: Figure, baselines: Sequence[Figure]) -> Iterator[Doubt]:
    """A printed arrow that every baseline it could mean contradicts."""
    beside = [b for b in baselines if b.value is not None and b.statistic == one.statistic]
    if not one.arrow or one.value is None or not beside or one.measure.kind == "flow":
        return
    went = {_direction(one.value - (b.value or 0)) for b in beside}
    if one.arrow in went:
        return
    figures = " and ".join(f"{b.shown()} ({b.period()})" for b in beside)
    yield Doubt(
        "arrow",
        one,
        f"printed with an arrow {one.arrow}, at {one.shown()}",
        f"{'no arrow' if went == {'level'} else ' or '.join(sorted(went))}, from {figures}",
        "The product's own arrow follows the figures.",
        tuple(beside),
    )


def _direction(change: float) -> str:
    return "level" if change == 0 else "up" if change > 0 else "down"


def _window(one: Figure, baselines: Sequence[Figure], targets: Sequence[Figure]) -> Iterator[Doubt]:
    """A count over one length of time where target and baseline are over another."""
    asked = [each for each in (*targets, *baselines) if each.basis]
    if one.measure.kind != "flow" or one.value is None or not asked:
        return
    if one.basis in {each.basis for each in asked}:
        return
    named = " and ".join(dict.fromkeys(BASIS_WORDS.get(a.basis, a.basis).lower() for a in asked))
    yield Doubt(
        "other_window",
        one,
        f"{one.shown()} for {one.period()}",
        f"a count {named}, as target and baseline are",
        "Ask for the same length of time: until then it cannot be compared.",
        tuple(asked),
    )


def _undated(figures: Sequence[Figure]) -> Iterator[Doubt]:
    for one in figures:
        if one.role == BASELINE and one.end is None and one.shown() != "no number":
            yield Doubt(
                "undated",
                one,
                f"a baseline of {one.shown()} without a day",
                "the period that it is of",
                "Ask when it was measured.",
            )


def _statistics(actual: Sequence[Figure]) -> Iterator[Doubt]:
    """A line on which one kind of average follows another, or none is named."""
    lines: dict[tuple[str, ...], list[Figure]] = defaultdict(list)
    for one in actual:
        if one.statistic == "not_stated":
            yield Doubt(
                "statistic_not_stated",
                one,
                f"{one.shown()} for {one.period()}",
                "which average it is",
                "Ask whether it is a mean, a median or the longest.",
            )
        elif one.shown() != "no number":
            name = one.measure.measure_id
            lines[one.area_code, name, one.breakdown, one.basis].append(one)
    for line in lines.values():
        yield from _changed_statistic(sorted(line, key=lambda each: each.end or date.min))


def _changed_statistic(line: Sequence[Figure]) -> Iterator[Doubt]:
    # Two of one period run side by side: they are two lines.
    if len({one.window for one in line}) < len(line):
        return
    for before, one in pairwise(line):
        if before.statistic != one.statistic:
            yield Doubt(
                "statistic_changed",
                one,
                f"{statistic_words(one.statistic)} for {one.period()}, {one.shown()}",
                f"{statistic_words(before.statistic)}, as for {before.period()}",
                "The two are not compared: ask for the same kind of figure.",
                (before,),
            )


def _slips_from_baseline(
    actual: Sequence[Figure], baselines: Mapping[Subject, list[Figure]]
) -> Iterator[Doubt]:
    """A first figure that is out of line with what the plan starts from, and has none beside it."""
    lines: dict[tuple[str, ...], list[Figure]] = defaultdict(list)
    for one in actual:
        if one.value is not None and one.framework_id:
            lines[*_subject(one), one.statistic, one.basis].append(one)
    for one, *others in lines.values():
        fits = [
            b for b in baselines.get(_subject(one), ()) if b.statistic == one.statistic and b.value
        ]
        if others or one.measure.kind == "flow" or not fits:
            continue
        if why := slip_words(one, fits[:1]):
            yield Doubt(
                "unit_slip",
                one,
                f"{one.shown()} for {one.period()}, beside a baseline of {fits[0].shown()}",
                f"a figure near it: {why}",
                "Look it up in the source.",
                (fits[0],),
            )
