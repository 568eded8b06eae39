"""Profile, future need and a scenario: one slide each, where a pack holds them."""

from collections.abc import Iterator

from dashboard.pack.blocks import Paragraphs, Slide
from dashboard.pack.inserts import FutureInsert, ProfileInsert, ScenarioInsert
from dashboard.pack.model import Pack
from dashboard.pack.slides.pagination import SlideHead, only_table_slide, words_slides
from dashboard.pack.tables_inserts import (
    FUTURE,
    PROFILE,
    PROJECTED,
    SCENARIO,
    brief_ahead_table,
    brief_profile_table,
    brief_scenario_table,
)


def insert_slides(pack: Pack) -> Iterator[Slide]:
    """Yield a slide for each insert of a pack."""
    if pack.profile:
        yield _profile_slide(pack.profile)
    if pack.future:
        yield _future_slide(pack.future)
    if pack.scenario:
        yield _scenario_slide(pack.scenario)


def _profile_slide(profile: ProfileInsert) -> Slide:
    first, *others = profile.verdict or (PROFILE,)
    head = SlideHead("profile", PROFILE, first.rstrip("."), notes=(*others, *profile.sources))
    return only_table_slide(head, brief_profile_table(profile))


def _future_slide(future: FutureInsert) -> Slide:
    numbers = [each for each in (*future.numbers, *future.places) if each.outlook.years]
    head = SlideHead("future", FUTURE, future.title or FUTURE, PROJECTED, notes=future.verdict)
    if not numbers:
        return next(words_slides(head, Paragraphs("", future.verdict)))
    return only_table_slide(head, brief_ahead_table(numbers))


def _scenario_slide(scenario: ScenarioInsert) -> Slide:
    words = (*scenario.sentences, *scenario.assumptions)
    head = SlideHead("scenario", "Scenario", SCENARIO, notes=words)
    if scenario.lines:
        return only_table_slide(head, brief_scenario_table(scenario))
    return next(words_slides(head, Paragraphs("", words)))
