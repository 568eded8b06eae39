"""Pack the figures of one series into one cell of the store, and unpack them.

A snapshot of a large area has tens of thousands of figures. A row each, they would take longer to
write than the cases they are computed from, and longer to read than a page may take.
"""

import zlib
from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import pandas as pd

# How each basis is stored. A code never changes its meaning: a new basis gets a new one.
BASIS_CODES = {
    "month": 0,
    "ytd": 1,
    "quarter": 2,
    "half-term": 3,
    "year": 4,
    "snapshot": 5,
    "rolling12": 6,
}
_BASES = {code: basis for basis, code in BASIS_CODES.items()}
# Days are counted from 1 January 1970.
FIGURES = np.dtype(
    [
        ("basis", "i1"),
        ("period_start", "<i4"),
        ("period_end", "<i4"),
        ("numerator", "<f8"),
        ("denominator", "<f8"),
        ("value", "<f8"),
        ("is_provisional", "?"),
    ]
)
BINS = np.dtype(
    [
        ("basis", "i1"),
        ("period_start", "<i4"),
        ("period_end", "<i4"),
        ("week", "<i4"),
        ("count", "<i4"),
    ]
)
MARKS = np.dtype([("mark", "i1")])
_DAYS = ("period_start", "period_end")
# Most bytes are zeros: more effort gains little.
_EFFORT = 1


def packed(frame: pd.DataFrame, by: Sequence[str], record: np.dtype) -> pd.DataFrame:
    """Return one row for each run of rows equal in `by`; `points` has their records, compressed."""
    heads = pd.DataFrame(frame, columns=list(by))
    starts = np.flatnonzero(_begins(heads))
    records = np.empty(len(frame), dtype=record)
    for name in record.names or ():
        records[name] = _as_numbers(frame[name])
    points = [
        zlib.compress(records[start:end].tobytes(), _EFFORT)
        for start, end in pairwise([*starts, len(frame)])
    ]
    firsts = heads.iloc[starts].reset_index(drop=True)
    return firsts.assign(points=pd.Series(points, dtype=object))


def _begins(heads: pd.DataFrame) -> np.ndarray:
    """Return whether each row differs from the one before it."""
    begins = np.zeros(len(heads), dtype=bool)
    begins[:1] = True
    for name in heads.columns:
        values = heads[name].to_numpy(dtype=object)
        begins[1:] |= values[1:] != values[:-1]
    return begins


def _as_numbers(values: pd.Series) -> np.ndarray:
    if values.name == "basis":
        codes, words = pd.factorize(values)
        return np.array([BASIS_CODES[word] for word in words], dtype=np.int8)[codes]
    if values.name in _DAYS:
        return values.to_numpy().astype("datetime64[D]").astype(np.int64)
    return values.to_numpy()


def unpacked(points: Sequence[bytes], record: np.dtype) -> tuple[np.ndarray, np.ndarray]:
    """Return the records of packed rows, one after another, and the number in each."""
    plain = [zlib.decompress(packed_records) for packed_records in points]
    counts = np.array([len(records) // record.itemsize for records in plain], dtype=np.int64)
    return np.frombuffer(b"".join(plain), dtype=record), counts


def basis_codes(bases: Sequence[str]) -> list[int]:
    """Return the stored codes of bases, without unknown ones."""
    return [BASIS_CODES[basis] for basis in bases if basis in BASIS_CODES]


def as_column(records: np.ndarray, name: str) -> pd.Series:
    """Return one column of records as frames have it: the basis as text, days as dates."""
    values = records[name]
    if name == "basis":
        places, codes = pd.factorize(values)
        return pd.Series(
            np.array([_BASES[code] for code in codes], dtype=object)[places], dtype="str"
        )
    if name in _DAYS:
        distinct, codes = np.unique(values, return_inverse=True)
        days = np.empty(len(distinct), dtype=object)
        days[:] = distinct.astype("datetime64[D]").astype(object)
        return pd.Series(days[codes], dtype=object)
    return pd.Series(values.astype(values.dtype.newbyteorder("=")))
