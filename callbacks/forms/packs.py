"""The addresses by which packs are made and taken further, and the way to the newest report.

POST /packs `{address, as_of, by}`
    Freeze a pack of the plan whose page is open at `address`, as at `as_of` (YYYY-MM-DD). 200
    `{words, pack_id}`.
POST /packs/step `{pack_id, state, by, note, is_sure}`
    Take a pack one step further: `state` is checked or final, `is_sure` yes. 200 `{words, state}`.
GET /report
    Lead to the report of the plan's newest final pack, else of its newest; without one to the page
    of packs.

403 where nobody may load, or what asks is not our own page; 400 where what was said cannot be
taken; 404 where there is no such plan or pack; 409 where the pack cannot be made or may not go
there; 422 where the note or the name is refused. An error is `{"error": {"words"}}`.
"""

from datetime import date
from typing import Annotated, Final, Literal

from flask import Flask, Response, jsonify, redirect, request
from pydantic import Field
from werkzeug.wrappers import Response as AnyResponse

from callbacks.access.guards import guarded
from callbacks.pages.resolve import read_selection, resolve_selection
from callbacks.server.json_api import RefusedError, read_body
from callbacks.server.request_fields import Key, Line, Signed, code_of
from callbacks.server.settings import Settings
from dashboard.model.selection import Selection, address
from dashboard.model.urls import PAGES, Urls
from dashboard.pack.model import CHECKED, FINAL, StoredPack
from data.meetings.packs import (
    PackRefusedError,
    PersonalWordsError,
    final_first,
    first_readable,
    list_packs,
    load_pack,
    make_pack,
    move_pack,
)
from data.queries.panels import UnknownSelectionError
from data.store.engine import Engine, is_ready

MAX_NOTE_LENGTH: Final = 200
_NO_SUCH_PLAN: Final = "There is no such plan any more. Open the page again."
_NO_SUCH_PACK: Final = "There is no such pack. Open the page again."
_DONE: Final = {
    CHECKED: "is checked. It can be made final now.",
    FINAL: "is final: it never changes.",
}


class _NewPack(Signed):
    as_of: date = Field(description="Choose the report date of the pack.")


class _Step(Signed):
    state: Annotated[Key, code_of(_DONE)] = Field(
        description="A pack is marked as checked or made final."
    )
    is_sure: Literal["yes"] = Field(description="Say that you are sure of it: tick the box.")
    pack_id: Key = ""
    note: Line = Field("", title="The note", max_length=MAX_NOTE_LENGTH)


class PackRoutes:
    """Answer what the Meeting page asks."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def make(self) -> Response:
        """Freeze a new pack."""
        body = read_body(_NewPack)
        try:
            plan = self._plan(body.address)
            chosen = Selection(framework=plan.framework, as_of=body.as_of)
            pack_id = make_pack(self._engine, chosen, body.by)
        except UnknownSelectionError as error:
            raise RefusedError(_NO_SUCH_PLAN, 404) from error
        except PackRefusedError as refused:
            raise _refused(refused) from refused
        words = _made_words(load_pack(self._engine, pack_id))
        return jsonify({"words": words, "pack_id": pack_id})

    def step(self) -> Response:
        """Take a pack one step further."""
        body = read_body(_Step)
        try:
            stored = move_pack(self._engine, body.pack_id, body.state, body.by, body.note)
        except UnknownSelectionError as error:
            raise RefusedError(_NO_SUCH_PACK, 404) from error
        except PackRefusedError as refused:
            raise _refused(refused) from refused
        return jsonify({"words": f"{_named(stored)} {_DONE[body.state]}", "state": stored.state})

    def newest_report(self) -> AnyResponse:
        """Lead to the report that a plan's meeting was given last."""
        query = request.query_string.decode()
        try:
            plan = self._plan(f"{PAGES['meeting']}?{query}")
        except UnknownSelectionError:
            return redirect(PAGES["meeting"])
        found = final_first(list_packs(self._engine, plan.framework))
        if stored := first_readable(self._engine, found):
            return redirect(Urls.report(stored.pack_id))
        return redirect(address(plan))

    def _plan(self, asked: str) -> Selection:
        """Give the plan whose page of packs is open."""
        if not is_ready(self._engine):
            raise UnknownSelectionError("nothing is loaded")
        chosen = read_selection(asked)
        if chosen.page != "meeting":
            raise UnknownSelectionError(asked)
        plan = resolve_selection(self._engine, chosen, {})
        return Selection(page="meeting", area=plan.area, framework=plan.framework)


def register_packs(server: Flask, engine: Engine, settings: Settings) -> None:
    """Add the addresses; what changes something is guarded as loading is."""
    packs = PackRoutes(engine)
    for rule, name, answer in (
        (Urls.PACKS, "packs", packs.make),
        (Urls.PACK_STEP, "step", packs.step),
    ):
        guard = guarded(settings, answer)
        server.add_url_rule(rule, f"pack_{name}", guard, methods=["POST"])
    server.add_url_rule(Urls.NEWEST_REPORT, "newest_report", packs.newest_report)


def _refused(refused: PackRefusedError) -> RefusedError:
    return RefusedError(str(refused), 422 if isinstance(refused, PersonalWordsError) else 409)


def _made_words(stored: StoredPack) -> str:
    return f"{_named(stored)} is made, as a draft. A second person checks it next."


def _named(stored: StoredPack) -> str:
    return f"The pack of {stored.name},"
