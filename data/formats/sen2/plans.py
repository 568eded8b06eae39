"""The active plans of a return, and those that ceased, as EHC plans."""

import numpy as np

from data.formats.base import DIFFERENCE, READ_AS, Note, Part
from data.formats.sen2.code_values import Meanings
from data.formats.sen2.dates import ages_on
from data.formats.sen2.extract_builder import LeftOut, part_of_columns
from data.formats.sen2.requests import Place, Requests

_READ_AS = (
    "plans: issued_date is startdate of the named plan, ceased_date ceasedate, the setting that of "
    "the placement of first rank that has not ended. Rows are those of the table requests."
)
_MOVED_IN = (
    "plans moved in from another authority on a day that the return does not tell: they count from "
    "their start date."
)
# Each kind of transfer has its own day by law (SEND Regulations 2014, regulation 18).
_TRANSFER_BY_DAY = {"03-31": "secondary_to_post16", "02-15": "school"}


def plans_of(
    requests: Requests, meanings: Meanings, place: Place
) -> tuple[Part | None, list[Note]]:
    """Make a plan of every active plan, and of every named plan that ceased."""
    cells = requests.cells
    has_plan = requests.has["activeplans"] | requests.has["namedplan"]
    left = LeftOut("namedplan", ~has_plan)
    is_loose = ~requests.has["activeplans"] & (cells["ceasedate"] == "")
    left.leave(is_loose, "named plans have neither ceased nor an active plan: not in the caseload.")
    kept = ~left.is_out
    notes = left.notes + _notes(requests, kept)
    if not kept.any():
        return None, notes
    columns = {
        "plan_id": requests.identifiers,
        "issued_date": cells["startdate"],
        "ceased_date": cells["ceasedate"],
        "cease_reason": meanings.or_blank(
            "ceasereason", cells["ceasereason"], requests.rows["namedplan"], "namedplan"
        ),
        "age": ages_on(requests.births, np.full(len(requests), place.cut_off, dtype=object)),
        "primary_need": requests.needs,
        "setting": requests.settings,
        "phase_transfer": transfers_of(cells["phasetransferduedate"]),
        "phase_transfer_due": cells["phasetransferduedate"],
    }
    columns = {name: column[kept] for name, column in columns.items()}
    return part_of_columns("plans", columns, requests.numbers[kept], "requests", place), notes


def _notes(requests: Requests, kept: np.ndarray) -> list[Note]:
    cells = requests.cells
    told = (
        (
            cells["startdate"] == "",
            DIFFERENCE,
            "plans have no start date: they are listed but cannot be counted in the caseload.",
        ),
        (
            cells["transferla"] != "",
            READ_AS,
            _MOVED_IN,
        ),
    )
    counted = ((int((is_so & kept).sum()), topic, words) for is_so, topic, words in told)
    notes = [
        Note(topic, "activeplans", f"{count:,} {words}") for count, topic, words in counted if count
    ]
    return [*notes, Note(READ_AS, "activeplans", f"{int(kept.sum()):,} plans. {_READ_AS}")]


def transfers_of(due: np.ndarray) -> np.ndarray:
    """Return which move between phases lies ahead, by the day on which it is due."""
    kinds = [_TRANSFER_BY_DAY.get(day[5:], "post16_to_post16") if day else "" for day in due]
    return np.array([*kinds, None], dtype=object)[:-1]
