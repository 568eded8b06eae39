"""Recognise in the name of a file what points at a child: what a cell may not hold, no file may be named by."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Final

from data.privacy.births import days_written, is_of_birth
from data.privacy.cell_scan import NAME
from data.privacy.identifiers import BIRTH, is_forename, is_name, mark_in, word_list

_SPACES: Final = re.compile(r"[_+]")
# What else parts words: other signs, and a capital within a word, as in OliverSmith.
_PARTING: Final = re.compile(r"(?<=[a-z])(?=[A-Z])|[-.()\[\]&]")
_WORD: Final = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*,?")
_DAY: Final = re.compile(
    r"(?<!\d)(\d{1,2}[-. /]\d{1,2}[-. /]\d{4}|\d{4}[-. /]\d{1,2}[-. /]\d{1,2}|\d{8})(?!\d)"
)
_MOST_INITIALS: Final = 3


def mark_in_file_name(name: str) -> str:
    """Return what in the name of a file points at a child; "" where nothing does."""
    text = _SPACES.sub(" ", name.rpartition(".")[0] or name)
    if mark := mark_in(text):
        return mark
    runs = list(_runs(_DAY.sub("0", text)))
    if any(map(is_name, runs)) or any(
        is_name(f"{one} {other}") and is_forename(one)
        for run in runs
        for one, other in zip(run.split(), run.split()[1:], strict=False)
    ):
        return NAME
    words = _WORD.findall(_PARTING.sub(" ", _DAY.sub("", text)))
    is_child = any(map(is_forename, words)) or (
        len(words) <= 1
        and all(len(each) <= _MOST_INITIALS and not _names_a_file(each) for each in words)
    )
    return BIRTH if is_child and any(map(_may_be_of_birth, _DAY.findall(text))) else ""


def _runs(text: str) -> Iterator[str]:
    """Yield words that stand beside each other, without those by which files are named."""
    for part in re.split(r"\d+", _PARTING.sub(" ", text)):
        run: list[str] = []
        for word in _WORD.findall(part):
            if _names_a_file(word):
                yield " ".join(run)
                run = []
            else:
                run.append(word)
        yield " ".join(run)


def _names_a_file(word: str) -> bool:
    return word.lower().strip(",") in _words_of_files()


@cache
def _words_of_files() -> frozenset[str]:
    return word_list("file_name_words") | word_list("heading_words")


def _may_be_of_birth(text: str) -> bool:
    """Return whether a day may be of birth: the first and the last of a month name what a file is of."""
    today = datetime.now(UTC).date()
    return any(
        is_of_birth(day, today) and 1 not in {day.day, (day + timedelta(1)).day}
        for day in days_written(text)
    )
