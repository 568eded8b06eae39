"""The tiles of a profile: a figure, its years, and where it lies beside those of other areas."""

from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from typing import Any, Final

from dash import html
from dash.development.base_component import Component

from dashboard.comparison.model import ordinal
from dashboard.model.codes import INSPECTION_WORDS, SHORT_INSPECTION_WORDS
from dashboard.model.panel import Area, Measure, Point
from dashboard.model.same import Same
from dashboard.model.selection import Selection
from dashboard.model.urls import LATEST, Urls
from dashboard.profile.model import Band, Inspection, Inspections, Part, Profile, Tile
from dashboard.text.format import (
    counted,
    day_words,
    difference_words,
    exact,
    format_band,
    joined,
    plain_number,
    sentence_case,
    short_number,
)
from dashboard.text.periods import month_words
from layouts.charts.svg.small_line import tile_chart
from layouts.sections.overview.measure_tiles import CACHED_MEASURES, svg
from layouts.sections.overview.tile_words import SILENT_TRENDS, name_words, short_period
from layouts.ui.series_links import series_address
from layouts.ui.static_html import written
from layouts.ui.tags import status_tag, trend_tag

# The px inside the narrowest tile.
_ROOM: Final = 258
_SHORT_GROUPS: Final = {"without SEN": "no SEN", "at SEN support": "SEN support"}
_SHORT_PARTS: Final = {
    "primary schools": "primary",
    "secondary schools": "secondary",
    "with a plan": "with a plan",
}


def profile_tiles(profile: Profile, selection: Selection) -> html.Ul:
    """Render every tile in one list, the first of each stage under its name.

    On a phone a stage is folded under it (assets/profile.js), all but the first.
    """
    cells = [
        cell
        for place, band in enumerate(profile.bands)
        for cell in _cells(band, profile, selection, is_open=place == 0)
    ]
    return html.Ul(cells, className="profile-tiles")


def _cells(
    band: Band, profile: Profile, selection: Selection, *, is_open: bool
) -> Iterator[html.Li]:
    name, as_of = profile.area.name, selection.as_of
    tiles: list[Component] = [_tile(Same(tile), name, as_of) for tile in band.tiles]
    if band.inspections:
        tiles = [_inspection(band.inspections)]
    elif not tiles:
        tiles = [_missing(band, profile.area)]
    stage = band.stage or "other"
    look = "profile-cell is-open" if is_open else "profile-cell"
    for place, tile in enumerate(tiles):
        heading = html.H2(band.words, id=f"stage-{stage}") if place == 0 else None
        yield html.Li([heading, tile], className=look, **{"data-stage": stage})  # type: ignore[arg-type]


@lru_cache(maxsize=CACHED_MEASURES)
def _tile(of: Same[Tile], area_name: str, as_of: date | None) -> Component:
    tile = of.value
    parts = [
        html.H3(html.A(_title(tile), href=_href(tile, as_of))),
        html.Div(
            [
                html.P(_value(tile, tile.latest), className="value"),
                html.P(_year_and_reference(tile), className="gap"),
            ],
            className="tile-value",
        ),
        *(
            html.P(words, className="gap")
            for words in (place_words(tile), rank_words(tile))
            if words
        ),
        svg(tile_chart(tile), "profile-chart")
        if _is_drawn(tile)
        else html.P("No other year or area to compare with", className="gap"),
        html.Div(list(_foot(tile)), className="profile-years"),
        html.P(parts_words(tile), className="gap") if tile.parts else None,
        html.P(_in_words(tile, area_name), className="visually-hidden"),
    ]
    return written(html.Article(parts, className="profile-tile"))


def _is_drawn(tile: Tile) -> bool:
    """Return whether there is more to draw than one figure alone."""
    return len(tile.points) > 1 or bool(tile.middle_latest or tile.reference_latest)


def _title(tile: Tile) -> str:
    words = name_words(tile.measure, _ROOM - 12, 1 if tile.group else 2)
    if tile.is_gap:
        return f"{words}, gap"
    return f"{words}, {tile.group}" if tile.group else words


def _href(tile: Tile, chosen_day: date | None) -> str:
    """Return the address of the measure, in the plan that has it, by the figures shown here."""
    as_of = chosen_day or (LATEST if tile.panel.framework.is_plan else None)
    framework = tile.panel.framework.framework_id
    area = tile.panel.area.area_code
    chosen = Selection(page="profile", area=area, framework=framework, as_of=as_of)
    return series_address(tile.panel, tile.series, chosen)


def _value(tile: Tile, point: Point) -> str:
    """Return a figure with its unit; of a gap between percentages that is points."""
    if tile.is_gap:
        return plain_number(point.value or 0.0, point.decimals)
    return short_number(point.value or 0.0, point.decimals, tile.measure.unit)


def _year_and_reference(tile: Tile) -> list[Any]:
    """Render the year, and the figure of the compared area in the same one."""
    end = tile.latest.period_end
    is_day = tile.latest.basis == "snapshot" and end is not None
    year = f"{end:%b %Y}" if is_day and end else short_period(tile.latest)
    when = f"{year}, points" if tile.is_gap and tile.measure.unit == "percent" else year
    point = tile.reference_latest
    if point is None:
        return [when]
    return [when, html.Br(), f"{tile.reference} {_value(tile, point)}"]


def place_words(tile: Tile) -> str:
    """Return where the figure lies: among similar areas, else beside the compared area."""
    middle, point = tile.middle_latest, tile.reference_latest
    if tile.place and middle:
        decimals = tile.latest.decimals
        unit = "" if tile.is_gap else tile.measure.unit
        band = format_band(middle.low, middle.high, decimals, unit)
        return f"{sentence_case(tile.place)} similar areas ({band})"
    if point is None or point.value is None or tile.latest.value is None:
        return ""
    change = exact(tile.latest.value) - exact(point.value)
    if not change:
        return f"The same as {tile.reference}"
    side = "above" if change > 0 else "below"
    return f"{difference_words(abs(change), tile.measure.unit)} {side} {tile.reference}"


def rank_words(tile: Tile) -> str:
    """Return the place among similar areas with those that the counts allow; "" without counts."""
    rank = tile.rank
    if rank is None or not tile.place:
        return ""
    place = f"{ordinal(rank.place)} of {rank.of}"
    if rank.best == rank.worst:
        return f"{place}, no other place is likely"
    return f"{place}, could be {ordinal(rank.best)} to {ordinal(rank.worst)}"


def parts_words(tile: Tile) -> str:
    """Return the other groups in the same year, and the gap to pupils without SEN."""
    words = [f"{_part_name(part)} {_value_of(tile.measure, part)}" for part in _ordered(tile.parts)]
    if tile.gap is not None:
        words.insert(2, f"gap {plain_number(abs(tile.gap), -1)}")
    line = " · ".join(words)
    return f"{line[:1].upper()}{line[1:]}"


def _ordered(parts: tuple[Part, ...]) -> list[Part]:
    """Return the groups by provision before the others."""
    return sorted(parts, key=lambda part: not part.breakdown.startswith("provision="))


def _part_name(part: Part) -> str:
    return _SHORT_GROUPS.get(part.words) or _SHORT_PARTS.get(part.words) or part.words


def _value_of(measure: Measure, part: Part) -> str:
    return short_number(part.point.value or 0.0, part.point.decimals, measure.unit)


def _foot(tile: Tile) -> Iterator[html.Span]:
    """Yield the first and the last year of the chart, with what became of the figure between."""
    first, *rest = tile.points
    yield html.Span(_year(first) if rest else "")
    trend, status = tile.series.trend, tile.series.status
    if tile.is_gap:
        tags: list[Any] = []
    else:
        tags = [status_tag(status)] if status.code in ("met", "close", "missed") else []
        if trend.judgement not in SILENT_TRENDS:
            tags.append(trend_tag(trend, is_neutral=not tags))
    yield html.Span(tags, className="tags" if len(tags) < 2 else "tags of-two")
    yield html.Span(_year(rest[-1]) if rest else "")


def _year(point: Point) -> str:
    return str(point.period_end.year) if point.period_end else ""


def _in_words(tile: Tile, area_name: str) -> str:
    """Return what only the picture has: the first figure."""
    first = tile.points[0]
    if first is tile.latest:
        return ""
    return f"{area_name}: {_value(tile, first)} in {short_period(first)}."


def _inspection(found: Inspections) -> html.Article:
    """Render the outcome of the newest inspection, and those of similar areas."""
    parts: list[Any] = [html.H3("Area SEND inspection, Ofsted and CQC")]
    if found.own is None:
        parts.append(
            html.P("No inspection under the present framework is loaded.", className="gap")
        )
    else:
        parts += [
            html.P(INSPECTION_WORDS[found.own.outcome], className="outcome"),
            html.P(" ".join(_inspection_days(found.own)), className="gap"),
        ]
    if found.similar:
        counts = [
            f"{count} {SHORT_INSPECTION_WORDS[code]}"
            for code in INSPECTION_WORDS
            if (count := found.similar.get(code))
        ]
        total = sum(found.similar.values())
        words = f"{counted(total, 'similar area')} inspected: {joined(counts)}."
        parts.append(html.P(words, className="gap"))
    return html.Article(parts, className="profile-tile")


def _inspection_days(found: Inspection) -> Iterator[str]:
    if found.ended_on:
        yield f"Inspected in {month_words(found.ended_on)}."
    yield f"Published {day_words(found.published_on)}."
    if found.next_within:
        yield f"The next one within about {found.next_within}."


def not_loaded_elsewhere(profile: Profile) -> html.Details | None:
    """Render the measures without a figure of the stages that have others; None without any."""
    partly = [band for band in profile.bands if band.tiles and band.missing]
    if not partly:
        return None
    parts: list[Any] = [html.Summary("Not loaded")]
    for band in partly:
        parts += [html.H3(band.words), *_missing_words(band, profile.area)]
    return html.Details(parts)


def _missing(band: Band, area: Area) -> html.Div:
    words = [html.H3("Not loaded"), *_missing_words(band, area)]
    return html.Div(words, className="profile-missing")


def _missing_words(band: Band, area: Area) -> list[html.P]:
    """Render measures without a figure by the release that brings them, with the template."""
    by_release: dict[str, list[str]] = {}
    for measure in band.missing:
        by_release.setdefault(measure.published_in, []).append(measure.short_title)
    rows = [
        html.P(f"{'; '.join(titles)}. {_where(release)}") for release, titles in by_release.items()
    ]
    query = [("area", area.area_code), ("section", band.stage)]
    href = Urls.with_query(Urls.PROFILE_TEMPLATE_CSV, query)
    template = html.A("Template", href=href, download="")
    return [*rows, html.P(template)]


def _where(release: str) -> str:
    return f"Published in {release}." if release else "For the area to load."
