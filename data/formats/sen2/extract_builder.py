"""Make an extract of a kind from columns of text, and keep count of what stays out of it."""

from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from data.files.csv_reader import RawExtract
from data.formats.base import LEFT_OUT, ExtractPart, Note
from data.formats.sen2.requests import ReturnPlace


@dataclass
class LeftOut:
    """Gather which rows stay out, each for the first reason that holds for it."""

    table: str
    is_out: np.ndarray
    notes: list[Note] = field(default_factory=list)

    def leave(self, applies: np.ndarray, words: str) -> None:
        """Leave out the rows for which this is so; `words` follow their number."""
        is_new = applies & ~self.is_out
        count = int(is_new.sum())
        if count:
            self.notes.append(Note(LEFT_OUT, self.table, f"{count:,} {words}"))
        self.is_out = self.is_out | is_new


def part_from_columns(
    kind: str, columns: dict[str, np.ndarray], numbers: np.ndarray, source: str, place: ReturnPlace
) -> ExtractPart:
    """Make a part from columns of text, each row of which says where and up to when it holds."""
    constants = {
        "area_code": place.area_code,
        "cut_off": place.cut_off,
        "coverage": place.coverage,
    }
    everywhere = {
        name: np.full(len(numbers), word, dtype=object) for name, word in constants.items()
    }
    whole = columns | everywhere
    frame = pd.DataFrame(dict(enumerate(whole.values())), dtype=object)
    return ExtractPart(kind, RawExtract(tuple(whole), frame, numbers), source)
