"""Recognise columns that point at a person by what they are called."""

import re

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
    | .*(?:dob|dateofbirth|birthdates?|birthday|dateborn) | born(?:on)?
    | .*(?:upn|uln)s? | .*uniquepupil(?:number|reference|no)
    | .*uniquelearner(?:number|reference|no)
    | nhs | .*nhs(?:number|no|num|id) | .*chi(?:number|no)
    | .*postcodes? | .*zipcodes? | .*emails?(?:address(?:es)?)? | .*(?:tele)?phones?(?:numbers?|no)?
    | .*(?:mobile|landline|tel)(?:numbers?|no)? | .*address(?:es|lines?)?[0-9]? | housenumber
    | .*(?:nationalinsurance|ni)(?:number|no)|nino | passport(?:number|no)
    """,
    re.VERBOSE,
)


def is_personal(name: str) -> bool:
    """Return whether a column of that name would point at a person."""
    return _PERSONAL.fullmatch(re.sub(r"[^a-z0-9]", "", name.lower())) is not None
