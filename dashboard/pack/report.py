"""Build the report of a pack: the SEND Executive highlight report, section by section."""

from dashboard.pack.blocks import Fact, Facts, Report, Section, Words
from dashboard.pack.shapes import StoredPack
from dashboard.wording import day_words


def build_report(stored: StoredPack) -> Report:
    """Make the report of a pack; its numbers and words are those of the slides."""
    overview = stored.content.overview
    return Report(
        title=f"SEND Executive highlight report: {overview.area.name}",
        subtitle=overview.framework.title,
        facts=Facts("This report", (Fact("As at", day_words(stored.as_of)),)),
        sections=(Section("headline", "Where we are", 2, (Words("", (overview.headline,)),)),),
    )
