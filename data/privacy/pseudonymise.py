"""Replace what points at a person in a file by a pseudonymous number that only the key leads back from."""

import hmac
import os
import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from hashlib import sha256
from pathlib import Path

import numpy as np
import pandas as pd

from dashboard.text.format import first_and_more
from data.common.errors import CommandError, UnreadableCellError
from data.files.csv_reader import RawExtract
from data.privacy.checks import header_has_personal_data, scan_for_child_data
from data.privacy.identifiers import has_nhs_number, has_upn
from data.schema.day_parser import parse_date
from data.schema.recognise import is_personal

KEY_BYTES = 32
# 128 bits: no two children of a country share one by chance.
_DIGITS = 32
_ROWS_NAMED = 10
# Names of others than the child are no part of its number.
_OTHERS = re.compile(
    r"parent|carer|mother|father|guardian|sibling|contact|emergency|gp|former|previous|staff|worker"
)


def make_key(path: Path) -> None:
    """Write a new key that only its owner can read; CommandError where the file exists."""
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(os.urandom(KEY_BYTES))
    except FileExistsError:
        raise CommandError(
            f"{path} is there already. With another key the same child gets another number: keep it."
        ) from None
    except OSError as error:
        raise CommandError(f"Cannot write {path}: {error.strerror}.") from error


def read_key(path: Path) -> bytes:
    """Return the key in a file; CommandError where it is too short to be secure."""
    try:
        key = path.read_bytes()
    except OSError as error:
        raise CommandError(f"Cannot read {path}: {error.strerror}.") from error
    if len(key) < KEY_BYTES:
        raise CommandError(f"{path} holds no key of {KEY_BYTES} bytes: make one with --make-key.")
    return key


def pseudonym(key: bytes, basis: str, value: str) -> str:
    """Return the number of a child: the same for the same key, basis and value, in any file."""
    message = f"{basis}\x1f{value}".encode()
    return hmac.new(key, message, sha256).hexdigest()[:_DIGITS]


def normalise_upn(text: str) -> str:
    """Return a UPN without separators; "" where its check letter does not fit."""
    written = re.sub(r"[^A-Z0-9]", "", text.upper())
    return written if len(written) == 13 and has_upn(written) else ""


def normalise_nhs_number(text: str) -> str:
    """Return the ten digits of an NHS number; "" where its check digit does not fit."""
    written = re.sub(r"[^0-9]", "", re.sub(r"\.0+$", "", text.strip()))
    return written if len(written) == 10 and has_nhs_number(written) else ""


def normalise_person_name(*parts: str) -> str:
    """Return a name in one form however its parts are ordered, capitalised or accented."""
    folded = unicodedata.normalize("NFKD", " ".join(parts).casefold())
    letters = "".join(char for char in folded if not unicodedata.combining(char))
    # O'Neill and Oneill are one name, Ann-Marie and Ann Marie too.
    return " ".join(sorted(re.findall(r"[^\W\d_]+", re.sub(r"['’]", "", letters))))


def _iso_day(text: str) -> str:
    """Return a day as YYYY-MM-DD; "" where it cannot be parsed."""
    try:
        return parse_date(text.strip().replace(".", "/")) if text.strip() else ""
    except UnreadableCellError:
        return ""


def age_on(birth: str, day: str) -> str:
    """Return the age in whole years on a day; "" where a day is unknown or precedes the birth."""
    if not birth or not day or day < birth:
        return ""
    years = int(day[:4]) - int(birth[:4])
    return str(years - (day[5:] < birth[5:]))


class _Identifier(Enum):
    """What identifies a child, by the column's name without spaces and underscores."""

    UPN = r".*upns?|.*uniquepupil(?:number|reference|no)"
    NHS_NUMBER = r"nhs|.*nhs(?:number|no|num|id)"
    NAME = r".*(?:(?:sur|fore|first|last|given|family|full|child|childs|pupil|student|patient)names?)|names?"
    BIRTH = r".*(?:dob|dateofbirth|birthdates?|birthday|dateborn|borndate)|born(?:on)?"


@dataclass(frozen=True)
class PseudonymiseSettings:
    """The options of a run.

    `number` names the new column of numbers. `age_on` is a day, or a column of days; `keep` names
    the only other columns to retain, () retains all that are not personal.
    """

    key: bytes
    number: str = "case_id"
    age_on: str = ""
    keep: tuple[str, ...] = ()


@dataclass(frozen=True)
class Pseudonymised:
    """A pseudonymised file, with the rows numbered by each identifier and the columns dropped."""

    raw: RawExtract
    used: dict[str, int]
    dropped: tuple[str, ...]
    age: str
    unknown_ages: int


def pseudonymise(raw: RawExtract, settings: PseudonymiseSettings) -> Pseudonymised:
    """Return a file without what points at a person; CommandError where that is impossible.

    A row's number is made from its UPN, else its NHS number, else name and day of birth.
    """
    columns = _Columns(raw)
    numbers, used = _row_numbers(columns, settings.key)
    _refuse_unnumbered(raw, numbers)
    made = {settings.number: numbers}
    age = _age_column(settings.age_on) if settings.age_on else ""
    if age:
        made[age] = _ages_on_day(columns, settings.age_on)
    retained = _columns_to_retain(raw, settings, made)
    result = _new_extract(raw, made, retained)
    marked = _personal_columns(result)
    if {*made} & marked or {*settings.keep} & marked:
        names = ", ".join(sorted(({*made} | {*settings.keep}) & marked))
        raise CommandError(f"{names} cannot leave: its cells point at a person.")
    if marked:
        retained = [name for name in retained if name not in marked]
        result = _new_extract(raw, made, retained)
    dropped = tuple(name for name in dict.fromkeys(raw.names) if name not in retained)
    return Pseudonymised(result, used, dropped, age, made[age].count("") if age else 0)


class _Columns:
    """The columns of a file by what of a child they identify."""

    def __init__(self, raw: RawExtract) -> None:
        self.raw, self.count = raw, len(raw.cells)

    def cells(self, position: int) -> list[str]:
        """Return the cells of one column."""
        return self.raw.cells.iloc[:, position].astype(object).tolist()

    def of(self, identifier: _Identifier) -> list[list[str]]:
        """Return the cells of every column with an identifier of the child, not of others."""
        return [
            self.cells(position)
            for position, name in enumerate(self.raw.names)
            if re.fullmatch(identifier.value, squashed := re.sub(r"[^a-z0-9]", "", name))
            and not _OTHERS.search(squashed)
        ]

    def first_day(self, identifier: _Identifier) -> list[str]:
        """Return the days of the first column with an identifier; blanks without one."""
        columns = self.of(identifier)
        return [_iso_day(text) for text in columns[0]] if columns else [""] * self.count


def _row_numbers(columns: _Columns, key: bytes) -> tuple[list[str], dict[str, int]]:
    """Return the number of each row, "" without an identifier, and the rows numbered by each."""
    rows = [""] * columns.count
    used: Counter[str] = Counter()
    for basis, values in _values_by_basis(columns):
        for place, value in enumerate(values):
            if value and not rows[place]:
                rows[place] = pseudonym(key, basis, value)
                used[basis] += 1
    return rows, dict(used)


def _values_by_basis(columns: _Columns) -> list[tuple[str, list[str]]]:
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
        raise CommandError(
            f"Nothing tells whose rows these are: {first_and_more(rows, _ROWS_NAMED)}. A UPN or an "
            "NHS number that is right, or a name with a date of birth, is needed in each."
        )


def _age_column(age_day: str) -> str:
    return "age" if _iso_day(age_day) else f"age_at_{re.sub('_(?:date|on)$', '', age_day)}"


def _ages_on_day(columns: _Columns, age_day: str) -> list[str]:
    births = columns.first_day(_Identifier.BIRTH)
    if day := _iso_day(age_day):
        return [age_on(birth, day) for birth in births]
    if age_day not in columns.raw.names:
        raise CommandError(f"--age-on {age_day}: neither a day nor a column of the file.")
    days = columns.cells(columns.raw.names.index(age_day))
    return [age_on(birth, _iso_day(day)) for birth, day in zip(births, days, strict=True)]


def _columns_to_retain(
    raw: RawExtract, settings: PseudonymiseSettings, made: dict[str, list[str]]
) -> list[str]:
    """Return the columns to retain: none that is personal by its name."""
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


def _new_extract(
    raw: RawExtract, made: dict[str, list[str]], retained: Sequence[str]
) -> RawExtract:
    columns: dict[int, object] = dict(enumerate(made.values()))
    for name in retained:
        columns[len(columns)] = raw.cells.iloc[:, raw.names.index(name)].astype(object).tolist()
    cells = pd.DataFrame(columns, dtype=object)
    return RawExtract((*made, *retained), cells, np.arange(len(cells)) + 2)


def _personal_columns(raw: RawExtract) -> set[str]:
    """Return the columns whose cells or names point at a person."""
    issues, _ = scan_for_child_data(raw, None)
    if header_has_personal_data(raw, None):
        places = [issue.column.removeprefix("column ") for issue in issues if issue.row == 1]
        return {raw.names[int(place) - 1] for place in places}
    return {issue.column for issue in issues}
