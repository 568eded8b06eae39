"""Every foreign format, and which files are in which format."""

from collections.abc import Iterator, Sequence

from data.files.csv_reader import ExtractFile
from data.formats.base import Delivery, Format
from data.formats.community_waits import COMMUNITY_WAITS
from data.formats.dfe.reader import DFE_RELEASE
from data.formats.early_years import EARLY_YEARS
from data.formats.grant_balance import GRANT_BALANCE
from data.formats.inspections import INSPECTIONS
from data.formats.lait import LAIT
from data.formats.neighbours import NEIGHBOURS
from data.formats.nhs_autism import NHS_AUTISM
from data.formats.scorecard.reader import SCORECARD
from data.formats.sen2.reader import SEN2_TABLES, SEN2_XML

# The first that recognises a file reads it: the layouts that anyone may make come last.
FORMATS: tuple[Format, ...] = (
    NHS_AUTISM,
    COMMUNITY_WAITS,
    EARLY_YEARS,
    GRANT_BALANCE,
    INSPECTIONS,
    LAIT,
    DFE_RELEASE,
    NEIGHBOURS,
    SEN2_TABLES,
    SEN2_XML,
    SCORECARD,
)


def deliveries(files: Sequence[ExtractFile]) -> Iterator[Delivery]:
    """Yield the files in a foreign format, those that are read together as one delivery."""
    together: dict[str, list[int]] = {}
    for place, file in enumerate(files):
        file_format = format_of(file)
        if file_format is None:
            continue
        if file_format.reads_together:
            together.setdefault(file_format.name, []).append(place)
        else:
            yield Delivery((place,), (file,), file_format)
    for file_format in FORMATS:
        places = together.get(file_format.name, ())
        if places:
            yield Delivery(tuple(places), tuple(files[place] for place in places), file_format)


def format_of(file: ExtractFile) -> Format | None:
    """Return the foreign format of a file; None where it is in none."""
    return next((each for each in FORMATS if each.recognises(file)), None)
