"""Serialise a pack as JSON and parse it: the same content always gives the same text and hash.

A pack repeats itself: a point is in its series, in the control chart, in the pace and in the
comparisons, and the leading series is one of the series. Equal nouns are therefore written once,
as a row of the table of their type; where one is in another, there is the number of its row.
"""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import replace
from datetime import date
from functools import cache
from hashlib import sha256
from typing import Any, Final, TypeAlias, get_args, get_origin

from cattrs import Converter
from cattrs.gen import make_dict_structure_fn, make_dict_unstructure_fn, override

from dashboard.model.control_chart import ControlChart
from dashboard.model.panel import Area, Comparison, Framework, Measure, Panel, Series, Status
from dashboard.model.points import Baseline, Event, Point, Target
from dashboard.model.series import DueStatus, Pace
from dashboard.pack.model import Oddity, Pack, Since
from dashboard.stats.spc import Segment

WriteNoun: TypeAlias = Callable[[Any], dict[str, Any]]
ReadNoun: TypeAlias = Callable[[Mapping[str, Any], Any], Any]


class TableWriter:
    """The tables of nouns of one pack that is being serialised."""

    def __init__(self) -> None:
        self._names: dict[str, list[str]] = {}
        self._rows: dict[str, list[list[Any]]] = {}
        self._places: dict[tuple[str, str], int] = {}
        # By identity; each noun is held, so that no other object gets its id meanwhile.
        self._seen: dict[int, tuple[Any, int]] = {}

    def place(self, name: str, noun: Any, write: WriteNoun) -> int:
        """Return the row number of a noun, a new one where no equal noun has a row."""
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
        """Return every table: the names of its columns, and its rows."""
        return {name: {"names": self._names[name], "rows": self._rows[name]} for name in self._rows}


class TableReader:
    """The tables of nouns of one pack that is being parsed."""

    def __init__(self, tables: Mapping[str, Mapping[str, Any]]) -> None:
        self._tables = tables
        self._nouns: dict[tuple[str, int], Any] = {}

    def noun(self, name: str, place: int, noun: Any, read: ReadNoun) -> Any:
        """Return the noun of a row, always the same object."""
        if (name, place) not in self._nouns:
            table = self._tables[name]
            row = dict(zip(table["names"], table["rows"][place], strict=True))
            self._nouns[name, place] = read(row, noun)
        return self._nouns[name, place]


# A converter is slow to make and is shared; the tables of its pack are in these variables.
_writing: ContextVar[TableWriter] = ContextVar("writing")
_reading: ContextVar[TableReader] = ContextVar("reading")


@contextmanager
def table_writer() -> Iterator[TableWriter]:
    """Open the tables of a pack, to which every noun that is written adds itself."""
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
    """Register a type of noun to be written in tables; one written out in full is read too."""
    name = noun.__name__

    def out(value: Any) -> int:
        return _writing.get().place(name, value, write)

    def back(written: Any, _: Any) -> Any:
        if isinstance(written, int):
            return _reading.get().noun(name, written, noun, read)
        return read(written, noun)

    converter.register_unstructure_hook_func(lambda candidate: candidate == noun, out)
    converter.register_structure_hook_func(lambda candidate: candidate == noun, back)


# Of the text. Form 1 wrote every noun out wherever it occurs; such packs can be read.
FORM: Final = 2
# Nouns that occur in many places of a pack; those that others are made of come first.
_INTERNED: Final = (
    Point,
    Target,
    Event,
    Baseline,
    Area,
    Framework,
    Status,
    DueStatus,
    Segment,
    ControlChart,
    Comparison,
    Pace,
)
_PACE: Final = "pace"


class UnreadablePackError(ValueError):
    """The text is not that of a frozen pack."""


def serialise(pack: Pack) -> str:
    """Return a pack as JSON: nouns and names in their own order, floats that read back exactly."""
    with table_writer() as begun:
        written = _converter().unstructure(pack)
    content = {"form": FORM, "pack": written, "nouns": begun.tables()}
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def content_hash(text: str) -> str:
    """Return the SHA-256 of the text of a pack, in hexadecimal."""
    return sha256(text.encode()).hexdigest()


def parse(text: str) -> Pack:
    """Return the pack of a text of this form or an earlier one; UnreadablePackError otherwise."""
    try:
        content = json.loads(text)
        with table_reader(content.get("nouns", {})):
            return _converter().structure(content["pack"], Pack)
    except Exception as error:
        raise UnreadablePackError("The text of this pack cannot be read.") from error


def parse_since(text: str) -> Since | None:
    """Return only the changes since the pack before, in a tenth of the time of `parse`."""
    try:
        content = json.loads(text)
        with table_reader(content.get("nouns", {})):
            return _converter().structure(content["pack"].get("since"), Since | None)
    except Exception as error:
        raise UnreadablePackError("The text of this pack cannot be read.") from error


@cache
def _converter() -> Converter:
    """Return the converter of every dataclass in a pack."""
    converter = Converter(prefer_attrib_converters=False, detailed_validation=False)
    converter.register_unstructure_hook(date, date.isoformat)
    converter.register_structure_hook(date, lambda text, _: date.fromisoformat(text))
    # A number keeps its type: 27 and 27.0 are two texts.
    converter.register_structure_hook(float, lambda value, _: value)
    converter.register_structure_hook_func(_is_list, _list_in)
    register_interned(converter, Mapping[str, str], _mapping_out, _mapping_in)
    for noun in _INTERNED:
        plain_out = make_dict_unstructure_fn(noun, converter)
        register_interned(converter, noun, plain_out, make_dict_structure_fn(noun, converter))
    converter.register_structure_hook(Oddity, _oddity_in(converter))
    register_interned(
        converter, Measure, make_dict_unstructure_fn(Measure, converter), _measure_in(converter)
    )
    register_interned(converter, Series, _series_out(converter), _series_in(converter))
    plain_out = make_dict_unstructure_fn(Panel, converter)
    register_interned(converter, Panel, plain_out, make_dict_structure_fn(Panel, converter))
    return converter


def _is_list(kind: Any) -> bool:
    return get_origin(kind) is Sequence


def _list_in(written: Sequence[Any], kind: Any) -> list[Any]:
    """Read a Sequence as the list that it was; a tuple has a type of its own."""
    if get_args(kind) == (date,):
        return [date.fromisoformat(text) for text in written]
    return list(written)


def _measure_in(converter: Converter) -> ReadNoun:
    """Read a measure; in packs frozen before it said so itself, only money could be negative."""
    plain = make_dict_structure_fn(Measure, converter)

    def read(written: Mapping[str, Any], _: Any) -> Measure:
        return plain({"can_be_negative": written["unit"] == "gbp_million", **written}, Measure)

    return read


def _oddity_in(converter: Converter) -> ReadNoun:
    """Read a note; one frozen before notes had their kind names it in its first sentence."""
    plain = make_dict_structure_fn(Oddity, converter)

    def read(written: Mapping[str, Any], _: Any) -> Oddity:
        return plain({"kind": written["words"].partition(". ")[0], **written}, Oddity)

    return read


def _mapping_out(texts: Mapping[str, str]) -> dict[str, Any]:
    return {"texts": dict(texts)}


def _mapping_in(written: Mapping[str, Any], _: Any) -> dict[str, str]:
    """Read texts by name; an earlier form has them without a name of their own."""
    texts = written.get("texts")
    return dict(texts if isinstance(texts, dict) else written)


def _series_out(converter: Converter) -> WriteNoun:
    """Write a series with its forecast, which is otherwise computed when it is used."""
    plain = make_dict_unstructure_fn(Series, converter, make_pace=override(omit=True))

    def write(series: Series) -> dict[str, Any]:
        return {**plain(series), _PACE: converter.unstructure(series.pace)}

    return write


def _series_in(converter: Converter) -> ReadNoun:
    plain = make_dict_structure_fn(Series, converter, make_pace=override(omit=True))

    def read(written: Mapping[str, Any], _: Any) -> Series:
        series = plain(written, Series)
        pace = converter.structure(written.get(_PACE), Pace | None)
        return replace(series, make_pace=lambda: pace)

    return read
