"""What families, schools and others answered."""

from tests.oracle.asked import Asked
from tests.oracle.breakdowns import Case, column_breakdowns
from tests.oracle.cells import Cells, over_periods
from tests.oracle.figures import Event, rate

ANSWERS = ("positive", "neutral", "negative")


def feedback(rows: list[Case], asked: Asked) -> Cells:
    """Work out the share of positive answers to each question, which names its measure."""
    cells: Cells = {}
    for question in {row["question"] for row in rows}:
        events = [
            Event(
                row["asked_date"],
                column_breakdowns(row, {"survey": "survey", "by": "by"}),
                row["answer"] == "positive",
            )
            for row in rows
            if row["question"] == question and row["answer"] in ANSWERS
        ]
        cells |= over_periods(question, events, rate, asked)
    return cells
