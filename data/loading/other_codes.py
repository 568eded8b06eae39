"""Warn of areas that an extract names by another code than the one they are held under."""

from collections.abc import Iterator

from data.common.authorities import area_code_of, find_authorities
from data.common.errors import Issue
from data.schema.kinds import CellType
from data.schema.parsed_rows import ParsedRows


def other_code_warnings(rows: ParsedRows) -> Iterator[Issue]:
    """Yield a warning for each other code in a column of areas, at its first row."""
    for column in rows.kind.columns:
        if column.cell is not CellType.AREA:
            continue
        cells = rows.raw[column.name]
        for place, text in enumerate(cells.texts):
            codes = [code for code in text.upper().split(";") if area_code_of(code) != code]
            if codes and (is_here := cells.codes == place).any():
                yield _warning(int(rows.numbers[is_here.argmax()]), column.name, codes[0])


def _warning(row: int, column: str, code: str) -> Issue:
    (area,) = find_authorities(code=code)
    found = f"{code} was read as {area.area_code}: both are codes of {area.name}, which is one area"
    return Issue(row, column, found, area.area_code, "Nothing needs to be done.")
