"""Read targets of a scorecard that are set against a figure: an area's, the baseline, the one before."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

import pandas as pd

from dashboard.model.codes import OPERATOR_WORDS, runs_against
from data.common.errors import UnreadableCellError
from data.formats.scorecard.measure_rules import MeasureRules

_TIMES: Final = r"(?:quarter|month|year|term|half term|time|period|figure)"
_BASELINE: Final = r"(?: (?:of|on|than|above|below|over|from|against)?(?: the| its)? ?base ?line)?"
_BEFORE: Final = re.compile(
    rf"(?:an? )?(?:improve(?:ment)?|better)(?:"
    rf" (?:quarterly|monthly|termly|yearly)| (?:in )?(?:each|every) {_TIMES}"
    rf"| {_TIMES} (?:on|by) {_TIMES}| (?:on|than) (?:the )?(?:last|previous) {_TIMES})"
)
_MULTIPLES: Final = (
    (re.compile(rf"(?:to )?(?:reduced?|cut|reduction) by (?:a )?half{_BASELINE}"), 0.5, "<="),
    (re.compile(rf"(?:to )?halved?{_BASELINE}"), 0.5, "<="),
    (re.compile(rf"(?:to )?(?:increased?|up) by (?:a )?half{_BASELINE}"), 1.5, ">="),
    (re.compile(rf"(?:to )?(?:doubled?|twice){_BASELINE}"), 2.0, ">="),
    (re.compile(rf"(?:to )?(?:trebled?|tripled?|three times){_BASELINE}"), 3.0, ">="),
)
_UP: Final = r"up|increased?|increase|rise|grow|raised?|more|higher|growth"
_DOWN: Final = r"down|reduced?|cut|lowered?|decreased?|fall|fewer|less|lower|reduction"
_NUMBER: Final = r"(?P<number>[0-9]+(?:\.[0-9]+)?)"
_UNIT: Final = r"(?: ?(?P<unit>%|per ?cent|(?:percentage )?points?|ppt?s?|days?|weeks?|months?))?"
_WAYS: Final = rf"(?:(?P<up>{_UP})|(?P<down>{_DOWN}))"
_CHANGES: Final = (
    re.compile(rf"(?:to )?{_WAYS}(?: by| of)? {_NUMBER}{_UNIT}{_BASELINE}"),
    re.compile(rf"(?:at least )?{_NUMBER}{_UNIT} {_WAYS}{_BASELINE}"),
)
_SIGNED: Final = re.compile(r"^[+\-\u2212] ?(?=[0-9.]+ ?(?:%|per ?cent))")
_AREA: Final = re.compile(
    r"(?:(?P<strict>better than)|(?P<least>at least|at or above)|(?P<most>at most|at or below)"
    r"|(?P<above>above|more than)|(?P<below>below|less than)"
    r"|(?:the )?same(?: as)? or better than(?: an?)?|(?:to )?(?:at least )?match(?:ing)?)?"
    r" ?(?:the )?(?P<name>.+?)(?:['\u2019]s?)?(?: (?:average|level|figure|rate|benchmark)s?)?"
)
_OPERATORS: Final = {"least": ">=", "most": "<=", "above": ">", "below": "<"}


@dataclass(frozen=True)
class RelativeTarget:
    """A target without a number of its own: the cells of its row, and what it is in words."""

    cells: dict[str, str]
    words: str


def codes_by_name(areas: pd.DataFrame) -> dict[str, str]:
    """Return the codes of the areas in the store by their names in lower case."""
    rows: Iterable[Mapping[str, str]] = areas.to_dict("records")
    return {row["name"].lower(): row["area_code"] for row in rows}


def read_relative(
    text: str, rules: MeasureRules, codes: Mapping[str, str]
) -> RelativeTarget | None:
    """Return the target that words set against a figure; None where they set it against none.

    UnreadableCellError where they can be read in two ways.
    """
    words = _plain_words(text, rules)
    if _BEFORE.fullmatch(words):
        cells = {"operator": _better(rules, is_strict=True), "relative_to": "before"}
        return RelativeTarget(cells, "better than the figure before")
    for form, factor, operator in _MULTIPLES:
        if form.fullmatch(words):
            return _of_baseline(operator, factor=factor)
    for form in _CHANGES:
        if match := form.fullmatch(words):
            return _changed(match, rules)
    match = _AREA.fullmatch(words)
    code = codes.get(match["name"]) if match else None
    if match is None or code is None:
        return None
    stated = next((sign for name, sign in _OPERATORS.items() if match[name]), "")
    if runs_against(stated, rules.better):
        fix = "Write better than, or the same or better than."
        raise UnreadableCellError("a target in the way in which the measure is better", fix)
    operator = stated or _better(rules, is_strict=bool(match["strict"]))
    cells = {"operator": operator, "relative_to": "area", "relative_area": code}
    return RelativeTarget(
        cells, f"{OPERATOR_WORDS[operator]} the figure of {match['name'].title()}"
    )


def _plain_words(text: str, rules: MeasureRules) -> str:
    """Return words in lower case; a sign before a percentage, where it is none of the number, as a word."""
    words = " ".join(text.lower().split()).rstrip(".")
    if rules.can_be_negative:
        return words
    return _SIGNED.sub(lambda match: "up " if match[0][0] == "+" else "down ", words)


def _changed(match: re.Match[str], rules: MeasureRules) -> RelativeTarget:
    number, unit = float(match["number"]), match["unit"] or ""
    sign, operator = (1, ">=") if match["up"] else (-1, "<=")
    is_share = unit in ("%", "per cent", "percent")
    if is_share and rules.unit != "percent":
        return _of_baseline(operator, factor=1 + sign * number / 100)
    is_points = "p" in unit and not is_share
    own = {"percent": is_points, "score": is_points, "count": not unit}
    if is_share or not own.get(rules.unit, unit.rstrip("s") == rules.unit.rstrip("s")):
        expected = "a change in the unit of the measure, such as 5 percentage points or 2 weeks"
        raise UnreadableCellError(expected, "Write the unit, or the number that it comes to.")
    return _of_baseline(operator, change=sign * number)


def _of_baseline(operator: str, factor: float = 1, change: float = 0) -> RelativeTarget:
    cells = {"operator": operator, "relative_to": "baseline"}
    if factor != 1:
        cells["relative_factor"] = f"{factor:g}"
        return RelativeTarget(
            cells, f"{OPERATOR_WORDS[operator]} {factor:g} times the plan’s baseline"
        )
    cells["relative_change"] = f"{change:g}"
    return RelativeTarget(cells, f"{OPERATOR_WORDS[operator]} the plan’s baseline {change:+g}")


def _better(rules: MeasureRules, *, is_strict: bool) -> str:
    """Return the operator that asks for the better of two figures."""
    operator = {"higher": ">", "lower": "<"}.get(rules.better)
    if operator is None:
        fix = "Say whether more or less is meant, in an extract of targets."
        raise UnreadableCellError("a measure of which more or less is better", fix)
    return operator if is_strict else f"{operator}="
