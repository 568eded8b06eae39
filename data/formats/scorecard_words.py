"""Compare names by their words: which tell what is measured, and which differ by a slip alone."""

import re
from difflib import SequenceMatcher
from functools import lru_cache

# Words that say nothing of which measure it is; what is counted is held by the unit.
_FILLERS = frozenset(
    [
        "the",
        "of",
        "a",
        "an",
        "and",
        "for",
        "in",
        "on",
        "to",
        "by",
        "with",
        "who",
        "that",
        "whose",
        "are",
        "is",
        "all",
        "share",
        "proportion",
        "percentage",
        "percent",
        "pct",
        "number",
        "no",
        "count",
        "total",
        "new",
        "rate",
    ]
)
# What people write for words of the catalogue.
_SAME = {
    "ehcp": "ehc plan",
    "ehcps": "ehc plan",
    "ehcna": "ehc needs assessment",
    "ehcnas": "ehc needs assessment",
    "wk": "week",
    "wks": "week",
    "asd": "autism",
    "asc": "autism",
    "slt": "speech language therapy",
    "salt": "speech language therapy",
    "ot": "occupational therapy",
    "yp": "young people",
}
_LEAST_LIKENESS, _SHORT_WORD = 0.85, 4


def plain(name: str) -> str:
    """Return a name in lower case, its words one space apart, without marks."""
    return " ".join(re.findall(r"[a-z0-9]+", name.lower().replace("'", "").replace("’", "")))


@lru_cache(maxsize=4096)
def content(name: str) -> frozenset[str]:
    """Return the words of a name that tell which measure it is."""
    words = (_SAME.get(word, _singular(word)) for word in plain(name).split())
    spelt = {_singular(each) for word in words for each in word.split()}
    return frozenset(spelt - _FILLERS)


def _singular(word: str) -> str:
    is_plural = len(word) > _SHORT_WORD - 1 and word.endswith("s") and not word.endswith("ss")
    return word[:-1] if is_plural else word


def are_alike(words: frozenset[str], title: frozenset[str]) -> bool:
    """Return whether each word of one has its fellow in the other."""
    mine, theirs = sorted(words - title), sorted(title - words)
    if len(mine) != len(theirs) or len(mine) > 1 or len(words) < len("ab"):
        return words == title
    return not mine or _is_misspelt(mine[0], theirs[0])


def _is_misspelt(word: str, other: str) -> bool:
    """Return whether two long words differ by no more than a slip; numbers never do."""
    if min(len(word), len(other)) <= _SHORT_WORD or any(map(str.isdigit, word + other)):
        return False
    return SequenceMatcher(None, word, other).ratio() >= _LEAST_LIKENESS
