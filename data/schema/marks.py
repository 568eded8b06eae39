"""Marks: what is written where a figure is missing, or beside one; the same for every reader.

`marks.csv` lists them. A mark that could mean two things has no marker there, and a fix.
"""

import csv
import re
from functools import cache
from pathlib import Path
from typing import NamedTuple

from data.common.errors import UnreadableCellError

_TABLE = Path(__file__).with_suffix(".csv")
_DASHES = re.compile("[\u2010-\u2015\u2212]")
_IN_BRACKETS = re.compile(r"\[(.+)\]|\((.+)\)")
_BELOW = re.compile(r"(?:<|fewer than|less than|under|below) ?([0-9]{1,9})")
_AT_MOST = re.compile(r"(?:<=|≤) ?([0-9]{1,9})")
_TOO_NARROW = re.compile("#{2,}")
_WITH_FLAG = re.compile(
    r"(?P<figure>.*[0-9]%?) ?(?P<bracket>[\[(])?(?P<flag>[^\W\d_]+|[*†‡#]+)(?(bracket)[\])])"
)
_WITH_REMARK = re.compile(r"([^()\[\]]*[a-z][^()\[\]]*?) ?[(\[].*[)\]]")
_PROVISIONAL = frozenset({"p", "prov", "provisional"})
_REVISED = frozenset({"r", "rev", "revised"})
_FOOTNOTE_FIX = (
    "A mark beside a number is a footnote: write the number alone, its footnote in the note, or the "
    "mark alone where the number is hidden."
)


class FlaggedFigure(NamedTuple):
    """A figure without the flag beside it, and whether that said that it is provisional."""

    figure: str
    is_provisional: bool = False


def marker_of(text: str) -> str:
    """Return the marker that a text means, as we write it; "" where it is no mark.

    UnreadableCellError, with the fix, for a mark that may mean one thing or another.
    """
    if text[:1].isdigit():
        return ""
    folded = _folded(text)
    if match := _BELOW.fullmatch(folded):
        return f"<{int(match[1])}"
    if match := _AT_MOST.fullmatch(folded):
        return f"<{int(match[1]) + 1}"
    mark = _without_remark(_TOO_NARROW.sub("#####", folded))
    marker, fix = _marks().get(mark, ("", ""))
    if fix:
        raise UnreadableCellError("a figure, or a mark that says why there is none", fix)
    return marker


def clear_marker_of(text: str) -> str:
    """Return the marker of a text; "" where it is no mark, or one that could mean two things."""
    try:
        return marker_of(text)
    except UnreadableCellError:
        return ""


def without_flag(text: str) -> FlaggedFigure:
    """Return a figure without the p (provisional) or r (revised) beside it.

    UnreadableCellError for a star or another footnote: a figure with one is not certain.
    """
    match = _WITH_FLAG.fullmatch(text)
    flag = match["flag"].lower() if match else ""
    if match and flag in _PROVISIONAL | _REVISED:
        return FlaggedFigure(match["figure"].rstrip(), flag in _PROVISIONAL)
    if flag and (len(flag) == 1 or not flag.isalpha()):
        raise UnreadableCellError("a number, or a mark that says why there is none", _FOOTNOTE_FIX)
    return FlaggedFigure(text)


@cache
def _marks() -> dict[str, tuple[str, str]]:
    """Return the marker and the fix of each mark, folded."""
    with _TABLE.open(encoding="utf-8", newline="") as file:
        return {
            _folded(row["written"]): (row["marker"], row["fix"]) for row in csv.DictReader(file)
        }


def _without_remark(folded: str) -> str:
    """Return a mark of letters without words in brackets after it: "tbc (september)"."""
    match = _WITH_REMARK.fullmatch(folded)
    return match[1] if match else folded


def _folded(text: str) -> str:
    """Return a text in lower case, without brackets around it, with plain spaces and hyphens."""
    plain = " ".join(_DASHES.sub("-", text).replace("_", " ").lower().split())
    match = _IN_BRACKETS.fullmatch(plain)
    return (match[1] or match[2]).strip() if match else plain
