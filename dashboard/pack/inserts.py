"""What a pack holds beside its plan where its maker chose it: profile, future need, a scenario.

Each is frozen as values and sentences, so that what a pack shows of it never changes.
"""

from dataclasses import dataclass, replace
from typing import Final
from urllib.parse import urlsplit

from dashboard.future import money, places_text, text
from dashboard.future.capacity import Line, steps_of, totals
from dashboard.future.intervals import CASELOAD, NEW_PLANS, REQUESTS
from dashboard.future.model import FutureNeed, Outlook
from dashboard.future.scenario import Chosen, assumptions, capacity_assumption, choose
from dashboard.model.codes import INSPECTION_WORDS, breakdown_words
from dashboard.model.panel import Point, Trend
from dashboard.model.selection import Selection, address, read_address
from dashboard.profile.model import Inspections, MiddleHalf, Profile, Tile
from dashboard.text.format import day_words, joined, sentence_case

# The names in an address that choose a scenario.
SCENARIO_NAMES: Final = ("growth", "issued", "capacity", "capacity_of", "capacity_from")
_SUPPORT: Final = "provision=sen_support"
_WITHOUT: Final = "provision=without_sen"


@dataclass(frozen=True)
class ProfileFigure:
    """A figure of a profile with those of other areas and other pupils in the same period.

    `is_first` of its stage; `place` says where it lies beside the middle half of similar areas.
    """

    stage: str
    title: str
    short_title: str
    group: str
    unit: str
    is_first: bool
    point: Point
    reference: Point | None
    middle: MiddleHalf | None
    place: str
    sen_support: Point | None
    without_sen: Point | None
    trend: Trend


@dataclass(frozen=True)
class ProfileInsert:
    """The profile of an area: `reference` is the area beside it, `remarks` what is no figure."""

    verdict: tuple[str, ...]
    reference: str
    similar: int
    figures: tuple[ProfileFigure, ...]
    remarks: tuple[str, ...]
    sources: tuple[str, ...]


@dataclass(frozen=True)
class NumberAhead:
    """A number with its years ahead, and what is said of it."""

    title: str
    outlook: Outlook
    words: tuple[str, ...] = ()


@dataclass(frozen=True)
class FutureInsert:
    """What lies ahead of an area: `title` is the finding, "" without a projection.

    `missing` says what is not known.
    """

    title: str
    verdict: tuple[str, ...]
    numbers: tuple[NumberAhead, ...]
    places: tuple[NumberAhead, ...]
    parts: tuple[NumberAhead, ...]
    lists: tuple[NumberAhead, ...]
    missing: tuple[str, ...]
    money: tuple[str, ...]
    method: tuple[str, ...]
    sources: tuple[str, ...]


@dataclass(frozen=True)
class ScenarioLine:
    """A number in a scenario, a year apart, beside the projection that it departs from."""

    title: str
    projection: Outlook
    points: Line


@dataclass(frozen=True)
class ScenarioInsert:
    """A scenario that a reader chose at an address of the page of future need."""

    address: str
    sentences: tuple[str, ...]
    assumptions: tuple[str, ...]
    lines: tuple[ScenarioLine, ...]


def freeze_profile(profile: Profile) -> ProfileInsert:
    """Return a profile as a pack holds it."""
    figures = tuple(
        _figure(tile, band.words, is_first=place == 0)
        for band in profile.bands
        for place, tile in enumerate(band.tiles)
    )
    empty = [band.words for band in profile.bands if not band.tiles and not band.inspections]
    remarks = [words for band in profile.bands if (words := _inspection(band.inspections))]
    if empty:
        remarks.append(f"No figure is loaded of: {joined(empty)}.")
    sources = (
        tile.panel.sources.get(tile.latest.source_document, tile.latest.source_document)
        for tile in profile.tiles
    )
    return ProfileInsert(
        profile.verdict,
        next((tile.reference for tile in profile.tiles if tile.reference), ""),
        profile.similar,
        figures,
        tuple(remarks),
        tuple(dict.fromkeys(source for source in sources if source)),
    )


def _figure(tile: Tile, stage: str, *, is_first: bool) -> ProfileFigure:
    parts = {part.breakdown: part.point for part in tile.parts}
    return ProfileFigure(
        stage,
        tile.measure.title,
        tile.measure.short_title,
        tile.group,
        tile.measure.unit,
        is_first,
        tile.latest,
        tile.reference_latest,
        tile.middle_latest,
        tile.place,
        parts.get(_SUPPORT),
        parts.get(_WITHOUT),
        # What it was compared with is on the page of the measure.
        replace(tile.series.trend, comparisons=(), chosen=None),
    )


def _inspection(found: Inspections | None) -> str:
    if found is None or found.own is None:
        return ""
    published = f"Published {day_words(found.own.published_on)}."
    return (
        f"Area SEND inspection, Ofsted and CQC: {INSPECTION_WORDS[found.own.outcome]} {published}"
    )


def freeze_future(need: FutureNeed) -> FutureInsert:
    """Return what lies ahead as a pack holds it."""
    shown = places_text.shown_settings(need)
    of_settings = [(of, part) for of in shown if (part := need.part(of))]
    others = [part for part in need.parts if part.years and part.breakdown not in shown]
    sources = (source for outlook in need.outlooks for source in outlook.sources)
    return FutureInsert(
        text.more_plans(need),
        tuple(filter(None, text.verdict(need))),
        tuple(_number(outlook.measure.title, outlook) for outlook in need.outlooks),
        tuple(
            _number(
                f"Plans in {breakdown_words(of)}",
                part,
                places_text.gap_sentence(
                    part, totals(steps_of(need.steps, of)), breakdown_words(of)
                ),
            )
            for of, part in of_settings
        ),
        tuple(_number(text.part_name(part), part) for part in (*others, *need.flow_parts)),
        tuple(
            NumberAhead(
                each.outlook.measure.title,
                each.outlook,
                tuple(
                    places_text.clearance_sentences(
                        each, totals(steps_of(need.steps, each.outlook.measure.measure_id))
                    )
                ),
            )
            for each in need.lists
        ),
        tuple(
            filter(None, (places_text.missing_places(need), "" if need.lists else text.NO_LISTS))
        ),
        money.sentences(need.money) if need.money else (),
        text.METHOD,
        tuple(dict.fromkeys(sources)),
    )


def _number(title: str, outlook: Outlook, *words: str) -> NumberAhead:
    missing = "" if outlook.years else text.missing_words(outlook)
    sentences = (*words, missing, text.basis_sentence(outlook))
    return NumberAhead(title, outlook, tuple(filter(None, sentences)))


def read_scenario(written: str) -> Selection | None:
    """Read an address of the page of future need, whole or its path; None where it is another."""
    place = urlsplit(written)
    chosen = read_address(place.path, place.query)
    return chosen if chosen and chosen.page == "future" else None


def freeze_scenario(need: FutureNeed, selection: Selection) -> ScenarioInsert | None:
    """Return the scenario that an address chooses as a pack holds it; None where it chooses none."""
    chosen = choose(need, selection)
    if not chosen:
        return None
    own = {name: getattr(selection, name) for name in SCENARIO_NAMES}
    page = Selection("future", selection.area, selection.framework)
    sentences, assumed = [], []
    if chosen.scenario:
        sentences.append(f"{text.scenario_sentence(chosen.scenario)}")
        assumed.append(assumptions(chosen.scenario))
    if chosen.capacity:
        assumed.append(capacity_assumption(chosen.capacity))
    settings = (
        places_text.setting_in_scenario(need, of, chosen)[2]
        for of in places_text.shown_settings(need)
    )
    lists = (places_text.list_in_scenario(need, each, chosen)[1] for each in need.lists)
    return ScenarioInsert(
        address(replace(page, **own)),
        (*sentences, *filter(None, settings), *filter(None, lists)),
        tuple(assumed),
        tuple(_scenario_lines(need, chosen)),
    )


def _scenario_lines(need: FutureNeed, chosen: Chosen) -> list[ScenarioLine]:
    if chosen.scenario is None:
        return []
    lines = {
        REQUESTS: chosen.scenario.requests,
        NEW_PLANS: chosen.scenario.new_plans,
        CASELOAD: chosen.scenario.caseload,
    }
    return [
        ScenarioLine(sentence_case(text.NAMES[name]), outlook, line)
        for name, line in lines.items()
        if (outlook := need.outlook(name))
    ]
