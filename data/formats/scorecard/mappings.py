"""What a person confirmed of a plan's scorecard: which row is which measure, which column is what."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from dashboard.model.codes import year_kind
from data.formats.base import CurrentData
from data.formats.scorecard.headings import read_headings
from data.formats.scorecard.measure_matching import LEFT_OUT, MatchedMeasure, MeasureNames, NoMatch
from data.formats.scorecard.measure_names import normalised_name
from data.formats.scorecard.table_detection import ScorecardTable, SheetRow

# What a scorecard's row or column is used as, besides the roles of columns.
MEASURE, PERIOD = "measure", "period"
_LABELS = ("label", "reference", "part")
_KEY = ("sheet", "item", *_LABELS)
_OF_MEASURES = ("measure_id", "breakdown", "statistic", "basis", "year_kind")
_MONTH = re.compile(r"\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\b", re.IGNORECASE)


def heading_form(heading: str) -> str:
    """Return what stays the same in a heading from sheet to sheet: “Apr-23” is “Mmm-00”."""
    return re.sub(r"\d", "0", _MONTH.sub("Mmm", " ".join(heading.split())))


def sheet_form(title: str) -> str:
    """Return the words above a table without months and numbers."""
    return " ".join(re.sub(r"[\d/,;:–-]+", " ", _MONTH.sub(" ", title)).split())


@dataclass(frozen=True)
class ConfirmedMapping:
    """The confirmed rows and columns of one sheet of one plan, as records of text."""

    records: tuple[Mapping[str, str], ...]

    def use_of_column(self, heading: str) -> str | None:
        """Return what was confirmed of a heading; None where nothing was."""
        form = heading_form(heading)
        columns = (each for each in self.records if each["item"] == "column")
        return next((each["use"] for each in columns if each["label"] == form), None)

    @property
    def year_kind(self) -> str:
        """The kind of year of its years to date; empty where none was confirmed."""
        with_kind = [each for each in self.records if each["year_kind"]]
        to_date = [each for each in with_kind if each["basis"] == "ytd"]
        return next((each["year_kind"] for each in (*to_date, *with_kind)), "")

    def of_row(
        self, row: SheetRow, sheet: ScorecardTable, names: MeasureNames
    ) -> MatchedMeasure | NoMatch | None:
        """Return the measure that was confirmed of a row, or that it is not read; None if neither."""
        record = self._rows.get(_row_key(*_row_labels(row, sheet)))
        return None if record is None else _confirmed_measure(record, names)

    @cached_property
    def _rows(self) -> dict[tuple[str, str, str], Mapping[str, str]]:
        """The rows by what names them; of two that are named alike, the first."""
        rows = [each for each in reversed(self.records) if each["item"] == "row"]
        return {_row_key(*(each[name] for name in _LABELS)): each for each in rows}

    def covers(self, records: Iterable[Mapping[str, str]]) -> bool:
        """Return whether everything that a sheet is read as was confirmed before."""
        confirmed = {_identity(each) for each in self.records}
        return all(_identity(each) in confirmed for each in records)


def _confirmed_measure(
    record: Mapping[str, str], names: MeasureNames
) -> MatchedMeasure | NoMatch | None:
    measure_id = record["measure_id"]
    if record["use"] == LEFT_OUT:
        return NoMatch("it was confirmed that it is not read", LEFT_OUT)
    if record["use"] != MEASURE or measure_id not in names.titles:
        return None
    return MatchedMeasure(
        measure_id,
        record["breakdown"],
        record["statistic"],
        record["basis"] == "ytd",
        words=f"read as confirmed before: “{names.titles[measure_id][0]}” ({measure_id})",
    )


def load_mapping(current: CurrentData, framework_id: str, title: str) -> ConfirmedMapping:
    """Return what was confirmed of a plan's sheet with such words above its table."""
    rows = current.rows("scorecard_mappings")
    own = rows.loc[(rows["framework_id"] == framework_id) & (rows["sheet"] == sheet_form(title))]
    return ConfirmedMapping(tuple(own.fillna("").astype(str).to_dict("records")))


def plan_of_title(current: CurrentData, title: str) -> str:
    """Return the only plan whose sheet with such words was confirmed; "" where it is not certain."""
    rows = current.rows("scorecard_mappings")
    form = sheet_form(title)
    plans = set(rows.loc[rows["sheet"] == form, "framework_id"]) if form else set()
    return str(plans.pop()) if len(plans) == 1 else ""


def mapping_records(
    sheet: ScorecardTable, framework_id: str, rows: Iterable[tuple[SheetRow, MatchedMeasure | str]]
) -> list[dict[str, str]]:
    """Return how a sheet was read, each row and each form of heading once.

    `rows` are those with figures, each with its measure, or with the use that it has instead.
    """
    common = dict.fromkeys((*_KEY, "use", *_OF_MEASURES), "")
    common |= {"framework_id": framework_id, "sheet": sheet_form(sheet.title)}
    made = [common | each for each in (*_row_records(sheet, rows), *_column_records(sheet))]
    return list({tuple(each[name] for name in _KEY): each for each in made}.values())


def _row_records(
    sheet: ScorecardTable, rows: Iterable[tuple[SheetRow, MatchedMeasure | str]]
) -> Iterator[dict[str, str]]:
    for row, named in rows:
        record = {"item": "row"} | dict(zip(_LABELS, _row_labels(row, sheet), strict=True))
        if isinstance(named, str):
            yield record | {"use": named}
            continue
        yield record | {
            "use": MEASURE,
            "measure_id": named.measure_id,
            "breakdown": named.breakdown,
            "statistic": named.statistic,
            "basis": "ytd" if named.is_to_date else "",
            "year_kind": sheet.columns.year_kind if named.is_to_date else "",
        }


def _column_records(sheet: ScorecardTable) -> Iterator[dict[str, str]]:
    roles = {
        sheet.names: "name",
        sheet.reference: "reference",
        sheet.part: "part",
        sheet.unit: "unit",
        **{column.place: "target" for column in sheet.targets},
    }
    periods = read_headings(sheet.header.cells)
    for place, cell in enumerate(sheet.header.cells):
        record = {"item": "column", "label": heading_form(cell)}
        if place in sheet.periods:
            period = sheet.periods[place]
            kind = year_kind(period.basis, period.start)
            yield record | {"use": PERIOD, "basis": period.basis, "year_kind": kind}
        elif cell.strip() and place not in periods:
            yield record | {"use": roles.get(place, LEFT_OUT)}


def _row_labels(row: SheetRow, sheet: ScorecardTable) -> tuple[str, str, str]:
    return row.at(sheet.names), row.at(sheet.reference), row.at(sheet.part)


def _row_key(label: str, reference: str, part: str) -> tuple[str, str, str]:
    return normalised_name(label), reference.casefold(), part.casefold()


def _identity(record: Mapping[str, str]) -> tuple[str, ...]:
    key = _row_key(record["label"], record["reference"], record["part"])
    return (*key, *(record[name] for name in ("item", "use", *_OF_MEASURES)))
