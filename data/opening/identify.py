"""Recognise the kind of an extract by its header; refuse one that holds personal data."""

from dataclasses import dataclass, replace

from data.common.errors import Issue
from data.common.progress import Progress, unwatched
from data.files.csv_reader import ExtractFile, RawExtract, UnreadableFileError, read_extract
from data.opening.unknown_kind import unknown_kind_issue
from data.privacy.checks import (
    file_name_issues,
    header_has_personal_data,
    scan_for_child_data,
    with_source,
)
from data.schema.kinds import Kind
from data.schema.recognise import is_plausible, nearest_kind, personal_column_issues, recognise


@dataclass(frozen=True)
class IdentifiedExtract:
    """An extract and its kind; without `raw` where it has issues, without both where unreadable.

    `headings` are the names of the columns of a file that has those of no kind, or not all.
    """

    kind: Kind | None
    raw: RawExtract | None
    issues: tuple[Issue, ...]
    source: str = ""
    warnings: tuple[Issue, ...] = ()
    headings: tuple[str, ...] = ()


def identify(file: ExtractFile, progress: Progress = unwatched) -> IdentifiedExtract:
    """Return a file as an extract of the kind that its header fits.

    A file that holds personal data is refused: its issues repeat none of it.
    """
    try:
        raw = read_extract(file, progress)
    except UnreadableFileError as unreadable:
        return IdentifiedExtract(None, None, (*file_name_issues(file.name), *unreadable.issues))
    if not is_plausible(nearest_kind(raw.names), raw.names):
        return _of_no_kind(file, raw)
    kind, issues = recognise(raw.names)
    if header_has_personal_data(raw, kind):
        # Any other issue of such a header would repeat it.
        issues = []
    extract = without_child_data(kind, raw)
    personal = (*file_name_issues(file.name), *extract.issues)
    is_clear = not personal and not any(personal_column_issues(raw.names))
    return replace(
        extract,
        raw=None if personal or issues else raw,
        issues=(*personal, *issues),
        headings=raw.names if issues and is_clear else (),
    )


def _of_no_kind(file: ExtractFile, raw: RawExtract) -> IdentifiedExtract:
    """Return a file of which no kind is known: what it looks like, unless that tells of a person."""
    issues, _ = scan_for_child_data(raw, None)
    personal = (*file_name_issues(file.name), *issues, *personal_column_issues(raw.names))
    if personal:
        return IdentifiedExtract(None, None, personal)
    return IdentifiedExtract(None, None, (unknown_kind_issue(raw),), headings=raw.names)


def without_child_data(kind: Kind, raw: RawExtract, source: str = "") -> IdentifiedExtract:
    """Return an extract, or, where its cells hold personal data, the issues alone.

    `source` names the member of an archive, or the table, that the rows are of.
    """
    issues, warnings = scan_for_child_data(raw, kind)
    sourced_issues, sourced_warnings = with_source(issues, source), with_source(warnings, source)
    return IdentifiedExtract(
        kind, None if sourced_issues else raw, sourced_issues, source, sourced_warnings
    )
