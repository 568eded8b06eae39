"""The options of a load: metadata of files that lack it."""

from dataclasses import dataclass
from datetime import date
from hashlib import sha256


@dataclass(frozen=True)
class LoadOptions:
    """Metadata supplied with a load for files that lack it.

    Cut-off and coverage are of extracts of cases, the rest of foreign formats. `is_confirmed` is
    set once a person has looked at what was made of such a file. `year_kind` is that of a scorecard's
    years to date (calendar, financial, academic). `accepted_rows` are the rows of
    scorecards that a person accepted as the measure they are like, each a file's name and a number.
    `columns` are the columns of a file that fits no kind, each with the column of a kind that it is
    read as; `filled` are columns of the kind, each with the text that it has in every row.
    `sheet` names the sheet of a workbook that is read; blank for the first that holds a table.
    """

    cut_off: date | None = None
    coverage: str = ""
    area_code: str = ""
    framework_id: str = ""
    source_document: str = ""
    published_on: date | None = None
    is_confirmed: bool = False
    year_kind: str = ""
    accepted_rows: tuple[tuple[str, int], ...] = ()
    sheet: str = ""
    columns: tuple[tuple[str, str], ...] = ()
    filled: tuple[tuple[str, str], ...] = ()

    def fingerprint(self, file: str) -> str:
        """Return the fingerprint of a file with these options, from that of its content.

        The same rows with another cut-off are another extract: that nothing changed is new data.
        """
        text = f"{file} {self.cut_off or ''} {self.coverage}"
        more = (self.area_code, self.framework_id, self.source_document, self.published_on or "")
        if any(more):
            text += " ".join(("", *map(str, more)))
        if self.year_kind:
            text += f" {self.year_kind}"
        return sha256(text.encode()).hexdigest()


NO_LOAD_OPTIONS = LoadOptions()
