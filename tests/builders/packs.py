"""Packs of every shipped plan, gathered from a store and never kept, and what they say in words."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cache, singledispatch
from typing import Final

import pytest
from sqlalchemy import Engine

from dashboard.model.selection import Selection
from dashboard.pack.blocks import (
    Block,
    Columns,
    Facts,
    MeasureBars,
    MeasureCells,
    Paragraphs,
    Picture,
    Points,
    Report,
    Slide,
    StatusCounts,
    Table,
)
from dashboard.pack.model import DRAFT, Step, StoredPack
from dashboard.pack.report import build_report
from dashboard.pack.scope import WHOLE_PLAN, read_scope
from dashboard.pack.serialise import content_hash, serialise
from dashboard.pack.slides.deck import build_slides
from data.meetings.pack_contents import Wanted, gather
from tests.stores import current_day, read_as_page

HARINGEY: Final = "ha-wsoa-2021"
STRATEGY: Final = "th-strategy-2020"
STATEMENT: Final = "th-wsoa-2021"
EXAMPLE: Final = "example-plan"
DAYS: Final[dict[str, date | None]] = {
    HARINGEY: date(2023, 4, 19),
    "th-strategy-2018": date(2019, 9, 17),
    STRATEGY: date(2022, 12, 8),
    STATEMENT: date(2022, 12, 8),
    # What is worked out from cases is known from the day on which it was loaded: today's counts.
    EXAMPLE: None,
}
# Beside the plan all that a pack can hold; a scenario where figures of the day allow it.
MORE: Final = Wanted(True, True, Selection("future", growth="5", issued="60", capacity="700"))
# A priority's yearly account: a plan, then its scope.
ACCOUNT: Final = (f"{HARINGEY}@priority:1", "filled_engine")
# The Example borough's plan, not marked synthetic, and each plan, with the fixture of its store.
HIDING: Final = (EXAMPLE, "local_example")
# The quarterly summary of an owner who has measures, in the store whose small numbers are hidden.
OWNED: Final = (f"{EXAMPLE}@owner:Autism service", "local_example")
# A plan of six priorities, and what `make sweep` looks at too.
AND_HIDING: Final = (
    pytest.param((STRATEGY, "filled_engine"), id=STRATEGY),
    pytest.param(HIDING, id="-".join(HIDING), marks=pytest.mark.sweep),
)
PLANS_OF_STORES: Final = [*((plan, "filled_engine") for plan in DAYS), HIDING]


@cache
def gather_pack(engine: Engine, plan: str, on: date | None = None) -> StoredPack:
    """Gather the pack of a plan on a day, else at that of its report, as the first draft of it.

    The scope of one that is not of the whole plan follows its name and an @.
    """
    plan, _, code = plan.partition("@")
    scope = read_scope(code) or WHOLE_PLAN
    day = on or DAYS[plan] or current_day()
    chosen, wanted = Selection(framework=plan, as_of=day), replace(MORE, scope=scope)
    pack = read_as_page(gather, engine, chosen, day, "Ann Example", None, None, wanted)
    step = Step(DRAFT, "Ann Example", datetime(day.year, day.month, day.day, tzinfo=UTC))
    sha = content_hash(serialise(pack))
    area = pack.overview.area.area_code
    return StoredPack(f"{plan}-v1", area, plan, day, 1, "", sha, (step,), pack=pack, scope=scope)


def asked_pack(request: pytest.FixtureRequest) -> StoredPack:
    """Gather the pack of the plan and the store that a fixture has as its parameter."""
    plan, store = request.param
    return gather_pack(request.getfixturevalue(store), plan)


@cache
def slides_of(engine: Engine, plan: str) -> tuple[Slide, ...]:
    """Build the slides of such a pack."""
    return build_slides(gather_pack(engine, plan))


@cache
def report_of(engine: Engine, plan: str) -> Report:
    """Build the report of such a pack."""
    return build_report(gather_pack(engine, plan))


@singledispatch
def block_words(block: Block) -> Iterator[str]:
    """Walk everything that a block says, in reading order."""
    raise TypeError(type(block).__name__)


@block_words.register
def _table(block: Table) -> Iterator[str]:
    yield from (block.caption, *(column.name for column in block.columns))
    yield from (cell.text for row in block.rows for cell in row)
    yield block.note


@block_words.register
def _facts(block: Facts) -> Iterator[str]:
    for fact in block.facts:
        yield from (fact.name, fact.words, fact.detail, fact.tag.word if fact.tag else "")


@block_words.register
def _points(block: Points) -> Iterator[str]:
    for item in block.items:
        yield from (item.reference, item.words, item.by, item.tag.word if item.tag else "")


@block_words.register
def _counts(block: StatusCounts) -> Iterator[str]:
    for count in block.counts:
        yield from (count.words, count.tag.word)
    yield block.note


@block_words.register
def _columns(block: Columns) -> Iterator[str]:
    for column in block.columns:
        yield column.heading
        for item in column.items:
            yield from (item.reference, item.words, item.by)


@block_words.register(MeasureBars)
@block_words.register(MeasureCells)
def _items(block: MeasureBars | MeasureCells) -> Iterator[str]:
    for item in block.items:
        yield from (item.title, item.value, item.goal, item.trend.word if item.trend else "")


@block_words.register
def _words(block: Paragraphs) -> Iterator[str]:
    yield from block.sentences


@block_words.register
def _picture(block: Picture) -> Iterator[str]:
    yield block.alt
