"""What an address comes to mean, and the page that answers it."""

import logging
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from flask import g, has_request_context

from callbacks.pages.content import Content, RequestContext, page_content
from dashboard.model.selection import Selection, address, read_address
from dashboard.model.urls import PAGES
from data.queries.panels import UnknownSelectionError, load_catalogue, resolve
from data.store.engine import Engine, StoreNotReadyError, require_ready
from data.store.frames import data_version
from layouts.pages import errors
from layouts.ui.controls import ChooserAreas

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Answer:
    """A page, the selection it stands for, and the one address that names it.

    `is_found` is False where the page says why there is no other; `is_missing` where that is
    because the store has nothing by the names in the address; `is_ahead` where the report date is
    still to come.
    """

    content: Content
    selection: Selection
    choices: ChooserAreas
    address: str
    is_found: bool = True
    is_missing: bool = False
    is_ahead: bool = False


def answer_address(
    engine: Engine,
    requested: str,
    remembered: Mapping[str, str],
    today: date,
    *,
    shows_small: bool = False,
) -> Answer:
    """Answer an address with its page or with the page that says why there is none.

    `remembered` has the area and plan chosen last in this browser, for an address that names none.
    """
    try:
        require_ready(engine)
        return _answer(engine, requested, remembered, today, shows_small)
    except StoreNotReadyError:
        page = Content(errors.NOT_SET_UP_TITLE, errors.not_set_up_page())
    except Exception:
        reference = secrets.token_hex(4)
        log.exception("The page %s failed, reference %s", requested, reference)
        page = Content(errors.ERROR_TITLE, errors.error_page(reference))
    return Answer(page, Selection(page=""), ChooserAreas((), ()), requested, is_found=False)


def answer_first_request(
    engine: Engine, requested: str, today: date, *, shows_small: bool = False
) -> Answer:
    """Answer an address that a browser has just opened; what it remembers is not known yet.

    The first HTML and Dash's layout ask one after the other: the answer is kept for the second.
    """
    try:
        version = f"{data_version(engine)}{_request_key(requested)}"
    except Exception:  # noqa: BLE001 - the answer itself will tell and log what is wrong
        return answer_address(engine, requested, {}, today)
    return _cached_answer(engine, version, requested, today, shows_small)


def _request_key(requested: str) -> str:
    """Tell apart the visits of the Meeting page: packs are held against their hash at every one."""
    if not requested.startswith(PAGES["meeting"]) or not has_request_context():
        return ""
    return g.setdefault("visit", secrets.token_hex(8))


@lru_cache(maxsize=16)
def _cached_answer(
    engine: Engine, _version: str, requested: str, today: date, shows_small: bool
) -> Answer:
    return answer_address(engine, requested, {}, today, shows_small=shows_small)


def read_selection(requested: str) -> Selection:
    """Read an address; UnknownSelectionError where no page has it."""
    path, _, search = requested.partition("?")
    selection = read_address(path, search)
    if selection is None:
        raise UnknownSelectionError(requested)
    return selection


def resolve_selection(
    engine: Engine, requested: Selection, remembered: Mapping[str, str]
) -> Selection:
    """Fill in area and plan: what the address names, else what is remembered, else the default."""
    if not requested.area and not requested.framework:
        recalled = replace(requested, **_remembered_choices(requested, remembered))
        try:
            return _with_plan(engine, recalled)
        except UnknownSelectionError:
            log.info("What a browser remembered is no longer loaded: %s", dict(remembered))
    return _with_plan(engine, requested)


def _remembered_choices(requested: Selection, remembered: Mapping[str, str]) -> dict[str, str]:
    """Recall the area; the plan too, save for a measure, whose plan is one that holds it."""
    names = ("area",) if requested.page == "measure" else ("area", "framework")
    return {name: remembered.get(name, "") for name in names}


def _with_plan(engine: Engine, selection: Selection) -> Selection:
    framework = resolve(engine, selection)
    return replace(selection, area=framework.area_code, framework=framework.framework_id)


def _answer(
    engine: Engine, requested: str, remembered: Mapping[str, str], today: date, shows_small: bool
) -> Answer:
    if not load_catalogue(engine).default_framework:
        raise StoreNotReadyError
    try:
        selection = resolve_selection(engine, read_selection(requested), remembered)
        content = page_content(RequestContext(engine, selection, today, shows_small))
    except UnknownSelectionError:
        return _not_found(engine, requested, remembered)
    is_ahead = selection.as_of is not None and selection.as_of > today
    choices = _choices(engine, selection)
    return Answer(content, selection, choices, address(selection), is_ahead=is_ahead)


def _not_found(engine: Engine, requested: str, remembered: Mapping[str, str]) -> Answer:
    """Answer with a way on, which leads to the area and plan that stand by themselves."""
    ways_on = resolve_selection(engine, Selection(), remembered)
    page = Content(errors.NOT_FOUND_TITLE, errors.not_found_page(ways_on))
    no_page = replace(ways_on, page="")
    choices = _choices(engine, ways_on)
    return Answer(page, no_page, choices, requested, is_found=False, is_missing=True)


def _choices(engine: Engine, selection: Selection) -> ChooserAreas:
    catalogue_choices = load_catalogue(engine)
    return ChooserAreas(
        catalogue_choices.areas, catalogue_choices.catalogue.frameworks_of(selection.area)
    )
