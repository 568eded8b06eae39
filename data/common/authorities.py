"""The register of England's local authorities, by which every reader resolves an area.

An authority is held under one code for good: `area_code`. A council that the ONS gave another code
(Barnsley in 2025, North Yorkshire and Somerset in 2023) stays one area, and its other codes resolve
to it; the number that the DfE gave it says that it is the same. One that was merged or split ends,
and its successors begin. England, its regions and Inner and Outer London are listed too, without a
number. The table is authorities.csv, beside this module.
"""

import csv
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from dashboard.text.format import joined

ENGLAND = "E92000001"
_AUTHORITY_CODES = ("E06", "E08", "E09", "E10")
_TABLE = Path(__file__).with_name("authorities.csv")
_WORDS = re.compile(r"[a-z0-9]+")
# Words that end a name without telling one authority from another.
_TITLES = {"council", "ua"}
# Numbers of England, regions and other groups, which differ between tables.
_OF_REGION = re.compile(r"9[6-9][0-9]")
# Some tables hold the number as a number: 302.0.
_NUMBER = re.compile(r"([0-9]{3})(?:\.0)?")


@dataclass(frozen=True)
class Authority:
    """A local authority with its three-digit number at the DfE, or a region or England without one.

    `other_codes` are the ONS codes that it had or has besides; `successors` the area codes of those
    that took its place. A day is None where it began before 2009, or has not ended.
    """

    area_code: str
    la_code: str
    name: str
    region_code: str
    other_names: tuple[str, ...]
    other_codes: tuple[str, ...]
    began_on: date | None
    ended_on: date | None
    successors: tuple[str, ...]

    def existed_on(self, day: date) -> bool:
        """Return whether there was such an authority on a day."""
        has_begun = self.began_on is None or self.began_on <= day
        return has_begun and (self.ended_on is None or day <= self.ended_on)

    @property
    def is_authority(self) -> bool:
        """Return whether it is a local authority: not England or a region."""
        return self.area_code.startswith(_AUTHORITY_CODES)

    @property
    def title(self) -> str:
        """Return the name, with the days on which it began and ended."""
        began = f"since {self.began_on:%-d %B %Y}" if self.began_on else ""
        ended = f"until {self.ended_on:%-d %B %Y}" if self.ended_on else ""
        days = " ".join(filter(None, (began, ended)))
        return f"{self.name} ({days})" if days else self.name


@cache
def authorities() -> tuple[Authority, ...]:
    """Return England, its regions and every authority."""
    with _TABLE.open(encoding="utf-8", newline="") as file:
        return tuple(
            Authority(
                row["area_code"],
                row["la_code"],
                row["name"],
                row["region_code"],
                _listed(row["other_names"]),
                _listed(row["other_codes"]),
                _day(row["began_on"]),
                _day(row["ended_on"]),
                _listed(row["successors"]),
            )
            for row in csv.DictReader(file)
        )


def area_code_of(code: str, *, number: str = "", name: str = "") -> str:
    """Return the code that an area is held under, by any ONS code of it; an unknown code as it is.

    A code that is newer than the register is that of the council whose number and name it has.
    """
    held = _area_codes().get(code.strip().upper())
    if held is None and number and name:
        held = next((each.area_code for each in find_authorities(number=number, name=name)), None)
    return code if held is None else held


def find_authorities(
    *, code: str = "", number: str = "", name: str = "", on: date | None = None
) -> tuple[Authority, ...]:
    """Return the authorities that every filled clue fits: one, none, or several of one name.

    Several have had one name after each other; `on`, the day that a figure is of, chooses among
    them. A code may be that of a predecessor, where number or name are a successor's: files carry
    old codes on. Names compare without case, accents, punctuation, "&" and a closing "Council".
    """
    fitting = [matches for _, _, matches in _clues(code, number, name)]
    common = _in_all(fitting)
    if not common and code and len(fitting) > 1:
        succeeding = {after for each in fitting[0] for after in each.successors}
        common = tuple(each for each in _in_all(fitting[1:]) if each.area_code in succeeding)
    if on is not None and len(common) > 1:
        common = tuple(each for each in common if each.existed_on(on)) or common
    return common


def authority_or_reason(
    *, code: str = "", number: str = "", name: str = "", on: date | None = None
) -> Authority | str:
    """Return the one authority that every filled clue fits, or in words, without a full stop, why not."""
    common = find_authorities(code=code, number=number, name=name, on=on)
    if len(common) == 1:
        return common[0]
    if common:
        oldest_first = sorted(common, key=lambda each: each.began_on or date.min)
        titles = joined([each.title for each in oldest_first])
        return f"{titles} have had that name, and no code says which it is"
    clues = list(_clues(code, number, name))
    unknown = [f"{kind} {clue}" for kind, clue, matches in clues if not matches]
    if unknown or not clues:
        return f"No area of the {' or the '.join(unknown) or 'row'} is known"
    owners = [
        f"its {kind} {clue} is {' or '.join(each.name for each in matches)}’s"
        for kind, clue, matches in clues
    ]
    return f"I{', '.join(owners)[1:]}: which of the two it is cannot be told"


def distinct_name(area_code: str, name: str) -> str:
    """Return the name of an area; with the day it ended where another area has its name now."""
    for area in find_authorities(code=area_code):
        if area.ended_on and len(find_authorities(name=area.name)) > 1:
            return area.title
    return name


@cache
def area_notes() -> dict[str, str]:
    """Return what a reader of its figures should know of an area that was recoded, ended or began."""
    notes = {each.area_code: " ".join(_notes_of(each)) for each in authorities()}
    return {code: note for code, note in notes.items() if note}


def _notes_of(area: Authority) -> Iterator[str]:
    if area.other_codes:
        codes = joined((area.area_code, *area.other_codes))
        yield f"{area.name} has had the ONS codes {codes}: it is one area."
    before = [each.name for each in authorities() if area.area_code in each.successors]
    if area.began_on:
        yield f"{area.name} began on {area.began_on:%-d %B %Y}, in the place of {joined(before)}."
    if area.ended_on:
        after = [each.name for each in authorities() if each.area_code in area.successors]
        yield f"{area.name} ended on {area.ended_on:%-d %B %Y}: {joined(after)} took its place."


def fold_area_name(name: str) -> str:
    """Return a name by its letters and digits: in lower case, "&" as "and", without "Council"."""
    plain = unicodedata.normalize("NFKD", name.casefold().replace("&", " and "))
    letters = "".join(
        each for each in plain if not unicodedata.combining(each) and each not in "'’"
    )
    words = _WORDS.findall(letters)
    while len(words) > 1 and words[-1] in _TITLES:
        words.pop()
    return " ".join(words)


def _clues(code: str, number: str, name: str) -> Iterable[tuple[str, str, tuple[Authority, ...]]]:
    """Yield kind, text and matches of each clue that is filled."""
    if code:
        yield "ONS code", code, _by(_codes_of).get(code.strip().upper(), ())
    if number and not (name and _OF_REGION.match(number)):
        match = _NUMBER.fullmatch(number.strip())
        yield "LA code", number, _by(_numbers_of).get(match[1] if match else "", ())
    if name:
        yield "name", name, _by(_names_of).get(fold_area_name(name), ())


def _in_all(fitting: list[tuple[Authority, ...]]) -> tuple[Authority, ...]:
    first, *others = fitting or [()]
    return tuple(each for each in first if all(each in matches for matches in others))


@cache
def _by(keys_of: Callable[[Authority], Iterable[str]]) -> dict[str, tuple[Authority, ...]]:
    found: dict[str, tuple[Authority, ...]] = {}
    for each in authorities():
        for key in dict.fromkeys(keys_of(each)):
            found[key] = (*found.get(key, ()), each)
    return found


def _codes_of(each: Authority) -> Iterable[str]:
    return (each.area_code, *each.other_codes)


def _numbers_of(each: Authority) -> Iterable[str]:
    return (each.la_code,) if each.la_code else ()


def _names_of(each: Authority) -> Iterable[str]:
    return map(fold_area_name, (each.name, *each.other_names))


@cache
def _area_codes() -> dict[str, str]:
    return {code: each.area_code for each in authorities() for code in _codes_of(each)}


def _listed(text: str) -> tuple[str, ...]:
    return tuple(filter(None, text.split(";")))


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
