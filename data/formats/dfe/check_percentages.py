"""Hold each published percentage against the quotient of its counts."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from dashboard.judging.percentages import percentage, rounded
from dashboard.text.format import exact
from data.formats.base import DIFFERENCE, Note
from data.formats.dfe.aliases import FigureRule
from data.formats.dfe.numbers import decimals_of, number_in
from data.formats.dfe.rows import Total


@dataclass(frozen=True)
class PercentageCheck:
    """Hold how many percentages were recomputed, and by row what is said of those that differ.

    `decimals` is how many the column prints: files leave out the noughts behind the point.
    """

    count: int = 0
    decimals: int = 0
    rows: dict[int, str] = field(default_factory=dict)
    places: dict[int, str] = field(default_factory=dict)

    def notes(self, rule: FigureRule, source: str) -> Iterator[Note]:
        """Yield how many agree, then each that does not."""
        if not self.count:
            return
        named = f"{rule.measure_id} ({rule.breakdown})" if rule.breakdown else rule.measure_id
        agreeing = self.count - len(self.rows)
        words = f"{agreeing:,} of {self.count:,} percentages agree with their counts."
        yield Note(DIFFERENCE, f"{source}, {named}", words)
        for number, words in self.rows.items():
            yield Note(DIFFERENCE, f"{named}: {self.places[number]}", f"Row {number:,}: {words}.")


def check_percentages(rule: FigureRule, totals: Sequence[Total]) -> PercentageCheck:
    """Recompute the percentages of one measure, to as many decimals as its column prints."""
    if not rule.numerator:
        return PercentageCheck()
    decimals = max((decimals_of(total.cells[rule.value]) for total in totals), default=0)
    count = 0
    rows: dict[int, str] = {}
    for total in totals:
        published = number_in(total.cells[rule.value])
        divided = _quotient(rule, total, decimals)
        if published is None or divided is None:
            continue
        count += 1
        if published != divided:
            rows[total.number] = _difference_text(rule, published, divided, decimals)
    return PercentageCheck(count, decimals, rows, {total.number: total.place for total in totals})


def _quotient(rule: FigureRule, total: Total, decimals: int) -> Decimal | None:
    counts = [number_in(total.cells[name]) for name in (rule.numerator, *rule.denominator)]
    numbers = [number for number in counts if number is not None]
    if len(numbers) < len(counts):
        return None
    quotient = percentage(float(numbers[0]), float(sum(numbers[1:])))
    return None if quotient is None else exact(rounded(quotient, decimals))


def _difference_text(rule: FigureRule, published: Decimal, divided: Decimal, decimals: int) -> str:
    text = f"published {published:.{decimals}f}; "
    text += f"numerator over denominator gives {divided:.{decimals}f}"
    # The known reason is a larger denominator: it only makes the published figure smaller.
    is_explained = rule.reason and published < divided
    return f"{text}: {rule.reason if is_explained else 'no reason is known'}"
