"""Change what rows and columns are called, and look for a figure under a name that is not its own.

A scorecard's row is renamed by a slip of the pen, or to something else: a negation, another number,
another unit. Of tables that others publish, a column, topic or metric is renamed and has other
figures, so that whoever reads it by likeness has wrong ones.
"""

import csv
import io
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from random import Random
from typing import NamedTuple

import pandas as pd

from data.common.load_options import LoadOptions
from data.common.progress import unwatched
from data.files.csv_reader import ExtractFile, normalise_column_name
from data.formats.base import Format, ReadResult, reference_rows
from data.formats.dfe.reader import DFE_RELEASE
from data.formats.lait import LAIT
from data.formats.nhs_autism import NHS_AUTISM
from data.formats.scorecard.reader import SCORECARD
from tests.builders.dfe import PLACING, TOWER_HAMLETS, Shelf, table
from tests.builders.dfe import records as records_of
from tests.builders.dfe_2026 import reviews, timeliness
from tests.builders.published_tables import lait_measures, lait_values
from tests.builders.scorecard import CONFIRMED, Catalogue, rows_of
from tests.builders.shipped import rows_of as shipped_rows
from tests.data.formats.test_nhs_autism import METRICS, waits
from tests.fuzz.seeds import GIVEN

_NEGATIONS = ("not ", "no ", "never ", "without ", "un", "non-", "in", "dis", "il")
_UNITS = {"weeks": ("days", "months"), "months": ("weeks",), "%": ("number",)}
_MONTHS = "Jan-23,Feb-23,Mar-23"
_NAME = "scorecard.csv"
_SERIES = ("area_code", "measure_id", "breakdown", "period_start", "period_end")
_QUOTIENT = "worked out from its counts"
# A percentage that is worked out has the one decimal that the release prints.
_ROUNDING = 0.1


def wrong_matches(count: int, seed: int) -> Iterator[str]:
    """Yield what was read under a wrong name, of so many changed names."""
    for number in range(count):
        random = Random(f"{seed} {number}")  # noqa: S311 - nothing secret comes of it
        check = random.choice((_scorecard_match, _scorecard_match, _table_match))
        words = check(random)
        if words:
            yield f"seed {seed}, name {number}: {words}"


# Scorecards


@cache
def _catalogue() -> Catalogue:
    """Return a catalogue of every measure that is shipped, and the small one of the tests."""
    catalogue = Catalogue()
    columns = catalogue.frames["measures"].columns
    flags = {"can_exceed_100": False, "can_be_negative": False}
    shipped = pd.DataFrame([{**row, **flags} for row in shipped_rows("measures")])
    catalogue.frames["measures"] = pd.concat([catalogue.frames["measures"], shipped[columns]])
    return catalogue


@cache
def _names() -> dict[str, set[str]]:
    """Return the measures of each title, short ones too, by its letters and digits."""
    names: dict[str, set[str]] = {}
    for row in _catalogue().rows("measures").to_dict("records"):
        for name in (row["title"], row["short_title"]):
            if name:
                names.setdefault(_folded(name), set()).add(row["measure_id"])
    return names


def _folded(name: str) -> str:
    return " ".join(re.findall(r"[a-z0-9]+", name.casefold()))


def _scorecard_match(random: Random) -> str:
    row = random.choice(_catalogue().rows("measures").to_dict("records"))
    title = random.choice([name for name in (row["title"], row["short_title"]) if name])
    is_other = random.random() < 0.6
    label = (renamed if is_other else slipped)(title, random)
    own = _names().get(_folded(label), set() if is_other else {row["measure_id"]})
    confirmed = _scorecard(label, CONFIRMED)
    found = {each["measure_id"] for each in rows_of(confirmed)}
    if not found <= own:
        return f"“{label}” was read as {', '.join(found)} without acceptance"
    if not is_other or own:
        return ""
    accepted = replace(CONFIRMED, accepted_rows=((_NAME, 2),))
    offered = {each["measure_id"] for each in rows_of(_scorecard(label, accepted))}
    return f"“{label}” was offered as {', '.join(offered)}" if offered else ""


def _scorecard(label: str, options: LoadOptions) -> ReadResult:
    quoted = label.replace('"', '""')
    text = f'Measure,{_MONTHS}\n"{quoted}",12,13,14\n'
    return SCORECARD.read([ExtractFile(_NAME, text.encode())], _catalogue(), options, unwatched)


def slipped(name: str, random: Random) -> str:
    """Return a name with one letter left out, doubled, or swapped with the next."""
    letters = [place for place, letter in enumerate(name[:-1]) if letter.isalpha()]
    place = random.choice(letters)
    left, here, after, rest = name[:place], name[place], name[place + 1], name[place + 2 :]
    return left + random.choice((after, here + here + after, after + here)) + rest


def renamed(name: str, random: Random) -> str:
    """Return the name of something else: negated, of another number, or of another unit."""
    changes = [_negated]
    if re.search(r"[0-9]", name):
        changes.append(_renumbered)
    units = [unit for unit in _UNITS if unit in name]
    if units:
        unit = random.choice(units)
        changes.append(lambda text, chance: text.replace(unit, chance.choice(_UNITS[unit])))
    return random.choice(changes)(name, random)


def _negated(name: str, random: Random) -> str:
    starts = [match.start() for match in re.finditer(r"(?<![A-Za-z])[A-Za-z]{2,}", name)]
    place = random.choice(starts)
    return f"{name[:place]}{random.choice(_NEGATIONS)}{name[place:]}"


def _renumbered(name: str, random: Random) -> str:
    match = random.choice(list(re.finditer(r"[0-9]+", name)))
    other = random.choice([n for n in (6, 12, 16, 20, 26, 52, 104, 200) if str(n) != match[0]])
    return f"{name[: match.start()]}{other}{name[match.end() :]}"


# Tables that others publish


class _Figure(NamedTuple):
    """The value of a figure, and whether it was worked out from counts."""

    value: str
    is_quotient: bool


_Figures = dict[tuple[str, ...], _Figure]


@dataclass(frozen=True)
class _Table:
    """Files of one maker, and what in the first of them is renamed."""

    format: Format
    files: tuple[ExtractFile, ...]
    rename: Callable[[list[list[str]], Random], None]

    def figures(self, first: ExtractFile) -> _Figures:
        """Return the figures with another file in place of the first."""
        files = [first, *self.files[1:]]
        reading = self.format.read(files, Shelf(), GIVEN, unwatched)
        return {
            tuple(row[name] for name in _SERIES): _Figure(
                row["value"], _QUOTIENT in row.get("note", "")
            )
            for row in records_of(reading)
        }


@cache
def _tables() -> tuple[tuple[_Table, _Figures], ...]:
    """Return the tables, each with its figures as it is."""
    dfe = [timeliness(TOWER_HAMLETS), reviews(TOWER_HAMLETS)]
    dfe += [table(name, [TOWER_HAMLETS]) for name in ("annual_reviews", "requests", "caseload")]
    rows = [{"METRIC": metric, "METRIC_NAME": name} for metric, name, _, _ in METRICS]
    every = [_Table(DFE_RELEASE, (file,), _rename_column_or_topic) for file in dfe]
    lait = (lait_values({}), lait_measures({}))
    every.append(_Table(LAIT, lait, _rename_in("Short Desc", "Values")))
    every.append(_Table(NHS_AUTISM, (waits(*rows),), _rename_in("METRIC_NAME", "METRIC_VALUE")))
    return tuple((each, each.figures(each.files[0])) for each in every)


def _table_match(random: Random) -> str:
    chosen, own = random.choice(_tables())
    file = chosen.files[0]
    rows = list(csv.reader(io.StringIO(file.content.decode("utf-8-sig"))))
    before = {cell for row in rows for cell in row}
    chosen.rename(rows, random)
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    found = chosen.figures(ExtractFile(file.name, text.getvalue().encode()))
    wrong = [key for key, figure in found.items() if not _is_of_file(figure, own.get(key))]
    renamed_to = [cell for row in rows for cell in row if cell not in before]
    return f"{file.name} with {renamed_to[:3]}: {wrong[:3]} are not its figures" if wrong else ""


def _is_of_file(figure: _Figure, own: _Figure | None) -> bool:
    """Return whether a figure is that of the unchanged file, printed or worked out from counts."""
    if own is None or figure.value == own.value:
        return own is not None
    if not figure.is_quotient:
        return False
    # Of a percentage that is not printed the counts may be.
    is_number = own.value[:1].isdigit() and figure.value[:1].isdigit()
    return not is_number or abs(float(own.value) - float(figure.value)) <= _ROUNDING


def _rename_column_or_topic(rows: list[list[str]], random: Random) -> None:
    header = rows[0]
    own = [place for place, name in enumerate(header) if name not in PLACING.split()]
    change = random.choice((slipped, renamed, _underscored))
    if random.random() < 0.8:
        for place in random.sample(own, random.choice((1, 1, 3))):
            header[place] = change(header[place], random)
            if normalise_column_name(header[place]) not in _listed():
                _change_figures(rows[1:], [place])
        return
    topic = header.index("breakdown_topic")
    chosen = random.choice(rows[1:])[topic]
    other = change(chosen, random)
    renamed_rows = [row for row in rows[1:] if row[topic] == chosen]
    for row in renamed_rows:
        row[topic] = other
    if other.casefold() != chosen.casefold():
        _change_figures(renamed_rows, own)


@cache
def _listed() -> set[str]:
    """Return every name that a column is known to have had."""
    return {normalise_column_name(row["alias"]) for row in reference_rows("dfe_columns")}


def _change_figures(rows: list[list[str]], places: Sequence[int]) -> None:
    for row in rows:
        for place in places:
            if row[place][:1].isdigit():
                row[place] = "7" + row[place]


def _underscored(name: str, random: Random) -> str:
    """Return a column name with a word less, or one more."""
    words = name.split("_")
    place = random.randrange(len(words))
    words[place : place + random.choice((0, 1))] = [random.choice(("ex", "pc", "2024", "not", "x"))]
    return "_".join(words)


def _rename_in(column: str, figure: str) -> Callable[[list[list[str]], Random], None]:
    def rename(rows: list[list[str]], random: Random) -> None:
        place = rows[0].index(column)
        row = random.choice(rows[1:])
        before = row[place]
        row[place] = random.choice((slipped, renamed))(before, random)
        if _folded(row[place]) != _folded(before):
            _change_figures([row], [rows[0].index(figure)])

    return rename
