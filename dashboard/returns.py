"""What services are to send: what has come, what is due and what is overdue on a day."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from dashboard.periods import day_words
from dashboard.wording import joined

RECEIVED, LATE, DUE, OVERDUE = "received", "late", "due", "overdue"
STATE_WORDS: Final = {
    OVERDUE: "Overdue",
    DUE: "Due",
    LATE: "Received late",
    RECEIVED: "Received",
}


@dataclass(frozen=True)
class ReturnDue:
    """One return that a service is to send; `measure` and `provider` are empty where any will do."""

    service: str
    area_code: str
    area: str
    kind: str
    kind_title: str
    measure: str
    provider: str
    period_start: date
    period_end: date
    due_on: date
    note: str = ""


@dataclass(frozen=True)
class Received:
    """The first extract that holds what was awaited, and the day on which it was loaded."""

    extract_id: int
    loaded_on: date


@dataclass(frozen=True)
class JudgedReturn:
    """A return on a day: `days` overdue, late, or left until it is due."""

    due: ReturnDue
    state: str
    days: int
    received: Received | None
    words: str


@dataclass(frozen=True)
class ServiceReturns:
    """The returns of one service, those that are longest overdue first."""

    service: str
    overdue: int
    returns: tuple[JudgedReturn, ...]


def judge_return(due: ReturnDue, received: Received | None, day: date) -> JudgedReturn:
    """Tell how a return stands on a day; one that was loaded later has not come yet."""
    come = received if received and received.loaded_on <= day else None
    if come:
        days = max((come.loaded_on - due.due_on).days, 0)
        state = LATE if days else RECEIVED
    else:
        days = abs((day - due.due_on).days)
        state = OVERDUE if day > due.due_on else DUE
    return JudgedReturn(due, state, days, come, _words(state, due, days, come))


def by_service(returns: Iterable[JudgedReturn]) -> tuple[ServiceReturns, ...]:
    """Gather returns by service: whoever has most overdue first, then by name."""
    gathered: dict[str, list[JudgedReturn]] = {}
    for each in returns:
        gathered.setdefault(each.due.service, []).append(each)
    services = [
        ServiceReturns(
            service,
            sum(each.state == OVERDUE for each in its),
            tuple(sorted(its, key=_urgency)),
        )
        for service, its in gathered.items()
    ]
    return tuple(sorted(services, key=lambda one: (-one.overdue, one.service)))


def returns_words(returns: Sequence[JudgedReturn]) -> str:
    """Count the returns in a sentence; says how to declare them where there is none."""
    if not returns:
        return (
            "No return is declared. Load an extract of kind returns_due: a row for each return that a "
            "service is to send, with the day it is due."
        )
    states = [each.state for each in returns]
    counted = [
        f"{states.count(state):,} {word.lower()}"
        for state, word in STATE_WORDS.items()
        if state in states
    ]
    noun = "return" if len(returns) == 1 else "returns"
    return f"Of {len(returns):,} {noun}: {joined(counted)}."


def _urgency(one: JudgedReturn) -> tuple[int, date, str, str]:
    place = list(STATE_WORDS).index(one.state)
    return (place, one.due.due_on, one.due.kind_title, one.due.area)


def _words(state: str, due: ReturnDue, days: int, come: Received | None) -> str:
    counted = f"{days:,} {'day' if days == 1 else 'days'}"
    if come:
        on = f"on {day_words(come.loaded_on)}, extract {come.extract_id}"
        return f"Received {on}, {counted} late" if state == LATE else f"Received {on}"
    if state == OVERDUE:
        return f"{counted} overdue, due on {day_words(due.due_on)}"
    return f"Due on {day_words(due.due_on)}" + (f", in {counted}" if days else ", today")
