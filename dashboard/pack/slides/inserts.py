"""Profile, future need and a scenario: one slide each, where a pack holds them."""

from collections.abc import Iterator
from typing import Final

from dashboard.pack.blocks import Paragraphs, Slide, Table
from dashboard.pack.inserts import FutureInsert, ProfileInsert, ScenarioInsert
from dashboard.pack.model import Pack
from dashboard.pack.slides.pagination import SlideHead, only_table_slide, words_slides
from dashboard.pack.tables.inserts import (
    AHEAD,
    FUTURE,
    PROJECTED,
    brief_ahead_table,
    brief_scenario_table,
    scenario_finding,
)
from dashboard.pack.tables.profile import PROFILE, brief_profile_table, profile_finding

# A profile of fewer figures is in the report alone.
_LEAST_FIGURES: Final = 2


def insert_slides(pack: Pack) -> Iterator[Slide]:
    """Yield a slide for each insert of a pack."""
    if pack.profile and len(pack.profile.figures) >= _LEAST_FIGURES:
        yield _profile_slide(pack.profile)
    if pack.future:
        yield from _future_slide(pack.future)
    if pack.scenario:
        yield _scenario_slide(pack.scenario)


def _profile_slide(profile: ProfileInsert) -> Slide:
    """Return a slide of every figure, or where they do not fit of the first of each stage."""
    notes = (*profile.verdict, *profile.sources)
    head = SlideHead("profile", PROFILE, profile_finding(profile), notes=notes)
    figures = profile.figures
    slide = only_table_slide(head, brief_profile_table(profile, figures), len(figures))
    if all(isinstance(block, Table) and not block.note for block in slide.blocks):
        return slide
    first_of_stages = [figure for figure in figures if figure.is_first]
    brief = brief_profile_table(profile, first_of_stages)
    return only_table_slide(head, brief, len(figures))


def _future_slide(future: FutureInsert) -> Iterator[Slide]:
    """Yield the slide of what is projected; nothing where nothing is."""
    numbers = [each for each in (*future.numbers, *future.places) if each.outlook.years]
    head = SlideHead("future", FUTURE, future.title or FUTURE, PROJECTED, notes=future.verdict)
    if not numbers:
        return
    others = (*future.parts, *future.lists)
    in_all = len(numbers) + len([each for each in others if each.outlook.years])
    yield only_table_slide(head, brief_ahead_table(numbers), in_all)


def _scenario_slide(scenario: ScenarioInsert) -> Slide:
    words = (*scenario.sentences, *scenario.assumptions)
    head = SlideHead("scenario", "Scenario", scenario_finding(scenario), notes=words)
    if scenario.lines:
        return only_table_slide(head, brief_scenario_table(scenario), len(AHEAD))
    return next(words_slides(head, Paragraphs("", words)))
