"""Check published percentages against their counts, and counts against what they must add up to."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from dashboard.judging.percentages import percentage, rounded
from dashboard.text.format import exact, sentence_case
from data.formats.base import DIFFERENCE, IDENTITY, LEFT_OUT, Note
from data.formats.dfe.aliases import decimals_of, number_in
from data.formats.dfe.columns import TableLayout
from data.formats.dfe.figure_rules import FigureRule, Identity, identities
from data.formats.dfe.rows import Total


@dataclass(frozen=True)
class PercentageCheck:
    """The number of percentages recomputed, with a text by row for those that differ.

    `decimals` is the column's: files leave out trailing noughts.
    """

    count: int = 0
    decimals: int = 0
    rows: dict[int, str] = field(default_factory=dict)
    places: dict[int, str] = field(default_factory=dict)

    def notes(self, rule: FigureRule, source: str) -> Iterator[Note]:
        """Yield how many agree, then each that differs."""
        if not self.count:
            return
        agreeing = self.count - len(self.rows)
        words = f"{agreeing:,} of {self.count:,} percentages agree with their counts."
        yield Note(DIFFERENCE, f"{source}, {rule.name}", words)
        for number, words in self.rows.items():
            yield Note(
                DIFFERENCE, f"{rule.name}: {self.places[number]}", f"Row {number:,}: {words}."
            )


def check_percentages(rule: FigureRule, totals: Sequence[Total]) -> PercentageCheck:
    """Return the check of one measure's percentages, to as many decimals as its column prints."""
    if not rule.numerator:
        return PercentageCheck()
    decimals = max((decimals_of(total.cells[rule.value]) for total in totals), default=0)
    count = 0
    rows: dict[int, str] = {}
    for total in totals:
        published = number_in(total.cells[rule.value])
        divided = _recomputed(rule, total, decimals)
        if published is None or divided is None:
            continue
        count += 1
        if published != divided:
            rows[total.number] = _difference_text(rule, published, divided, decimals)
    return PercentageCheck(count, decimals, rows, {total.number: total.place for total in totals})


def _recomputed(rule: FigureRule, total: Total, decimals: int) -> Decimal | None:
    counts = [number_in(total.cells[name]) for name in (rule.numerator, *rule.denominator)]
    numbers = [number for number in counts if number is not None]
    if len(numbers) < len(counts):
        return None
    quotient = percentage(float(numbers[0]), float(sum(numbers[1:])))
    return None if quotient is None else exact(rounded(quotient, decimals))


def _difference_text(rule: FigureRule, published: Decimal, divided: Decimal, decimals: int) -> str:
    text = f"published {published:.{decimals}f}; "
    text += f"numerator over denominator gives {divided:.{decimals}f}"
    # The listed reason is a larger denominator: it only makes the published figure smaller.
    is_explained = rule.reason and published < divided
    return f"{text}: {rule.reason if is_explained else 'no reason is known'}"


def identity_notes(layout: TableLayout, totals: Sequence[Total], source: str) -> Iterator[Note]:
    """Yield for each identity the number of rows in which it holds, and those where it does not."""
    for identity in identities(layout.table):
        if {*identity.whole, *identity.parts} <= set(layout.places):
            yield _identity_note(identity, totals, source)


def _identity_note(identity: Identity, totals: Sequence[Total], source: str) -> Note:
    sides = [
        (total, _sum_or_none(total, identity.whole), _sum_or_none(total, identity.parts))
        for total in totals
    ]
    published = [
        (total, whole, parts)
        for total, whole, parts in sides
        if whole is not None and parts is not None
    ]
    wrong = [
        f"{total.place} ({whole:,} against {parts:,})"
        for total, whole, parts in published
        if whole != parts
    ]
    words = f"{sentence_case(identity.words)}: "
    words += f"holds in {len(published) - len(wrong):,} of {len(published):,} rows"
    if len(published) < len(totals):
        words += f", {len(totals) - len(published):,} not published"
    if wrong:
        because = f" ({identity.reason})" if identity.reason else ""
        words += f"; not in {'; '.join(wrong)}{because}"
    return Note(IDENTITY, source, f"{words}.")


def _sum_or_none(total: Total, fields: Sequence[str]) -> Decimal | None:
    numbers = [number_in(total.cells[each]) for each in fields]
    published = [number for number in numbers if number is not None]
    return sum(published, Decimal(0)) if len(published) == len(numbers) else None


def negative_notes(layout: TableLayout, totals: Sequence[Total], source: str) -> Iterator[Note]:
    """Yield each column with counts below 0, of which no figure is made, with their areas."""
    for field_name, name in layout.names.items():
        counts = [(total, number_in(total.cells.get(field_name, ""))) for total in totals]
        places = [f"{total.place} ({n})" for total, n in counts if n is not None and n < 0]
        if places:
            words = f"A count cannot be negative, and no figure is made of it: {'; '.join(places)}."
            yield Note(LEFT_OUT, f"{source}, {name}", words)
