"""Find which row of one table hangs from which row of another, by the return's own numbers."""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from data.common.errors import Fault
from data.formats.base import LEFT_OUT, Note
from data.formats.sen2.tables.column_names import TABLES
from data.formats.sen2.tables.model import Table

_MOST_TOLD = 200
# Below a request there is at most one of each of these.
AT_MOST_ONE = ("assessment", "namedplan", "activeplans")
NOWHERE = -1


def positions_of_children(parent: Table, child: Table) -> np.ndarray:
    """Return for each row of a table the row of another that hangs from it, or NOWHERE."""
    return _positions(child.column(TABLES[child.name][1]), parent.column(TABLES[parent.name][0]))


def positions_of_parents(child: Table, parent: Table) -> np.ndarray:
    """Return for each row of a table the row of another that it hangs from, or NOWHERE."""
    key = TABLES[parent.name][0]
    return _positions(parent.column(key), child.column(key))


def _positions(among: np.ndarray, wanted: np.ndarray) -> np.ndarray:
    """Return where each key first stands; a blank key is nowhere."""
    first = ~pd.Index(among, dtype=object).duplicated() & (among != "")
    places = pd.Index(among[first], dtype=object).get_indexer(pd.Index(wanted, dtype=object))
    return np.append(np.flatnonzero(first), NOWHERE)[places]


def through(first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """Follow one step after another: positions in a second table of positions in a first."""
    return np.append(second, NOWHERE)[first]


def taken(cells: np.ndarray, positions: np.ndarray) -> np.ndarray:
    """Return the cell at each position, "" for NOWHERE."""
    return np.append(cells.astype(object), "")[positions]


def repeated_children(tables: dict[str, Table]) -> Iterator[Fault]:
    """Refuse a second assessment, named plan or active plan below one row."""
    for name in AT_MOST_ONE:
        if name not in tables:
            continue
        key = TABLES[name][1]
        keys = pd.Series(tables[name].column(key))
        is_second = (keys.duplicated() & (keys != "")).to_numpy()
        for position in np.flatnonzero(is_second)[:_MOST_TOLD]:
            number = int(tables[name].numbers[position])
            expected = f"at most one row of {name} for each {key}"
            mend = "Keep the row that holds, and send the return again."
            yield Fault(number, key, "the same as a row before", expected, mend, name)


def orphan_notes(tables: dict[str, Table]) -> Iterator[Note]:
    """Count the rows that hang from a row which is not there."""
    for name, table in tables.items():
        parent = next((each for each, (key, _) in TABLES.items() if key == TABLES[name][1]), "")
        if parent not in tables or name == "person":
            continue
        count = int((positions_of_parents(table, tables[parent]) == NOWHERE).sum())
        if not count:
            continue
        kept = "kept, without age, sex and ethnicity" if name == "requests" else "left out"
        words = f"{count:,} rows name a row of {parent} that is not there: {kept}."
        yield Note(LEFT_OUT, name, words)
