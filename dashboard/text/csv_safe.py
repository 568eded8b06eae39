"""Write CSV that a spreadsheet opens without running anything in it."""

import re
from collections.abc import Iterable, Sequence
from typing import Any, Final

# What spreadsheets begin a formula with, plain or full-width, whatever blank stands before it.
_FORMULA: Final = re.compile(r"[\s\x00-\x20\ufeff]*[=+\-@＝＋－＠]|[\t\r\n]")
_NUMBER: Final = re.compile(r"[+-]?(?:[0-9][0-9,]*)?(?:\.?[0-9]+)%?(?:[eE][+-]?[0-9]+)?|-")
# Some spreadsheets part cells by semicolons or tabs: within quotation marks none of them does.
_QUOTED: Final = re.compile(r'[,;"\t\r\n\x00]|^\s|\s$')
_LINE_END: Final = "\r\n"


def safe_text(cell: Any) -> str:
    """Return a cell as text that no spreadsheet takes for a formula; None is a blank cell.

    An apostrophe before it says that it is text. Numbers, -17 among them, and a lone dash are as
    they were.
    """
    text = "" if cell is None else str(cell)
    is_formula = _FORMULA.match(text) and not _NUMBER.fullmatch(text)
    return f"'{text}" if is_formula else text


def csv_line(cells: Iterable[Any]) -> str:
    """Return one line of a CSV file, with its end."""
    return ",".join(map(_quoted, map(safe_text, cells))) + _LINE_END


def csv_text(columns: Sequence[str], rows: Iterable[Iterable[Any]]) -> str:
    """Return a whole CSV file: its header and its rows."""
    return csv_line(columns) + "".join(map(csv_line, rows))


def _quoted(text: str) -> str:
    return f'"{text.replace(chr(34), chr(34) * 2)}"' if _QUOTED.search(text) else text
