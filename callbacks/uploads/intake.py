"""What becomes of files that are sent: looked through and stored, then checked or loaded together."""

import logging
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import asdict
from typing import Any, Final

from callbacks.access.who import areas_with, shows_small
from callbacks.server.json_api import RefusedError
from callbacks.server.settings import Settings
from callbacks.uploads.progress_stream import Work
from callbacks.uploads.reports import ReportFormatter, effects_record, identity_record
from callbacks.uploads.staging import make_staging, new_token
from dashboard.model.rights import EVERY_AREA, Right
from data.common.load_options import LoadOptions
from data.common.progress import Progress
from data.files.csv_reader import ExtractFile, UnreadableFileError
from data.files.workbook import SheetTable, read_sheet_table, sheets_of
from data.formats.base import Format
from data.formats.registry import format_of
from data.loading.preview import load_with_effects
from data.opening.identify import IdentifiedExtract, identify
from data.opening.table_bounds import within_bounds
from data.privacy.checks import child_data_in_sheet, file_name_issues
from data.queries.snapshot import load_catalogue
from data.store.databases.engine import Engine
from data.store.databases.failures import StoreError
from data.store.read_transaction import read_transaction

log = logging.getLogger(__name__)

MAX_FILES: Final = 50


class Intake:
    """Takes files into a store: each under a token until it is loaded."""

    def __init__(self, engine: Engine, settings: Settings) -> None:
        self._engine = engine
        self.staging = make_staging(engine, settings)

    def take(self, sent: ExtractFile, sheet: str) -> tuple[dict[str, Any], bool]:
        """Look whether a file may come in and store it; return what it is, and whether it is refused.

        Of a workbook only the sheet that is read is stored: the one named, else the first with a table.
        """
        received = {"name": sent.name, "bytes": len(sent.content)}
        try:
            table = read_sheet_table(sent, sheet)
            file, file_format, extract = _redact_and_identify(within_bounds(table.file))
        except UnreadableFileError as unreadable:
            table = SheetTable(sent, sheet, sheets_of(sent))
            file, file_format = sent, None
            issues = (*file_name_issues(sent.name), *unreadable.issues)
            extract = IdentifiedExtract(None, None, issues)
        received |= {"sheet": table.sheet, "sheets": [asdict(each) for each in table.sheets]}
        report = identity_record(file, file_format, extract)
        # A file that fits no kind may be read yet, by what a person says of its columns.
        is_refused = report["state"] == "refused" and not extract.headings
        if is_refused:
            issues = [asdict(issue) for issue in extract.issues]
            token = self.staging.store_issues(new_token(), issues)
        else:
            token = self.staging.store(file)
        return {**received, "token": token, "report": report}, is_refused

    def work(self, sent_tokens: Sequence[str], options: LoadOptions, by: str) -> Work:
        """Return the check of the files of some tokens, or in somebody's name their load: all or none."""
        tokens = list(dict.fromkeys(sent_tokens))
        if len(tokens) > MAX_FILES:
            raise RefusedError(f"More than {MAX_FILES} files: load them in several goes.")
        files, done = [self.staging.file(token) for token in tokens], self._work_on_any(options, by)
        return lambda progress: done(tokens, files, progress)

    def work_on_sent(self, sent: Sequence[ExtractFile], sheet: str) -> Work:
        """Return the taking and checking of files, whose result has the `tokens` besides.

        Where one is refused none waits on: the result is what `take` says of each, as `refused`.
        """
        checked = self._work_on_any(LoadOptions(), "")

        def work(progress: Progress) -> dict[str, Any]:
            taken: list[tuple[dict[str, Any], bool]] = []
            try:
                for place, file in enumerate(sent):
                    progress("Looking the files through", place, len(sent))
                    taken.append(self.take(file, sheet))
                if any(is_refused for _, is_refused in taken):
                    self._discard_taken(taken)
                    return {"refused": taken}
                tokens = [one["token"] for one, _ in taken]
                files = [self.staging.file(token) for token in tokens]
                return {**checked(tokens, files, progress), "tokens": tokens}
            except BaseException:
                self._discard_taken(taken)
                raise

        return work

    def _discard_taken(self, taken: Sequence[tuple[dict[str, Any], bool]]) -> None:
        self.discard([one["token"] for one, is_refused in taken if not is_refused])

    def _work_on_any(
        self, options: LoadOptions, by: str
    ) -> Callable[[list[str], list[ExtractFile], Progress], dict[str, Any]]:
        """Return the check or load of whichever files, for whoever sent this request."""
        # The work goes on in a thread of its own, which has no request.
        has_small, areas = shows_small(EVERY_AREA), areas_with(Right.LOAD)

        def work(tokens: list[str], files: list[ExtractFile], progress: Progress) -> dict[str, Any]:
            # Once files are loaded nothing may fail any more: it is asked for first.
            formatter = self.formatter(has_small)
            result = load_with_effects(
                self._engine,
                files,
                by=by,
                dry_run=not by,
                options=options,
                progress=progress,
                shows_small=has_small,
                areas=areas,
            )
            is_sound = result.effects is not None
            if by and is_sound:
                self.discard(tokens)
            else:
                for token, report in zip(tokens, result.reports, strict=True):
                    self.staging.store_issues(token, [asdict(issue) for issue in report.issues])
            each = zip(result.reports, tokens, strict=True)
            return {
                "files": [formatter.file(report, token) for report, token in each],
                "effects": effects_record(result.effects),
                "is_loaded": bool(by) and is_sound,
                "can_load": is_sound and any(one.state != "unchanged" for one in result.reports),
                "extract_ids": [one.extract_id for one in result.reports if one.state == "loaded"],
            }

        return work

    def discard(self, tokens: Sequence[str], with_issues: bool = True) -> None:
        """Throw away files that nobody loads any more; what cannot be deleted now is gone in an hour."""
        drop = self.staging.drop if with_issues else self.staging.drop_file
        try:
            for token in tokens:
                # Under what is no token nothing waits.
                with suppress(RefusedError):
                    drop(token)
        except (StoreError, OSError) as error:
            log.warning("Files that are not needed still wait: %s", type(error).__name__)

    def formatter(self, has_small: bool) -> ReportFormatter:
        """Return what formats reports, with the names of all areas."""
        with read_transaction(self._engine) as transaction:
            areas = load_catalogue(transaction).catalogue.areas
        names = {code: area.name for code, area in areas.items()}
        return ReportFormatter(names, has_small)


def _redact_and_identify(file: ExtractFile) -> tuple[ExtractFile, Format | None, IdentifiedExtract]:
    """Blank what the reader of a format never reads; a file that it would read whole must be clear."""
    file_format = format_of(file)
    if file_format is None:
        return file, None, identify(file)
    issues = (
        *file_name_issues(file.name),
        *(() if file_format.redact else child_data_in_sheet(file)),
    )
    try:
        redacted = file_format.redact(file) if file_format.redact else file
    except UnreadableFileError as unreadable:
        extract = IdentifiedExtract(None, None, (*issues, *unreadable.issues))
        return file, file_format, extract
    return redacted, file_format, IdentifiedExtract(None, None, issues)
