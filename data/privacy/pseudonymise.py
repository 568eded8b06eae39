"""Take out of a file what points at a person, and put a pseudonymous number in its place."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

import numpy as np
import pandas as pd

from data.common.errors import CommandError
from data.files.csv_reader import RawExtract
from data.privacy.checks import header_points_at_person, scan_for_child_data
from data.privacy.pseudonyms import (
    age_on,
    normalise_day,
    normalise_nhs_number,
    normalise_person_name,
    normalise_upn,
    pseudonym,
)
from data.schema.recognise import is_personal

_ROWS_NAMED = 10
# Names of others than the child are no part of its number.
_OTHERS = re.compile(
    r"parent|carer|mother|father|guardian|sibling|contact|emergency|gp|former|previous|staff|worker"
)


class _Identifier(Enum):
    """Name what of a child a column tells, by its name without spaces and underscores."""

    UPN = r".*upns?|.*uniquepupil(?:number|reference|no)"
    NHS_NUMBER = r"nhs|.*nhs(?:number|no|num|id)"
    NAME = r".*(?:(?:sur|fore|first|last|given|family|full|child|childs|pupil|student|patient)names?)|names?"
    BIRTH = r".*(?:dob|dateofbirth|birthdates?|birthday)|born(?:on)?"


@dataclass(frozen=True)
class PseudonymiseSettings:
    """Say what is to be made of a file.

    `number` names the column of the numbers. `age_on` is a column of days or a day; `keep`, where
    it names any, the only other columns that leave.
    """

    key: bytes
    number: str = "case_id"
    age_on: str = ""
    keep: tuple[str, ...] = ()


@dataclass(frozen=True)
class Pseudonymised:
    """Hold what leaves, by how many rows which identifier gave the number, and what was dropped."""

    raw: RawExtract
    used: dict[str, int]
    dropped: tuple[str, ...]
    age: str
    unknown_ages: int


def pseudonymise(raw: RawExtract, settings: PseudonymiseSettings) -> Pseudonymised:
    """Return a file without what points at a person; CommandError where that cannot be done.

    The number comes of the UPN, else the NHS number, else the name with the day of birth.
    """
    columns = _Columns(raw)
    numbers, used = _numbers(columns, settings.key)
    _refuse_unnumbered(raw, numbers)
    made = {settings.number: numbers}
    age = _age_column(settings.age_on) if settings.age_on else ""
    if age:
        made[age] = _ages(columns, settings.age_on)
    retained = _columns_to_retain(raw, settings, made)
    result = _assembled(raw, made, retained)
    marked = _personal_columns(result)
    if {*made} & marked or {*settings.keep} & marked:
        names = ", ".join(sorted(({*made} | {*settings.keep}) & marked))
        raise CommandError(f"{names} cannot leave: its cells point at a person.")
    if marked:
        retained = [name for name in retained if name not in marked]
        result = _assembled(raw, made, retained)
    dropped = tuple(name for name in dict.fromkeys(raw.names) if name not in retained)
    return Pseudonymised(result, used, dropped, age, made[age].count("") if age else 0)


class _Columns:
    """Find in a file the columns that tell of a child."""

    def __init__(self, raw: RawExtract) -> None:
        self.raw, self.count = raw, len(raw.cells)

    def cells(self, position: int) -> list[str]:
        """Return the cells of one column."""
        return self.raw.cells.iloc[:, position].astype(object).tolist()

    def of(self, part: _Identifier) -> list[list[str]]:
        """Return the cells of every column that tells a part, but not of others than the child."""
        return [
            self.cells(position)
            for position, name in enumerate(self.raw.names)
            if re.fullmatch(part.value, squashed := re.sub(r"[^a-z0-9]", "", name))
            and not _OTHERS.search(squashed)
        ]

    def first_day(self, part: _Identifier) -> list[str]:
        """Return the days of the first column that tells a part; blank where there is none."""
        columns = self.of(part)
        return [normalise_day(text) for text in columns[0]] if columns else [""] * self.count


def _numbers(columns: _Columns, key: bytes) -> tuple[list[str], dict[str, int]]:
    """Return a number for each row, blank where nothing tells the child, and what gave it."""
    rows = [""] * columns.count
    used: Counter[str] = Counter()
    for basis, values in _bases(columns):
        for place, value in enumerate(values):
            if value and not rows[place]:
                rows[place] = pseudonym(key, basis, value)
                used[basis] += 1
    return rows, dict(used)


def _bases(columns: _Columns) -> list[tuple[str, list[str]]]:
    upns = [[normalise_upn(text) for text in cells] for cells in columns.of(_Identifier.UPN)]
    nhs = [
        [normalise_nhs_number(text) for text in cells]
        for cells in columns.of(_Identifier.NHS_NUMBER)
    ]
    names = columns.of(_Identifier.NAME)
    births = columns.first_day(_Identifier.BIRTH)
    named = [
        f"{name} {birth}" if birth and (name := normalise_person_name(*parts)) else ""
        for *parts, birth in zip(*names, births, strict=True)
    ]
    return [
        *(("UPN", cells) for cells in upns),
        *(("NHS number", cells) for cells in nhs),
        ("name and date of birth", named if names else []),
    ]


def _refuse_unnumbered(raw: RawExtract, numbers: Sequence[str]) -> None:
    rows = [
        str(number) for number, made in zip(raw.numbers.tolist(), numbers, strict=True) if not made
    ]
    if rows:
        more = f" and {len(rows) - _ROWS_NAMED:,} more" if len(rows) > _ROWS_NAMED else ""
        raise CommandError(
            f"Nothing tells whose rows these are: {', '.join(rows[:_ROWS_NAMED])}{more}. A UPN or an "
            "NHS number that is right, or a name with a date of birth, is needed in each."
        )


def _age_column(age_day: str) -> str:
    return "age" if normalise_day(age_day) else f"age_at_{re.sub('_(?:date|on)$', '', age_day)}"


def _ages(columns: _Columns, age_day: str) -> list[str]:
    births = columns.first_day(_Identifier.BIRTH)
    if day := normalise_day(age_day):
        return [age_on(birth, day) for birth in births]
    if age_day not in columns.raw.names:
        raise CommandError(f"--age-on {age_day}: neither a day nor a column of the file.")
    days = columns.cells(columns.raw.names.index(age_day))
    return [age_on(birth, normalise_day(day)) for birth, day in zip(births, days, strict=True)]


def _columns_to_retain(
    raw: RawExtract, settings: PseudonymiseSettings, made: dict[str, list[str]]
) -> list[str]:
    """Return the columns that stay: none that is personal by its name."""
    unknown = [name for name in settings.keep if name not in raw.names]
    if unknown:
        raise CommandError(f"--keep {unknown[0]}: no such column in the file.")
    retained = [
        name
        for name in dict.fromkeys(raw.names)
        if (name in settings.keep if settings.keep else True) and not is_personal(name)
    ]
    lost = [name for name in settings.keep if name not in retained]
    if lost:
        raise CommandError(f"--keep {lost[0]}: such a column points at a person and cannot leave.")
    clashing = [name for name in made if name in retained]
    if clashing:
        raise CommandError(
            f"The file has a column {clashing[0]} already: rename it, or name the new one by --number."
        )
    return retained


def _assembled(raw: RawExtract, made: dict[str, list[str]], retained: Sequence[str]) -> RawExtract:
    columns: dict[int, object] = dict(enumerate(made.values()))
    for name in retained:
        columns[len(columns)] = raw.cells.iloc[:, raw.names.index(name)].astype(object).tolist()
    cells = pd.DataFrame(columns, dtype=object)
    return RawExtract((*made, *retained), cells, np.arange(len(cells)) + 2)


def _personal_columns(raw: RawExtract) -> set[str]:
    """Return the columns whose cells or names point at a person."""
    issues, _ = scan_for_child_data(raw, None)
    if header_points_at_person(raw, None):
        places = [issue.column.removeprefix("column ") for issue in issues if issue.row == 1]
        return {raw.names[int(place) - 1] for place in places}
    return {issue.column for issue in issues}
