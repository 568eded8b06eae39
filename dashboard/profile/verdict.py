"""The verdict of a profile: two lines of how many children there are and how they do."""

from collections.abc import Mapping
from typing import Final

from dashboard.model.panel import Point
from dashboard.profile.model import ABOVE, BELOW, GAP, SEN_SUPPORT, Tile
from dashboard.text.format import format_value, in_period, plain_number

_SHARES: Final = {SEN_SUPPORT: ("sen-support-share-of-pupils", "are at SEN support")}
_PLANS: Final = ("ehcp-share-of-pupils", "have a plan")
_AT_11: Final = "ks2-expected"
_AT_16: Final = "ks4-attainment8"
_AFTER_16: Final = "ks4-destinations"
_SIMILAR: Final = {ABOVE: "more than in similar areas", BELOW: "fewer than in similar areas"}


def verdict_sentences(tiles: Mapping[str, Tile], group: str) -> tuple[str, ...]:
    """Return the sentences of a verdict, the first the most important; () without any figure."""
    if group == GAP:
        return _gaps(tiles)
    sentences = (_share(tiles, group), _later(tiles), _at_11(tiles))
    return tuple(sentence for sentence in sentences if sentence)


def _share(tiles: Mapping[str, Tile], group: str) -> str:
    """Return how many pupils there are, since when, and beside whom."""
    measure_id, are = _SHARES.get(group, _PLANS)
    tile = tiles.get(measure_id)
    if tile is None:
        return ""
    latest, first = tile.latest, tile.points[0]
    clauses = [f"{_value(tile, latest)} of pupils {are}"]
    if first is not latest and first.value != latest.value:
        way = "up" if (latest.value or 0) > (first.value or 0) else "down"
        clauses.append(f", {way} from {_value(tile, first)} {_year(first)}")
    if tile.place in _SIMILAR:
        clauses.append(f"{' and' if len(clauses) > 1 else ','} {_SIMILAR[tile.place]}")
    return f"{''.join(clauses)}."


def _later(tiles: Mapping[str, Tile]) -> str:
    """Return the results at 16 and what follows."""
    score, after = tiles.get(_AT_16), tiles.get(_AFTER_16)
    clauses = []
    if score is not None:
        reference = score.reference_latest
        compared = f", {score.reference} {_value(score, reference)}" if reference else ""
        clauses.append(f"at 16 they score {_value(score, score.latest)}{compared}")
    if after is not None:
        clauses.append(f"{_value(after, after.latest)} go on to education, training or work")
    words = "; ".join(clauses)
    return f"{words[:1].upper()}{words[1:]}." if words else ""


def _at_11(tiles: Mapping[str, Tile]) -> str:
    """Return the results at 11 beside those of pupils without SEN."""
    tile = tiles.get(_AT_11)
    if tile is None:
        return ""
    without = next((part for part in tile.parts if part.words == "without SEN"), None)
    against = f", {_value(tile, without.point)} of those without SEN" if without else ""
    return f"At 11, {_value(tile, tile.latest)} reach the expected level{against}."


def _gaps(tiles: Mapping[str, Tile]) -> tuple[str, ...]:
    """Return how far pupils with a plan are from those without SEN, at 11 and at 16."""
    named = (
        (_AT_11, "At 11, the gap between pupils with a plan and without SEN is"),
        (_AT_16, "At 16, on Attainment 8, it is"),
    )
    return tuple(_gap(tiles[each], words) for each, words in named if each in tiles)


def _gap(tile: Tile, words: str) -> str:
    latest, reference = tile.latest, tile.reference_latest
    size = plain_number(abs(latest.value or 0.0), latest.decimals)
    compared = (
        f"; in {tile.reference} {plain_number(abs(reference.value or 0.0), reference.decimals)}"
        if reference
        else ""
    )
    return f"{words} {size} points{compared}."


def _value(tile: Tile, point: Point) -> str:
    return format_value(point.value or 0.0, point.decimals, tile.measure.unit)


def _year(point: Point) -> str:
    """Return a period as in a sentence; the day of a census is its year."""
    if point.basis == "snapshot" and point.period_end:
        return f"in {point.period_end.year}"
    return in_period(point)
