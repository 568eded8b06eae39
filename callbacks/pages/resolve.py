"""What an address comes to mean, and the page that answers it."""

import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from http import HTTPStatus
from typing import Final

from callbacks.access.who import current_reach, require, why_not
from callbacks.pages.content import Content, page_content
from callbacks.server.errors import log_unexpected, shown, store_status
from dashboard.model.panel import BENCHMARK, Framework, ReportDates
from dashboard.model.rights import Reach, Right
from dashboard.model.selection import Selection, address, read_address
from dashboard.model.urls import LATEST, PAGES
from dashboard.pack.model import StoredPack
from data.meetings.agendas import load_last_step
from data.meetings.packs import load_pack
from data.queries.home_plan import load_home_plan
from data.queries.report_dates import load_newest_day, load_report_dates
from data.queries.snapshot import SelectionChoices, Snapshot, UnknownSelectionError, resolve
from data.store.databases.engine import (
    SCHEMA_REVISION,
    Engine,
    LaterStoreError,
    StoreNotReadyError,
    ViewsNotReadyError,
)
from data.store.databases.failures import StoreError
from data.store.read_transaction import ReadTransaction, cached_by_version, read_transaction
from layouts.pages import errors
from layouts.ui.controls import ChooserAreas
from layouts.ui.forms import REFUSED

log = logging.getLogger(__name__)

# Pages that are of no area.
_OF_ALL: Final = ("about", "data")


@dataclass(frozen=True, eq=False)
class Answer:
    """A page, the selection it shows, the one address that names it, and the status it is sent with.

    `home` is the plan that opens for a reader who has chosen none yet; None for others.
    """

    content: Content
    selection: Selection
    choices: ChooserAreas
    address: str
    status: HTTPStatus = HTTPStatus.OK
    home: Framework | None = None

    @property
    def is_found(self) -> bool:
        """Return whether the page is the one that was asked for, and not one that says why not."""
        return self.status == HTTPStatus.OK


def answer_address(
    engine: Engine, requested: str, remembered: Mapping[str, str], today: date
) -> Answer:
    """Return the page of an address, or the page that says why there is none.

    `remembered` has the area and plan chosen last in this browser, for an address that names none; it
    is empty where nothing was.
    """
    try:
        with read_transaction(engine) as transaction:
            snapshot = Snapshot(transaction, Selection(), today, current_reach())
            # The hashes of packs are verified at every visit of the page that lists them; what was
            # refused is for the one who wrote it.
            if requested.startswith(PAGES["meeting"]) or REFUSED.get():
                return _answer(snapshot, requested, remembered)
            arguments = (requested, tuple(sorted(remembered.items())), today, snapshot.reach)
            return _cached_answer(snapshot.transaction, *arguments, last_step(snapshot))
    except StoreNotReadyError as error:
        if error.revision > SCHEMA_REVISION:
            page = Content(
                errors.UNAVAILABLE_TITLE, errors.unavailable_page(str(LaterStoreError()))
            )
        elif error.revision or isinstance(error, ViewsNotReadyError):
            page = Content(errors.OUTDATED_TITLE, errors.outdated_page())
        else:
            page = Content(errors.NOT_SET_UP_TITLE, errors.not_set_up_page())
        status = store_status(error)
    except StoreError as error:
        page = Content(errors.UNAVAILABLE_TITLE, errors.unavailable_page(str(error)))
        status = store_status(error)
    except Exception as error:  # noqa: BLE001 - logged under a reference
        page = Content(errors.ERROR_TITLE, errors.error_page(log_unexpected(error)))
        status = HTTPStatus.INTERNAL_SERVER_ERROR
    return Answer(page, Selection(page=""), ChooserAreas((), ()), requested, status)


def last_step(snapshot: Snapshot) -> int:
    """Return what changes with every pack, where the reader is shown drafts whose slides they choose."""
    has_drafts = snapshot.reach.areas_with_packs != frozenset()
    return load_last_step(snapshot.transaction) if has_drafts else 0


@cached_by_version(32)
def _cached_answer(
    transaction: ReadTransaction,
    requested: str,
    remembered: tuple[tuple[str, str], ...],
    today: date,
    reach: Reach,
    _last_step: int,
) -> Answer:
    return _answer(Snapshot(transaction, Selection(), today, reach), requested, dict(remembered))


def _answer(snapshot: Snapshot, requested: str, remembered: Mapping[str, str]) -> Answer:
    choices = snapshot.choices
    if not choices.default_framework:
        raise StoreNotReadyError
    try:
        selection = resolve_selection(snapshot, read_selection(requested), remembered)
        if not _is_readable(snapshot.reach, selection):
            page = Content(errors.NOT_ALLOWED_TITLE, errors.not_allowed_page())
            none = ChooserAreas((), ())
            return Answer(page, Selection(page=""), none, requested, HTTPStatus.FORBIDDEN)
        content = page_content(snapshot.of(selection))
    except UnknownSelectionError:
        return _not_found(snapshot, requested, remembered)
    chooser = _chooser_areas(snapshot.of(selection))
    home = None if remembered else load_home_plan(snapshot)
    return Answer(content, selection, chooser, address(selection), home=home)


def _is_readable(reach: Reach, selection: Selection) -> bool:
    """Return whether a page may be shown: the one of loads is of every area."""
    if selection.page == "data":
        return reach.areas is None or reach.loads
    return selection.page == "about" or reach.reads(selection.area)


def _not_found(snapshot: Snapshot, requested: str, remembered: Mapping[str, str]) -> Answer:
    """Return a page with a link to the remembered or default area and plan."""
    default = resolve_selection(snapshot, Selection(), remembered)
    page = Content(errors.NOT_FOUND_TITLE, errors.not_found_page(default))
    no_page = replace(default, page="")
    chooser = _chooser_areas(snapshot.of(default))
    return Answer(page, no_page, chooser, requested, HTTPStatus.NOT_FOUND)


def _chooser_areas(snapshot: Snapshot) -> ChooserAreas:
    choices, selection = snapshot.choices, snapshot.selection
    if selection.page == "profile" or not selection.framework:
        areas = choices.catalogue.areas.values()
        readable = (a for a in areas if a.kind != BENCHMARK and snapshot.reach.reads(a.area_code))
        shown = sorted(readable, key=lambda area: area.name)
        day = selection.as_of or snapshot.today
        return ChooserAreas(shown, (), ReportDates(day, snapshot.today), is_typed=True)
    plans = choices.catalogue.frameworks_of(selection.area)
    areas = tuple(area for area in choices.areas if snapshot.reach.reads(area.area_code))
    return ChooserAreas(areas, plans, load_report_dates(snapshot))


def read_selection(requested: str) -> Selection:
    """Read an address; UnknownSelectionError where no page has it."""
    path, _, search = requested.partition("?")
    selection = read_address(path, search)
    if selection is None:
        raise UnknownSelectionError(requested)
    return selection


def resolve_selection(
    snapshot: Snapshot, requested: Selection, remembered: Mapping[str, str]
) -> Selection:
    """Fill in area and plan: what the address names, else what is remembered, else the default.

    The newest figures become the day on which they became known.
    """
    chosen = _resolved_plan(snapshot, requested, remembered)
    if chosen.as_of != LATEST:
        return chosen
    return replace(chosen, as_of=load_newest_day(snapshot.of(replace(chosen, as_of=None))))


def _resolved_plan(
    snapshot: Snapshot, requested: Selection, remembered: Mapping[str, str]
) -> Selection:
    if requested.area or requested.framework:
        chosen = _named_plan(snapshot, requested)
        if snapshot.reach.reads(chosen.area) or requested.page not in _OF_ALL:
            return chosen
        requested = replace(requested, area="", framework="")
    choices = snapshot.choices
    try:
        if remembered and snapshot.reach.reads(remembered["area"]):
            return _with_plan(choices, _in_plan(requested, **remembered))
    except UnknownSelectionError:
        log.info("What a browser remembered is no longer loaded: %s", shown(dict(remembered)))
    home = load_home_plan(snapshot)
    if home is None:
        raise UnknownSelectionError("no plan is loaded")
    if not snapshot.reach.reads(home.area_code):
        own = next((a.area_code for a in choices.areas if snapshot.reach.reads(a.area_code)), "")
        return _with_plan(choices, replace(requested, area=own)) if own else requested
    return _with_plan(choices, _in_plan(requested, home.area_code, home.framework_id))


def _named_plan(snapshot: Snapshot, requested: Selection) -> Selection:
    """Return what an address names; of an area that is not read here no plan, for which it has is not said."""
    choices, reads = snapshot.choices, snapshot.reach.reads
    if not requested.area:
        chosen = _with_plan(choices, requested)
        if not reads(chosen.area):
            raise UnknownSelectionError("a plan of another area")
        return chosen
    area = resolve(choices, replace(requested, framework="", measure="")).area_code
    if not reads(area):
        return replace(requested, area=area, framework="")
    return _with_plan(choices, requested)


def _in_plan(requested: Selection, area: str, framework: str) -> Selection:
    """Return a selection in an area and plan; a measure only in the area, whose plan is one with it."""
    if requested.page == "measure":
        return replace(requested, area=area)
    return replace(requested, area=area, framework=framework)


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
    today, reach = datetime.now(UTC).date(), current_reach()
    if is_public:
        reach = replace(reach, areas_with_small=frozenset())
    with read_transaction(engine) as transaction:
        snapshot = Snapshot(transaction, Selection(), today, reach)
        chosen = resolve_selection(snapshot, requested, {})
        require(Right.READ, chosen.area)
        yield snapshot.of(chosen)


def load_readable_pack(engine: Engine, pack_id: str) -> StoredPack:
    """Load a pack; UnknownSelectionError where there is none, or none that who asks may read."""
    stored = load_pack(engine, pack_id)
    if why_not(Right.READ, stored.area_code):
        raise UnknownSelectionError("a pack of another area")
    return stored
