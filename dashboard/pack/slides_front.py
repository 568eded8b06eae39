"""The first slides of a pack: cover, what changed, and where the area stands."""

from collections.abc import Iterator
from typing import Final

from dashboard.pack.blocks import Counts, Fact, Facts, Item, Points, Slide
from dashboard.pack.counts import action_counts, measure_counts
from dashboard.pack.shapes import STATE_WORDS, Pack, Since, StoredPack, Turn
from dashboard.pack.since import TURN_WORDS
from dashboard.pack.slide_pages import points_slides
from dashboard.wording import day_words, sentence_case

HASH_LETTERS: Final = 12
SYNTHETIC_NOTE: Final = "Everything about this area is synthetic: made up to show the product."
_STEP_WORDS: Final = {"draft": "Made by", "checked": "Checked by", "final": "Finalised by"}


def cover_slide(stored: StoredPack) -> Slide:
    """Make the cover: what this is, as at which day, which version, and who stands for it."""
    overview = stored.content.overview
    return Slide(
        slide_id="cover", part="Cover", layout="cover", title=overview.area.name,
        subtitle=overview.framework.title,
        blocks=(Facts("This pack", pack_facts(stored)),),
        notes=(overview.headline,),
    )  # fmt: skip


def pack_facts(stored: StoredPack) -> tuple[Fact, ...]:
    """Say what a pack is: day, version and state, who made and checked it, its hash."""
    state = STATE_WORDS[stored.state].lower()
    steps = [
        Fact(_STEP_WORDS[step.state], step.by, f"on {day_words(step.at.date())}")
        for step in stored.steps
    ]
    facts = [
        Fact("As at", day_words(stored.as_of)),
        Fact("Version", f"{stored.version}, {state}"),
        *steps,
        Fact("Hash", stored.sha256[:HASH_LETTERS], "SHA-256, first 12 letters"),
    ]
    if stored.content.overview.area.is_synthetic:
        facts.append(Fact("Synthetic", SYNTHETIC_NOTE))
    return tuple(facts)


def changed_slides(pack: Pack) -> Iterator[Slide]:
    """Say what moved, what was revised and what is new since the pack, or the report, before."""
    since = pack.since
    if since is None:
        points = Points("What changed", (), "This is the first pack; no earlier report is loaded.")
        title = "Nothing came before to compare with"
        yield from points_slides("changed", "What changed", title, points)
        return
    yield from points_slides(
        "changed", "What changed", _changed_title(since), changed_points(pack), _since_words(since)
    )


def changed_points(pack: Pack) -> Points:
    """Give what changed as points, as the pack has them."""
    since = pack.since
    if since is None:
        return Points("What changed", (), "This is the first pack; no earlier report is loaded.")
    items = tuple(_turn_item(one) for one in since.turns)
    return Points("What changed", items, f"Nothing changed since {day_words(since.as_of)}.")


def _turn_item(turn: Turn) -> Item:
    kind = TURN_WORDS.get(turn.code, sentence_case(turn.code))
    return Item("; ".join(turn.parts) or turn.words, turn.title, kind)


def _since_words(since: Since) -> str:
    return since.words or f"Compared with {day_words(since.as_of)}"


def _changed_title(since: Since) -> str:
    measures = len({one.measure_id for one in since.turns})
    day = day_words(since.as_of)
    if not measures:
        return f"Nothing changed since {day}"
    noun = "measure" if measures == 1 else "measures"
    return f"{measures} {noun} changed since {day}"


def summary_slide(pack: Pack) -> Slide:
    """Say where the area stands: measures and actions by status, those before in brackets."""
    overview = pack.overview
    counts: list[Counts] = [measure_counts(pack)]
    if actions := action_counts(pack):
        counts.append(actions)
    return Slide(
        slide_id="summary", part="Where we are", layout="counts", title=summary_title(pack),
        subtitle=overview.headline, blocks=tuple(counts), notes=(overview.headline,),
    )  # fmt: skip


def summary_title(pack: Pack) -> str:
    """Give the finding of the whole plan in at most ten words."""
    overview = pack.overview
    if overview.judged:
        return f"{overview.met} of {overview.judged} measures that can be judged on target"
    return "No measure can be judged against a target"
