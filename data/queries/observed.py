"""The figures of some areas as known on a day, brought up to date with what was loaded since they were read."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from threading import Lock
from typing import Concatenate, Final, ParamSpec, TypeVar

from cachetools import LRUCache
from cachetools.keys import hashkey

from dashboard.judging.observations import Observation
from dashboard.panels.records import Rows, read_observed
from data.store.current_rows import FIRST, RECORD_KEY, SINCE, kinds_behind, rows_since
from data.store.frames import as_records, load_columns
from data.store.read_transaction import (
    KindVersion,
    ReadTransaction,
    cached_by_kinds,
    cached_by_version,
)

Parameters = ParamSpec("Parameters")
Result = TypeVar("Result")
_KIND: Final = "observations"
_OTHERS: Final = sorted(kinds_behind(_KIND) - {_KIND})
# Of so many days figures are in memory at once.
_MOST_DAYS: Final = 16
# Where more was loaded, to read all again is quicker.
_MOST_ROWS: Final = 2000

ObservedByMeasure = Mapping[str, Rows]
# Of a figure: the number of its first row, the plan that reports it, and its newest version.
_Place = tuple[int, str, Observation]
# By measure and record.
_Places = Mapping[str, Mapping[str, _Place]]


@dataclass(frozen=True)
class _Observed:
    """Figures at one version of their kind, and of those it refers to."""

    others: object
    version: KindVersion
    places: _Places
    by_measure: ObservedByMeasure


# The newest that were read, by engine, day and areas.
_NEWEST: Final[LRUCache[tuple[object, ...], _Observed]] = LRUCache(_MOST_DAYS)
_LOCK: Final = Lock()


@cached_by_kinds(_MOST_DAYS, (_KIND,))
def load_observed(
    transaction: ReadTransaction, as_of: date | None, areas: tuple[str, ...] | None
) -> ObservedByMeasure:
    """Load the figures of some areas, None for all, with the plan that reports each, by measure.

    What is known of a measure of which nothing was loaded since is the same object as before.
    """
    if transaction.own_cache is not None:
        return _in_order(_read(transaction, as_of, areas), {})
    name = (transaction.engine, as_of, areas)
    with _LOCK:
        before = _NEWEST.get(name)
    others, (version,) = transaction.version_of(_OTHERS), transaction.version_of((_KIND,))[1]
    if before and before.others == others and _is_little_more(before.version, version):
        observed = _updated(before, transaction, as_of, areas)
    else:
        places = _read(transaction, as_of, areas)
        observed = _Observed(others, version, places, _in_order(places, {}))
    observed = replace(observed, version=version)
    with _LOCK:
        _NEWEST[name] = observed
    return observed.by_measure


def cached_by_measures(
    maxsize: int, kinds: Iterable[str] = ()
) -> Callable[
    [Callable[Concatenate[ReadTransaction, tuple[str, ...], Parameters], Result]],
    Callable[Concatenate[ReadTransaction, tuple[str, ...], Parameters], Result],
]:
    """Cache what a function reads of figures of some measures, and of other kinds.

    A load of figures of other measures leaves it as it is.
    """
    chosen = (_KIND, *kinds)
    others_behind = sorted(frozenset[str]().union(*map(kinds_behind, chosen)) - {_KIND})

    def decorate(
        build: Callable[Concatenate[ReadTransaction, tuple[str, ...], Parameters], Result],
    ) -> Callable[Concatenate[ReadTransaction, tuple[str, ...], Parameters], Result]:
        newest: LRUCache[tuple[object, ...], tuple[object, KindVersion, Result]] = LRUCache(maxsize)

        @cached_by_kinds(maxsize, chosen)
        def load(
            transaction: ReadTransaction,
            measures: tuple[str, ...],
            *arguments: Parameters.args,
            **options: Parameters.kwargs,
        ) -> Result:
            if transaction.own_cache is not None:
                return build(transaction, measures, *arguments, **options)
            name = hashkey(transaction.engine, measures, *arguments, **options)
            with _LOCK:
                before = newest.get(name)
            others = transaction.version_of(others_behind)
            (version,) = transaction.version_of((_KIND,))[1]
            if (
                before
                and before[0] == others
                and _is_little_more(before[1], version)
                and not any(row[1] in measures for row in _newer(transaction, before[1][0]))
            ):
                result = before[2]
            else:
                result = build(transaction, measures, *arguments, **options)
            with _LOCK:
                newest[name] = (others, version, result)
            return result

        return load

    return decorate


def _is_little_more(before: KindVersion, now: KindVersion) -> bool:
    """Return whether a little was loaded since, and nothing undone."""
    (newest_before, undone_before, rows_before), (newest, undone, rows) = before, now
    return newest_before <= newest and undone_before == undone and rows - rows_before <= _MOST_ROWS


def _updated(
    before: _Observed,
    transaction: ReadTransaction,
    as_of: date | None,
    areas: tuple[str, ...] | None,
) -> _Observed:
    """Return figures with what was loaded since: of each record of it, what is current now."""
    newer = [
        (key, measure)
        for key, measure, area, known_on in _newer(transaction, before.version[0])
        if (areas is None or area in areas) and (as_of is None or known_on <= as_of)
    ]
    if not newer:
        return before
    keys = [key for key, _ in newer]
    now = _read(transaction, as_of, areas, keys)
    places, changed = dict(before.places), {measure for _, measure in newer}
    for measure in changed:
        rows = {**places.pop(measure, {})}
        for key in keys:
            rows.pop(key, None)
        if rows := {**rows, **now.get(measure, {})}:
            places[measure] = dict(sorted(rows.items(), key=lambda row: row[1][0]))
    same = {name: rows for name, rows in before.by_measure.items() if name not in changed}
    return replace(before, places=places, by_measure=_in_order(places, same))


@cached_by_version(4)
def _newer(transaction: ReadTransaction, since: int) -> tuple[tuple[str, str, str, date], ...]:
    """Return record, measure, area and first day of each row that was loaded since an extract."""
    with transaction.connect() as connection:
        rows = connection.execute(rows_since(_KIND, "measure_id", "area_code"), {SINCE: since})
        return tuple((record, measure, area, day) for record, measure, area, day in rows)


def _in_order(places: _Places, same: ObservedByMeasure) -> dict[str, Rows]:
    """Return figures by measure, in the order of their first rows; those of some measures are at hand."""
    firsts = {measure: next(iter(rows.values()))[0] for measure, rows in places.items()}
    return {
        measure: same.get(measure) or tuple(row[1:] for row in places[measure].values())
        for measure in sorted(firsts, key=firsts.__getitem__)
    }


def _read(
    transaction: ReadTransaction,
    as_of: date | None,
    areas: tuple[str, ...] | None,
    keys: Sequence[str] | None = None,
) -> _Places:
    """Read figures from the store, by measure and record; `keys` names the records."""
    columns = load_columns(transaction, _KIND, as_of, area_code=areas, record_key=keys)
    places: dict[str, dict[str, _Place]] = {}
    firsts, records = columns.get(FIRST, ()), columns.get(RECORD_KEY, ())
    for row, first, key in zip(as_records(_KIND, columns), firsts, records, strict=True):
        place = (first, row["framework_id"], read_observed(row))
        places.setdefault(row["measure_id"], {})[key] = place
    return {**places}
