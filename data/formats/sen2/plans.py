"""The active and ceased plans of a return as EHC plans, and their annual reviews."""

import numpy as np

from data.formats.base import DIFFERENCE, READ_AS, ExtractPart, Note
from data.formats.sen2.cells import LEAVE_OUT, UNKNOWN, CodeMeanings, ages_on
from data.formats.sen2.requests import LeftOut, Requests, ReturnPlace, part_from_columns

_PLANS_READ_AS = (
    "plans: issued_date is startdate of the named plan, ceased_date ceasedate, the setting that of "
    "the placement of first rank that has not ended. Rows are those of the table requests."
)
_MOVED_IN = (
    "plans moved in from another authority on a day that the return does not tell: they count from "
    "their start date."
)
# Each kind of transfer has its own day by law (SEND Regulations 2014, regulation 18).
_TRANSFER_BY_DAY = {"03-31": "secondary_to_post16", "02-15": "school"}
_REVIEWS_READ_AS = (
    "annual_reviews: meeting_date is reviewmeeting, draft_date reviewdraft, decision_date lastreview, "
    "final_plan_date phasetransferfinaldate where it follows the meeting. The return holds the last "
    "review of each plan, without the day on which it was due. Rows are those of activeplans."
)


def plans_of(
    requests: Requests, meanings: CodeMeanings, place: ReturnPlace
) -> tuple[ExtractPart | None, list[Note]]:
    """Return the extract of every active plan and every named plan that ceased; None if empty."""
    cells = requests.cells
    has_plan = requests.has["activeplans"] | requests.has["namedplan"]
    left_out = LeftOut("namedplan", ~has_plan)
    is_loose = ~requests.has["activeplans"] & (cells["ceasedate"] == "")
    left_out.leave(
        is_loose, "named plans have neither ceased nor an active plan: not in the caseload."
    )
    is_included = ~left_out.is_out
    notes = left_out.notes + _plan_notes(requests, is_included)
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
        "phase_transfer": _phase_transfers(cells["phasetransferduedate"]),
        "phase_transfer_due": cells["phasetransferduedate"],
    }
    columns = {name: column[is_included] for name, column in columns.items()}
    return part_from_columns(
        "plans", columns, requests.numbers[is_included], "requests", place
    ), notes


def _plan_notes(requests: Requests, is_included: np.ndarray) -> list[Note]:
    cells = requests.cells
    findings = (
        (
            cells["startdate"] == "",
            DIFFERENCE,
            "plans have no start date: they are listed but cannot be counted in the caseload.",
        ),
        (cells["transferla"] != "", READ_AS, _MOVED_IN),
    )
    counted = (
        (int((applies & is_included).sum()), topic, words) for applies, topic, words in findings
    )
    notes = [
        Note(topic, "activeplans", f"{count:,} {words}") for count, topic, words in counted if count
    ]
    return [
        *notes,
        Note(READ_AS, "activeplans", f"{int(is_included.sum()):,} plans. {_PLANS_READ_AS}"),
    ]


def _phase_transfers(due: np.ndarray) -> np.ndarray:
    """Return the next phase transfer of each plan by the day on which it is due; "" without one."""
    kinds = [_TRANSFER_BY_DAY.get(day[5:], "post16_to_post16") if day else "" for day in due]
    return np.array([*kinds, None], dtype=object)[:-1]


def reviews_of(
    requests: Requests, meanings: CodeMeanings, place: ReturnPlace
) -> tuple[ExtractPart | None, list[Note]]:
    """Return the extract of the last review of every active plan, and of earlier transfer reviews."""
    cells, numbers = requests.cells, requests.rows["activeplans"]
    decisions = meanings.of_cells("reviewoutcome", cells["reviewoutcome"], numbers, "activeplans")
    is_combined = _are_one_review(cells)
    final = cells["phasetransferfinaldate"]
    own_final = np.where(is_combined, final, "")
    left_out = _left_out_reviews(requests, decisions, own_final)
    transfers = _phase_transfers(cells["phasetransferduedate"])
    columns = {
        "plan_id": requests.identifiers,
        "phase_transfer": np.where(is_combined, transfers, ""),
        "meeting_date": cells["reviewmeeting"],
        "draft_date": cells["reviewdraft"],
        "decision": decisions,
        "decision_date": cells["lastreview"],
        "final_plan_date": own_final,
    }
    is_included = ~left_out.is_out
    apart = ~is_combined & (final != "") & (transfers != "")
    parts = [{name: column[is_included] for name, column in columns.items()}]
    parts.append(_transfers_apart(columns, transfers, final, apart))
    whole = {name: np.concatenate([part[name] for part in parts]) for name in columns}
    count = len(whole["plan_id"])
    left_out.leave(
        (final != "") & (transfers == ""),
        "final plans of a transfer (phasetransferfinaldate) have no day on which it was due: not read.",
    )
    notes = [
        *left_out.notes,
        Note(READ_AS, "activeplans", f"{count:,} reviews. {_REVIEWS_READ_AS}"),
    ]
    if not count:
        return None, notes
    rows = np.concatenate([numbers[is_included], numbers[apart]])
    return part_from_columns("annual_reviews", whole, rows, "activeplans", place), notes


def _are_one_review(cells: dict[str, np.ndarray]) -> np.ndarray:
    """Return where the transfer's final plan can be of the last review: not before its days."""
    due, final = cells["phasetransferduedate"], cells["phasetransferfinaldate"]
    latest = np.maximum(cells["reviewmeeting"], cells["reviewdraft"])
    until = np.where(final == "", due, final)
    return (due != "") & (latest != "") & (until >= latest)


def _left_out_reviews(requests: Requests, decisions: np.ndarray, final: np.ndarray) -> LeftOut:
    cells = requests.cells
    has_any = final != ""
    for name in ("reviewmeeting", "reviewoutcome", "reviewdraft", "lastreview"):
        has_any |= cells[name] != ""
    left_out = LeftOut("activeplans", ~(requests.has["activeplans"] & has_any))
    left_out.leave(
        (decisions == UNKNOWN) | (decisions == LEAVE_OUT),
        "reviews have an outcome that sen2_codes lacks or leaves out: left out.",
    )
    left_out.leave(
        (decisions == "") & (cells["lastreview"] != ""),
        "reviews were decided (lastreview) without an outcome that is told: left out.",
    )
    return left_out


def _transfers_apart(
    columns: dict[str, np.ndarray], transfers: np.ndarray, final: np.ndarray, apart: np.ndarray
) -> dict[str, np.ndarray]:
    """Return the reviews for a transfer that precede the last review of the plan."""
    blank = np.full(int(apart.sum()), "", dtype=object)
    filled = {
        "plan_id": columns["plan_id"][apart],
        "phase_transfer": transfers[apart],
        "final_plan_date": final[apart],
    }
    return {name: filled.get(name, blank) for name in columns}
