"""The checks that no cell of a case points at a person: numbers, addresses, names."""

import re
from collections.abc import Iterator, Sequence

import numpy as np

from data.faults import Fault
from data.kinds import Cell
from data.rows import Known, ParsedRows

_NHS_NUMBER = re.compile(r"[0-9]{10}")
_UPN = re.compile(r"[A-HJ-NP-RT-Z][0-9]{11}[0-9A-HJ-NP-RT-Z]")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_POSTCODE = re.compile(r"\b[A-Z]{1,2}[0-9][A-Z0-9]? [0-9][A-Z]{2}\b", re.IGNORECASE)
# Two or more words without a digit: no case system numbers its cases so.
_NAME = re.compile(r"[^\W\d_]{2,}(?:,? [^\W\d_][\w'’-]*)+")
_BETWEEN = str.maketrans("", "", " -./")
_NUMBER_LENGTHS = frozenset(range(10, 17))
_TEXTS = frozenset({Cell.CATEGORY, Cell.WORD, Cell.CODE})
_MEND = "Personal identifiers are not accepted: "


def no_personal_cells(rows: ParsedRows, _known: Known) -> Iterator[Fault]:
    """Refuse e-mail addresses and postcodes anywhere, and in a case's number whatever names a person."""
    for column in rows.kind.columns:
        if column.cell not in _TEXTS:
            continue
        is_number = column.name in rows.kind.identifiers
        written = rows.raw[column.name]
        found = _found(written.texts, is_number=is_number)
        for position in np.flatnonzero(np.isin(written.codes, list(found))):
            what = found[int(written.codes[position])]
            mend = "give each case a number of its own." if is_number else "remove it."
            expected = f"{'a number' if is_number else 'a word'} that is no {what}"
            yield rows.fault(int(position), column.name, expected, _MEND + mend)


def _found(texts: Sequence[str], *, is_number: bool) -> dict[int, str]:
    """Name what points at a person among some texts, by its place; most files have nothing of it."""
    together = "\n".join(texts)
    may_be_words = " " in together or "@" in together
    found: dict[int, str] = {}
    for place, text in enumerate(texts):
        what = _address(text, is_number=is_number) if may_be_words else ""
        if is_number and not what and len(text) in _NUMBER_LENGTHS:
            what = _personal_number(text)
        if what:
            found[place] = what
    return found


def _address(text: str, *, is_number: bool) -> str:
    if _EMAIL.search(text):
        return "e-mail address"
    if _POSTCODE.search(text):
        return "postcode"
    return "name" if is_number and _NAME.fullmatch(text) else ""


def _personal_number(code: str) -> str:
    """Name the personal number that a code looks like, or nothing."""
    plain = code.translate(_BETWEEN).upper()
    if _UPN.fullmatch(plain):
        return "UPN"
    return "NHS number" if _NHS_NUMBER.fullmatch(plain) and _is_checked(plain) else ""


def _is_checked(number: str) -> bool:
    """Return whether the last digit is the NHS number's check digit (modulus 11)."""
    total = sum(
        int(digit) * weight for digit, weight in zip(number, range(10, 1, -1), strict=False)
    )
    return (11 - total % 11) % 11 == int(number[9])
