"""Freeze a pack as text and thaw it: the same content always gives the same text, and its hash."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from hashlib import sha256
from typing import Any, Final, get_args, get_origin

from cattrs import Converter
from cattrs.gen import make_dict_structure_fn, make_dict_unstructure_fn, override

from dashboard.model.panel import Area, Comparison, Framework, Measure, Panel, Series, Status
from dashboard.model.points import Baseline, Event, Point, Target
from dashboard.model.series import ControlChart, Pace
from dashboard.pack.interning import (
    ReadNoun,
    WriteNoun,
    register_interned,
    table_reader,
    table_writer,
)
from dashboard.pack.model import Oddity, Pack, Since
from dashboard.stats.spc import Segment

# Of the text. Form 1 wrote every noun out wherever it stands; what was frozen so is still read.
FORM: Final = 2
# What stands in many places of a pack. The nouns that others are made of come first.
_INTERNED: Final = (
    Point,
    Target,
    Event,
    Baseline,
    Measure,
    Area,
    Framework,
    Status,
    Segment,
    ControlChart,
    Comparison,
    Pace,
)
_PACE: Final = "pace"


class UnreadablePackError(ValueError):
    """Say that a text cannot be a frozen pack."""


def serialise(pack: Pack) -> str:
    """Write a pack as JSON: nouns and names in their own order, floats that read back exactly."""
    with table_writer() as begun:
        written = _converter().unstructure(pack)
    content = {"form": FORM, "pack": written, "nouns": begun.tables()}
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def content_hash(text: str) -> str:
    """Give the SHA-256 of a frozen pack, in hexadecimal."""
    return sha256(text.encode()).hexdigest()


def parse(text: str) -> Pack:
    """Read a frozen pack of this form or an earlier one; DamagedPackError where it is none."""
    try:
        content = json.loads(text)
        with table_reader(content.get("nouns", {})):
            return _converter().structure(content["pack"], Pack)
    except Exception as error:
        raise UnreadablePackError("The text of this pack cannot be read.") from error


def parse_since(text: str) -> Since | None:
    """Read of a frozen pack only what it says of the one before, which takes a tenth of the time."""
    try:
        content = json.loads(text)
        with table_reader(content.get("nouns", {})):
            return _converter().structure(content["pack"].get("since"), Since | None)
    except Exception as error:
        raise UnreadablePackError("The text of this pack cannot be read.") from error


@cache
def _converter() -> Converter:
    """Make the converter of every dataclass that a pack holds."""
    converter = Converter(prefer_attrib_converters=False, detailed_validation=False)
    converter.register_unstructure_hook(date, date.isoformat)
    converter.register_structure_hook(date, lambda text, _: date.fromisoformat(text))
    # A number stays what it was: 27 and 27.0 are two texts.
    converter.register_structure_hook(float, lambda value, _: value)
    converter.register_structure_hook_func(_is_list, _list_in)
    register_interned(converter, Mapping[str, str], _mapping_out, _mapping_in)
    for noun in _INTERNED:
        plain_out = make_dict_unstructure_fn(noun, converter)
        register_interned(converter, noun, plain_out, make_dict_structure_fn(noun, converter))
    converter.register_structure_hook(Oddity, _oddity_in(converter))
    register_interned(converter, Series, _series_out(converter), _series_in(converter))
    plain_out = make_dict_unstructure_fn(Panel, converter)
    register_interned(converter, Panel, plain_out, make_dict_structure_fn(Panel, converter))
    return converter


def _is_list(kind: Any) -> bool:
    return get_origin(kind) is Sequence


def _list_in(written: Sequence[Any], kind: Any) -> list[Any]:
    """Read what is a list where it is worked out as one again; what is a tuple says so."""
    if get_args(kind) == (date,):
        return [date.fromisoformat(text) for text in written]
    return list(written)


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
    """Write a series with the pace that it would work out when asked."""
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
