"""Hold words that come in no file to the rules that keep child data out of files."""

import numpy as np
import pandas as pd

from data.files.csv_reader import RawExtract
from data.privacy.cell_scan import ColumnRole, NewestDay, scan_column


def find_personal_text(title: str, text: str, role: ColumnRole) -> str:
    """Say what in a text points at a person, without repeating it; empty where nothing does."""
    if not text:
        return ""
    cells = pd.Series([text], dtype=object)
    raw = RawExtract((title,), cells.to_frame(), np.arange(1))
    matches = scan_column(cells, title, role, NewestDay(raw, None)).matches
    return " ".join(removal_advice(title, mark) for mark in matches)


def removal_advice(title: str, mark: str) -> str:
    return f"The text under “{title}” seems to hold {mark}: take it out."
