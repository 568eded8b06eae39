"""The agenda of a pack: which slides its maker chose, in which order, with notes for the presenter."""

import json
from dataclasses import dataclass
from hashlib import sha256


@dataclass(frozen=True)
class Agenda:
    """The names of the main slides after the cover, in order; empty as the figures have them.

    `notes` are of (slide, text).
    """

    slides: tuple[str, ...] = ()
    notes: tuple[tuple[str, str], ...] = ()


AS_BUILT = Agenda()


def agenda_text(agenda: Agenda) -> str:
    """Return an agenda as it is stored; "" where nobody chose anything."""
    if agenda == AS_BUILT:
        return ""
    content = {"slides": agenda.slides, "notes": dict(agenda.notes)}
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"))


def agenda_mark(agenda: Agenda) -> str:
    """Return what only this agenda has; "" where nobody chose anything."""
    text = agenda_text(agenda)
    return sha256(text.encode()).hexdigest() if text else ""


def read_agenda(text: str) -> Agenda:
    """Return a stored agenda."""
    if not text:
        return AS_BUILT
    content = json.loads(text)
    return Agenda(tuple(content["slides"]), tuple(content["notes"].items()))
