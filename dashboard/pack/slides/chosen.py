"""The main slides as the maker of a pack chose them: their order, what is hidden, measures added."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from dashboard.pack.agenda import Agenda
from dashboard.pack.blocks import Slide
from dashboard.pack.model import StoredPack
from dashboard.pack.slides.agenda import main_slides, priorities_of
from dashboard.pack.slides.measure import focus_slide
from dashboard.text.format import joined

UP: Final = "up"
DOWN: Final = "down"
HIDE: Final = "hide"
SHOW: Final = "show"
RESET: Final = "reset"
MOVES: Final = (UP, DOWN, HIDE, SHOW, RESET)
# What else is done to slides: a note written for one, a measure put in focus.
NOTE: Final = "note"
ADD: Final = "add"
FOCUS: Final = "focus-"
# More measures in focus than these, and the last of them leaves when one is added.
_MOST_FOCUS: Final = 3
LONGEST_NOTE: Final = 1000


class SlideRefusedError(ValueError):
    """Slides cannot be chosen so; the message is a sentence that says why."""


@dataclass(frozen=True)
class Choice:
    """The main slides of a pack after its cover, as shown, and those that are hidden.

    `notes` are those written for slides, by their names; `gone` are the names of chosen slides that
    this release does not build.
    """

    cover: Slide
    shown: tuple[Slide, ...]
    hidden: tuple[Slide, ...]
    notes: Mapping[str, str]
    gone: tuple[str, ...] = ()

    @property
    def gone_words(self) -> str:
        """What is left out; "" where nothing is."""
        if not self.gone:
            return ""
        verb = "is" if len(self.gone) == 1 else "are"
        names = joined(self.gone)
        return f"Chosen earlier, but no longer among the slides that can be made, {verb} left out: {names}."


def chosen_slides(stored: StoredPack) -> tuple[Slide, ...]:
    """Return the main slides of a pack that are shown, in their order, with the notes written for them."""
    choice = slide_choice(stored)
    notes = choice.notes
    cover = replace(choice.cover, notes=(*filter(None, (choice.gone_words,)), *choice.cover.notes))
    return tuple(
        replace(slide, notes=(notes[slide.slide_id], *slide.notes))
        if slide.slide_id in notes
        else slide
        for slide in (cover, *choice.shown)
    )


def slide_choice(stored: StoredPack) -> Choice:
    """Return the main slides of a pack as its maker chose them."""
    cover, *built = main_slides(stored)
    by_name = {slide.slide_id: slide for slide in built}
    chosen = stored.agenda.slides or tuple(by_name)
    names = dict.fromkeys(now for name in chosen for now in _names_now(name, by_name))
    found = {name: by_name.get(name) or _focus(stored, name) for name in names}
    hidden = tuple(slide for slide in built if slide.slide_id not in names)
    gone = tuple(name for name, slide in found.items() if slide is None)
    notes: dict[str, str] = {}
    for name, note in stored.agenda.notes:
        for now in _names_now(name, by_name):
            notes[now] = " ".join(filter(None, (notes.get(now), note)))
    return Choice(cover, tuple(filter(None, found.values())), hidden, notes, gone)


def _names_now(name: str, built: Iterable[str]) -> list[str]:
    """Return what a slide chosen by an earlier release is named among those built now.

    Where priorities had a slide each and share one now, or the other way round, it is theirs.
    """
    if name in built:
        return [name]
    return [now for now in built if priorities_of(now) & priorities_of(name)] or [name]


def moved(stored: StoredPack, move: str, slide_id: str) -> Agenda:
    """Return the agenda after a slide was moved up or down, hidden or shown, or all put back."""
    agenda = stored.agenda
    if move == RESET:
        return replace(agenda, slides=())
    choice = slide_choice(stored)
    names = [slide.slide_id for slide in choice.shown]
    if move == SHOW:
        if slide_id not in {slide.slide_id for slide in choice.hidden}:
            raise SlideRefusedError("This slide is shown already.")
        return replace(agenda, slides=(*names, slide_id))
    if slide_id not in names:
        raise SlideRefusedError("This slide is not shown. Open the page again.")
    at = names.index(slide_id)
    if move == HIDE:
        if len(names) == 1:
            raise SlideRefusedError("One slide after the cover stays.")
        return replace(agenda, slides=tuple(name for name in names if name != slide_id))
    to = min(max(at + (1 if move == DOWN else -1), 0), len(names) - 1)
    names.insert(to, names.pop(at))
    return replace(agenda, slides=tuple(names))


def with_note(stored: StoredPack, slide_id: str, note: str) -> Agenda:
    """Return the agenda with a note for a slide; a blank one takes the note away."""
    choice = slide_choice(stored)
    every = (choice.cover, *choice.shown, *choice.hidden)
    if slide_id not in {slide.slide_id for slide in every}:
        raise SlideRefusedError("There is no such slide. Open the page again.")
    notes = {**choice.notes, slide_id: note}
    return replace(stored.agenda, notes=tuple((name, text) for name, text in notes.items() if text))


def with_measure(stored: StoredPack, measure_id: str) -> Agenda:
    """Return the agenda with a measure in focus, before the others; of more than three the last leaves."""
    if measure_id not in stored.content.panels:
        raise SlideRefusedError("This measure is not in the pack.")
    names = [slide.slide_id for slide in slide_choice(stored).shown]
    name = f"{FOCUS}{measure_id}"
    if name in names:
        raise SlideRefusedError("This measure is among the slides already.")
    in_focus = [each for each in names if each.startswith(FOCUS)]
    names.insert(names.index(in_focus[0]) if in_focus else _first_after_findings(names), name)
    if len(in_focus) >= _MOST_FOCUS:
        names.remove(in_focus[-1])
    return replace(stored.agenda, slides=tuple(names))


def _first_after_findings(names: Sequence[str]) -> int:
    """Return where measures in focus begin: after the last slide of a priority."""
    of_priorities = [at for at, name in enumerate(names) if priorities_of(name)]
    return of_priorities[-1] + 1 if of_priorities else len(names)


def _focus(stored: StoredPack, name: str) -> Slide | None:
    """Return the slide of a measure in focus; None where the name is of no measure of the pack."""
    panel = stored.content.panels.get(name.removeprefix(FOCUS))
    return focus_slide(stored.content, panel) if panel and name.startswith(FOCUS) else None
