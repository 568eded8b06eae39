"""What the terms of NHS England's autism statistics mean here: tables that an analyst can add to."""

import csv
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_HERE = Path(__file__).parent


@dataclass(frozen=True)
class Meaning:
    """Say which measure, and which part of it, a metric is for an age group."""

    metric_name: str
    measure_id: str
    breakdown: str


@dataclass(frozen=True)
class Layout:
    """Say which of its two levels holds the area and which the age group; "" is England, all ages."""

    area: str
    age_group: str


@cache
def meanings() -> dict[tuple[str, str], Meaning]:
    """Return what is known of each metric and age group, both folded."""
    return {
        (folded(row["metric"]), folded(row["age_group"])): Meaning(
            folded(row["metric_name"]), row["measure_id"], row["breakdown"]
        )
        for row in _rows("nhs_autism_metrics.csv")
    }


@cache
def layouts() -> dict[str, Layout]:
    """Return what the levels of each breakdown hold, by its folded name."""
    return {
        folded(row["breakdown"]): Layout(row["area"], row["age_group"])
        for row in _rows("nhs_breakdowns.csv")
    }


def folded(words: str) -> str:
    """Return words in lower case without what is neither letter nor number."""
    return " ".join(re.findall(r"[a-z0-9]+", words.lower()))


def _rows(name: str) -> list[dict[str, str]]:
    with (_HERE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
