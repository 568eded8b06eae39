"""Codes of docs/definitions.md sections 6 and 7 and the words that readers see for them."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

STATUS_WORDS: Final = {
    "met": "On target",
    "close": "Close",
    "missed": "Below target",
    "cannot_say": "Can’t say",
    "not_comparable": "Can’t compare",
    "no_target": "No target",
    "not_due": "Not due",
    "not_reported": "Not reported",
    "not_available": "Not available",
    "suppressed": "Suppressed",
    "withheld": "Withheld",
}
JUDGED: Final = ("met", "close", "missed")
# What needs attention first.
STATUS_ORDER: Final = ("missed", "close", "met", *(c for c in STATUS_WORDS if c not in JUDGED))

TREND_WORDS: Final = {
    "improved": "Improved",
    "worsened": "Worsened",
    "little_change": "Little change",
    "no_change": "Same",
    "cannot_compare": "Can’t compare",
    "no_earlier": "No earlier figure",
    "rose": "Rose",
    "fell": "Fell",
}

# The marker of a quotient of nothing: 0 of 0 is neither 0% nor 100%.
NOTHING_TO_DIVIDE: Final = "z"
# Why a value is absent: the status it gives and the reason in words. The one-letter markers are the
# Government Analysis Function's symbols as the DfE uses them; the words are those of a scorecard.
# Besides these, <5 (or < and any whole number) is a small count that is hidden. What people write for
# each is in data/schema/marks.csv.
MARKERS: Final = {
    "x": ("not_available", "not available in the published release"),
    "z": ("not_available", "not applicable: there was nothing to measure"),
    "c": ("suppressed", "suppressed to protect confidentiality"),
    ":": ("not_available", "not available in the published release"),
    "-": ("not_available", "no value in the published figures"),
    "low": ("not_available", "too low to show: it rounds to 0, and is not 0"),
    "u": ("withheld", "withheld by the publisher: too unreliable to show"),
    "not_available": ("not_available", "not available"),
    "not_due": ("not_due", "not due yet on the day of the report"),
    "not_reported": ("not_reported", "due, but not reported"),
    "suppressed": ("suppressed", "suppressed to protect confidentiality"),
    "withheld": ("withheld", "withheld by the publisher"),
}

# In the order in which a measure's bases are shown: shortest window first.
BASIS_WORDS: Final = {
    "month": "In month",
    "quarter": "Quarter",
    "half-term": "Half term",
    "ytd": "Year to date",
    "rolling12": "Rolling 12 months",
    "year": "Year",
    "snapshot": "On the day",
    "": "Basis not stated",
}
BASIS_ORDER: Final = tuple(BASIS_WORDS)

# The month in which a year begins, and what such a year is called.
CALENDAR: Final = "calendar"
YEAR_KIND_BY_MONTH: Final = {1: CALENDAR, 4: "financial", 9: "academic"}
_YEAR_BASES: Final = ("ytd", "year")

# The stage of what says who children are, not how they do.
WHO_THEY_ARE: Final = "who_they_are"
# That of figures of the NHS, which are by NHS area where the area has none of its own.
HEALTH: Final = "health"
# The parts of an area's profile, in their order; the last is that of measures without one.
STAGE_WORDS: Final = {
    WHO_THEY_ARE: "Who they are",
    "early_years": "Early years",
    "key_stage_2": "Key stage 2",
    "key_stage_4": "Key stage 4",
    "post_16": "After 16",
    "absence": "Absence and exclusion",
    "plans": "EHC plans and reviews",
    HEALTH: "NHS waits",
    "tribunal": "Tribunal",
    "inspection": "Inspection",
    "provision": "Places and workforce",
    "money": "Money",
    "": "Other",
}

# What an inspection found an area's arrangements to lead to, and the same in a word or two.
INSPECTION_WORDS: Final = {
    "positive": "Typically positive experiences and outcomes",
    "inconsistent": "Inconsistent experiences and outcomes",
    "systemic": "Widespread or systemic failings",
}
SHORT_INSPECTION_WORDS: Final = {
    "positive": "typically positive",
    "inconsistent": "inconsistent",
    "systemic": "with failings",
}

# What a target asks of a figure.
OPERATOR_WORDS: Final = {">=": "at least", "<=": "at most", ">": "more than", "<": "less than"}

STATISTIC_WORDS: Final = {
    "": "",
    "mean": "mean",
    "median": "median",
    "mode": "mode",
    "min": "min",
    "max": "longest",
    "modal_band": "modal band",
    "share_within": "share within a limit",
    "not_stated": "average, kind not stated",
    "p90": "90th percentile",
}

PROVISION_WORDS: Final = {
    "without_sen": "pupils without SEN",
    "sen_support": "SEN support",
    "ehc_plan": "EHC plan",
    "unclassified": "SEN not recorded",
}
# All with SEN are those of two provisions: a dimension of its own, not a part beside them.
SEN_WORDS: Final = {"any": "any SEN"}
PHASE_WORDS: Final = {"primary": "primary schools", "secondary": "secondary schools"}
# The primary needs as the SEN2 return spells them; none_specified is its NSA.
NEED_WORDS: Final = {
    "ASD": "autism",
    "SLCN": "speech, language and communication",
    "SEMH": "social, emotional and mental health",
    "SPLD": "specific learning difficulty",
    "MLD": "moderate learning difficulty",
    "SLD": "severe learning difficulty",
    "PMLD": "profound and multiple learning difficulty",
    "HI": "hearing impairment",
    "VI": "visual impairment",
    "MSI": "multi-sensory impairment",
    "PD": "physical disability",
    "DS": "Down syndrome",
    "OTH": "other difficulty",
    "none_specified": "no specialist assessment",
}
# In the order in which a measure is offered to be divided.
DIMENSION_WORDS: Final = {
    "age": "age",
    "need": "type of need",
    "sex": "sex",
    "ethnicity": "ethnicity",
    "setting": "setting",
    "locality": "locality",
    "provider": "provider",
    "sector": "sector of advice",
    "survey": "survey",
    "by": "who answered",
}
EXCEPTION_WORDS: Final = {"including": "including exceptions", "excluding": "excluding exceptions"}
BAND_WORDS: Final = {
    "within-20": "within 20 weeks",
    "20-to-52": "over 20 to 52 weeks",
    "over-52": "over 52 weeks",
}
OPEN_WORDS: Final = {
    "20-26": "open 20 to 26 weeks",
    "26-39": "open 26 to 39 weeks",
    "39-52": "open 39 to 52 weeks",
    "over-52": "open over 52 weeks",
}
# The parts of a measure that has no whole, and of a backlog, in order.
ISSUED_BANDS: Final = tuple(f"band={code}" for code in BAND_WORDS)
OPEN_AGES: Final = tuple(f"open={code}" for code in OPEN_WORDS)
KIND_WORDS: Final = {"all": "all views", "unique": "unique views"}
# Only categories whose code, underscores replaced, does not read well.
CATEGORY_WORDS: Final = {
    "provision": PROVISION_WORDS,
    "phase": PHASE_WORDS,
    "sen": SEN_WORDS,
    "need": NEED_WORDS,
    "exceptions": EXCEPTION_WORDS,
    "kind": KIND_WORDS,
    "band": BAND_WORDS,
    "open": OPEN_WORDS,
    "part": {"general": "general", "section_f": "Section F"},
}

ACTION_WORDS: Final = {
    "completed": "Completed",
    "on_track": "On track",
    "at_risk": "At risk of delay",
    "delayed": "Delayed or not started",
}
COMMENTARY_WORDS: Final = {
    "working_well": "Working well",
    "challenge": "Challenges",
    "mitigation": "Mitigation",
    "next_step": "Next steps",
    "lesson": "Lessons learnt",
}
# How far remarks and questions of a committee have come; what is withdrawn is shown nowhere.
OPEN: Final = "open"
ANSWERED: Final = "answered"
CLOSED: Final = "closed"
DONE: Final = "done"
WITHDRAWN: Final = "withdrawn"
REMARK_STATE_WORDS: Final = {OPEN: "Open", DONE: "Done"}
QUESTION_STATE_WORDS: Final = {OPEN: "Open", ANSWERED: "Answered", CLOSED: "Closed"}
# What a committee is to do with a recommendation, and how far that has come.
ASKS_WORDS: Final = {"note": "To note", "agree": "To agree", "refer": "To refer"}
PROGRESS_WORDS: Final = {
    "proposed": "Proposed",
    "agreed": "Agreed",
    "refused": "Not agreed",
    "in_progress": "In progress",
    DONE: "Done",
}

# Two official versions of one measure; the DfE's headline leaves the excepted cases out of both
# parts, so that version carries the measure's targets (docs/definitions.md section 2).
HEADLINE_BREAKDOWNS: Final = ("exceptions=excluding",)
# The breakdowns of every case of a measure: the whole, or one of its two versions.
WHOLE_BREAKDOWNS: Final = ("", *HEADLINE_BREAKDOWNS, "exceptions=including")


def year_kind(basis: str, start: date | None) -> str:
    """Return the kind of the year that a period is, or is a part of: calendar, financial, academic.

    Another year is named by the month in which it begins ("from August"); empty for other bases.
    """
    if basis not in _YEAR_BASES or start is None:
        return ""
    return YEAR_KIND_BY_MONTH.get(start.month, f"from {start:%B}")


def written_year_kind(kind_of_year: str) -> str:
    """Return a kind of year as records have it: blank for a calendar year."""
    return "" if kind_of_year == CALENDAR else kind_of_year


def read_year_kind(record: Mapping[str, Any]) -> str:
    """Return the kind of year of a record of a basis; one that names none is of a calendar year."""
    return record.get("year_kind") or (CALENDAR if record["basis"] in _YEAR_BASES else "")


def window_words(basis: str, kind_of_year: str = "", *, names_calendar: bool = False) -> str:
    """Return a basis with its kind of year: "Financial year to date"; a calendar year if asked."""
    words = BASIS_WORDS.get(basis, basis)
    if not kind_of_year or (kind_of_year == CALENDAR and not names_calendar):
        return words
    if kind_of_year not in YEAR_KIND_BY_MONTH.values():
        return f"{words} {kind_of_year}"
    return f"{kind_of_year.capitalize()} {words.lower()}"


def in_headline(breakdown: str) -> str:
    """Return a breakdown within the headline version: need=ASD is exceptions=excluding;need=ASD."""
    pairs = [pair for pair in breakdown.split(";") if pair]
    is_versioned = any(pair in WHOLE_BREAKDOWNS for pair in pairs)
    return breakdown if is_versioned else ";".join(sorted([*pairs, *HEADLINE_BREAKDOWNS]))


def runs_against(operator: str, better: str) -> bool:
    """Return whether a target asks for the way in which its measure is worse."""
    return (operator in (">=", ">") and better == "lower") or (
        operator in ("<=", "<") and better == "higher"
    )


def status_word(code: str, better: str, operator: str = "") -> str:
    """Return the word on the page for a status code.

    A missed upper limit is "Above limit": where the target is one, else where lower is better.
    """
    is_missed_limit = code == "missed" and is_upper_limit(operator, better)
    return "Above limit" if is_missed_limit else STATUS_WORDS[code]


def is_upper_limit(operator: str, better: str) -> bool:
    """Return whether a target is a limit from above: it says so, else lower is better."""
    return operator in ("<=", "<") if operator else better == "lower"


def marker_status(marker: str) -> tuple[str, str]:
    """Return the status code and the reason in words for a marker, `<5` and `>104` included.

    More than so many weeks is all that is shown of a longest wait where few wait as long.
    """
    if marker.startswith("<"):
        return "suppressed", f"suppressed: fewer than {marker[1:]}"
    if marker.startswith(">"):
        return "suppressed", f"over {marker[1:]} weeks"
    return MARKERS[marker]


def breakdown_words(breakdown: str) -> str:
    """Return a canonical breakdown (`age=0-5`) in words ("age 0–5"); empty gives empty."""
    return ", ".join(breakdown_parts(breakdown))


def breakdown_parts(breakdown: str) -> list[str]:
    """Return each category of a canonical breakdown in words."""
    return [_category_words(*pair.split("=", 1)) for pair in breakdown.split(";") if pair]


def _category_words(key: str, category: str) -> str:
    if category == "not_known":
        return f"{DIMENSION_WORDS.get(key, key)} not known"
    if key == "age":
        return "all ages" if category == "all" else f"age {category.replace('-', '–')}"
    return CATEGORY_WORDS.get(key, {}).get(category, category.replace("_", " "))


# Sources that were shipped under the names of files, and their ids now: packs frozen before have
# the old ones, and nothing else may.
FORMER_SOURCE_IDS: Final = {
    "000_d95a6b4671d2aa0e.txt": "th-scrutiny-update-2022",
    "001_195163fab988599a.txt": "th-sen-review-2017",
    "002_613c2c1b167ef032.txt": "th-board-update-2019",
    "003_9b4f7a25968546ab.txt": "th-send-strategy-2018",
    "004_b9764bfbc09121f9.txt": "ha-highlight-report-2023",
}
