"""The addresses by which packs are made and taken further, and the way to the newest report.

POST /packs `{address, as_of, by, scope, profile, future, scenario}`
    Freeze a pack of the plan whose page is open at `address`, as at `as_of` (YYYY-MM-DD); where
    `scope` is owner:NAME, of that owner or service in every plan of the area, where it is priority:N,
    of the year of a priority. With the profile and future need where these are yes, and the scenario that the page of future need has at
    the address `scenario`. 200 `{words, pack_id}`.
POST /packs/step `{pack_id, state, by, note, read, is_sure}`
    Take a pack one step further: `state` is checked or final, `is_sure` yes; `read` is the mark of the
    slides that were looked at, "" where nobody chose any. 200 `{words, state}`.
GET /report
    Lead to the report of the plan's newest final pack, else of its newest; without one to the page
    of packs.

403 where nobody may load, or what asks is not our own page; 400 where what was said cannot be
taken; 404 where there is no such plan or pack; 409 where the pack cannot be made or may not go
there; 422 where the note or the name is refused. An error is `{"error": {"words"}}`.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Annotated, Final, Literal

from flask import Response, jsonify, redirect, request
from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError
from werkzeug.wrappers import Response as AnyResponse

from callbacks.access.signed import Signed
from callbacks.access.who import require
from callbacks.forms.plain_forms import Forms
from callbacks.forms.validation import refuse_hidden_numbers
from callbacks.pages.resolve import load_readable_pack, open_selection, read_selection
from callbacks.server.json_api import read_body
from callbacks.server.request_fields import Key, Line, code_of
from dashboard.model.rights import Right
from dashboard.model.selection import Selection, address
from dashboard.model.urls import PAGES, Urls
from dashboard.pack.inserts import read_scenario
from dashboard.pack.model import CHECKED, FINAL, StoredPack
from dashboard.pack.scope import LONGEST_OWNER, OWNER, WHOLE_PLAN, read_scope
from data.meetings.packs import (
    PackRefusedError,
    PersonalWordsError,
    Wanted,
    final_first,
    first_readable,
    list_packs,
    load_pack,
    make_pack,
    move_pack,
)
from data.queries.snapshot import Snapshot, UnknownSelectionError
from data.store.databases.engine import Engine, is_ready
from layouts.pages.meetings.meeting import LONGEST_ADDRESS

MAX_NOTE_LENGTH: Final = 200
# As in files: there is no day a year before the first of all.
_EARLIEST_DAY: Final = date(1901, 1, 1)
_NO_SUCH_PLAN: Final = "There is no such plan any more. Open the page again."
_NO_SUCH_PACK: Final = "There is no such pack. Open the page again."
_DONE: Final = {
    CHECKED: "is checked. It can be made final now.",
    FINAL: "is final: it never changes.",
}


def _scenario(line: str) -> str:
    if line and read_scenario(line) is None:
        raise PydanticCustomError("no_scenario", "is an address of the page Future need.")
    return line


def _scope(code: str) -> str:
    if read_scope(code) is None:
        raise PydanticCustomError("no_scope", "is the plan, an owner or a priority.")
    return code


class _NewPack(Signed):
    as_of: date = Field(ge=_EARLIEST_DAY, description="Choose the report date of the pack.")
    scope: Annotated[Line, AfterValidator(_scope)] = Field(
        "", title="What a pack is of", max_length=len(OWNER) + LONGEST_OWNER
    )
    profile: Literal["yes", ""] = ""
    future: Literal["yes", ""] = ""
    scenario: Annotated[Line, AfterValidator(_scenario)] = Field(
        "", title="The scenario", max_length=LONGEST_ADDRESS
    )


class _Step(Signed):
    state: Annotated[Key, code_of(_DONE)] = Field(
        description="A pack is marked as checked or made final."
    )
    is_sure: Literal["yes"] = Field(description="Say that you are sure of it: tick the box.")
    pack_id: Key = ""
    read: Key = ""
    note: Line = Field("", title="The note", max_length=MAX_NOTE_LENGTH)


class PackRoutes:
    """The routes by which the Meeting page makes packs and takes them further."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def make(self) -> Response:
        """Freeze a new pack."""
        body = read_body(_NewPack)
        with self._open(body.address) as snapshot:
            require(Right.MAKE_PACKS, snapshot.selection.area)
            chosen = Selection(framework=snapshot.selection.framework, as_of=body.as_of)
        wanted = Wanted(
            body.profile == "yes",
            body.future == "yes",
            read_scenario(body.scenario),
            read_scope(body.scope) or WHOLE_PLAN,
        )
        pack_id = make_pack(self._engine, chosen, body.by, wanted=wanted, account=body.account)
        name = _pack_words(load_pack(self._engine, pack_id))
        words = f"{name} is made, as a draft. A second person checks it next."
        return jsonify({"words": words, "pack_id": pack_id})

    def step(self) -> Response:
        """Take a pack one step further."""
        body = read_body(_Step)
        require(Right.APPROVE, load_readable_pack(self._engine, body.pack_id).area_code)
        refuse_hidden_numbers(body.note)
        stored = move_pack(
            self._engine,
            body.pack_id,
            body.state,
            body.by,
            body.note,
            read=body.read,
            account=body.account,
        )
        words = f"{_pack_words(stored)} {_DONE[body.state]}"
        return jsonify({"words": words, "state": stored.state})

    def newest_report(self) -> AnyResponse:
        """Redirect to the report that a plan's meeting was given last."""
        query = request.query_string.decode()
        try:
            with self._open(f"{PAGES['meeting']}?{query}") as snapshot:
                store, plan = snapshot.transaction, snapshot.selection
                listed = final_first(list_packs(store, plan.framework, WHOLE_PLAN))
                if stored := first_readable(store, listed):
                    return redirect(Urls.report(stored.pack_id))
        except UnknownSelectionError:
            return redirect(PAGES["meeting"])
        return redirect(address(plan))

    @contextmanager
    def _open(self, requested: str) -> Iterator[Snapshot]:
        """Open the plan whose page of packs is open."""
        if not is_ready(self._engine):
            raise UnknownSelectionError("nothing is loaded")
        chosen = read_selection(requested)
        if chosen.page != "meeting":
            raise UnknownSelectionError(requested)
        with open_selection(self._engine, chosen, is_public=True) as snapshot:
            plan = snapshot.selection
            yield snapshot.of(Selection(page="meeting", area=plan.area, framework=plan.framework))


def register_packs(forms: Forms) -> None:
    """Add the addresses by which packs are made and read."""
    packs = PackRoutes(forms.engine)
    refused = {PersonalWordsError: ("{error}", 422), PackRefusedError: ("{error}", 409)}
    for rule, name, route, unknown in (
        (Urls.PACKS, "packs", packs.make, _NO_SUCH_PLAN),
        (Urls.PACK_STEP, "step", packs.step, _NO_SUCH_PACK),
    ):
        refusals = {**refused, UnknownSelectionError: (unknown, 404)}
        forms.add(rule, f"pack_{name}", route, refusals)
    forms.app.server.add_url_rule(Urls.NEWEST_REPORT, "newest_report", packs.newest_report)


def _pack_words(stored: StoredPack) -> str:
    return f"The pack of {stored.name},"
