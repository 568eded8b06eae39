"""The words of a measure's name, and whether two names can only mean the same measure."""

import re
import unicodedata
from functools import lru_cache
from itertools import takewhile

# Signs that are part of a number's meaning, as words, so that none of them is dropped.
_SIGNS = (
    (re.compile(r">=|=>|≥"), " at least "),
    (re.compile(r"<=|=<|≤"), " at most "),
    (re.compile(r">|(?<=\d)\+"), " over "),
    (re.compile(r"<"), " under "),
    (re.compile(r"&"), " and "),
    (re.compile(r"%"), " percent "),
)
# “No. of plans” counts plans; “no plan” is a negation.
_NUMBER_OF = re.compile(r"^\W*(?:no\.?|nr\.?|#) *of\b|^\W*(?:no\.|#)(?= )")
_IN_TIME = re.compile(r"\bin (?=\d+ (?:working )?(?:day|week|month|year)s?\b)")
_FILLERS = frozenset({"the", "of", "a", "an", "and", "for", "in", "on", "to", "by", "with"}) | {
    *("who", "that", "whose", "are", "is", "share", "proportion", "percentage", "percent"),
    *("pct", "number", "count", "rate"),
}
# Without these words a name may still be the same, but a person must say so.
_WEAK = frozenset({"all", "total", "new"})
_NEGATIONS = frozenset({"not", "no", "non", "never", "without", "nor", "neither"})
# What people write for words of the catalogue.
_ABBREVIATIONS = {
    "ehcp": "ehc plan",
    "ehcps": "ehc plan",
    "ehcna": "ehc needs assessment",
    "ehcnas": "ehc needs assessment",
    "wk": "week",
    "wks": "week",
    "mth": "month",
    "mths": "month",
    "asd": "autism",
    "asc": "autism",
    "slt": "speech language therapy",
    "salt": "speech language therapy",
    "ot": "occupational therapy",
    "yp": "young people",
    "excl": "excluding",
    "exc": "excluding",
    "incl": "including",
    "inc": "including",
}
_SHORT_WORD = 4


def normalised_name(name: str) -> str:
    """Return a name in lower case, of letters of every script and digits, words one space apart.

    Accents are folded; apostrophes fall away; signs that compare are words.
    """
    text = unicodedata.normalize("NFKD", name.casefold())
    text = "".join(letter for letter in text if not unicodedata.combining(letter))
    for sign, words in _SIGNS:
        text = sign.sub(words, text)
    return " ".join(re.findall(r"[^\W_]+", re.sub(r"['’]", "", text)))


@lru_cache(maxsize=4096)
def distinguishing_words(name: str) -> tuple[str, ...]:
    """Return the words of a name that distinguish measures, in order, abbreviations written out."""
    text = normalised_name(_NUMBER_OF.sub(" ", name.casefold()))
    text = _IN_TIME.sub("within ", text)
    spelt = (_ABBREVIATIONS.get(word, word).split() for word in text.split())
    words = (_singular(word) for group in spelt for word in group)
    return tuple(word for word in words if word not in _FILLERS)


def _singular(word: str) -> str:
    is_plural = len(word) >= _SHORT_WORD and word.endswith("s") and not word.endswith("ss")
    return word[:-1] if is_plural else word


def is_like(words: tuple[str, ...], title: tuple[str, ...]) -> bool:
    """Return whether two names differ at most in order, in a word like “new”, or in one slip.

    A slip is one letter of one long word. It is never the first letter or a digit, so that no
    negation, number or unit of time is crossed: “uncompleted” and “completed”, 26 and 20.
    """
    mine, theirs = sorted(set(words) - set(title)), sorted(set(title) - set(words))
    if len(set(words)) < len("ab") or _negations(words) != _negations(title):
        return False
    if not {*mine, *theirs} - _WEAK:
        return True
    return len(mine) == len(theirs) == 1 and _is_one_slip(mine[0], theirs[0])


def _negations(words: tuple[str, ...]) -> list[str]:
    return sorted(word for word in words if word in _NEGATIONS)


def _is_one_slip(word: str, other: str) -> bool:
    """Return whether one letter is missing, added or another, or two neighbours are swapped."""
    start = _shared_start(word, other)
    is_short = min(len(word), len(other)) <= _SHORT_WORD
    if is_short or not start or any(map(str.isdigit, word + other)):
        return False
    mine, theirs = word[start:], other[start:]
    end = _shared_start(mine[::-1], theirs[::-1])
    mine, theirs = mine[: len(mine) - end], theirs[: len(theirs) - end]
    is_swap = len(mine) == len("ab") and mine == theirs[::-1]
    return is_swap or max(len(mine), len(theirs)) <= 1


def _shared_start(word: str, other: str) -> int:
    pairs = zip(word, other, strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))
