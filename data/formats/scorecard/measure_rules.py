"""What the cells of a scorecard's row depend on: facts of the row's measure."""

from dataclasses import dataclass

from dashboard.measures import drill_of
from data.formats.base import CurrentData


@dataclass(frozen=True)
class MeasureRules:
    """The facts of a measure that the cells of a row depend on."""

    unit: str
    better: str
    is_state: bool


def measure_rules(current: CurrentData) -> dict[str, MeasureRules]:
    """Return the rules of every measure of the catalogue, by measure_id."""
    rules: dict[str, MeasureRules] = {}
    for row in current.rows("measures").to_dict("records"):
        drill = drill_of(row["measure_id"])
        # Of a state on a day, not of what happened in a month.
        is_state = row["kind"] == "stock" or bool(drill and drill.until)
        rules[row["measure_id"]] = MeasureRules(row["unit"], row["better"], is_state)
    return rules
