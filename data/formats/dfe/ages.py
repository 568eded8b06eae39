"""Add up the single years of age that a table counts, as bands beside the totals of an area."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Final

import numpy as np

from dashboard.measures.settings import EHC_BANDS
from data.files.csv_reader import RawExtract
from data.formats.base import LEFT_OUT, Note, rows_by_field
from data.formats.dfe.aliases import fold_name, number_in
from data.formats.dfe.columns import TableLayout
from data.formats.dfe.figure_rules import ages_of
from data.formats.dfe.rows import Total

# The breakdowns of figures, and the fields of the sums beside those of the columns.
BANDS: Final = tuple(f"age={band.code}" for band in EHC_BANDS)
_PLACE: Final = ("time_period", "geographic_level", "country_code", "region_code", "new_la_code")
_AGE: Final = re.compile(r"(?:aged? )?(under )?([0-9]{1,2})(?: and (?:under|over))?")


def with_ages(
    layout: TableLayout, raw: RawExtract, totals: Sequence[Total], source: str
) -> tuple[list[Total], list[Note]]:
    """Return the totals of a table with the sum of each band of ages in a field of its own.

    A band has none where one of its ages is not published.
    """
    topic, field = ages_of(layout.table)
    if field not in layout.places or "breakdown" not in layout.places:
        return [*totals], []
    sums: dict[tuple[str, ...], dict[str, Decimal | None]] = defaultdict(dict)
    for cells in _rows_of_topic(layout, raw, topic):
        band = _band_of(cells["breakdown"])
        if band:
            of_area = sums[_place_of(cells)]
            before, number = of_area.get(band, Decimal(0)), number_in(cells[field])
            of_area[band] = None if before is None or number is None else before + number
    unpublished = sum(number is None for of_area in sums.values() for number in of_area.values())
    words = f"{unpublished:,} bands of ages have an age that is not published, and no figure."
    notes = [Note(LEFT_OUT, source, words)] if unpublished else []
    return [_with_sums(total, sums.get(_place_of(total.cells), {})) for total in totals], notes


def _rows_of_topic(layout: TableLayout, raw: RawExtract, topic: str) -> Iterator[dict[str, str]]:
    topics = raw.cells.iloc[:, layout.places["breakdown_topic"]].astype(object)
    folded = {each: fold_name(str(each)) == fold_name(topic) for each in topics.unique()}
    chosen = np.array([folded[each] for each in topics], dtype=bool)
    rows = RawExtract(raw.names, raw.cells.loc[chosen], raw.numbers[chosen])
    yield from rows_by_field(rows, layout.places)


def _place_of(cells: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(cells.get(name, "") for name in _PLACE)


def _band_of(breakdown: str) -> str:
    """Return the band of "age 7", "Aged 2 and under", "under 3" or "age 20 and over"; "" of another."""
    match = _AGE.fullmatch(fold_name(breakdown))
    if match is None:
        return ""
    age = int(match[2]) - bool(match[1])
    bands = zip(BANDS, EHC_BANDS, strict=True)
    return next((name for name, band in bands if band.low <= age <= band.high), "")


def _with_sums(total: Total, sums: Mapping[str, Decimal | None]) -> Total:
    added = {band: str(number) for band, number in sums.items() if number is not None}
    return replace(total, cells={**total.cells, **added}) if added else total
