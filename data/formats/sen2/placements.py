"""The need and the setting of each plan: its primary need, and the placement that lasts."""

import numpy as np
import pandas as pd

from data.formats.base import DIFFERENCE, Note
from data.formats.sen2.code_values import UNKNOWN, CodeMeanings, flags_of
from data.formats.sen2.dates import readable_days_of
from data.formats.sen2.tables.column_names import TABLES
from data.formats.sen2.tables.model import ReturnTable

_FIRST = frozenset({"1", "01", ""})
# What tells of a setting where the return has no code for it: the first that is there.
_INDICATORS = ("senunitindicator", "resourcedprovisionindicator")
_NUMBERS = ("urn", "ukprn")


def needs_of(plans: ReturnTable, needs: ReturnTable, meanings: CodeMeanings) -> np.ndarray:
    """Return the primary need of each active plan; none where two are called the first."""
    words = meanings.or_blank("sentype", needs.column("sentype"), needs.numbers, "senneed")
    is_first = np.isin(needs.column("sentyperank").astype(str), list(_FIRST))
    rows = pd.DataFrame({"key": needs.column(TABLES["senneed"][1]), "word": words})
    rows = rows.loc[is_first & (rows["word"] != "").to_numpy()].drop_duplicates()
    is_torn = rows["key"].duplicated(keep=False)
    if is_torn.any():
        count = rows.loc[is_torn, "key"].nunique()
        text = (
            f"{count:,} plans have two needs of the first rank: their primary need is left blank."
        )
        meanings.notes.append(Note(DIFFERENCE, "senneed", text))
    return _looked_up(rows.loc[~is_torn], plans.column(TABLES["activeplans"][0]))


def settings_of(
    parents: ReturnTable, details: ReturnTable, meanings: CodeMeanings, cut_off: str
) -> np.ndarray:
    """Return the setting of each plan: of the first rank, not left by the cut-off, the newest."""
    rows = pd.DataFrame(
        {
            "key": details.column(TABLES[details.name][1]),
            "word": setting_words(details, meanings),
            "is_second": ~np.isin(details.column("placementrank").astype(str), list(_FIRST)),
            "entry": "",
            "has_left": False,
        }
    )
    if "leavingdate" in details.cells:
        leaving_days = readable_days_of(details.column("leavingdate"))
        rows["has_left"] = (leaving_days != "") & (leaving_days.astype(str) <= (cut_off or "9999"))
        rows["entry"] = readable_days_of(details.column("entrydate"))
    rows = rows.loc[~rows["has_left"] & (rows["word"] != "")]
    # The second sort keeps the order of the first among rows of one rank.
    rows = rows.sort_values("entry", ascending=False, kind="stable")
    rows = rows.sort_values("is_second", kind="stable").drop_duplicates("key")
    return _looked_up(rows, parents.column(TABLES[parents.name][0]))


def setting_words(details: ReturnTable, meanings: CodeMeanings) -> np.ndarray:
    """Return the setting that each row names by its code, or by what else it has."""
    meant = meanings.of_cells(
        "sensetting", details.column("sensetting"), details.numbers, details.name
    )
    is_coded = details.column("sensetting") != ""
    words = np.where(meant == UNKNOWN, "", meant).astype(object)
    for name in (*_INDICATORS, *_NUMBERS):
        cells = details.column(name)
        is_so = flags_of(cells) == "yes" if name in _INDICATORS else cells != ""
        words = np.where(
            ~is_coded & (words == "") & is_so, meanings.word("sensetting", name), words
        )
    return words


def _looked_up(rows: pd.DataFrame, keys: np.ndarray) -> np.ndarray:
    """Return the word of each key, of rows that have each key once."""
    places = pd.Index(rows["key"], dtype=object).get_indexer(pd.Index(keys, dtype=object))
    return np.append(rows["word"].to_numpy(dtype=object), "")[places]
