"""Recognise names of people, by the forenames that are common in England and by how names are written."""

import re
from functools import cache
from pathlib import Path

_WORD = r"[^\W\d_][\w'’.-]*"
_NAME_SHAPE = re.compile(rf"{_WORD}(?:,? {_WORD}|,{_WORD}){{1,4}}")
_COMMA_SHAPE = re.compile(rf"{_WORD}(?: {_WORD}){{0,2}}, ?{_WORD}(?: {_WORD}){{0,2}}")
_IN_TEXT = re.compile(r"\b([A-Z][^\W\d_]+) ([A-Z][^\W\d_]*(?:['’-][^\W\d_]+)*)")
_TITLED = re.compile(r"\b(?:Mr|Mrs|Ms|Miss|Mx)\.? [A-Z][a-z]")


@cache
def _forenames() -> frozenset[str]:
    """Return forenames of children, parents and staff that are no words of ordinary sentences."""
    return _listed("forenames")


@cache
def _place_words() -> frozenset[str]:
    """Return words of places and organisations, many of which begin with a forename."""
    return _listed("place_words")


def _listed(name: str) -> frozenset[str]:
    path = Path(__file__).with_name(f"{name}.txt")
    return frozenset(path.read_text(encoding="utf-8").split())


def is_name(text: str) -> bool:
    """Return whether a cell is a name with a common forename: first, last or behind a comma."""
    written = _spaced(text)
    if not _NAME_SHAPE.fullmatch(written):
        return False
    words = _words(written)
    behind = _words(written.partition(",")[2])
    is_common = not _forenames().isdisjoint({words[0], words[-1], *behind[:1]})
    return is_common and _place_words().isdisjoint(words)


def is_surname_first(text: str) -> bool:
    """Return whether a cell is written as “Surname, Forename”, be they common or not."""
    written = _spaced(text)
    return bool(_COMMA_SHAPE.fullmatch(written)) and _place_words().isdisjoint(_words(written))


def is_forename(text: str) -> bool:
    """Return whether a cell is a common forename and nothing else."""
    return text.strip().lower() in _forenames()


def may_be_name(text: str, *, is_unknown: bool) -> bool:
    """Return whether a cell is a name; in an unknown column a forename or a form is enough."""
    return is_name(text) or (is_unknown and (is_forename(text) or is_surname_first(text)))


def has_name_inside(text: str) -> bool:
    """Return whether a sentence seems to name somebody: a common forename and a family name."""
    if _TITLED.search(text):
        return True
    return any(
        first.lower() in _forenames() and last.lower() not in _place_words()
        for first, last in _IN_TEXT.findall(text)
    )


def _spaced(text: str) -> str:
    return " ".join(text.split())


def _words(text: str) -> list[str]:
    return [word.strip(".'’-").lower() for word in re.split(r"[,\s]+", text) if word]
