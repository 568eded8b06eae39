"""The active plans of a return, and those that ceased, as EHC plans."""

import numpy as np

from data.formats.base import DIFFERENCE, READ_AS, ExtractPart, Note
from data.formats.sen2.code_values import CodeMeanings
from data.formats.sen2.dates import ages_on
from data.formats.sen2.extract_builder import LeftOut, part_from_columns
from data.formats.sen2.requests import Requests, ReturnPlace

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
    requests: Requests, meanings: CodeMeanings, place: ReturnPlace
) -> tuple[ExtractPart | None, list[Note]]:
    """Make a plan of every active plan, and of every named plan that ceased."""
    cells = requests.cells
    has_plan = requests.has["activeplans"] | requests.has["namedplan"]
    left_out = LeftOut("namedplan", ~has_plan)
    is_loose = ~requests.has["activeplans"] & (cells["ceasedate"] == "")
    left_out.leave(
        is_loose, "named plans have neither ceased nor an active plan: not in the caseload."
    )
    is_included = ~left_out.is_out
    notes = left_out.notes + _notes(requests, is_included)
    if not is_included.any():
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
    columns = {name: column[is_included] for name, column in columns.items()}
    return part_from_columns(
        "plans", columns, requests.numbers[is_included], "requests", place
    ), notes


def _notes(requests: Requests, is_included: np.ndarray) -> list[Note]:
    cells = requests.cells
    findings = (
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
    counted = (
        (int((applies & is_included).sum()), topic, words) for applies, topic, words in findings
    )
    notes = [
        Note(topic, "activeplans", f"{count:,} {words}") for count, topic, words in counted if count
    ]
    return [*notes, Note(READ_AS, "activeplans", f"{int(is_included.sum()):,} plans. {_READ_AS}")]


def transfers_of(due: np.ndarray) -> np.ndarray:
    """Return which move between phases lies ahead, by the day on which it is due."""
    kinds = [_TRANSFER_BY_DAY.get(day[5:], "post16_to_post16") if day else "" for day in due]
    return np.array([*kinds, None], dtype=object)[:-1]
