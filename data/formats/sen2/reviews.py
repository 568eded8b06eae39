"""The reviews of a return's active plans as annual reviews."""

import numpy as np

from data.formats.base import READ_AS, ExtractPart, Note
from data.formats.sen2.code_values import LEAVE_OUT, UNKNOWN, CodeMeanings
from data.formats.sen2.extract_builder import LeftOut, part_from_columns
from data.formats.sen2.plans import transfers_of
from data.formats.sen2.requests import Requests, ReturnPlace

_READ_AS = (
    "annual_reviews: meeting_date is reviewmeeting, draft_date reviewdraft, decision_date lastreview, "
    "final_plan_date phasetransferfinaldate where it follows the meeting. The return holds the last "
    "review of each plan, without the day on which it was due. Rows are those of activeplans."
)


def reviews_of(
    requests: Requests, meanings: CodeMeanings, place: ReturnPlace
) -> tuple[ExtractPart | None, list[Note]]:
    """Make a review of every active plan that has one, and one of a transfer that was another's."""
    cells, numbers = requests.cells, requests.rows["activeplans"]
    decisions = meanings.of_cells("reviewoutcome", cells["reviewoutcome"], numbers, "activeplans")
    is_combined = _is_one_review(cells)
    final = cells["phasetransferfinaldate"]
    own_final = np.where(is_combined, final, "")
    left_out = _left_out(requests, decisions, own_final)
    transfers = transfers_of(cells["phasetransferduedate"])
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
    notes = [*left_out.notes, Note(READ_AS, "activeplans", f"{count:,} reviews. {_READ_AS}")]
    if not count:
        return None, notes
    rows = np.concatenate([numbers[is_included], numbers[apart]])
    return part_from_columns("annual_reviews", whole, rows, "activeplans", place), notes


def _is_one_review(cells: dict[str, np.ndarray]) -> np.ndarray:
    """Return where the transfer's final plan can be that of the last review: not before its days."""
    due, final = cells["phasetransferduedate"], cells["phasetransferfinaldate"]
    latest = np.maximum(cells["reviewmeeting"], cells["reviewdraft"])
    until = np.where(final == "", due, final)
    return (due != "") & (latest != "") & (until >= latest)


def _left_out(requests: Requests, decisions: np.ndarray, final: np.ndarray) -> LeftOut:
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
    """Return the reviews for a transfer that came before the last review of the plan."""
    blank = np.full(int(apart.sum()), "", dtype=object)
    filled = {
        "plan_id": columns["plan_id"][apart],
        "phase_transfer": transfers[apart],
        "final_plan_date": final[apart],
    }
    return {name: filled.get(name, blank) for name in columns}
