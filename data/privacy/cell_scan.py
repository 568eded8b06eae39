"""Scan the cells of one column for what points at a person."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from enum import Enum, auto
from statistics import median

import pandas as pd

from data.common.errors import UnreadableCellError
from data.files.csv_reader import RawExtract
from data.privacy.births import days_written, is_of_birth
from data.privacy.identifiers import (
    BIRTH,
    POSTCODE,
    forms,
    has_name_inside,
    is_forename,
    is_name,
    is_surname_first,
    mark_among,
    marks_of_form,
    may_be_name,
)
from data.schema.day_parser import parse_date
from data.schema.kinds import CellType, Column, Kind

NAME = "a name"
_MANY = 50
# So many codes of one form show that they are codes.
_SEVERAL = 10
# So many cells show whether most differ.
_SAMPLE = 2_000
_NUMBER_HEADER = re.compile(r"(?:.*_)?(?:id|ids|no|num|number|ref|reference|key|code)")
# Undeclared columns whose name explains their days.
_DAY_HEADER = re.compile(
    r".*date|(?:.*_)?(?:date|day|start|end|from|to|on|due|period|published|received|issued|sent|at"
    r"|week|month|quarter|term|begins|ends|until)(?:_.*)?"
)
_NAME_FORM = re.compile(rb"[a?][a?'.-]*(?:(?:, ?| )[a?][a?'.-]*)*")
_DAY_FORM = re.compile(rb"0{1,2}[/.-]0{1,2}[/.-]0{4}(?: .*)?|0000[/-]00[/-]00(?:[ a].*)?")
# Initials before or behind a day, in a case number.
_INITIALS_AND_DAY = re.compile(
    rb"a{1,3}[ ._/-]?(?:0{8}|(?:00[./-]00|0000[./-]00)[./-]00(?:00)?)(?![0a])"
    rb"|(?:0{8}|00[./-]00[./-]00(?:00)?)[ ._/-]?a{1,3}|aa[ ._/-]?a?[ ._/-]?0{6}|0{6}[ ._/-]?aaa?"
)
# Numbers in a row that stand closer than this are counted, and no days.
_COUNTED_WITHIN = 50
_IN_ONE = b"000000"
_WORDS = frozenset(
    {CellType.CATEGORY, CellType.WORD, CellType.CODE, CellType.AREA, CellType.BREAKDOWN}
)


class ColumnRole(Enum):
    """What a column is for, which decides whether names and days are allowed in it."""

    NUMBER = auto()  # of a case: no name, no day
    UNKNOWN = auto()  # may hold anything
    WORD = auto()  # names of services and places
    TEXT = auto()  # sentences
    STRICT = auto()  # numbers, days, codes of a list
    STAFF = auto()  # names of those whose work it is


@dataclass
class ScannedColumn:
    """The cells of a column by their forms, with those that match a personal mark.

    Equal cells are listed once, or each time where most cells differ.
    """

    by_form: dict[bytes, list[str]]
    count: int
    role: ColumnRole
    takes_no_days: bool = False
    matches: dict[str, list[str]] = field(default_factory=dict)
    doubtful: list[str] = field(default_factory=list)

    def of_form(self, fits: Callable[[bytes], object]) -> list[str]:
        """Return the texts whose form fits; each form is tested once."""
        return [text for form, texts in self.by_form.items() if fits(form) for text in texts]

    @property
    def filled(self) -> int:
        """Return how many cells are not blank."""
        blank = [texts for form, texts in self.by_form.items() if not form.strip()]
        return self.count - sum(map(len, blank))


def declared(kind: Kind | None, name: str) -> Column | None:
    """Return the column of a kind by its name; None without one."""
    if kind is None or name not in kind.column_names:
        return None
    return kind.column(name)


def role_of(kind: Kind | None, name: str, column: Column | None) -> ColumnRole:
    """Return the role of a column; `column` is its declaration, if it has one."""
    if column is None or kind is None:
        return ColumnRole.NUMBER if _NUMBER_HEADER.fullmatch(name) else ColumnRole.UNKNOWN
    if column.holds_staff_name:
        return ColumnRole.STAFF
    if name in kind.identifiers:
        return ColumnRole.NUMBER
    if column.cell is CellType.TEXT:
        return ColumnRole.TEXT
    return ColumnRole.WORD if column.cell in _WORDS else ColumnRole.STRICT


def scan_column(
    cells: pd.Series, name: str, role: ColumnRole, newest: "NewestDay"
) -> ScannedColumn:
    """Return the cells of a column with those that point at a person, by mark."""
    texts = _cell_texts(cells)
    takes_no_days = role in {ColumnRole.NUMBER, ColumnRole.WORD}
    takes_no_days |= role is ColumnRole.UNKNOWN and not _DAY_HEADER.fullmatch(name)
    if _are_long_codes(texts):
        return ScannedColumn({}, 0, role)
    scanned = ScannedColumn(_texts_by_form(texts), len(texts), role, takes_no_days)
    for form, alike in scanned.by_form.items():
        marks = marks_of_form(form)
        for text in alike if marks else ():
            mark = mark_among(text, marks)
            if mark and not (mark == POSTCODE and _is_chance(text, texts)):
                scanned.matches.setdefault(mark, []).append(text)
    _scan_for_names(scanned)
    _scan_for_days(scanned, newest)
    return scanned


def _cell_texts(cells: pd.Series) -> list[str]:
    """Return the cells of a column, each once unless most differ."""
    if isinstance(cells.dtype, pd.CategoricalDtype):
        return list(map(str, cells.cat.categories))
    values = cells.to_numpy(dtype=object).tolist()
    if len(set(values[:_SAMPLE])) * 2 <= min(len(values), _SAMPLE):
        values = list(set(values))
    return values if set(map(type, values)) <= {str} else list(map(str, values))


def _texts_by_form(texts: Sequence[str]) -> dict[bytes, list[str]]:
    written = forms(texts)
    distinct = dict.fromkeys(written)
    if len(distinct) == 1:
        return {written[0]: list(texts)} if written else {}
    # Most cells of most columns have one of a few forms, of which none is worth a look.
    by_form: dict[bytes, list[str]] = {form: [] for form in distinct}
    for form, text in zip(written, texts, strict=True):
        by_form[form].append(text)
    return by_form


def _are_long_codes(texts: Sequence[str]) -> bool:
    """Return whether all cells are random codes, longer than any number of a person, or UUIDs."""
    if len(texts) < _MANY:
        return False
    together = "".join(texts)
    shortest, longest = min(map(len, texts)), max(map(len, texts))
    if shortest == longest == 36 and together.count("-") == 4 * len(texts):
        together = together.replace("-", "")
    return shortest > 16 and together.isascii() and together.isalnum()


def _is_chance(text: str, texts: Sequence[str]) -> bool:
    """Return whether one of many random codes of one length merely looks like a postcode."""
    if len(texts) < _MANY or not text.isalnum():
        return False
    return all(len(each) == len(text) and each.isalnum() for each in texts if each)


def _scan_for_names(cells: ScannedColumn) -> None:
    """Find names: any in a case number, a column of them, and doubtful ones in sentences."""
    if cells.role is ColumnRole.STAFF:
        return
    candidates = cells.of_form(_NAME_FORM.fullmatch)
    is_open = cells.role in {ColumnRole.NUMBER, ColumnRole.UNKNOWN}
    names = [text for text in candidates if may_be_name(text, is_unknown=is_open)]
    if len(names) * 2 <= cells.filled:
        are_codes = _are_short_codes(cells)
        names = [
            text for text in candidates if _is_sure(text, cells.role, is_code_among_codes=are_codes)
        ]
    if names:
        cells.matches[NAME] = names
    elif cells.role in {ColumnRole.TEXT, ColumnRole.WORD, ColumnRole.UNKNOWN}:
        cells.doubtful = [
            text for text in cells.of_form(lambda form: b" " in form) if has_name_inside(text)
        ]


def _are_short_codes(cells: ScannedColumn) -> bool:
    """Return whether the filled cells are capitals of one form, of which one may spell a name: BEN."""
    texts = [text for form, texts in cells.by_form.items() if form.strip() for text in texts]
    are_capitals = all(text.isascii() and text.isupper() and text.isalnum() for text in texts)
    return are_capitals and len(set(texts)) >= _SEVERAL and len(set(map(len, texts))) == 1


def _is_sure(text: str, role: ColumnRole, *, is_code_among_codes: bool) -> bool:
    """Return whether one cell of a column is enough to tell a name."""
    if role is ColumnRole.NUMBER:
        # No case system numbers its cases in two words without a digit.
        is_one_word = is_forename(text) and not is_code_among_codes
        return len(text.split()) > 1 or is_surname_first(text) or is_one_word
    if role is ColumnRole.STRICT:
        return is_name(text)
    return (
        role in {ColumnRole.WORD, ColumnRole.UNKNOWN} and is_name(text) and is_surname_first(text)
    )


def _scan_for_days(cells: ScannedColumn, newest: "NewestDay") -> None:
    """Find days of birth where no day belongs, and columns of days that may be of birth."""
    if not cells.takes_no_days:
        return
    days = [
        (text, day) for text in cells.of_form(_DAY_FORM.fullmatch) if (day := _parsed_day(text))
    ]
    if cells.role is ColumnRole.WORD:
        days = [(text, day) for text, day in days if is_of_birth(day, newest.day)]
    elif cells.role is ColumnRole.UNKNOWN and days:
        middle = date.fromordinal(int(median(day.toordinal() for _, day in days)))
        if len(days) * 2 <= cells.filled or not is_of_birth(middle, newest.day):
            return
    texts = [text for text, _ in days]
    if cells.role is ColumnRole.NUMBER:
        texts += _initials_and_days(cells, newest)
    if texts:
        cells.matches.setdefault(BIRTH, []).extend(texts)


def _initials_and_days(cells: ScannedColumn, newest: "NewestDay") -> list[str]:
    """Return case numbers that are initials and a day of birth; a counter may look like some of them."""
    found = []
    for form, texts in cells.by_form.items():
        if not _INITIALS_AND_DAY.fullmatch(form):
            continue
        births = [
            text
            for text in texts
            if any(is_of_birth(day, newest.day) for day in days_written(text))
        ]
        numbers = [int(re.sub(r"\D", "", text)) for text in texts]
        is_counter = form.strip(b"a ._/-") == _IN_ONE and (
            max(numbers) - min(numbers) < _COUNTED_WITHIN * len(numbers)
        )
        if len(births) * 2 >= len(texts) and not is_counter:
            found += births
    return found


def _parsed_day(text: str) -> date | None:
    try:
        return date.fromisoformat(parse_date(text.strip().replace(".", "/")))
    except UnreadableCellError:
        return None


class NewestDay:
    """The newest day in the declared columns of a file, computed when first needed."""

    def __init__(self, raw: RawExtract, kind: Kind | None) -> None:
        self._raw, self._kind, self._parsed_day = raw, kind, None

    @property
    def day(self) -> date:
        """Return the newest day, or today where the file holds none."""
        if self._parsed_day is None:
            today = datetime.now(UTC).date()
            days = [
                day for text in self._day_cells() if (day := _parsed_day(text)) and day <= today
            ]
            self._parsed_day = max(days, default=today)
        return self._parsed_day

    def _day_cells(self) -> Iterator[str]:
        for position, name in enumerate(self._raw.names):
            column = declared(self._kind, name)
            if column is not None and column.cell is CellType.DATE:
                yield from _cell_texts(self._raw.cells.iloc[:, position])
