"""Find which row of one table hangs from which row of another, by the return's own numbers."""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from data.common.errors import Issue
from data.formats.base import LEFT_OUT, Note
from data.formats.sen2.tables.column_names import TABLES
from data.formats.sen2.tables.model import ReturnTable

_MAX_ISSUES = 200
# Below a request there is at most one of each of these.
AT_MOST_ONE = ("assessment", "namedplan", "activeplans")
NO_ROW = -1


def positions_of_children(parent: ReturnTable, child: ReturnTable) -> np.ndarray:
    """Return for each row of a table the row of another that hangs from it, or NOWHERE."""
    return _positions(child.column(TABLES[child.name][1]), parent.column(TABLES[parent.name][0]))


def positions_of_parents(child: ReturnTable, parent: ReturnTable) -> np.ndarray:
    """Return for each row of a table the row of another that it hangs from, or NOWHERE."""
    key = TABLES[parent.name][0]
    return _positions(parent.column(key), child.column(key))


def _positions(among: np.ndarray, keys: np.ndarray) -> np.ndarray:
    """Return where each key first stands; a blank key is nowhere."""
    first = ~pd.Index(among, dtype=object).duplicated() & (among != "")
    places = pd.Index(among[first], dtype=object).get_indexer(pd.Index(keys, dtype=object))
    return np.append(np.flatnonzero(first), NO_ROW)[places]


def follow_positions(first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """Follow one step after another: positions in a second table of positions in a first."""
    return np.append(second, NO_ROW)[first]


def pick_cells(cells: np.ndarray, positions: np.ndarray) -> np.ndarray:
    """Return the cell at each position, "" for NOWHERE."""
    return np.append(cells.astype(object), "")[positions]


def repeated_children(tables: dict[str, ReturnTable]) -> Iterator[Issue]:
    """Refuse a second assessment, named plan or active plan below one row."""
    for name in AT_MOST_ONE:
        if name not in tables:
            continue
        key = TABLES[name][1]
        keys = pd.Series(tables[name].column(key))
        is_second = (keys.duplicated() & (keys != "")).to_numpy()
        for position in np.flatnonzero(is_second)[:_MAX_ISSUES]:
            number = int(tables[name].numbers[position])
            expected = f"at most one row of {name} for each {key}"
            fix = "Keep the row that holds, and send the return again."
            yield Issue(number, key, "the same as a row before", expected, fix, name)


def orphan_notes(tables: dict[str, ReturnTable]) -> Iterator[Note]:
    """Count the rows that hang from a row which is not there."""
    for name, table in tables.items():
        parent = next((each for each, (key, _) in TABLES.items() if key == TABLES[name][1]), "")
        if parent not in tables or name == "person":
            continue
        count = int((positions_of_parents(table, tables[parent]) == NO_ROW).sum())
        if not count:
            continue
        treatment = "kept, without age, sex and ethnicity" if name == "requests" else "left out"
        words = f"{count:,} rows name a row of {parent} that is not there: {treatment}."
        yield Note(LEFT_OUT, name, words)
