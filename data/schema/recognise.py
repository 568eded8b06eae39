"""Recognise by a header which kind an extract is, and columns that point at a person."""

import re
from collections import Counter
from collections.abc import Iterator
from difflib import get_close_matches

from data.common.errors import Issue
from data.schema.kinds import Kind
from data.schema.registry import ALL_KINDS

# Looking for the nearest name takes long: a header of strangers needs no more of them.
_MAX_SUGGESTIONS = 50
# A file has so many columns that a kind must have, or more than half of its own are like the kind's.
_ENOUGH, _LEAST, _ALIKE = 3, 2, 0.8
NOT_ACCEPTED = "Personal identifiers are not accepted"
HOW_TO_PSEUDONYMISE = "python -m data pseudonymise FILE --key-file KEY --out OUT"
COLUMN_FIX = f"{NOT_ACCEPTED}: remove the column, or let {HOW_TO_PSEUDONYMISE} make pseudonymous numbers of it."
# Of a name without spaces and underscores. Pseudonymous case numbers are not among them.
_PERSONAL = re.compile(
    r"""
    .*(?:forenames?|firstnames?|givennames?|middlenames?|surnames?|lastnames?|familynames?|maidenname)
    | .*(?:full|legal|preferred|child|childs|pupil|pupils|student|students|parent|parents|mother|mothers
      |father|fathers|carer|carers|guardian|sibling|patient|patients|client|clients|person|persons|cyp|yp
      |contact|family)names?
    | names? | nameof(?:child|pupil|student|parent|carer|patient|person|youngperson) | knownas | initials
    | .*(?:dob|(?:date|day|month|year)s?ofbirth|birth(?:dates?|day|month|year)|dateborn|borndate)
    | born(?:on)?
    | .*(?:upn|uln)s? | .*uniquepupil(?:number|reference|no)
    | .*uniquelearner(?:number|reference|no)
    | nhs | .*nhs(?:number|no|num|id) | .*chi(?:number|no)
    | .*postcodes? | .*zipcodes? | .*emails?(?:address(?:es)?)? | .*(?:tele)?phones?(?:numbers?|no)?
    | .*(?:mobile|landline|tel)(?:numbers?|no)? | .*address(?:es|lines?)?[0-9]? | housenumber
    | .*(?:nationalinsurance|ni)(?:number|no)|nino | passport(?:number|no)
    """,
    re.VERBOSE,
)


def recognise(names: tuple[str, ...]) -> tuple[Kind, list[Issue]]:
    """Return the kind that the column names fit best, and why they do not quite fit it."""
    kind = nearest_kind(names)
    issues = [
        *_repeated_column_issues(names),
        *personal_column_issues(tuple(name for name in names if name not in kind.column_names)),
        *_unknown_column_issues(kind, names),
        *_missing_column_issues(kind, names),
    ]
    rivals = [each.name for each in ALL_KINDS if each != kind and _fits(each, names)]
    if not issues and rivals:
        expected = "the columns of one kind"
        fix = f"The columns fit {kind.name} and {', '.join(rivals)}: add those that tell."
        issues.append(Issue(1, "", ", ".join(names), expected, fix))
    return kind, issues


def nearest_kind(names: tuple[str, ...]) -> Kind:
    """Return the kind that column names fit best, however badly that is."""
    return max(ALL_KINDS, key=lambda each: _likeness(each, names))


def is_plausible(kind: Kind, names: tuple[str, ...]) -> bool:
    """Return whether column names are those of a kind, some perhaps misspelt, lacking or besides."""
    have = {name for name in names if name}
    required = set(kind.required_names)
    shared = have & set(kind.column_names)
    needed = len(required & have)
    if needed >= _ENOUGH and 3 * needed >= 2 * len(required):
        return True
    free = set(kind.column_names) - shared
    strangers = sorted(have - shared)[:_MAX_SUGGESTIONS]
    misspelt = {
        close[0] for name in strangers if (close := get_close_matches(name, free, 1, _ALIKE))
    }
    alike = len(shared) + len(misspelt)
    return alike >= _LEAST and 2 * alike > len(have)


def _fits(kind: Kind, names: tuple[str, ...]) -> bool:
    return set(kind.required_names) <= set(names) <= set(kind.column_names)


def _likeness(kind: Kind, names: tuple[str, ...]) -> tuple[bool, float, float]:
    have = set(names)
    required = set(kind.required_names)
    shared = have & set(kind.column_names)
    overlap = len(shared) / len(have | required) if have else 0.0
    return _fits(kind, names), overlap, len(required & have) / len(required)


def _repeated_column_issues(names: tuple[str, ...]) -> Iterator[Issue]:
    for name, count in Counter(names).items():
        if count > 1:
            actual = name or "a column without a name"
            yield Issue(1, name, actual, "each column once", "Remove or rename one of them.")


def _unknown_column_issues(kind: Kind, names: tuple[str, ...]) -> Iterator[Issue]:
    free = set(kind.column_names) - set(names)
    strangers = [name for name in dict.fromkeys(names) if name not in kind.column_names]
    for place, name in enumerate(strangers):
        if is_personal(name):
            continue
        expected = f"a column of {kind.name}, the nearest kind: {', '.join(kind.column_names)}"
        close = get_close_matches(name, free, n=1) if place < _MAX_SUGGESTIONS else []
        fix = f"Rename it {close[0]}, or remove it." if close else "Rename or remove it."
        yield Issue(1, name, name or "a column without a name", expected, fix)


def personal_column_issues(names: tuple[str, ...]) -> Iterator[Issue]:
    """Yield an issue for each column that would point at a person."""
    for name in dict.fromkeys(names):
        if is_personal(name):
            yield Issue(1, name, name, "no column that points at a person", COLUMN_FIX)


def _missing_column_issues(kind: Kind, names: tuple[str, ...]) -> Iterator[Issue]:
    for name in kind.required_names:
        if name not in names:
            expected = f"the column {name}, which {kind.name} (the nearest kind) must have"
            fix = f"Add the column {name}: {kind.column(name).description}"
            yield Issue(1, name, "no such column", expected, fix)


def is_personal(name: str) -> bool:
    """Return whether a column of that name would point at a person."""
    return _PERSONAL.fullmatch(re.sub(r"[^a-z0-9]", "", name.lower())) is not None
