"""How a measure worked out from cases is explained, and what is shown beside it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

FigureKind = Literal["rate", "flow", "average", "stock"]


@dataclass(frozen=True)
class Explanation:
    """What is divided by what, and between which events the time runs, in plain English.

    A measure that is not a quotient has no denominator in words; one without a time limit or a
    duration says on which day its cases count.
    """

    group: str
    kind: FigureKind
    formula: str
    numerator: str
    denominator: str
    clock: str


@dataclass(frozen=True)
class WeeksView:
    """How cases by weeks are shown: in bands between `edges`, beside a limit where there is one.

    `title` is the finding, of {within} the first band or {over} the limit, and {total}.
    """

    noun: str
    title: str
    axis: str
    edges: tuple[int, ...]
    limit: int | None = None
    note: str = ""


@dataclass(frozen=True)
class RelatedMeasures:
    """What is shown beside the measures of the same cases: who still waits, and who came and went.

    `backlog` names the measures of who is open, the whole first, and `sentence` words them by their
    place, {open} by how many they are and {oldest} where there is one. `ages` is the measure that
    is divided by time open, `open_weeks` the one counted by weeks open. `flow` are the measures of
    who came in, went out and was open, with the words of each and of the two sums. A service, named
    by `words`, has also a `clearance`.
    """

    backlog: Mapping[str, str]
    sentence: str
    ages: str = ""
    open_weeks: str = ""
    flow: tuple[str, ...] = ()
    flow_words: tuple[str, str, str] = ("Referrals in", "Completed", "Waiting at the end")
    flow_nouns: tuple[str, str] = ("referrals", "completed")
    flow_note: str = ""
    clearance: str = ""
    words: str = ""
