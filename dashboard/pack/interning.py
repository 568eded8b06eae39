"""Write equal nouns of a pack once and refer to them by their place, and read them back as one.

A pack repeats itself: a point stands in its series, in the control chart, in the pace and in the
comparisons, and the series that leads is one of the series. Each such noun is a row of the table
of its type; where it stands in another there is the number of its row.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeAlias

from cattrs import Converter

WriteNoun: TypeAlias = Callable[[Any], dict[str, Any]]
ReadNoun: TypeAlias = Callable[[Mapping[str, Any], Any], Any]


class TableWriter:
    """The tables of one pack that is being frozen."""

    def __init__(self) -> None:
        self._names: dict[str, list[str]] = {}
        self._rows: dict[str, list[list[Any]]] = {}
        self._places: dict[tuple[str, str], int] = {}
        # The nouns themselves are kept, so that no other gets the identity of one meanwhile.
        self._seen: dict[int, tuple[Any, int]] = {}

    def place(self, name: str, noun: Any, write: WriteNoun) -> int:
        """Give the number of the row of a noun, a new one where no equal noun has one."""
        if id(noun) not in self._seen:
            plain = write(noun)
            row = list(plain.values())
            rows = self._rows.setdefault(name, [])
            place = self._places.setdefault((name, json.dumps(row)), len(rows))
            if place == len(rows):
                self._names.setdefault(name, list(plain))
                rows.append(row)
            self._seen[id(noun)] = (noun, place)
        return self._seen[id(noun)][1]

    def tables(self) -> dict[str, dict[str, Any]]:
        """Give every table: the names of its columns, and its rows."""
        return {name: {"names": self._names[name], "rows": self._rows[name]} for name in self._rows}


class TableReader:
    """The tables of one pack that is being thawed."""

    def __init__(self, tables: Mapping[str, Mapping[str, Any]]) -> None:
        self._tables = tables
        self._nouns: dict[tuple[str, int], Any] = {}

    def noun(self, name: str, place: int, noun: Any, read: ReadNoun) -> Any:
        """Give the noun of a row, always the same one."""
        if (name, place) not in self._nouns:
            table = self._tables[name]
            row = dict(zip(table["names"], table["rows"][place], strict=True))
            self._nouns[name, place] = read(row, noun)
        return self._nouns[name, place]


# A converter is made once, for it is slow to make; which pack it works on is told beside it.
_writing: ContextVar[TableWriter] = ContextVar("writing")
_reading: ContextVar[TableReader] = ContextVar("reading")


@contextmanager
def table_writer() -> Iterator[TableWriter]:
    """Begin the tables of a pack, to which every noun that is written adds itself."""
    begun = TableWriter()
    token = _writing.set(begun)
    try:
        yield begun
    finally:
        _writing.reset(token)


@contextmanager
def table_reader(tables: Mapping[str, Mapping[str, Any]]) -> Iterator[None]:
    """Open the tables of a pack, from which every noun is read."""
    token = _reading.set(TableReader(tables))
    try:
        yield
    finally:
        _reading.reset(token)


def register_interned(converter: Converter, noun: Any, write: WriteNoun, read: ReadNoun) -> None:
    """Have a converter write a type of noun in tables; one that is written out is read as well."""
    name = noun.__name__

    def out(value: Any) -> int:
        return _writing.get().place(name, value, write)

    def back(written: Any, _: Any) -> Any:
        if isinstance(written, int):
            return _reading.get().noun(name, written, noun, read)
        return read(written, noun)

    converter.register_unstructure_hook_func(lambda candidate: candidate == noun, out)
    converter.register_structure_hook_func(lambda candidate: candidate == noun, back)
