"""Build the slides of a pack, in their fixed order."""

from dashboard.pack.blocks import Fact, Facts, Slide
from dashboard.pack.shapes import STATE_WORDS, StoredPack
from dashboard.wording import day_words


def build_slides(stored: StoredPack) -> tuple[Slide, ...]:
    """Make the slides of a pack; the same pack always gives the same ones, in the same order."""
    return (_cover(stored),)


def _cover(stored: StoredPack) -> Slide:
    overview = stored.content.overview
    return Slide(
        slide_id="cover",
        part="Cover",
        layout="cover",
        title=f"{overview.area.name}: {overview.framework.title}",
        subtitle=overview.headline,
        blocks=(
            Facts(
                "This pack",
                (
                    Fact("As at", day_words(stored.as_of)),
                    Fact("Version", f"{stored.version}, {STATE_WORDS[stored.state].lower()}"),
                ),
            ),
        ),
    )
