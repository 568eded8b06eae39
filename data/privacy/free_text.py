"""Hold words that come in no file to the rules that keep child data out of files."""

import numpy as np
import pandas as pd

from data.files.csv_reader import RawExtract
from data.privacy.cell_scan import Newest, Role, look_through


def personal_words(title: str, text: str, role: Role) -> str:
    """Say what in a text points at a person, without repeating it; empty where nothing does."""
    if not text:
        return ""
    cells = pd.Series([text], dtype=object)
    raw = RawExtract((title,), cells.to_frame(), np.arange(1))
    found = look_through(cells, title, role, Newest(raw, None)).found
    return " ".join(take_out_words(title, what) for what in found)


def take_out_words(title: str, what: str) -> str:
    return f"The text under “{title}” seems to hold {what}: take it out."
