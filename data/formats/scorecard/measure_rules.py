"""What the cells of a scorecard's row depend on: facts of the row's measure."""

from dataclasses import dataclass
from math import inf, isnan

from dashboard.measures import drill_of
from data.common.errors import UnreadableCellError
from data.formats.base import CurrentData
from data.formats.scorecard.cells import FigureCell
from data.schema.cell_parsers import ParsedFigure, parse_figure, parse_number
from data.schema.measure_rules import (
    PERCENT_CEILING,
    above_100_words,
    is_share_of_1,
    negative_words,
    share_words,
)


@dataclass(frozen=True)
class MeasureRules:
    """The facts of a measure that the cells of a row depend on."""

    measure_id: str
    unit: str
    better: str
    is_state: bool
    can_exceed_100: bool
    can_be_negative: bool

    def require_fit(self, cell: FigureCell) -> None:
        """Raise UnreadableCellError for a figure that the measure cannot have."""
        figure = parse_figure(cell.value, takes_markers=True)
        highest = max(value for value in (figure.value, figure.high, -inf) if not isnan(value))
        if figure.value < 0 and not self.can_be_negative:
            raise UnreadableCellError(*negative_words(self.measure_id))
        if self.unit == "percent" and highest > PERCENT_CEILING and not self.can_exceed_100:
            raise UnreadableCellError(*above_100_words(self.measure_id))
        if cell.denominator:
            self._require_counts(
                figure, parse_number(cell.numerator), parse_number(cell.denominator)
            )

    def _require_counts(self, figure: ParsedFigure, part: float, whole: float) -> None:
        """Raise UnreadableCellError for a percentage whose counts cannot be its own."""
        if part > whole and not self.can_exceed_100:
            fix = "Check the two counts: they may be swapped."
            raise UnreadableCellError("a count of at most the one that it is part of", fix)
        if whole and is_share_of_1(figure.value, figure.decimals, [100 * part / whole]):
            raise UnreadableCellError(*share_words(figure.value, figure.value * 100))


def measure_rules(current: CurrentData) -> dict[str, MeasureRules]:
    """Return the rules of every measure of the catalogue, by measure_id."""
    rules: dict[str, MeasureRules] = {}
    for row in current.rows("measures").to_dict("records"):
        drill = drill_of(row["measure_id"])
        # Of a state on a day, not of what happened in a month.
        is_state = row["kind"] == "stock" or bool(drill and drill.until)
        rules[row["measure_id"]] = MeasureRules(
            row["measure_id"],
            row["unit"],
            row["better"],
            is_state,
            row["can_exceed_100"],
            row["can_be_negative"],
        )
    return rules
