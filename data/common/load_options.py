"""What is said at the load of files that do not say it themselves."""

from dataclasses import dataclass
from datetime import date
from hashlib import sha256


@dataclass(frozen=True)
class LoadOptions:
    """Hold what was said at the load of files that do not say it themselves.

    Cut-off and coverage are those of extracts of cases; the rest is asked for by foreign formats.
    `is_confirmed` says that a person has seen how such a file was understood.
    """

    cut_off: date | None = None
    coverage: str = ""
    area_code: str = ""
    framework_id: str = ""
    source_document: str = ""
    published_on: date | None = None
    is_confirmed: bool = False

    def fingerprint(self, file: str) -> str:
        """Return the fingerprint of a file, by its own, that does not say all of this itself.

        The same rows under another cut-off are another extract: that nothing moved is news too.
        """
        text = f"{file} {self.cut_off or ''} {self.coverage}"
        more = (self.area_code, self.framework_id, self.source_document, self.published_on or "")
        if any(more):
            text += " ".join(("", *map(str, more)))
        return sha256(text.encode()).hexdigest()


NO_LOAD_OPTIONS = LoadOptions()
