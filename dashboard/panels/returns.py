"""Returns of services: received, due or overdue on a day."""

from dataclasses import dataclass
from datetime import date

RECEIVED, LATE, DUE, OVERDUE = "received", "late", "due", "overdue"


@dataclass(frozen=True)
class ReturnDue:
    """One return that a service is to send; measure and provider are empty where any will do."""

    service: str
    area_code: str
    kind: str
    measure_id: str
    provider: str
    period_start: date
    period_end: date
    due_on: date
    note: str = ""


@dataclass(frozen=True)
class Received:
    """The extract of a return, and the day on which it was loaded."""

    extract_id: int
    loaded_on: date


@dataclass(frozen=True)
class JudgedReturn(ReturnDue):
    """A return on a day: `days` is how long it is overdue, or was; or how long until it is due."""

    state: str = DUE
    days: int = 0
    received_on: date | None = None
    extract_id: int | None = None


def judge_return(due: ReturnDue, received: Received | None, day: date) -> JudgedReturn:
    """Return the state of a return on a day; one that was loaded later has not come yet."""
    if received is None or received.loaded_on > day:
        state = OVERDUE if day > due.due_on else DUE
        return JudgedReturn(**vars(due), state=state, days=abs((day - due.due_on).days))
    days = max((received.loaded_on - due.due_on).days, 0)
    return JudgedReturn(
        **vars(due),
        state=LATE if days else RECEIVED,
        days=days,
        received_on=received.loaded_on,
        extract_id=received.extract_id,
    )
