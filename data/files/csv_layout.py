"""Check the bytes of a CSV file: whether every line of it has as many cells as the header."""

import numpy as np

_NEWLINE, _RETURN, _COMMA, _QUOTE = 10, 13, 44, 34
# Bytes scanned together: the arrays made on the way are many times as large.
_BLOCK = 1 << 23


def is_regular(content: bytes, width: int, block: int = _BLOCK) -> bool:
    """Return whether all quotes enclose cells, and each line has the commas of its cells."""
    array = np.frombuffer(content, dtype=np.uint8)
    start = 0
    while start < len(array):
        end = _block_end(array, start, block)
        if not _is_block_regular(array[start:end], width):
            return False
        start = end
    return True


def _block_end(content: np.ndarray, start: int, block: int) -> int:
    """Return the end of a block of whole lines that starts at a line."""
    while start + block < len(content):
        part = content[start : start + block]
        is_outside = (np.cumsum(part == _QUOTE, dtype=np.uint8) & 1) == 0
        ends = np.flatnonzero((part == _NEWLINE) & is_outside)
        if len(ends):
            return start + int(ends[-1]) + 1
        block *= 2
    return len(content)


def _is_block_regular(content: np.ndarray, width: int) -> bool:
    """Return whether all quotes enclose cells, and each line has its commas outside quotes."""
    newlines, commas = content == _NEWLINE, content == _COMMA
    is_quote, is_return = content == _QUOTE, content == _RETURN
    if is_quote.any():
        # Whether the number of quotes so far is odd: a byte shows it, even if it wraps.
        is_outside = (np.cumsum(is_quote, dtype=np.uint8) & 1) == 0
        if not _encloses_cells(content, is_quote, is_outside):
            return False
        newlines &= is_outside
        commas &= is_outside
        is_return &= is_outside
    # The readers take a carriage return that is alone for the end of a line.
    if (np.append(content, _NEWLINE)[np.flatnonzero(is_return) + 1] != _NEWLINE).any():
        return False
    ends = np.flatnonzero(newlines)
    if len(ends) == 0 or ends[-1] != len(content) - 1:
        ends = np.append(ends, len(content))
    counts = np.diff(np.searchsorted(np.flatnonzero(commas), ends), prepend=0)
    lengths = np.diff(ends, prepend=-1) - 1
    is_return_only = (lengths == 1) & (content[ends - 1] == _RETURN)
    return bool(np.all((counts == width - 1) | (lengths == 0) | is_return_only))


def _encloses_cells(content: np.ndarray, is_quote: np.ndarray, is_outside: np.ndarray) -> bool:
    """Return whether every quote opens or closes a whole cell, or is one of a pair within it."""
    if not is_outside[-1]:
        return False
    opening = np.flatnonzero(is_quote & ~is_outside)
    closing = np.flatnonzero(is_quote & is_outside)
    padded = np.concatenate(([_NEWLINE], content, [_NEWLINE]))
    before, after = padded[opening], padded[closing + 2]
    return bool(
        np.isin(before, (_COMMA, _NEWLINE, _QUOTE)).all()
        and np.isin(after, (_COMMA, _NEWLINE, _RETURN, _QUOTE)).all()
    )
