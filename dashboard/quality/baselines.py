"""Checks of figures against the baseline of their plan: copies, arrows, windows, statistics, days."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import pairwise
from typing import Final

from dashboard.judging.status import statistic_words
from dashboard.model.codes import BASIS_WORDS
from dashboard.quality.model import BASELINE, TARGET, Anomaly, CheckedFigure
from dashboard.quality.scales import slip_words

Subject = tuple[str, str, str]
# That one figure is what it was happens; that a column is, digit for digit, does not.
_COLUMN: Final = 3
_LONG: Final = 3


def check_baselines(figures: Sequence[CheckedFigure]) -> Iterator[Anomaly]:
    """Yield figures that repeat, contradict or cannot be compared with what their plan starts from."""
    baselines = _by_subject(figures, BASELINE)
    targets = _by_subject(figures, TARGET)
    actual = [
        figure for figure in figures if figure.role == "actual" and figure.origin == "observations"
    ]
    yield from _copies(figures, actual, baselines)
    for figure in actual:
        yield from _arrow(figure, baselines.get(_subject(figure), ()))
        yield from _window(
            figure, baselines.get(_subject(figure), ()), targets.get(_subject(figure), ())
        )
    yield from _undated(figures)
    yield from _statistics(actual)
    yield from _slips_from_baseline(actual, baselines)


def _subject(figure: CheckedFigure) -> Subject:
    return (figure.framework_id, figure.measure.measure_id, figure.breakdown)


def _by_subject(
    figures: Sequence[CheckedFigure], role: str
) -> Mapping[Subject, list[CheckedFigure]]:
    by_subject: dict[Subject, list[CheckedFigure]] = defaultdict(list)
    for figure in figures:
        if figure.role == role and figure.framework_id:
            by_subject[_subject(figure)].append(figure)
    return by_subject


def _copies(
    figures: Sequence[CheckedFigure],
    actual: Sequence[CheckedFigure],
    baselines: Mapping[Subject, list[CheckedFigure]],
) -> Iterator[Anomaly]:
    """Yield last year's figures that are the baseline, and whole columns that are."""
    for figure in figures:
        if figure.role == "last_year" and (same := _same(figure, baselines)):
            yield _copied(figure, same)
    columns: dict[tuple[object, ...], list[tuple[CheckedFigure, CheckedFigure]]] = defaultdict(list)
    for figure in actual:
        same = _same(figure, baselines)
        if same and same.window != figure.window:
            columns[figure.framework_id, figure.source, figure.window].append((figure, same))
    for pairs in columns.values():
        for figure, same in pairs:
            if len(pairs) >= _COLUMN or _digits(figure) >= _LONG:
                yield _copied(figure, same)


def _same(
    figure: CheckedFigure, baselines: Mapping[Subject, list[CheckedFigure]]
) -> CheckedFigure | None:
    candidates = baselines.get(_subject(figure), ())
    return next(
        (b for b in candidates if figure.value is not None and b.value == figure.value), None
    )


def _digits(figure: CheckedFigure) -> int:
    """Return the number of digits that would have to agree; the noughts of a round number are none."""
    digits = f"{figure.value:.{max(figure.decimals, 0)}f}".replace(".", "").strip("0")
    return 0 if figure.value == 100 else len(digits)


def _copied(figure: CheckedFigure, same: CheckedFigure) -> Anomaly:
    return Anomaly(
        "copied",
        figure,
        f"{figure.shown()} for {figure.period()} is the baseline, of {same.period()}",
        "a figure of its own",
        "It does not count as another observation: ask for the year’s own.",
        (same,),
    )


def _arrow(figure: CheckedFigure, baselines: Sequence[CheckedFigure]) -> Iterator[Anomaly]:
    """Yield a printed arrow that every baseline it could mean contradicts."""
    same_statistic = [
        b for b in baselines if b.value is not None and b.statistic == figure.statistic
    ]
    if (
        not figure.arrow
        or figure.value is None
        or not same_statistic
        or figure.measure.kind == "flow"
    ):
        return
    changes = [figure.value - (b.value or 0) for b in same_statistic]
    went = {"level" if change == 0 else "up" if change > 0 else "down" for change in changes}
    if figure.arrow in went:
        return
    figures = " and ".join(f"{b.shown()} ({b.period()})" for b in same_statistic)
    yield Anomaly(
        "arrow",
        figure,
        f"printed with an arrow {figure.arrow}, at {figure.shown()}",
        f"{'no arrow' if went == {'level'} else ' or '.join(sorted(went))}, from {figures}",
        "The product’s own arrow follows the figures.",
        tuple(same_statistic),
    )


def _window(
    figure: CheckedFigure, baselines: Sequence[CheckedFigure], targets: Sequence[CheckedFigure]
) -> Iterator[Anomaly]:
    """Yield a count over one length of time where target and baseline are over another."""
    with_basis = [each for each in (*targets, *baselines) if each.basis]
    if figure.measure.kind != "flow" or figure.value is None or not with_basis:
        return
    if figure.basis in {each.basis for each in with_basis}:
        return
    named = " and ".join(
        dict.fromkeys(BASIS_WORDS.get(a.basis, a.basis).lower() for a in with_basis)
    )
    yield Anomaly(
        "other_window",
        figure,
        f"{figure.shown()} for {figure.period()}",
        f"the length of time of target and baseline: {named}",
        "Ask for the same length of time: until then it cannot be compared.",
        tuple(with_basis),
    )


def _undated(figures: Sequence[CheckedFigure]) -> Iterator[Anomaly]:
    for figure in figures:
        if figure.role == BASELINE and figure.end is None and figure.shown() != "no number":
            yield Anomaly(
                "undated",
                figure,
                f"a baseline of {figure.shown()} without a day",
                "the period that it is of",
                "Ask when it was measured.",
            )


def _statistics(actual: Sequence[CheckedFigure]) -> Iterator[Anomaly]:
    """Yield lines on which one kind of average follows another, or none is named."""
    lines: dict[tuple[str, ...], list[CheckedFigure]] = defaultdict(list)
    for figure in actual:
        if figure.statistic == "not_stated":
            yield Anomaly(
                "statistic_not_stated",
                figure,
                f"{figure.shown()} for {figure.period()}",
                "which average it is",
                "Ask whether it is a mean, a median or the longest.",
            )
        elif figure.shown() != "no number":
            series = figure.area_code, figure.measure.measure_id, figure.breakdown
            lines[*series, figure.basis, figure.year_kind].append(figure)
    for line in lines.values():
        yield from _changed_statistic(sorted(line, key=lambda each: each.end or date.min))


def _changed_statistic(line: Sequence[CheckedFigure]) -> Iterator[Anomaly]:
    # Two of one period run side by side: they are two lines.
    if len({figure.window for figure in line}) < len(line):
        return
    for before, figure in pairwise(line):
        if before.statistic != figure.statistic:
            yield Anomaly(
                "statistic_changed",
                figure,
                f"{statistic_words(figure.statistic)} for {figure.period()}, {figure.shown()}",
                f"{statistic_words(before.statistic)}, as for {before.period()}",
                "The two are not compared: ask for the same kind of figure.",
                (before,),
            )


def _slips_from_baseline(
    actual: Sequence[CheckedFigure], baselines: Mapping[Subject, list[CheckedFigure]]
) -> Iterator[Anomaly]:
    """Yield a single figure that is out of line with what the plan starts from."""
    lines: dict[tuple[str, ...], list[CheckedFigure]] = defaultdict(list)
    for figure in actual:
        if figure.value is not None and figure.framework_id:
            series = *_subject(figure), figure.statistic
            lines[*series, figure.basis, figure.year_kind].append(figure)
    for figure, *others in lines.values():
        fits = [
            b
            for b in baselines.get(_subject(figure), ())
            if b.statistic == figure.statistic and b.value
        ]
        if others or figure.measure.kind == "flow" or not fits:
            continue
        if why := slip_words(figure, fits[:1]):
            yield Anomaly(
                "unit_slip",
                figure,
                f"{figure.shown()} for {figure.period()}, beside a baseline of {fits[0].shown()}",
                f"a figure near it: {why}",
                "Look it up in the source.",
                (fits[0],),
            )
