"""Freeze a pack as text and thaw it: the same content always gives the same text, and its hash."""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import cache
from hashlib import sha256
from typing import Any, Final

from cattrs import Converter
from cattrs.gen import make_dict_structure_fn, make_dict_unstructure_fn, override

from dashboard.pace import Pace
from dashboard.pack.shapes import Pack
from dashboard.shapes import Panel, Series

# Of the text: a reader of a later form knows by it how to read an earlier one.
FORM: Final = 1
_PACE: Final = "pace"
_MADE: Final = "make_pace"


class DamagedPackError(ValueError):
    """Say that a text cannot be a frozen pack."""


def freeze(pack: Pack) -> str:
    """Write a pack as canonical JSON: names in order, floats that read back exactly."""
    content = {"form": FORM, "pack": _converter().unstructure(pack)}
    return json.dumps(
        content, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False
    )


def content_hash(text: str) -> str:
    """Give the SHA-256 of a frozen pack, in hexadecimal."""
    return sha256(text.encode()).hexdigest()


def thaw(text: str) -> Pack:
    """Read a frozen pack; DamagedPackError where it is none."""
    try:
        content = json.loads(text)
        return _converter().structure(content["pack"], Pack)
    except Exception as error:
        raise DamagedPackError("The text of this pack cannot be read.") from error


@cache
def _converter() -> Converter:
    """Make the converter of every dataclass that a pack holds."""
    converter = Converter(prefer_attrib_converters=False)
    converter.register_unstructure_hook(date, date.isoformat)
    converter.register_structure_hook(date, lambda text, _: date.fromisoformat(text))
    converter.register_structure_hook(float | str, lambda value, _: value)
    converter.register_unstructure_hook(Series, _series_out(converter))
    converter.register_structure_hook(Series, _series_in(converter))
    converter.register_structure_hook(Panel, _panel_in(converter))
    return converter


def _series_out(converter: Converter) -> Any:
    """Write a series with the pace that it would work out when asked."""
    plain = make_dict_unstructure_fn(Series, converter, make_pace=override(omit=True))

    def write(series: Series) -> dict[str, Any]:
        return {**plain(series), _PACE: converter.unstructure(series.pace)}

    return write


def _series_in(converter: Converter) -> Any:
    plain = make_dict_structure_fn(Series, converter, make_pace=override(omit=True))

    def read(written: Mapping[str, Any], _: type) -> Series:
        series = plain(written, Series)
        pace = converter.structure(written[_PACE], Pace | None)
        return replace(series, make_pace=lambda: pace)

    return read


def _panel_in(converter: Converter) -> Any:
    """Read a panel; the series that leads is one of its series again, not a like one."""
    plain = make_dict_structure_fn(Panel, converter)

    def read(written: Mapping[str, Any], _: type) -> Panel:
        panel = plain(written, Panel)
        lead = next((one for one in panel.series if one == panel.lead), panel.lead)
        return replace(panel, lead=lead)

    return read
