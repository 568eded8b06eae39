"""What an address comes to mean, and the page that answers it."""

import logging
import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

from flask import g

from callbacks.access.data_team import shows_small
from callbacks.pages.content import Content, page_content
from dashboard.model.selection import Selection, address, read_address
from dashboard.model.urls import PAGES
from data.queries.snapshot import (
    SelectionChoices,
    Snapshot,
    UnknownSelectionError,
    open_snapshot,
    resolve,
)
from data.store.engine import Engine, StoreNotReadyError, require_ready
from data.store.read_transaction import ReadTransaction, cached_by_version
from layouts.pages import errors
from layouts.ui.controls import ChooserAreas

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Answer:
    """A page, the selection it shows, and the one address that names it.

    `is_found` is False where the page says why there is no other; `is_missing` where that is
    because the store has nothing by the names in the address; `is_future_report_date` where the report date is
    still to come; `has_ended` where the plan is over by today.
    """

    content: Content
    selection: Selection
    choices: ChooserAreas
    address: str
    is_found: bool = True
    is_missing: bool = False
    is_future_report_date: bool = False
    has_ended: bool = False


def answer_address(
    engine: Engine,
    requested: str,
    remembered: Mapping[str, str],
    today: date,
    *,
    is_first: bool = False,
) -> Answer:
    """Return the page of an address, or the page that says why there is none.

    `remembered` has the area and plan chosen last in this browser, for an address that names none.
    The answer to a first request, which remembers nothing, is cached.
    """
    try:
        require_ready(engine)
        with open_snapshot(engine, today, shows_small=shows_small()) as snapshot:
            # The hashes of packs are verified at every visit of the page that lists them.
            if is_first and not requested.startswith(PAGES["meeting"]):
                return _first_answer(snapshot.transaction, requested, today, snapshot.shows_small)
            return _answer(snapshot, requested, remembered)
    except StoreNotReadyError:
        page = Content(errors.NOT_SET_UP_TITLE, errors.not_set_up_page())
    except Exception:
        reference = secrets.token_hex(4)
        log.exception("The page %s failed, reference %s", requested, reference)
        page = Content(errors.ERROR_TITLE, errors.error_page(reference))
    return Answer(page, Selection(page=""), ChooserAreas((), ()), requested, is_found=False)


def answer_first_request(engine: Engine, requested: str) -> Answer:
    """Return the answer to this request of a browser that has just opened an address.

    The frame and the status of the response both need it: it is made once a request.
    """
    if "answer" not in g:
        today = datetime.now(UTC).date()
        g.answer = answer_address(engine, requested, {}, today, is_first=True)
    return g.answer


@cached_by_version(16)
def _first_answer(
    transaction: ReadTransaction, requested: str, today: date, has_small: bool
) -> Answer:
    return _answer(Snapshot(transaction, Selection(), today, has_small), requested, {})


def _answer(snapshot: Snapshot, requested: str, remembered: Mapping[str, str]) -> Answer:
    choices = snapshot.choices
    if not choices.default_framework:
        raise StoreNotReadyError
    try:
        selection = resolve_selection(choices, read_selection(requested), remembered)
        content = page_content(snapshot.of(selection))
    except UnknownSelectionError:
        return _not_found(choices, requested, remembered)
    is_future_report_date = selection.as_of is not None and selection.as_of > snapshot.today
    chooser = _chooser_areas(choices, selection)
    framework = choices.catalogue.frameworks.get(selection.framework)
    return Answer(
        content,
        selection,
        chooser,
        address(selection),
        is_future_report_date=is_future_report_date,
        has_ended=framework is not None and framework.has_ended(snapshot.today),
    )


def _not_found(choices: SelectionChoices, requested: str, remembered: Mapping[str, str]) -> Answer:
    """Return a page with a link to the remembered or default area and plan."""
    default = resolve_selection(choices, Selection(), remembered)
    page = Content(errors.NOT_FOUND_TITLE, errors.not_found_page(default))
    chooser = _chooser_areas(choices, default)
    no_page = replace(default, page="")
    return Answer(page, no_page, chooser, requested, is_found=False, is_missing=True)


def _chooser_areas(choices: SelectionChoices, selection: Selection) -> ChooserAreas:
    return ChooserAreas(choices.areas, choices.catalogue.frameworks_of(selection.area))


def read_selection(requested: str) -> Selection:
    """Read an address; UnknownSelectionError where no page has it."""
    path, _, search = requested.partition("?")
    selection = read_address(path, search)
    if selection is None:
        raise UnknownSelectionError(requested)
    return selection


def resolve_selection(
    choices: SelectionChoices, requested: Selection, remembered: Mapping[str, str]
) -> Selection:
    """Fill in area and plan: what the address names, else what is remembered, else the default."""
    if not requested.area and not requested.framework:
        recalled = replace(requested, **_remembered_choices(requested, remembered))
        try:
            return _with_plan(choices, recalled)
        except UnknownSelectionError:
            log.info("What a browser remembered is no longer loaded: %s", dict(remembered))
    return _with_plan(choices, requested)


def _remembered_choices(requested: Selection, remembered: Mapping[str, str]) -> dict[str, str]:
    """Return the area last chosen; the plan too, save for a measure, whose plan is one with it."""
    names = ("area",) if requested.page == "measure" else ("area", "framework")
    return {name: remembered.get(name, "") for name in names}


def _with_plan(choices: SelectionChoices, selection: Selection) -> Selection:
    framework = resolve(choices, selection)
    return replace(selection, area=framework.area_code, framework=framework.framework_id)


@contextmanager
def open_selection(
    engine: Engine, requested: Selection, *, is_public: bool = False
) -> Iterator[Snapshot]:
    """Open a snapshot of what an address means today; UnknownSelectionError where it means nothing.

    What people write is for the public: forms open what the public sees, whoever writes.
    """
    today = datetime.now(UTC).date()
    has_small = shows_small() and not is_public
    with open_snapshot(engine, today, shows_small=has_small) as snapshot:
        yield snapshot.of(resolve_selection(snapshot.choices, requested, {}))
