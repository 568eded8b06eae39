"""Codes of docs/definitions.md sections 6 and 7 and the words that readers see for them."""

from typing import Final

STATUS_WORDS: Final = {
    "met": "On target",
    "close": "Close",
    "missed": "Below target",
    "cannot_say": "Cannot say",
    "not_comparable": "Cannot compare",
    "no_target": "No target set",
    "not_due": "Not due yet",
    "not_reported": "Not reported",
    "not_available": "Not available",
    "suppressed": "Suppressed",
    "withheld": "Withheld by publisher",
}
JUDGED: Final = ("met", "close", "missed")
NO_VALUE: Final = ("not_due", "not_reported", "suppressed", "withheld", "not_available")

TREND_WORDS: Final = {
    "improved": "Improved",
    "worsened": "Worsened",
    "little_change": "Little change",
    "no_change": "No change",
    "cannot_compare": "Cannot compare",
    "no_earlier": "No earlier figure",
    "rose": "Rose",
    "fell": "Fell",
}

# Why a value is absent: the status it gives and the reason in words. The one-letter markers are the
# Government Analysis Function's symbols as the DfE uses them; the words are those of a scorecard.
MARKERS: Final = {
    "x": ("not_available", "not available in the published release"),
    ":": ("not_available", "not available in the published release"),
    "z": ("not_available", "not applicable: there was nothing to measure"),
    "-": ("not_available", "no value in the published figures"),
    "c": ("suppressed", "suppressed to protect confidentiality"),
    "suppressed": ("suppressed", "suppressed to protect confidentiality"),
    "withheld": ("withheld", "withheld by the publisher"),
    "not_available": ("not_available", "not available"),
    "not_due": ("not_due", "not due yet on the day of the report"),
    "not_reported": ("not_reported", "due, but not reported"),
}

BASIS_WORDS: Final = {
    "month": "In month",
    "ytd": "Year to date",
    "rolling12": "Rolling 12 months",
    "quarter": "Quarter",
    "half-term": "Half term",
    "year": "Year",
    "snapshot": "On the day",
    "": "Basis not stated",
}
# The order in which a measure's bases are shown: shortest window first.
BASIS_ORDER: Final = ("month", "quarter", "half-term", "ytd", "rolling12", "year", "snapshot", "")

STATISTIC_WORDS: Final = {
    "": "",
    "mean": "mean",
    "median": "median",
    "max": "longest",
    "modal_band": "modal band",
    "not_stated": "average, kind not stated",
    "share_within": "share within a limit",
    "p90": "90th percentile",
}

PROVISION_WORDS: Final = {
    "without_sen": "pupils without SEN",
    "sen_support": "SEN support",
    "ehc_plan": "EHC plan",
}
# Abbreviations of the school census's primary types of need.
NEED_WORDS: Final = {
    "ASD": "autism",
    "SLCN": "speech, language and communication",
    "SEMH": "social, emotional and mental health",
    "PMLD": "profound and multiple learning difficulty",
    "HI": "hearing impairment",
    "SLD": "severe learning difficulty",
    "MLD": "moderate learning difficulty",
    "PD": "physical disability",
    "OTH": "other difficulty",
    "SPLD": "specific learning difficulty",
    "VI": "visual impairment",
    "MSI": "multi-sensory impairment",
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
EXCEPTION_WORDS: Final = {
    "including": "including exceptions",
    "excluding": "excluding exceptions",
}
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
# Only what a plain "replace underscores" does not say well enough.
CATEGORY_WORDS: Final = {
    "provision": PROVISION_WORDS,
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
}
# What a committee is asked to do with a recommendation, and how far that has come.
ASKS_WORDS: Final = {"note": "To note", "agree": "To agree", "refer": "To refer"}
PROGRESS_WORDS: Final = {
    "proposed": "Proposed",
    "agreed": "Agreed",
    "refused": "Not agreed",
    "in_progress": "In progress",
    "done": "Done",
}

# Two official versions of one measure; the DfE's headline leaves the excepted cases out of both
# parts, so that version carries the measure's targets (docs/definitions.md section 2).
HEADLINE_BREAKDOWNS: Final = ("exceptions=excluding",)
# The breakdowns that hold every case of a measure: the whole, or one of its two versions.
WHOLE_BREAKDOWNS: Final = ("", *HEADLINE_BREAKDOWNS, "exceptions=including")


def in_headline(breakdown: str) -> str:
    """Name a part of the headline version: need=ASD is exceptions=excluding;need=ASD."""
    pairs = [pair for pair in breakdown.split(";") if pair]
    is_versioned = any(pair in WHOLE_BREAKDOWNS for pair in pairs)
    return breakdown if is_versioned else ";".join(sorted([*pairs, *HEADLINE_BREAKDOWNS]))


def status_word(code: str, better: str, operator: str = "") -> str:
    """Give the screen's word for a status code.

    A missed limit is "above": where the target is one, else where lower is better.
    """
    is_limit = operator in ("<=", "<") if operator else better == "lower"
    return "Above limit" if code == "missed" and is_limit else STATUS_WORDS[code]


def marker_status(marker: str) -> tuple[str, str]:
    """Give the status code and the reason in words for a marker, `<5` and its kind included."""
    if marker.startswith("<"):
        return "suppressed", f"suppressed: fewer than {marker[1:]}"
    return MARKERS[marker]


def breakdown_words(breakdown: str) -> str:
    """Say a canonical breakdown (`age=0-5`) in words ("age 0–5"); empty gives empty."""
    return ", ".join(_category_words(*pair.split("=", 1)) for pair in breakdown.split(";") if pair)


def _category_words(key: str, category: str) -> str:
    if category == "not_known":
        return f"{DIMENSION_WORDS.get(key, key)} not known"
    if key == "age":
        return f"age {category.replace('-', '–')}"
    return CATEGORY_WORDS.get(key, {}).get(category, category.replace("_", " "))
