"""What the Data page looks up: whether files may come in, and what an extract brought."""

from typing import Any

from flask import Response, jsonify

from callbacks.access.who import areas_with, require, why_not
from callbacks.server.json_api import RefusedError
from callbacks.server.settings import Settings
from callbacks.uploads.option_fields import field_record, option_fields
from callbacks.uploads.reports import contents_record, notes_record
from dashboard.model.rights import EVERY_AREA, Right
from data.loading.extract_areas import areas_of_extracts, has_any, is_within
from data.loading.history import UnknownExtractError, extract_contents, extract_notes_of
from data.queries.snapshot import load_catalogue
from data.schema.kinds import Kind
from data.schema.registry import ALL_KINDS
from data.store.databases.engine import Engine
from data.store.read_transaction import read_transaction
from layouts.ui.forms import Field


class LookupRoutes:
    """The routes of the Data page that change nothing."""

    def __init__(self, engine: Engine, settings: Settings) -> None:
        self._engine, self._settings = engine, settings

    def state(self) -> Response:
        """Return whether files may be loaded here, and the choices."""
        words = why_not(Right.LOAD)
        body = {"is_open": not words, "words": words, "max_bytes": self._settings.max_upload_bytes}
        return jsonify({**body, "asks": {} if words else self._choices()})

    def extract(self, number: int) -> Response:
        """Return the figures of an extract and, where loading is open, its notes."""
        if why_not(Right.LOAD):
            require(Right.READ, EVERY_AREA)
        try:
            contents = extract_contents(self._engine, number)
            with self._engine.connect() as connection:
                areas = areas_of_extracts(connection, [(number, contents.kind)])[number]
            if not has_any(areas_with(Right.READ), areas):
                raise UnknownExtractError(number)  # noqa: TRY301 - one answer to both
        except UnknownExtractError as error:
            raise RefusedError(str(error), 404) from error
        # Notes speak of single rows.
        loads = not why_not(Right.LOAD) and is_within(areas_with(Right.LOAD), areas)
        notes = extract_notes_of(self._engine, number) if loads else ()
        with read_transaction(self._engine) as transaction:
            measures = load_catalogue(transaction).measures
        titles = {name: measure.title for name, measure in measures.items()}
        return jsonify(
            {"contents": contents_record(contents, titles), "notes": notes_record(notes)}
        )

    def _choices(self) -> dict[str, Any]:
        return {
            "fields": [field_record(field) for field in self.fields()],
            "kinds": [_kind_record(kind) for kind in ALL_KINDS],
        }

    def fields(self) -> tuple[Field, ...]:
        """Return what may be asked of a file, with the areas and plans of who asks to choose from."""
        with read_transaction(self._engine) as transaction:
            choices = load_catalogue(transaction)
        own = areas_with(Right.LOAD)
        areas = {
            area.area_code: area for area in choices.areas if own is None or area.area_code in own
        }
        plans = [plan for plan in choices.frameworks if plan.area_code in areas]
        return option_fields(areas, plans)


def _kind_record(kind: Kind) -> dict[str, Any]:
    """Return the columns of a kind, for a person who says what those of a file are."""
    columns = [
        {"name": each.name, "is_required": each.required, "description": each.description}
        for each in kind.columns
    ]
    return {"name": kind.name, "title": kind.title, "columns": columns}
