"""Figures and targets as the checks of data quality read them, and the anomalies that these find."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from dashboard.model.codes import breakdown_words, year_kind
from dashboard.model.panel import Measure
from dashboard.text.format import format_band, format_value, sentence_case
from dashboard.text.periods import period_in_sentence

TARGET: Final = "target"
BASELINE: Final = "baseline"
_DEFAULTS: Final[Mapping[str, Any]] = {"role": "actual", "area_code": "", "framework_id": ""}


@dataclass(frozen=True, slots=True, eq=False)
class CheckedFigure:
    """One row of observations or of targets; `row` is its number in `origin`, the name of its kind."""

    origin: str
    row: int
    measure: Measure
    area_code: str
    framework_id: str
    role: str
    breakdown: str
    statistic: str
    basis: str
    start: date | None
    end: date | None
    value: float | None
    low: float | None
    high: float | None
    decimals: int
    numerator: float | None
    denominator: float | None
    operator: str
    arrow: str
    as_published: str
    note: str
    source: str

    @property
    def year_kind(self) -> str:
        """The kind of year of a year or a year to date; empty for other bases."""
        return year_kind(self.basis, self.start)

    @property
    def window(self) -> tuple[str, date | None, date | None]:
        """The basis and the days that it covers."""
        return (self.basis, self.start, self.end)

    @property
    def numbers(self) -> tuple[float, ...]:
        """Its value, or both ends of its band; empty without a number."""
        return tuple(end for end in (self.value, self.low, self.high) if end is not None)

    def shown(self, *others: float) -> str:
        """Return its value or band, or another one in its unit, as text; "no number" without one."""
        numbers, places = others or self.numbers, -1 if others else self.decimals
        if not numbers:
            return "no number"
        if len(numbers) == 1:
            return format_value(numbers[0], places, self.measure.unit)
        return format_band(numbers[0], numbers[1], places, self.measure.unit)

    def period(self) -> str:
        """Return its period for the inside of a sentence."""
        return period_in_sentence(self.start, self.end, self.basis)


@dataclass(frozen=True, slots=True, eq=False)
class Anomaly:
    """What is odd about a figure: actual, expected, and what to do about it.

    Nothing is changed or refused for it. `touches_newest` where it is about the newest figure of
    a series.
    """

    check: str
    figure: CheckedFigure
    actual: str
    expected: str
    fix: str
    compared_with: tuple[CheckedFigure, ...] = ()
    touches_newest: bool = False

    @property
    def about(self) -> str:
        """What is odd, and of which breakdown of the measure."""
        part = breakdown_words(self.figure.breakdown)
        return f"{part}: {self.actual}" if part else self.actual

    @property
    def words(self) -> str:
        """The anomaly in sentences."""
        return f"{sentence_case(self.about)}; expected: {self.expected}. {self.fix}"


def read_rows(
    origin: str,
    rows: Iterable[Mapping[str, Any]],
    measures: Mapping[str, Measure],
    areas: Mapping[str, str],
) -> Iterable[CheckedFigure]:
    """Yield observations or targets, of which what is missing is None; `areas` gives the area of each plan.

    Rows of a measure that is not declared are left out: another check reports them.
    """
    for row in rows:
        measure = measures.get(row["measure_id"])
        if measure is not None:
            yield _figure(origin, {**_DEFAULTS, **row}, measure, areas)


def _figure(
    origin: str, row: Mapping[str, Any], measure: Measure, areas: Mapping[str, str]
) -> CheckedFigure:
    plan = row["framework_id"] or ""
    return CheckedFigure(
        origin,
        int(row["row_id"]),
        measure,
        row["area_code"] or areas.get(plan, ""),
        plan,
        row["role"],
        row["breakdown"],
        row["statistic"],
        row["basis"],
        _day(row["period_start"]),
        _day(row["period_end"]),
        row["value"],
        row["value_low"],
        row["value_high"],
        int(row["decimals"]),
        row["numerator"],
        row["denominator"],
        row.get("operator") or "",
        row.get("published_arrow") or "",
        row["as_published"] or "",
        row["note"] or "",
        row["source_document"] or "",
    )


def _day(value: date | str | None) -> date | None:
    """Return a day, which rows that are not stored yet have as text."""
    return date.fromisoformat(value) if isinstance(value, str) and value else value or None
