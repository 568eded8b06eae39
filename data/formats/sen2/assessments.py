"""The requests of a return as EHC needs assessments."""

import numpy as np

from data.formats.base import DIFFERENCE, READ_AS, ExtractPart, Note
from data.formats.sen2.cells import LEAVE_OUT, UNKNOWN, CodeMeanings, ages_on, flags_of
from data.formats.sen2.requests import LeftOut, Requests, ReturnPlace, part_from_columns

_READ_AS = (
    "ehc_assessments: request_date is receiveddate, decision_date requestoutcomedate, outcome_date "
    "assessmentoutcomedate, plan_issued_date startdate of the named plan, exception week20. Rows "
    "are those of the table requests."
)


def assessments_of(
    requests: Requests, meanings: CodeMeanings, place: ReturnPlace
) -> tuple[ExtractPart | None, list[Note]]:
    """Return the extract of the requests that belong to the year of the return; None if empty."""
    cells, numbers, rows = requests.cells, requests.numbers, requests.rows["assessment"]
    decisions = meanings.of_cells("requestoutcome", cells["requestoutcome"], numbers, "requests")
    outcomes = meanings.of_cells(
        "assessmentoutcome", cells["assessmentoutcome"], rows, "assessment"
    )
    left_out, notes = _left_out_requests(requests, decisions, outcomes)
    columns = _case_columns(requests, decisions, outcomes, meanings)
    clocks = _case_clocks(requests, decisions, outcomes)
    is_included = ~left_out.is_out
    notes += _case_notes(requests, decisions, outcomes, clocks, is_included)
    count = f"{len(requests):,} requests make {int(is_included.sum()):,} cases. {_READ_AS}"
    notes.append(Note(READ_AS, "requests", count))
    if not is_included.any():
        return None, notes
    columns = {name: column[is_included] for name, column in {**columns, "clock": clocks}.items()}
    return part_from_columns(
        "ehc_assessments", columns, numbers[is_included], "requests", place
    ), notes


def _left_out_requests(
    requests: Requests, decisions: np.ndarray, outcomes: np.ndarray
) -> tuple[LeftOut, list[Note]]:
    left_out = LeftOut("requests", np.zeros(len(requests), bool))
    is_historical = decisions == LEAVE_OUT
    in_year = is_historical & requests.has["assessment"] & (outcomes != LEAVE_OUT)
    left_out.leave(
        is_historical, "requests are historical (decided before the year of the return): left out."
    )
    left_out.leave(
        outcomes == LEAVE_OUT, "requests have a historical assessment: left out. Their plans stay."
    )
    left_out.leave(
        decisions == UNKNOWN, "requests have an outcome that sen2_codes lacks: left out."
    )
    left_out.leave(
        outcomes == UNKNOWN, "requests have an assessment outcome that sen2_codes lacks: left out."
    )
    is_undecided = (decisions == "") | ((decisions == "assess") & (outcomes == ""))
    has_moved = (requests.cells["exported"] != "") & is_undecided
    left_out.leave(
        has_moved, "requests moved out of the area undecided, on a day that is not told: left out."
    )
    notes = left_out.notes
    if count := int(in_year.sum()):
        words = (
            f"{count:,} of the historical requests have an assessment that is not historical. To "
            "count those by their assessment alone, blank the meaning of the request’s code in "
            "sen2_codes."
        )
        notes.append(Note(DIFFERENCE, "requests", words))
    return left_out, notes


def _case_columns(
    requests: Requests, decisions: np.ndarray, outcomes: np.ndarray, meanings: CodeMeanings
) -> dict[str, np.ndarray]:
    cells, numbers = requests.cells, requests.numbers
    return {
        "case_id": requests.identifiers,
        "request_date": cells["receiveddate"],
        "request_source": meanings.or_blank(
            "requestsource", cells["requestsource"], numbers, "requests"
        ),
        "decision": decisions,
        "decision_date": _outcome_days(
            decisions, cells["requestoutcome"], cells["requestoutcomedate"]
        ),
        "outcome": outcomes,
        "outcome_date": _outcome_days(
            outcomes, cells["assessmentoutcome"], cells["assessmentoutcomedate"]
        ),
        "plan_issued_date": cells["startdate"],
        "exception": flags_of(cells["week20"]),
        "age_at_request": ages_on(requests.births, cells["receiveddate"]),
        "primary_need": requests.needs,
        "sex": cells["sex"],
        "ethnicity": cells["ethnicity"],
        "setting": requests.settings,
    }


def _outcome_days(meanings: np.ndarray, codes: np.ndarray, days: np.ndarray) -> np.ndarray:
    """Return the day of an outcome; "" where its code means that nothing was decided."""
    return np.where((meanings == "") & (codes != ""), "", days)


def _case_clocks(requests: Requests, decisions: np.ndarray, outcomes: np.ndarray) -> np.ndarray:
    """Return the clock of each case: request, tribunal, or transfer_in."""
    cells = requests.cells
    after_refusal = (flags_of(cells["requesttribunal"]) == "yes") & (decisions == "assess")
    after_no_plan = (flags_of(cells["assessmenttribunal"]) == "yes") & (outcomes == "issue")
    clocks = np.where(after_refusal | after_no_plan, "tribunal", "request").astype(object)
    return np.where(cells["transferla"] != "", "transfer_in", clocks)


def _case_notes(
    requests: Requests,
    decisions: np.ndarray,
    outcomes: np.ndarray,
    clocks: np.ndarray,
    is_included: np.ndarray,
) -> list[Note]:
    cells = requests.cells
    idle = (decisions == "") & (cells["requestoutcome"] != "") & (cells["requestoutcomedate"] != "")
    idle |= (
        (outcomes == "")
        & (cells["assessmentoutcome"] != "")
        & (cells["assessmentoutcomedate"] != "")
    )
    findings = (
        (
            idle,
            DIFFERENCE,
            "cases have the day of an outcome that is awaited: the day is left out.",
        ),
        (
            (outcomes == "issue") & ~requests.has["namedplan"],
            DIFFERENCE,
            "cases were decided to have a plan and have none: they count as open.",
        ),
        (
            clocks == "tribunal",
            READ_AS,
            "cases were decided for after a tribunal: on its clock, not the request’s.",
        ),
        (
            clocks == "transfer_in",
            READ_AS,
            "cases moved in with a plan (transferla): on that clock.",
        ),
    )
    counted = (
        (int((applies & is_included).sum()), topic, words) for applies, topic, words in findings
    )
    return [
        Note(topic, "requests", f"{count:,} {words}") for count, topic, words in counted if count
    ]
